/**
 * A pack's index: which objects it holds and where.
 *
 * Version 2: `ff 74 4f 63` `00 00 00 02`, fan-out (256 × u32: how many ids start with at most this
 * byte), ids in order, CRC-32 of each, offsets (u32; the top bit says "entry of the next table"),
 * 64-bit offsets, two checksums. Version 1: fan-out, then (u32 offset, id) pairs, two checksums.
 * All numbers are big-endian.
 *
 * Nothing is read but what is asked for: a look-up of one id reads a few kilobytes, so that a range
 * scan does not pay for the size of the repository; `table()` reads it all.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { sortByOffset } from './offset-order.ts';
import { readReverse } from './reverse-index.ts';

const MAGIC = 0xff744f63;
const FANOUT = 1024;
export const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
/** Entries read around the place where an id is expected: with a million ids it is off by 35 of them, mostly. */
const NEAR = 64;
/** Sorted ids with a table into them: what a look-up needs. */
export interface IdTable {
  readonly count: number;
  readonly idBytes: number;
  /** Ids in order, `idBytes` each. */
  readonly ids: Uint8Array;
  /** How many ids start with a lower pair of bytes than this one; 65,537 entries. */
  readonly fanout: Uint32Array;
}

export interface PackTable extends IdTable {
  /** Offsets of all entries in pack order, and the end of the last entry. */
  readonly offsets: Float64Array;
  /** Position in `ids` of the entry at the same place of `offsets`. */
  readonly order: Uint32Array;
}

type Allocate = (bytes: number) => ArrayBufferLike;

/**
 * Puts `count` offsets in order, which `fill` reads as they stand in the index, and `end` behind them.
 * @returns false where they are not plain; then nothing is done
 */
export type Arranger = (
  index: {
    readonly count: number;
    readonly end: number;
    fill(into: Uint8Array): void;
    /** What a file says about their order, not to be trusted; false where there is none. */
    fillOrder?(into: Uint8Array): boolean;
  },
  arranged: { readonly offsets: Float64Array; readonly order: Uint32Array },
) => boolean;

/** An index of version 2, opened and checked. */
export interface PlainIndex {
  readonly file: number;
  readonly fanout: Uint32Array;
  /** Where its checksums begin. */
  readonly end: number;
}

/** What a store needs of a pack's index, be it the pack's own or a part of a multi-pack-index. */
export interface PackIndex {
  readonly count: number;
  find(id: Uint8Array, from: number): number;
  table(end: number, allocate: Allocate, quick?: Arranger): PackTable;
  close(): void;
}

export class Idx implements PackIndex {
  readonly count: number;
  readonly #file: number;
  readonly #fanout: Uint32Array;
  readonly #version: 1 | 2;
  readonly #size: number;
  readonly #near = Buffer.alloc(NEAR * 2 * 36);
  readonly #number = Buffer.alloc(8);

