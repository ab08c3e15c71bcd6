/**
 * The second pass: trees. An entry that a tree copies from its delta base was looked at there; each
 * other one is looked at once: does its name hold a secret, is its object there. For this, the walk's
 * path keeps where the entries of each tree start: a copy that starts between two entries of the base
 * and ends between two is stepped over, however long it is. Where the first pass found something, the
 * pass also notes what each tree holds that leads to it (notes.ts).
 */
import { type Engine, Hits } from '../detect/engine.ts';
import { judge } from '../detect/findings.ts';
import { TREE } from '../objects/entry.ts';
import type { Laid } from '../objects/lay.ts';
import type { Standing } from '../objects/walk.ts';
import type { Catalog } from './catalog.ts';
import { Column } from './column.ts';
import { type Judging, type Row, sha256 } from './content.ts';
import type { Packed, Pass } from './ground.ts';
import { Lookups } from './lookups.ts';
import { type Notes, Noting, noNotes } from './notes.ts';
import { TreeFamilies } from './tree-families.ts';
import { shortestHit } from './veil.ts';

/** A secret in the name of a tree's entry; `name` holds one character per byte. */
export interface NameRow extends Row {
  readonly name: string;
}

export interface Trees {
  /** One for each tree that has the name, copied or not. */
  readonly rows: readonly NameRow[];
  readonly ignored: number;
  readonly missing: readonly string[];
  readonly notes: Notes;
  /** Trees that do not read as trees to their end. */
  readonly malformed: readonly number[];
  readonly objects: number;
  readonly bytes: number;
}

export interface TreeJob {
  /** 1 for each object sought, by number; empty where none is. */
  readonly sought: Uint8Array;
  /** False: names and objects have been looked at, only the notes are wanted. */
  readonly first: boolean;
  /** Of each part of the ground its trees, where they are laid out. */
  readonly laid: readonly (Laid | undefined)[];
}

const SPACE = 0x20;
/** No name is so long. */
const NEVER = 0x7fff_ffff;
/** First digit of a subtree's mode, "40000"; all other modes have six digits. */
const FOUR = 0x34;

/** A finding in a name, and the entry that it is in, as long as its tree is on the path. */
interface Named {
  readonly at: number;
  readonly next: number;
  readonly row: Omit<NameRow, 'number'>;
}

export class TreePass implements Pass<Trees> {
  readonly types = [TREE];
  readonly #rows: NameRow[] = [];
  readonly #hits = new Hits();
  readonly #lookups: Lookups;
  readonly #noting: Noting | undefined;
  readonly #shortestName: number;
  readonly #malformed: number[] = [];
  #ignored = 0;
  #objects = 0;
  #bytes = 0;

  #families: TreeFamilies | undefined;

  /** Where the entries of the trees on the path start; those of depth d end at #ends[d]. */
  readonly #starts = new Column();
  readonly #ends: number[] = [];
  /** For each of these starts the change that brought the entry, or -1; and where each tree is noted. */
  readonly #brought = new Column();
  readonly #places: number[] = [];
  /** Secrets in names, by depth. */
  readonly #named: (readonly Named[])[] = [];
  #namedNow: Named[] = [];

  constructor(
    readonly engine: Engine,
    readonly judging: Judging,
    readonly place: { readonly catalog: Catalog; readonly complete: boolean },
    readonly job: TreeJob,
  ) {
    this.#noting = job.sought.length > 0 ? new Noting(place.catalog, job.sought) : undefined;
    this.#lookups = new Lookups(place, this.#noting?.objects ?? new Column());
    this.#shortestName = shortestHit(engine);
  }

  object(tree: Standing, number: number): void {
    const { depth } = tree;
    if (number >= 0) {
      this.#objects++;
      this.#bytes += tree.size;
    }
    // What is visited alone, outside of the path, leaves the path as it is.
    if (depth >= 0) this.#cut(depth > 0 ? this.#ends[depth - 1]! : 0);
    const first = this.#starts.length;
    this.#namedNow = [];
    const sound = this.#noting
      ? this.#noted(tree, number, this.#noting)
      : this.#entries(tree, first);
    if (!sound) {
      // Nothing is taken for known where something is wrong: what hangs on it is read anew.
      this.#cut(first);
      if (number >= 0) this.#malformed.push(number);
    }
    if (number >= 0) for (const { row } of this.#namedNow) this.#rows.push({ ...row, number });
    if (depth < 0) {
      this.#cut(first);
      return;
    }
    this.#ends[depth] = this.#starts.length;
    this.#named[depth] = this.#namedNow;
  }

