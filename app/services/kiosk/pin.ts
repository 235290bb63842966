/** The kiosk's PIN: kept as scrypt's answer, and tried at a growing price. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../core/failure.ts';
import { KIOSK } from '../../core/parameters.ts';
import type { Documents } from '../../store/index.ts';

const PIN_SHAPE = 1;

const hex = z.string().regex(/^([0-9a-f]{2}){16,64}$/);
// A store that was tampered with must not make one guess take an hour.
const cost = z.object({
  n: z
    .number()
    .int()
    .min(2)
    .max(2 ** 20),
  r: z.number().int().min(1).max(32),
  p: z.number().int().min(1).max(16),
});
const storedPin = z.object({
  algorithm: z.literal('scrypt'),
  cost,
  salt: hex,
  key: hex,
});

export type ScryptCost = z.infer<typeof cost>;

export interface Pins {
  isSet(): boolean;
  /** False where there is none, or one that can't be read. */
  isRight(pin: string): Promise<boolean>;
  set(pin: string): Promise<void>;
  remove(): void;
}

export function createPins(
  documents: () => Documents,
  { n, r, p }: ScryptCost = KIOSK.pin.scrypt,
): Pins {
  return {
    isSet: () => documents().read('kiosk-pin') !== undefined,
    async isRight(pin) {
      const stored = documents().read('kiosk-pin');
      const known = stored && readPin(stored.text);
      if (!known) return false;
      const key = Buffer.from(known.key, 'hex');
      const derived = await derive(pin, Buffer.from(known.salt, 'hex'), key.length, known.cost);
      return timingSafeEqual(derived, key);
    },
    async set(pin) {
      const { saltBytes, keyBytes } = KIOSK.pin.scrypt;
      const salt = randomBytes(saltBytes);
      const key = await derive(pin, salt, keyBytes, { n, r, p });
      documents().write('kiosk-pin', PIN_SHAPE, {
        algorithm: 'scrypt',
        cost: { n, r, p },
        salt: salt.toString('hex'),
        key: key.toString('hex'),
      } satisfies z.infer<typeof storedPin>);
    },
    remove: () => documents().remove('kiosk-pin'),
  };
}

function readPin(text: string): z.infer<typeof storedPin> | undefined {
  try {
    return storedPin.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function derive(
  pin: string,
  salt: Uint8Array,
  keyBytes: number,
  { n, r, p }: ScryptCost,
): Promise<Buffer> {
  // What scrypt needs, and as much again for its surroundings.
  const options = { N: n, r, p, maxmem: 256 * n * r + 2 ** 20 };
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, keyBytes, options, (problem, key) => {
      if (!problem) return resolve(key);
      const message = 'Expected a PIN that can be checked but received a damaged one; set it anew.';
      reject(new AppError('store-unusable', message, { cause: problem }));
    });
  });
}
