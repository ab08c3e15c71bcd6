/**
 * The second pass: trees. Every entry that a tree does not copy from its delta base is looked at once:
 * does its name hold a secret, is its object there. Where the first pass found something, it also notes
 * which family of trees (what hangs on one delta root) names which subtree, and which trees hold the
 * objects sought. Going up from these, level by level (attribute.ts), needs only the families noted.
 */
import { type Engine, Hits } from '../detect/engine.ts';
import { judge } from '../detect/findings.ts';
import { TREE } from '../objects/entry.ts';
import type { Standing } from '../objects/walk.ts';
import type { Catalog } from './catalog.ts';
import { type Judging, type Row, sha256 } from './content.ts';
import type { Family, Pass } from './ground.ts';

/** A secret in the name of a tree's entry; `name` holds one character per byte. */
export interface NameRow extends Row {
  readonly name: string;
}

/** "The tree holds the object under this name", in columns. */
export interface Holdings {
  readonly trees: Int32Array;
  readonly objects: Int32Array;
  /** Index into `names`. */
  readonly nameIndexes: Int32Array;
  readonly names: readonly string[];
}

export interface Trees {
  readonly rows: readonly NameRow[];
  readonly ignored: number;
  readonly missing: readonly string[];
  readonly holdings: Holdings;
  /** (subtree's number, place of the root of a family that names it, part) triples. */
  readonly edges: Int32Array;
  /** Trees that do not read as trees to their end. */
  readonly malformed: readonly number[];
  readonly objects: number;
  readonly bytes: number;
}

/** No key is shorter, and most names are. */
const SHORTEST_NAME = 20;
const SPACE = 0x20;

export interface TreeJob {
  /** 1 for each object sought, by number; empty where none is. */
  readonly sought: Uint8Array;
  /** The first time over: check names and objects, note the families. */
  readonly first: boolean;
}

export class TreePass implements Pass<Trees> {
  readonly types = [TREE];
  readonly #rows: NameRow[] = [];
  readonly #missing = new Set<string>();
  readonly #hits = new Hits();
  readonly #held = new Column();
  readonly #edges = new Column();
  readonly #names = new Map<string, number>();
  /** What the trees on the path hold, as [where, until, object, name]; of depth d up to ends[d]. */
  readonly #stack: number[] = [];
  readonly #ends: number[] = [];
  readonly #sought: Uint8Array;
  readonly #noting: boolean;
  readonly #malformedTrees: number[] = [];
  #ignored = 0;
  #objects = 0;
  #bytes = 0;

  constructor(
    readonly engine: Engine,
    readonly judging: Judging,
    readonly place: { readonly catalog: Catalog; readonly complete: boolean },
    readonly job: TreeJob,
  ) {
    this.#sought = job.sought;
    this.#noting = job.first && job.sought.length > 0;
  }

  object(tree: Standing, number: number, _type: number, family: Family): void {
    const { depth } = tree;
    if (number >= 0) {
      this.#objects++;
      this.#bytes += tree.size;
    }
    const first = depth > 0 ? this.#ends[depth - 1]! : 0;
    this.#stack.length = first;
    if (depth > 0) this.#carry(tree, depth > 1 ? this.#ends[depth - 2]! : 0, first);
    this.#entries(tree, number, family);
    for (let at = first; at < this.#stack.length && number >= 0; at += 4) {
      this.#held.push(number, this.#stack[at + 2]!, this.#stack[at + 3]!);
    }
    if (depth < 0) this.#stack.length = 0;
    else this.#ends[depth] = this.#stack.length;
  }

