/**
 * The search of search.ts in AssemblyScript, on tables that look.ts has laid out: the addresses of these
 * stand in the first words of the memory. What it finds is written to a list: needle and address of each
 * occurrence, without those that a word's bytes before it or the run behind it rule out (beside.ts).
 */

/** Fields of an entry, bytes: first those of tables.ts, then what is known of its needle. */
const NEEDLE: usize = 0;
const OFFSET: usize = 4;
const HEAD: usize = 8;
const FOLD: usize = 12;
const MASK: usize = 16;
const LEFT: usize = 20;
const SHORT: usize = 24;
const LENGTH: usize = 28;
/** Where its bytes begin among those of all needles. */
const FIRST: usize = 32;
/** Its run's table, or -1, and how many of these bytes must follow at least and at most. */
const RUN: usize = 36;
const LEAST: usize = 40;
const MOST: usize = 44;
/** Its own length and what may follow at most, and where its run's stretch stands among these. */
const SPAN: usize = 48;
const STRETCH: usize = 52;
/** From here on a chain's number is that of its only entry. */
const SINGLE: i32 = 0x4000;
/** So far beyond what one needle needs a run is followed, for those behind it. */
const FURTHER: usize = 64;
/** Room that one step may need in the list, bytes. */
const STEP: usize = 4096;

let marks: usize = 0;
let behind: usize = 0;
let before: usize = 0;
/** A bit for each entry of these that is not 0: small enough for the nearest cache. */
let behindBits: usize = 0;
let beforeBits: usize = 0;
let lists: usize = 0;
let choices: usize = 0;
let turns: usize = 0;
let entries: usize = 0;
let text: usize = 0;
let fold: usize = 0;
let lefts: usize = 0;
let others: usize = 0;
let runs: usize = 0;
/** Per table of runs a stretch of it: where it starts and ends. One more is always empty. */
let stretches: usize = 0;
let out: usize = 0;
let outEnd: usize = 0;

/** Where the bytes end, and the range of starts that are wanted. */
let end: usize = 0;
let from: usize = 0;
let to: usize = 0;
let found: usize = 0;

export function prepare(): void {
  marks = load<u32>(0);
  behind = load<u32>(4);
  before = load<u32>(8);
  behindBits = load<u32>(12);
  beforeBits = load<u32>(16);
  lists = load<u32>(20);
  choices = load<u32>(24);
  turns = load<u32>(28);
  entries = load<u32>(32);
  text = load<u32>(36);
  fold = load<u32>(40);
  lefts = load<u32>(44);
  others = load<u32>(48);
  runs = load<u32>(52);
  stretches = load<u32>(56);
  out = load<u32>(60);
  outEnd = load<u32>(64);
}

/** The bytes end at `last`; wanted are occurrences that start in [low, high). */
export function open(last: usize, low: usize, high: usize): void {
  end = last;
  from = low;
  to = high;
  // No stretch is known.
  memory.fill(stretches, 0, 256);
}

/** Looks at the pairs at at, at + 2, … below stop. Returns where it stopped: before `stop` if the list is full. */
export function look(at: usize, stop: usize): usize {
  const table = marks;
  found = out;
  const full = outEnd - STEP;
  for (; at + 16 <= stop; at += 16) {
    const low = load<u64>(at);
    const high = load<u64>(at, 8);
    const a: u32 = load<u8>((table + (low & 0xffff)) as usize);
    const b: u32 = load<u8>((table + ((low >> 16) & 0xffff)) as usize);
    const c: u32 = load<u8>((table + ((low >> 32) & 0xffff)) as usize);
    const d: u32 = load<u8>((table + (low >> 48)) as usize);
    const e: u32 = load<u8>((table + (high & 0xffff)) as usize);
    const f: u32 = load<u8>((table + ((high >> 16) & 0xffff)) as usize);
    const g: u32 = load<u8>((table + ((high >> 32) & 0xffff)) as usize);
    const h: u32 = load<u8>((table + (high >> 48)) as usize);
    if ((a | b | c | d | e | f | g | h) !== 0) {
      if (found >= full) return at;
      const four = a | (b << 8) | (c << 16) | (d << 24);
      const more = e | (f << 8) | (g << 16) | (h << 24);
      group(at, (four as u64) | ((more as u64) << 32));
    }
  }
  if (at < stop) {
    if (found >= full) return at;
    pairs(at, stop);
  }
  return stop;
}

