/** Saves at once, says so, and offers to take it back. */
import type { Settings } from '../../../app/contract/settings.ts';
import { settings } from '../../stores/settings.svelte.ts';
import { tellFailures } from '../../stores/tell-failures.ts';
import { toast } from '../../stores/toasts.svelte.ts';
import { words } from '../../words/words.ts';

/** Parts that are objects; the two others are set with {@link saveTop}. */
export type Section = Exclude<keyof Settings, 'appearance' | 'operator'>;

/** Answers whether it was saved. An undo takes back these values only, whatever came after. */
export function saveSection<Name extends Section>(
  section: Name,
  change: Partial<Settings[Name]>,
  what: string,
): Promise<boolean> {
  return saveWithUndo(what, (now, values: Partial<Settings[Name]>) => {
    return { ...now, [section]: { ...now[section], ...values } };
  })(change, (before) => pick(before[section], change));
}

export function saveTop(
  change: Partial<Pick<Settings, 'appearance' | 'operator'>>,
  what: string,
): Promise<boolean> {
  return saveWithUndo(what, (now, values: typeof change) => ({ ...now, ...values }))(
    change,
    (before) => pick(before, change),
  );
}

function saveWithUndo<Values>(
  what: string,
  apply: (now: Settings, values: Values) => Settings,
): (values: Values, valuesOf: (before: Settings) => Values) => Promise<boolean> {
  const say = words().settings;
  return async (values, valuesOf) => {
    let before: Settings | undefined;
    const saved = await tellFailures(() =>
      settings.save((now) => {
        before = now;
        return apply(now, values);
      }),
    );
    if (!saved || !before) return saved;
    const old = valuesOf(before);
    const undo = async () => {
      const undone = await tellFailures(() => settings.save((now) => apply(now, old)));
      if (undone) toast({ kind: 'note', text: say.undone(what) });
    };
    toast({ text: say.saved(what), undo });
    return true;
  };
}

/** The values that another object has at the same keys. */
function pick<Values extends object>(from: Values, keys: Partial<Values>): Partial<Values> {
  const wanted = Object.keys(keys) as (keyof Values)[]; // Its own keys are those of the type.
  return Object.fromEntries(wanted.map((key) => [key, from[key]])) as Partial<Values>;
}
