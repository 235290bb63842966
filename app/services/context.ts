/** What handlers build services from. Engine and store are opened when first needed. */
import type { HostEvent } from '../contract/events.ts';
import type { Engine } from '../engine/client.ts';
import type { Store } from '../store/index.ts';
import type { Decisions } from './decisions/decisions.ts';
import type { Enrolment } from './enrolment/enrolment.ts';
import type { Folders } from './folders.ts';
import type { Jobs } from './jobs.ts';
import type { Kiosk } from './kiosk/kiosk.ts';
import type { Policies } from './thresholds/policies.ts';
import type { SettingsService } from './settings/settings.ts';
import type { Shell } from './shell.ts';

export interface Context {
  readonly storePath: string;
  /** Of evaluations: features, which are biometric data. */
  readonly cacheFolder: string;
  /** `settings.current()` is what holds at this moment. */
  readonly settings: SettingsService;
  readonly policies: Policies;
  readonly decisions: Decisions;
  readonly kiosk: Kiosk;
  readonly enrolment: () => Promise<Enrolment>;
  readonly folders: Folders;
  readonly jobs: Jobs;
  /** Undefined where there is no window: in the command line. */
  readonly shell: Shell | undefined;
  readonly emit: (event: HostEvent) => void;
  /** ISO 8601, UTC. */
  readonly now: () => string;
  store(): Store;
  engine(): Promise<Engine>;
  /** Both of them, for the many who need both. */
  both(): Promise<{ readonly store: Store; readonly engine: Engine }>;
}
