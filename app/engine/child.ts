/** A process of the engine as its owner sees it: Node's and Electron's look the same from here. */
import type { RequestMessage } from './protocol.ts';

export interface EngineChild {
  /** By structured clone: typed arrays arrive as what they are. A dead process hears nothing. */
  send(message: RequestMessage): void;
  /** At once, as SIGKILL does: what is inside native code heeds nothing else. */
  kill(): void;
  onMessage(listener: (message: unknown) => void): void;
  /** However it ended or failed to start; `how` goes on from "the engine's process ...". */
  onExit(listener: (how: string) => void): void;
  /** What native libraries write. */
  onErrorText(listener: (text: string) => void): void;
}

export interface ForkSettings {
  readonly env: Readonly<Record<string, string>>;
  readonly execArgv: readonly string[];
}

/** Starts the file in a process of its own. */
export type ForkEngine = (file: string, settings: ForkSettings) => EngineChild;
