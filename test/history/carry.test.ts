import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { compile, Hits } from '../../src/detect/engine.ts';
import { Carry } from '../../src/history/carry.ts';
import { Copies } from '../../src/objects/delta.ts';
import { linear } from '../../src/objects/linear.ts';
import type { Standing } from '../../src/objects/walk.ts';
import { random, standardKey } from '../helpers/keys.ts';

const engine = compile(rules);
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const prefixes = ['AQ.', ['AI', 'za'].join(''), 'gh' + 'p_', ' api' + 'Key = "'];

/** Text in which nearly every needle's first bytes stand, whole keys here and there. */
function text(next: (most: number) => number, size: number, dense: boolean): string {
  let made = '';
  while (made.length < size) {
    made += next(9) === 0 ? '\n' : ' ';
    made += prefixes[next(prefixes.length)];
    const body = dense && next(200) > 0 ? next(4) : next(60);
    for (let index = 0; index < body; index++) made += LETTERS[next(LETTERS.length)];
  }
  return made;
}

type Stand = (bytes: Uint8Array, depth: number, copies: Copies, baseSize: number) => Standing;

const byItself: Stand = (bytes, depth, copies, baseSize) => ({
  index: 0,
  depth,
  leaf: false,
  arena: bytes,
  start: 0,
  size: bytes.length,
  bytes,
  baseSize,
  copies,
});

/** The same in the memory in which WebAssembly unpacks, now at an even place, now at an odd one. */
const inMemory: Stand = (bytes, depth, copies, baseSize) => {
  const memory = linear()!;
  const start = memory.arena + (depth % 3) + bytes.length;
  if (start + bytes.length > memory.bytes.length) memory.grow(start + 2 * bytes.length);
  memory.bytes.set(bytes, start);
  const { arena, bytes: held } = { arena: memory.bytes, bytes: memory.bytes.subarray(start) };
  const size = bytes.length;
  return { ...byItself(held.subarray(0, size), depth, copies, baseSize), arena, start, size };
};

function hitsOf(hits: Hits): string[] {
  return Array.from(
    { length: hits.length },
    (_, index) => `${hits.rule(index)}@${hits.start(index)}-${hits.end(index)}`,
  );
}

const sparse = { name: 'sparse candidates', dense: false, size: 9000 };
const crowded = { name: 'so many candidates that none are kept', dense: true, size: 40_000 };

test.each([
  { ...sparse, way: 'TypeScript', stand: byItself },
  { ...sparse, way: 'WebAssembly', stand: inMemory },
  { ...crowded, way: 'TypeScript', stand: byItself },
  { ...crowded, way: 'WebAssembly', stand: inMemory },
])(
  'a chain of deltas, $name, $way: carried hits are those of a full scan',
  ({ dense, size, stand }) => {
    let seen = 0;
    for (let seed = 0; seed < 12; seed++) {
      const next = random(seed + size);
      const carry = new Carry(engine);
      let base = Buffer.from(text(next, size, dense), 'latin1');
      let copies = new Copies();
      let baseSize = 0;
      for (let depth = 0; depth < 6; depth++) {
        const full = new Hits();
        engine.scan(base, 0, base.length, full);
        expect(hitsOf(carry.scan(stand(base, depth, copies, baseSize)))).toEqual(hitsOf(full));
        seen += full.length;
        copies = new Copies();
        const parts: Buffer[] = [];
        let done = 0;
        for (let part = 0; part < 5; part++) {
          const from = next(base.length - 100);
          const length = Math.min(base.length - from, 40 + next(5000));
          copies.push(done, from, length);
          const inserted = Buffer.from(
            text(next, 1 + next(30), dense).slice(0, next(30)),
            'latin1',
          );
          parts.push(base.subarray(from, from + length), inserted);
          done += length + inserted.length;
        }
        baseSize = base.length;
        base = Buffer.concat(parts);
      }
    }
    expect(seen).toBeGreaterThan(20);
  },
);

test('a million candidates are too many for the memory: the object and its deltas are scanned whole', () => {
  const carry = new Carry(engine);
  const key = standardKey(3);
  const many = Buffer.from(`${'AQ.'.repeat(1_100_000)}\n"${key}"\n`, 'latin1');
  const full = new Hits();
  engine.scan(many, 0, many.length, full);
  expect(hitsOf(carry.scan(inMemory(many, 0, new Copies(), 0)))).toEqual(hitsOf(full));
  expect(full.length).toBe(1);
  const copies = new Copies();
  copies.push(0, many.length - 200, 200);
  const tail = many.subarray(-200);
  const again = new Hits();
  engine.scan(tail, 0, tail.length, again);
  expect(hitsOf(carry.scan(inMemory(tail, 1, copies, many.length)))).toEqual(hitsOf(again));
  expect(again.length).toBe(1);
});
