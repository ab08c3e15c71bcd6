/**
 * Ids to be looked up, gathered until there are many (many.ts says why). Who asks gets no answer: a number
 * is put where it was wanted, and what is not there is listed.
 */
import { LITTLE_ENDIAN } from '../objects/idx.ts';
import { type Ids, idsIn } from '../objects/many.ts';
import type { Catalog } from './catalog.ts';
import type { Column } from './column.ts';

const MANY = 1024;
/** Half of all ids were asked for shortly before; more of them would leave the near cache. */
const RECENT = 4096;

export class Lookups {
  /** Ids in hexadecimal. */
  readonly missing = new Set<string>();
  readonly #catalog: Catalog;
  readonly #complete: boolean;
  readonly #numbers: Column;
  /** Integers in an id. */
  readonly #width: number;
  readonly #ids: Ids;
  /** Where the number of each goes, or -1; and what was found. */
  readonly #places = new Int32Array(MANY);
  readonly #found = new Int32Array(MANY);
  #count = 0;
  /** By their first 12 bits, ids that were asked for. */
  readonly #recent: Int32Array;
  /** Of the bytes asked about last. */
  #view = new DataView<ArrayBufferLike>(new ArrayBuffer(0));

  /**
   * @param place the catalog, and whether what it has not is missing
   * @param numbers where the numbers go that are asked for
   */
  constructor(
    { catalog, complete }: { readonly catalog: Catalog; readonly complete: boolean },
    numbers: Column,
  ) {
    this.#catalog = catalog;
    this.#complete = complete;
    this.#numbers = numbers;
    this.#width = catalog.idBytes >> 2;
    this.#ids = idsIn(new Uint8Array(MANY * catalog.idBytes));
    // What stands in the first place begins otherwise than what belongs there, as zeros do elsewhere.
    this.#recent = new Int32Array(RECENT * this.#width).fill(-1, 0, this.#width);
  }

  /** Asks whether the object whose id is bytes[at…] is there. */
  exists(bytes: Uint8Array, at: number): void {
    if (!this.#complete) return;
    const width = this.#width;
    const start = this.#next(bytes, at);
    const { words } = this.#ids;
    const recent = this.#recent;
    const slot = (words[start]! & (RECENT - 1)) * width;
    let same = 0;
    while (same < width && recent[slot + same] === words[start + same]) same++;
    if (same === width) return;
    for (; same < width; same++) recent[slot + same] = words[start + same]!;
    this.#places[this.#count++] = -1;
  }

  /** Asks `exists` or `number` of `count` ids one behind the other; `places` has -1 for the first. */
  many(bytes: Uint8Array, count: number, places: Int32Array): void {
    const { idBytes } = this.#catalog;
    for (let done = 0; done < count; ) {
      if (this.#count === MANY) this.settle();
      const some = Math.min(count - done, MANY - this.#count);
      const own = bytes.subarray(done * idBytes, (done + some) * idBytes);
      this.#ids.bytes.set(own, this.#count * idBytes);
      this.#places.set(places.subarray(done, done + some), this.#count);
      this.#count += some;
      done += some;
    }
  }

  /** Asks for its number, which becomes numbers.values[place] in the end; -1 where it is not there. */
  number(bytes: Uint8Array, at: number, place: number): void {
    this.#next(bytes, at);
    this.#places[this.#count++] = place;
  }

  /** Answers all that was asked. */
  settle(): void {
    this.#catalog.findAll(this.#ids, this.#count, this.#found);
    for (let index = 0; index < this.#count; index++) {
      const number = this.#found[index]!;
      const place = this.#places[index]!;
      if (place >= 0) this.#numbers.values[place] = number;
      if (number < 0 && this.#complete) this.missing.add(this.#hex(index));
    }
    this.#count = 0;
  }

  /** Puts the id behind those asked for. @returns the place of its first integer */
  #next(bytes: Uint8Array, at: number): number {
    if (this.#count === MANY) this.settle();
    if (bytes.buffer !== this.#view.buffer) this.#view = new DataView(bytes.buffer);
    const width = this.#width;
    const { words } = this.#ids;
    const start = this.#count * width;
    let from = bytes.byteOffset + at;
    for (let word = start; word < start + width; word++, from += 4) {
      words[word] = this.#view.getInt32(from, LITTLE_ENDIAN);
    }
    return start;
  }

  #hex(index: number): string {
    const { idBytes } = this.#catalog;
    const at = index * idBytes;
    return Buffer.from(this.#ids.bytes.subarray(at, at + idBytes)).toString('hex');
  }
}
