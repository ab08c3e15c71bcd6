/**
 * A first look at the bytes of a range, which are too many for the prefilter: by WebAssembly, whose code
 * is fast from its first call. Loading and compiling all rules costs more than looking at megabytes in
 * this way, and nearly always there is nothing to find.
 */
import { compileWasm, instantiate, type Memory, newMemory, PAGE } from '../wasm.ts';
import code from './glance.wasm';
import { classes, rows } from './glances.ts';
import type { Needle } from './matcher.ts';

/** Of glance.as.ts. */
const CLASSES = 0x10000;
const ROWS = 0x20000;
const PREFIX = 6;
const FOUND = 0x24000;
const BYTES = 0x34000;

interface Exports {
  prepare(size: number): number;
  look(at: number, length: number): number;
}

export class Glance {
  readonly #memory: Memory;
  readonly #exports: Exports;
  #bytes: Uint8Array;
  /** Pairs: the number of a row of glances.ts, and where its needle starts. Valid until the next `look`. */
  found: Int32Array;

  private constructor(memory: Memory, exports: Exports) {
    this.#memory = memory;
    this.#exports = exports;
    this.#bytes = new Uint8Array(memory.buffer);
    this.found = new Int32Array(memory.buffer, FOUND, (BYTES - FOUND) / 4);
  }

  /** undefined where it cannot run; the engine itself has to look then. */
  static open(): Glance | undefined {
    const module = compileWasm(code);
    if (module === undefined) return undefined;
    const memory = newMemory(8);
    const glance = new Glance(memory, instantiate<Exports>(module, memory));
    return glance.#prepare() ? glance : undefined;
  }

  /**
   * Where the engine of the built-in rules would have to look more closely: nothing it reports starts elsewhere.
   * @returns how many such places are in `found`, or -1 where they are too many
   */
  look(bytes: Uint8Array): number {
    const missing = BYTES + bytes.length + 8 - this.#bytes.length;
    if (missing > 0) {
      const { buffer } = this.#grown(Math.ceil(missing / PAGE));
      this.#bytes = new Uint8Array(buffer);
      this.found = new Int32Array(buffer, FOUND, (BYTES - FOUND) / 4);
    }
    this.#bytes.set(bytes, BYTES);
    return this.#exports.look(BYTES, bytes.length);
  }

  #grown(pages: number): Memory {
    this.#memory.grow(pages);
    return this.#memory;
  }

  #prepare(): boolean {
    const memory = this.#bytes;
    for (const { number, can, ends } of classes) {
      for (let at = 0; at < can.length; at++) memory[placeOf(number, can.charCodeAt(at))] = 1;
      for (let at = 0; at < ends.length; at++) memory[placeOf(number, ends.charCodeAt(at))] = 2;
    }
    for (let at = 0; at < rows.length; at++) memory[ROWS + at] = rows.charCodeAt(at);
    return rows.length < FOUND - ROWS && this.#exports.prepare(rows.length) !== 0;
  }
}

/** The needles of the rows, in order. */
export function needlesOfRows(): Needle[] {
  return rows
    .split('\n')
    .slice(0, -1)
    .map((row) => ({ text: row.slice(PREFIX), fold: row[0] !== '0' }));
}

const placeOf = (number: number, code: number): number => CLASSES + number * 256 + code;
