/**
 * The first pass over many objects in one call, in WebAssembly (content-families.as.ts). Whatever of an object
 * has to be settled, judged or read is asked of the pass; families with a flaw it leaves to the walk.
 */
import { Copies } from '../objects/delta.ts';
import { COMMIT, TAG } from '../objects/entry.ts';
import { FamilyList } from '../objects/family-list.ts';
import { type Forest, ROOT } from '../objects/forest.ts';
import { Gathering } from '../objects/gathering.ts';
import { NO_ROOM } from '../objects/linear.ts';
import type { Standing } from '../objects/walk.ts';
import type { ContentCode } from './content-code.ts';
import type { Packed } from './ground.ts';

/** Of content-families.as.ts: what is said of an entry, and the words of a record. */
const LAST = 1 << 16;
const IS_COMMIT = 1 << 17;
const IS_TAG = 1 << 18;
const RECORD = 6;
/** A longer entry has no place in memory; its family is walked over. */
const LONG = 1 << 20;

/** The pass on whose behalf it goes. */
export interface Asker<Mark> {
  /** An object with so many candidates to settle (-1: to be scanned whole), or hits to carry, or a tag. */
  rest(object: Standing, number: number, type: number, likely: number): void;
  /** A commit that is not plain. */
  oddCommit(object: Standing, number: number): void;
  /** What has come of objects asked about so far; and takes back what has come since. */
  mark(): Mark;
  back(mark: Mark): void;
  /** A commit, and when it was made. */
  commit(number: number, time: number): void;
  /** So many objects of a type, and their bytes. */
  count(type: number, objects: number, bytes: number): void;
}

/** What is asked about. */
class Asked implements Standing {
  index = 0;
  depth = 0;
  arena: Uint8Array = new Uint8Array(0);
  start = 0;
  size = 0;
  baseSize = 0;
  copies = new Copies();
  readonly leaf = false;

  get bytes(): Uint8Array {
    return this.arena.subarray(this.start, this.start + this.size);
  }
}

export class ContentFamilies<Mark> {
  readonly #memory: ContentCode['memory'];
  readonly #code: ContentCode['code'];
  readonly #asker: Asker<Mark>;
  readonly #families = new FamilyList();
  readonly #gathering = new Gathering();
  /** By entry: its object's size, and a commit's time; or -1. */
  #sizes = new Float64Array(0);
  #times = new Float64Array(0);
  readonly #asked = new Asked();
  /** The family that was asked about last, and the pass as it was before. */
  #family = -1;
  #mark: Mark | undefined;
  readonly #left: number[] = [];

  constructor({ memory, code }: ContentCode, asker: Asker<Mark>) {
    this.#memory = memory;
    this.#code = code;
    this.#asker = asker;
  }

