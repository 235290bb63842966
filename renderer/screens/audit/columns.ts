/** What the table of an audit's files shows. Pure. */
import type { AuditRow } from '../../../app/contract/results.ts';
import type { Modality } from '../../../app/core/vocabulary.ts';
import { auditLookOf } from '../../parts/outcome-looks.ts';
import type { Column } from '../../parts/table/table.ts';
import { formatDistance } from '../../words/format.ts';
import { words } from '../../words/words.ts';

export function auditColumns(modality: Modality): readonly Column<AuditRow>[] {
  const { audit: say, fingers, reasons: why } = words();
  const distance = (value: number | undefined) =>
    value === undefined ? '' : formatDistance(value, 4);
  const finger: Column<AuditRow> = {
    key: 'finger',
    title: say.finger,
    value: (row) => (row.finger === undefined ? '' : fingers.name(row.finger)),
    width: 120,
  };
  return [
    {
      key: 'outcome',
      title: say.result,
      value: ({ outcome }) => auditLookOf(outcome).word,
      width: 160,
    },
    { key: 'path', title: say.file, value: ({ path }) => path, width: 300 },
    { key: 'claim', title: say.claimed, value: ({ claim }) => claim ?? '', width: 130 },
    ...(modality === 'fingerprint' ? [finger] : []),
    {
      key: 'distance',
      title: say.distance,
      value: (row) => row.distance,
      text: (row) => distance(row.distance),
      numeric: true,
      width: 90,
    },
    {
      key: 'threshold',
      title: say.limit,
      value: (row) => row.threshold,
      text: (row) => distance(row.threshold),
      numeric: true,
      width: 90,
    },
    {
      key: 'person',
      title: say.found,
      value: ({ person }) => person?.displayName ?? '',
      width: 160,
    },
    {
      key: 'looksLike',
      title: say.resembles,
      value: ({ looksLike }) => looksLike?.displayName ?? '',
      width: 160,
    },
    {
      key: 'reason',
      title: say.reason,
      value: ({ reasons }) => [...new Set(reasons.map(why.short))].join('; '),
      width: 260,
    },
  ];
}
