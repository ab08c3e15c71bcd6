/** The search in WebAssembly finds what the one in TypeScript finds, hit for hit. */
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { compile, Hits } from '../../src/detect/engine.ts';
import { makeLook } from '../../src/detect/look.ts';
import type { Rule } from '../../src/types.ts';
import { engine } from '../helpers/detect.ts';
import { authKey, genericValue, random, standardKey } from '../helpers/keys.ts';

const quick = hastened(rules);
const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');

function hastened(some: readonly Rule[]) {
  const fast = compile(some);
  fast.hasten(makeLook);
  // What makes it go over to the other search.
  fast.scan(new Uint8Array(1 << 20), 0, 1 << 20, new Hits());
  return fast;
}

function piece(next: (below: number) => number): string {
  const { text } = engine.needles[next(engine.needles.length)]!;
  const seed = next(1000);
  const all = [
    text,
    text,
    text.repeat(1 + next(9)),
    text + standardKey(seed).slice(4, 4 + next(36)),
    standardKey(seed),
    authKey(seed),
    `"${standardKey(seed)}"`,
    `apiKey: "${genericValue(seed)}",\n`,
    `${text}_${'a'.repeat(next(150))}`,
    base64(`k=${authKey(seed)}`),
    Buffer.from(`apiKey=${standardKey(seed)}`, 'utf16le').toString('latin1'),
    '\\n',
    '%3D',
    '-',
    ' ',
    '\n',
    String.fromCharCode(next(256)),
    '.'.repeat(next(600)),
  ];
  return all[next(all.length)]!;
}

function text(next: (below: number) => number, size: number): Uint8Array {
  const parts: string[] = [];
  for (let length = 0; length < size; length += parts.at(-1)!.length) parts.push(piece(next));
  return new Uint8Array(Buffer.from(parts.join(''), 'latin1'));
}

function list(hits: Hits): string[] {
  return Array.from(
    { length: hits.length },
    (_, index) => `${hits.start(index)} ${hits.rule(index)} ${hits.end(index)}`,
  );
}

test('random texts full of needles, whole and in windows, at any alignment', () => {
  let found = 0;
  for (let seed = 1; seed <= 24; seed++) {
    const next = random(seed);
    const whole = text(next, 4096 + next(seed % 6 === 0 ? 200_000 : 20_000));
    const bytes = whole.subarray(next(9));
    for (const [from, to] of [
      [0, bytes.length],
      [next(500), bytes.length - next(500)],
    ] as const) {
      const [plain, fast] = [new Hits(), new Hits()];
      engine.scan(bytes, from, to, plain);
      quick.scan(bytes, from, to, fast);
      expect(list(fast), `seed ${seed}`).toEqual(list(plain));
      found += plain.length;
    }
  }
  expect(found).toBeGreaterThan(1000);
});

test('a key at every place around the edge of a block', () => {
  const edge = 32 * 1024;
  const key = standardKey(1);
  for (let shift = -70; shift <= 20; shift++) {
    const bytes = new Uint8Array(edge + 4096).fill(0x20);
    bytes.set(Buffer.from(`"${key}"`), edge + shift);
    const hits = new Hits();
    quick.scan(bytes, 0, bytes.length, hits);
    expect(list(hits).map((hit) => hit.split(' ')[0])).toEqual([`${edge + shift + 1}`]);
  }
});

test('more in one block than its list has room for', () => {
  const bytes = new Uint8Array(Buffer.from('"AI" + "AQ" + '.repeat(8000)));
  const [plain, fast] = [new Hits(), new Hits()];
  engine.scan(bytes, 0, bytes.length, plain);
  quick.scan(bytes, 0, bytes.length, fast);
  expect(list(fast)).toEqual(list(plain));
});