  /** @throws Error in plain words where the file is no index */
  constructor(
    readonly path: string,
    readonly idBytes: number,
  ) {
    this.#file = openSync(path, 'r');
    try {
      this.#size = fstatSync(this.#file).size;
      const head = this.#read(0, 8 + FANOUT);
      this.#version = head.readUInt32BE(0) === MAGIC ? 2 : 1;
      if (this.#version === 2 && head.readUInt32BE(4) !== 2) {
        throw new Error(`index version ${head.readUInt32BE(4)} is not known`);
      }
      this.#fanout = readFanout(head.subarray(this.#version === 2 ? 8 : 0));
      this.count = this.#fanout[255]!;
      this.#checkSize();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  /** Where what find.as.ts reads is; undefined where it does not read such an index. */
  get plain(): PlainIndex | undefined {
    if (this.#version !== 2) return undefined;
    return { file: this.#file, fanout: this.#fanout, end: this.#size - 2 * this.idBytes };
  }

  /** Offset of an id's entry in the pack, or -1. The id's bytes stand at id[from, from + idBytes). */
  find(id: Uint8Array, from: number): number {
    const first = id[from]!;
    let low = first === 0 ? 0 : this.#fanout[first - 1]!;
    let high = this.#fanout[first]!;
    // Ids are evenly spread: guess where this one stands, read around it, narrow down.
    let near = (id[from + 1]! * 65536 + id[from + 2]! * 256 + id[from + 3]!) / 16777216;
    while (low < high) {
      const guess = low + Math.floor((high - low) * near);
      const start = Math.max(low, Math.min(guess - NEAR, high - 2 * NEAR));
      const stop = Math.min(high, start + 2 * NEAR);
      const at = this.#search(id, from, start, stop);
      if (at >= 0) return this.#offset(at);
      if (-at - 1 > start && -at - 1 < stop) return -1;
      if (-at - 1 === start) high = start;
      else low = stop;
      near = 0.5;
    }
    return -1;
  }

  /** The whole index, offsets in pack order. `end` is where the pack's last entry ends. */
  table(end: number, allocate: Allocate, quick?: Arranger): PackTable {
    const { count, idBytes } = this;
    const ids = new Uint8Array(allocate(count * idBytes));
    const known = quick && this.#version === 2 && this.#quickTable(end, allocate, quick);
    if (known) {
      this.#fill(ids, 8 + FANOUT);
      const fanout = new Uint32Array(allocate(65_537 * 4));
      fillFanout(ids, idBytes, fanout);
      return { count, idBytes, ids, fanout, ...known };
    }
    const unsorted = new Float64Array(count);
    if (this.#version === 1) this.#tableOfPairs(ids, unsorted);
    else this.#tableOfColumns(ids, unsorted);
    return arrange({ ids, idBytes, offsets: unsorted, end }, allocate);
  }

  #quickTable(
    end: number,
    allocate: Allocate,
    quick: Arranger,
  ): { offsets: Float64Array; order: Uint32Array } | undefined {
    const { count } = this;
    const order = new Uint32Array(allocate(count * 4));
    const offsets = new Float64Array(allocate((count + 1) * 8));
    const start = 8 + FANOUT + count * (this.idBytes + 4);
    const fill = (into: Uint8Array) => this.#fill(into, start);
    const fillOrder = (into: Uint8Array) => readReverse(this.path, this, into);
    const plain = quick({ count, end, fill, fillOrder }, { offsets, order });
    return plain ? { offsets, order } : undefined;
  }

  /** The ids without their places in the pack. */
  ids(allocate: Allocate): IdTable {
    const { count, idBytes } = this;
    const ids = new Uint8Array(allocate(count * idBytes));
    if (this.#version === 1) this.#tableOfPairs(ids, new Float64Array(count));
    else this.#fill(ids, 8 + FANOUT);
    const fanout = new Uint32Array(allocate(65_537 * 4));
    fillFanout(ids, idBytes, fanout);
    return { count, idBytes, ids, fanout };
  }

  #tableOfPairs(ids: Uint8Array, unsorted: Float64Array): void {
    const width = 4 + this.idBytes;
    const pairs = this.#read(FANOUT, this.count * width);
    for (let index = 0; index < this.count; index++) {
      unsorted[index] = pairs.readUInt32BE(index * width);
      ids.set(pairs.subarray(index * width + 4, (index + 1) * width), index * this.idBytes);
    }
  }

  #tableOfColumns(ids: Uint8Array, unsorted: Float64Array): void {
    const { count, idBytes } = this;
    this.#fill(ids, 8 + FANOUT);
    const start = 8 + FANOUT + count * (idBytes + 4);
    const narrow = this.#read(start, count * 4);
    if (LITTLE_ENDIAN) narrow.swap32();
    const offsets = new Uint32Array(narrow.buffer, narrow.byteOffset, count);
    const wideStart = start + count * 4;
    const wide = this.#read(wideStart, this.#size - 2 * idBytes - wideStart);
    for (let index = 0; index < count; index++) {
      const value = offsets[index]!;
      unsorted[index] = value < 0x80000000 ? value : wideOffset(wide, value - 0x80000000);
    }
  }

  /** Position of the id within [start, stop), or -1 - where it would stand. */
  #search(id: Uint8Array, from: number, start: number, stop: number): number {
    const width = this.#version === 1 ? 4 + this.idBytes : this.idBytes;
    const base = this.#version === 1 ? FANOUT : 8 + FANOUT;
    const bytes = this.#near.subarray(0, (stop - start) * width);
    this.#fill(bytes, base + start * width);
    const skip = this.#version === 1 ? 4 : 0;
    const at = place({ bytes, width, skip, count: stop - start }, id, from, this.idBytes);
    return at < 0 ? at - start : at + start;
  }

  #offset(position: number): number {
    const { count, idBytes } = this;
    if (this.#version === 1) return this.#numberAt(FANOUT + position * (4 + idBytes), 4);
    return this.#offsetOf(this.#numberAt(8 + FANOUT + count * (idBytes + 4) + position * 4, 4));
  }

  /** What a number of the table of offsets stands for. */
  #offsetOf(value: number): number {
    if (value < 0x80000000) return value;
    const { count, idBytes } = this;
    const wide = 8 + FANOUT + count * (idBytes + 8) + (value - 0x80000000) * 8;
    if (wide + 8 > this.#size - 2 * idBytes) throw new Error('a 64-bit offset is out of bounds');
    return wideOffset(this.#read(wide, 8), 0);
  }

  #numberAt(position: number, length: number): number {
    const bytes = this.#number.subarray(0, length);
    this.#fill(bytes, position);
    return bytes.readUInt32BE(0);
  }

  #checkSize(): void {
    const { count, idBytes } = this;
    const fixed =
      this.#version === 1 ? FANOUT + count * (4 + idBytes) : 8 + FANOUT + count * (idBytes + 8);
    const rest = this.#size - fixed - 2 * idBytes;
    const most = this.#version === 1 ? 0 : count * 8;
    if (rest < 0 || rest > most || rest % 8 !== 0) {
      throw new Error(`the index has ${this.#size} bytes, which does not fit ${count} objects`);
    }
  }

  #read(position: number, length: number): Buffer {
    const buffer = Buffer.allocUnsafeSlow(length);
    this.#fill(buffer, position);
    return buffer;
  }

