/** Doubts about the data, in words. Nothing is left out because of them. */
import type { EvaluationFacts } from '../../contract/evaluation.ts';
import type { LabelFinding } from '../../core/evaluation/label-errors.ts';
import { assertNever } from '../../core/failure.ts';
import type { Modality } from '../../core/vocabulary.ts';
import type { AcquiredCapture } from './acquire.ts';
import type { AcquiredSet } from './acquired-set.ts';
import type { MeasuredSet } from './measured.ts';
import type { Plan } from './plan.ts';

export type Finding = EvaluationFacts['findings'][number];

interface Parts {
  readonly plan: Plan;
  readonly measured: MeasuredSet;
  readonly acquired: readonly AcquiredCapture[];
  readonly modality: Modality;
}

/** What is certain, then probable label errors, then what is good to know. */
export function findingsOf(
  { plan, measured, acquired }: AcquiredSet,
  modality: Modality,
  labelFindings: readonly LabelFinding[],
): Finding[] {
  const parts: Parts = { plan, measured, acquired: acquired.captures, modality };
  return [
    ...contradictions(parts),
    ...sameImages(parts),
    ...labelFindings.map((one) => labelError(one, parts)),
    ...severalFaces(parts),
    ...unlabelled(parts),
  ];
}

function contradictions({ plan }: Parts): Finding[] {
  const { pairs, captures, contradictions: places } = plan;
  if (places.length === 0 || pairs.kind !== 'listed') return [];
  const paths = places.flatMap((place) => [
    captures[pairs.probes[place]].path,
    captures[pairs.references[place]].path,
  ]);
  const text =
    `${count(places.length, 'pair is', 'pairs are')} listed as non-mated while mated pairs of the ` +
    'list make both captures one person’s. Rates go by the list; nothing is told by person.';
  return [{ kind: 'contradictory-pairs', paths: [...new Set(paths)], text }];
}

function sameImages({ plan, acquired }: Parts): Finding[] {
  const byContent = Map.groupBy(acquired.keys(), (i) => acquired[i].sha256 ?? `none ${i}`);
  return [...byContent.values()]
    .filter((places) => places.length > 1)
    .map((places): Finding => {
      const paths = places.map((place) => plan.captures[place].path);
      const labels = new Set(places.map((place) => plan.captures[place].label));
      const names = [...labels].map((label) => plan.labels[label]);
      return labels.size > 1
        ? {
            kind: 'same-image-two-labels',
            paths,
            text: `${list(paths)} are one image under different labels: ${list(names)}.`,
          }
        : {
            kind: 'same-image',
            paths,
            text: `${list(paths)} are one image: comparing it with itself says nothing.`,
          };
    })
    .sort((one, other) => (one.kind === other.kind ? 0 : one.kind === 'same-image' ? 1 : -1));
}

function labelError(finding: LabelFinding, { plan, measured, modality }: Parts): Finding {
  const { kind } = finding;
  const capture = (row: number) => plan.captures[measured.captures[row]];
  const paths = finding.captures.map((row) => capture(row).path);
  const label = (row: number) => plan.labels[capture(row).label];
  switch (kind) {
    case 'cross-labelled': {
      const [one, other] = finding.evidence;
      return {
        kind,
        paths,
        text:
          `${paths[0]} (${label(one.capture)}) and ${paths[1]} (${label(other.capture)}) seem to have ` +
          `each other’s label: they are far from their own (${far(one.own)} and ${far(other.own)}) and ` +
          `close to the other’s (${far(one.other)} and ${far(other.other)}).`,
      };
    }
    case 'wrong-label': {
      const { own, other } = finding.evidence;
      return {
        kind,
        paths,
        text:
          `${paths[0]} is far from everything else of ${label(finding.captures[0])} (closest at ${far(own)}) ` +
          `and close to ${other ? capture(other.capture).path : ''} of ` +
          `${plan.labels[finding.suggestedLabel]} (${far(other)}).`,
      };
    }
    case 'one-person-two-labels': {
      const [one, other] = finding.labels.map((each) => plan.labels[each]);
      const what = modality === 'face' ? 'person' : 'finger';
      return {
        kind,
        paths,
        text:
          `${one} and ${other} may be one ${what}: ${paths[0]} and ${paths[1]} are at ` +
          `${finding.closest.toFixed(4)}; ` +
          `${count(finding.closePairs, 'pair of the two is', 'pairs of the two are')} as close as mated ones.`,
      };
    }
    case 'unlike-its-label':
      return {
        kind,
        paths,
        text:
          `${paths[0]} is unlike all other captures of ${label(finding.captures[0])} (closest at ` +
          `${far(finding.evidence.own)}): a wrong label, or a poor capture.`,
      };
    default:
      return assertNever(kind);
  }
}

function severalFaces({ plan, acquired }: Parts): Finding[] {
  const paths = plan.captures.flatMap(({ path }, i) => {
    const one = acquired[i].acquired;
    return one.outcome === 'acquired' && (one.faces ?? 1) > 1 ? [path] : [];
  });
  if (paths.length === 0) return [];
  const text =
    `${count(paths.length, 'photograph shows', 'photographs show')} several faces, of which one was ` +
    'taken by the rule of --face: it may be somebody else’s.';
  return [{ kind: 'several-faces', paths, text }];
}

function unlabelled({ plan }: Parts): Finding[] {
  const paths = plan.unlabelled;
  if (paths.length === 0) return [];
  const text = `${count(paths.length, 'file has', 'files have')} no label by the rule and took no part.`;
  return [{ kind: 'unlabelled', paths, text }];
}

function far(nearest: { readonly distance: number } | undefined): string {
  return nearest === undefined ? 'none' : nearest.distance.toFixed(4);
}

function list(items: readonly string[]): string {
  const shown = items.slice(0, 6);
  const more = items.length - shown.length;
  const texts = more > 0 ? [...shown, `${more} more`] : shown;
  return texts.length < 2
    ? texts.join('')
    : `${texts.slice(0, -1).join(', ')} and ${texts[texts.length - 1]}`;
}

function count(value: number, one: string, several: string): string {
  return `${value.toLocaleString('en-GB')} ${value === 1 ? one : several}`;
}