  /** @returns the roots of those families that are left, and how many objects the others have */
  run(packed: Packed, roots: Uint32Array): { left: Uint32Array; objects: number } {
    this.#left.length = 0;
    this.#family = -1;
    this.#list(packed.forest, roots);
    const { count } = this.#families;
    if (this.#sizes.length < count) {
      this.#sizes = new Float64Array(count * 2);
      this.#times = new Float64Array(count * 2);
    }
    for (let next = 0; next < count; ) {
      const stop = this.#bring(packed, next);
      next = stop > next ? this.#goOver(packed, next, stop) : this.#leave(next);
    }
    const left = Uint32Array.from(this.#left);
    return { left, objects: this.#sum(packed) };
  }

  #list(forest: Forest, roots: Uint32Array): void {
    const families = this.#families;
    const deepest = this.#code.DEEPEST.value;
    families.clear();
    for (const root of roots) {
      if (forest.bases[root] !== ROOT) {
        this.#left.push(root);
        continue;
      }
      const first = families.count;
      families.add(forest, root);
      const { entries, depths, count } = families;
      let index = first;
      while (index < count && depths[index]! < deepest && lengthOf(forest, entries[index]!) <= LONG)
        index++;
      if (index === count) continue;
      families.drop();
      this.#left.push(root);
    }
  }

  /** Brings entries into memory, from that one on, and lists them there. @returns the first that has no room beside the others */
  #bring({ forest, pack, first }: Packed, from: number): number {
    const { offsets, order, types, siblings } = forest;
    const { entries, depths, count } = this.#families;
    const most = Math.min(count, from + this.#code.MOST_RECORDS.value);
    const stop = this.#gathering.bring(this.#memory, { pack, offsets }, entries, [from, most]);
    const { places } = this.#gathering;
    const records = new Int32Array(this.#memory.memory.buffer, this.#code.RECORDS.value);
    for (let index = from, at = 0; index < stop; index++, at += RECORD) {
      const entry = entries[index]!;
      const type = types[entry]!;
      records[at] = places[index - from]!;
      records[at + 1] = offsets[entry + 1]! - offsets[entry]!;
      records[at + 2] =
        depths[index]! |
        (siblings[entry]! < 0 ? LAST : 0) |
        (type === COMMIT ? IS_COMMIT : type === TAG ? IS_TAG : 0);
      records[at + 3] = first + order[entry]!;
    }
    return stop;
  }

  /** Goes over the entries that are in memory. @returns the next one */
  #goOver({ forest, first, limits }: Packed, from: number, stop: number): number {
    const { idBytes } = forest;
    const { arena } = this.#memory;
    const total = stop - from;
    let record = 0;
    let next = stop;
    while (record < total) {
      const roof = Math.min(this.#memory.bytes.length, arena + limits.arena);
      record = this.#code.goOver(record, total, arena, roof, limits.object, idBytes);
      if (record === total) break;
      const why = this.#code.why.value;
      if (why === this.#code.ASKED.value) {
        this.#ask(
          from + record,
          first + forest.order[this.#families.entries[from + record]!]!,
          forest,
        );
        record++;
      } else if (why !== NO_ROOM || !this.#widen(limits.arena)) {
        next = this.#leave(from + record);
        if (next >= stop) break;
        record = next - from;
      }
    }
    this.#note(from, stop);
    return Math.max(next, stop);
  }

  /** Notes sizes and times. */
  #note(from: number, stop: number): void {
    const { buffer } = this.#memory.memory;
    const sizes = new Uint32Array(buffer, this.#code.RECORDS.value);
    const times = new Float64Array(buffer, this.#code.RECORDS.value);
    for (let index = from, at = 0; index < stop; index++, at += RECORD) {
      this.#sizes[index] = sizes[at]!;
      this.#times[index] = times[(at >> 1) + 2]!;
    }
  }

  #ask(index: number, number: number, { types }: Forest): void {
    const families = this.#families;
    const asked = this.#asked;
    const family = families.familyOf(index);
    if (family !== this.#family) this.#mark = this.#asker.mark();
    this.#family = family;
    const { buffer } = this.#memory.memory;
    const depth = families.depths[index]!;
    const starts = new Uint32Array(buffer, this.#code.STARTS.value, depth + 1);
    const sizes = new Uint32Array(buffer, this.#code.SIZES.value, depth + 1);
    asked.index = families.entries[index]!;
    asked.depth = depth;
    asked.arena = this.#memory.bytes;
    asked.start = starts[depth]!;
    asked.size = sizes[depth]!;
    asked.baseSize = depth > 0 ? sizes[depth - 1]! : 0;
    asked.copies = this.#memory.took();
    const { asked: likely, isOdd } = this.#code;
    const type = types[asked.index]!;
    this.#asker.rest(asked, number, type, likely.value);
    if (isOdd.value === 1) this.#asker.oddCommit(asked, number);
  }

  /** Leaves the family of this entry. @returns the first entry of the next one */
  #leave(index: number): number {
    const family = this.#families.familyOf(index);
    if (family === this.#family) this.#asker.back(this.#mark!);
    this.#left.push(this.#families.roots[family]!);
    return this.#families.firsts[family + 1]!;
  }

  /** Makes room for the object that had none. */
  #widen(most: number): boolean {
    const { bytes, arena, wanted, spill } = this.#memory;
    const size = bytes.length + wanted + spill;
    return size <= arena + most && this.#memory.grow(size + (size >>> 2));
  }

  /** Counts the families that are not left. */
  #sum({ forest, first }: Packed): number {
    const { roots, firsts, entries } = this.#families;
    const left = new Set(this.#left);
    let objects = 0;
    for (let family = 0; family < roots.length; family++) {
      if (left.has(roots[family]!)) continue;
      const stop = firsts[family + 1]!;
      const type = forest.types[roots[family]!]!;
      let bytes = 0;
      for (let index = firsts[family]!; index < stop; index++) {
        bytes += this.#sizes[index]!;
        if (type !== COMMIT || this.#times[index]! < 0) continue;
        this.#asker.commit(first + forest.order[entries[index]!]!, this.#times[index]!);
      }
      objects += stop - firsts[family]!;
      this.#asker.count(type, stop - firsts[family]!, bytes);
    }
    return objects;
  }
}

const lengthOf = ({ offsets }: Forest, entry: number): number =>
  offsets[entry + 1]! - offsets[entry]!;
