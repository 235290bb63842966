/** Which captures an evaluation compares with which, before any of them is looked at. */
import path from 'node:path';
import type { ClaimRule } from '../../core/audit.ts';
import {
  allPairs,
  fvcPairs,
  listedPairs,
  type Pair,
  type Pairs,
} from '../../core/evaluation/pairs.ts';
import { AppError, assertNever } from '../../core/failure.ts';
import type { AcquisitionReason } from '../../core/vocabulary.ts';
import { walkFolder, type FoundFile } from '../audit/walk.ts';
import { composed } from '../audit/claims.ts';
import { resolveInside } from '../folders.ts';
import { createLabels, type Label } from './labels.ts';

export type EvaluationProtocol =
  | { readonly kind: 'all-pairs' | 'fvc'; readonly rule: ClaimRule; readonly manifest?: string }
  | {
      readonly kind: 'pairs';
      readonly pairs: readonly {
        readonly probe: string;
        readonly reference: string;
        readonly mated: boolean;
      }[];
    };

export interface Capture {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  readonly file: string;
  /** Places in {@link Plan.labels} and among its people. */
  readonly label: number;
  readonly person: number;
  readonly fields: Readonly<Record<string, string>>;
  /** Where the entry can't be read as a file at all. */
  readonly problem?: AcquisitionReason;
}

export interface Plan {
  readonly protocol: EvaluationProtocol['kind'];
  readonly captures: readonly Capture[];
  readonly labels: readonly string[];
  readonly people: number;
  readonly pairs: Pairs;
  /** Of listed pairs: 1 where the list calls it mated. Else labels say so. */
  readonly mated?: Uint8Array;
  /** Places of pairs that the list calls non-mated while its mated ones make them one person's. */
  readonly contradictions: readonly number[];
  /** Files that the rule reads no label of; they take no part. */
  readonly unlabelled: readonly string[];
  /** What captures can be sliced by. */
  readonly fields: readonly string[];
}

/** @throws AppError `bad-input` */
export async function planEvaluation(
  folder: string,
  protocol: EvaluationProtocol,
  onFound: (files: number) => void,
): Promise<Plan> {
  if (protocol.kind === 'pairs') return planListed(folder, protocol.pairs);
  const { rule, manifest, kind } = protocol;
  const labels = createLabels(rule, manifest);
  const found = await walkFolder(folder, onFound);
  const files = withMissing(found, labels.listed);
  const labelled = files.map((file) => ({ file, label: labels.read(file.path) }));
  const { captures, names, people } = numbered(folder, labelled);
  refuseTooFew(captures.length);
  return {
    protocol: kind,
    captures,
    labels: names,
    people,
    pairs:
      kind === 'fvc'
        ? fvcPairs(Uint32Array.from(captures, ({ label }) => label))
        : allPairs(captures.length),
    contradictions: [],
    unlabelled: labelled.filter(({ label }) => !label).map(({ file }) => file.path),
    fields: labels.fields,
  };
}

function withMissing(found: readonly FoundFile[], listed: readonly string[]): FoundFile[] {
  const there = new Set(found.map((file) => composed(file.path)));
  const missing = listed
    .filter((each) => !there.has(each))
    .map((each): FoundFile => {
      return { path: each, bytes: 0, modifiedMs: 0, problem: { problem: 'file-not-found' } };
    });
  return [...found, ...missing].sort((one, other) => (one.path < other.path ? -1 : 1));
}

function numbered(
  folder: string,
  files: readonly { readonly file: FoundFile; readonly label: Label | undefined }[],
) {
  const labels = new Map<string, number>();
  const people = new Map<string, number>();
  const captures = files.flatMap(({ file, label }): Capture[] => {
    if (!label) return [];
    return [
      {
        path: file.path,
        file: path.join(folder, file.path),
        label: numberOf(labels, label.label),
        person: numberOf(people, label.person),
        fields: label.fields,
        ...(file.problem && { problem: file.problem }),
      },
    ];
  });
  return { captures, names: [...labels.keys()], people: people.size };
}

function numberOf(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name) ?? numbers.size;
  numbers.set(name, known);
  return known;
}

