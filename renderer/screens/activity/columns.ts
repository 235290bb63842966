/** What the table of attempts shows. Pure. */
import type { ActivityEntry } from '../../../app/contract/certificate.ts';
import type { Column } from '../../parts/table/table.ts';
import { formatDistance, formatExactTime } from '../../words/format.ts';
import { words } from '../../words/words.ts';

export function activityColumns(): readonly Column<ActivityEntry>[] {
  const { activity: say, outcomes, fingers } = words();
  return [
    {
      key: 'at',
      title: say.time,
      value: ({ attempt }) => attempt.at,
      text: ({ attempt }) => formatExactTime(attempt.at),
      width: 190,
    },
    {
      key: 'outcome',
      title: say.outcome,
      value: ({ attempt }) => outcomes[attempt.outcome],
      width: 170,
    },
    {
      key: 'person',
      title: say.person,
      value: ({ person }) => person?.displayName ?? '',
      width: 220,
    },
    { key: 'id', title: say.number, value: ({ person }) => person?.externalId ?? '', width: 120 },
    {
      key: 'kind',
      title: say.kind,
      value: ({ attempt }) => outcomes[attempt.kind],
      width: 130,
    },
    {
      key: 'modality',
      title: say.modality,
      value: ({ attempt: { modality, finger } }) =>
        finger ? `${outcomes[modality]}, ${fingers.name(finger)}` : outcomes[modality],
      width: 180,
    },
    {
      key: 'use',
      title: say.use,
      value: ({ attempt }) => (attempt.use ? outcomes[attempt.use] : ''),
      width: 90,
    },
    {
      key: 'distance',
      title: say.distance,
      value: ({ attempt }) => attempt.distance,
      text: ({ attempt }) => shortDistance(attempt.distance),
      numeric: true,
      width: 100,
    },
    {
      key: 'threshold',
      title: say.limit,
      value: ({ attempt }) => attempt.threshold,
      text: ({ attempt }) => shortDistance(attempt.threshold),
      numeric: true,
      width: 90,
    },
  ];
}

function shortDistance(distance: number | undefined): string {
  return distance === undefined ? '' : formatDistance(distance, 4);
}
