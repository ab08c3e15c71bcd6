/**
 * Names of tree entries, each kept once and called by a number. A million entries have a few thousand
 * names, so a name's bytes are compared where they lie; only a new one becomes a string.
 */

const FIRST_SLOTS = 1 << 12;
const FNV = 0x01000193;

export class Interned {
  /** One character per byte: names need not be UTF-8. */
  readonly texts: string[] = [];
  /** Number of the name in each slot, or -1; at most half are taken. */
  #slots = new Int32Array(FIRST_SLOTS).fill(-1);
  readonly #hashes: number[] = [];
  /** The bytes of name n are #bytes[#ends[n], #ends[n + 1]). */
  #bytes = new Uint8Array(1 << 16);
  readonly #ends: number[] = [0];

  /** The number of the name bytes[from, to). */
  number(bytes: Uint8Array, from: number, to: number): number {
    let hash = 0;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, FNV);
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const known = this.#slots[slot]!;
      if (known < 0) return this.#add(bytes.subarray(from, to), hash, slot);
      if (this.#hashes[known] === hash && this.#same(known, bytes, from, to)) return known;
    }
  }

  #same(known: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#ends[known]!;
    if (this.#ends[known + 1]! - start !== to - from) return false;
    for (let at = from; at < to; at++) {
      if (this.#bytes[start + at - from] !== bytes[at]) return false;
    }
    return true;
  }

  #add(name: Uint8Array, hash: number, slot: number): number {
    const number = this.texts.length;
    const start = this.#ends[number]!;
    if (start + name.length > this.#bytes.length) {
      const wider = new Uint8Array((start + name.length) * 2);
      wider.set(this.#bytes);
      this.#bytes = wider;
    }
    this.#bytes.set(name, start);
    this.#ends.push(start + name.length);
    this.#hashes.push(hash);
    this.texts.push(Buffer.from(name).toString('latin1'));
    this.#slots[slot] = number;
    if (this.texts.length * 2 > this.#slots.length) this.#spread();
    return number;
  }

  #spread(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#hashes.length; number++) {
      let slot = this.#hashes[number]! & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#slots = slots;
  }
}