  result(): Trees {
    const held = this.#held.values();
    const column = (from: number) => {
      const values = new Int32Array(held.length / 3);
      for (let index = 0; index < values.length; index++) values[index] = held[index * 3 + from]!;
      return values;
    };
    return {
      rows: this.#rows,
      ignored: this.#ignored,
      missing: [...this.#missing],
      holdings: {
        trees: column(0),
        objects: column(1),
        nameIndexes: column(2),
        names: [...this.#names.keys()],
      },
      edges: this.#edges.values(),
      malformed: this.#malformedTrees,
      objects: this.#objects,
      bytes: this.#bytes,
    };
  }

  /** Takes over what the base holds and the tree copies. */
  #carry({ copies }: Standing, first: number, last: number): void {
    if (first === last) return;
    for (let index = 0; index < copies.length; index++) {
      const from = copies.from[index]!;
      const until = from + copies.size[index]!;
      const shift = copies.to[index]! - from;
      for (let at = first; at < last; at += 4) {
        const where = this.#stack[at]!;
        const end = this.#stack[at + 1]!;
        if (where < from || end > until) continue;
        this.#stack.push(where + shift, end + shift, this.#stack[at + 2]!, this.#stack[at + 3]!);
      }
    }
  }

  /** Goes over the entries: mode in octal, space, name, NUL, id. */
  #entries(tree: Standing, number: number, family: Family): void {
    const { arena, start, size, depth, copies } = tree;
    const { idBytes } = this.place.catalog;
    const count = depth > 0 ? copies.length : 0;
    let copy = 0;
    let at = 0;
    while (at < size) {
      let nul = at;
      while (nul < size && arena[start + nul] !== 0) nul++;
      const next = nul + 1 + idBytes;
      if (next > size) {
        this.#malformed(number);
        return;
      }
      while (copy < count && copies.to[copy]! + copies.size[copy]! <= at) copy++;
      const copied =
        copy < count && copies.to[copy]! <= at && copies.to[copy]! + copies.size[copy]! >= next;
      if (!copied) this.#entry(tree, [at, nul, next], number, family);
      at = next;
    }
  }

  #entry(
    { arena, start }: Standing,
    [at, nul, next]: readonly [number, number, number],
    tree: number,
    family: Family,
  ): void {
    // "40000" is a subtree, "160000" a submodule, whose commit is elsewhere.
    const first = arena[start + at]!;
    const isTree = first === 0x34;
    const isModule = first === 0x31 && arena[start + at + 1] === 0x36;
    const nameAt = at + (isTree ? 6 : 7);
    if (nameAt > nul || arena[start + nameAt - 1] !== SPACE) {
      this.#malformed(tree);
      return;
    }
    if (this.job.first && nul - nameAt >= SHORTEST_NAME) {
      this.#name(arena.subarray(start + nameAt, start + nul), tree);
    }
    if (isModule) return;
    const object = this.place.catalog.find(arena, start + nul + 1);
    if (object < 0) {
      if (!this.place.complete) return;
      this.#missing.add(hexOf(arena.subarray(start + nul + 1, start + next)));
      return;
    }
    if (this.#noting && isTree) this.#edges.push(object, family.root, family.part);
    if (this.#sought[object] !== 1) return;
    const name = latin1(arena.subarray(start + nameAt, start + nul));
    this.#stack.push(at, next, object, this.#intern(name));
  }

  #intern(name: string): number {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    this.#names.set(name, this.#names.size);
    return this.#names.size - 1;
  }

  #name(bytes: Uint8Array, number: number): void {
    if (number < 0) return;
    this.#hits.clear();
    this.engine.scan(bytes, 0, bytes.length, this.#hits);
    if (this.#hits.length === 0) return;
    const origin = { kind: 'path', path: '' } as const;
    const judged = judge(this.engine, bytes, this.#hits, { ...this.judging, origin, sha256 });
    this.#ignored += judged.ignored;
    const name = latin1(bytes);
    for (const { fingerprint, count } of judged.findings) {
      this.#rows.push({ fingerprint, number, kind: 'path', count, name });
    }
  }

  #malformed(number: number): void {
    if (number >= 0) this.#malformedTrees.push(number);
  }
}

/** One character per byte: names need not be UTF-8. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Integers that grow in number. */
class Column {
  #values = new Int32Array(1024);
  #length = 0;

  push(first: number, second: number, third: number): void {
    if (this.#length + 3 > this.#values.length) {
      const wider = new Int32Array(this.#values.length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.#length++] = first;
    this.#values[this.#length++] = second;
    this.#values[this.#length++] = third;
  }

  values(): Int32Array {
    return this.#values.slice(0, this.#length);
  }
}
