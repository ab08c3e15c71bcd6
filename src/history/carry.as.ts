/**
 * What carry.ts says, done in the memory in which the object was built a moment ago: searches what is new
 * in it for cores, takes over the candidates of what it copies, and says which of them have to be settled.
 * Bounds and order are those of carry.ts and of detect/search.ts, which it is tested against.
 */
import { SPARE } from '../objects/layout.as';

/** The tables: by pair of bytes its mark, … */
const MARKS: usize = SPARE;
/** … by mark and the byte behind the pair, or before it, the first entry of a chain, … */
const BEHIND: usize = MARKS + 0x1_0000;
const BEFORE: usize = BEHIND + 0x2_0000;
/** … and the entries: u16 next, u16 offset, u16 core, u16 length, then what is compared, 8 bytes each. */
const ENTRIES: usize = BEFORE + 0x2_0000;
const MOST_ENTRIES: u32 = 8192;
const TEXT: usize = 8;
const FOLD: usize = 16;
const MASK: usize = 24;

/** By depth: where the candidates of the object on the path end, and 1 where there were too many. */
const tops: usize = ENTRIES + MOST_ENTRIES * 32;
export const MOST_DEPTH: u32 = 1 << 16;
export const DENSE: usize = tops + MOST_DEPTH * 4;
/** Candidates of the objects on the path, one list behind the other. */
export const PLACES: usize = SPARE + 0x10_0000;
const MOST: u32 = 1 << 20;
export const CORES: usize = PLACES + MOST * 4;
/** Pairs of first and last of the candidates to settle. */
export const RANGES: usize = CORES + MOST * 2;
const MOST_RANGES: u32 = 1 << 18;

/**
 * Where `prepare` reads what it makes tables of, over which candidates are written later. Cores, shortest first:
 * u16 its number, u8 its length, u8 not 0 where letters are compared without case, and its 8 bytes, zeros behind
 * the last. Then how common bytes are, and pairs of the first 128 (detect/rarity.ts).
 */
export const ROWS: usize = PLACES;
const ROW: usize = 12;
export const WEIGHTS: usize = CORES;
export const PENALTIES: usize = WEIGHTS + 256;

/** As in carry.ts. */
const SHORT: u32 = 64;
const CORE: i32 = 8;
const SPARSE: u32 = 32;
const FEW: u32 = 1024;

/** Of the engine. */
let lookBehind: i32 = 0;
let lookAhead: i32 = 0;

let floor: u32 = 0;
let length: u32 = 0;
let ranges: u32 = 0;
let overflow = false;
let searched: f64 = 0;

/** The object, and where it ends. */
let object: usize = 0;
let finish: usize = 0;
/** Candidates of the base. */
let baseFirst: u32 = 0;
let baseLast: u32 = 0;

export function setUp(behind: i32, ahead: i32): void {
  lookBehind = behind;
  lookAhead = ahead;
}

let used: u32 = 0;
let entries: u32 = 0;

/**
 * As in detect/tables.ts: of every core a rare pair at an even offset and one at an odd one get a mark in
 * all their spellings; by the mark and the byte behind the pair (before it, where the core ends with it)
 * one finds a chain of entries. @returns false where there are too many
 */
export function prepare(count: u32): bool {
  memory.fill(MARKS, 0, ENTRIES - MARKS);
  used = 0;
  // 0 ends a chain.
  entries = 1;
  for (let row: u32 = 0; row < count; row++) {
    const core = ROWS + row * ROW;
    if (!enter(core, rarest(core, 0)) || !enter(core, rarest(core, 1))) return false;
  }
  return true;
}

/** A letter may also be met as a capital where the core is compared without case. */
function spellings(core: usize, code: u32): u32 {
  return load<u8>(core, 3) !== 0 && isLetter(code) ? 2 : 1;
}

/** Offset, of the given parity, of the core's rarest pair: one that is marked already costs nothing. */
function rarest(core: usize, parity: u32): u32 {
  const length = load<u8>(core, 2) as u32;
  let best = parity;
  let least: u32 = 0xffff;
  for (let offset = parity; offset + 1 < length; offset += 2) {
    const common = commonness(core, offset);
    if (common < least) {
      least = common;
      best = offset;
    }
  }
  return best;
}

function commonness(core: usize, offset: u32): u32 {
  const first = load<u8>(core + offset, 4) as u32;
  const second = load<u8>(core + offset, 5) as u32;
  let isMarked = true;
  for (let one: u32 = 0; one < spellings(core, first); one++) {
    for (let two: u32 = 0; two < spellings(core, second); two++) {
      const pair = (first - one * 32) | ((second - two * 32) << 8);
      if (load<u8>(MARKS + pair) === 0) isMarked = false;
    }
  }
  if (isMarked) return 0;
  const penalty: u32 = (first | second) < 128 ? load<u8>(PENALTIES + first * 128 + second) : 0;
  return load<u8>(WEIGHTS + first) + load<u8>(WEIGHTS + second) + penalty;
}

