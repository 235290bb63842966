/**
 * The kiosk: all that a passer-by can reach. While it is on, the dispatch answers
 * {@link KIOSK_COMMANDS} and nothing else.
 */
import { z } from 'zod';
import { command } from './command.ts';
import type { AssessmentReport } from './capture.ts';
import { encodedImage } from './values.ts';
import type { AcquisitionReason, Modality } from '../core/vocabulary.ts';

export interface KioskState {
  readonly active: boolean;
  readonly pinSet: boolean;
  readonly mode: 'code' | 'identify';
  readonly modality: Modality;
  readonly resultSeconds: number;
  readonly idleSeconds: number;
  readonly sound: boolean;
  readonly greeting: string;
  readonly camera: { readonly deviceId: string; readonly mirror: boolean };
  /** Seconds until it accepts attempts again; 0 while it does. */
  readonly lockedOutSeconds: number;
  /** Seconds until it takes a PIN again, after wrong ones; 0 while it does. */
  readonly pinPausedSeconds: number;
}

/**
 * Says nothing of anybody else; no distance, no id. A code that nobody has is `rejected` like one
 * of somebody else: a passer-by must not learn which codes there are.
 */
export interface KioskResult {
  readonly outcome:
    | 'accepted'
    | 'rejected'
    | 'undecided'
    | 'not-acquired'
    | 'second-modality-needed'
    | 'locked-out';
  /** Of the accepted person only. */
  readonly displayName?: string;
  readonly reasons: readonly AcquisitionReason[];
  /** Until this visitor may try again: the kiosk's own pause, or that of the code. */
  readonly lockedOutSeconds: number;
}

const pin = z.string().regex(/^\d{4,12}$/, { message: 'a PIN of 4 to 12 digits' });
const code = z.string().normalize('NFC').trim().min(1).max(200);
const dpi = z.number().min(100).max(2000).optional();

export const kioskCommands = {
  'kiosk.state': command(z.strictObject({}))<KioskState>(),
  /** Refused without a PIN. The host goes full screen. */
  'kiosk.enter': command(z.strictObject({}))<KioskState>(),
  /** A wrong PIN is `not-allowed`; repeated ones lock this command out as well. */
  'kiosk.leave': command(z.strictObject({ pin }))<KioskState>(),
  /** The first one, or with the one before it. */
  'kiosk.setPin': command(z.strictObject({ pin, currentPin: pin.optional() }))<KioskState>(),
  /** Off, and without a PIN, for whoever has forgotten it; by the command line only. */
  'kiosk.reset': command(z.strictObject({}))<KioskState>(),
  'kiosk.assess': command(z.strictObject({ probe: encodedImage, dpi }))<AssessmentReport>(),
  'kiosk.verify': command(z.strictObject({ code, probe: encodedImage, dpi }))<KioskResult>(),
  'kiosk.identify': command(z.strictObject({ probe: encodedImage, dpi }))<KioskResult>(),
} as const;

export const KIOSK_COMMANDS = [
  'kiosk.state',
  'kiosk.leave',
  'kiosk.assess',
  'kiosk.verify',
  'kiosk.identify',
] as const satisfies readonly (keyof typeof kioskCommands)[];
