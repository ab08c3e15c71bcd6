/**
 * A first look at a lot of bytes by code that is fast from its first call. As the engine's search does it,
 * a rare pair at an even and one at an odd offset of every needle are marked in a table, and the bytes are
 * stepped through two at a time; where a mark is met, the needles behind it are compared, and the bytes
 * on both sides of one that stands there are looked at.
 *
 * The memory: a mark per pair, tables of what may stand beside needles, the first entry of each mark, the
 * entries, the rows that they are made from, and from BYTES on what is looked at. The one who imports
 * this writes classes, rows and bytes.
 */

const MARKS: usize = 0;
const CLASSES: usize = 0x10000;
const HEADS: usize = 0x11000;
const ENTRIES: usize = 0x11400;
const ROWS: usize = 0x20000;

/** An entry: the next one's place, where its pair stands in the needle, … */
const OFFSET: usize = 4;
/** … the needle's first four bytes, what folds them and which of them count, … */
const HEAD: usize = 8;
const FOLD: usize = 12;
const MASK: usize = 16;
/** … its text and its length, 1 where letters' cases are the same, what may stand beside it. */
const TEXT: usize = 20;
const LENGTH: usize = 24;
const FOLDED: usize = 28;
const LEFT: usize = 29;
const NEXT: usize = 30;
/** How many bytes of that class must follow; 0: a look at four of them says whether more can. */
const RUN: usize = 31;
const WIDTH: usize = 32;

/** A row: numbers, each one character above `0`; the needle; a line feed. */
const PREFIX: usize = 6;
const LINE_FEED: u8 = 10;
/** Among the classes: the bytes of words. */
const WORD: usize = CLASSES + 15 * 256;

let entries: usize = ENTRIES;
let marks: u32 = 0;

/** Builds the tables from `size` bytes of rows. False where there are too many of them. */
export function prepare(size: usize): bool {
  const stop = ROWS + size;
  for (let at = ROWS; at < stop; ) {
    let end = at;
    while (load<u8>(end) !== LINE_FEED) end++;
    if (!enter(at, end, load<u8>(at + 4) - 48)) return false;
    if (!enter(at, end, load<u8>(at + 5) - 48)) return false;
    at = end + 1;
  }
  return true;
}

/** Marks the pair at `offset` in all its spellings. */
function enter(row: usize, end: usize, offset: u32): bool {
  const text = row + PREFIX;
  const fold = load<u8>(row) !== 48;
  const first = load<u8>(text + offset);
  const second = load<u8>(text + offset + 1);
  const firsts: u32 = fold && isLetter(first) ? 2 : 1;
  const seconds: u32 = fold && isLetter(second) ? 2 : 1;
  for (let one: u32 = 0; one < firsts; one++) {
    for (let two: u32 = 0; two < seconds; two++) {
      const pair = (<u32>first - one * 32) | ((<u32>second - two * 32) << 8);
      if (entries + WIDTH > ROWS) return false;
      if (load<u8>(MARKS + pair) === 0) store<u8>(MARKS + pair, <u8>((marks++ % 255) + 1));
      const head = HEADS + ((<usize>load<u8>(MARKS + pair)) << 2);
      store<u32>(entries, load<u32>(head));
      store<u32>(head, entries);
      describe(row, end, offset);
      entries += WIDTH;
    }
  }
  return true;
}

function describe(row: usize, end: usize, offset: u32): void {
  const text = row + PREFIX;
  const fold = load<u8>(row) !== 48;
  store<u32>(entries + OFFSET, offset);
  store<u32>(entries + TEXT, text);
  store<u32>(entries + LENGTH, end - text);
  store<u8>(entries + FOLDED, fold ? 1 : 0);
  store<u8>(entries + LEFT, load<u8>(row + 1) - 48);
  store<u8>(entries + NEXT, load<u8>(row + 2) - 48);
  store<u8>(entries + RUN, load<u8>(row + 3) - 48);
  for (let index: usize = 0; index < 4 && text + index < end; index++) {
    const byte = load<u8>(text + index);
    store<u8>(entries + HEAD + index, byte);
    store<u8>(entries + MASK + index, 0xff);
    store<u8>(entries + FOLD + index, fold && isLetter(byte) ? 0x20 : 0);
  }
}

