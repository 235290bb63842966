/** People for the windows' tests and pictures: drawn faces and grown fingers, nobody's. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Host } from '../../../app/contract/host.ts';
import { DRAWN_PEOPLE, drawnFaceJpeg, type FaceOptions } from '../../fixtures/drawn-face.ts';
import { drawnPrintBmp, type DrawnPrint } from '../../fixtures/drawn-finger.ts';

export interface TestPerson {
  readonly externalId: string;
  readonly displayName: string;
  /** Of {@link DRAWN_PEOPLE}. */
  readonly drawn: number;
}

const NAMES = [
  'Ana Petrović',
  'Bo Lindqvist',
  'Chidi Okafor',
  'Dalia Haddad',
  'Emre Yıldız',
  'Fleur de Vries',
  'Grace Mwangi',
  'Hiro Tanaka',
  'Ines Carvalho',
  'Jonas Weber',
  'Kavya Raman',
  'Lucía Fernández',
];

export const PEOPLE: readonly TestPerson[] = NAMES.map((displayName, index) => ({
  externalId: `A-${1001 + index}`,
  displayName,
  drawn: DRAWN_PEOPLE[index],
}));

const CACHE = path.join(import.meta.dirname, '../../../node_modules/.cache/e2e-images');

/** A capture of 640x480 as a JPEG; variations 0 to 5 of one person match. */
export function faceOf(
  person: TestPerson,
  variation: number,
  options: FaceOptions = {},
): Promise<Uint8Array> {
  return drawnFaceJpeg(person.drawn, variation, { width: 640, height: 480, ...options });
}

/** A finger takes seconds to grow, so what was made once is kept. */
export function printOf(person: TestPerson, print: Omit<DrawnPrint, 'person'> = {}): Uint8Array {
  const { finger = 2, impression = 1, quality = 'ordinary', sensor = 'optical' } = print;
  const name = [person.drawn, finger, impression, quality, sensor].join('-');
  const file = path.join(CACHE, `${name}.bmp`);
  try {
    return readFileSync(file);
  } catch {
    const bytes = drawnPrintBmp({ ...print, person: person.drawn });
    mkdirSync(CACHE, { recursive: true });
    const partial = path.join(CACHE, `${process.pid}-${name}.bmp`);
    writeFileSync(partial, bytes);
    renameSync(partial, file);
    return bytes;
  }
}

export interface Enrolled {
  /** How many of {@link PEOPLE}, from the first one on. */
  readonly faces: number;
  readonly prints: number;
}

/** Through the services, as the windows themselves would. */
export async function enrolPeople(
  host: Pick<Host, 'invoke'>,
  { faces, prints }: Enrolled,
): Promise<void> {
  const enrol = async (person: TestPerson, modality: 'face' | 'fingerprint') => {
    const images =
      modality === 'face'
        ? await Promise.all([0, 1, 2].map((variation) => faceOf(person, variation)))
        : [1, 2, 3].map((impression) => printOf(person, { impression }));
    const { externalId, displayName } = person;
    const capture = modality === 'face' ? { modality } : { modality, finger: 2 as const };
    const answer = await host.invoke('enrolment.enrol', {
      externalId,
      displayName,
      images,
      capture,
    });
    if (!answer.ok) throw new Error(`Expected ${externalId} to enrol: ${answer.failure.message}`);
  };
  for (const person of PEOPLE.slice(0, faces)) await enrol(person, 'face');
  for (const person of PEOPLE.slice(0, prints)) await enrol(person, 'fingerprint');
}
