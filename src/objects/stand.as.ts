/**
 * Reads the objects of a range. An entry of a pack is unpacked behind its base, which is unpacked first if it does
 * not stand here yet; what is not taken here (loose, damaged, very large) standing.ts reads in another way.
 */
import { describe, END, findIn, PACK_WIDTH } from './find.as';
import { other } from './host.as';
import { LINKS } from './layout.as';
import {
  beginRecords,
  idBytes,
  isMixed,
  MOST,
  room,
  SIZE,
  START,
  setTop,
  TYPE,
  take,
  top,
} from './records.as';
import { child, entryKind, entrySize, header, NO_ROOM, STATE, whole } from './unpack.as';
import { reach } from './windows.as';

/** An entry that stands here: its pack, its offset, and the object as in a record. */
const OFFSET: usize = 8;
const KEPT_START: usize = 16;
const KEPT_SIZE: usize = 20;
const KEPT_TYPE: usize = 24;
const KEPT: usize = 32;

/** A link of a chain of deltas: where its entry is, and how many bytes it inflates to. */
const LINK: usize = 16;
/** git itself makes chains of 4,095 at most. */
const LONGEST_CHAIN: usize = 5000;
const LONGEST_HEADER: i32 = 42;
const OFS_DELTA: u32 = 6;
const REF_DELTA: u32 = 7;
/** An entry on the way to another stays, as others hang on it, unless it is larger than this. */
const LARGE: u32 = 1 << 16;
/** Bytes of a stream that are read at first: mostly it takes less than half of what it holds. */
const SHORT: u32 = 4096;

let limit: u32 = 0;
let packs: usize = 0;
let packCount: usize = 0;
/** Entries by pack and offset, a table with open places. */
let keptTable: usize = 0;
let keptMask: u32 = 0;
let keptCount: u32 = 0;

/** Makes room for so many packs, which are described next. */
export function begin(wantedIdBytes: u32, mostBytes: u32, count: u32): void {
  beginRecords(wantedIdBytes);
  limit = mostBytes;
  packCount = count;
  keptMask = 2047;
  keptTable = take((keptMask as usize) * 4 + 4);
  packs = take((count as usize) * PACK_WIDTH + 8);
}

/** @returns where the fan-out goes */
export function addPack(
  number: i32,
  file: i32,
  end: f64,
  index: i32,
  count: i32,
  indexEnd: f64,
): usize {
  return describe(
    packs + (number as usize) * PACK_WIDTH,
    number,
    file,
    end,
    index,
    count,
    indexEnd,
  );
}

/** What begins here is read, looked at and forgotten, or 0. */
let mark: usize = 0;
/** Bytes that may stand behind the mark: what hangs on each other is mostly read one behind the other. */
const PASSING: usize = 2 << 20;

/** From now on objects may be forgotten by `forget`. */
export function setMark(): void {
  mark = top;
}

/** Makes room where much has been read since the mark. @returns whether all of it is gone */
export function forget(): bool {
  if (isMixed || top - mark < PASSING) return false;
  setTop(mark);
  keptCount = 0;
  memory.fill(keptTable, 0, (keptMask as usize) * 4 + 4);
  return true;
}

/** False where the object cannot be read, or where there is no room for it. */
export function read(record: usize): bool {
  if (load<u32>(record, TYPE) !== 0) return true;
  const offset = locate(record);
  return readAt(record, foundIn, offset);
}

/** The pack that an object was found in. */
export let foundIn: usize = 0;

/** @returns where the first pack that lists the object has it, or -1 */
export function locate(record: usize): f64 {
  for (let index: usize = 0; index < packCount; index++) {
    foundIn = packs + index * PACK_WIDTH;
    const offset = findIn(foundIn, record, idBytes);
    if (offset >= 0) return offset;
  }
  return -1;
}

