/**
 * Inflates small zlib streams (RFC 1950, 1951) without `node:zlib`, whose loading and first use cost a
 * pre-commit hook more than all its reading: a commit, a few trees and a source file are a few hundred
 * bytes each. Anything large, odd or damaged is left to `node:zlib` by answering `undefined`.
 */

/** Bytes, deflated and inflated; beyond these the library is quicker than its loading is slow. */
const MOST_IN = 4096;
const MOST_OUT = 32768;

/** Symbols 257 to 285: length from…, by so many extra bits; 0 to 29: distance likewise. */
const LENGTHS = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99,
];
const LENGTH_TAIL = [115, 131, 163, 195, 227, 258];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LONGEST_CODE = 15;
/** Codes up to this long are decoded by one look into a table. */
const QUICK = 8;

interface Codes {
  /** By the next QUICK bits: symbol << 4 | length of its code; 0 where the code is longer. */
  readonly quick: Uint16Array;
  /** How many codes have each length, and all symbols in order of their codes. */
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

/** Thrown and caught here only: the stream is not for this reader. */
const GIVE_UP = new Error('not a small zlib stream');

/**
 * @param input a whole zlib stream
 * @returns the bytes, owned by the caller; undefined where `node:zlib` has to look
 */
export function inflateSmall(input: Uint8Array): Uint8Array | undefined {
  if (input.length > MOST_IN || input.length < 8) return undefined;
  const header = (input[0]! << 8) | input[1]!;
  if ((input[0]! & 0x8f) !== 8 || header % 31 !== 0 || input[1]! & 0x20) return undefined;
  const stream = new Stream(input);
  try {
    return stream.inflate();
  } catch (error) {
    if (error === GIVE_UP) return undefined;
    throw error;
  }
}

class Stream {
  private readonly input: Uint8Array;
  private at = 2;
  private held = 0;
  private heldBits = 0;
  private output = new Uint8Array(2048);
  private size = 0;

  constructor(input: Uint8Array) {
    this.input = input;
  }

  inflate(): Uint8Array {
    let last = 0;
    while (last === 0) {
      last = this.bits(1);
      const kind = this.bits(2);
      if (kind === 0) this.stored();
      else if (kind === 1) this.block(fixedLengths(), codesOf(new Uint8Array(30).fill(5)));
      else if (kind === 2) this.dynamic();
      else throw GIVE_UP;
    }
    const bytes = this.output.subarray(0, this.size);
    this.checkEnd(bytes);
    return bytes;
  }

  /** The stream ends with the Adler-32 of what was inflated, big-endian, and nothing behind it. */
  private checkEnd(bytes: Uint8Array): void {
    const { input } = this;
    const at = this.at - (this.heldBits >> 3);
    if (at + 4 !== input.length) throw GIVE_UP;
    let a = 1;
    let b = 0;
    for (let index = 0; index < bytes.length; index++) {
      a += bytes[index]!;
      if (a >= 65521) a -= 65521;
      b += a;
      if (b >= 65521) b -= 65521;
    }
    const high = (input[at]! << 8) | input[at + 1]!;
    const low = (input[at + 2]! << 8) | input[at + 3]!;
    if (high !== b || low !== a) throw GIVE_UP;
  }

  private fill(count: number): void {
    while (this.heldBits < count) {
      if (this.at >= this.input.length) throw GIVE_UP;
      this.held |= this.input[this.at++]! << this.heldBits;
      this.heldBits += 8;
    }
  }

  private bits(count: number): number {
    this.fill(count);
    const value = this.held & ((1 << count) - 1);
    this.held >>>= count;
    this.heldBits -= count;
    return value;
  }

  private room(count: number): void {
    if (this.size + count <= this.output.length) return;
    if (this.size + count > MOST_OUT) throw GIVE_UP;
    const larger = new Uint8Array(Math.min(MOST_OUT, (this.size + count) * 2));
    larger.set(this.output);
    this.output = larger;
  }

  private stored(): void {
    this.bits(this.heldBits & 7);
    const length = this.bits(16);
    if ((this.bits(16) ^ 0xffff) !== length) throw GIVE_UP;
    this.room(length);
    for (let index = 0; index < length; index++) this.output[this.size++] = this.bits(8);
  }