function refuseTooFew(captures: number): void {
  if (captures >= 2) return;
  throw new AppError(
    'bad-input',
    `Expected at least two labelled captures for an evaluation but received ${captures}; check the ` +
      'folder, and the rule that says whose captures they are.',
  );
}

/** Captures that the list calls mated, directly or by others, are one person's. */
function planListed(
  folder: string,
  listed: (EvaluationProtocol & { kind: 'pairs' })['pairs'],
): Plan {
  const numbers = new Map<string, number>();
  const pairs = listed.map(({ probe, reference }): Pair => {
    return { probe: numberOf(numbers, probe), reference: numberOf(numbers, reference) };
  });
  const paths = [...numbers.keys()];
  const groups = joined(
    paths.length,
    pairs.filter((_, i) => listed[i].mated),
  );
  const labels = new Map<number, number>();
  const captures = paths.map((each, i): Capture => {
    const known = labels.get(groups[i]) ?? labels.size;
    labels.set(groups[i], known);
    const file = resolveInside(folder, each);
    return { path: each, file, label: known, person: known, fields: {} };
  });
  const contradictions = listed.flatMap(({ mated }, i) => {
    const { probe, reference } = pairs[i];
    return !mated && captures[probe].label === captures[reference].label ? [i] : [];
  });
  return {
    protocol: 'pairs',
    captures,
    labels: namesOf(captures, labels.size),
    people: labels.size,
    pairs: listedPairs(pairs),
    mated: Uint8Array.from(listed, ({ mated }) => (mated ? 1 : 0)),
    contradictions,
    unlabelled: [],
    fields: [],
  };
}

/** A label is called as the folder that has all of its captures and no others, or else its first. */
function namesOf(captures: readonly Capture[], count: number): string[] {
  const folderOf = ({ path: each }: Capture) => each.split('/').slice(0, -1).join('/');
  const labelsIn = Map.groupBy(captures, folderOf);
  const isOwn = (folder: string) =>
    new Set(labelsIn.get(folder)?.map(({ label }) => label)).size === 1;
  const byLabel = Map.groupBy(captures, ({ label }) => label);
  return Array.from({ length: count }, (_, label) => {
    const own = byLabel.get(label) ?? [];
    const folders = new Set(own.map(folderOf));
    const [folder] = folders;
    return folders.size === 1 && folder !== '' && isOwn(folder) ? folder : own[0].path;
  });
}

/** Of each member the first member of its group. */
function joined(count: number, links: readonly Pair[]): Uint32Array {
  const parent = Uint32Array.from({ length: count }, (_, i) => i);
  const rootOf = (member: number) => {
    let root = member;
    while (parent[root] !== root) root = parent[root];
    for (let at = member; parent[at] !== root;) [at, parent[at]] = [parent[at], root];
    return root;
  };
  for (const { probe, reference } of links) {
    const [one, other] = [rootOf(probe), rootOf(reference)];
    parent[Math.max(one, other)] = Math.min(one, other);
  }
  return parent.map((_, member) => rootOf(member));
}

/** @param mated of listed pairs, where labels are not to be asked */
export function countMated(pairs: Pairs, labels: Uint32Array, mated?: Uint8Array): number {
  if (mated) return mated.reduce((sum, one) => sum + one, 0);
  if (pairs.kind === 'listed') {
    const { probes, references } = pairs;
    return probes.reduce(
      (sum, probe, i) => sum + (labels[probe] === labels[references[i]] ? 1 : 0),
      0,
    );
  }
  const captures = new Map<number, number>();
  for (const label of labels) captures.set(label, (captures.get(label) ?? 0) + 1);
  return [...captures.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
}

export function describeProtocol(kind: EvaluationProtocol['kind']): string {
  switch (kind) {
    case 'all-pairs':
      return 'all pairs: every capture with every other one';
    case 'fvc':
      return 'FVC: mated, all pairs of impressions of a finger; non-mated, the first impressions of the fingers';
    case 'pairs':
      return 'listed pairs, as the list calls them mated or non-mated';
    default:
      return assertNever(kind);
  }
}
