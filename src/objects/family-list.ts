/** Families of a forest, each a root and what hangs on it: their entries in the order in which they are built. */
import type { Forest } from './forest.ts';

export class FamilyList {
  /** Depth first, and how deep each is; family after family. */
  entries = new Int32Array(1 << 12);
  depths = new Int32Array(1 << 12);
  count = 0;
  /** Of each family its root, and the place of that among the entries; behind the last of these is `count`. */
  readonly roots: number[] = [];
  readonly firsts: number[] = [0];
  readonly #next: number[] = [];

  clear(): void {
    this.count = 0;
    this.roots.length = 0;
    this.firsts.length = 1;
  }

  add({ children, siblings }: Forest, root: number): void {
    const next = this.#next;
    this.#push(root, 0);
    next[0] = children[root]!;
    for (let depth = 0; depth >= 0; ) {
      const child = next[depth]!;
      if (child < 0) {
        depth--;
        continue;
      }
      next[depth++] = siblings[child]!;
      next[depth] = children[child]!;
      this.#push(child, depth);
    }
    this.roots.push(root);
    this.firsts.push(this.count);
  }

  /** Takes back the family added last. */
  drop(): void {
    this.roots.pop();
    this.firsts.pop();
    this.count = this.firsts.at(-1)!;
  }

  /** The last family that begins at or before this entry. */
  familyOf(index: number): number {
    let low = 0;
    let high = this.roots.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if (this.firsts[middle]! <= index) low = middle;
      else high = middle;
    }
    return low;
  }

  #push(entry: number, depth: number): void {
    if (this.count === this.entries.length) this.#longer();
    this.entries[this.count] = entry;
    this.depths[this.count++] = depth;
  }

  #longer(): void {
    const [entries, depths] = [this.entries, this.depths];
    this.entries = new Int32Array(entries.length * 2);
    this.depths = new Int32Array(entries.length * 2);
    this.entries.set(entries);
    this.depths.set(depths);
  }
}
