/**
 * Goes over trees, many in one call: builds each behind its base, steps over the entries that it copies and
 * hands out what the others name. history/trees.ts says what is stepped over and why; what is not flawless
 * is left to it. The entries of a pack lie in this memory one behind the other, each base before what hangs
 * on it, and records list them: u32 where it is, u32 its length, u32 its depth, i32 its tree's number.
 */
import { COPIES, MOST_COPIES } from './delta.as';
import { child, STATE, whole } from './unpack.as';

const RECORD: usize = 16;
const DEEPEST: u32 = 4096;
export const MOST_IDS: u32 = 1 << 15;
export const MOST_TEXT: u32 = 1 << 20;
export const MOST_NAMES: u32 = 1 << 15;
const MOST_STARTS: u32 = 1 << 20;
const RECENT: u32 = 4096;
/** Room for the longest id. */
const WIDTH: usize = 32;
const STRIDE: usize = (MOST_COPIES as usize) << 2;

const NO_ROOM = -2;
const SPACE: u32 = 0x20;
/** First digit of a subtree's mode, "40000"; all other modes have six digits. */
const FOUR: u32 = 0x34;

/** Ids to be looked up, one behind the other. */
export let IDS: usize = 0;
/** Names to be searched, a NUL behind each; and of each, where it ends and the record of its root. */
export let TEXT: usize = 0;
export let NAMES: usize = 0;
/** Where the memory begins that is used for nothing here: for entries, records and trees. */
export let FREE: usize = 0;
/** Ids that were handed out, by their first bits: half of all were shortly before. */
let recent: usize = 0;
/** By depth: where the tree is, its size, where its starts end. */
let trees: usize = 0;
let sizes: usize = 0;
let ends: usize = 0;
/** Where the entries of the trees on the path start. */
let starts: usize = 0;

let idBytes: usize = 20;
let shortestName: usize = 0;

/** How many of IDS and NAMES there are, and bytes of TEXT; the next call starts anew. */
export let ids: u32 = 0;
export let names: u32 = 0;
let text: u32 = 0;

/** Why a call has ended before the last record: the next one is flawed; memory ends too soon. */
export let isFlawed: bool = false;
export let isNarrow: bool = false;

/** Record of the root, its place among the records, and the bytes of its trees. */
let root: usize = 0;
let rootIndex: u32 = 0;
let bytes: f64 = 0;

/** The memory from there on is used. Names shorter than `shortest` are not handed out. */
export function setUpFamilies(from: usize, idLength: u32, shortest: u32): void {
  idBytes = idLength;
  shortestName = shortest;
  IDS = from;
  TEXT = IDS + MOST_IDS * WIDTH;
  NAMES = TEXT + MOST_TEXT;
  recent = NAMES + MOST_NAMES * 8;
  trees = recent + RECENT * WIDTH;
  sizes = trees + DEEPEST * 4;
  ends = sizes + DEEPEST * 4;
  starts = ends + DEEPEST * 4;
  FREE = starts + MOST_STARTS * 4;
}

/** No id was handed out yet: what stands in a place begins otherwise than what belongs there. */
export function forgetIds(): void {
  memory.fill(recent, 0, RECENT * WIDTH);
  memory.fill(recent, 0xff, WIDTH);
}

/**
 * Goes over the records [next, stop), whose trees go from `first` on; stops where something has to be taken
 * away before. In the place of where a root is and its length there is then, as a float, how many bytes the
 * trees have that were gone over.
 * @returns the next record
 */
export function goOver(
  records: usize,
  next: u32,
  stop: u32,
  first: usize,
  roof: usize,
  limit: u32,
): u32 {
  ids = names = text = 0;
  isFlawed = isNarrow = false;
  for (; next < stop; next++) {
    const record = records + next * RECORD;
    const depth = load<u32>(record, 8);
    const level = depth << 2;
    let tree = first;
    let size: i32 = -1;
    if (depth === 0) {
      const at: usize = load<u32>(record);
      size = whole(at, at + load<u32>(record, 4), tree, roof, limit);
    } else if (depth < DEEPEST) {
      const at: usize = load<u32>(record);
      const base: usize = load<u32>(trees + level - 4);
      const held = load<u32>(sizes + level - 4);
      const end = at + load<u32>(record, 4);
      tree = base + held;
      size = child(at, end, base, held, tree, roof, limit, idBytes as u32);
    }
    const own = depth > 0 ? load<u32>(ends + level - 4) : 0;
    if (size < 0 || !hasRoom(size, own)) {
      isNarrow = size === NO_ROOM;
      isFlawed = !isNarrow && (size < 0 || (ids | names) === 0);
      return next;
    }
    if (depth === 0) {
      root = record;
      rootIndex = next;
      bytes = 0;
    }
    const base = depth > 1 ? load<u32>(ends + level - 8) : 0;
    const copies = own > base ? load<u32>(STATE) : 0;
    const isBase = next + 1 < stop && load<u32>(record, RECORD + 8) > depth;
    const end = entries(tree, size, base, own, copies, isBase);
    if (end < 0) {
      isFlawed = true;
      return next;
    }
    store<u32>(trees + level, tree as u32);
    store<u32>(sizes + level, size);
    store<u32>(ends + level, end);
    bytes += size as f64;
    store<f64>(root, bytes);
  }
  return next;
}

