/**
 * A first look at a lot of bytes, by WebAssembly, whose code is fast from its first call: where the needles of
 * the built-in rules stand. Loading and compiling all rules costs more than looking at megabytes in this way, and
 * nearly always there is nothing to find.
 */
import { compileWasm, instantiate, type Memory, type Module, newMemory, PAGE } from '../wasm.ts';
import code from './glance.wasm';
import { classes, edges, rows } from './glances.ts';
import type { Needle } from './matcher.ts';

/** Of glance.as.ts. */
const CLASSES = 0x30000;
const ROWS = 0x44000;
const ROWS_END = 0x48000;
const PREFIX = 8;
const FOUND = 0x4f000;
const BYTES = 0x60000;
/** Bytes behind those that are looked at. */
const SPARE = 64;
/** Bytes that it has room for from the start. */
const ROOM = 1 << 18;

interface Exports {
  prepare(size: number): number;
  look(at: number, length: number): number;
}

export class Glance {
  readonly #memory: Memory;
  readonly #exports: Exports;
  /** Its memory: what is written to the first of them need not be copied. Other ones after `grow`. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Pairs: the number of a row of glances.ts, and where its needle starts. Valid until the next look. */
  found: Int32Array = new Int32Array(0);

  private constructor(memory: Memory, exports: Exports) {
    this.#memory = memory;
    this.#exports = exports;
    this.#view();
  }

  /** Can be sent to other threads, which then need not compile it. Undefined where it cannot run. */
  static compile(): Module | undefined {
    return compileWasm(code);
  }

  /** Undefined where it cannot run; the engine itself has to look then. */
  static open(module = Glance.compile()): Glance | undefined {
    const memory = module && newMemory(Math.ceil((BYTES + ROOM + SPARE) / PAGE));
    if (module === undefined || memory === undefined) return undefined;
    const glance = new Glance(memory, instantiate<Exports>(module, memory));
    return glance.#prepare() ? glance : undefined;
  }

  /** Keeps what is written in it. */
  grow(wanted: number): void {
    const missing = wanted - this.bytes.length;
    if (missing <= 0) return;
    this.#memory.grow(Math.ceil(missing / PAGE));
    this.#view();
  }

  /**
   * Where the engine of the built-in rules would have to look more closely: nothing it reports starts elsewhere.
   * @returns how many such places are in `found`, or -1 where they are too many
   */
  look(bytes: Uint8Array): number {
    this.grow(bytes.length);
    this.bytes.set(bytes);
    return this.lookHere(bytes.length);
  }

  /** The same of its own first bytes; some behind them are overwritten. */
  lookHere(length: number): number {
    return this.#exports.look(BYTES, length);
  }

  #view(): void {
    const { buffer } = this.#memory;
    this.bytes = new Uint8Array(buffer, BYTES, buffer.byteLength - BYTES - SPARE);
    this.found = new Int32Array(buffer, FOUND, (BYTES - FOUND) / 4);
  }

  #prepare(): boolean {
    const memory = new Uint8Array(this.#memory.buffer, 0, ROWS_END);
    for (const { number, can, ends } of classes) {
      for (let at = 0; at < can.length; at++) memory[placeOf(number, can.charCodeAt(at))] = 1;
      for (let at = 0; at < ends.length; at++) memory[placeOf(number, ends.charCodeAt(at))] = 2;
    }
    for (const { number, not } of edges) {
      memory.fill(2, placeOf(number, 0), placeOf(number + 1, 0));
      for (let at = 0; at < not.length; at++) memory[placeOf(number, not.charCodeAt(at))] = 0;
    }
    for (let at = 0; at < rows.length; at++) memory[ROWS + at] = rows.charCodeAt(at);
    return rows.length < ROWS_END - ROWS && this.#exports.prepare(rows.length) !== 0;
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
