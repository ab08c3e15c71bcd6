/**
 * Inflates zlib streams (RFC 1950, 1951) that lie in this memory, as libdeflate does it: 64 bits at hand,
 * one look into a table for a symbol with its length and extra bits, matches copied 16 bytes at a time.
 * Only what is flawless is done; whatever is not, node's zlib looks at again, and has the words for it.
 *
 * Nothing stops at the last byte: up to SPILL bytes behind input are read and behind output written.
 */

import { adler } from './adler.as';
import {
  build,
  buildFixed,
  counts,
  DISTANCE_BITS,
  DISTANCE_MASK,
  distanceCounts,
  distanceSymbols,
  distances,
  END,
  FURTHER,
  isFixed,
  LITERAL,
  LITERAL_BITS,
  LITERAL_MASK,
  list,
  literalSymbols,
  literals,
  ODD,
  ORDER_BITS,
  ORDER_MASK,
  order,
  orderLengths,
  orderSymbols,
  orders,
  used,
} from './codes.as';

export { prepareSymbols } from './codes.as';

/** The most that is read behind the input or written behind the output: three literals and a match. */
export const SPILL: usize = 320;

/** The stream: bits at hand, how many, where the next ones are, where the input ends. */
let held: u64 = 0;
let count: u32 = 0;
let at: usize = 0;
let stop: usize = 0;

/** Where output goes, began, and has to end. */
let out: usize = 0;
let first: usize = 0;
let end: usize = 0;

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
      buildFixed();
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
  if (!readOrder(orderCount)) return false;
  memory.fill(counts, 0, 128);
  const all = readLengths(literalCount, literalCount + distanceCount);
  if (all === 0) return false;
  // Of the distances there are few: where they begin is soon found from the end.
  let first = all;
  while (first > 0 && (load<u16>(used + ((first - 1) << 1)) as u32) >>> 4 >= literalCount) first--;
  for (let index = first; index < all; index++) {
    const slot = used + (index << 1);
    store<u16>(slot, load<u16>(slot) - ((literalCount << 4) as u16));
  }
  store<u8>(isFixed, 0);
  const apart = used + (first << 1);
  return (
    build(distances, apart, all - first, distanceCounts, distanceSymbols, DISTANCE_BITS, true) &&
    build(literals, used, first, counts, literalSymbols, LITERAL_BITS, false)
  );
}

/** The codes of which the lengths of the others are made. */
function readOrder(orderCount: u32): bool {
  v128.store(orderLengths, i64x2.splat(0));
  store<u32>(orderLengths, 0, 16);
  for (let index: u32 = 0; index < orderCount; index++) {
    if (count < 3) fill();
    store<u8>(orderLengths + load<u8>(order + index), take(3) as u8);
  }
  memory.fill(counts, 0, 64);
  let listed: usize = used;
  for (let symbol: u32 = 0; symbol < 19; symbol++) {
    const length = load<u8>(orderLengths + symbol) as u32;
    listed = list(listed, symbol, length, counts);
  }
  const symbols = ((listed - used) as u32) >>> 1;
  return build(orders, used, symbols, counts, orderSymbols, ORDER_BITS, false);
}

/** Lists and counts the lengths of all codes. @returns how many there are; 0 where something is wrong */
function readLengths(literalCount: u32, total: u32): u32 {
  let listed: usize = used;
  let index: u32 = 0;
  let last: u32 = 0;
  let hasEnd = false;
  while (index < total) {
    if (count < 14) {
      if (at > stop) return 0;
      fill();
    }
    const entry = load<u32>(orders + ((((held as u32) & ORDER_MASK) as usize) << 2));
    take(entry & 0xff);
    const symbol = entry >>> 16;
    if (symbol < 16) {
      listed = list(listed, index, symbol, index < literalCount ? counts : distanceCounts);
      if (index === 256) hasEnd = symbol !== 0;
      last = symbol;
      index++;
      continue;
    }
    if (symbol > 16) {
      index += symbol === 17 ? 3 + take(3) : 11 + take(7);
      last = 0;
      continue;
    }
    if (index === 0) return 0;
    const next = index + 3 + take(2);
    if (last !== 0 && index <= 256 && next > 256) hasEnd = true;
    if (next > total) return 0;
    for (; index < next; index++) {
      listed = list(listed, index, last, index < literalCount ? counts : distanceCounts);
    }
  }
  return index === total && hasEnd ? ((listed - used) as u32) >>> 1 : 0;
}

/**
 * Decodes to the end of the block. An entry's lowest byte goes off as it is: shifts look at six bits only,
 * and of `have` just the lowest byte counts. The
 * bits stand two places higher than elsewhere, and `have` counts these two: an entry has four bytes, so what
 * is masked is its offset in the table.
 */
function block(): bool {
  const finish = end;
  const limit = stop + 8;
  const begin = first;
  // Whole bytes go back, for what is held may be too much for two more.
  let next = at - (count >> 3);
  let have = (count & 7) + 2;
  let bits = (held << 2) & ((1 << (have as u64)) - 1);
  let to = out;
  while (true) {
    if (to > finish) return false;
    if (next > limit) return false;
    bits |= load<u64>(next) << (have as u64);
    next += ((63 - have) >>> 3) & 7;
    have |= 56;
    let entry = load<u32>((bits as u32) & LITERAL_MASK, literals);
    if (entry & LITERAL) {
      bits >>= entry as u64;
      have -= entry;
      store<u8>(to, (entry >>> 16) as u8);
      entry = load<u32>((bits as u32) & LITERAL_MASK, literals);
      if (entry & LITERAL) {
        bits >>= entry as u64;
        have -= entry;
        store<u8>(to, (entry >>> 16) as u8, 1);
        entry = load<u32>((bits as u32) & LITERAL_MASK, literals);
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
        held = (bits >> (entry as u64)) >> 2;
        count = ((have - entry) & 0xff) - 2;
        at = next;
        out = to;
        return (entry & END) !== 0 && to <= finish;
      }
    }
    // At most 20 bits are gone for literals, or 10 for a further table.
    const length = (entry >>> 16) + extra(bits, entry);
    bits >>= entry as u64;
    have -= entry;
    if ((have & 0xff) < 30) {
      bits |= load<u64>(next) << (have as u64);
      next += ((63 - have) >>> 3) & 7;
      have |= 56;
    }
    entry = load<u32>((bits as u32) & DISTANCE_MASK, distances);
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
  const mask: u32 = (4 << ((entry >>> 8) & 0x3f)) - 4;
  return load<u32>(table + ((entry >>> 16) << 2) + (bits & mask));
}

/** The extra bits behind the code that stands first in `bits`. */
function extra(bits: u64, entry: u32): u32 {
  const rest = bits & ~((-4 as u64) << (entry as u64));
  return (rest >> (((entry >>> 8) + 2) as u64)) as u32;
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
