/** What the officer and the operator decide once; kept in the store. */
import { z } from 'zod';
import { command } from './command.ts';
import { LINE, modality, targetRate } from './values.ts';
import { PROVIDER_NAMES } from '../core/vocabulary.ts';

/** Where a decision is taken; each has a policy of its own. */
export const USES = ['desk', 'kiosk', 'audit'] as const;
export type Use = (typeof USES)[number];

/** How tolerant the decisions of one use are. */
const policy = z.strictObject({
  /** Wrong matches per 1:1 decision. */
  verificationRate: targetRate,
  /** Wrong candidates per 1:N decision. */
  identificationRate: targetRate,
  /**
   * Undecided band: a distance beyond the limit, but within the limit of this looser rate, is
   * neither a match nor a non-match. Absent: there is none.
   */
  undecidedRate: targetRate.optional(),
});

const days = z.number().int().min(0).max(36_500);

export const settingsSchema = z.strictObject({
  appearance: z.enum(['system', 'light', 'dark']).default('system'),
  operator: LINE.default(''),
  camera: z
    .strictObject({
      /** As the browser names it; empty: the first one. */
      deviceId: z.string().max(500).default(''),
      label: z.string().max(500).default(''),
      mirror: z.boolean().default(true),
      automaticShutter: z.boolean().default(true),
    })
    .prefault({}),
  policies: z
    .strictObject({
      desk: policy.prefault({ verificationRate: 1e-3, identificationRate: 1e-2 }),
      kiosk: policy.prefault({ verificationRate: 1e-3, identificationRate: 1e-2 }),
      audit: policy.prefault({ verificationRate: 1e-3, identificationRate: 1e-2 }),
    })
    .prefault({}),
  retention: z
    .strictObject({
      /** Days that attempts stay in the log; 0: for ever. */
      attemptDays: days.default(365),
      /** Days that features of a probe of an enrolled person stay for a replay; 0: never kept. */
      probeDays: days.default(30),
      /** Suggested at enrolment, in months. */
      consentMonths: z.number().int().min(1).max(1200).default(36),
      /** Keeps enrolment captures as images, sealed in the store; off by default. */
      keepImages: z.boolean().default(false),
    })
    .prefault({}),
  /** What is asked of people who have a look-alike within the guard distance. */
  lookAlikes: z
    .strictObject({
      policy: z.enum(['nothing', 'stricter', 'second-modality']).default('stricter'),
    })
    .prefault({}),
  /** From the next start on. */
  engine: z
    .strictObject({
      provider: z.enum(['auto', ...PROVIDER_NAMES]).default('auto'),
      faceEncoder: z.string().max(100).default(''),
      /** 0: one a processor. */
      lanes: z.number().int().min(0).max(64).default(0),
    })
    .prefault({}),
  kiosk: z
    .strictObject({
      mode: z.enum(['code', 'identify']).default('code'),
      modality: modality.default('face'),
      resultSeconds: z.number().min(1).max(60).default(4),
      idleSeconds: z.number().min(5).max(600).default(30),
      /** Failures of one code, or in a row, before it pauses. */
      attemptsBeforeLockOut: z.number().int().min(1).max(100).default(5),
      lockOutSeconds: z.number().int().min(1).max(86_400).default(60),
      sound: z.boolean().default(true),
      greeting: z.string().max(200).default(''),
    })
    .prefault({}),
});

export type Settings = z.output<typeof settingsSchema>;

export interface SettingsReport {
  readonly settings: Settings;
  readonly storePath: string;
  readonly kioskPinSet: boolean;
  /** Keys of the faces' table of encoders, the active one first. */
  readonly faceEncoders: readonly string[];
  /** True where what is set differs from what runs. */
  readonly restartNeeded: boolean;
  /** Paths of stored values that were damaged, and are what they are by default until saved. */
  readonly repaired: readonly string[];
}

export const settingsCommands = {
  'settings.show': command(z.strictObject({}))<SettingsReport>(),
  /** Takes the whole of them: what was shown, changed. */
  'settings.save': command(z.strictObject({ settings: settingsSchema }))<SettingsReport>(),
  /** Erases attempts and probes older than the settings say; also done at every start and daily. */
  'settings.applyRetention': command(z.strictObject({}))<{
    readonly attempts: number;
    readonly probes: number;
  }>(),
} as const;
