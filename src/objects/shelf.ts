/**
 * Objects that are read to be looked at again: those of a range. Where WebAssembly runs they stand in its
 * memory (standing.ts); this is the way without it.
 */
import type { GitObject, ObjectType } from './loose.ts';
import { Damage } from './reader.ts';
import type { Store } from './store.ts';
import { type Difference, differing } from './tree-entries.ts';

/** An object on a shelf. */
export interface Held {
  readonly type: ObjectType;
  readonly size: number;
}

export interface Shelf {
  /** undefined where it cannot be read, or where there is no room for it. */
  read(oid: string): Held | undefined;
  /** Valid until the next `read`. */
  bytesOf(held: Held): Uint8Array;
  /** Where two trees differ; all entries of `now` where there is no other. undefined where one is no tree. */
  differing(before: Held | undefined, now: Held): Difference | undefined;
}

interface Kept extends Held {
  readonly object: GitObject;
}

const NO_TREE = Buffer.alloc(0);

export class PlainShelf implements Shelf {
  readonly #store: Store;
  readonly #held = new Map<string, Kept>();

  constructor(store: Store) {
    this.#store = store;
  }

  read(oid: string): Kept | undefined {
    const known = this.#held.get(oid);
    if (known !== undefined) return known;
    const object = this.#store.read(oid);
    if (object instanceof Damage) return undefined;
    const kept = { type: object.type, size: object.bytes.length, object };
    this.#held.set(oid, kept);
    return kept;
  }

  bytesOf(held: Kept): Uint8Array {
    return held.object.bytes;
  }

  differing(before: Kept | undefined, now: Kept): Difference | undefined {
    const old = before === undefined ? NO_TREE : asBuffer(before.object.bytes);
    return differing(old, asBuffer(now.object.bytes), this.#store.idBytes);
  }
}

const asBuffer = ({ buffer, byteOffset, length }: Uint8Array): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, length);
