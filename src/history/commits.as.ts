/**
 * What commits.ts reads of a commit, read where the commit was built a moment ago: the ids of its tree and
 * its parents, to be looked up together, and its committer's time. Of what is not plain nothing is read.
 */
import { SPARE_END } from '../objects/layout.as';

/** Behind what carry.as.ts uses. */
const FIRST: usize = SPARE_END - 0x10_0000;
const MOST: u32 = 1 << 13;
/** Ids, one behind the other. */
export const IDS: usize = FIRST;
/** For each id the commit's number, times four, and what it is of it. */
export const USES: usize = IDS + MOST * 32;
export const TREE: u32 = 0;
export const FIRST_PARENT: u32 = 1;
export const PARENT: u32 = 2;

const ONES: u64 = ((0x0101_0101 as u64) << 32) | 0x0101_0101;
const LOWER: u64 = ONES * 0x0f;
const UPPER: u64 = ONES * 0xf0;
const FEED: u32 = 10;
const CLOSE: u32 = 0x3e;

export let ids: u32 = 0;

export function taken(): void {
  ids = 0;
}

/** @returns the time of the commit at `at`; -1: it is not plain, or the ids have to be taken away first */
export function read(at: usize, size: u32, number: u32, idBytes: u32): f64 {
  const end = at + size;
  const before = ids;
  const hexLength: usize = idBytes << 1;
  if (size < (hexLength as u32) + 6 || ids + 1 > MOST) return -1;
  if (load<u32>(at) !== 0x6565_7274 || load<u8>(at, 4) !== 0x20) return -1;
  if (!take(at + 5, idBytes, (number << 2) | TREE)) return -1;
  at += hexLength + 6;
  let use = FIRST_PARENT;
  while (at + 7 <= end && isParent(at)) {
    if (at + 7 + hexLength > end || ids === MOST || !take(at + 7, idBytes, (number << 2) | use)) {
      ids = before;
      return -1;
    }
    use = PARENT;
    at += hexLength + 8;
  }
  return committerTime(at, end);
}

/** "parent " */
function isParent(at: usize): bool {
  return load<u32>(at) === 0x6572_6170 && (load<u32>(at, 4) & 0xff_ffff) === 0x20_746e;
}

/** Seconds of the first `committer` line; 0 where there is none. */
function committerTime(at: usize, end: usize): f64 {
  while (at < end && load<u8>(at) !== FEED) {
    const line = at;
    while (at < end && load<u8>(at) !== FEED) at++;
    // "committer "
    const isStart = load<u32>(line) === 0x6d6d_6f63 && load<u32>(line, 4) === 0x6574_7469;
    if (at - line >= 10 && isStart && load<u16>(line, 8) === 0x2072) {
      let close = at - 1;
      while (close > line && load<u8>(close) !== CLOSE) close--;
      let time: f64 = 0;
      for (let digit = close + 2; digit < at && load<u8>(digit) >= 0x30; digit++) {
        time = time * 10 + (load<u8>(digit) as f64) - 48;
      }
      return time <= 9007199254740991 ? time : 0;
    }
    at++;
  }
  return 0;
}

/** Lists the id in hexadecimal at `at`; false where it is none. */
function take(at: usize, idBytes: u32, use: u32): bool {
  const to = IDS + ids * idBytes;
  for (let index: usize = 0; index < idBytes; index += 4) {
    const low = nibbles(load<u64>(at + (index << 1)));
    if (low < 0) return false;
    store<u32>(to + index, low as u32);
  }
  store<u32>(USES + (ids << 2), use);
  ids++;
  return true;
}

/** Eight digits as four bytes; -1 where one of them is none in lower case. */
function nibbles(digits: u64): i64 {
  // Of '0' to '9' the upper half is 3, of 'a' to 'f' 6; a letter's value is 9 more than its lower half.
  const letters = (digits >> 6) & ONES;
  if ((digits & UPPER) !== ONES * 0x30 + letters * 0x30) return -1;
  const values = (digits & LOWER) + letters * 9;
  // More than nine exactly where there is a letter, and nowhere more than fifteen.
  const carried = values + ONES * 6;
  if ((carried & (ONES << 4)) !== letters << 4 || (values & UPPER) !== 0) return -1;
  const pairs = (values << 4) | (values >> 8);
  const bytes =
    (pairs & 0xff) |
    ((pairs >> 8) & 0xff00) |
    ((pairs >> 16) & 0xff_0000) |
    ((pairs >> 24) & 0xff00_0000);
  return bytes as i64;
}