  /** Goes over those families that are laid out. */
  together(packed: Packed, roots: Uint32Array): { left: Uint32Array; objects: number } {
    const laid = this.job.laid[packed.part];
    this.#families ??= laid && this.#familiesIn(packed);
    if (laid === undefined || this.#families === undefined) return { left: roots, objects: 0 };
    const before = this.#families.objects;
    const left = Uint32Array.from(this.#families.run(packed, laid, roots));
    return { left, objects: this.#families.objects - before };
  }

  #familiesIn({ limits }: Packed): TreeFamilies | undefined {
    const users = { lookups: this.#lookups, noting: this.#noting };
    const shortest = this.job.first ? this.#shortestName : NEVER;
    const { idBytes } = this.place.catalog;
    return TreeFamilies.of(this.engine, users, { idBytes, shortest, limits });
  }

  result(): Trees {
    this.#lookups.settle();
    return {
      rows: this.#rows,
      ignored: this.#ignored,
      missing: [...this.#lookups.missing],
      notes: this.#noting?.result() ?? noNotes,
      malformed: this.#malformed,
      objects: this.#objects + (this.#families?.objects ?? 0),
      bytes: this.#bytes + (this.#families?.bytes ?? 0),
    };
  }

  #cut(length: number): void {
    this.#starts.length = length;
    if (this.#noting) this.#brought.length = length;
  }

  /** Goes over the entries and notes which have come and which have gone. */
  #noted(tree: Standing, number: number, noting: Noting): boolean {
    const { depth } = tree;
    const baseEnd = this.#starts.length;
    const baseFirst = depth > 1 ? this.#ends[depth - 2]! : 0;
    const isDelta = depth > 0 && baseEnd > baseFirst;
    noting.begin(number, isDelta ? this.#places[depth - 1]! : -1);
    this.#reached = baseFirst;
    this.#inOrder = true;
    let sound = this.#entries(tree, baseEnd);
    if (isDelta && !this.#inOrder) {
      // An entry of the base may be in it twice. Names were looked at, and are not once more.
      this.#lookups.settle();
      noting.restart();
      this.#cut(baseEnd);
      this.#inFull = true;
      sound = this.#entries(tree, baseEnd);
      this.#inFull = false;
    } else if (isDelta) this.#gone(this.#reached, baseEnd - 1);
    const place = noting.end();
    if (depth >= 0) this.#places[depth] = place;
    return sound;
  }

  /** Notes the base's entries [first, last), indexes of starts, as gone. */
  #gone(first: number, last: number): void {
    const { values } = this.#brought;
    for (let index = first; index < last; index++) {
      if (values[index]! >= 0) this.#noting!.gone(values[index]!);
    }
  }

  /** Up to which of the base's starts it is known what became of its entries. */
  #reached = 0;
  /** Copies came in the order of what they copy, nothing twice. */
  #inOrder = true;
  /** Each entry is noted, copied or not. */
  #inFull = false;

  /**
   * Goes over the entries: mode in octal, space, name, NUL, id. The base's starts are those up to
   * `baseEnd`. @returns whether it reads as a tree
   */
  #entries(tree: Standing, baseEnd: number): boolean {
    const { size, depth, copies } = tree;
    const baseFirst = depth > 1 ? this.#ends[depth - 2]! : 0;
    const count = depth > 0 && baseEnd > baseFirst && !this.#inFull ? copies.length : 0;
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
          if (this.#noting) this.#stepped(last);
          if (this.#named[depth - 1]!.length > 0) this.#carry(depth, [at, next], shift);
          if (keeps) this.#keep(this.#first, last, shift);
          at = next;
          continue;
        }
      }
      const next = this.#entry(tree, at);
      if (keeps) this.#start(at);
      if (next < 0) return false;
      if (next === 0) sound = false;
      at = next === 0 ? this.#past(tree, at) : next;
    }
    this.#change = -1;
    if (keeps) this.#start(size);
    return sound;
  }

  /** The base's entries up to `last` have been copied, from #first on. */
  #stepped(last: number): void {
    if (this.#first < this.#reached) this.#inOrder = false;
    this.#gone(this.#reached, this.#first);
    this.#reached = last;
  }

  #start(at: number): void {
    this.#starts.push(at);
    if (this.#noting) this.#brought.push(this.#change);
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
    if (this.#noting) this.#brought.repeat(first, last);
  }

  /** Takes over the secrets in names of the base's entries that become [from, to). */
  #carry(depth: number, [from, to]: readonly [number, number], shift: number): void {
    for (const { at, next, row } of this.#named[depth - 1]!) {
      if (at < from - shift || next > to - shift) continue;
      this.#namedNow.push({ at: at + shift, next: next + shift, row });
    }
  }

  /** @returns where the entry ends; 0 where its mode is none, -1 where it has no end */
  #entry({ arena, start, size }: Standing, at: number): number {
    const { idBytes } = this.place.catalog;
    const stop = start + size - idBytes;
    const from = start + at;
    this.#change = -1;
    let nul = from;
    while (nul < stop && arena[nul] !== 0) nul++;
    if (nul >= stop) return -1;
    const nameAt = modeIn(arena, from, nul);
    if (nameAt === 0) return 0;
    const next = nul + 1 + idBytes - start;
    if (this.job.first && !this.#inFull && nul - nameAt >= this.#shortestName) {
      this.#name(arena.subarray(nameAt, nul), at, next);
    }
    // A submodule, "160000": its commit is elsewhere.
    if (arena[from] === 0x31 && arena[from + 1] === 0x36) return next;
    if (this.#noting) this.#come(this.#noting, arena, { from, nameAt, nul });
    if (this.#change < 0 || arena[from] !== FOUR) this.#lookups.exists(arena, nul + 1);
    return next;
  }

  /** Notes the entry where it is a subtree or sought. */
  #come(
    noting: Noting,
    bytes: Uint8Array,
    { from, nameAt, nul }: { from: number; nameAt: number; nul: number },
  ): void {
    const isTree = bytes[from] === FOUR;
    const object = isTree ? -1 : noting.soughtAt(bytes, nul + 1);
    if (!isTree && object < 0) return;
    this.#change = noting.come(object, { bytes, from: nameAt, to: nul });
    if (isTree) this.#lookups.number(bytes, nul + 1, this.#change);
  }

  /** The change that brought the entry looked at last, or -1. */
  #change = -1;

  /** The end of an entry whose mode is none. */
  #past({ arena, start }: Standing, at: number): number {
    let nul = start + at;
    while (arena[nul] !== 0) nul++;
    return nul + 1 + this.place.catalog.idBytes - start;
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

/** Where the name begins of the entry that is bytes[from…] up to its NUL; 0 where its mode is none. */
function modeIn(bytes: Uint8Array, from: number, nul: number): number {
  const nameAt = from + (bytes[from] === FOUR ? 6 : 7);
  return nameAt > nul || bytes[nameAt - 1] !== SPACE ? 0 : nameAt;
}
