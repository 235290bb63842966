/** When what is too old is erased: as the store is opened, and every day that the program runs. */
import { toFailure } from '../../core/failure.ts';
import type { SettingsService } from './settings.ts';

const DAY_MS = 86_400_000;

export interface Retention {
  /** What can't be erased now is told, and tried again on the next day. */
  apply(): void;
  /** Every day from now on; does not keep the program running. */
  start(): void;
  stop(): void;
}

export function createRetention(
  settings: Pick<SettingsService, 'applyRetention'>,
  onNotice: (message: string) => void,
): Retention {
  let timer: NodeJS.Timeout | undefined;
  const apply = () => {
    try {
      settings.applyRetention();
    } catch (thrown) {
      onNotice(toFailure(thrown).message);
    }
  };
  return {
    apply,
    start() {
      timer ??= setInterval(apply, DAY_MS).unref();
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
    },
  };
}
