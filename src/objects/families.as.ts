/**
 * Goes over trees, many in one call: builds each behind its base, steps over the entries that it copies and
 * hands out what the others name. history/trees.ts says what is stepped over and why; what is not flawless
 * is left to it. The entries of a pack lie in this memory one behind the other, each base before what hangs
 * on it, and records list them: u32 where it is, u32 its length, u32 its depth, i32 its tree's number.
 */
import {
  beginNotes,
  changes,
  changesBefore,
  come,
  gone,
  hasRoomForNotes,
  isNoting,
  maybeSought,
  note,
  noted,
  notedBefore,
  setUpChanges,
  takenNotes,
} from './changes.as';
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

/** Ids to be looked up, one behind the other; and of each the change that is of that object, or -1. */
export let IDS: usize = 0;
export let WANTED: usize = 0;
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
/** By depth: the place of the tree among those noted. */
let places: usize = 0;
/** Where the entries of the trees on the path start, and of each the change that brought it, or -1. */
let starts: usize = 0;
let brought: usize = 0;

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
export function setUpFamilies(from: usize, idLength: u32, shortest: u32, notes: bool): void {
  idBytes = idLength;
  shortestName = shortest;
  IDS = from;
  WANTED = IDS + MOST_IDS * WIDTH;
  TEXT = WANTED + MOST_IDS * 4;
  NAMES = TEXT + MOST_TEXT;
  recent = NAMES + MOST_NAMES * 8;
  trees = recent + RECENT * WIDTH;
  sizes = trees + DEEPEST * 4;
  ends = sizes + DEEPEST * 4;
  places = ends + DEEPEST * 4;
  starts = places + DEEPEST * 4;
  brought = starts + MOST_STARTS * 4;
  FREE = setUpChanges(brought + (notes ? MOST_STARTS * 4 : 0), notes);
}

/** Before records that have nothing to do with those before: so many changes and trees are noted. */
export function begin(changed: u32, trees: u32): void {
  // No id was handed out yet: what stands in a place begins otherwise than what belongs there.
  memory.fill(recent, 0, RECENT * WIDTH);
  memory.fill(recent, 0xff, WIDTH);
  if (isNoting) beginNotes(changed, trees);
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
  takenNotes();
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
    const base = depth > 1 ? load<u32>(ends + level - 8) : 0;
    if (size < 0 || !hasRoom(size, own, own - base)) {
      isNarrow = size === NO_ROOM;
      isFlawed = !isNarrow && (size < 0 || isEmpty());
      return next;
    }
    if (depth === 0) {
      root = record;
      rootIndex = next;
      bytes = 0;
    }
    const isBase = next + 1 < stop && load<u32>(record, RECORD + 8) > depth;
    const end = oneTree(record, tree, size, base, own, isBase);
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

/** Goes over a tree that was built just now. @returns as `entries` */
function oneTree(record: usize, tree: usize, size: u32, base: u32, own: u32, isBase: bool): i32 {
  let copies: u32 = own > base ? load<u32>(STATE) : 0;
  if (!isNoting) return entries(tree, size, base, own, copies, isBase);
  // Copied twice, or in another order, an entry is not what has come or gone: it is noted in full.
  if (copies > 0 && !isInOrder(copies)) copies = 0;
  const level = load<u32>(record, 8) << 2;
  const against = copies > 0 ? load<i32>(places + level - 4) : -1;
  reached = base;
  const end = entries(tree, size, base, own, copies, isBase);
  if (end >= 0 && copies > 0) allGone(reached, own - 1);
  store<u32>(places + level, note(load<i32>(record, 12), against));
  return end;
}

function isInOrder(copies: u32): bool {
  let reached: u32 = 0;
  const lastCopy = COPIES + (copies << 2);
  for (let copy = COPIES; copy < lastCopy; copy += 4) {
    const from = load<u32>(copy + STRIDE);
    if (from < reached) return false;
    reached = from + load<u32>(copy + 2 * STRIDE);
  }
  return true;
}

/** Up to which of the base's starts it is noted what became of its entries. */
let reached: u32 = 0;

/** Notes the base's entries [first, last) as gone. */
function allGone(first: u32, last: u32): void {
  for (; first < last; first++) {
    const change = load<i32>(brought + (first << 2));
    if (change >= 0) gone(change);
  }
}

function isEmpty(): bool {
  return (ids | names | (changes - changesBefore) | (noted - notedBefore)) === 0;
}

/** Whether all that a tree of that size may name can be handed out, and its starts be kept. */
function hasRoom(size: u32, own: u32, held: u32): bool {
  const most = size / ((idBytes as u32) + 7) + 2;
  return (
    ids + most <= MOST_IDS &&
    names + most <= MOST_NAMES &&
    text + size <= MOST_TEXT &&
    // As many as `keep` may write too much.
    own + most + 4 <= MOST_STARTS &&
    (!isNoting || hasRoomForNotes(most + held, most, size))
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
        if (isNoting) {
          allGone(reached, low);
          reached = last;
        }
        if (isBase) filled = keep(filled, low, last, shift);
        at = startOf(last) + shift;
        cursor = last;
        continue;
      }
    }
    const next = entry(tree, at, size);
    if (next < 0) return -1;
    if (isBase) filled = start(filled, at, lastChange);
    at = next;
  }
  if (isBase) filled = start(filled, size, -1);
  return ((filled - starts) as i32) >> 2;
}

function start(filled: usize, at: u32, change: i32): usize {
  store<u32>(filled, at);
  if (isNoting) store<i32>(filled + (brought - starts), change);
  return filled + 4;
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
    if (isNoting) v128.store(to + (brought - starts), v128.load(from + (brought - starts)));
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
  lastChange = -1;
  if (digit !== 0x31 || load<u8>(from, 1) !== 0x36) {
    if (isNoting && (digit === FOUR || maybeSought(nul + 1))) {
      lastChange = come(name, (nul - name) as u32);
      push(nul + 1, lastChange);
    } else handOutId(nul + 1);
  }
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

/** Where it was not shortly before. */
function handOutId(at: usize): void {
  const slot = recent + (load<u32>(at) & (RECENT - 1)) * WIDTH;
  const front = v128.load(at);
  const differs = v128.any_true(v128.xor(front, v128.load(slot)));
  if (idBytes === 20) {
    if (!differs && load<u32>(at, 16) === load<u32>(slot, 16)) return;
  } else if (!differs && !v128.any_true(v128.xor(v128.load(at, 16), v128.load(slot, 16)))) return;
  v128.store(slot, front);
  v128.store(slot, v128.load(at, 16), 16);
  push(at, -1);
}

/** Lists the id; the next one stands on what is written too much. */
function push(at: usize, change: i32): void {
  const to = IDS + ids * idBytes;
  v128.store(to, v128.load(at));
  v128.store(to, v128.load(at, 16), 16);
  store<i32>(WANTED + (ids << 2), change);
  ids++;
}

/** The change that brought the entry looked at last, or -1. */
let lastChange: i32 = -1;
