/** What every window's shell says of itself, and the type that both of them fulfil. */
import type { ShellFacts } from '../../contract/shell.ts';
import { programVersion } from '../places.ts';

export type { Shell } from '../../services/shell.ts';

export function describeWindow(
  host: ShellFacts['host'],
  versions: ShellFacts['versions'],
): ShellFacts {
  return {
    host,
    appVersion: programVersion,
    platform: `${process.platform} ${process.arch}`,
    versions: { node: process.versions.node, ...versions },
  };
}
