/** Starts a WebAssembly module of our own, where the platform can. */

/** As much of WebAssembly as is used here: `core` is compiled without a platform's types. */
declare const WebAssembly:
  | {
      readonly Memory: new (limits: { initial: number }) => { readonly buffer: ArrayBuffer };
      readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
      readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
    }
  | undefined;

const PAGE = 65536;

export interface StartedModule {
  readonly exports: unknown;
  readonly buffer: ArrayBuffer;
}

/**
 * Undefined where the platform has no WebAssembly, or none with vectors: a processor or a policy
 * without it.
 *
 * @param bytes of memory that the module imports as `host.memory`
 */
export function startModule(
  module: Uint8Array<ArrayBuffer>,
  bytes: number,
): StartedModule | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  try {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
    const imports = { host: { memory } };
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module), imports);
    return { exports, buffer: memory.buffer };
  } catch {
    return undefined;
  }
}
