/**
 * Inflates zlib streams (RFC 1950, 1951) that lie in this memory, as libdeflate does it: 64 bits at hand,
 * one look into a table for a symbol with its length and extra bits, matches copied 16 bytes at a time.
 * Only what is flawless is done; whatever is not, node's zlib looks at again, and has the words for it.
 *
 * Nothing stops at the last byte: up to SPILL bytes behind input are read and behind output written.
 */

/** The most that is read behind the input or written behind the output: three literals and a match. */
export const SPILL: usize = 320;

/** A table's entry. Literal: bit 31, its byte from bit 16. Length or distance: its base from bit 16, the
 * code's length from bit 8, that and the extra bits from bit 0. ODD: a further table from bit 16, its
 * bits from bit 8; or one of the other two. */
const LITERAL: u32 = 0x8000_0000;
const ODD: u32 = 0x8000;
const FURTHER: u32 = 0x4000;
const END: u32 = 0x2000;
const WRONG: u32 = ODD;

const MOST_LITERALS = 288;
const MOST_DISTANCES = 32;
const LITERAL_BITS: u32 = 10;
const DISTANCE_BITS: u32 = 8;
const ORDER_BITS: u32 = 7;
const LITERAL_MASK: u32 = (1 << LITERAL_BITS) - 1;
const DISTANCE_MASK: u32 = (1 << DISTANCE_BITS) - 1;
const LONGEST: u32 = 15;

/** Where the tables lie, each of the size that it can have at most, further ones included (zlib's `enough`). */
const literals: usize = 4096;
const distances: usize = literals + 2342 * 4;
const orders: usize = distances + 402 * 4;
/** Entries by symbol, still without the code's length. */
const literalSymbols: usize = orders + 128 * 4;
const distanceSymbols: usize = literalSymbols + 288 * 4;
const orderSymbols: usize = distanceSymbols + 32 * 4;
/** Lengths of codes as they are read. */
const lengths: usize = orderSymbols + 20 * 4;
const orderLengths: usize = lengths + 320;
const counts: usize = orderLengths + 32;
const places: usize = counts + 16 * 4;
const sorted: usize = places + 16 * 4;
/** Where this file's memory ends. */
export const INFLATE_END: usize = 24_576;

/** The order in which the lengths of the codes of lengths come. */
const order = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

/** The stream: bits at hand, how many, where the next ones are, where the input ends. */
let held: u64 = 0;
let count: u32 = 0;
let at: usize = 0;
let stop: usize = 0;

/** Where output goes, began, and has to end. */
let out: usize = 0;
let first: usize = 0;
let end: usize = 0;

/** Both tables are those of blocks with fixed codes. */
let isFixed = false;

/** @returns whether [from, to) begins with a sound stream of exactly `size` bytes; they are at `output` */
export function inflate(from: usize, to: usize, output: usize, size: usize): bool {
  if (to < from + 8) return false;
  const header = ((load<u8>(from) as u32) << 8) | (load<u8>(from, 1) as u32);
  // Deflate, a window of at most 32 KiB, no dictionary.
  if ((header & 0x8f00) !== 0x0800 || (header & 0x20) !== 0 || header % 31 !== 0) return false;
  at = from + 2;
  stop = to;
  held = 0;
  count = 0;
  out = output;
  first = output;
  end = output + size;
  let last: u32 = 0;
  while (last === 0) {
    fill();
    last = take(1);
    const kind = take(2);
    if (kind === 0) {
      if (!stored()) return false;
    } else if (kind === 1) {
      if (!isFixed) prepareFixed();
      if (!block()) return false;
    } else if (kind !== 2 || !dynamic() || !block()) return false;
    if (at > stop + 8) return false;
  }
  at -= count >> 3;
  if (out !== end || at + 4 > stop) return false;
  return bswap<u32>(load<u32>(at)) === adler(output, size);
}

function fill(): void {
  held |= load<u64>(at) << count;
  at += (63 - count) >> 3;
  count |= 56;
}

function take(bits: u32): u32 {
  const value = (held as u32) & ((1 << bits) - 1);
  held >>= bits;
  count -= bits;
  return value;
}

function stored(): bool {
  // Back to the byte behind the three bits.
  at -= count >> 3;
  held = 0;
  count = 0;
  if (at + 4 > stop) return false;
  const size = load<u16>(at) as usize;
  if (((load<u16>(at, 2) as usize) ^ 0xffff) !== size) return false;
  at += 4;
  if (at + size > stop || out > end || size > end - out) return false;
  memory.copy(out, at, size);
  at += size;
  out += size;
  return true;
}

