/**
 * What commits bring, as history/brought.ts finds it, and it says what that is: over records, by trees that are
 * compared where they stand. An entry of a tree is known by its place in it, so names are not compared again.
 */
import { add, EXCLUDED, has, wantedCommits } from './between.as';
import { differ } from './compare.as';
import { treeOf } from './graph.as';
import { DIFFERENCES, DIFFERENCES_END } from './layout.as';
import {
  idBytes,
  NEXT,
  PARENT_COUNT,
  PARENTS,
  recordOf,
  SIZE,
  START,
  TIME,
  TREE,
  TYPE,
} from './records.as';
import { forget, foundIn, locate, read, readAt, setMark } from './stand.as';

/** Notes beside those of between.as.ts: a commit outside of the range has it; it is in a list. */
const BEFORE: u32 = 16;
const LISTED: u32 = 32;

const COMMIT: u32 = 1;
const TREE_TYPE: u32 = 2;
const DIRECTORY: u32 = 0o040000;
const SUBMODULE: u32 = 0o160000;
/** What git would not take for a mode. */
const NO_MODE: u32 = 0xffff_ffff;
const MOST_DIGITS: usize = 8;
/** Folders in folders; no path is so long. */
const DEEPEST: u32 = 2000;

/** What is brought, in order: lists by NEXT. */
let firstTree: usize = 0;
let firstBlob: usize = 0;
let lastTree: usize = 0;
let lastBlob: usize = 0;

/** Where the next list may begin: of older trees (record, 1 where it is outside), of differences (compare.as.ts). */
let free: usize = DIFFERENCES;

/** Of a list: what commits outside of the range have as well. */
export function isBefore(record: usize): bool {
  return has(record, BEFORE);
}

export function trees(): usize {
  return firstTree;
}

/** Blobs in the order in which they are read; nobody compares trees any more. */
const ORDERED: usize = DIFFERENCES;
let ordered: usize = ORDERED;
/** The first that was not forgotten. */
let standing: usize = ORDERED;

/**
 * Puts the blobs that are brought in the order of their packs, in which those that hang on each other are neighbours.
 * @returns how many, or -1
 */
export function orderBlobs(): i32 {
  for (let blob = firstBlob; blob !== 0; blob = load<u32>(blob, NEXT)) {
    if (has(blob, BEFORE)) continue;
    if (ordered >= DIFFERENCES_END) return -1;
    store<f64>(blob, locate(blob), TIME);
    store<u32>(blob, foundIn as u32, TREE);
    store<u32>(ordered, blob as u32);
    ordered += 4;
  }
  const count = (ordered - ORDERED) >> 2;
  // Shell's way: short, and quick enough for some thousands.
  for (let gap = count >> 1; gap > 0; gap >>= 1) {
    for (let index = gap; index < count; index++) sink(index, gap);
  }
  setMark();
  return count as i32;
}

function sink(from: usize, gap: usize): void {
  const blob = load<u32>(ORDERED + (from << 2));
  let index = from;
  for (; index >= gap; index -= gap) {
    const other = load<u32>(ORDERED + ((index - gap) << 2));
    if (!isBehind(other, blob)) break;
    store<u32>(ORDERED + (index << 2), other);
  }
  store<u32>(ORDERED + (index << 2), blob);
}

function isBehind(one: usize, other: usize): bool {
  const a = load<u32>(one, TREE);
  const b = load<u32>(other, TREE);
  return a === b ? load<f64>(one, TIME) > load<f64>(other, TIME) : a > b;
}

/** Reads the one with that index; those before it may be forgotten. 0 where it cannot be read. */
export function readBlob(index: u32): usize {
  const at = ORDERED + ((index as usize) << 2);
  if (forget()) {
    for (; standing < at; standing += 4) store<u32>(load<u32>(standing), 0, TYPE);
  }
  const blob: usize = load<u32>(at);
  if (load<u32>(blob, TYPE) !== 0) return blob;
  return readAt(blob, load<u32>(blob, TREE), load<f64>(blob, TIME)) ? blob : 0;
}

/** Lists what the wanted commits bring. False where a tree cannot be read. */
export function bring(): bool {
  for (let commit = wantedCommits(); commit !== 0; commit = load<u32>(commit, NEXT)) {
    if (has(commit, EXCLUDED)) continue;
    const count: usize = load<u32>(commit, PARENT_COUNT);
    const parents: usize = load<u32>(commit, PARENTS);
    free = DIFFERENCES;
    if (free + (count << 3) > DIFFERENCES_END) return false;
    for (let index: usize = 0; index < count; index++) {
      const parent: usize = load<u32>(parents + (index << 2));
      const old = treeOf(parent);
      if (old === 0) return false;
      put(old as u32, has(parent, EXCLUDED));
    }
    if (!tree(treeOf(commit), DIFFERENCES, count, 0)) return false;
  }
  return true;
}

function put(record: u32, outside: bool): void {
  store<u32>(free, record);
  store<u32>(free, outside ? 1 : 0, 4);
  free += 8;
}

