/**
 * The second pass: trees. An entry that a tree copies from its delta base was looked at there; each
 * other one is looked at once: does its name hold a secret, is its object there. For this, the walk's
 * path keeps where the entries of each tree start: a copy that starts between two entries of the base
 * and ends between two is stepped over, however long it is. Where the first pass found something, the
 * pass also notes, for every tree, its subtrees and the objects sought, with their names: that is all
 * that climbing from a blob to its commits needs (holders.ts).
 */
import { type Engine, Hits } from '../detect/engine.ts';
import { judge } from '../detect/findings.ts';
import { TREE } from '../objects/entry.ts';
import type { Standing } from '../objects/walk.ts';
import type { Catalog } from './catalog.ts';
import { Column } from './column.ts';
import { type Judging, type Row, sha256 } from './content.ts';
import type { Pass } from './ground.ts';
import { Interned } from './interned.ts';
import { shortestHit } from './veil.ts';

/** A secret in the name of a tree's entry; `name` holds one character per byte. */
export interface NameRow extends Row {
  readonly name: string;
}

/** "The tree holds these", in columns: those of trees[i] are objects[ends[i - 1]] up to ends[i]. */
export interface Holdings {
  readonly trees: Int32Array;
  readonly ends: Int32Array;
  /** Numbers of subtrees and of objects sought. */
  readonly objects: Int32Array;
  /** Index into `names` of each. */
  readonly nameIndexes: Int32Array;
  readonly names: readonly string[];
}

export interface Trees {
  /** One for each tree that has the name, copied or not. */
  readonly rows: readonly NameRow[];
  readonly ignored: number;
  readonly missing: readonly string[];
  readonly holdings: Holdings;
  /** Trees that do not read as trees to their end. */
  readonly malformed: readonly number[];
  readonly objects: number;
  readonly bytes: number;
}

export interface TreeJob {
  /** 1 for each object sought, by number; empty where none is. */
  readonly sought: Uint8Array;
  /** False: names and objects have been looked at, only the holdings are wanted. */
  readonly first: boolean;
}

const SPACE = 0x20;

/** A finding in a name, and the entry that it is in, as long as its tree is on the path. */
interface Named {
  readonly at: number;
  readonly next: number;
  readonly row: Omit<NameRow, 'number'>;
}

export class TreePass implements Pass<Trees> {
  readonly types = [TREE];
  readonly #rows: NameRow[] = [];
  readonly #missing = new Set<string>();
  readonly #hits = new Hits();
  readonly #sought: Uint8Array;
  readonly #noting: boolean;
  readonly #shortestName: number;
  readonly #malformed: number[] = [];
  #ignored = 0;
  #objects = 0;
  #bytes = 0;

