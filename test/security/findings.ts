/** What a scan's findings mean: new ones, allowed ones that are gone, and whether it saw anything. */

export interface Finding {
  readonly id: string;
  /** Relative, with slashes; `N/A` for what is missing in the whole program. */
  readonly file: string;
  readonly line: number;
}

export interface Allowed {
  readonly id: string;
  readonly file: string;
  readonly why: string;
}

export interface Judgement {
  readonly fresh: readonly Finding[];
  /** Allowed without need: the list is to stay short. */
  readonly stale: readonly Allowed[];
  /** Planted mistakes that were not found: then the scan says nothing. */
  readonly missed: readonly string[];
}

export function judge(
  findings: readonly Finding[],
  allowed: readonly Allowed[],
  planted: { readonly file: string; readonly ids: readonly string[] },
): Judgement {
  const isSame = (one: Allowed) => (other: Finding) =>
    one.id === other.id && one.file === other.file;
  const real = findings.filter(({ file }) => file !== planted.file);
  return {
    fresh: real.filter((finding) => !allowed.some((one) => isSame(one)(finding))),
    stale: allowed.filter((one) => !real.some(isSame(one))),
    missed: planted.ids.filter(
      (id) => !findings.some((one) => one.id === id && one.file === planted.file),
    ),
  };
}