/** Reads the two tables of a block. */
function dynamic(): bool {
  const literalCount = take(5) + 257;
  const distanceCount = take(5) + 1;
  const orderCount = take(4) + 4;
  if (literalCount > 286 || distanceCount > 30) return false;
  v128.store(orderLengths, i64x2.splat(0));
  store<u32>(orderLengths, 0, 16);
  for (let index: u32 = 0; index < orderCount; index++) {
    if (count < 3) fill();
    store<u8>(orderLengths + load<u8>(order + index), take(3) as u8);
  }
  if (!build(orders, orderLengths, 19, orderSymbols, ORDER_BITS, false)) return false;
  const total = literalCount + distanceCount;
  const mask: u32 = (1 << ORDER_BITS) - 1;
  let index: u32 = 0;
  while (index < total) {
    if (count < 14) {
      if (at > stop) return false;
      fill();
    }
    const entry = load<u32>(orders + ((((held as u32) & mask) as usize) << 2));
    take(entry & 0xff);
    const symbol = entry >>> 16;
    if (symbol < 16) {
      store<u8>(lengths + index, symbol as u8);
      index++;
      continue;
    }
    let value: u8 = 0;
    let times: u32 = 0;
    if (symbol === 16) {
      if (index === 0) return false;
      value = load<u8>(lengths + index - 1);
      times = 3 + take(2);
    } else if (symbol === 17) times = 3 + take(3);
    else times = 11 + take(7);
    if (index + times > total) return false;
    memory.fill(lengths + index, value, times);
    index += times;
  }
  if (load<u8>(lengths, 256) === 0) return false;
  const apart = lengths + literalCount;
  isFixed = false;
  return (
    build(distances, apart, distanceCount, distanceSymbols, DISTANCE_BITS, true) &&
    build(literals, lengths, literalCount, literalSymbols, LITERAL_BITS, false)
  );
}

/**
 * Decodes to the end of the block. An entry's lowest byte goes off as it is: shifts look at six bits only,
 * and of `have` just the lowest byte counts.
 */
function block(): bool {
  const finish = end;
  const limit = stop + 8;
  const begin = first;
  let bits = held;
  let have = count;
  let next = at;
  let to = out;
  while (true) {
    if (to > finish) return false;
    if (next > limit) return false;
    bits |= load<u64>(next) << (have as u64);
    next += ((63 - have) >>> 3) & 7;
    have |= 56;
    let entry = load<u32>(((bits as u32) & LITERAL_MASK) << 2, literals);
    if (entry & LITERAL) {
      bits >>= entry as u64;
      have -= entry;
      store<u8>(to, (entry >>> 16) as u8);
      entry = load<u32>(((bits as u32) & LITERAL_MASK) << 2, literals);
      if (entry & LITERAL) {
        bits >>= entry as u64;
        have -= entry;
        store<u8>(to, (entry >>> 16) as u8, 1);
        entry = load<u32>(((bits as u32) & LITERAL_MASK) << 2, literals);
        if (entry & LITERAL) {
          bits >>= entry as u64;
          have -= entry;
          store<u8>(to, (entry >>> 16) as u8, 2);
          to += 3;
          continue;
        }
        to += 2;
      } else to += 1;
    }
    if (entry & ODD) {
      if (entry & FURTHER) {
        bits >>= entry as u64;
        have -= entry;
        entry = further(literals, entry, bits as u32);
        if (entry & LITERAL) {
          bits >>= entry as u64;
          have -= entry;
          store<u8>(to++, (entry >>> 16) as u8);
          continue;
        }
      }
      if (entry & ODD) {
        held = bits >> (entry as u64);
        count = (have - entry) & 0xff;
        at = next;
        out = to;
        return (entry & END) !== 0 && to <= finish;
      }
    }
    // At most 20 bits are gone for literals, or 10 for a further table.
    const length = (entry >>> 16) + extra(bits, entry);
    bits >>= entry as u64;
    have -= entry;
    if ((have & 0xff) < 28) {
      bits |= load<u64>(next) << (have as u64);
      next += ((63 - have) >>> 3) & 7;
      have |= 56;
    }
    entry = load<u32>(((bits as u32) & DISTANCE_MASK) << 2, distances);
    if (entry & ODD) {
      if ((entry & FURTHER) === 0) return false;
      bits >>= entry as u64;
      have -= entry;
      entry = further(distances, entry, bits as u32);
      if (entry & ODD) return false;
    }
    const distance = (entry >>> 16) + extra(bits, entry);
    bits >>= entry as u64;
    have -= entry;
    if (distance > ((to - begin) as u32)) return false;
    copy(to, distance, length);
    to += length;
  }
}

/** The entry that stands behind one which is FURTHER. */
function further(table: usize, entry: u32, bits: u32): u32 {
  const mask: u32 = (1 << ((entry >>> 8) & 0x3f)) - 1;
  return load<u32>(table + (((entry >>> 16) + (bits & mask)) << 2));
}

