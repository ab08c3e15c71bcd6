/**
 * The search for candidates, and carrying them, by WebAssembly (carry.as.ts), on the memory in which the
 * walk has built the object. One engine's tables are there at a time. What is to be settled is settled by
 * the engine, in TypeScript.
 */
import type { Candidates } from '../detect/candidates.ts';
import type { Engine, Hits } from '../detect/engine.ts';
import type { Needle } from '../detect/matcher.ts';
import { penalties, weights } from '../detect/rarity.ts';
import type { Standing } from '../objects/walk.ts';
import { type ContentCode, contentCode } from './content-code.ts';

/** Bytes of a row of carry.as.ts, and of what is wanted of a needle. */
const ROW = 12;
const WANT = 12;
const none = new Uint8Array(256);

/** Whose tables are in memory. */
let owner: Engine | undefined;
/** What searches for this engine's candidates where nothing is carried. */
let finder: Seams | undefined;

export class Seams {
  readonly #memory: ContentCode['memory'];
  readonly #code: ContentCode['code'];
  readonly engine: Engine;
  /** Of the candidates on the path, and indexes of those to settle. */
  #places = new Int32Array(0);
  #cores = new Uint16Array(0);
  #likely = new Uint32Array(0);

  private constructor({ memory, code }: ContentCode, engine: Engine) {
    this.#memory = memory;
    this.#code = code;
    this.engine = engine;
    code.setUp(engine.behind, engine.ahead);
  }

  /** @returns undefined where there is no WebAssembly, or the engine's tables do not fit */
  static of(engine: Engine, made: ContentCode | undefined): Seams | undefined {
    const seams = made && new Seams(made, engine);
    return seams?.take() === true ? seams : undefined;
  }

  /** Whether the object stands in this memory. */
  holds(walk: Standing): boolean {
    return walk.arena === this.#memory.bytes;
  }

