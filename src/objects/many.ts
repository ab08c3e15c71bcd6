/**
 * Many ids looked up at once. One by one, between other work, each look-up waits for memory by itself. Here
 * a first short loop works out where each id should stand and a second one loads what stands there, so
 * that the waits overlap; the comparing, four bytes at a time, then waits no more.
 */
import { findId } from './forest.ts';
import type { IdTable } from './idx.ts';

const AT_ONCE = 256;
/** Ids are evenly spread, so where one should stand is not far from where it stands. */
const NEAR = 16;

const guesses = new Int32Array(AT_ONCE);

/** Ids one behind the other, in the same memory as bytes and as integers. */
export interface Ids {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
}

/** @param bytes start at a multiple of four in their memory */
export function idsIn(bytes: Uint8Array): Ids {
  return { bytes, words: new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2) };
}

/**
 * Looks up the first `count` of `wanted`; where found[i] is negative and the table has the id, it becomes
 * `first` plus the position.
 * @param own the table's ids
 */
export function findMany(
  table: IdTable,
  own: Ids,
  wanted: Ids,
  { found, count, first }: { found: Int32Array; count: number; first: number },
): void {
  if (table.count === 0) return;
  for (let from = 0; from < count; from += AT_ONCE) {
    const to = Math.min(count, from + AT_ONCE);
    touch(table, own, wanted.bytes, from * table.idBytes, to - from);
    for (let index = from; index < to; index++) {
      if (found[index]! >= 0) continue;
      const position = near(table, own, wanted, index, guesses[index - from]!);
      if (position >= 0) found[index] = first + position;
    }
  }
}

/** Fills `guesses` for `count` ids from bytes[at] on, and loads what stands there. */
function touch(
  { idBytes, fanout }: IdTable,
  own: Ids,
  bytes: Uint8Array,
  at: number,
  count: number,
): void {
  for (let index = 0; index < count; index++, at += idBytes) {
    const first = bytes[at]! * 256 + bytes[at + 1]!;
    const low = fanout[first]!;
    const next = bytes[at + 2]! * 256 + bytes[at + 3]!;
    const last = own.bytes.length / idBytes - 1;
    guesses[index] = Math.min(last, low + (((fanout[first + 1]! - low) * next) >>> 16));
  }
  let loaded = 0;
  const width = idBytes >> 2;
  for (let index = 0; index < count; index++) loaded ^= own.words[guesses[index]! * width]!;
  touched = loaded;
}

/** Kept, so that the loads above are not for nothing. */
export let touched = 0;

/** Position of the wanted id with this index, or -1. */
function near(table: IdTable, own: Ids, wanted: Ids, index: number, guess: number): number {
  const { idBytes, count } = table;
  const width = idBytes >> 2;
  const at = index * width;
  if (isSame(own.words, guess * width, wanted.words, at, width)) return guess;
  const key = keyAt(wanted.bytes, index * idBytes);
  const there = keyAt(own.bytes, guess * idBytes);
  const step = there < key ? 1 : -1;
  for (let far = 1; far < NEAR && there !== key; far++) {
    const position = guess + far * step;
    if (position < 0 || position >= count) return -1;
    if (isSame(own.words, position * width, wanted.words, at, width)) return position;
    const passed = keyAt(own.bytes, position * idBytes);
    if (step > 0 ? passed > key : passed < key) return -1;
  }
  return findId(table, wanted.bytes, index * idBytes);
}

function isSame(
  one: Int32Array,
  oneAt: number,
  other: Int32Array,
  otherAt: number,
  width: number,
): boolean {
  let word = 0;
  while (word < width && one[oneAt + word] === other[otherAt + word]) word++;
  return word === width;
}

/** The first four bytes as a number: ids are in order of it. */
function keyAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! * 0x1000000 + bytes[at + 1]! * 65536 + bytes[at + 2]! * 256 + bytes[at + 3]!;
}
