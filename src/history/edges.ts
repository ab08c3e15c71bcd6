/**
 * Who holds something sought: a tree that names it, a tree that names that tree, as far up as it goes. The
 * trees are noted as changes against each other (notes.ts). An entry that has come in one tree is in all
 * that are noted against it, and against those, until it has gone.
 */
import { Column } from './column.ts';
import { type Links, linksOf } from './links.ts';
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
  return new Climb(notes, sought).run();
}

/** What one thread has noted: it has counted its trees, changes and names by itself. */
interface Part {
  readonly notes: Notes;
  readonly links: Links;
  /** Of its names, the numbers among all names. */
  readonly names: Int32Array;
}

class Climb {
  readonly #parts: readonly Part[];
  readonly #names = new Map<string, number>();
  readonly #sought: Uint8Array;
  readonly #out = { trees: new Column(), objects: new Column(), nameIndexes: new Column() };
  readonly #waiting: number[] = [];

  constructor(all: readonly Notes[], sought: Uint8Array) {
    this.#sought = sought;
    this.#parts = all.map((notes) => ({
      notes,
      links: notes.links ?? linksOf(notes, sought.length),
      names: Int32Array.from(notes.names, (name) => this.#number(name)),
    }));
  }

  #number(name: string): number {
    const number = this.#names.get(name) ?? this.#names.size;
    this.#names.set(name, number);
    return number;
  }

  run(): Edges {
    const sought = this.#sought;
    for (let one = sought.indexOf(1); one >= 0; one = sought.indexOf(1, one + 1)) {
      this.#waiting.push(one);
    }
    for (let object = this.#waiting.pop(); object !== undefined; object = this.#waiting.pop()) {
      for (const part of this.#parts) {
        const { lasts, befores } = part.links;
        for (let at = lasts[object]!; at >= 0; at = befores[at]!) this.#spread(part, object, at);
      }
    }
    const { trees, objects, nameIndexes } = this.#out;
    return {
      trees: trees.result(),
      objects: objects.result(),
      nameIndexes: nameIndexes.result(),
      names: [...this.#names.keys()],
    };
  }

  /** From the tree that the change is of, to all that have the same entry from it. */
  #spread({ notes, links, names }: Part, object: number, change: number): void {
    const name = names[notes.nameIndexes[change]!]!;
    const holding = [links.owners[change]!];
    for (let tree = holding.pop(); tree !== undefined; tree = holding.pop()) {
      const number = notes.trees[tree]!;
      if (number >= 0) this.#edge(number, object, name);
      for (let child = links.children[tree]!; child >= 0; child = links.siblings[child]!) {
        if (!isLost(notes, child, change)) holding.push(child);
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
}

function isLost({ ends, nameIndexes }: Notes, tree: number, change: number): boolean {
  const end = ends[tree]!;
  for (let at = tree === 0 ? 0 : ends[tree - 1]!; at < end; at++) {
    if (nameIndexes[at] === ~change) return true;
  }
  return false;
}
