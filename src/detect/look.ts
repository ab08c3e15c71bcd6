/**
 * A search for large inputs, in WebAssembly where that runs: the same tables, the same steps, twice as many
 * bytes a second and far more where needles are dense. The bytes are copied into its memory in blocks; an
 * occurrence that it lets through is told to the sink, which decides as it does without.
 */
import { compileWasm, instantiate, type Module, newMemory, PAGE } from '../wasm.ts';
import type { Beside, Columns } from './beside.ts';
import { hexDigit } from './classes.ts';
import type { Scanner } from './engine.ts';
import { isDash } from './left.ts';
import code from './look.wasm';
import type { Sink } from './search.ts';
import { NEEDLE, SHORT, type Tables, WIDTH } from './tables.ts';

/** Bytes that are looked at in one go: they and the tables fit the nearer caches. */
const BLOCK = 32 * 1024;
/** Bytes that are at hand before a block, and behind it beside the longest needle. */
const LEAD = 512;
const TAIL = 512;
/** Tables of runs; the rules need a few. */
const MOST_RUNS = 31;
const SINGLE = 0x4000;
/** Room for what is found in one go, bytes. */
const FOUND = 128 * 1024;

interface Look {
  prepare(): void;
  open(last: number, low: number, high: number): void;
  look(at: number, stop: number): number;
  count(): number;
}

let module: Module | undefined;

/** Undefined where WebAssembly does not run. */
export function makeLook(tables: Tables, beside: Beside, sink: Sink): Scanner | undefined {
  module ??= compileWasm(code);
  if (module === undefined || tables.longest > LEAD - 8) return undefined;
  const image = new Image();
  const chains = tables.chains;
  const columns = beside.columns();
  const { runs } = columns;
  const fits = tables.entries.length / WIDTH < SINGLE && chains.list.length <= SINGLE;
  const zeroOpens = tables.lefts.every((says, place) => (place & 255) > 0 || says === 0);
  if (!fits || !zeroOpens || runs.length > MOST_RUNS) return undefined;
  image.bytes(tables.marks);
  image.shorts(tables.behind.map((chain) => numberOf(chain, chains.list)));
  image.shorts(tables.before.map((chain) => numberOf(chain, chains.list)));
  image.bytes(bitsOf(tables.behind));
  image.bytes(bitsOf(tables.before));
  image.shorts(chains.list.map((entry) => entry / WIDTH));
  image.shorts(chains.choices.map((chain) => numberOf(chain, chains.list)));
  image.words(Int32Array.from(chains.turns));
  image.words(entriesOf(tables, columns));
  image.bytes(tables.text);
  image.bytes(tables.fold);
  image.bytes(tables.lefts.map((says, place) => (says === 1 ? lastOf(place & 255) : 0)));
  image.bytes(Uint8Array.from({ length: 256 }, (_, code) => otherOf(code)));
  image.bytes(Uint8Array.from(runs.flatMap((run) => [...run])));
  image.bytes(new Uint8Array(256));
  const found = image.bytes(new Uint8Array(FOUND));
  image.address(found + FOUND);
  const { longest } = tables;
  const base = image.length + LEAD;
  const memory = newMemory(Math.ceil((base + LEAD + BLOCK + TAIL + longest + 64) / PAGE));
  if (memory === undefined) return undefined;
  image.write(memory.buffer);
  const look = instantiate<Look>(module, memory);
  return new Blocks(look, memory.buffer, { base, found, longest, sink });
}

/** As look.as.ts has it: a chain of one entry is that entry's number. */
function numberOf(chain: number, list: Int32Array): number {
  const isSingle = chain > 0 && list[chain + 1] === 0;
  return isSingle ? SINGLE + list[chain]! / WIDTH : chain;
}

function bitsOf(chains: Int32Array): Uint8Array {
  const bits = new Uint8Array(chains.length / 8);
  for (let key = 0; key < chains.length; key++) {
    if (chains[key] !== 0) bits[key >> 3]! |= 1 << (key & 7);
  }
  return bits;
}

/** Numbers of an entry there; entries of tables.ts fill the first of them. */
const ENTRY = 16;