/** What that tree has and none of the `count` older ones, which are listed at `olds`. */
function tree(now: usize, olds: usize, count: usize, depth: u32): bool {
  let isOld = false;
  for (let old = olds; old < olds + (count << 3); old += 8) {
    const record: usize = load<u32>(old);
    if (record !== 0 && load<u32>(old, 4) !== 0) add(record, BEFORE);
    if (record === now) isOld = true;
  }
  if (isOld) return true;
  if (depth > DEEPEST || !isTree(now)) return false;
  if (!has(now, LISTED)) {
    add(now, LISTED);
    if (lastTree === 0) firstTree = now;
    else store<u32>(lastTree, now as u32, NEXT);
    lastTree = now;
  }
  const all = max(count, 1);
  const before = free;
  // Where each of the lists of differences ends, and how far it was gone through.
  const ends = free;
  free += all << 3;
  if (free > DIFFERENCES_END) return false;
  for (let index: usize = 0; index < all; index++) {
    const old = olds + (index << 3);
    const record: usize = count === 0 ? 0 : load<u32>(old);
    store<u32>(ends + (index << 3), free as u32, 4);
    if (!compare(record, now, count > 0 && load<u32>(old, 4) !== 0)) return false;
    store<u32>(ends + (index << 3), free as u32);
  }
  const isDone = entries(ends, all, olds, depth);
  free = before;
  return isDone;
}

function isTree(record: usize): bool {
  return read(record) && load<u32>(record, TYPE) === TREE_TYPE;
}

/** Lists where the two differ, from `free` on. */
function compare(old: usize, now: usize, outside: bool): bool {
  if (old !== 0 && !isTree(old)) return false;
  const from: usize = old === 0 ? 0 : load<u32>(old, START);
  const size: usize = old === 0 ? 0 : load<u32>(old, SIZE);
  const start: usize = load<u32>(now, START);
  const end = start + (load<u32>(now, SIZE) as usize);
  const count = differ(from, from + size, start, end, idBytes, free, DIFFERENCES_END);
  if (count < 0) return false;
  const list = free;
  free += (count as usize) << 3;
  if (!outside) return true;
  for (let pair = list; pair < free; pair += 8) {
    const entry: usize = load<u32>(pair);
    if (entry === 0) continue;
    const record = recordOf(idOf(entry));
    if (record === 0) return false;
    add(record, BEFORE);
  }
  return true;
}

/** What of the first list stands in all of them, as what is the same in an older tree is in none of its list. */
function entries(ends: usize, count: usize, olds: usize, depth: u32): bool {
  const first: usize = load<u32>(ends, 4);
  const stop: usize = load<u32>(ends);
  const own = free;
  for (let pair = first; pair < stop; pair += 8) {
    const entry = load<u32>(pair, 4);
    if (entry === 0) continue;
    free = own;
    if (free + (count << 3) > DIFFERENCES_END) return false;
    if (!gather(entry, ends, count, olds)) continue;
    if (!entryBrings(entry as usize, own, count, depth)) return false;
  }
  return true;
}

/** Puts what the older trees have in its place; false where one of them has the same. Entries come in order. */
function gather(entry: u32, ends: usize, count: usize, olds: usize): bool {
  for (let index: usize = 0; index < count; index++) {
    const list = ends + (index << 3);
    const stop: usize = load<u32>(list);
    let pair: usize = load<u32>(list, 4);
    while (pair < stop && load<u32>(pair, 4) < entry) pair += 8;
    store<u32>(list, pair as u32, 4);
    if (pair >= stop || load<u32>(pair, 4) !== entry) return false;
    put(load<u32>(pair), load<u32>(olds + (index << 3), 4) !== 0);
  }
  return true;
}

/** An entry that differs from those listed at `olds`, whose places become what they name. */
function entryBrings(entry: usize, olds: usize, count: usize, depth: u32): bool {
  const mode = modeOf(entry);
  const record = recordOf(idOf(entry));
  if (record === 0 || mode === NO_MODE) return false;
  for (let old = olds; old < free; old += 8) {
    const other: usize = load<u32>(old);
    if (other === 0) continue;
    const named = recordOf(idOf(other));
    if (named === 0) return false;
    if (named === record) return true;
    store<u32>(old, modeOf(other) === DIRECTORY ? (named as u32) : 0);
  }
  if (mode === SUBMODULE) return true;
  if (mode === DIRECTORY) return tree(record, olds, count, depth + 1);
  if (has(record, LISTED)) return true;
  // Commits have lists of their own.
  if (load<u32>(record, TYPE) === COMMIT) return false;
  add(record, LISTED);
  if (lastBlob === 0) firstBlob = record;
  else store<u32>(lastBlob, record as u32, NEXT);
  lastBlob = record;
  return true;
}

function modeOf(entry: usize): u32 {
  let mode: u32 = 0;
  for (let digits: usize = 0; digits <= MOST_DIGITS; digits++) {
    const code = load<u8>(entry + digits) as u32;
    if (code === 0x20 && digits > 0) return mode;
    if (code < 48 || code > 55) return NO_MODE;
    mode = mode * 8 + code - 48;
  }
  return NO_MODE;
}

/** Trees are compared before: there is a NUL, and an id behind it. */
function idOf(entry: usize): usize {
  while (load<u8>(entry) !== 0) entry++;
  return entry + 1;
}