  private dynamic(): void {
    const literals = this.bits(5) + 257;
    const distances = this.bits(5) + 1;
    const lengths = new Uint8Array(19);
    for (let index = 0, count = this.bits(4) + 4; index < count; index++) {
      lengths[ORDER[index]!] = this.bits(3);
    }
    const codes = codesOf(lengths);
    const all = new Uint8Array(literals + distances);
    for (let index = 0; index < all.length; ) {
      const symbol = this.symbol(codes);
      if (symbol < 16) {
        all[index++] = symbol;
        continue;
      }
      if (symbol === 16 && index === 0) throw GIVE_UP;
      const value = symbol === 16 ? all[index - 1]! : 0;
      const times =
        symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
      if (index + times > all.length) throw GIVE_UP;
      all.fill(value, index, index + times);
      index += times;
    }
    this.block(codesOf(all.subarray(0, literals)), codesOf(all.subarray(literals)));
  }

  private block(literals: Codes, distances: Codes): void {
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol === 256) return;
      this.room(1);
      if (symbol < 256) this.output[this.size++] = symbol;
      else this.copy(this.lengthOf(symbol - 257), this.distanceOf(this.symbol(distances)));
    }
  }

  private lengthOf(symbol: number): number {
    if (symbol === 28) return 258;
    const base = LENGTHS[symbol] ?? LENGTH_TAIL[symbol - LENGTHS.length];
    if (base === undefined) throw GIVE_UP;
    return base + (symbol < 8 ? 0 : this.bits((symbol >> 2) - 1));
  }

  private distanceOf(symbol: number): number {
    if (symbol > 29) throw GIVE_UP;
    if (symbol < 4) return symbol + 1;
    const extra = (symbol >> 1) - 1;
    return ((2 + (symbol & 1)) << extra) + 1 + this.bits(extra);
  }

  private copy(length: number, distance: number): void {
    if (distance > this.size) throw GIVE_UP;
    this.room(length);
    const { output } = this;
    for (let index = 0; index < length; index++, this.size++) {
      output[this.size] = output[this.size - distance]!;
    }
  }

  private symbol(codes: Codes): number {
    // Near the end fewer bits are left than a table look-up wants; what is missing counts as zero.
    while (this.heldBits < QUICK && this.at < this.input.length) {
      this.held |= this.input[this.at++]! << this.heldBits;
      this.heldBits += 8;
    }
    const entry = codes.quick[this.held & ((1 << QUICK) - 1)]!;
    const length = entry & 15;
    if (length === 0) return this.slowSymbol(codes);
    if (length > this.heldBits) throw GIVE_UP;
    this.held >>>= length;
    this.heldBits -= length;
    return entry >> 4;
  }

  /** Bit by bit: in a canonical code, the codes of one length follow each other. */
  private slowSymbol({ counts, symbols }: Codes): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST_CODE; length++) {
      code |= this.bits(1);
      const count = counts[length]!;
      if (code - count < first) return symbols[index + (code - first)]!;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw GIVE_UP;
  }
}

function fixedLengths(): Codes {
  const lengths = new Uint8Array(288).fill(8);
  lengths.fill(9, 144, 256);
  lengths.fill(7, 256, 280);
  return codesOf(lengths);
}

/** Canonical Huffman codes of these lengths (0: unused). */
function codesOf(lengths: Uint8Array): Codes {
  const counts = new Uint16Array(LONGEST_CODE + 1);
  for (let symbol = 0; symbol < lengths.length; symbol++) counts[lengths[symbol]!]!++;
  counts[0] = 0;
  const next = new Uint16Array(LONGEST_CODE + 2);
  const offsets = new Uint16Array(LONGEST_CODE + 2);
  for (let length = 1, left = 1; length <= LONGEST_CODE; length++) {
    left = (left << 1) - counts[length]!;
    if (left < 0) throw GIVE_UP;
    next[length + 1] = (next[length]! + counts[length]!) << 1;
    offsets[length + 1] = offsets[length]! + counts[length]!;
  }
  const symbols = new Uint16Array(lengths.length);
  const quick = new Uint16Array(1 << QUICK);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!;
    if (length === 0) continue;
    symbols[offsets[length]!++] = symbol;
    const code = next[length]!++;
    if (length <= QUICK) spread(quick, reversed(code, length), (symbol << 4) | length, length);
  }
  return { quick, counts, symbols };
}

/** Every index that begins with the code (lowest bit first) gets the entry. */
function spread(quick: Uint16Array, code: number, entry: number, length: number): void {
  for (let index = code; index < quick.length; index += 1 << length) quick[index] = entry;
}

function reversed(code: number, length: number): number {
  let out = 0;
  for (let bit = 0; bit < length; bit++) out |= ((code >> bit) & 1) << (length - 1 - bit);
  return out;
}
