/** How one gets about in notes (notes.ts). In shared memory: the thread that has noted makes them, beside the others. */
import { shared } from '../objects/forest.ts';

export interface Links {
  /** The last change that brought an object, by its number, and for each change the one before; or -1. */
  readonly lasts: Int32Array;
  readonly befores: Int32Array;
  /** The tree of each change. */
  readonly owners: Int32Array;
  /** Trees noted against a tree: the last of them, and for each the one before; or -1. */
  readonly children: Int32Array;
  readonly siblings: Int32Array;
}

/** Columns of notes.ts. */
interface Noted {
  readonly trees: Int32Array;
  readonly bases: Int32Array;
  readonly ends: Int32Array;
  readonly objects: Int32Array;
}

/** @param total how many objects there are */
export function linksOf({ trees, bases, ends, objects }: Noted, total: number): Links {
  const column = (length: number) => new Int32Array(shared(length * 4));
  const lasts = column(total).fill(-1);
  const befores = column(objects.length);
  const owners = column(objects.length);
  const children = column(trees.length).fill(-1);
  const siblings = column(trees.length);
  for (let tree = 0, at = 0; tree < trees.length; tree++) {
    const base = bases[tree]!;
    if (base >= 0) {
      siblings[tree] = children[base]!;
      children[base] = tree;
    }
    for (; at < ends[tree]!; at++) {
      owners[at] = tree;
      const object = objects[at]!;
      if (object < 0) continue;
      befores[at] = lasts[object]!;
      lasts[object] = at;
    }
  }
  return { lasts, befores, owners, children, siblings };
}
