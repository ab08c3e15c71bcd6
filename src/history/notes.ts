/**
 * Which tree holds which subtrees, and which objects sought: all that climbing from a blob to its commits
 * needs. Trees lie in packs as deltas, and a delta changes one or two of its entries; so a tree is noted
 * as what it has that its base has not, and what it has no more.
 */
import type { Noted } from '../objects/families.ts';
import type { Catalog } from './catalog.ts';
import { Column } from './column.ts';
import { Interned } from './interned.ts';
import { type Links, linksOf } from './links.ts';

/** In columns: the changes of the tree noted i-th are those from ends[i - 1] up to ends[i]. */
export interface Notes {
  /** Catalog number of each tree; -1 for a base from outside. */
  readonly trees: Int32Array;
  /** Place here of the tree that it is noted against, an earlier one; -1: it is noted in full. */
  readonly bases: Int32Array;
  readonly ends: Int32Array;
  /** Of an entry that has come the object's number; -1 where there is no such object. */
  readonly objects: Int32Array;
  /** Of an entry that has come the index of its name; of one that has gone, ~ the change that brought it. */
  readonly nameIndexes: Int32Array;
  readonly names: readonly string[];
  readonly links?: Links;
}

export const noNotes: Notes = {
  trees: new Int32Array(0),
  bases: new Int32Array(0),
  ends: new Int32Array(0),
  objects: new Int32Array(0),
  nameIndexes: new Int32Array(0),
  names: [],
};

export class Noting {
  /** By the first two bytes of an id, whether one sought has them: few others are looked up twice. */
  readonly #prefixes = new Uint8Array(65_536);
  readonly #trees = new Column();
  readonly #bases = new Column();
  readonly #ends = new Column();
  readonly objects = new Column();
  readonly #nameIndexes = new Column();
  readonly #names = new Interned();

  /** @param sought 1 for each object sought, by number */
  constructor(
    readonly catalog: Catalog,
    readonly sought: Uint8Array,
  ) {
    for (let number = sought.indexOf(1); number >= 0; number = sought.indexOf(1, number + 1)) {
      this.#prefixes[Number.parseInt(catalog.hex(number).slice(0, 4), 16)] = 1;
    }
  }

  /** Number of the object whose id is id[at…] where it is sought, or -1. */
  soughtAt(id: Uint8Array, at: number): number {
    if (this.#prefixes[id[at]! * 256 + id[at + 1]!] === 0) return -1;
    const number = this.catalog.find(id, at);
    return number >= 0 && this.sought[number] === 1 ? number : -1;
  }

  /** The tree whose changes come next; `base` is the place of the one it is noted against, or -1. */
  begin(number: number, base: number): void {
    this.#trees.push(number);
    this.#bases.push(base);
  }

  /** @returns the place of the tree begun last */
  end(): number {
    this.#ends.push(this.objects.length);
    return this.#ends.length - 1;
  }

  /** Takes back what was noted of the tree begun last: it is to be noted in full. */
  restart(): void {
    const place = this.#ends.length;
    this.#bases.values[place] = -1;
    this.objects.length = place === 0 ? 0 : this.#ends.values[place - 1]!;
    this.#nameIndexes.length = this.objects.length;
  }

  /**
   * @param object its number; -1 where `objects` is told later
   * @returns the number of the change
   */
  come(object: number, name: { bytes: Uint8Array; from: number; to: number }): number {
    this.#nameIndexes.push(this.#names.number(name.bytes, name.from, name.to));
    this.objects.push(object);
    return this.objects.length - 1;
  }

  /** @param change the one that brought the entry */
  gone(change: number): void {
    this.#nameIndexes.push(~change);
    this.objects.push(-1);
  }

  /** How many changes and trees are noted. */
  get counts(): { readonly changes: number; readonly trees: number } {
    return { changes: this.objects.length, trees: this.#ends.length };
  }

  /** By the first two bytes of an id as a number, and then by the next two: 1 where one sought has them. */
  mayBeSought(): Uint8Array {
    const may = new Uint8Array(2 * 65_536);
    for (let number = this.sought.indexOf(1); number >= 0; ) {
      const id = Buffer.from(this.catalog.hex(number).slice(0, 8), 'hex');
      may[id.readUInt16LE(0)] = 1;
      may[65_536 + id.readUInt16LE(2)] = 1;
      number = this.sought.indexOf(1, number + 1);
    }
    return may;
  }

  /** Numbers of the names that `append` is told of. */
  readonly #told = new Column();

  /** The names that `append` is told of are counted anew. */
  newNames(): void {
    this.#told.length = 0;
  }

  /** Notes what was noted elsewhere, counted on from `counts`. */
  append({ objects, nameIndexes, trees, textEnds, textBytes }: Noted): void {
    for (let name = this.#told.length; name + 1 < textEnds.length; name++) {
      this.#told.push(this.#names.number(textBytes, textEnds[name]!, textEnds[name + 1]!));
    }
    this.objects.append(objects);
    const first = this.#nameIndexes.length;
    this.#nameIndexes.append(nameIndexes);
    const { values } = this.#nameIndexes;
    for (let index = first; index < first + nameIndexes.length; index++) {
      if (values[index]! >= 0) values[index] = this.#told.values[values[index]!]!;
    }
    for (let at = 0; at < trees.length; at += 3) {
      this.begin(trees[at]!, trees[at + 1]!);
      this.#ends.push(trees[at + 2]!);
    }
  }

  result(): Notes {
    const notes = {
      trees: this.#trees.sharedResult(),
      bases: this.#bases.sharedResult(),
      ends: this.#ends.sharedResult(),
      objects: this.objects.sharedResult(),
      nameIndexes: this.#nameIndexes.sharedResult(),
      names: this.#names.texts,
    };
    return { ...notes, links: linksOf(notes, this.sought.length) };
  }
}
