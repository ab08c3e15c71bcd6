/**
 * The tables by which inflate.as.ts decodes Huffman codes: by the next bits of the stream an entry, which
 * has all that a symbol says. Built as in libdeflate: codes in order, each length doubling the table.
 */

/** A table's entry. Literal: bit 31, its byte from bit 16. Length or distance: its base from bit 16, the
 * code's length from bit 8, that and the extra bits from bit 0. ODD: a further table from bit 16, its
 * bits from bit 8; or one of the other two. */
export const LITERAL: u32 = 0x8000_0000;
export const ODD: u32 = 0x8000;
export const FURTHER: u32 = 0x4000;
export const END: u32 = 0x2000;
const WRONG: u32 = ODD;

const MOST_LITERALS: u32 = 288;
const MOST_DISTANCES: u32 = 32;
export const LITERAL_BITS: u32 = 10;
export const DISTANCE_BITS: u32 = 8;
export const ORDER_BITS: u32 = 7;
export const LITERAL_MASK: u32 = (4 << LITERAL_BITS) - 4;
export const ORDER_MASK: u32 = (1 << ORDER_BITS) - 1;
export const DISTANCE_MASK: u32 = (4 << DISTANCE_BITS) - 4;
const LONGEST: u32 = 15;

/** Where the tables lie, each of the size that it can have at most, further ones included (zlib's `enough`). */
export const literals: usize = 4096;
export const distances: usize = literals + 2342 * 4;
export const orders: usize = distances + 402 * 4;
/** Entries by symbol, still without the code's length. */
export const literalSymbols: usize = orders + 128 * 4;
export const distanceSymbols: usize = literalSymbols + 288 * 4;
export const orderSymbols: usize = distanceSymbols + 32 * 4;
/** How many codes have each length, of literals and of distances. */
export const counts: usize = orderSymbols + 20 * 4;
export const distanceCounts: usize = counts + 16 * 4;
const places: usize = distanceCounts + 16 * 4;
/** Symbols that have a code, with its length (symbol << 4 | length), in order; then in order of their codes. */
export const used: usize = places + 17 * 4;
const sorted: usize = used + (MOST_LITERALS + MOST_DISTANCES) * 2;
export const orderLengths: usize = sorted + MOST_LITERALS * 2;
/** The order in which the lengths of the codes of lengths come. */
export const order: usize = orderLengths + 32;
/** 1: both tables are those of blocks with fixed codes. Here, as all code that works on this memory has to know. */
export const isFixed: usize = order + 32;
/** Where this file's memory ends. */
export const CODES_END: usize = 24_576;

/** Adds a symbol to the list, where it has a code; without asking, as one cannot guess. */
export function list(at: usize, symbol: u32, length: u32, counts: usize): usize {
  const slot = counts + (length << 2);
  store<u32>(slot, load<u32>(slot) + 1);
  store<u16>(at, ((symbol << 4) | length) as u16);
  return at + (length !== 0 ? 2 : 0);
}

/**
 * Builds the table for the codes of the symbols listed there. A set of codes that is not complete is only
 * taken if it is of distances and has one code or none (RFC 1951, 3.2.7). @returns false where these are no codes
 */
export function build(
  table: usize,
  listed: usize,
  symbols: u32,
  counts: usize,
  entries: usize,
  bits: u32,
  lone: bool,
): bool {
  let place: u32 = sorted as u32;
  let space: u32 = 0;
  for (let length: u32 = 1; length <= LONGEST; length++) {
    store<u32>(places + (length << 2), place);
    const used = load<u32>(counts + (length << 2));
    place += used << 1;
    space = (space << 1) + used;
  }
  if (space !== 1 << LONGEST) {
    if (!lone || symbols > 1) return false;
    return buildLone(table, symbols === 0 ? 0 : load<u16>(listed), entries, bits);
  }
  for (const finish = listed + (symbols << 1); listed < finish; listed += 2) {
    const symbol = load<u16>(listed) as u32;
    const slot = places + ((symbol & 15) << 2);
    const to = load<u32>(slot);
    store<u16>(to as usize, (symbol >>> 4) as u16);
    store<u32>(slot, to + 2);
  }
  spread(table, sorted, counts, entries, bits);
  return true;
}

/** One distance, its code being a 0, or none. */
function buildLone(table: usize, symbol: u32, entries: usize, bits: u32): bool {
  if ((symbol & 15) > 1) return false;
  const entry = symbol === 0 ? WRONG : load<u32>(entries + ((symbol >>> 4) << 2)) + 0x101;
  store<u32>(table, entry);
  store<u32>(table, WRONG, 4);
  for (let size: u32 = 2; size < 1 << bits; size = double(table, size));
  return true;
}

