/**
 * Who holds something sought: a tree that names it, a tree that names that tree, as far up as it goes. The
 * trees are noted as changes against each other (notes.ts). An entry that has come in one tree is in all
 * that are noted against it, and against those, until it has gone.
 */
import { Column } from './column.ts';
import type { Notes } from './notes.ts';

/** "The tree holds the object under this name", in columns. */
export interface Edges {
  readonly trees: Int32Array;
  readonly objects: Int32Array;
  /** Index into `names`. */
  readonly nameIndexes: Int32Array;
  readonly names: readonly string[];
}

/** @param sought 1 for each object sought, by number; the trees that lead to one are added */
export function edgesTo(notes: readonly Notes[], sought: Uint8Array): Edges {
  return new Climb(joined(notes), sought).run();
}

class Climb {
  readonly #notes: Notes;
  readonly #sought: Uint8Array;
  /** The last change that brought an object, by its number, and for each change the one before; or -1. */
  readonly #lasts: Int32Array;
  readonly #befores: Int32Array;
  /** The tree of each change. */
  readonly #owners: Int32Array;
  /** Trees noted against a tree: the last of them, and for each the one before; or -1. */
  readonly #children: Int32Array;
  readonly #siblings: Int32Array;
  readonly #out = { trees: new Column(), objects: new Column(), nameIndexes: new Column() };
  readonly #waiting: number[] = [];

  constructor(notes: Notes, sought: Uint8Array) {
    const { trees, bases, ends, objects } = notes;
    this.#notes = notes;
    this.#sought = sought;
    this.#lasts = new Int32Array(sought.length).fill(-1);
    this.#befores = new Int32Array(objects.length);
    this.#owners = new Int32Array(objects.length);
    this.#children = new Int32Array(trees.length).fill(-1);
    this.#siblings = new Int32Array(trees.length);
    for (let tree = 0, at = 0; tree < trees.length; tree++) {
      const base = bases[tree]!;
      if (base >= 0) {
        this.#siblings[tree] = this.#children[base]!;
        this.#children[base] = tree;
      }
      for (; at < ends[tree]!; at++) {
        this.#owners[at] = tree;
        const object = objects[at]!;
        if (object < 0) continue;
        this.#befores[at] = this.#lasts[object]!;
        this.#lasts[object] = at;
      }
    }
  }

  run(): Edges {
    const sought = this.#sought;
    for (let one = sought.indexOf(1); one >= 0; one = sought.indexOf(1, one + 1)) {
      this.#waiting.push(one);
    }
    for (let object = this.#waiting.pop(); object !== undefined; object = this.#waiting.pop()) {
      for (let at = this.#lasts[object]!; at >= 0; at = this.#befores[at]!)
        this.#spread(object, at);
    }
    const { trees, objects, nameIndexes } = this.#out;
    return {
      trees: trees.result(),
      objects: objects.result(),
      nameIndexes: nameIndexes.result(),
      names: this.#notes.names,
    };
  }

  /** From the tree that the change is of, to all that have the same entry from it. */
  #spread(object: number, change: number): void {
    const name = this.#notes.nameIndexes[change]!;
    const holding = [this.#owners[change]!];
    for (let tree = holding.pop(); tree !== undefined; tree = holding.pop()) {
      const number = this.#notes.trees[tree]!;
      if (number >= 0) this.#edge(number, object, name);
      for (let child = this.#children[tree]!; child >= 0; child = this.#siblings[child]!) {
        if (!this.#lost(child, change)) holding.push(child);
      }
    }
  }

  #edge(tree: number, object: number, name: number): void {
    this.#out.trees.push(tree);
    this.#out.objects.push(object);
    this.#out.nameIndexes.push(name);
    if (this.#sought[tree] === 1) return;
    this.#sought[tree] = 1;
    this.#waiting.push(tree);
  }

  #lost(tree: number, change: number): boolean {
    const { ends, nameIndexes } = this.#notes;
    const end = ends[tree]!;
    for (let at = tree === 0 ? 0 : ends[tree - 1]!; at < end; at++) {
      if (nameIndexes[at] === ~change) return true;
    }
    return false;
  }
}

/** Each thread has counted its trees, changes and names by itself. */
function joined(all: readonly Notes[]): Notes {
  const sum = (pick: (notes: Notes) => Int32Array) =>
    new Int32Array(all.reduce((total, notes) => total + pick(notes).length, 0));
  const trees = sum((notes) => notes.trees);
  const bases = sum((notes) => notes.bases);
  const ends = sum((notes) => notes.ends);
  const objects = sum((notes) => notes.objects);
  const nameIndexes = sum((notes) => notes.nameIndexes);
  const numbers = new Map<string, number>();
  let tree = 0;
  let change = 0;
  for (const notes of all) {
    const own = notes.names.map((name) => {
      const number = numbers.get(name) ?? numbers.size;
      numbers.set(name, number);
      return number;
    });
    trees.set(notes.trees, tree);
    objects.set(notes.objects, change);
    for (let index = 0; index < notes.trees.length; index++) {
      const base = notes.bases[index]!;
      bases[tree + index] = base < 0 ? -1 : base + tree;
      ends[tree + index] = notes.ends[index]! + change;
    }
    for (let index = 0; index < notes.objects.length; index++) {
      const name = notes.nameIndexes[index]!;
      nameIndexes[change + index] = name < 0 ? name - change : own[name]!;
    }
    tree += notes.trees.length;
    change += notes.objects.length;
  }
  return { trees, bases, ends, objects, nameIndexes, names: [...numbers.keys()] };
}
