/**
 * The search for candidates, and carrying them, by WebAssembly (carry.as.ts), on the memory in which the
 * walk has built the object. One engine's tables are there at a time. What is to be settled is settled by
 * the engine, in TypeScript.
 */
import type { Engine, Hits } from '../detect/engine.ts';
import type { Needle } from '../detect/matcher.ts';
import { commonness } from '../detect/rarity.ts';
import type { Standing } from '../objects/walk.ts';
import type { ContentCode } from './content-code.ts';

/** Bytes of an entry. */
const WIDTH = 32;
/** Where in an entry the core's bytes are, what folds them, and which of the eight count. */
const TEXT = 8;
const FOLD = 16;
const MASK = 24;

/** Whose tables are in memory. */
let owner: Seams | undefined;

export class Seams {
  readonly #memory: ContentCode['memory'];
  readonly #code: ContentCode['code'];
  readonly #engine: Engine;
  /** Of the candidates on the path, and pairs of first and last of those to settle. */
  #places = new Int32Array(0);
  #cores = new Uint16Array(0);
  #ranges = new Uint32Array(0);

  private constructor({ memory, code }: ContentCode, engine: Engine) {
    this.#memory = memory;
    this.#code = code;
    this.#engine = engine;
  }

  /** @returns undefined where there is no WebAssembly, or the engine's tables do not fit */
  static of(engine: Engine, made: ContentCode | undefined): Seams | undefined {
    if (made === undefined) return undefined;
    const entries = engine.cores.reduce((sum, { fold }) => sum + (fold ? 16 : 2), 1);
    if (entries > made.code.MOST_ENTRIES.value) return undefined;
    return new Seams(made, engine);
  }

  /** Whether the object stands in this memory. */
  holds(walk: Standing): boolean {
    return walk.arena === this.#memory.bytes;
  }

  /** @returns how many ranges of candidates have to be settled, or -1: it has to be scanned whole */
  scan({ depth, start, size, baseSize, copies }: Standing): number {
    this.take();
    const here = depth === 0 ? this.#memory.copies : this.#memory.hold(copies);
    if (here === undefined) {
      this.#code.skip(depth);
      return -1;
    }
    const at = here.to.byteOffset;
    const stride = here.from.byteOffset - at;
    const count = depth === 0 ? 0 : here.length;
    return this.#code.scan(depth, start, size, baseSize, at, stride, count);
  }

  /** Settles the candidates of those ranges. */
  settle(bytes: Uint8Array, ranges: number, hits: Hits): void {
    if (this.#places.buffer !== this.#memory.memory.buffer) this.#attach();
    const places = this.#places;
    const cores = this.#cores;
    for (let pair = 0; pair < ranges * 2; pair += 2) {
      const last = this.#ranges[pair + 1]!;
      for (let index = this.#ranges[pair]!; index < last; index++) {
        this.#engine.settle(bytes, places[index]!, cores[index]!, hits);
      }
    }
  }

  /** Takes views of the memory, which growing has replaced. */
  #attach(): void {
    const { buffer } = this.#memory.memory;
    const { PLACES, CORES, RANGES } = this.#code;
    const most = (CORES.value - PLACES.value) / 4;
    this.#places = new Int32Array(buffer, PLACES.value, most);
    this.#cores = new Uint16Array(buffer, CORES.value, most);
    this.#ranges = new Uint32Array(buffer, RANGES.value, most / 2);
  }

  /** Whether the object at this depth of the path had too many candidates to carry them. */
  isDense(depth: number): boolean {
    return this.#memory.bytes[this.#code.DENSE.value + depth] === 1;
  }

  /** Bytes that were searched since this was asked last. */
  takeSearched(): number {
    return this.#code.takeSearched();
  }

  /** Whether the object at this depth of the path has hits, and was gone over with others. */
  hasHits(depth: number): boolean {
    return this.#memory.bytes[this.#code.HITS.value + depth] === 1;
  }

