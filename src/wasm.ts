/**
 * Code in WebAssembly, compiled from a file `*.as.ts` beside the one that imports it as `*.wasm`. Each
 * use of it has a second way in TypeScript, which says what is right, and serves where WebAssembly or its
 * 128-bit vectors are missing.
 */

/** Grows by 64 KiB pages. Growing detaches all views of it: `buffer` is then another. */
export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** Compiled; each thread makes its own instances of it. */
export type Module = object;

interface Runtime {
  readonly Module: new (bytes: Uint8Array) => Module;
  readonly Memory: new (wanted: { initial: number; maximum: number }) => Memory;
  readonly Instance: new (module: Module, imports: object) => { readonly exports: unknown };
}

const {
  WebAssembly: runtime,
  process,
  Buffer: buffer,
} = globalThis as unknown as {
  readonly WebAssembly?: Runtime;
  readonly Buffer?: { from(code: string, encoding: 'base64'): Uint8Array };
  readonly process?: { readonly env: Record<string, string | undefined> };
};

/** What was compiled ahead, by bin/keyfence.js. */
const ahead = (globalThis as Record<symbol, unknown>)[Symbol.for('keyfence.module')] as
  | ((bytes: Uint8Array) => Module | undefined)
  | undefined;

/** Just below 4 GiB, so that every end is a number of 32 bits. */
const MOST_PAGES = 65_535;
export const PAGE = 65_536;

/**
 * @param code what the import of a `*.wasm` gives
 * @returns undefined where it cannot run, and where KEYFENCE_NO_WASM is set
 */
export function compileWasm(code: string): Module | undefined {
  if (runtime === undefined || process?.env.KEYFENCE_NO_WASM !== undefined) return undefined;
  try {
    const bytes = bytesOf(code);
    return ahead?.(bytes) ?? new runtime.Module(bytes);
  } catch {
    return undefined;
  }
}

/** Node's own way takes 0.1 ms for what a loop over `atob` takes 3 ms for. */
function bytesOf(code: string): Uint8Array {
  return buffer?.from(code, 'base64') ?? Uint8Array.from(atob(code), (byte) => byte.charCodeAt(0));
}

/**
 * A memory of so many pages, all zeros; only where a module was compiled.
 * @returns undefined where no addresses are left for it: V8 sets gigabytes of them aside for each, which
 *   `ulimit -v` counts
 */
export function newMemory(pages: number): Memory | undefined {
  try {
    return new runtime!.Memory({ initial: pages, maximum: MOST_PAGES });
  } catch {
    return undefined;
  }
}

/**
 * An instance that works on that memory; several may share one, each in its own part of it.
 * @param host what its file `host.as.ts` declares, where it has one
 */
export function instantiate<Exports>(module: Module, memory: Memory, host: object = {}): Exports {
  const imports = { env: { memory }, 'host.as': host };
  return new runtime!.Instance(module, imports).exports as Exports;
}