/** Whether all that a tree of that size may name can be handed out, and its starts be kept. */
function hasRoom(size: u32, own: u32): bool {
  const most = size / ((idBytes as u32) + 7) + 2;
  return (
    ids + most <= MOST_IDS &&
    names + most <= MOST_NAMES &&
    text + size <= MOST_TEXT &&
    // As many as `keep` may write too much.
    own + most + 4 <= MOST_STARTS
  );
}

/**
 * Goes over a tree's entries: mode in octal, space, name, NUL, id. The base's starts are [base, own), the
 * tree's come behind them where something hangs on it. @returns where they end, or -1: it does not read as a tree
 */
function entries(tree: usize, size: u32, base: u32, own: u32, copies: u32, isBase: bool): i32 {
  let copy = COPIES;
  const lastCopy = COPIES + (copies << 2);
  let filled = starts + (own << 2);
  let cursor = base;
  let at: u32 = 0;
  while (at < size) {
    while (copy < lastCopy && load<u32>(copy) + load<u32>(copy + 2 * STRIDE) <= at) copy += 4;
    if (copy < lastCopy && load<u32>(copy) <= at) {
      const from = load<u32>(copy + STRIDE);
      const shift = load<u32>(copy) - from;
      const low = startAt(cursor, base, own, at - shift);
      const last = low < 0 ? -1 : lastUpTo(low, own, from + load<u32>(copy + 2 * STRIDE));
      if (last > low) {
        if (isBase) filled = keep(filled, low, last, shift);
        at = startOf(last) + shift;
        cursor = last;
        continue;
      }
    }
    const next = entry(tree, at, size);
    if (next < 0) return -1;
    if (isBase) {
      store<u32>(filled, at);
      filled += 4;
    }
    at = next;
  }
  if (isBase) {
    store<u32>(filled, size);
    filled += 4;
  }
  return ((filled - starts) as i32) >> 2;
}

function startOf(index: u32): u32 {
  return load<u32>(starts + (index << 2));
}

/** The one of the starts [base, own) but for the last that is `wanted`, or -1. It is mostly at the cursor. */
function startAt(cursor: u32, base: u32, own: u32, wanted: u32): i32 {
  if (cursor + 2 < own) {
    if (startOf(cursor) === wanted) return cursor;
    if (startOf(cursor + 1) === wanted) return cursor + 1;
  }
  let high = own;
  while (base < high) {
    const middle = (base + high) >>> 1;
    if (startOf(middle) < wanted) base = middle + 1;
    else high = middle;
  }
  return base < own && startOf(base) === wanted ? base : -1;
}

/** The last of the starts [low, own) that is at most `stop`. */
function lastUpTo(low: u32, own: u32, stop: u32): i32 {
  let high = own - 1;
  if (startOf(high) <= stop) return high;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (startOf(middle) <= stop) low = middle;
    else high = middle;
  }
  return low;
}

/** Takes over the base's starts [low, last); up to three more may be written behind. */
function keep(filled: usize, low: u32, last: u32, shift: u32): usize {
  const finish = filled + ((last - low) << 2);
  const more = i32x4.splat(shift);
  let from = starts + (low << 2);
  for (let to = filled; to < finish; to += 16) {
    v128.store(to, i32x4.add(v128.load(from), more));
    from += 16;
  }
  return finish;
}

/** @returns where the entry ends; -1 where it is none */
function entry(tree: usize, at: u32, size: u32): i32 {
  const from = tree + at;
  const stop = tree + size;
  let nul = from;
  let zeros = i8x16.bitmask(i8x16.eq(v128.load(nul), i8x16.splat(0)));
  while (zeros === 0) {
    nul += 16;
    if (nul >= stop) return -1;
    zeros = i8x16.bitmask(i8x16.eq(v128.load(nul), i8x16.splat(0)));
  }
  nul += ctz(zeros);
  if (nul + idBytes >= stop) return -1;
  const digit = load<u8>(from) as u32;
  const name = from + (digit === FOUR ? 6 : 7);
  if (name > nul || load<u8>(name - 1) !== SPACE) return -1;
  if (nul - name >= shortestName) handOutName(name, nul - name);
  // A submodule, "160000": its commit is elsewhere.
  if (digit !== 0x31 || load<u8>(from, 1) !== 0x36) handOutId(nul + 1);
  return (nul + 1 + idBytes - tree) as i32;
}

function handOutName(at: usize, length: usize): void {
  const to = TEXT + text;
  memory.copy(to, at, length);
  store<u8>(to + length, 0);
  text += (length as u32) + 1;
  const slot = NAMES + (names++ << 3);
  store<u32>(slot, text - 1);
  store<u32>(slot, rootIndex, 4);
}

function handOutId(at: usize): void {
  const slot = recent + (load<u32>(at) & (RECENT - 1)) * WIDTH;
  const isLong = idBytes !== 20;
  const front = v128.load(at);
  let differs = v128.any_true(v128.xor(front, v128.load(slot)));
  if (isLong) differs = differs || v128.any_true(v128.xor(v128.load(at, 16), v128.load(slot, 16)));
  else differs = differs || load<u32>(at, 16) !== load<u32>(slot, 16);
  if (!differs) return;
  const to = IDS + ids++ * idBytes;
  v128.store(slot, front);
  v128.store(to, front);
  if (isLong) {
    const back = v128.load(at, 16);
    v128.store(slot, back, 16);
    v128.store(to, back, 16);
    return;
  }
  store<u32>(slot, load<u32>(at, 16), 16);
  store<u32>(to, load<u32>(at, 16), 16);
}