  /** Where the entries of the trees on the path start; those of depth d end at #ends[d]. */
  readonly #starts = new Column();
  readonly #ends: number[] = [];
  /** Subtrees and objects sought that they hold, likewise: entry's start, object, name. */
  readonly #heldAt = new Column();
  readonly #heldObjects = new Column();
  readonly #heldNames = new Column();
  readonly #heldEnds: number[] = [];
  /** Secrets in names, by depth. */
  readonly #named: (readonly Named[])[] = [];
  #namedNow: Named[] = [];
  readonly #names = new Interned();
  readonly #out = {
    trees: new Column(),
    ends: new Column(),
    objects: new Column(),
    names: new Column(),
  };

  constructor(
    readonly engine: Engine,
    readonly judging: Judging,
    readonly place: { readonly catalog: Catalog; readonly complete: boolean },
    readonly job: TreeJob,
  ) {
    this.#sought = job.sought;
    this.#noting = job.sought.length > 0;
    this.#shortestName = shortestHit(engine);
  }

  object(tree: Standing, number: number): void {
    const { depth } = tree;
    if (number >= 0) {
      this.#objects++;
      this.#bytes += tree.size;
    }
    // What is visited alone, outside of the path, leaves the path as it is.
    if (depth >= 0) this.#cut(depth > 0 ? this.#ends[depth - 1]! : 0, this.#heldOf(depth - 1));
    const first = this.#starts.length;
    const heldFirst = this.#heldAt.length;
    this.#namedNow = [];
    const sound = this.#entries(tree, first);
    if (!sound) {
      // Nothing is taken for known where something is wrong: what hangs on it is read anew.
      this.#starts.length = first;
      if (number >= 0) this.#malformed.push(number);
    }
    if (number >= 0) this.#note(number, heldFirst);
    if (depth < 0) {
      this.#cut(first, heldFirst);
      return;
    }
    this.#ends[depth] = this.#starts.length;
    this.#heldEnds[depth] = this.#heldAt.length;
    this.#named[depth] = this.#namedNow;
  }

  result(): Trees {
    const { trees, ends, objects, names } = this.#out;
    return {
      rows: this.#rows,
      ignored: this.#ignored,
      missing: [...this.#missing],
      holdings: {
        trees: trees.result(),
        ends: ends.result(),
        objects: objects.result(),
        nameIndexes: names.result(),
        names: this.#names.texts,
      },
      malformed: this.#malformed,
      objects: this.#objects,
      bytes: this.#bytes,
    };
  }

  #cut(starts: number, held: number): void {
    this.#starts.length = starts;
    this.#heldAt.length = held;
    this.#heldObjects.length = held;
    this.#heldNames.length = held;
  }

  /** Where what is held at this depth ends. */
  #heldOf(depth: number): number {
    return depth < 0 ? 0 : this.#heldEnds[depth]!;
  }

  /**
   * Goes over the entries: mode in octal, space, name, NUL, id. The base's starts are those up to
   * `baseEnd`. @returns whether it reads as a tree
   */
  #entries(tree: Standing, baseEnd: number): boolean {
    const { size, depth, copies } = tree;
    const baseFirst = depth > 1 ? this.#ends[depth - 2]! : 0;
    const count = depth > 0 && baseEnd > baseFirst ? copies.length : 0;
    const keeps = !tree.leaf;
    const { to, from, size: sizes } = copies;
    let sound = true;
    let at = 0;
    for (let copy = 0; at < size; ) {
      while (copy < count && to[copy]! + sizes[copy]! <= at) copy++;
      if (copy < count && to[copy]! <= at) {
        const shift = to[copy]! - from[copy]!;
        const stop = from[copy]! + sizes[copy]!;
        const last = this.#step(baseFirst, baseEnd, at - shift, stop);
        if (last >= 0) {
          const next = this.#starts.values[last]! + shift;
          if (this.#noting || this.#named[depth - 1]!.length > 0) {
            this.#carry(depth, [at, next], shift);
          }
          if (keeps) this.#keep(this.#first, last, shift);
          at = next;
          continue;
        }
      }
      if (keeps) this.#starts.push(at);
      const next = this.#entry(tree, at);
      if (next < 0) return false;
      if (next === 0) sound = false;
      at = next === 0 ? this.#past(tree, at) : next;
    }
    if (keeps) this.#starts.push(size);
    return sound;
  }

  /** Index of the start that `#step` was asked for. */
  #first = 0;

  /**
   * The last of the starts [low, high) that is at most `stop`, or -1 where `wanted` is none of them or
   * the last. They go up.
   */
  #step(low: number, high: number, wanted: number, stop: number): number {
    const starts = this.#starts.values;
    const end = high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    if (low === end || starts[low] !== wanted) return -1;
    this.#first = low;
    let last = low;
    if (starts[end - 1]! <= stop) last = end - 1;
    else {
      high = end - 1;
      while (last + 1 < high) {
        const middle = (last + high) >> 1;
        if (starts[middle]! <= stop) last = middle;
        else high = middle;
      }
    }
    return last === low ? -1 : last;
  }

  #keep(first: number, last: number, shift: number): void {
    const { length } = this.#starts;
    this.#starts.reserve(last - first);
    const starts = this.#starts.values;
    for (let index = first, to = length; index < last; index++)
      starts[to++] = starts[index]! + shift;
    this.#starts.length = length + last - first;
  }

  /** Takes over what the base holds in the entries that become [from, to). */
  #carry(depth: number, [from, to]: readonly [number, number], shift: number): void {
    const base = depth - 1;
    const end = this.#heldOf(base);
    let index = this.#heldOf(base - 1);
    while (index < end && this.#heldAt.values[index]! < from - shift) index++;
    for (; index < end && this.#heldAt.values[index]! < to - shift; index++) {
      this.#heldAt.push(this.#heldAt.values[index]! + shift);
      this.#heldObjects.push(this.#heldObjects.values[index]!);
      this.#heldNames.push(this.#heldNames.values[index]!);
    }
    for (const { at, next, row } of this.#named[base]!) {
      if (at < from - shift || next > to - shift) continue;
      this.#namedNow.push({ at: at + shift, next: next + shift, row });
    }
  }

  /** @returns where the entry ends; 0 where its mode is none, -1 where it has no end */
  #entry({ arena, start, size }: Standing, at: number): number {
    const { catalog, complete } = this.place;
    const stop = start + size - catalog.idBytes;
    const from = start + at;
    // "40000" is a subtree, "160000" a submodule, whose commit is elsewhere.
    const first = arena[from]!;
    const isTree = first === 0x34;
    const nameAt = from + (isTree ? 6 : 7);
    let nul = from;
    while (nul < stop && arena[nul] !== 0) nul++;
    if (nul >= stop) return -1;
    if (nameAt > nul || arena[nameAt - 1] !== SPACE) return 0;
    const next = nul + 1 + catalog.idBytes - start;
    if (this.job.first && nul - nameAt >= this.#shortestName) {
      this.#name(arena.subarray(nameAt, nul), at, next);
    }
    if (first === 0x31 && arena[from + 1] === 0x36) return next;
    const object = catalog.find(arena, nul + 1);
    if (object < 0) {
      if (complete) this.#missing.add(hexOf(arena.subarray(nul + 1, start + next)));
      return next;
    }
    if (this.#noting && (isTree || this.#sought[object] === 1)) {
      this.#heldAt.push(at);
      this.#heldObjects.push(object);
      this.#heldNames.push(this.#names.number(arena, nameAt, nul));
    }
    return next;
  }

  /** The end of an entry whose mode is none. */
  #past({ arena, start }: Standing, at: number): number {
    let nul = start + at;
    while (arena[nul] !== 0) nul++;
    return nul + 1 + this.place.catalog.idBytes - start;
  }

  #note(number: number, from: number): void {
    for (const { row } of this.#namedNow) this.#rows.push({ ...row, number });
    const to = this.#heldObjects.length;
    if (to === from) return;
    const { trees, ends, objects, names } = this.#out;
    objects.reserve(to - from);
    names.reserve(to - from);
    for (let index = from; index < to; index++) {
      objects.push(this.#heldObjects.values[index]!);
      names.push(this.#heldNames.values[index]!);
    }
    trees.push(number);
    ends.push(objects.length);
  }

  #name(bytes: Uint8Array, at: number, next: number): void {
    this.#hits.clear();
    this.engine.scan(bytes, 0, bytes.length, this.#hits);
    if (this.#hits.length === 0) return;
    const origin = { kind: 'path', path: '' } as const;
    const judged = judge(this.engine, bytes, this.#hits, { ...this.judging, origin, sha256 });
    this.#ignored += judged.ignored;
    const name = Buffer.from(bytes).toString('latin1');
    for (const { fingerprint, count } of judged.findings) {
      this.#namedNow.push({ at, next, row: { fingerprint, kind: 'path', count, name } });
    }
  }
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