  /** @returns how many candidates have to be settled, or -1: it has to be scanned whole */
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
    const ranges = this.#code.scan(depth, start, size, baseSize, at, stride, count);
    return ranges > 0 ? this.#code.sift(ranges) : ranges;
  }

  /** Settles so many candidates. */
  settle(bytes: Uint8Array, count: number, hits: Hits): void {
    if (this.#places.buffer !== this.#memory.memory.buffer) this.#attach();
    const places = this.#places;
    const cores = this.#cores;
    for (let at = 0; at < count; at++) {
      const index = this.#likely[at]!;
      this.engine.settle(bytes, places[index]!, cores[index]!, hits);
    }
  }

  /** Takes views of the memory, which growing has replaced. */
  #attach(): void {
    const { buffer } = this.#memory.memory;
    const { PLACES, CORES, LIKELY } = this.#code;
    const most = (CORES.value - PLACES.value) / 4;
    this.#places = new Int32Array(buffer, PLACES.value, most);
    this.#cores = new Uint16Array(buffer, CORES.value, most);
    this.#likely = new Uint32Array(buffer, LIKELY.value, most / 4);
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

  /** Has the engine's tables in memory. False where they do not fit. */
  take(): boolean {
    if (owner === this.engine) return true;
    owner = undefined;
    const { cores } = this.engine;
    const { ROWS, WEIGHTS, PENALTIES } = this.#code;
    const { bytes } = this.#memory;
    const most = (WEIGHTS.value - ROWS.value) / ROW;
    if (cores.length > most) return false;
    writeRows(bytes.subarray(ROWS.value), cores);
    bytes.set(weights, WEIGHTS.value);
    bytes.set(penalties, PENALTIES.value);
    if (this.#code.prepare(cores.length) === 0) return false;
    this.#want();
    owner = this.engine;
    return true;
  }

  /** Writes what is wanted of candidates, if there is room. */
  #want(): void {
    const { needlesOf, lefts, tables, least, runs } = this.engine.wanted;
    const { FIRSTS, MOST_CORES, WANTED, WANTED_END } = this.#code;
    const order = needlesOf.flat();
    const leftTables = [...new Set([none, ...order.map((needle) => lefts[needle] ?? none)])];
    const { needles } = this.engine;
    const bytes = order.reduce((sum, needle) => sum + needles[needle]!.text.length, 0);
    const size = order.length * WANT + bytes + (leftTables.length + runs.length) * 256;
    this.#code.want(0, 0, 0);
    const isLarge = needlesOf.length > MOST_CORES.value || runs.length > 255;
    if (isLarge || WANTED.value + size > WANTED_END.value) return;
    const memory = this.#memory.bytes;
    const { buffer } = memory;
    const firsts = new Uint16Array(buffer, FIRSTS.value, needlesOf.length + 1);
    for (let core = 0; core < needlesOf.length; core++) {
      firsts[core + 1] = firsts[core]! + needlesOf[core]!.length;
    }
    const texts = WANTED.value + order.length * WANT;
    let text = 0;
    for (let place = 0; place < order.length; place++) {
      const needle = order[place]!;
      const own = needles[needle]!;
      const view = new DataView(buffer as ArrayBuffer, WANTED.value + place * WANT, WANT);
      view.setUint16(0, own.text.length, true);
      view.setUint8(2, own.fold ? 1 : 0);
      view.setUint8(3, leftTables.indexOf(lefts[needle] ?? none));
      view.setUint8(4, tables[needle]! + 1);
      view.setUint16(6, Math.min(least[needle]!, 0xffff), true);
      view.setUint32(8, text, true);
      for (let index = 0; index < own.text.length; index++) {
        memory[texts + text++] = own.text.charCodeAt(index);
      }
    }
    memory.set(
      [...leftTables, ...runs].flatMap((table) => [...table]),
      texts + text,
    );
    this.#code.want(order.length, bytes, leftTables.length);
  }

  /** All candidates in the bytes, in order of place; false where there are too many. */
  find(text: Uint8Array, found: Candidates): boolean {
    const memory = this.#memory;
    this.take();
    const isHere = text.buffer === memory.memory.buffer;
    const start = isHere ? text.byteOffset : memory.arena;
    if (!isHere) {
      const needed = start + text.length + memory.spill;
      if (needed > memory.bytes.length && !memory.grow(needed)) return false;
      memory.bytes.set(text, start);
    }
    const ranges = this.#code.scan(0, start, text.length, 0, 0, 0, 0);
    if (ranges < 0) return false;
    this.#attach();
    // All of them are in one.
    const { buffer } = memory.memory;
    const count = ranges === 0 ? 0 : new Uint32Array(buffer, this.#code.RANGES.value, 2)[1]!;
    for (let index = 0; index < count; index++) {
      found.push(this.#places[index]!, this.#cores[index]!);
    }
    return true;
  }
}

/** Appends all candidates in the bytes, by WebAssembly where it can. */
export function findCandidates(engine: Engine, bytes: Uint8Array, found: Candidates): void {
  if (finder?.engine !== engine) finder = Seams.of(engine, contentCode());
  if (finder?.find(bytes, found) !== true) engine.candidates(bytes, 0, bytes.length, found);
}

/** Shortest first: they have no choice of pairs; the others share what those have marked. */
function writeRows(rows: Uint8Array, cores: readonly Needle[]): void {
  const order = cores.map((_, index) => index);
  order.sort((a, b) => cores[a]!.text.length - cores[b]!.text.length);
  rows.fill(0, 0, cores.length * ROW);
  for (let row = 0; row < order.length; row++) {
    const { text, fold } = cores[order[row]!]!;
    const at = row * ROW;
    rows[at] = order[row]! & 0xff;
    rows[at + 1] = order[row]! >> 8;
    rows[at + 2] = text.length;
    rows[at + 3] = fold ? 1 : 0;
    for (let index = 0; index < text.length; index++) rows[at + 4 + index] = text.charCodeAt(index);
  }
}
