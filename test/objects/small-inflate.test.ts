import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, deflateSync, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { inflateSmall } from '../../src/objects/small-inflate.ts';
import { random, randomText } from '../helpers/keys.ts';
import { root } from '../helpers/repo.ts';

const source = readFileSync(join(root, 'test', 'helpers', 'repo.ts'));

function text(next: (bound: number) => number): Buffer {
  const kind = next(5);
  const length = next(kind === 0 ? 300 : 6000);
  if (kind === 1) return Buffer.alloc(length, 'ab');
  if (kind === 2) return Buffer.from(randomText(length % 3500, next(1e6)));
  if (kind === 3) return Buffer.from(Array.from({ length: length % 3000 }, () => next(256)));
  const from = next(source.length);
  return Buffer.concat([source.subarray(from), source]).subarray(0, length);
}

test('small streams inflate to what zlib inflates them to, at every level and strategy', () => {
  const strategies = [
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FIXED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FILTERED,
  ];
  const next = random(7);
  let done = 0;
  for (let round = 0; round < 1500; round++) {
    const bytes = text(next);
    const strategy = strategies[next(strategies.length)]!;
    const deflated = deflateSync(bytes, { level: next(10), strategy, memLevel: 1 + next(9) });
    const inflated = inflateSmall(deflated);
    if (deflated.length <= 4096) {
      expect(inflated && Buffer.from(inflated).equals(bytes)).toBe(true);
      done++;
    } else expect(inflated).toBeUndefined();
  }
  expect(done).toBeGreaterThan(1000);
});

test('a damaged, cut or lengthened stream is never taken for a whole one', () => {
  const next = random(11);
  for (let round = 0; round < 3000; round++) {
    const deflated = deflateSync(text(next).subarray(0, 1500), { level: 1 + next(9) });
    const damaged = Buffer.from(deflated);
    const way = next(3);
    const at = next(damaged.length);
    if (way === 0) damaged[at] = damaged[at]! ^ (1 << next(8));
    const tried =
      way === 1
        ? damaged.subarray(0, at)
        : way === 2
          ? Buffer.concat([damaged, Buffer.from([next(256)])])
          : damaged;
    const ours = inflateSmall(tried);
    if (!ours) continue;
    expect(Buffer.from(ours).equals(inflateSync(tried))).toBe(true);
  }
});
