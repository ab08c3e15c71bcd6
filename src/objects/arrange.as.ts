/**
 * Puts the offsets of a pack's index in order. It is done once in a process, by loops that JavaScript would
 * run through before it has compiled them.
 */

/** 11 bits, whose counts stay in the nearest cache. */
const DIGIT: u32 = 11;
const DIGITS: u32 = 1 << DIGIT;
const COUNTS: usize = DIGITS * 4;
/**
 * Entries that a loop goes over: V8 takes the quicker code that it makes of a function where that is called anew.
 * These functions are exported, so that they stay functions.
 */
const BLOCK: u32 = 1 << 13;

/** Where the bytes go that `arrange` reads, and are that it writes, for so many entries from there on. */
export function offsetsAt(from: usize, count: u32): usize {
  return (from + 3 * COUNTS + 16 * (count as usize) + 7) & ~7;
}

export function orderAt(from: usize): usize {
  return from + 3 * COUNTS;
}

/**
 * At `offsetsAt` are `count` offsets in the order of the ids, four bytes each, highest first. They are put in
 * order there, as floats, `end` behind them; which one each was is at `orderAt`.
 * @returns false where one stands in another table, twice, in the pack's header or behind the end
 */
export function arrange(from: usize, count: u32, end: f64): bool {
  const offsets = offsetsAt(from, count);
  const keys = from + 3 * COUNTS + 8 * (count as usize);
  memory.fill(from, 0, 3 * COUNTS);
  for (let index: u32 = 0; index < count; index += BLOCK) {
    if (!countBlock(from, offsets, keys, index, min(index + BLOCK, count))) return false;
  }
  // Three moves: from the first place to the second, back, and to the second again.
  const other = offsets;
  sort(from, keys, other, count, 0);
  sort(from + COUNTS, other, keys, count, DIGIT);
  sort(from + 2 * COUNTS, keys, other, count, 2 * DIGIT);
  return spread(from, other, count, end);
}

/**
 * As `arrange`, where a file says which order they are in: at `orderAt` stand `count` positions, and behind those the
 * offsets. Each offset has to be above the one before, so nothing but their order gives `true`.
 */
export function arrangeAs(from: usize, count: u32, end: f64): bool {
  const order = orderAt(from);
  const offsets = offsetsAt(from, count);
  previous = 11;
  for (let index: u32 = 0; index < count; index += BLOCK) {
    if (!followBlock(order, count, offsets, index, min(index + BLOCK, count))) return false;
  }
  store<f64>(offsets + ((count as usize) << 3), end);
  return end > (previous as f64);
}

export function followBlock(order: usize, count: u32, offsets: usize, index: u32, stop: u32): bool {
  const listed = order + ((count as usize) << 2);
  for (; index < stop; index++) {
    const position = bswap<u32>(load<u32>(order + (index << 2)));
    if (position >= count) return false;
    const offset = bswap<u32>(load<u32>(listed + (position << 2)));
    if (offset <= previous || offset >= 0x8000_0000) return false;
    previous = offset;
    store<u32>(order + (index << 2), position);
    store<f64>(offsets + (index << 3), offset as f64);
  }
  return true;
}

/** Makes pairs of the offsets [index, stop), and counts their digits. */
export function countBlock(from: usize, offsets: usize, keys: usize, index: u32, stop: u32): bool {
  for (; index < stop; index++) {
    const offset = bswap<u32>(load<u32>(offsets + (index << 2)));
    if (offset >= 0x8000_0000) return false;
    store<u32>(keys + (index << 3), offset);
    store<u32>(keys + (index << 3), index, 4);
    for (let digit: u32 = 0; digit < 3; digit++) {
      const slot = from + digit * COUNTS + (((offset >>> (digit * DIGIT)) & (DIGITS - 1)) << 2);
      store<u32>(slot, load<u32>(slot) + 1);
    }
  }
  return true;
}

/** Moves pairs of offset and index, 8 bytes each, in order of one digit of the offset. */
function sort(counts: usize, pairs: usize, to: usize, count: u32, shift: u32): void {
  let sum: u32 = 0;
  for (let slot = counts; slot < counts + COUNTS; slot += 4) {
    const own = load<u32>(slot);
    store<u32>(slot, sum);
    sum += own;
  }
  const finish = pairs + (count << 3);
  for (; pairs < finish; pairs += BLOCK << 3) {
    moveBlock(counts, pairs, min(pairs + (BLOCK << 3), finish), to, shift);
  }
}

export function moveBlock(counts: usize, pairs: usize, finish: usize, to: usize, shift: u32): void {
  for (; pairs < finish; pairs += 8) {
    const pair = load<u64>(pairs);
    const slot = counts + ((((pair as u32) >>> shift) & (DIGITS - 1)) << 2);
    const place = load<u32>(slot);
    store<u32>(slot, place + 1);
    store<u64>(to + (place << 3), pair);
  }
}

/** Makes of the sorted pairs an order and floats. */
function spread(from: usize, pairs: usize, count: u32, end: f64): bool {
  const order = orderAt(from);
  previous = 11;
  for (let index: u32 = 0; index < count; index += BLOCK) {
    if (!spreadBlock(order, pairs, index, min(index + BLOCK, count))) return false;
  }
  store<f64>(pairs + (count << 3), end);
  return end > (previous as f64);
}

let previous: u32 = 0;

export function spreadBlock(order: usize, pairs: usize, index: u32, stop: u32): bool {
  for (; index < stop; index++) {
    const offset = load<u32>(pairs + (index << 3));
    store<u32>(order + (index << 2), load<u32>(pairs + (index << 3), 4));
    store<f64>(pairs + (index << 3), offset as f64);
    if (offset <= previous) return false;
    previous = offset;
  }
  return true;
}