/** As `read`, of what was located. */
export function readAt(record: usize, pack: usize, offset: f64): bool {
  let kept: usize = offset < 0 ? 0 : keptAt(pack, offset);
  if (kept === 0 && offset >= 0) kept = follow(pack, offset);
  if (kept !== 0) {
    store<u32>(record, load<u32>(kept, KEPT_START), START);
    store<u32>(record, load<u32>(kept, KEPT_SIZE), SIZE);
    store<u32>(record, load<u32>(kept, KEPT_TYPE), TYPE);
    return true;
  }
  const type = other(record);
  if (type <= 0) return false;
  store<u32>(record, admitted as u32, START);
  store<u32>(record, admittedSize, SIZE);
  store<u32>(record, type, TYPE);
  return true;
}

let admitted: usize = 0;
let admittedSize: u32 = 0;

/** Called by `other`: where the object that it has read is to be put; 0 where there is no room. */
export function admit(size: u32): usize {
  if (size > (MOST as u32) || !room(top + size)) return 0;
  admitted = top;
  admittedSize = size;
  setTop((top + size + 7) & ~7);
  return admitted;
}

/** Goes from delta to base until one is whole or stands here already, and builds all of them. 0: it cannot. */
function follow(pack: usize, offset: f64): usize {
  let depth: usize = 0;
  let base: usize = 0;
  let type: u32 = 0;
  for (let at = offset; type === 0; ) {
    base = keptAt(pack, at);
    if (base !== 0) break;
    const place: usize = depth === LONGEST_CHAIN ? 0 : openEntry(pack, at);
    if (place === 0) return 0;
    store<f64>(LINKS + depth * LINK, at);
    store<u32>(LINKS + depth * LINK, entrySize(), 8);
    depth++;
    if (entryKind() < OFS_DELTA) type = entryKind();
    else at = baseOf(pack, at, place);
  }
  if (base !== 0) {
    from = load<u32>(base, KEPT_START);
    size = load<u32>(base, KEPT_SIZE);
    type = load<u32>(base, KEPT_TYPE);
  }
  return buildUp(pack, depth, type, base !== 0);
}

/** The object that was built last, or what the next is built on. */
let from: usize = 0;
let size: u32 = 0;

function buildUp(pack: usize, depth: usize, type: u32, hasBase: bool): usize {
  let passing: usize = 0;
  let kept: usize = 0;
  while (depth > 0) {
    depth--;
    const link = LINKS + depth * LINK;
    const built = build(pack, load<f64>(link), load<u32>(link, 8), hasBase);
    if (built < 0) return 0;
    from = top;
    size = built as u32;
    hasBase = true;
    if (passing !== 0) {
      // In the place of its base, which nobody needs any more.
      memory.copy(passing, from, size);
      from = passing;
    }
    setTop((from + size + 7) & ~7);
    passing = size > LARGE && depth > 0 ? from : 0;
    if (passing !== 0) continue;
    kept = keep(pack, load<f64>(link), type);
    if (kept === 0) return 0;
  }
  return kept;
}

/** Reads the header at `offset`. @returns where what follows stands in memory; 0 where no entry is */
function openEntry(pack: usize, offset: f64): usize {
  const most = load<f64>(pack, END) - offset;
  const length = min(LONGEST_HEADER as f64, most) as i32;
  if (!(offset >= 12) || length <= 0) return 0;
  const at = reach(pack, offset, length as u32, idBytes);
  if (at === 0) return 0;
  const data = header(at, at + (length as usize));
  if (data === 0 || entryKind() === 0 || entryKind() === 5) return 0;
  const needed: usize = entryKind() === REF_DELTA ? idBytes : entryKind() === OFS_DELTA ? 1 : 0;
  return data + needed <= at + (length as usize) ? data : 0;
}