  #fill(buffer: Uint8Array, position: number): void {
    let done = 0;
    while (done < buffer.length) {
      const got = readSync(this.#file, buffer, done, buffer.length - done, position + done);
      if (got === 0) throw new Error('the index is cut short');
      done += got;
    }
  }
}

/** The table of sorted ids and their offsets. @throws Error where two entries share an offset */
export function arrange(
  listed: {
    readonly ids: Uint8Array;
    readonly idBytes: number;
    /** In the order of the ids. */
    readonly offsets: Float64Array;
    /** Where the pack's last entry ends. */
    readonly end: number;
  },
  allocate: (bytes: number) => ArrayBufferLike,
): PackTable {
  const { ids, idBytes, offsets: unsorted, end } = listed;
  const count = unsorted.length;
  const order = new Uint32Array(allocate(count * 4));
  const offsets = new Float64Array(allocate((count + 1) * 8));
  sortByOffset(unsorted, order, offsets);
  offsets[count] = end;
  checkOffsets(offsets);
  const fanout = new Uint32Array(allocate(65_537 * 4));
  fillFanout(ids, idBytes, fanout);
  return { count, idBytes, ids, fanout, offsets, order };
}

/** @throws Error where its numbers go down */
export function readFanout(bytes: Buffer): Uint32Array {
  const fanout = new Uint32Array(256);
  for (let index = 0; index < 256; index++) {
    fanout[index] = bytes.readUInt32BE(index * 4);
    if (index > 0 && fanout[index]! < fanout[index - 1]!) {
      throw new Error('the fan-out table of the index goes down');
    }
  }
  return fanout;
}

/** Fills `fanout` from sorted ids. */
export function fillFanout(ids: Uint8Array, idBytes: number, fanout: Uint32Array): void {
  let prefix = 0;
  for (let at = 0, position = 0; at < ids.length; at += idBytes, position++) {
    const own = ids[at]! * 256 + ids[at + 1]!;
    while (prefix <= own) fanout[prefix++] = position;
  }
  fanout.fill(ids.length / idBytes, prefix);
}

function wideOffset(wide: Buffer, index: number): number {
  if (index * 8 + 8 > wide.length) throw new Error('a 64-bit offset is out of bounds');
  const value = wide.readUInt32BE(index * 8) * 4294967296 + wide.readUInt32BE(index * 8 + 4);
  if (!Number.isSafeInteger(value)) throw new Error('a 64-bit offset is out of bounds');
  return value;
}

/** Sorted ids, `width` bytes from one to the next, each behind `skip` others. */
interface Sorted {
  readonly bytes: Buffer;
  readonly width: number;
  readonly skip: number;
  readonly count: number;
}

/** Position of the id, or -1 - where it would stand. Their first bytes are mostly the same. */
function place(sorted: Sorted, id: Uint8Array, from: number, idBytes: number): number {
  const { bytes, width, skip, count } = sorted;
  const key = id[from + 1]! * 65536 + id[from + 2]! * 256 + id[from + 3]!;
  const lead = id[from]!;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = middle * width + skip;
    let order = bytes[at]! - lead;
    if (order === 0) order = bytes[at + 1]! * 65536 + bytes[at + 2]! * 256 + bytes[at + 3]! - key;
    if (order === 0) order = bytes.compare(id, from, from + idBytes, at, at + idBytes);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return -1 - low;
}

function checkOffsets(offsets: Float64Array): void {
  let previous = 11;
  for (let index = 0; index < offsets.length; index++) {
    const offset = offsets[index]!;
    if (offset <= previous) {
      throw new Error(
        index === offsets.length - 1
          ? 'the index points past the end of the pack'
          : `the index has offset ${offset} twice or in the pack's header`,
      );
    }
    previous = offset;
  }
}
