/**
 * Where a pack has an object, by its index (idx.ts says how that is laid out, and checks it when it is opened). A few
 * kilobytes are read around the place where the id is expected, and its offset.
 */
import { find as ask, fill } from './host.as';
import { FIND } from './layout.as';

/** A pack, as standing.ts describes it: its two files, its number, how many objects, … */
export const PACK: usize = 0;
const INDEX: usize = 4;
export const NUMBER: usize = 8;
const COUNT: usize = 12;
/** … where its entries end, where the index's own do, and the fan-out. All zero: the index is not read here. */
export const END: usize = 16;
const INDEX_END: usize = 24;
const FANOUT: usize = 32;
export const PACK_WIDTH: usize = FANOUT + 1024;

/** @returns where its fan-out goes, 256 numbers; an `indexEnd` of 0: its index is not read here */
export function describe(
  pack: usize,
  number: i32,
  file: i32,
  end: f64,
  index: i32,
  count: i32,
  indexEnd: f64,
): usize {
  store<i32>(pack, file, PACK);
  store<i32>(pack, index, INDEX);
  store<i32>(pack, number, NUMBER);
  store<i32>(pack, count, COUNT);
  store<f64>(pack, end, END);
  store<f64>(pack, indexEnd, INDEX_END);
  return pack + FANOUT;
}

/** Where the ids begin: behind the magic, the version and the fan-out. */
const IDS: f64 = 1032;
const NEAR: i32 = 64;
const near: usize = FIND;
const number: usize = FIND + 2 * (NEAR as usize) * 32;
/** Here begins what graph.as.ts reads. */
export const FOUND: usize = number + 64;

/** @returns the offset of the id's entry, or -1 */
export function findIn(pack: usize, id: usize, idBytes: usize): f64 {
  if (load<f64>(pack, INDEX_END) === 0) return ask(load<i32>(pack, NUMBER), id);
  const position = placeIn(load<i32>(pack, INDEX), pack + FANOUT, IDS, id, idBytes);
  return position < 0 ? -1 : offsetAt(pack, position, id, idBytes);
}

/** @returns the position of the id in the sorted list that begins at `ids` in the file, or -1 */
export function placeIn(file: i32, fanout: usize, ids: f64, id: usize, idBytes: usize): i32 {
  const first: usize = load<u8>(id);
  let low = first === 0 ? 0 : load<i32>(fanout + (first << 2) - 4);
  let high = load<i32>(fanout + (first << 2));
  // Ids are evenly spread: guess where this one stands, read around it, narrow down.
  const next = bswap<u32>(load<u32>(id)) & 0xff_ffff;
  let share: f64 = (next as f64) / 16777216;
  while (low < high) {
    const guess = (low + ((high - low) as f64) * share) as i32;
    const start = max(low, min(guess - NEAR, high - 2 * NEAR));
    const stop = min(high, start + 2 * NEAR);
    const size = (stop - start) * (idBytes as i32);
    fill(file, ids + (start as f64) * (idBytes as f64), size, near);
    const at = search(id, stop - start, idBytes);
    if (at >= 0) return start + at;
    const place = start - 1 - at;
    if (place > start && place < stop) return -1;
    if (place === start) high = start;
    else low = stop;
    share = 0.5;
  }
  return -1;
}

/** Position among the first `count` ids of those that were read, or -1 - where it would stand. */
function search(id: usize, count: i32, idBytes: usize): i32 {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compareIds(near + (middle as usize) * idBytes, id, idBytes);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return -1 - low;
}

function compareIds(one: usize, other: usize, idBytes: usize): i32 {
  for (let at: usize = 0; at < idBytes; at += 4) {
    const a = load<u32>(one + at);
    const b = load<u32>(other + at);
    if (a !== b) return bswap<u32>(a) < bswap<u32>(b) ? -1 : 1;
  }
  return 0;
}

function offsetAt(pack: usize, position: i32, id: usize, idBytes: usize): f64 {
  const count = load<i32>(pack, COUNT) as f64;
  const offsets = IDS + count * ((idBytes as f64) + 4);
  fill(load<i32>(pack, INDEX), offsets + (position as f64) * 4, 4, number);
  const value = bswap<u32>(load<u32>(number));
  if (value < 0x8000_0000) return value as f64;
  const wide = IDS + count * ((idBytes as f64) + 8) + ((value - 0x8000_0000) as f64) * 8;
  if (wide + 8 <= load<f64>(pack, INDEX_END)) {
    fill(load<i32>(pack, INDEX), wide, 8, number);
    const offset = bswap<u64>(load<u64>(number));
    if (offset < (1 as u64) << 53) return offset as f64;
  }
  // Out of bounds: idx.ts has the words for it.
  return ask(load<i32>(pack, NUMBER), id);
}
