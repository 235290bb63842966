/** Validators of what crosses the boundary: strict, with size limits. */
import { z } from 'zod';
import { isFingerPosition } from '../core/finger.ts';
import { FINGERPRINT, IMAGE } from '../core/parameters.ts';
import { MODALITIES } from '../core/vocabulary.ts';
import type { AuditId, FaceSelection, FingerPosition, Rate } from '../core/vocabulary.ts';

export const MEBIBYTE = 2 ** 20;

/** One encoded image, never raw pixels. */
export const encodedImage = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.byteLength <= IMAGE.maxBytes,
  { message: `an image of at most ${IMAGE.maxBytes / MEBIBYTE} MiB` },
);

/** What the store would refuse is refused before any work begins. */
const readable = (text: string) => text.isWellFormed() && !/\p{Cc}/u.test(text);
const line = z.string().normalize('NFC').trim().max(200);
const READABLE = { message: 'readable text without control characters' };

/** One line of text; may be empty. */
export const LINE = line.refine(readable, READABLE);

export const externalId = line.min(1).refine(readable, READABLE);

/** Would turn round what stands beside it, and the name reads as another; no keyboard has them. */
const turnsText = (text: string) => /[\u202a-\u202e\u2066-\u2069]/.test(text);
const name = line.refine((text) => readable(text) && !turnsText(text), READABLE);

/** Empty: the external id serves as the name. */
export const displayName = name;

export const newDisplayName = name.min(1);

export const notes = z
  .string()
  .normalize('NFC')
  .max(10_000)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), READABLE);

/** Text of a CSV manifest: a million paths of a hundred characters, twice over. */
export const manifestText = z.string().max(200e6);

export const faceSelection: z.ZodType<FaceSelection> = z.union([
  z.enum(['dominant', 'main', 'largest', 'only']),
  z.strictObject({ index: z.number().int().min(0).max(999) }),
]);

export const modality = z.enum(MODALITIES);

/** Pixels per inch. */
export const DPI = { least: FINGERPRINT.minDpi, most: FINGERPRINT.maxDpi } as const;

const dpi = z.number().min(DPI.least).max(DPI.most);

export const fingerPosition = z.custom<FingerPosition>(isFingerPosition, {
  message: 'a finger position from 0 to 10',
});

/** Images of faces, or of fingerprints that nobody says the finger of. */
export const captureOfAny = (face: FaceSelection) =>
  z.discriminatedUnion('modality', [
    captureOfFace(face),
    z.strictObject({ modality: z.literal('fingerprint'), dpi: dpi.optional() }),
  ]);

/** Images of faces, or of fingerprints, of which the finger may be known. */
export const captureOfPerson = (face: FaceSelection) =>
  z.discriminatedUnion('modality', [
    captureOfFace(face),
    z.strictObject({
      modality: z.literal('fingerprint'),
      dpi: dpi.optional(),
      finger: fingerPosition.optional(),
    }),
  ]);

const captureOfFace = (face: FaceSelection) =>
  z.strictObject({ modality: z.literal('face'), face: faceSelection.default(face) });

/** A target for the rate of wrong matches per decision. */
export const targetRate = z
  .number()
  .gt(0)
  .max(0.1)
  .transform((value) => value as Rate);

/** A folder that the host let the user choose; the path stays with the host. */
export const folderId = z.string().regex(/^folder-\d+$/);

export const jobId = z.string().regex(/^job-\d+$/);

export const auditId = z.uuid().transform((value) => value as AuditId);

export const relativePath = z.string().min(1).max(4096);

export const claimRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('folder') }),
  z.strictObject({ kind: z.literal('pattern'), pattern: z.string().min(1).max(500) }),
  z.strictObject({ kind: z.literal('manifest') }),
  z.strictObject({ kind: z.literal('none') }),
]);