/** The extra bits behind the code that stands first in `bits`. */
function extra(bits: u64, entry: u32): u32 {
  return ((bits & ~((-1 as u64) << (entry as u64))) >> ((entry >>> 8) as u64)) as u32;
}

/** Copies `length` bytes to `to` from `distance` before it, and up to 15 more. */
function copy(to: usize, distance: usize, length: usize): void {
  const finish = to + length;
  let from = to - distance;
  if (distance >= 16) {
    do {
      v128.store(to, v128.load(from));
      to += 16;
      from += 16;
    } while (to < finish);
    return;
  }
  if (distance === 1) {
    const all = i8x16.splat(load<i8>(from));
    do {
      v128.store(to, all);
      to += 16;
    } while (to < finish);
    return;
  }
  // What eight bytes bring is right as far as the distance.
  const step = distance < 8 ? distance : 8;
  do {
    store<u64>(to, load<u64>(from));
    to += step;
    from += step;
  } while (to < finish);
}

/**
 * Builds the table for these lengths of codes. A set of codes that is not complete is only taken if it is
 * of distances and has one code or none (RFC 1951, 3.2.7). @returns false where these are no codes
 */
function build(
  table: usize,
  lengths: usize,
  symbols: u32,
  entries: usize,
  bits: u32,
  lone: bool,
): bool {
  memory.fill(counts, 0, 64);
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const slot = counts + ((load<u8>(lengths + symbol) as usize) << 2);
    store<u32>(slot, load<u32>(slot) + 1);
  }
  let place = load<u32>(counts);
  const unused = place;
  let space: u32 = 0;
  store<u32>(places, 0);
  for (let length: u32 = 1; length <= LONGEST; length++) {
    store<u32>(places + (length << 2), place);
    const used = load<u32>(counts + (length << 2));
    place += used;
    space = (space << 1) + used;
  }
  if (space !== 1 << LONGEST) {
    return lone && buildLone(table, lengths, symbols, entries, space, bits);
  }
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const slot = places + ((load<u8>(lengths + symbol) as usize) << 2);
    const to = load<u32>(slot);
    store<u16>(sorted + (to << 1), symbol as u16);
    store<u32>(slot, to + 1);
  }
  spread(table, sorted + (unused << 1), entries, bits);
  return true;
}

/** One distance, its code being a 0, or none. */
function buildLone(
  table: usize,
  lengths: usize,
  symbols: u32,
  entries: usize,
  space: u32,
  bits: u32,
): bool {
  if (space !== 0 && (space !== 1 << (LONGEST - 1) || load<u32>(counts, 4) !== 1)) return false;
  let entry = WRONG;
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    if (load<u8>(lengths + symbol) !== 0) entry = load<u32>(entries + (symbol << 2)) + 0x101;
  }
  store<u32>(table, entry);
  store<u32>(table, WRONG, 4);
  for (let size: u32 = 2; size < 1 << bits; size = double(table, size));
  return true;
}

/** Writes the entries of complete codes, given by `counts` and the symbols in order of their codes. */
function spread(table: usize, symbols: usize, entries: usize, bits: u32): void {
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
  spreadFurther(table, symbols, entries, bits, code, length, left);
}

/** The entries of codes longer than the table's bits. */
function spreadFurther(
  table: usize,
  symbols: usize,
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

/** Writes what each symbol means. */
export function prepareInflate(): void {
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

function prepareFixed(): void {
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  build(literals, lengths, MOST_LITERALS, literalSymbols, LITERAL_BITS, false);
  memory.fill(lengths, 5, 32);
  build(distances, lengths, MOST_DISTANCES, distanceSymbols, DISTANCE_BITS, false);
  isFixed = true;
}

/** The most bytes after which the sums still fit: 5552 in zlib; a multiple of 16. */
const ADLER_RUN: usize = 5552;

function adler(from: usize, size: usize): u32 {
  let a: u32 = 1;
  let b: u32 = 0;
  const weights = i8x16(16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
  const high = i16x8.extend_low_i8x16_u(weights);
  const low = i16x8.extend_high_i8x16_u(weights);
  while (size >= 16) {
    const run = min(size, ADLER_RUN) & ~15;
    let sums = i32x4.splat(0);
    let earlier = i32x4.splat(0);
    let weighed = i32x4.splat(0);
    for (const finish = from + run; from < finish; from += 16) {
      const bytes = v128.load(from);
      earlier = i32x4.add(earlier, sums);
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes)));
      weighed = i32x4.add(weighed, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(bytes), high));
      weighed = i32x4.add(weighed, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(bytes), low));
    }
    b = (b + a * (run as u32) + total(earlier) * 16 + total(weighed)) % 65521;
    a = (a + total(sums)) % 65521;
    size -= run;
  }
  for (; size > 0; size--) {
    a += load<u8>(from++);
    b += a;
  }
  return ((b % 65521) << 16) | (a % 65521);
}

function total(lanes: v128): u32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}
