/**
 * Families of trees (a root, and what hangs on it) brought into a thread's memory, entry behind entry in
 * the order in which they are built, for families.as.ts to go over them.
 */
import { FamilyList } from './family-list.ts';
import { type Forest, ROOT } from './forest.ts';
import type { Laid } from './lay.ts';
import { type Linear, linear } from './linear.ts';

interface Global {
  readonly value: number;
}

/** What families.as.ts exports. */
interface Code {
  readonly IDS: Global;
  readonly TEXT: Global;
  readonly NAMES: Global;
  readonly FREE: Global;
  readonly ids: Global;
  readonly names: Global;
  readonly isFlawed: Global;
  readonly isNarrow: Global;
  readonly WANTED: Global;
  readonly SOUGHT: Global;
  readonly OBJECTS: Global;
  readonly NAME_INDEXES: Global;
  readonly NOTED: Global;
  readonly TEXT_ENDS: Global;
  readonly TEXT_BYTES: Global;
  readonly changes: Global;
  readonly changesBefore: Global;
  readonly noted: Global;
  readonly notedBefore: Global;
  readonly texts: Global;
  setUpFamilies(from: number, idBytes: number, shortest: number, notes: boolean): void;
  begin(changed: number, trees: number): void;
  goOver(
    records: number,
    next: number,
    stop: number,
    first: number,
    roof: number,
    limit: number,
  ): number;
}

/** What was noted of some trees; columns as in history/notes.ts. */
export interface Noted {
  readonly objects: Int32Array;
  /** Index of a name among those of this run, or ~ the change that is gone. */
  readonly nameIndexes: Int32Array;
  /** Of each tree its number, the place of the one that it is noted against, the end of its changes. */
  readonly trees: Int32Array;
  /** All names of this run up to now: name n is textBytes[textEnds[n], textEnds[n + 1]). */
  readonly textEnds: Uint32Array;
  readonly textBytes: Uint8Array;
}

/** Takes what was handed out; the bytes are only there during the call. */
export interface Taker {
  /** How many changes and trees are noted, if any are to be. */
  readonly notes: { readonly changes: number; readonly trees: number } | undefined;
  /** Before the others. */
  noted(some: Noted): void;
  /** So many ids one behind the other, and of each the change that is of that object, or -1. */
  ids(bytes: Uint8Array, count: number, wanted: Int32Array): void;
  /**
   * Names, a NUL behind each; `ends` has of each where it ends, and then its family.
   * @returns the families that have to be gone over in another way
   */
  names(bytes: Uint8Array, ends: Uint32Array): readonly number[];
}

/** A pack's forest, and the number of its first object by id. */
export interface Packed {
  readonly forest: Forest;
  readonly first: number;
}

/** What a pass over families wants. */
export interface Wanted {
  readonly idBytes: number;
  /** Names from this length on. */
  readonly shortest: number;
  /** With notes: by an id's first two bytes as a number, and 65,536 places on by its next two, 1 where one sought may have them. */
  readonly sought: Uint8Array | undefined;
  readonly limits: Limits;
}

export interface Limits {
  readonly object: number;
  readonly arena: number;
}

/** Words of a record. */
const RECORD = 4;
/** A longer entry is moved by a call, a shorter one by a loop. */
const LONG = 1024;

/** Kept, so that these loads are not for nothing. */
export let touched = 0;

export class Families {
  /** Of all families that were gone over so far. */
  objects = 0;
  bytes = 0;
  readonly #memory: Linear;
  readonly #code: Code;
  readonly #limits: Limits;
  readonly #idBytes: number;
  readonly #sought: Uint8Array | undefined;

  /** Those that are gone over now. */
  readonly #families = new FamilyList();
  #records = 0;
  #trees = 0;

