/** Settings as a store holds them, of whatever age and health, to settings that can be used. */
import { settingsSchema, type Settings } from '../../contract/settings.ts';

/** Version of the shape; raised where a value changes its meaning. */
export const SETTINGS_SHAPE = 1;

export interface ReadSettings {
  readonly settings: Settings;
  /** Paths of values that could not be used, and are what they are by default. */
  readonly repaired: readonly string[];
}

export function defaultSettings(): Settings {
  return settingsSchema.parse({});
}

/**
 * What is missing is what it is by default, as in settings of an older program. What is damaged is
 * as well, and told; what nobody knows any more is left out.
 */
export function readSettings(text: string): ReadSettings {
  const stored = parse(text);
  if (!isRecord(stored)) return { settings: defaultSettings(), repaired: ['settings'] };
  const kept = structuredClone(stored);
  const repaired: string[] = [];
  for (;;) {
    const parsed = settingsSchema.safeParse(kept);
    if (parsed.success) return { settings: parsed.data, repaired };
    // Every round takes something away, so that it ends: at the latest with nothing left.
    for (const issue of parsed.error.issues) {
      if (issue.code === 'unrecognized_keys') {
        issue.keys.forEach((key) => take(kept, [...issue.path, key]));
      } else {
        const taken = take(kept, issue.path);
        if (taken !== undefined && !repaired.includes(taken)) repaired.push(taken);
      }
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Takes away the value at a path; where it is what is missing, that which lacks it. Answers the
 * path of what was taken.
 */
function take(root: Record<string, unknown>, path: readonly PropertyKey[]): string | undefined {
  const keys = path.map(String);
  let holder = root;
  let last: { readonly holder: Record<string, unknown>; readonly depth: number } | undefined;
  for (const [depth, key] of keys.entries()) {
    if (!Object.hasOwn(holder, key)) break;
    last = { holder, depth };
    const inner = holder[key];
    if (!isRecord(inner)) break;
    holder = inner;
  }
  if (last === undefined) return undefined;
  // The keys of the schema: none of them is a name that objects have of themselves.
  Reflect.deleteProperty(last.holder, keys[last.depth]);
  return keys.slice(0, last.depth + 1).join('.');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
