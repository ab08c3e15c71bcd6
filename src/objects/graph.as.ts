/**
 * What git's commit-graph says of commits, so that those outside of a range need not be unpacked: parents, tree, time.
 * commit-graph.ts opens its files, says how they are laid out, and when they are not used. A commit that the graph has is
 * known by its place in it and has no id at first. Whatever contradicts itself makes the walk fail, and it is made
 * anew without the graph.
 */
import { FOUND, placeIn } from './find.as';
import { fill } from './host.as';
import {
  GENERATION,
  idBytes,
  newRecord,
  PARENT_COUNT,
  PARENTS,
  POSITION,
  recordOf,
  room,
  setTop,
  TIME,
  TREE,
  take,
  top,
} from './records.as';

/** A layer: its file, the place of its first commit, how many, how many numbers in its list of more parents, … */
const FILE: usize = 0;
const FIRST: usize = 4;
const COUNT: usize = 8;
const MORE_COUNT: usize = 12;
/** … where ids, rows and that list begin in the file, … */
const IDS: usize = 16;
const ROWS: usize = 24;
const MORE: usize = 32;
/** … all rows, once many were asked for (0: they do not stand here), how many were, and the fan-out. */
const STANDING: usize = 40;
const ASKED: usize = 44;
const FANOUT: usize = 48;
const LAYER: usize = FANOUT + 1024;

const UNKNOWN_THERE: u32 = 0xffff_ffff;
/** In place of a parent: none; and a mark for a place in the list of more parents, whose last one has it too. */
const NONE: u32 = 0x7000_0000;
const LISTED: u32 = 0x8000_0000;
/** Generations stop there: git cannot tell them apart any more. */
const HIGHEST: u32 = 0x3fff_ffff;
/** A row behind the tree's id: two parents, generation and time. */
const FIXED: u32 = 16;
/** So many rows are read one by one before all are, where they are not more than so many bytes. */
const FEW: u32 = 256;
const MOST_STANDING: u32 = 8 << 20;
/** A merge of more is left to the walk without the graph. */
const MOST_PARENTS: u32 = 256;

const oneRow: usize = FOUND;
const others: usize = FOUND + 64;

let layers: usize = 0;
let layerCount: usize = 0;
/** Records by place, a table with open places. */
let table: usize = 0;
let mask: u32 = 0;
let count: u32 = 0;

/** Makes room for so many layers, which are described next. */
export function beginGraph(wanted: u32): void {
  layerCount = wanted;
  mask = 4095;
  table = take((mask as usize) * 4 + 4);
  layers = take(layerCount * LAYER);
}

/** @returns where its fan-out goes, 256 numbers */
export function addLayer(
  index: u32,
  file: i32,
  first: u32,
  count: u32,
  ids: f64,
  rows: f64,
  more: f64,
  moreCount: u32,
): usize {
  const layer = layers + (index as usize) * LAYER;
  store<i32>(layer, file, FILE);
  store<u32>(layer, first, FIRST);
  store<u32>(layer, count, COUNT);
  store<u32>(layer, moreCount, MORE_COUNT);
  store<f64>(layer, ids, IDS);
  store<f64>(layer, rows, ROWS);
  store<f64>(layer, more, MORE);
  return layer + FANOUT;
}

/** The record of the commit with the id at `id`; 0 where there is no room for one. */
export function commitNamed(id: usize): usize {
  const record = recordOf(id);
  if (record === 0 || layerCount === 0) return record;
  if (load<u32>(record, POSITION) === 0) store<u32>(record, placeOf(record), POSITION);
  const place = load<u32>(record, POSITION);
  return place === UNKNOWN_THERE ? record : recordAt(place, record);
}

/** Whether the graph has the commit. */
export function isThere(commit: usize): bool {
  const place = load<u32>(commit, POSITION);
  return place !== 0 && place !== UNKNOWN_THERE;
}

function placeOf(id: usize): u32 {
  for (let index: usize = 0; index < layerCount; index++) {
    const layer = layers + index * LAYER;
    const at = placeIn(load<i32>(layer, FILE), layer + FANOUT, load<f64>(layer, IDS), id, idBytes);
    if (at >= 0) return load<u32>(layer, FIRST) + (at as u32) + 1;
  }
  return UNKNOWN_THERE;
}

/** The one record of the commit at a place, which is `fresh` if there was none; 0 where there is no room. */
function recordAt(place: u32, fresh: usize): usize {
  let slot = slotOf(place, mask);
  let known: usize = load<u32>(table + ((slot as usize) << 2));
  while (known !== 0) {
    if (load<u32>(known, POSITION) === place) return known;
    slot = (slot + 1) & mask;
    known = load<u32>(table + ((slot as usize) << 2));
  }
  const record = fresh === 0 ? newRecord() : fresh;
  if (record === 0) return 0;
  store<u32>(record, place, POSITION);
  store<u32>(table + ((slot as usize) << 2), record as u32);
  return ++count * 2 <= mask || widen() ? record : 0;
}

function slotOf(place: u32, mask: u32): u32 {
  return ((place * 0x9e37_79b1) >>> 9) & mask;
}