  private constructor(memory: Linear, wanted: Wanted) {
    const { idBytes, shortest, sought, limits } = wanted;
    this.#memory = memory;
    this.#code = memory.code as unknown as Code;
    this.#limits = limits;
    this.#idBytes = idBytes;
    this.#sought = sought;
    this.#code.setUpFamilies(memory.arena, idBytes, shortest, sought !== undefined);
    memory.grow(this.#code.FREE.value);
  }

  /** @returns undefined where there is no WebAssembly */
  static of(wanted: Wanted): Families | undefined {
    const memory = linear();
    return memory && new Families(memory, wanted);
  }

  /** @returns those of the roots whose families have to be gone over in another way */
  run({ forest, first }: Packed, laid: Laid, roots: Uint32Array, taker: Taker): number[] {
    const left = new Set<number>();
    this.#list(forest, roots, left);
    const { count } = this.#families;
    if (count === 0 || !this.#bring(forest, first, laid)) return [...roots];
    if (this.#sought) this.#memory.bytes.set(this.#sought, this.#code.SOUGHT.value);
    this.#code.begin(taker.notes?.changes ?? 0, taker.notes?.trees ?? 0);
    const { object } = this.#limits;
    for (let next = 0; next < count; ) {
      const { length } = this.#memory.bytes;
      next = this.#code.goOver(this.#records, next, count, this.#trees, length, object);
      this.#give(taker, left);
      const isFlawed = this.#code.isFlawed.value === 1;
      if (!isFlawed && (this.#code.isNarrow.value === 0 || this.#widen())) continue;
      const family = this.#families.familyOf(next);
      left.add(this.#families.roots[family]!);
      next = this.#families.firsts[family + 1]!;
    }
    this.#sum(left);
    return [...left];
  }

  /** Lists the entries of the families, depth first. */
  #list(forest: Forest, roots: Uint32Array, left: Set<number>): void {
    this.#families.clear();
    for (const root of roots) {
      if (forest.bases[root] === ROOT) this.#families.add(forest, root);
      else left.add(root);
    }
  }

  /** Copies entries and records into memory; false where there is no room for them. */
  #bring({ offsets, order }: Forest, first: number, { bytes, places }: Laid): boolean {
    const { entries, depths, count } = this.#families;
    const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
    let needed = 0;
    let loaded = 0;
    for (let index = 0; index < count; index++) {
      const entry = entries[index]!;
      needed += offsets[entry + 1]! - offsets[entry]! + 8;
      // They lie far apart: so the waits for memory overlap, and what is copied below is at hand.
      loaded ^= words[places[entry]! >> 2]!;
    }
    touched = loaded;
    const start = this.#code.FREE.value;
    this.#records = (start + needed + 7) & ~7;
    this.#trees = this.#records + count * RECORD * 4 + 64;
    if (!this.#reach(this.#trees + (1 << 20))) return false;
    const into = new Int32Array(this.#memory.memory.buffer);
    let to = start >> 2;
    let record = this.#records >> 2;
    for (let index = 0; index < count; index++, record += RECORD) {
      const entry = entries[index]!;
      const place = places[entry]!;
      const length = offsets[entry + 1]! - offsets[entry]!;
      into[record] = to * 4 + (place & 3);
      into[record + 1] = length;
      into[record + 2] = depths[index]!;
      into[record + 3] = first + order[entry]!;
      const last = (place + length + 3) >> 2;
      if (length > LONG) {
        into.set(words.subarray(place >> 2, last), to);
        to += last - (place >> 2);
      } else for (let from = place >> 2; from < last; from++) into[to++] = words[from]!;
    }
    return true;
  }

  /** Makes the memory at least so large. */
  #reach(size: number): boolean {
    if (size > this.#memory.arena + this.#limits.arena) return false;
    return size <= this.#memory.bytes.length || this.#memory.grow(size);
  }

  #widen(): boolean {
    const { bytes, wanted, spill } = this.#memory;
    return this.#reach(bytes.length + wanted + spill);
  }

  /** Gives what was handed out, and leaves those families whose names it refuses. */
  #give(taker: Taker, left: Set<number>): void {
    const { IDS, WANTED, TEXT, NAMES, ids, names } = this.#code;
    const { bytes, memory } = this.#memory;
    if (taker.notes) taker.noted(this.#noted());
    const count = ids.value;
    if (count > 0) {
      const wanted = new Int32Array(memory.buffer, WANTED.value, count);
      taker.ids(bytes.subarray(IDS.value, IDS.value + count * this.#idBytes), count, wanted);
    }
    if (names.value === 0) return;
    const ends = new Uint32Array(memory.buffer, NAMES.value, names.value * 2);
    const end = TEXT.value + ends[ends.length - 2]!;
    for (const record of taker.names(bytes.subarray(TEXT.value, end), ends)) {
      left.add(this.#families.roots[this.#families.familyOf(record)]!);
    }
  }

  #noted(): Noted {
    const { OBJECTS, NAME_INDEXES, NOTED, TEXT_ENDS, TEXT_BYTES, texts } = this.#code;
    const { changes, changesBefore, noted, notedBefore } = this.#code;
    const { bytes, memory } = this.#memory;
    const come = changes.value - changesBefore.value;
    return {
      objects: new Int32Array(memory.buffer, OBJECTS.value, come),
      nameIndexes: new Int32Array(memory.buffer, NAME_INDEXES.value, come),
      trees: new Int32Array(memory.buffer, NOTED.value, (noted.value - notedBefore.value) * 3),
      textEnds: new Uint32Array(memory.buffer, TEXT_ENDS.value, texts.value + 1),
      textBytes: bytes.subarray(TEXT_BYTES.value),
    };
  }

  /** Counts the families that are not left. */
  #sum(left: ReadonlySet<number>): void {
    const sums = new Float64Array(this.#memory.memory.buffer);
    const { roots, firsts } = this.#families;
    for (let family = 0; family < roots.length; family++) {
      if (left.has(roots[family]!)) continue;
      const first = firsts[family]!;
      this.objects += firsts[family + 1]! - first;
      this.bytes += sums[(this.#records + first * RECORD * 4) >> 3]!;
    }
  }
}
