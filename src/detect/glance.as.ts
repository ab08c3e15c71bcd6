/**
 * A first look at a lot of bytes by code that is fast from its first call. As the engine's search does it,
 * a rare pair at an even and one at an odd offset of every needle are marked in a table, and the bytes are
 * stepped through two at a time. Where a mark is met, the pair behind it or before it must be of the same needle, or
 * of one in the same of eight buckets; then the needles are compared, and the bytes on both sides of one that
 * stands there are looked at.
 *
 * The memory: a mark per pair, the buckets in which a pair is the first or the second of two, tables of what may
 * stand beside needles, the first entry of each mark, what stands beside marked pairs, the entries, the rows that
 * they are made from, three lists, some zeros, and from BYTES on what is looked at. The one who imports this
 * writes classes, rows and bytes, and reads the last list.
 */

const MARKS: usize = 0;
const FIRSTS: usize = 0x10000;
const SECONDS: usize = 0x20000;
const CLASSES: usize = 0x30000;
const HEADS: usize = 0x34000;
/** A bit per mark and byte that stands behind it, and before it. */
const BEHIND: usize = 0x34400;
const BEFORE: usize = 0x36400;
const ENTRIES: usize = 0x38400;
const ROWS: usize = 0x44000;
/** Of a block: the eights of bytes in which a mark is met, then the marked pairs that are left. */
const FLAGS: usize = 0x48000;
const PAIRS: usize = 0x4a000;
/** Numbers of rows, and how far from its start the bytes hold one. */
const FOUND: usize = 0x4f000;
const FOUND_END: usize = 0x5f000;
/** What is looked at in one go: it and its notes stay in the nearest cache. */
const BLOCK: usize = 0x2000;

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
/** Number of its row. */
const ROW: usize = 32;
const WIDTH: usize = 36;

/** A row: numbers, each one character above `0`; the needle; a line feed. */
const PREFIX: usize = 8;
const LINE_FEED: u8 = 10;
/** Among the classes: the bytes of words, and base64's. */
const WORD: usize = CLASSES + 63 * 256;
const BASE64: usize = CLASSES + 62 * 256;
/** To the left there must be: with 1, no middle of a word; a line break, so many characters away; a byte of that class. */
const PARTED: u32 = 2;
const OF_CLASS: u32 = 16;

let entries: usize = ENTRIES;
let marks: u32 = 0;
let found: usize = FOUND;

/** Builds the tables from `size` bytes of rows. False where there are too many of them. */
export function prepare(size: usize): bool {
  const stop = ROWS + size;
  let row: u32 = 0;
  for (let at = ROWS; at < stop; row++) {
    let end = at;
    while (load<u8>(end) !== LINE_FEED) end++;
    for (let parity: usize = 0; parity < 2; parity++) {
      const offset: u32 = load<u8>(at + 4 + parity) - 48;
      if (!enter(at, end, offset, row)) return false;
      const way: u32 = load<u8>(at + 6 + parity) - 48;
      bucket(at, end, (way & BEFORE_IT) !== 0 ? offset - 2 : offset, way & 7);
    }
    at = end + 1;
  }
  return true;
}

/** How a marked pair and another are one of two: a bucket, and this where the other stands before it. */
const BEFORE_IT: u32 = 8;

/** The pair at `offset` and the one behind it may stand together. */
function bucket(row: usize, end: usize, offset: i32, number: u32): void {
  const bit: u32 = 1 << number;
  join(FIRSTS, row, end, offset, bit);
  join(SECONDS, row, end, offset + 2, bit);
}

function join(table: usize, row: usize, end: usize, offset: i32, bit: u32): void {
  const firsts = spellings(row, end, offset);
  const seconds = spellings(row, end, offset + 1);
  for (let one: u32 = 0; one < firsts; one++) {
    const first: u32 = spelled(row, end, offset, one);
    for (let two: u32 = 0; two < seconds; two++) {
      const pair = table + <usize>(first | (spelled(row, end, offset + 1, two) << 8));
      store<u8>(pair, <u8>(load<u8>(pair) | bit));
    }
  }
}