/** The marks of eight pairs, one a byte. Exported, so that the loop above stays small. */
export function group(at: usize, all: u64): void {
  for (let left = all; left !== 0; ) {
    const shift = ctz(left) & 56;
    compare(at + ((shift >> 2) as usize), ((left >> shift) & 255) as usize);
    left &= ~((255 as u64) << shift);
  }
}

function pairs(at: usize, stop: usize): void {
  for (; at < stop; at += 2) {
    const mark = load<u8>(marks + (load<u16>(at) as usize));
    if (mark !== 0) compare(at, mark);
  }
}

/** How many occurrences stand in the list. */
export function count(): i32 {
  return ((found - out) >> 3) as i32;
}

function compare(at: usize, mark: usize): void {
  const key = (mark << 8) | load<u8>(at, 2);
  if ((load<u8>(behindBits + (key >> 3)) >> (key & 7)) & 1) {
    follow(at, load<i16>(behind + (key << 1)));
  }
  const other = (mark << 8) | load<u8>(at - 1);
  if ((load<u8>(beforeBits + (other >> 3)) >> (other & 7)) & 1) {
    follow(at, load<i16>(before + (other << 1)));
  }
}

/**
 * Past the bytes anything may stand: an entry that its needle's byte there could exclude is excluded when it
 * is compared.
 */
function follow(at: usize, first: i32): void {
  let chain = first;
  while (chain < 0) {
    const row = choices - ((chain as isize) << 9);
    const byte = load<u8>(at + load<i32>(turns - ((chain as isize) << 2)));
    chain = load<i16>(row + ((byte as usize) << 1));
  }
  if (chain >= SINGLE) {
    consider(at, entries + (((chain - SINGLE) as usize) << 6));
    return;
  }
  for (let place = lists + ((chain as usize) << 1); ; place += 2) {
    const number = load<u16>(place) as usize;
    if (number === 0) return;
    consider(at, entries + (number << 6));
  }
}

function consider(at: usize, entry: usize): void {
  const start = at - load<u32>(entry, OFFSET);
  // Whatever stands here, more follows than may.
  const known = stretches + load<u32>(entry, STRETCH);
  if (start + load<u32>(entry, SPAN) < load<u32>(known, 4) && start >= load<u32>(known)) return;
  const head = load<u32>(start);
  if (((head | load<u32>(entry, FOLD)) & load<u32>(entry, MASK)) !== load<u32>(entry, HEAD)) return;
  if (start < from || start >= to) return;
  // Before the text's first byte stand zeros.
  const last = load<u8>(lefts + load<u32>(entry, LEFT) + load<u8>(start - 1));
  if (last !== 0 && (last & load<u8>(others + load<u8>(start - 2))) === 0) return;
  const length = load<u32>(entry, LENGTH) as usize;
  if (start + length > end) return;
  if (load<u32>(entry, SHORT) === 0) {
    const first = load<u32>(entry, FIRST) as usize;
    for (let index: usize = 4; index < length; index++) {
      const byte = load<u8>(start + index) | load<u8>(fold + first + index);
      if (byte !== load<u8>(text + first + index)) return;
    }
  }
  if (load<i32>(entry, RUN) >= 0 && !goesOn(start + length, entry)) return;
  store<u32>(found, load<u32>(entry, NEEDLE));
  store<u32>(found, start as u32, 4);
  found += 8;
}

/** As `#goesOn` of beside.ts; where the bytes end, nothing is known. */
function goesOn(start: usize, entry: usize): bool {
  const stretch = stretches + load<u32>(entry, STRETCH);
  const most = load<u32>(entry, MOST) as usize;
  let known = load<u32>(stretch, 4) as usize;
  if (start > known || start < (load<u32>(stretch) as usize)) {
    store<u32>(stretch, start as u32);
    known = start;
  }
  if (start + most < known) return false;
  const run = runs + ((load<u32>(entry, RUN) as usize) << 8);
  const stop = min(end, start + most + FURTHER);
  while (known < stop && load<u8>(run + load<u8>(known)) === 1) known++;
  store<u32>(stretch, known as u32, 4);
  if (known - start > most) return false;
  if (known >= end || known - start >= (load<u32>(entry, LEAST) as usize)) return true;
  return load<u8>(run + load<u8>(known)) === 2;
}
