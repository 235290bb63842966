/** One visitor after another: what is shown, and what follows from what. Pure, without a clock. */
import type { KioskResult } from '../../../app/contract/kiosk.ts';
import { assertNever } from '../../../app/core/failure.ts';

export type Stage =
  | { readonly kind: 'idle' }
  /** Somebody types. */
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'capture'; readonly code?: string }
  | { readonly kind: 'deciding'; readonly code?: string }
  | {
      readonly kind: 'result';
      /** `failed`: the program could not answer. */
      readonly told: KioskResult | 'failed';
      readonly code?: string;
      /** Seconds for which the kiosk takes nobody. */
      readonly pausedSeconds: number;
    }
  | { readonly kind: 'paused'; readonly seconds: number };

export type KioskInput =
  | { readonly kind: 'key'; readonly text: string }
  | { readonly kind: 'erase' }
  /** Start over. */
  | { readonly kind: 'clear' }
  | { readonly kind: 'enter' }
  | { readonly kind: 'badge'; readonly code: string }
  | { readonly kind: 'captured' }
  | { readonly kind: 'answered'; readonly result: KioskResult; readonly pausedSeconds: number }
  | { readonly kind: 'failed' }
  /** Nobody has done anything for a while. */
  | { readonly kind: 'timeout' }
  /** The result was shown for long enough. */
  | { readonly kind: 'over' }
  | { readonly kind: 'pause'; readonly seconds: number }
  | { readonly kind: 'resumed' };

export const IDLE = { kind: 'idle' } as const satisfies Stage;

export type Mode = 'code' | 'identify';

export function follow(stage: Stage, input: KioskInput, mode: Mode): Stage {
  switch (stage.kind) {
    case 'idle':
    case 'code':
      return step(mode === 'code' ? TYPING : WAITING, stage, input, mode);
    case 'capture':
      return step(CAPTURING, stage, input, mode);
    case 'deciding':
      return step(DECIDING, stage, input, mode);
    case 'result':
      return step(TOLD, stage, input, mode);
    case 'paused':
      return step(PAUSED, stage, input, mode);
    default:
      return assertNever(stage);
  }
}

type Of<Kind extends Stage['kind']> = Extract<Stage, { readonly kind: Kind }>;
type InputOf<Kind extends KioskInput['kind']> = Extract<KioskInput, { readonly kind: Kind }>;

/** What follows from each input; from all others nothing does. */
type Steps<From extends Stage> = {
  readonly [Kind in KioskInput['kind']]?: (stage: From, input: InputOf<Kind>, mode: Mode) => Stage;
};

function step<From extends Stage>(
  steps: Steps<From>,
  stage: From,
  input: KioskInput,
  mode: Mode,
): Stage {
  // The kind of the input chooses the step that takes it, which TypeScript can't follow here.
  const next = steps[input.kind] as
    ((stage: From, input: KioskInput, mode: Mode) => Stage) | undefined;
  return next ? next(stage, input, mode) : stage;
}

const pause = (_: Stage, { seconds }: InputOf<'pause'>): Stage => ({ kind: 'paused', seconds });
const typing = (code: string): Stage => (code === '' ? IDLE : { kind: 'code', code });
const typed = (stage: Of<'idle' | 'code'>) => (stage.kind === 'code' ? stage.code : '');

/** What the contract takes. */
const MOST_CHARACTERS = 200;

/** Undefined of a badge without a word on it. A longer one is nobody's, and hears that. */
function shown({ code }: InputOf<'badge'>): Of<'capture'> | undefined {
  const word = code.slice(0, MOST_CHARACTERS).trim();
  return word === '' ? undefined : { kind: 'capture', code: word };
}

const TYPING: Steps<Of<'idle' | 'code'>> = {
  key: (stage, { text }) => typing((typed(stage) + text).slice(0, MOST_CHARACTERS)),
  erase: (stage) => typing(typed(stage).slice(0, -1)),
  enter(stage) {
    const code = typed(stage).trim();
    return code === '' ? stage : { kind: 'capture', code };
  },
  badge: (_, input) => shown(input) ?? IDLE,
  clear: () => IDLE,
  timeout: () => IDLE,
  pause,
};

const WAITING: Steps<Of<'idle' | 'code'>> = { enter: () => ({ kind: 'capture' }), pause };

const CAPTURING: Steps<Of<'capture'>> = {
  captured: (stage) => ({ ...stage, kind: 'deciding' }),
  // The next in the line was faster, or the first one has shown the wrong badge.
  badge: (stage, input, mode) => (mode === 'code' && shown(input)) || stage,
  clear: () => IDLE,
  timeout: () => IDLE,
  pause,
};

const DECIDING: Steps<Of<'deciding'>> = {
  answered: ({ code }, { result: told, pausedSeconds }) => {
    return { kind: 'result', told, ...(code !== undefined && { code }), pausedSeconds };
  },
  failed: ({ code }) => {
    return {
      kind: 'result',
      told: 'failed',
      ...(code !== undefined && { code }),
      pausedSeconds: 0,
    };
  },
};

const TOLD: Steps<Of<'result'>> = {
  over: afterResult,
  enter: afterResult,
  clear: (stage) => (stage.pausedSeconds > 0 ? afterResult(stage) : IDLE),
  // The next one does not wait for the result of the one before.
  key: (stage, input, mode) => nextVisitor(stage, input, mode),
  badge: (stage, input, mode) => nextVisitor(stage, input, mode),
};

function afterResult({ told, code, pausedSeconds }: Of<'result'>): Stage {
  if (pausedSeconds > 0) return { kind: 'paused', seconds: pausedSeconds };
  // The same visitor, with another capture.
  if (told !== 'failed' && told.outcome === 'not-acquired') {
    return code === undefined ? { kind: 'capture' } : { kind: 'capture', code };
  }
  return IDLE;
}

function nextVisitor(stage: Of<'result'>, input: InputOf<'key' | 'badge'>, mode: Mode): Stage {
  return stage.pausedSeconds > 0 || mode !== 'code' ? stage : follow(IDLE, input, mode);
}

const PAUSED: Steps<Of<'paused'>> = { resumed: () => IDLE, pause };
