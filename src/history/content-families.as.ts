/**
 * Goes over content, many objects in one call: builds each behind its base, searches what is new in it,
 * carries what is not, reads it where it is a commit. It ends before the last record where TypeScript has
 * something to do: candidates to settle, hits to carry, a tag, a commit that is not plain, an entry that is
 * not flawless. Records list the entries, depth first, families one behind the other.
 */
import { SPARE_END } from '../objects/layout.as';
import { COPIES, child, MOST_COPIES, STATE, whole } from '../objects/unpack.as';
import { scan, sift } from './carry.as';
import { read } from './commits.as';

export {
  CORES,
  DENSE,
  FIRSTS,
  LIKELY,
  MOST_CORES,
  PENALTIES,
  PLACES,
  prepare,
  RANGES,
  ROWS,
  scan,
  setUp,
  sift,
  skip,
  takeSearched,
  WANTED,
  WANTED_END,
  WEIGHTS,
  want,
} from './carry.as';
export { IDS, ids, read, taken, USES } from './commits.as';

/**
 * Behind what commits.as.ts uses. A record: u32 where the entry is, and then the object's size; u32 the entry's
 * length; u32 its depth and what is said of it below; i32 the object's number; f64 a commit's time, then.
 */
export const RECORDS: usize = SPARE_END - 0xb_0000;
export const MOST_RECORDS: u32 = 1 << 13;
const RECORD: usize = 24;
const DEPTH: u32 = 0xffff;
/** Nothing comes any more that hangs on the same base. */
const LAST: u32 = 1 << 16;
const COMMIT: u32 = 1 << 17;
const TAG: u32 = 1 << 18;

export const DEEPEST: u32 = 4096;
/** By depth: where the object is, its size, and 1 where it has hits, which TypeScript says. */
export const STARTS: usize = RECORDS + (MOST_RECORDS as usize) * RECORD;
export const SIZES: usize = STARTS + (DEEPEST as usize) * 4;
export const HITS: usize = SIZES + (DEEPEST as usize) * 4;

const STRIDE: usize = (MOST_COPIES as usize) << 2;
/** As in walk.ts. */
const SLIDE_ABOVE: usize = 4 << 20;

/** Why a call has ended before the last record: FLAWED or NO_ROOM of unpack.as.ts, or something is asked. */
export let why: i32 = 0;
export const ASKED = 1;
/** How many LIKELY candidates have to be settled in what is asked about; -1: it has to be scanned whole. */
export let asked: i32 = 0;
/** It is a commit that was not read. */
export let isOdd: bool = false;

/**
 * Goes over the records [next, stop), objects from `arena` on. What hangs on what was gone over before may
 * come in a later call. @returns the record at which it has ended, which is done if something is asked
 */
export function goOver(
  next: u32,
  stop: u32,
  arena: usize,
  roof: usize,
  limit: u32,
  idBytes: u32,
): u32 {
  for (; next < stop; next++) {
    const record = RECORDS + (next as usize) * RECORD;
    const says = load<u32>(record, 8);
    const depth = says & DEPTH;
    why = build(record, depth, arena, roof, limit, idBytes);
    if (why < 0) return next;
    const level = (depth as usize) << 2;
    const isDelta = depth > 0;
    const start: usize = load<u32>(STARTS + level);
    const size = load<u32>(SIZES + level);
    const held = isDelta ? load<u32>(SIZES + level - 4) : 0;
    store<u32>(record, size);
    store<u8>(HITS + depth, 0);
    asked = scan(depth, start, size, held, COPIES, STRIDE, isDelta ? load<u32>(STATE) : 0);
    if (asked > 0) asked = sift(asked);
    let asks = asked !== 0 || (says & TAG) !== 0;
    if (isDelta && load<u8>(HITS + depth - 1) !== 0) asks = true;
    isOdd = false;
    if ((says & COMMIT) !== 0) {
      const time = read(start, size, load<u32>(record, 12), idBytes);
      store<f64>(record, time, 16);
      isOdd = time < 0;
    }
    if (asks || isOdd) {
      why = ASKED;
      return next;
    }
  }
  why = 0;
  return next;
}

/** Builds the object of a record, behind its base; in its place, where room matters. @returns less than 0 for why not */
function build(
  record: usize,
  depth: u32,
  arena: usize,
  roof: usize,
  limit: u32,
  idBytes: u32,
): i32 {
  const at: usize = load<u32>(record);
  const end = at + load<u32>(record, 4);
  const level = (depth as usize) << 2;
  let to = arena;
  let size: i32 = 0;
  if (depth === 0) size = whole(at, end, to, roof, limit);
  else {
    const base: usize = load<u32>(STARTS + level - 4);
    const held = load<u32>(SIZES + level - 4);
    to = base + held;
    size = child(at, end, base, held, to, roof, limit, idBytes);
    const isLast = (load<u32>(record, 8) & LAST) !== 0;
    if (size >= 0 && isLast && to - arena > SLIDE_ABOVE) {
      memory.copy(base, to, size);
      to = base;
    }
  }
  if (size < 0) return size;
  store<u32>(STARTS + level, to as u32);
  store<u32>(SIZES + level, size);
  return 0;
}