function enter(core: usize, offset: u32): bool {
  const isLast = offset + 2 === (load<u8>(core, 2) as u32);
  const chains = isLast ? BEFORE : BEHIND;
  const first = load<u8>(core + offset, 4) as u32;
  const second = load<u8>(core + offset, 5) as u32;
  const beside = load<u8>(core + 4 + (isLast ? offset - 1 : offset + 2)) as u32;
  for (let one: u32 = 0; one < spellings(core, first); one++) {
    for (let two: u32 = 0; two < spellings(core, second); two++) {
      const pair = (first - one * 32) | ((second - two * 32) << 8);
      if (load<u8>(MARKS + pair) === 0) store<u8>(MARKS + pair, ((used++ % 255) + 1) as u8);
      const mark = load<u8>(MARKS + pair) as u32;
      for (let three: u32 = 0; three < spellings(core, beside); three++) {
        if (entries === MOST_ENTRIES) return false;
        const key = (mark << 8) | (beside - three * 32);
        describe(core, offset, load<u16>(chains + (key << 1)));
        store<u16>(chains + (key << 1), entries++ as u16);
      }
    }
  }
  return true;
}

function describe(core: usize, offset: u32, next: u16): void {
  const slot = ENTRIES + (entries << 5);
  const length = load<u8>(core, 2) as u32;
  store<u16>(slot, next);
  store<u16>(slot, offset as u16, 2);
  store<u16>(slot, load<u16>(core), 4);
  store<u16>(slot, length as u16, 6);
  for (let index: u32 = 0; index < 8; index++) {
    const code = load<u8>(core + index, 4) as u32;
    store<u8>(slot + index, code as u8, TEXT);
    store<u8>(slot + index, spellings(core, code) > 1 ? 0x20 : 0, FOLD);
    store<u8>(slot + index, index < length ? 0xff : 0, MASK);
  }
}

function isLetter(code: u32): bool {
  return code >= 97 && code <= 122;
}

/** Bytes that were searched since this was asked last. */
export function takeSearched(): f64 {
  const bytes = searched;
  searched = 0;
  return bytes;
}

/**
 * The object at [start, start + size), at this depth of the path, took `count` copies from a base of that
 * size; their columns are at `copies`, `stride` apart. @returns how many RANGES have to be settled, or -1:
 * there are too many for this memory, and nothing of the object is kept
 */
export function scan(
  depth: u32,
  start: usize,
  size: u32,
  baseSize: u32,
  copies: usize,
  stride: usize,
  count: u32,
): i32 {
  if (depth >= MOST_DEPTH) return -1;
  floor = depth > 0 ? load<u32>(tops + ((depth - 1) << 2)) : 0;
  length = floor;
  ranges = 0;
  overflow = false;
  object = start;
  finish = start + size;
  if (depth > 0 && load<u8>(DENSE + depth - 1) === 0) {
    baseFirst = depth > 1 ? load<u32>(tops + ((depth - 2) << 2)) : 0;
    baseLast = floor;
    mixed(size, baseSize, copies, stride, count);
  } else fresh(0, size);
  const dense = overflow || length - floor > FEW + size / SPARSE;
  store<u8>(DENSE + depth, dense ? 1 : 0);
  store<u32>(tops + (depth << 2), dense ? floor : length);
  return overflow ? -1 : (ranges as i32);
}

/** Of the object at this depth nothing is known: what hangs on it is searched whole. */
export function skip(depth: u32): void {
  if (depth >= MOST_DEPTH) return;
  store<u32>(tops + (depth << 2), depth > 0 ? load<u32>(tops + ((depth - 1) << 2)) : 0);
  store<u8>(DENSE + depth, 1);
}

/** Searches what is new and carries what is not. */
function mixed(size: u32, baseSize: u32, copies: usize, stride: usize, count: u32): void {
  const none = baseFirst === baseLast;
  let done: u32 = 0;
  for (const end = copies + (count << 2); copies < end; copies += 4) {
    const copied = load<u32>(copies + 2 * stride);
    if (copied < SHORT) continue;
    const to = load<u32>(copies);
    const from = load<u32>(copies + stride);
    // Where object and base begin or end together, there is nothing beyond the copy to differ.
    const atStart = (to | from) === 0;
    const atEnd = to + copied === size && from + copied === baseSize;
    const stop: i32 = atEnd ? size : to + copied - CORE + 1;
    if (to > done) fresh(done, to);
    if (!none) {
      const low: i32 = atStart ? 0 : to + lookBehind;
      const high: i32 = atEnd ? size : to + copied - lookAhead;
      carry(to, stop, low, high, (to as i32) - (from as i32));
    }
    done = stop;
  }
  if (done < size) fresh(done, size);
}

