/**
 * A first look at the bytes of a range, which are too many for the prefilter: by WebAssembly, whose code
 * is fast from its first call. Loading and compiling all rules costs more than looking at megabytes in
 * this way, and nearly always there is nothing to find.
 */
import { compileWasm, instantiate, type Memory, newMemory, PAGE } from '../wasm.ts';
import code from './glance.wasm';
import { classes, rows } from './glances.ts';

/** Of glance.as.ts. */
const CLASSES = 0x10000;
const ROWS = 0x20000;
const BYTES = 0x24000;

interface Exports {
  prepare(size: number): number;
  mayHold(at: number, length: number): number;
}

export class Glance {
  readonly #memory: Memory;
  readonly #exports: Exports;
  #bytes: Uint8Array;

  private constructor(memory: Memory, exports: Exports) {
    this.#memory = memory;
    this.#exports = exports;
    this.#bytes = new Uint8Array(memory.buffer);
  }

  /** undefined where it cannot run; the engine itself has to look then. */
  static open(): Glance | undefined {
    const module = compileWasm(code);
    if (module === undefined) return undefined;
    const memory = newMemory(8);
    const glance = new Glance(memory, instantiate<Exports>(module, memory));
    return glance.#prepare() ? glance : undefined;
  }

  /** False only where the engine of the built-in rules would report no hit. */
  mayHold(bytes: Uint8Array): boolean {
    const missing = BYTES + bytes.length + 8 - this.#bytes.length;
    if (missing > 0) {
      this.#memory.grow(Math.ceil(missing / PAGE));
      this.#bytes = new Uint8Array(this.#memory.buffer);
    }
    this.#bytes.set(bytes, BYTES);
    return this.#exports.mayHold(BYTES, bytes.length) !== 0;
  }

  #prepare(): boolean {
    const memory = this.#bytes;
    for (const { number, can, ends } of classes) {
      for (let at = 0; at < can.length; at++) memory[placeOf(number, can.charCodeAt(at))] = 1;
      for (let at = 0; at < ends.length; at++) memory[placeOf(number, ends.charCodeAt(at))] = 2;
    }
    for (let at = 0; at < rows.length; at++) memory[ROWS + at] = rows.charCodeAt(at);
    return rows.length < BYTES - ROWS && this.#exports.prepare(rows.length) !== 0;
  }
}

const placeOf = (number: number, code: number): number => CLASSES + number * 256 + code;