/** Of the delta whose header was read just now: 0, where no entry is, where this pack does not have it. */
function baseOf(pack: usize, at: f64, place: usize): f64 {
  if (entryKind() === REF_DELTA) return max(0, findIn(pack, place, idBytes));
  let distance: f64 = 0;
  for (let index: usize = 0; index < 8; index++) {
    const byte = load<u8>(place + index) as u32;
    distance = (index === 0 ? distance : distance + 1) * 128 + ((byte & 0x7f) as f64);
    if (byte < 0x80) return at - distance;
  }
  return 0;
}

/** Builds one entry at `top`. @returns its size, or less than 0 */
function build(pack: usize, offset: f64, inflated: u32, hasBase: bool): i32 {
  const most = load<f64>(pack, END) - offset;
  const entire = min(most, (LONGEST_HEADER as f64) + 256 + ceil((inflated as f64) * 1.01));
  const guess = min(entire, max(SHORT, (LONGEST_HEADER as u32) + (inflated >> 1)) as f64);
  let built = buildFrom(pack, offset, guess as u32, hasBase);
  if (built < 0 && guess < entire) built = buildFrom(pack, offset, entire as u32, hasBase);
  return built;
}

function buildFrom(pack: usize, offset: f64, length: u32, hasBase: bool): i32 {
  const at = reach(pack, offset, length, idBytes);
  if (at === 0) return -1;
  const built = unpack(at, at + (length as usize), hasBase);
  if (built !== NO_ROOM || !room(top + (load<u32>(STATE, 4) as usize))) return built;
  return unpack(at, at + (length as usize), hasBase);
}

function unpack(at: usize, end: usize, hasBase: bool): i32 {
  const roof = (memory.size() as usize) << 16;
  if (!hasBase) return whole(at, end, top, roof, limit);
  return child(at, end, from, size, top, roof, limit, idBytes as u32);
}

function placeOf(pack: usize, offset: f64, mask: u32): u32 {
  const place = offset as u64;
  const mixed = ((place as u32) ^ (((place >> 32) as u32) * 31) ^ (pack as u32)) * 0x9e37_79b1;
  return (mixed >>> 9) & mask;
}

/** The entry if it stands here, or 0. */
function keptAt(pack: usize, offset: f64): usize {
  let slot = placeOf(pack, offset, keptMask);
  let kept: usize = load<u32>(keptTable + ((slot as usize) << 2));
  while (kept !== 0) {
    if (load<f64>(kept, OFFSET) === offset && load<u32>(kept) === (pack as u32)) break;
    slot = (slot + 1) & keptMask;
    kept = load<u32>(keptTable + ((slot as usize) << 2));
  }
  return kept;
}

/** Notes the entry that was built last. 0 where there is no room. */
function keep(pack: usize, offset: f64, type: u32): usize {
  const kept = take(KEPT);
  if (kept === 0) return 0;
  store<u32>(kept, pack as u32);
  store<f64>(kept, offset, OFFSET);
  store<u32>(kept, from as u32, KEPT_START);
  store<u32>(kept, size, KEPT_SIZE);
  store<u32>(kept, type, KEPT_TYPE);
  enter(keptTable, keptMask, kept);
  if (++keptCount * 2 > keptMask && !widenKept()) return 0;
  return kept;
}

function enter(table: usize, mask: u32, kept: usize): void {
  let slot = placeOf(load<u32>(kept), load<f64>(kept, OFFSET), mask);
  while (load<u32>(table + ((slot as usize) << 2)) !== 0) slot = (slot + 1) & mask;
  store<u32>(table + ((slot as usize) << 2), kept as u32);
}

function widenKept(): bool {
  const mask = keptMask * 4 + 3;
  const table = take((mask as usize) * 4 + 4);
  if (table === 0) return false;
  for (let index: usize = 0; index <= (keptMask as usize); index++) {
    const kept = load<u32>(keptTable + (index << 2));
    if (kept !== 0) enter(table, mask, kept);
  }
  keptTable = table;
  keptMask = mask;
  return true;
}
