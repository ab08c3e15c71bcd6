import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { compile, Hits } from '../../src/detect/engine.ts';
import { Carry } from '../../src/history/carry.ts';
import { Copies } from '../../src/objects/delta.ts';
import type { Standing } from '../../src/objects/walk.ts';
import { random } from '../helpers/keys.ts';

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

function standing(bytes: Uint8Array, depth: number, copies: Copies, baseSize: number): Standing {
  return {
    index: 0,
    depth,
    leaf: false,
    arena: bytes,
    start: 0,
    size: bytes.length,
    bytes,
    baseSize,
    copies,
  };
}

function hitsOf(hits: Hits): string[] {
  return Array.from(
    { length: hits.length },
    (_, index) => `${hits.rule(index)}@${hits.start(index)}-${hits.end(index)}`,
  );
}

test.each([
  { name: 'sparse candidates', dense: false, size: 9000 },
  { name: 'so many candidates that none are kept', dense: true, size: 40_000 },
])('a chain of deltas, $name: carried hits are those of a full scan', ({ dense, size }) => {
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
      expect(hitsOf(carry.scan(standing(base, depth, copies, baseSize)))).toEqual(hitsOf(full));
      seen += full.length;
      copies = new Copies();
      const parts: Buffer[] = [];
      let done = 0;
      for (let part = 0; part < 5; part++) {
        const from = next(base.length - 100);
        const length = Math.min(base.length - from, 40 + next(5000));
        copies.push(done, from, length);
        const inserted = Buffer.from(text(next, 1 + next(30), dense).slice(0, next(30)), 'latin1');
        parts.push(base.subarray(from, from + length), inserted);
        done += length + inserted.length;
      }
      baseSize = base.length;
      base = Buffer.concat(parts);
    }
  }
  expect(seen).toBeGreaterThan(20);
});