/** In how many ways a byte of the needle can be spelled; one outside of it can be any. */
function spellings(row: usize, end: usize, offset: i32): u32 {
  const place = row + PREFIX + offset;
  if (offset < 0 || place >= end) return 256;
  return load<u8>(row) !== 48 && isLetter(load<u8>(place)) ? 2 : 1;
}

function spelled(row: usize, end: usize, offset: i32, way: u32): u32 {
  const place = row + PREFIX + offset;
  return offset < 0 || place >= end ? way : <u32>load<u8>(place) - way * 32;
}

/** Marks the pair at `offset` in all its spellings. */
function enter(row: usize, end: usize, offset: u32, number: u32): bool {
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
      const mark: usize = load<u8>(MARKS + pair);
      const head = HEADS + (mark << 2);
      store<u32>(entries, load<u32>(head));
      store<u32>(head, entries);
      describe(row, end, offset);
      store<u32>(entries + ROW, number);
      neighbour(mark, text + offset, end, fold);
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

/** The byte behind the marked pair; where the needle ends with it, the one before it. */
function neighbour(mark: usize, pair: usize, end: usize, fold: bool): void {
  const isLast = pair + 2 === end;
  const byte = load<u8>(isLast ? pair - 1 : pair + 2);
  const table = isLast ? BEFORE : BEHIND;
  say(table, (mark << 8) | byte);
  if (fold && isLetter(byte)) say(table, (mark << 8) | (byte - 32));
}

function say(table: usize, key: usize): void {
  const place = table + (key >> 3);
  const bit: u32 = 1;
  store<u8>(place, load<u8>(place) | (bit << (key as u32 & 7)));
}

/**
 * Lists what the engine would have to look at in bytes[at, at + length). `at` is a multiple of sixteen; the 32
 * bytes behind the last are overwritten.
 * @returns how many, or -1 where they are too many for the list
 */
export function look(at: usize, length: usize): i32 {
  const stop = at + length;
  for (let past: usize = 0; past < 32; past += 8) store<u64>(stop + past, 0);
  found = FOUND;
  for (let from = at; from < stop; from += BLOCK) {
    const last = sift(narrow(flag(from, min(from + BLOCK, stop))));
    for (let place = PAIRS; place < last; place += 4) {
      if (!around(load<u32>(place), at, stop)) return -1;
    }
  }
  return <i32>((found - FOUND) >> 3);
}

/**
 * Notes all eight bytes in which a mark is met, and gives the notes' end. What is met decides about no
 * branch here: one that nobody can guess would cost more than all else in this loop.
 */
export function flag(from: usize, to: usize): usize {
  let place: usize = FLAGS;
  for (let at = from; at < to; at += 16) {
    const first = load<u32>(at);
    const second = load<u32>(at, 4);
    const third = load<u32>(at, 8);
    const fourth = load<u32>(at, 12);
    const one: u32 = load<u8>(MARKS + <usize>(first & 0xffff));
    const two: u32 = load<u8>(MARKS + <usize>(first >> 16));
    const three: u32 = load<u8>(MARKS + <usize>(second & 0xffff));
    const four: u32 = load<u8>(MARKS + <usize>(second >> 16));
    const five: u32 = load<u8>(MARKS + <usize>(third & 0xffff));
    const six: u32 = load<u8>(MARKS + <usize>(third >> 16));
    const seven: u32 = load<u8>(MARKS + <usize>(fourth & 0xffff));
    const eight: u32 = load<u8>(MARKS + <usize>(fourth >> 16));
    store<u32>(place, <u32>at);
    place += (one | two | three | four) !== 0 ? 4 : 0;
    store<u32>(place, <u32>at + 8);
    place += (five | six | seven | eight) !== 0 ? 4 : 0;
  }
  return place;
}

/** Of what was noted, that in which a pair and the next are of one bucket, with the pairs on both sides of it. */
export function narrow(last: usize): usize {
  let out: usize = FLAGS;
  for (let place = FLAGS; place < last; place += 4) {
    const at: usize = load<u32>(place);
    const before: usize = load<u16>(at - 2);
    const one: usize = load<u16>(at);
    const two: usize = load<u16>(at, 2);
    const three: usize = load<u16>(at, 4);
    const four: usize = load<u16>(at, 6);
    const behind: usize = load<u16>(at, 8);
    const says =
      (<u32>load<u8>(FIRSTS + before) & <u32>load<u8>(SECONDS + one)) |
      (<u32>load<u8>(FIRSTS + one) & <u32>load<u8>(SECONDS + two)) |
      (<u32>load<u8>(FIRSTS + two) & <u32>load<u8>(SECONDS + three)) |
      (<u32>load<u8>(FIRSTS + three) & <u32>load<u8>(SECONDS + four)) |
      (<u32>load<u8>(FIRSTS + four) & <u32>load<u8>(SECONDS + behind));
    store<u32>(out, <u32>at);
    out += says !== 0 ? 4 : 0;
  }
  return out;
}

/** Of the marked pairs in what was noted, mostly one in each, those beside which a needle's byte stands too. */
export function sift(last: usize): usize {
  let out: usize = PAIRS;
  for (let place = FLAGS; place < last; place += 4) {
    const at: usize = load<u32>(place);
    const first = load<u32>(at);
    const second = load<u32>(at, 4);
    const one: u32 = load<u8>(MARKS + <usize>(first & 0xffff));
    const two: u32 = load<u8>(MARKS + <usize>(first >> 16));
    const three: u32 = load<u8>(MARKS + <usize>(second & 0xffff));
    const four: u32 = load<u8>(MARKS + <usize>(second >> 16));
    let all = one | (two << 8) | (three << 16) | (four << 24);
    do {
      const shift = ctz(all) & 24;
      const pair = at + <usize>(shift >> 2);
      const mark = ((all >> shift) & 0xff) << 8;
      const behind = mark | <u32>load<u8>(pair, 2);
      const before = mark | <u32>load<u8>(pair - 1);
      const says =
        (<u32>load<u8>(BEHIND + <usize>(behind >> 3)) >> (behind & 7)) |
        (<u32>load<u8>(BEFORE + <usize>(before >> 3)) >> (before & 7));
      store<u32>(out, <u32>pair);
      // No branch on what stands there either.
      out += <usize>((says & 1) << 2);
      all &= ~(0xff << shift);
    } while (all !== 0);
  }
  return out;
}

/** Lists the needles that stand around a marked pair. False where the list is full. */
function around(pair: usize, first: usize, stop: usize): bool {
  const mark: usize = load<u8>(MARKS + <usize>load<u16>(pair));
  let entry: usize = load<u32>(HEADS + (mark << 2));
  for (; entry !== 0; entry = load<u32>(entry)) {
    const start = pair - load<u32>(entry + OFFSET);
    const head = (load<u32>(start) | load<u32>(entry + FOLD)) & load<u32>(entry + MASK);
    if (head !== load<u32>(entry + HEAD)) continue;
    const end = start + load<u32>(entry + LENGTH);
    if (start < first || end > stop || !stands(entry, start, end)) continue;
    if (!mayStart(load<u8>(entry + LEFT), start, first) || !goesOn(entry, end, stop)) continue;
    if (found >= FOUND_END) return false;
    store<u32>(found, load<u32>(entry + ROW));
    store<u32>(found, <u32>(start - first), 4);
    found += 8;
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

function mayStart(left: u32, start: usize, first: usize): bool {
  if (left === 0 || start === first) return true;
  if (left >= OF_CLASS) {
    return load<u8>(CLASSES + <usize>((left - OF_CLASS) << 8) + load<u8>(start - 1)) !== 0;
  }
  if (left >= PARTED) return !isWhole(start - (left - PARTED), start, first);
  return start === first + 1 || !isWithin(start);
}

/** As in left.ts: the middle of a word, where no escape can end and no dash stands. */
function isWithin(start: usize): bool {
  const last = load<u8>(start - 1);
  if (load<u8>(WORD + last) === 0 || last === 0x2d || last === 0x5f || last === 0x6d) return false;
  const other = load<u8>(start - 2);
  return other !== 0x5c && !(isHexDigit(last) && isHexDigit(other));
}

/** As in base64.ts: text without a line break. */
function isWhole(from: usize, to: usize, first: usize): bool {
  if (from < first) return false;
  for (let at = from; at < to; at++) {
    const byte = load<u8>(at);
    if (load<u8>(BASE64 + byte) === 0) return false;
    if ((byte === 0x6e || byte === 0x72) && load<u8>(at - 1) === 0x5c) return false;
  }
  return true;
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
