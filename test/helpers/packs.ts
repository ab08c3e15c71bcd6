/** Packs written by hand, with a version 2 index, so that they can be wrong where git's never are. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryOf } from '../verify/random.ts';

/** Bytes of one entry, and the id that the index gives it. */
export interface MadeEntry {
  readonly oid: string;
  readonly bytes: Uint8Array;
}

export function oidOf(type: string, content: Uint8Array): string {
  return createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex');
}

export function blob(content: string): MadeEntry {
  const bytes = Buffer.from(content);
  return { oid: oidOf('blob', bytes), bytes: entryOf(3, bytes.length, bytes) };
}

export const u32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, index * 4);
  return bytes;
};

/** Writes `pack-made.pack` and its index into a new objects folder below `at`; returns the folder. */
export function writePack(
  at: string,
  entries: readonly MadeEntry[],
  count = entries.length,
): string {
  const objects = join(at, 'objects');
  mkdirSync(join(objects, 'pack'), { recursive: true });
  const offsets: number[] = [];
  let length = 12;
  for (const { bytes } of entries) {
    offsets.push(length);
    length += bytes.length;
  }
  const body = Buffer.concat([
    Buffer.from('PACK'),
    u32(2, count),
    ...entries.map(({ bytes }) => bytes),
  ]);
  const sum = createHash('sha1').update(body).digest();
  writeFileSync(join(objects, 'pack', 'pack-made.pack'), Buffer.concat([body, sum]));
  writeFileSync(join(objects, 'pack', 'pack-made.idx'), indexOf(entries, offsets, sum));
  return objects;
}

export function indexOf(
  entries: readonly MadeEntry[],
  offsets: readonly number[],
  sum: Uint8Array,
): Buffer {
  const rows = entries.map(({ oid }, index) => ({ oid, offset: offsets[index]! }));
  rows.sort((a, b) => (a.oid < b.oid ? -1 : 1));
  const fanout = Array.from(
    { length: 256 },
    (_, first) => rows.filter(({ oid }) => Number.parseInt(oid.slice(0, 2), 16) <= first).length,
  );
  const head = [u32(0xff744f63, 2), u32(...fanout)];
  const ids = rows.map(({ oid }) => Buffer.from(oid, 'hex'));
  const tail = [u32(...rows.map(() => 0)), u32(...rows.map(({ offset }) => offset)), sum];
  return Buffer.concat([...head, ...ids, ...tail, Buffer.alloc(20)]);
}
