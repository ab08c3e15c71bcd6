/**
 * One entry of a pack in one call: its header (entry.ts), its stream, its delta. The entry, its base and
 * the object lie in this memory; linear.ts says where.
 */

import { prepareSymbols } from './codes.as';
import { apply, COPIES, DELTA_END, MOST_COPIES, prepareDelta } from './delta.as';
import { inflate, SPILL } from './inflate.as';
import { SPARE_END } from './layout.as';

export { COPIES, MOST_COPIES, SPARE_END, SPILL };

/** After a call: how many copies, and the size of the object. */
export const STATE: usize = DELTA_END;
/** A delta, inflated; ends before SPARE. */
const delta: usize = STATE + 64;
const MOST_DELTA: u32 = 1 << 20;

/** Answers in place of a size. */
const FLAWED = -1;
export const NO_ROOM = -2;

const OFS_DELTA: u32 = 6;
const REF_DELTA: u32 = 7;

export function prepare(): void {
  prepareSymbols();
  prepareDelta();
}

/** Where the header's size ends; the size, and the type. */
let size: u32 = 0;
let kind: u32 = 0;

/** Of the header that was read last. */
export function entryKind(): u32 {
  return kind;
}

export function entrySize(): u32 {
  return size;
}

/** @returns where the size ends; 0 where it is absurd, or too large for this */
export function header(at: usize, end: usize): usize {
  let byte = load<u8>(at++) as u32;
  kind = (byte >>> 4) & 7;
  size = byte & 15;
  for (let shift: u32 = 4; byte >= 0x80; shift += 7) {
    if (at >= end || shift > 25) return 0;
    byte = load<u8>(at++) as u32;
    size |= (byte & 0x7f) << shift;
  }
  return at;
}

/** Whether there is room for so many bytes, and for what is written behind them, below `roof`. */
function room(to: usize, size: u32, roof: usize): bool {
  return (to as u64) + (size as u64) + (SPILL as u64) <= (roof as u64);
}

/**
 * Inflates the entry [at, end), a whole object, to `to`.
 * @returns its size, FLAWED, or NO_ROOM (its size is in STATE then)
 */
export function whole(at: usize, end: usize, to: usize, roof: usize, limit: u32): i32 {
  const data = header(at, end);
  if (data === 0 || size > limit || kind === 0 || kind > 4) return FLAWED;
  store<u32>(STATE, size, 4);
  if (!room(to, size, roof)) return NO_ROOM;
  return inflate(data, end, to, size) ? (size as i32) : FLAWED;
}

/**
 * Builds what the entry [at, end), a delta, makes of [base, base + baseSize), at `to`.
 * @returns its size, FLAWED, or NO_ROOM (its size is in STATE then)
 */
export function child(
  at: usize,
  end: usize,
  base: usize,
  baseSize: u32,
  to: usize,
  roof: usize,
  limit: u32,
  idBytes: u32,
): i32 {
  let data = header(at, end);
  if (data === 0 || size > limit || size > MOST_DELTA) return FLAWED;
  if (kind === OFS_DELTA) {
    while (data < end && load<u8>(data) >= 0x80) data++;
    data++;
  } else if (kind === REF_DELTA) data += idBytes;
  else return FLAWED;
  const end2 = delta + size;
  if (!inflate(data, end, delta, size)) return FLAWED;
  if (number(delta, end2) !== baseSize) return FLAWED;
  const result = number(after, end2);
  if (after === 0 || result > limit) return FLAWED;
  store<u32>(STATE, result, 4);
  if (!room(to, result, roof)) return NO_ROOM;
  const copies = apply(after, end2, base, baseSize, to, result);
  if (copies < 0) return FLAWED;
  store<u32>(STATE, copies);
  return result as i32;
}

/** Where the number ends that was read last; 0 where it was none. */
let after: usize = 0;

/** Seven bits a byte, lowest first; at most 28 bits here. */
function number(at: usize, end: usize): u32 {
  let value: u32 = 0;
  for (let shift: u32 = 0; at !== 0 && at < end && shift < 28; shift += 7) {
    const byte = load<u8>(at++) as u32;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) {
      after = at;
      return value;
    }
  }
  after = 0;
  return 0xffff_ffff;
}
