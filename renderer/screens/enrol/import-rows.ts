/** The tables of an import: who was found, and what became of each. Pure. */
import type { PlannedPerson } from '../../../app/contract/enrolment-plan.ts';
import type { EnrolmentReport } from '../../../app/contract/results.ts';
import type { Modality } from '../../../app/core/vocabulary.ts';
import type { Column } from '../../parts/table/table.ts';
import { formatCount, formatList } from '../../words/format.ts';
import { words } from '../../words/words.ts';

export interface ImportRow {
  readonly externalId: string;
  readonly name: string;
  readonly outcome: EnrolmentReport['outcome'];
  readonly images: number;
  readonly added: number;
  readonly references: number;
  /** Everything that stands against it, or against some of its images. */
  readonly why: string;
}

/** @param names of the plan, by external id */
export function importRows(
  reports: readonly EnrolmentReport[],
  names: ReadonlyMap<string, string>,
): readonly ImportRow[] {
  return reports.map((report) => ({
    externalId: report.externalId,
    name: names.get(report.externalId) ?? '',
    outcome: report.outcome,
    images: report.images.length,
    added: report.images.filter(({ status }) => status === 'enrolled').length,
    references: report.references,
    why: whyOf(report),
  }));
}

/** Sentences without full stops, parted by semicolons. */
export function whyOf(report: EnrolmentReport): string {
  const { folder: say, refusalTitles } = words().enrol;
  const { refusals, lookAlikes, lookAlikeLimit, disagreements, agreementLimit } = report;
  const told = refusals.flatMap((refusal) => {
    switch (refusal) {
      case 'resembles-another-person':
        return lookAlikes.map(({ displayName, distance }) =>
          say.whyAlike(displayName, distance, lookAlikeLimit),
        );
      case 'samples-disagree':
        return disagreements
          .slice(0, 1)
          .map(({ distance }) => say.whyDisagree(distance, agreementLimit));
      case 'image-of-another-person':
        return [refusalTitles[refusal]];
      case 'no-usable-image':
        return []; // The images say it themselves.
    }
  });
  const known = report.outcome === 'nothing-new' ? [say.whyKnown] : [];
  return [...told, ...known, ...troublesOf(report)].join('; ');
}

/** `2 images: no face was found`, each reason once. */
function troublesOf({ images }: EnrolmentReport): readonly string[] {
  const { enrol, reasons } = words();
  const counts = new Map<string, number>();
  for (const { sample } of images) {
    if (sample.outcome === 'acquired') continue;
    const [first] = sample.reasons;
    const text = first === undefined ? reasons.none : reasons.short(first);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => enrol.folder.whyImages(count, text));
}

/** What stands against somebody comes before the counts: it is what is read. */
export function resultColumns(rows: readonly ImportRow[]): readonly Column<ImportRow>[] {
  const { enrol, outcomes } = words();
  const { columns } = enrol.folder;
  const count = (key: 'images' | 'added' | 'references', width: number): Column<ImportRow> => ({
    key,
    title: columns[key],
    value: (row) => row[key],
    text: (row) => formatCount(row[key]),
    numeric: true,
    width,
  });
  const name: Column<ImportRow> = {
    key: 'name',
    title: columns.name,
    value: (row) => row.name,
    width: 180,
  };
  return [
    {
      key: 'outcome',
      title: columns.outcome,
      value: ({ outcome }) => outcomes[outcome],
      width: 150,
    },
    { key: 'externalId', title: columns.externalId, value: (row) => row.externalId, width: 130 },
    ...(rows.some((row) => row.name !== '') ? [name] : []),
    { key: 'why', title: columns.why, value: ({ why }) => why, width: 400 },
    count('images', 85),
    count('added', 85),
    count('references', 110),
  ];
}

/** Names and fingers have a column only where there are any. */
export function planColumns(
  modality: Modality,
  people: readonly PlannedPerson[],
): readonly Column<PlannedPerson>[] {
  const { folder: say } = words().enrol;
  const { columns } = say;
  const fingers: Column<PlannedPerson> = {
    key: 'fingers',
    title: columns.fingers,
    value: fingersOf,
    width: 200,
  };
  const name: Column<PlannedPerson> = {
    key: 'name',
    title: columns.name,
    value: (row) => row.displayName ?? '',
    width: 170,
  };
  return [
    { key: 'externalId', title: columns.externalId, value: (row) => row.externalId, width: 140 },
    ...(people.some(({ displayName }) => displayName) ? [name] : []),
    {
      key: 'images',
      title: columns.images,
      value: ({ images }) => images.length,
      text: ({ images }) => formatCount(images.length),
      numeric: true,
      width: 90,
    },
    ...(modality === 'fingerprint' ? [fingers] : []),
    {
      key: 'enrolled',
      title: columns.enrolled,
      value: ({ enrolled }) => (enrolled ? say.isEnrolled : say.isNew),
      width: 210,
    },
  ];
}

function fingersOf({ images }: PlannedPerson): string {
  const { fingers } = words();
  const named = new Set(images.flatMap(({ finger }) => (finger ? [finger] : [])));
  const names = [...named].sort((one, other) => one - other).map((one) => fingers.name(one));
  return formatList(names);
}
