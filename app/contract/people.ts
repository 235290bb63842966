/** Who is enrolled, why they may be, and what is held on them. */
import { z } from 'zod';
import { command } from './command.ts';
import type { PersonDetails, PersonList, RemovalReceipt } from './results.ts';
import { LINE, displayName, externalId, newDisplayName, notes } from './values.ts';
import type { Person } from '../core/template.ts';

/** Recorded before the first capture (GDPR art. 9; ISO/IEC 24745). */
export const consentInput = z.strictObject({
  purpose: LINE.min(1),
  /** ISO 8601 date; on that day the person is due for erasure. */
  retainUntil: z.iso.date(),
  /** Who recorded it. */
  operator: LINE.default(''),
  /** How it was given: on paper, on screen, by contract. */
  form: LINE.default(''),
});

export const peopleCommands = {
  'people.list': command(
    z.strictObject({
      search: z.string().max(200).optional(),
      /** Only who has exactly this number. */
      externalId: z.string().normalize('NFC').trim().max(200).optional(),
      sort: z.enum(['externalId', 'displayName', 'enrolledAt']).default('externalId'),
      descending: z.boolean().default(false),
      /** Only those whose consent has run out. */
      due: z.boolean().default(false),
      limit: z.number().int().min(1).max(1000).default(100),
      offset: z.number().int().min(0).default(0),
    }),
  )<PersonList>(),
  'people.show': command(
    z.strictObject({
      externalId,
      /** Searching them takes the engine; without it the answer is there at once. */
      lookAlikes: z.boolean().default(false),
    }),
  )<PersonDetails>(),
  /** Makes a person without references, with consent; images follow by enrolment.enrol. */
  'people.add': command(
    z.strictObject({
      externalId,
      displayName: displayName.optional(),
      notes: notes.optional(),
      consent: consentInput,
    }),
  )<Person>(),
  'people.recordConsent': command(z.strictObject({ externalId, consent: consentInput }))<null>(),
  'people.rename': command(
    z.strictObject({
      externalId,
      displayName: newDisplayName.optional(),
      newExternalId: externalId.optional(),
      notes: notes.optional(),
    }),
  )<Person>(),
  'people.remove': command(z.strictObject({ externalId }))<RemovalReceipt>(),
  'people.removeTemplate': command(z.strictObject({ externalId, templateId: LINE }))<null>(),
  /** Everything that is held on a person, features included, as JSON text (GDPR art. 15, 20). */
  /** The capture that a reference was made of, where captures are kept; else `not-found`. */
  'people.image': command(z.strictObject({ externalId, templateId: LINE }))<{
    readonly bytes: Uint8Array;
  }>(),
  'people.export': command(z.strictObject({ externalId }))<{ readonly text: string }>(),
} as const;
