/**
 * A first look at a lot of bytes by code that is fast from its first call. As the engine's search does it,
 * a rare pair at an even and one at an odd offset of every needle are marked in a table, and the bytes are
 * stepped through two at a time; where a mark is met, the needles behind it are compared, and the bytes
 * on both sides of one that stands there are looked at.
 *
 * The memory: a mark per pair, tables of what may stand beside needles, the first entry of each mark, the
 * entries, the rows that they are made from, the list of what was found, and behind it what is looked at. The
 * one who imports this writes classes, rows and bytes.
 */

const MARKS: usize = 0;
const CLASSES: usize = 0x10000;
const HEADS: usize = 0x11000;
const ENTRIES: usize = 0x11400;
const ROWS: usize = 0x20000;
/** Pairs: a row's number, how far from the first byte its needle starts. */
const FOUND: usize = 0x24000;
const FOUND_END: usize = 0x34000;

/** An entry: the next one's place, where its pair stands in the needle, … */
const OFFSET: usize = 4;
/** … the needle's first four bytes, what folds them and which of them count, … */
const HEAD: usize = 8;
const FOLD: usize = 12;
const MASK: usize = 16;
/** … its text, its length and its row, 1 where letters' cases are the same, what may stand beside it. */
const TEXT: usize = 20;
const LENGTH: usize = 24;
const ROW: usize = 26;
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
let row: u32 = 0;
/** Where the next find goes. */
let out: usize = FOUND;

/** Builds the tables from `size` bytes of rows. False where there are too many of them. */
export function prepare(size: usize): bool {
  const stop = ROWS + size;
  for (let at = ROWS; at < stop; ) {
    let end = at;
    while (load<u8>(end) !== LINE_FEED) end++;
    if (!enter(at, end, load<u8>(at + 4) - 48)) return false;
    if (!enter(at, end, load<u8>(at + 5) - 48)) return false;
    at = end + 1;
    row++;
  }
  return true;
}

/** Marks the pair at `offset` in all its spellings. */
function enter(line: usize, end: usize, offset: u32): bool {
  const text = line + PREFIX;
  const fold = load<u8>(line) !== 48;
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
      describe(line, end, offset);
      entries += WIDTH;
    }
  }
  return true;
}

function describe(line: usize, end: usize, offset: u32): void {
  const text = line + PREFIX;
  const fold = load<u8>(line) !== 48;
  store<u32>(entries + OFFSET, offset);
  store<u32>(entries + TEXT, text);
  store<u16>(entries + LENGTH, <u16>(end - text));
  store<u16>(entries + ROW, <u16>row);
  store<u8>(entries + FOLDED, fold ? 1 : 0);
  store<u8>(entries + LEFT, load<u8>(line + 1) - 48);
  store<u8>(entries + NEXT, load<u8>(line + 2) - 48);
  store<u8>(entries + RUN, load<u8>(line + 3) - 48);
  for (let index: usize = 0; index < 4 && text + index < end; index++) {
    const byte = load<u8>(text + index);
    store<u8>(entries + HEAD + index, byte);
    store<u8>(entries + MASK + index, 0xff);
    store<u8>(entries + FOLD + index, fold && isLetter(byte) ? 0x20 : 0);
  }
}

/**
 * Lists what the engine would have to look at in bytes[at, at + length); `at` is a multiple of eight.
 * @returns how many, or -1 where they are too many for the list
 */
export function look(at: usize, length: usize): i32 {
  const stop = at + length;
  let here = at;
  out = FOUND;
  for (; here + 8 <= stop; here += 8) {
    const word = load<u64>(here);
    const one = load<u8>(MARKS + <usize>(word & 0xffff));
    const two = load<u8>(MARKS + <usize>((word >> 16) & 0xffff));
    const three = load<u8>(MARKS + <usize>((word >> 32) & 0xffff));
    const four = load<u8>(MARKS + <usize>(word >> 48));
    if ((one | two | three | four) === 0) continue;
    if (one !== 0 && !around(one, here, at, stop)) return -1;
    if (two !== 0 && !around(two, here + 2, at, stop)) return -1;
    if (three !== 0 && !around(three, here + 4, at, stop)) return -1;
    if (four !== 0 && !around(four, here + 6, at, stop)) return -1;
  }
  for (; here + 1 < stop; here += 2) {
    const mark = load<u8>(MARKS + <usize>load<u16>(here));
    if (mark !== 0 && !around(mark, here, at, stop)) return -1;
  }
  return <i32>((out - FOUND) >> 3);
}

/** Lists the needles that stand around a marked pair. False where the list is full. */
function around(mark: u8, pair: usize, first: usize, stop: usize): bool {
  let entry: usize = load<u32>(HEADS + ((<usize>mark) << 2));
  for (; entry !== 0; entry = load<u32>(entry)) {
    const start = pair - load<u32>(entry + OFFSET);
    const head = (load<u32>(start) | load<u32>(entry + FOLD)) & load<u32>(entry + MASK);
    if (head !== load<u32>(entry + HEAD)) continue;
    const end = start + <usize>load<u16>(entry + LENGTH);
    if (start < first || end > stop || !stands(entry, start, end)) continue;
    if (load<u8>(entry + LEFT) !== 0 && start > first + 1 && isWithin(start)) continue;
    if (!goesOn(entry, end, stop)) continue;
    if (out >= FOUND_END) return false;
    store<u32>(out, <u32>load<u16>(entry + ROW));
    store<u32>(out, <u32>(start - first), 4);
    out += 8;
  }
  return true;
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