/** False only where the engine would find nothing in bytes[at, at + length); `at` is a multiple of eight. */
export function mayHold(at: usize, length: usize): bool {
  const stop = at + length;
  let here = at;
  for (; here + 8 <= stop; here += 8) {
    const word = load<u64>(here);
    const one = load<u8>(MARKS + <usize>(word & 0xffff));
    const two = load<u8>(MARKS + <usize>((word >> 16) & 0xffff));
    const three = load<u8>(MARKS + <usize>((word >> 32) & 0xffff));
    const four = load<u8>(MARKS + <usize>(word >> 48));
    if ((one | two | three | four) === 0) continue;
    if (one !== 0 && standsAround(one, here, at, stop)) return true;
    if (two !== 0 && standsAround(two, here + 2, at, stop)) return true;
    if (three !== 0 && standsAround(three, here + 4, at, stop)) return true;
    if (four !== 0 && standsAround(four, here + 6, at, stop)) return true;
  }
  for (; here + 1 < stop; here += 2) {
    const mark = load<u8>(MARKS + <usize>load<u16>(here));
    if (mark !== 0 && standsAround(mark, here, at, stop)) return true;
  }
  return false;
}

function standsAround(mark: u8, pair: usize, first: usize, stop: usize): bool {
  let entry: usize = load<u32>(HEADS + ((<usize>mark) << 2));
  for (; entry !== 0; entry = load<u32>(entry)) {
    const start = pair - load<u32>(entry + OFFSET);
    const head = (load<u32>(start) | load<u32>(entry + FOLD)) & load<u32>(entry + MASK);
    if (head !== load<u32>(entry + HEAD)) continue;
    const end = start + load<u32>(entry + LENGTH);
    if (start < first || end > stop || !stands(entry, start, end)) continue;
    if (load<u8>(entry + LEFT) !== 0 && start > first + 1 && isWithin(start)) continue;
    if (goesOn(entry, end, stop)) return true;
  }
  return false;
}

/** The first four bytes have been compared. */
function stands(entry: usize, start: usize, end: usize): bool {
  const fold = load<u8>(entry + FOLDED) !== 0;
  let text: usize = load<u32>(entry + TEXT) + 4;
  for (let at = start + 4; at < end; at++, text++) {
    const wanted = load<u8>(text);
    const byte = load<u8>(at);
    if (byte !== wanted && !(fold && isLetter(wanted) && (byte | 0x20) === wanted)) return false;
  }
  return true;
}

/** As in left.ts: the middle of a word, where no escape can end and no dash stands. */
function isWithin(start: usize): bool {
  const last = load<u8>(start - 1);
  if (load<u8>(WORD + last) === 0 || last === 0x2d || last === 0x5f || last === 0x6d) return false;
  const other = load<u8>(start - 2);
  return other !== 0x5c && !(isHexDigit(last) && isHexDigit(other));
}

function goesOn(entry: usize, from: usize, end: usize): bool {
  const next: usize = load<u8>(entry + NEXT);
  if (next === 0) return true;
  const table = CLASSES + (next << 8);
  const run: usize = load<u8>(entry + RUN);
  if (from + run > end) return false;
  const stop = run > 0 ? from + run : min(from + 4, end);
  for (let at = from; at < stop; at++) {
    const says = load<u8>(table + load<u8>(at));
    if (says !== 1) return says === 2;
  }
  return true;
}

function isLetter(code: u8): bool {
  return code >= 97 && code <= 122;
}

function isHexDigit(code: u8): bool {
  return (code >= 48 && code <= 57) || ((code | 32) >= 97 && (code | 32) <= 102);
}