/** Writes the entries of complete codes, given by `counts` and the symbols in order of their codes. */
function spread(table: usize, symbols: usize, counts: usize, entries: usize, bits: u32): void {
  let code: u32 = 0;
  let length: u32 = 1;
  let left = load<u32>(counts, 4);
  while (left === 0) left = load<u32>(counts + (++length << 2));
  let size: u32 = 1 << length;
  while (length <= bits) {
    do {
      const symbol = load<u16>(symbols) as usize;
      symbols += 2;
      store<u32>(table + (code << 2), load<u32>(entries + (symbol << 2)) + length * 0x101);
      if (code === size - 1) {
        for (; length < bits; length++) size = double(table, size);
        return;
      }
      code = following(code, size);
    } while (--left !== 0);
    do {
      if (++length <= bits) size = double(table, size);
      left = load<u32>(counts + (length << 2));
    } while (left === 0);
  }
  spreadFurther(table, symbols, counts, entries, bits, code, length, left);
}

/** The entries of codes longer than the table's bits. */
function spreadFurther(
  table: usize,
  symbols: usize,
  counts: usize,
  entries: usize,
  bits: u32,
  code: u32,
  length: u32,
  left: u32,
): void {
  const mask: u32 = (1 << bits) - 1;
  let size: u32 = 1 << bits;
  let prefix: u32 = -1;
  let start: u32 = 0;
  while (true) {
    if ((code & mask) !== prefix) {
      prefix = code & mask;
      start = size;
      let more = length - bits;
      let space = left;
      while (space < 1 << more) {
        more++;
        space = (space << 1) + load<u32>(counts + ((bits + more) << 2));
      }
      size = start + (1 << more);
      store<u32>(table + (prefix << 2), (start << 16) | ODD | FURTHER | (more << 8) | bits);
    }
    const symbol = load<u16>(symbols) as usize;
    symbols += 2;
    const entry = load<u32>(entries + (symbol << 2)) + (length - bits) * 0x101;
    const stride: u32 = 1 << (length - bits);
    for (let index = start + (code >>> bits); index < size; index += stride) {
      store<u32>(table + (index << 2), entry);
    }
    if (code === (1 << length) - 1) return;
    code = following(code, 1 << length);
    left--;
    while (left === 0) left = load<u32>(counts + (++length << 2));
  }
}

/** Codes are read lowest bit first: the next one is this one plus one, counted from the highest bit. */
function following(code: u32, size: u32): u32 {
  const bit: u32 = 1 << (31 - clz(code ^ (size - 1)));
  return (code & (bit - 1)) | bit;
}

function double(table: usize, size: u32): u32 {
  const bytes = (size as usize) << 2;
  if (bytes < 16) store<u64>(table + bytes, load<u64>(table));
  else {
    const finish = table + bytes;
    for (let from = table; from < finish; from += 16) v128.store(from + bytes, v128.load(from));
  }
  return size << 1;
}

/** Writes what each symbol means, and the order of the lengths: 16 17 18 0 8 7 9 6 10 5 11 4 12 3 13 2 14 1 15. */
export function prepareSymbols(): void {
  store<u32>(order, 0x0012_1110);
  store<u32>(order, 0x0609_0708, 4);
  store<u32>(order, 0x040b_050a, 8);
  store<u32>(order, 0x020d_030c, 12);
  store<u32>(order, 0x000f_010e, 16);
  for (let symbol: u32 = 0; symbol < 256; symbol++) {
    store<u32>(literalSymbols + (symbol << 2), LITERAL | (symbol << 16));
  }
  store<u32>(literalSymbols + (256 << 2), ODD | END);
  let base: u32 = 3;
  for (let symbol: u32 = 257; symbol < 285; symbol++) {
    const more: u32 = symbol < 265 ? 0 : (symbol - 261) >>> 2;
    store<u32>(literalSymbols + (symbol << 2), (base << 16) | more);
    base += 1 << more;
  }
  store<u32>(literalSymbols + (285 << 2), 258 << 16);
  store<u32>(literalSymbols + (286 << 2), WRONG);
  store<u32>(literalSymbols + (287 << 2), WRONG);
  base = 1;
  for (let symbol: u32 = 0; symbol < 30; symbol++) {
    const more: u32 = symbol < 4 ? 0 : (symbol >>> 1) - 1;
    store<u32>(distanceSymbols + (symbol << 2), (base << 16) | more);
    base += 1 << more;
  }
  store<u32>(distanceSymbols + (30 << 2), WRONG);
  store<u32>(distanceSymbols + (31 << 2), WRONG);
  for (let symbol: u32 = 0; symbol < 19; symbol++) {
    store<u32>(orderSymbols + (symbol << 2), symbol << 16);
  }
}

/** Builds the tables of blocks with fixed codes, if they are not there already. */
export function buildFixed(): void {
  if (load<u8>(isFixed) !== 0) return;
  store<u8>(isFixed, 1);
  memory.fill(counts, 0, 128);
  let listed: usize = used;
  for (let symbol: u32 = 0; symbol < MOST_LITERALS; symbol++) {
    const length: u32 = symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
    listed = list(listed, symbol, length, counts);
  }
  build(literals, used, MOST_LITERALS, counts, literalSymbols, LITERAL_BITS, false);
  listed = used;
  for (let symbol: u32 = 0; symbol < MOST_DISTANCES; symbol++) {
    listed = list(listed, symbol, 5, distanceCounts);
  }
  build(distances, used, MOST_DISTANCES, distanceCounts, distanceSymbols, DISTANCE_BITS, false);
}