function fresh(from: u32, to: u32): void {
  searched += (to - from) as f64;
  const first = length;
  search(object + from, object + to);
  settle(first, length);
}

/**
 * Takes over the base's candidates that come to start in [from, stop). Those in [low, high), far from the
 * copy's ends, lead to the same hits; the others have to be settled.
 */
function carry(from: i32, stop: i32, low: i32, high: i32, shift: i32): void {
  const start = length;
  let left = start;
  let right = start;
  let index = lower(from - shift);
  for (; index < baseLast; index++) {
    const place: i32 = load<i32>(PLACES + (index << 2)) + shift;
    if (place >= stop) break;
    if (length === MOST) {
      overflow = true;
      return;
    }
    store<i32>(PLACES + (length << 2), place);
    store<u16>(CORES + (length << 1), load<u16>(CORES + (index << 1)));
    length++;
    if (place < low) left = length;
    if (place < high) right = length;
  }
  if (low >= high) left = right = length;
  settle(start, left);
  settle(max(left, right), length);
}

/** The first of the base's candidates at or behind `place`. */
function lower(place: i32): u32 {
  let first = baseFirst;
  let last = baseLast;
  while (first < last) {
    const middle = (first + last) >>> 1;
    if (load<i32>(PLACES + (middle << 2)) < place) first = middle + 1;
    else last = middle;
  }
  return first;
}

function settle(first: u32, last: u32): void {
  if (first === last) return;
  const slot = RANGES + (ranges << 3);
  if (ranges > 0 && load<u32>(slot - 4) === first) {
    store<u32>(slot - 4, last);
    return;
  }
  if (ranges === MOST_RANGES) {
    overflow = true;
    return;
  }
  store<u32>(slot, first);
  store<u32>(slot, last, 4);
  ranges++;
}

/** Appends the candidates that start in [from, to). */
function search(from: usize, to: usize): void {
  // The last pair must be in the object, and no core goes on further than this.
  const stop = min(finish - 1, to + CORE);
  let at = (from + 1) & ~1;
  for (; at + 8 <= stop; at += 8) {
    const low = load<u32>(at);
    const high = load<u32>(at, 4);
    const one = load<u8>(MARKS + (low & 0xffff));
    const two = load<u8>(MARKS + (low >>> 16));
    const three = load<u8>(MARKS + (high & 0xffff));
    const four = load<u8>(MARKS + (high >>> 16));
    if ((one | two | three | four) === 0) continue;
    if (one !== 0) compare(at, one, from, to);
    if (two !== 0) compare(at + 2, two, from, to);
    if (three !== 0) compare(at + 4, three, from, to);
    if (four !== 0) compare(at + 6, four, from, to);
  }
  for (; at < stop; at += 2) {
    const mark = load<u8>(MARKS + load<u16>(at));
    if (mark !== 0) compare(at, mark, from, to);
  }
}

/** A marked pair stands at `at`: which cores really stand around it? */
function compare(at: usize, mark: u32, from: usize, to: usize): void {
  const key = mark << 8;
  if (at + 2 < finish) {
    const entry = load<u16>(BEHIND + ((key | load<u8>(at, 2)) << 1));
    if (entry !== 0) follow(at, entry, from, to);
  }
  if (at > object) {
    const entry = load<u16>(BEFORE + ((key | load<u8>(at - 1)) << 1));
    if (entry !== 0) follow(at, entry, from, to);
  }
}

function follow(at: usize, entry: u32, from: usize, to: usize): void {
  while (entry !== 0) {
    const slot = ENTRIES + (entry << 5);
    const start = at - load<u16>(slot, 2);
    if (start >= from && start < to && start + load<u16>(slot, 6) <= finish) {
      const folded = (load<u64>(start) | load<u64>(slot, FOLD)) & load<u64>(slot, MASK);
      if (folded === load<u64>(slot, TEXT)) push((start - object) as i32, load<u16>(slot, 4));
    }
    entry = load<u16>(slot);
  }
}

/** Candidates come nearly in order; each finds its place among those before it. */
function push(place: i32, core: u16): void {
  if (length === MOST) {
    overflow = true;
    return;
  }
  let at = length++;
  while (at > floor && load<i32>(PLACES + ((at - 1) << 2)) > place) {
    store<i32>(PLACES + (at << 2), load<i32>(PLACES + ((at - 1) << 2)));
    store<u16>(CORES + (at << 1), load<u16>(CORES + ((at - 1) << 1)));
    at--;
  }
  store<i32>(PLACES + (at << 2), place);
  store<u16>(CORES + (at << 1), core);
}