  /** The object at this depth of the path has hits. */
  markHits(depth: number): void {
    this.#memory.bytes[this.#code.HITS.value + depth] = 1;
  }

  /** Has its tables in memory. */
  take(): void {
    if (owner === this) return;
    const { behind, ahead, cores } = this.#engine;
    this.#code.setUp(behind, ahead);
    writeTables(this.#memory.bytes, this.#code, cores);
    owner = this;
  }
}

/**
 * As in detect/search.ts: of every core a rare pair at an even offset and one at an odd one get a mark in
 * all their spellings; by the mark and the byte behind the pair (before it, where the core ends with it)
 * one finds a chain of entries.
 */
function writeTables(
  { buffer }: Uint8Array,
  code: ContentCode['code'],
  cores: readonly Needle[],
): void {
  const marks = new Uint8Array(buffer, code.MARKS.value, 65_536).fill(0);
  const behind = new Uint16Array(buffer, code.BEHIND.value, 65_536).fill(0);
  const before = new Uint16Array(buffer, code.BEFORE.value, 65_536).fill(0);
  let used = 0;
  let entry = 1;
  // Short ones have no choice of pairs; the others share what those have marked.
  const order = cores.map((_, index) => index);
  order.sort((a, b) => cores[a]!.text.length - cores[b]!.text.length);
  for (const core of order) {
    for (const parity of [0, 1]) {
      const { text, fold } = cores[core]!;
      const offset = rarest(cores[core]!, parity, marks);
      const isLast = offset + 2 === text.length;
      const chains = isLast ? before : behind;
      const beside = cases(text.charCodeAt(isLast ? offset - 1 : offset + 2), fold);
      for (const pair of pairsAt(cores[core]!, offset)) {
        if (marks[pair] === 0) marks[pair] = (used++ % 255) + 1;
        for (const neighbour of beside) {
          const key = (marks[pair]! << 8) | neighbour;
          writeEntry(
            new DataView(buffer as ArrayBuffer, code.ENTRIES.value + entry * WIDTH, WIDTH),
            {
              numbers: [chains[key]!, offset, core, text.length],
              core: cores[core]!,
            },
          );
          chains[key] = entry++;
        }
      }
    }
  }
}

function writeEntry(
  view: DataView,
  { numbers, core }: { readonly numbers: readonly number[]; readonly core: Needle },
): void {
  for (const [index, number] of numbers.entries()) view.setUint16(index * 2, number, true);
  for (let index = 0; index < 8; index++) {
    const counts = index < core.text.length;
    const byte = counts ? core.text.charCodeAt(index) : 0;
    view.setUint8(TEXT + index, byte);
    view.setUint8(FOLD + index, core.fold && isLetter(byte) ? 0x20 : 0);
    view.setUint8(MASK + index, counts ? 0xff : 0);
  }
}

/** Offset, of the given parity, of the core's rarest pair: one that is marked already costs nothing. */
function rarest(core: Needle, parity: number, marks: Uint8Array): number {
  let best = parity;
  let least = Number.POSITIVE_INFINITY;
  for (let offset = parity; offset + 1 < core.text.length; offset += 2) {
    const isMarked = pairsAt(core, offset).every((pair) => marks[pair] !== 0);
    const [first, second] = [core.text.charCodeAt(offset), core.text.charCodeAt(offset + 1)];
    const common = isMarked ? 0 : commonness(first, second);
    if (common < least) {
      least = common;
      best = offset;
    }
  }
  return best;
}

/** The pair at that offset in all its spellings, as a number. */
function pairsAt({ text, fold }: Needle, offset: number): number[] {
  const seconds = cases(text.charCodeAt(offset + 1), fold);
  return cases(text.charCodeAt(offset), fold).flatMap((first) =>
    seconds.map((second) => first | (second << 8)),
  );
}

/** A byte as it may be met: with `fold`, a letter also as a capital. */
function cases(code: number, fold: boolean): number[] {
  return fold && isLetter(code) ? [code, code - 32] : [code];
}

function isLetter(code: number): boolean {
  return code >= 97 && code <= 122;
}
