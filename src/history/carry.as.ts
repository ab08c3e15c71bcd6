/**
 * What carry.ts says, done in the memory in which the object was built a moment ago: searches what is new
 * in it for cores, takes over the candidates of what it copies, and says which of them have to be settled.
 * Bounds and order are those of carry.ts and of detect/search.ts, which it is tested against.
 */
import { SPARE } from '../objects/layout.as';
import {
  BEFORE,
  BEHIND,
  ENTRIES,
  FOLD,
  isLetter,
  MARKS,
  MASK,
  TABLES_END,
  TEXT,
} from './carry-tables.as';

export { PENALTIES, prepare, ROWS, WEIGHTS } from './carry-tables.as';

/** By depth: where the candidates of the object on the path end, and 1 where there were too many. */
const tops: usize = TABLES_END;
export const MOST_DEPTH: u32 = 1 << 16;
export const DENSE: usize = tops + MOST_DEPTH * 4;
/** Candidates of the objects on the path, one list behind the other. */
export const PLACES: usize = SPARE + 0x10_0000;
const MOST: u32 = 1 << 20;
export const CORES: usize = PLACES + MOST * 4;
/** Pairs of first and last of the candidates to settle. */
export const RANGES: usize = CORES + MOST * 2;
const MOST_RANGES: u32 = 1 << 17;
/** Those of them that may lead to a hit. */
export const LIKELY: usize = RANGES + (MOST_RANGES << 3);
const MOST_LIKELY: u32 = 1 << 18;

/** Where is written what `sift` asks: by core where its needles begin (u16), needle by needle what is in WANTED. */
export const FIRSTS: usize = DENSE + MOST_DEPTH;
export const MOST_CORES: u32 = 4096;
/** u16 length, u8 not 0 where letters are compared without case, u8 table of LEFTS, u8 of RUNS, u8 -, u16 how many must follow. */
export const WANTED: usize = FIRSTS + 2 * (MOST_CORES + 1) + 6;
export const WANTED_END: usize = PLACES;
const WANT: usize = 12;
/** No run is followed further. */
const FAR: u32 = 512;

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

let areWanted = false;
let texts: usize = 0;
let lefts: usize = 0;
let runs: usize = 0;

/** What is wanted stands in memory from WANTED on: so many needles, so many bytes of them, so many tables of what is before them. */
export function want(needles: u32, bytes: u32, tables: u32): void {
  areWanted = needles > 0;
  texts = WANTED + needles * WANT;
  lefts = texts + bytes;
  runs = lefts + (tables << 8);
}

/** Lists those candidates of the ranges that may lead to a hit. @returns how many; -1: too many */
export function sift(count: u32): i32 {
  let likely: u32 = 0;
  for (let slot = RANGES; slot < RANGES + (count << 3); slot += 8) {
    const last = load<u32>(slot, 4);
    for (let index = load<u32>(slot); index < last; index++) {
      const place = object + load<u32>(PLACES + (index << 2));
      if (areWanted && !mayHit(place, load<u16>(CORES + (index << 1)))) continue;
      if (likely === MOST_LIKELY) return -1;
      store<u32>(LIKELY + (likely++ << 2), index);
    }
  }
  return likely as i32;
}

/** Does a needle with that core stand there, and may what is beside it (detect/beside.ts)? */
function mayHit(place: usize, core: u32): bool {
  const last = load<u16>(FIRSTS + (core << 1), 2) as u32;
  for (let needle = load<u16>(FIRSTS + (core << 1)) as u32; needle < last; needle++) {
    const wanted = WANTED + needle * WANT;
    if (stands(place, wanted) && isFree(place, wanted) && goesOn(place, wanted)) return true;
  }
  return false;
}

function stands(place: usize, wanted: usize): bool {
  const length: usize = load<u16>(wanted);
  if (place + length > finish) return false;
  const fold = load<u8>(wanted, 2) !== 0;
  const text = texts + load<u32>(wanted, 8);
  for (let index: usize = 0; index < length; index++) {
    const code = load<u8>(place + index) as u32;
    const byte = load<u8>(text + index) as u32;
    if (code !== byte && !(fold && isLetter(byte) && code === byte - 32)) return false;
  }
  return true;
}

/** As detect/search.ts: the middle of a word, where no escape can end and no dash stands, is not. */
function isFree(place: usize, wanted: usize): bool {
  if (place < object + 2) return true;
  const last = load<u8>(place - 1) as u32;
  if (load<u8>(lefts + (load<u8>(wanted, 3) as u32) * 256 + last) === 0) return true;
  if (last === 0x2d || last === 0x5f || last === 0x6d) return true;
  const other = load<u8>(place - 2) as u32;
  return other === 0x5c || (isHexDigit(last) && isHexDigit(other));
}

function goesOn(place: usize, wanted: usize): bool {
  const number = load<u8>(wanted, 4) as u32;
  if (number === 0) return true;
  const run = runs + (number - 1) * 256;
  let at = place + load<u16>(wanted);
  const enough = at + min(load<u16>(wanted, 6) as u32, FAR);
  while (at < enough) {
    if (at === finish) return true;
    const says = load<u8>(run + load<u8>(at));
    if (says !== 1) return says === 2;
    at++;
  }
  return true;
}

function isHexDigit(code: u32): bool {
  return (code >= 48 && code <= 57) || ((code | 32) >= 97 && (code | 32) <= 102);
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
