/**
 * What is known of the objects of a range: a record for each id that was met, behind them tables; and the memory in
 * which the objects themselves stand, one behind the other.
 */
import { SPILL } from './inflate.as';
import { RECORDS, RECORDS_END } from './layout.as';
import { WINDOWS_END } from './windows.as';

/** A record: the id, padded with zeros; where the object stands, its size, its type (0: not read). */
export const START: usize = 32;
export const SIZE: usize = 36;
export const TYPE: usize = 40;
/** What between.as.ts and bring.as.ts note: bits, a commit's parents, how many, its tree, its time. */
export const NOTES: usize = 44;
export const PARENTS: usize = 48;
export const PARENT_COUNT: usize = 52;
export const TREE: usize = 56;
/** The next record of the same list. */
export const NEXT: usize = 60;
export const TIME: usize = 64;
/** Of a commit, as graph.as.ts has it: its place there plus one, or UNKNOWN_THERE (0: not looked up); its generation. */
export const POSITION: usize = 72;
export const GENERATION: usize = 76;
const RECORD: usize = 80;

export const ARENA: usize = WINDOWS_END + 65_536;
/** All that stands here. A range that brings more is read by the whole scan, which does not hold it. */
export const MOST: usize = 256 << 20;

export let idBytes: usize = 20;
/** Where the next object goes. */
export let top: usize = ARENA;
let records: usize = RECORDS;

/** Records by id, a table with open places. */
let idTable: usize = 0;
let idMask: u32 = 0;
let idCount: u32 = 0;

export function beginRecords(wantedIdBytes: u32): void {
  idBytes = wantedIdBytes;
  idMask = 4095;
  idTable = take((idMask as usize) * 4 + 4);
}

export function setTop(at: usize): void {
  top = at;
}

export function startOf(record: usize): usize {
  return load<u32>(record, START);
}

export function sizeOf(record: usize): u32 {
  return load<u32>(record, SIZE);
}

export function typeOf(record: usize): u32 {
  return load<u32>(record, TYPE);
}

/** The next one of its list. */
export function nextOf(record: usize): usize {
  return load<u32>(record, NEXT);
}

/** Zeros for records and tables; 0 where there is no room. */
export function take(size: usize): usize {
  size = (size + 7) & ~7;
  if (records + size <= RECORDS_END) {
    const at = records;
    records += size;
    return at;
  }
  const at = top;
  if (!room(at + size)) return 0;
  memory.fill(at, 0, size);
  top += size;
  isMixed = true;
  return at;
}

/** Other things than objects stand among them. */
export let isMixed = false;
/** Whether the memory reaches as far as `end` and what is written beyond it; it grows if it has to. */
export function room(end: usize): bool {
  const needed = end + SPILL + 8;
  if (needed > ARENA + MOST) return false;
  const size = (memory.size() as usize) << 16;
  if (needed <= size) return true;
  const more = max(needed - size + (needed >> 3), 1 << 20);
  return memory.grow(((more + 65_535) >> 16) as i32) >= 0;
}

/** The record of the id at `id`: 0 where there is no room for one. */
export function recordOf(id: usize): usize {
  let slot = load<u32>(id) & idMask;
  let known: usize = load<u32>(idTable + ((slot as usize) << 2));
  while (known !== 0) {
    if (isSameId(known, id)) return known;
    slot = (slot + 1) & idMask;
    known = load<u32>(idTable + ((slot as usize) << 2));
  }
  const record = newRecord();
  if (record === 0) return 0;
  memory.copy(record, id, idBytes);
  store<u32>(idTable + ((slot as usize) << 2), record as u32);
  if (++idCount * 2 > idMask && !widenIds()) return 0;
  return record;
}

/** One without an id; 0 where there is no room. */
export function newRecord(): usize {
  return take(RECORD);
}

export function isSameId(one: usize, other: usize): bool {
  for (let at: usize = 0; at < idBytes; at += 4) {
    if (load<u32>(one + at) !== load<u32>(other + at)) return false;
  }
  return true;
}

function widenIds(): bool {
  const mask = idMask * 4 + 3;
  const table = take((mask as usize) * 4 + 4);
  if (table === 0) return false;
  for (let index: usize = 0; index <= (idMask as usize); index++) {
    const record = load<u32>(idTable + (index << 2));
    if (record === 0) continue;
    let slot = load<u32>(record as usize) & mask;
    while (load<u32>(table + ((slot as usize) << 2)) !== 0) slot = (slot + 1) & mask;
    store<u32>(table + ((slot as usize) << 2), record);
  }
  idTable = table;
  idMask = mask;
  return true;
}
