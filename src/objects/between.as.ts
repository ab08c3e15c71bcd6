/**
 * The commits of `A..B`, as history/between.ts finds them, and in the same order: it says why this is right. Here it
 * is done over records, in the memory that the commits are unpacked in. What git's commit-graph says of a commit is
 * believed where the commit is outside of the range, as git does; the others, and the ends, are read and held against it.
 */
import { commitNamed, identify, isInOrder, isThere, readRow, treeOf } from './graph.as';
import { QUEUE, QUEUE_END } from './layout.as';
import {
  idBytes,
  isSameId,
  NEXT,
  NOTES,
  PARENT_COUNT,
  PARENTS,
  recordOf,
  SIZE,
  START,
  TIME,
  TREE,
  TYPE,
  take,
} from './records.as';
import { read } from './stand.as';

/** Notes: it was parsed, it is or was in the queue, its parents were looked at, it is excluded. */
const PARSED: u32 = 1;
const QUEUED: u32 = 2;
const DONE: u32 = 4;
export const EXCLUDED: u32 = 8;

const COMMIT: u32 = 1;
/** Commits looked at beyond the last wanted one; git has the same number. */
const SLOP: i32 = 5;
const MOST_DIGITS: usize = 15;
const FEED: u32 = 10;

/** By time, newest last. */
let queueEnd: usize = QUEUE;
let wantedInQueue: i32 = 0;
/** Wanted commits, newest first, some of them excluded since: a list by NEXT. */
let firstWanted: usize = 0;
let lastWanted: usize = 0;

/** Some of the list are excluded. */
export function wantedCommits(): usize {
  return firstWanted;
}

export function isExcluded(commit: usize): bool {
  return has(commit, EXCLUDED);
}

/** The commit with the id at `id`, parsed; 0 where it cannot be read, or is none, or not the way git writes them. */
export function commitOf(id: usize): usize {
  const record = commitNamed(id);
  return record !== 0 && parse(record) && isSo(record) ? record : 0;
}

export function parentOf(commit: usize, index: u32): usize {
  if (index >= load<u32>(commit, PARENT_COUNT)) return 0;
  const parent: usize = load<u32>((load<u32>(commit, PARENTS) as usize) + ((index as usize) << 2));
  return parse(parent) ? parent : 0;
}

/** False where a commit cannot be read, or the graph says something else of it. */
export function walk(): bool {
  if (!goBack()) return false;
  for (let node = firstWanted; node !== 0; node = load<u32>(node, NEXT)) {
    if (!has(node, EXCLUDED) && !isSo(node)) return false;
  }
  return true;
}

function goBack(): bool {
  let slop = SLOP;
  let last: f64 = Infinity;
  for (let node = pop(); node !== 0; node = pop()) {
    if (!lookAtParents(node)) return false;
    if (!has(node, EXCLUDED)) {
      if (lastWanted === 0) firstWanted = node;
      else store<u32>(lastWanted, node as u32, NEXT);
      lastWanted = node;
      last = load<f64>(node, TIME);
      slop = SLOP;
      continue;
    }
    const newer = queueEnd > QUEUE && load<f64>(load<u32>(queueEnd - 4) as usize, TIME) >= last;
    if (wantedInQueue > 0 || newer) slop = SLOP;
    else if (--slop === 0) break;
  }
  return true;
}

function lookAtParents(node: usize): bool {
  add(node, DONE);
  const count = load<u32>(node, PARENT_COUNT);
  for (let index: u32 = 0; index < count; index++) {
    const parent = parentOf(node, index);
    if (parent === 0 || !enter(parent, has(node, EXCLUDED))) return false;
  }
  return !isThere(node) || isInOrder(node);
}

/** Puts a commit, or an end of the range, into the queue. False where too many wait. */
export function enter(node: usize, excluded: bool): bool {
  if (has(node, QUEUED)) return !excluded || exclude(node);
  add(node, QUEUED);
  if (excluded) add(node, EXCLUDED);
  else wantedInQueue++;
  return insert(node);
}

/** Passes it on to all ancestors that have been read already; those that wait stand behind the queue. */
function exclude(first: usize): bool {
  const bottom = queueEnd;
  let waiting = bottom + 4;
  store<u32>(bottom, first as u32);
  while (waiting > bottom) {
    waiting -= 4;
    const node: usize = load<u32>(waiting);
    if (has(node, EXCLUDED)) continue;
    add(node, EXCLUDED);
    if (!has(node, DONE)) wantedInQueue--;
    const count: usize = load<u32>(node, PARENT_COUNT);
    const parents: usize = load<u32>(node, PARENTS);
    for (let index: usize = 0; index < count; index++) {
      const parent = load<u32>(parents + (index << 2));
      if (!has(parent as usize, QUEUED)) continue;
      if (waiting >= QUEUE_END) return false;
      store<u32>(waiting, parent);
      waiting += 4;
    }
  }
  return true;
}

function insert(node: usize): bool {
  if (queueEnd >= QUEUE_END - 4) return false;
  const time = load<f64>(node, TIME);
  let low: usize = 0;
  let high = (queueEnd - QUEUE) >> 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<f64>(load<u32>(QUEUE + (middle << 2)) as usize, TIME) < time) low = middle + 1;
    else high = middle;
  }
  const place = QUEUE + (low << 2);
  memory.copy(place + 4, place, queueEnd - place);
  store<u32>(place, node as u32);
  queueEnd += 4;
  return true;
}

function pop(): usize {
  if (queueEnd === QUEUE) return 0;
  queueEnd -= 4;
  const node: usize = load<u32>(queueEnd);
  if (!has(node, EXCLUDED)) wantedInQueue--;
  return node;
}

export function has(record: usize, note: u32): bool {
  return (load<u32>(record, NOTES) & note) !== 0;
}

