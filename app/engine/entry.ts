/**
 * Where a process or thread of the engine starts: beside this file as TypeScript in a checkout,
 * beside the bundle as JavaScript once built.
 */
export function entryOf(name: 'process' | 'lanes/lane'): URL {
  const built = import.meta.url.endsWith('.js');
  const file = built ? `./engine-${name.replace('/', '-')}.js` : `./${name}.ts`;
  return new URL(file, import.meta.url);
}
