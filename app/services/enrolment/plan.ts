/** Reads out of a folder who is to be enrolled from which images; stores nothing. */
import { stat } from 'node:fs/promises';
import type { EnrolmentPlan, FilesAside, PlannedPerson } from '../../contract/enrolment-plan.ts';
import type { ClaimRule } from '../../core/audit.ts';
import type { FingerPosition, Modality } from '../../core/vocabulary.ts';
import type { Store } from '../../store/index.ts';
import { composed, createClaims } from '../audit/claims.ts';
import { walkFolder } from '../audit/walk.ts';
import { readEnrolList } from './list.ts';
import { resolveInside } from '../folders.ts';

export interface EnrolmentPlanInput {
  readonly folder: string;
  readonly modality: Modality;
  readonly rule:
    | Extract<ClaimRule, { readonly kind: 'folder' | 'pattern' }>
    | { readonly kind: 'list'; readonly text: string };
}

interface Found {
  readonly externalId: string;
  readonly displayName?: string;
  readonly images: { readonly path: string; readonly finger?: FingerPosition }[];
}

/** As `enrolment.start` takes them. */
const MOST_IMAGES = 100;
const FIRST_SHOWN = 20;

/** Files looked for at once. */
const LOOKED_FOR = 64;

/** What file managers leave in folders of pictures. */
const CLUTTER = /^(\..*|thumbs\.db|desktop\.ini)$/i;

/** @throws AppError `bad-input` for a folder, pattern or list that can't be read */
export async function planEnrolment(
  store: Store,
  { folder, modality, rule }: EnrolmentPlanInput,
): Promise<EnrolmentPlan> {
  const { found, without } =
    rule.kind === 'list'
      ? { found: readEnrolList(rule.text, 'the list'), without: [] }
      : await readFolder(folder, modality, rule);
  let leftOut = 0;
  const people = found.map(({ externalId, displayName, images }): PlannedPerson => {
    const kept = images.slice(0, MOST_IMAGES).map(({ path, finger }) => {
      return { path, ...(modality === 'fingerprint' && finger !== undefined && { finger }) };
    });
    leftOut += images.length - kept.length;
    const enrolled = store.people.findByExternalId(externalId) !== undefined;
    return { externalId, ...(displayName && { displayName }), images: kept, enrolled };
  });
  const listed = rule.kind === 'list' ? people.flatMap(({ images }) => images) : [];
  return {
    people,
    images: people.reduce((sum, { images }) => sum + images.length, 0),
    without: aside(without),
    missing: aside(await findMissing(folder, listed)),
    leftOut,
  };
}

function aside(paths: readonly string[]): FilesAside {
  return { files: paths.length, first: paths.slice(0, FIRST_SHOWN) };
}

/** @throws AppError `bad-input` for a path that leads out of the folder */
async function findMissing(
  folder: string,
  images: readonly { readonly path: string }[],
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let at = 0; at < images.length; at += LOOKED_FOR) {
    const some = images.slice(at, at + LOOKED_FOR).map(({ path }) => path);
    const there = await Promise.all(some.map((path) => isFile(resolveInside(folder, path))));
    missing.push(...some.filter((_, i) => !there[i]));
  }
  return missing;
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function readFolder(
  folder: string,
  modality: Modality,
  rule: ClaimRule,
): Promise<{ found: Found[]; without: string[] }> {
  const { read } = createClaims(rule, undefined, modality);
  const people = new Map<string, Found>();
  const without: string[] = [];
  for (const { path, problem } of await walkFolder(folder, () => undefined)) {
    if (problem || CLUTTER.test(path.split('/').at(-1) ?? '')) continue;
    const claim = read(path);
    if (!claim) {
      without.push(path);
      continue;
    }
    const externalId = composed(claim.person);
    const image = { path, ...(claim.finger !== undefined && { finger: claim.finger }) };
    const known = people.get(externalId);
    if (known) known.images.push(image);
    else people.set(externalId, { externalId, images: [image] });
  }
  return { found: [...people.values()], without };
}