export function add(record: usize, note: u32): void {
  store<u32>(record, load<u32>(record, NOTES) | note, NOTES);
}

/** As the HEADER of between.ts; false where it is not that, or where what the graph says of it cannot be right. */
function parse(record: usize): bool {
  if (has(record, PARSED)) return true;
  if (!(isThere(record) ? readRow(record) : parseText(record))) return false;
  add(record, PARSED);
  return true;
}

function parseText(record: usize): bool {
  if (!read(record) || load<u32>(record, TYPE) !== COMMIT) return false;
  const hexLength = idBytes << 1;
  let at: usize = load<u32>(record, START);
  const end = at + (load<u32>(record, SIZE) as usize);
  if (!isTree(at, end) || !unhex(at + 5)) return false;
  const tree = recordOf(OWN);
  if (tree === 0) return false;
  at += hexLength + 6;
  const first = at;
  while (isParent(at, end)) at += hexLength + 8;
  const count = (at - first) / (hexLength + 8);
  const parents = take(count << 2);
  if (parents === 0 && count > 0) return false;
  for (let index: usize = 0; index < count; index++) {
    if (!unhex(first + index * (hexLength + 8) + 7)) return false;
    const parent = commitNamed(OWN);
    if (parent === 0) return false;
    store<u32>(parents + (index << 2), parent as u32);
  }
  const time = committerTime(at, end);
  if (time < 0) return false;
  store<f64>(record, time, TIME);
  store<u32>(record, tree as u32, TREE);
  store<u32>(record, parents as u32, PARENTS);
  store<u32>(record, count as u32, PARENT_COUNT);
  return true;
}

/** Whether a commit says of itself what the graph says of it. */
function isSo(record: usize): bool {
  if (!isThere(record)) return true;
  identify(record);
  const tree = treeOf(record);
  if (tree === 0 || !read(record) || load<u32>(record, TYPE) !== COMMIT) return false;
  const hexLength = idBytes << 1;
  let at: usize = load<u32>(record, START);
  const end = at + (load<u32>(record, SIZE) as usize);
  if (!isTree(at, end) || !unhex(at + 5) || !isSameId(tree, OWN)) return false;
  at += hexLength + 6;
  const count: usize = load<u32>(record, PARENT_COUNT);
  const parents: usize = load<u32>(record, PARENTS);
  for (let index: usize = 0; index < count; index++) {
    const parent: usize = load<u32>(parents + (index << 2));
    identify(parent);
    if (!isParent(at, end) || !unhex(at + 7) || !isSameId(parent, OWN)) return false;
    at += hexLength + 8;
  }
  return !isParent(at, end) && committerTime(at, end) === load<f64>(record, TIME);
}

/** "tree ", and room for an id. */
function isTree(at: usize, end: usize): bool {
  return (
    at + (idBytes << 1) + 6 <= end && load<u32>(at) === 0x6565_7274 && load<u8>(at, 4) === 0x20
  );
}

/** "parent ", and room for an id. */
function isParent(at: usize, end: usize): bool {
  return (
    at + (idBytes << 1) + 8 <= end &&
    load<u32>(at) === 0x6572_6170 &&
    (load<u32>(at, 4) & 0xff_ffff) === 0x20_746e
  );
}

/** An id in bytes. */
export const OWN: usize = QUEUE_END + 16;

/** Puts the id in hexadecimal at `at` to OWN; false where it is none with a line feed behind it. */
function unhex(at: usize): bool {
  for (let index: usize = 0; index < idBytes; index++) {
    const high = digit(load<u8>(at + (index << 1)));
    const low = digit(load<u8>(at + (index << 1), 1));
    if ((high | low) < 0) return false;
    store<u8>(OWN + index, ((high << 4) | low) as u8);
  }
  return load<u8>(at + (idBytes << 1)) === FEED;
}

function digit(code: u8): i32 {
  if (code >= 48 && code <= 57) return (code as i32) - 48;
  return code >= 97 && code <= 102 ? (code as i32) - 87 : -1;
}

/** Of `author …` and `committer … > 1700000000 +0000`, which stand at `at`; -1 where they do not. */
function committerTime(at: usize, end: usize): f64 {
  // "author "
  if (
    at + 18 > end ||
    load<u32>(at) !== 0x6874_7561 ||
    (load<u32>(at, 4) & 0xff_ffff) !== 0x20_726f
  )
    return -1;
  while (at < end && load<u8>(at) !== FEED) at++;
  at++;
  // "committer "
  if (
    at + 10 > end ||
    load<u32>(at) !== 0x6d6d_6f63 ||
    load<u32>(at, 4) !== 0x6574_7469 ||
    load<u16>(at, 8) !== 0x2072
  )
    return -1;
  const line = at + 10;
  while (at < end && load<u8>(at) !== FEED) at++;
  if (at >= end) return -1;
  // From the line's end: digits, a sign, a space, digits, a space, `>`.
  const zone = at;
  while (at > line && isDigit(load<u8>(at - 1))) at--;
  if (at === zone || at < line + 5) return -1;
  const sign = load<u8>(at - 1);
  if ((sign !== 0x2b && sign !== 0x2d) || load<u8>(at - 2) !== 0x20) return -1;
  const last = at - 2;
  at = last;
  while (at > line && isDigit(load<u8>(at - 1))) at--;
  if (at === last || last - at > MOST_DIGITS || at < line + 2) return -1;
  if (load<u8>(at - 1) !== 0x20 || load<u8>(at - 2) !== 0x3e) return -1;
  let time: f64 = 0;
  for (; at < last; at++) time = time * 10 + ((load<u8>(at) - 48) as f64);
  return time;
}

function isDigit(code: u8): bool {
  return code >= 48 && code <= 57;
}
