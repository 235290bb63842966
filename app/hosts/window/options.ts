/** What a window can be told when it is started; the same flags for both hosts. */
import { parseArgs } from 'node:util';
import { AppError } from '../../core/failure.ts';
import { PROVIDER_NAMES } from '../../core/vocabulary.ts';
import type { AppSettings } from '../../services/compose.ts';
import { findCache, findStore, modelsFolder } from '../places.ts';

export interface WindowOptions {
  readonly settings: AppSettings;
  /** Starts full screen with the kiosk; leaving it takes its PIN. */
  readonly kiosk: boolean;
  /** Chromium only: the browser to be used. */
  readonly browser?: string;
  readonly help: boolean;
}

export const WINDOW_HELP = `Opens Twinmark in a window.

  --store <file>     template store (default: in your data folder)
  --models <folder>  where the models are (default: the program's own)
  --provider <name>  what to compute on: auto, ${PROVIDER_NAMES.join(', ')} (default: as set)
  --kiosk            start with the kiosk, full screen
  --browser <file>   Chromium window: the browser to use (default: TWINMARK_CHROMIUM, else the
                     first one that is installed)
`;

const FLAGS = {
  store: { type: 'string' },
  models: { type: 'string' },
  provider: { type: 'string' },
  kiosk: { type: 'boolean' },
  browser: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @throws AppError `bad-input` */
export function readWindowOptions(args: readonly string[]): WindowOptions {
  const { store, models, provider, kiosk, browser, help } = parse(args);
  return {
    settings: {
      storePath: findStore(store),
      cacheFolder: findCache(findStore(store)),
      modelsFolder: models ?? modelsFolder,
      // What no flag says is as the settings in the store say.
      ...(provider !== undefined && { provider: readProvider(provider) }),
    },
    kiosk: kiosk ?? false,
    help: help ?? false,
    ...(browser !== undefined && { browser }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS, allowPositionals: false }).values;
  } catch (cause) {
    const received = cause instanceof Error ? cause.message : String(cause);
    throw new AppError(
      'bad-input',
      `Expected flags of the window but received something else: ${received} See --help.`,
      { cause },
    );
  }
}

function readProvider(name: string): NonNullable<AppSettings['provider']> {
  const known = (['auto', ...PROVIDER_NAMES] as const).find((one) => one === name);
  if (known !== undefined) return known;
  throw new AppError(
    'bad-input',
    `Expected auto, ${PROVIDER_NAMES.join(', ')} for --provider but received another name.`,
  );
}
