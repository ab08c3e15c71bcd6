import { expect, test } from 'vitest';
import { arranged } from '../../src/objects/arranged.ts';
import { shared } from '../../src/objects/forest.ts';
import { arrange } from '../../src/objects/idx.ts';
import { random } from '../helpers/keys.ts';
import { u32 } from '../helpers/packs.ts';

test('WebAssembly puts the offsets of an index in the order that TypeScript puts them in', () => {
  const dice = random(4);
  let refused = 0;
  for (let round = 0; round < 60; round++) {
    const count = dice(round % 10 === 0 ? 40_000 : 50);
    const width = 1 + dice(2 ** (1 + dice(10)));
    const inOrder = Array.from({ length: count }, () => 0);
    let next = 11 + dice(3);
    for (let index = 0; index < count; index++) {
      next += dice(200) === 0 && count < 50 ? 0 : 1 + dice(width);
      inOrder[index] = next;
    }
    const listed = inOrder
      .map((offset) => ({ offset, key: dice(2 ** 30) }))
      .sort((a, b) => a.key - b.key)
      .map(({ offset }) => offset);
    const end = next + dice(3);
    const ids = new Uint8Array(count * 20);
    const order = new Uint32Array(count);
    const offsets = new Float64Array(count + 1);
    const fill = (into: Uint8Array) => into.set(bytesOf(listed));
    const done = arranged({ count, end, fill }, { offsets, order });
    const expected = () =>
      arrange({ ids, idBytes: 20, offsets: Float64Array.from(listed), end }, shared);
    if (!done) {
      refused++;
      expect(expected).toThrow('the index');
      continue;
    }
    const table = expected();
    expect(offsets).toEqual(Float64Array.from(table.offsets));
    expect(order).toEqual(Uint32Array.from(table.order));
  }
  expect(refused).toBeGreaterThan(5);
});

test('an index with offsets of 64 bits is left to TypeScript', () => {
  const fill = (into: Uint8Array) => into.set(u32(12, 0x8000_0000));
  const arrays = { offsets: new Float64Array(3), order: new Uint32Array(2) };
  expect(arranged({ count: 2, end: 2 ** 33, fill }, arrays)).toBe(false);
});

function bytesOf(offsets: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(offsets.length * 4);
  for (const [index, offset] of offsets.entries()) bytes.writeUInt32BE(offset, index * 4);
  return bytes;
}