function entriesOf(tables: Tables, { tables: runs, least, most }: Columns): Int32Array {
  const { entries, firsts } = tables;
  const wide = new Int32Array((entries.length / WIDTH) * ENTRY);
  for (let from = 0, to = 0; from < entries.length; from += WIDTH, to += ENTRY) {
    wide.set(entries.subarray(from, from + SHORT + 1), to);
    const needle = entries[from + NEEDLE]!;
    const first = firsts[needle]!;
    const length = firsts[needle + 1]! - first;
    const run = runs[needle]!;
    const stretch = (run < 0 ? MOST_RUNS : run) * 8;
    const span = length + most[needle]!;
    const more = [length, first, run, least[needle]!, most[needle]!, span, stretch];
    wide.set(more, to + SHORT + 1);
  }
  return wide;
}

const HEX = 1;
const ANY = 2;

/**
 * What two bytes before a needle say (`isWithin`), as bits: nothing may stand there only where the first one's
 * and the second one's have no bit in common. 0 for the last one lets everything through.
 */
function lastOf(code: number): number {
  if (isDash(code) || code === 0x6d) return 0;
  return hexDigit(code) < 0 ? ANY : ANY | HEX;
}

function otherOf(code: number): number {
  return (code === 0x5c ? ANY : 0) | (hexDigit(code) < 0 ? 0 : HEX);
}

/** The memory: the tables' addresses, then the tables. */
class Image {
  readonly #parts: { at: number; bytes: Uint8Array }[] = [];
  readonly #addresses: number[] = [];
  length = 128;

  bytes(bytes: Uint8Array): number {
    const at = this.length;
    this.#parts.push({ at, bytes });
    this.length = (at + bytes.length + 71) & ~63;
    return this.address(at);
  }

  words(words: Int32Array | Uint32Array): void {
    this.bytes(new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
  }

  shorts(numbers: Int32Array): void {
    const shorts = Int16Array.from(numbers);
    this.bytes(new Uint8Array(shorts.buffer));
  }

  address(at: number): number {
    this.#addresses.push(at);
    return at;
  }

  write(into: ArrayBuffer): void {
    new Uint32Array(into).set(this.#addresses);
    const all = new Uint8Array(into);
    for (const { at, bytes } of this.#parts) all.set(bytes, at);
  }
}

class Blocks implements Scanner {
  readonly #look: Look;
  readonly #memory: Uint8Array;
  readonly #found: Uint32Array;
  /** Where a block's bytes are copied to. */
  readonly #base: number;
  readonly #longest: number;
  readonly #sink: Sink;

  constructor(
    look: Look,
    buffer: ArrayBuffer,
    where: { base: number; found: number; longest: number; sink: Sink },
  ) {
    this.#base = where.base;
    this.#longest = where.longest;
    this.#sink = where.sink;
    this.#memory = new Uint8Array(buffer);
    this.#found = new Uint32Array(buffer, where.found, FOUND / 4);
    this.#look = look;
    look.prepare();
  }

  scan(bytes: Uint8Array, from: number, to: number): void {
    const stop = Math.min(bytes.length - 1, to + this.#longest);
    for (let at = from; at < stop; at += BLOCK) {
      this.#block(bytes, at, Math.min(at + BLOCK, stop), [from, to]);
    }
  }

  /** The pairs that start at first, first + 2, … below stop. */
  #block(bytes: Uint8Array, first: number, stop: number, wanted: readonly [number, number]): void {
    const low = Math.max(0, first - LEAD);
    const high = Math.min(bytes.length, stop + TAIL);
    const base = this.#base;
    this.#memory.set(bytes.subarray(low, high), base);
    if (low === 0) this.#memory.fill(0, base - 8, base);
    const shift = base - low;
    const [from, to] = wanted;
    const look = this.#look;
    look.open(base + high - low, Math.max(from, low) + shift, Math.min(to, high) + shift);
    for (let at = first + shift; at < stop + shift; ) {
      at = look.look(at, stop + shift);
      this.#tell(bytes, look.count(), shift);
    }
  }

  #tell(bytes: Uint8Array, count: number, shift: number): void {
    const found = this.#found;
    for (let index = 0; index < count * 2; index += 2) {
      this.#sink.occurrence(bytes, found[index]!, found[index + 1]! - shift);
    }
  }
}