function widen(): bool {
  const wider = mask * 4 + 3;
  const next = take((wider as usize) * 4 + 4);
  if (next === 0) return false;
  for (let index: usize = 0; index <= (mask as usize); index++) {
    const record = load<u32>(table + (index << 2));
    if (record === 0) continue;
    let slot = slotOf(load<u32>(record as usize, POSITION), wider);
    while (load<u32>(next + ((slot as usize) << 2)) !== 0) slot = (slot + 1) & wider;
    store<u32>(next + ((slot as usize) << 2), record);
  }
  table = next;
  mask = wider;
  return true;
}

function layerOf(commit: usize): usize {
  const place = load<u32>(commit, POSITION) - 1;
  let layer = layers + (layerCount - 1) * LAYER;
  while (place < load<u32>(layer, FIRST)) layer -= LAYER;
  return layer;
}

/** Where what the layer has of the commit stands in memory. */
function rowOf(layer: usize, commit: usize): usize {
  const width = (idBytes as u32) + FIXED;
  const at = load<u32>(commit, POSITION) - 1 - load<u32>(layer, FIRST);
  const size = (load<u32>(layer, COUNT) as u64) * (width as u64);
  const asked = load<u32>(layer, ASKED) + 1;
  store<u32>(layer, asked, ASKED);
  if (asked === FEW && size <= (MOST_STANDING as u64) && room(top + (size as usize))) {
    fill(load<i32>(layer, FILE), load<f64>(layer, ROWS), size as i32, top);
    store<u32>(layer, top as u32, STANDING);
    setTop((top + (size as usize) + 7) & ~7);
  }
  const standing: usize = load<u32>(layer, STANDING);
  if (standing !== 0) return standing + ((at * width) as usize);
  const position = load<f64>(layer, ROWS) + (at as f64) * (width as f64);
  fill(load<i32>(layer, FILE), position, width as i32, oneRow);
  return oneRow;
}

/** Notes parents, time and generation. False where they cannot be right. */
export function readRow(commit: usize): bool {
  const layer = layerOf(commit);
  const row = rowOf(layer, commit) + idBytes;
  const first = bswap<u32>(load<u32>(row));
  const second = bswap<u32>(load<u32>(row, 4));
  const high = bswap<u32>(load<u32>(row, 8));
  const low = bswap<u32>(load<u32>(row, 12));
  store<u32>(commit, high >>> 2, GENERATION);
  store<f64>(commit, ((high & 3) as f64) * 4294967296 + (low as f64), TIME);
  store<u32>(others, first);
  store<u32>(others, second, 4);
  let parents: u32 = second === NONE ? (first === NONE ? 0 : 1) : first === NONE ? MOST_PARENTS : 2;
  if (parents === 2 && (second & LISTED) !== 0) parents = 1 + more(layer, second & ~LISTED);
  if (parents >= MOST_PARENTS) return false;
  return named(commit, parents, load<u32>(layer, FIRST) + load<u32>(layer, COUNT));
}

/** Puts what the list of more parents has from that number on behind the first parent. @returns how many */
function more(layer: usize, from: u32): u32 {
  const all = load<u32>(layer, MORE_COUNT);
  if (from >= all) return MOST_PARENTS;
  const most = min(all - from, MOST_PARENTS);
  const position = load<f64>(layer, MORE) + (from as f64) * 4;
  fill(load<i32>(layer, FILE), position, (most << 2) as i32, others + 4);
  for (let index: u32 = 1; index <= most; index++) {
    const slot = others + ((index as usize) << 2);
    const value = bswap<u32>(load<u32>(slot));
    store<u32>(slot, value & ~LISTED);
    if ((value & LISTED) !== 0) return index;
  }
  return MOST_PARENTS;
}

/** Lists the records of the parents, whose places stand at `others`; each is below `end`. */
function named(commit: usize, parents: u32, end: u32): bool {
  const list = take((parents as usize) << 2);
  if (list === 0 && parents > 0) return false;
  for (let index: usize = 0; index < (parents as usize); index++) {
    const place = load<u32>(others + (index << 2));
    if (place >= end) return false;
    const parent = recordAt(place + 1, 0);
    if (parent === 0) return false;
    store<u32>(list + (index << 2), parent as u32);
  }
  store<u32>(commit, list as u32, PARENTS);
  store<u32>(commit, parents, PARENT_COUNT);
  return true;
}

/** A commit is one generation above the highest of its parents: so no walk goes in circles, and little damage passes. */
export function isInOrder(commit: usize): bool {
  let below: u32 = 0;
  const parents: usize = load<u32>(commit, PARENTS);
  for (let index: usize = 0; index < (load<u32>(commit, PARENT_COUNT) as usize); index++) {
    below = max(below, load<u32>(load<u32>(parents + (index << 2)) as usize, GENERATION));
  }
  return below < HIGHEST && load<u32>(commit, GENERATION) === below + 1;
}

/** The record of its tree, or 0. */
export function treeOf(commit: usize): usize {
  if (load<u32>(commit, TREE) === 0 && isThere(commit)) {
    store<u32>(commit, recordOf(rowOf(layerOf(commit), commit)) as u32, TREE);
  }
  return load<u32>(commit, TREE);
}

/** Its id is in its record then. */
export function identify(commit: usize): void {
  if (!isThere(commit) || load<u64>(commit) !== 0) return;
  const layer = layerOf(commit);
  const at = load<u32>(commit, POSITION) - 1 - load<u32>(layer, FIRST);
  const position = load<f64>(layer, IDS) + (at as f64) * (idBytes as f64);
  fill(load<i32>(layer, FILE), position, idBytes as i32, commit);
}
