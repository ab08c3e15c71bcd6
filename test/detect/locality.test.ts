/**
 * DESIGN §4: detection is local. The union of the windows' hits is the hits of the whole, and hits that are
 * carried over copied ranges plus a rescan of the seams equal a full scan.
 */
import { expect, test } from 'vitest';
import { Hits } from '../../src/detect/engine.ts';
import { engine } from '../helpers/detect.ts';
import { authKey, genericValue, random, standardKey } from '../helpers/keys.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const escaped = (text: string) =>
  [...text].map((char) => `\\u00${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');

const pieces = (seed: number): string[] => [
  standardKey(seed),
  authKey(seed),
  `"${standardKey(seed)}"`,
  `apiKey: "${genericValue(seed)}",\n`,
  'GEMINI_API_KEY=',
  'apiKeyapi_key',
  'AIza',
  'AQ.',
  'AQ.Ab8RN6',
  base64(`k=${standardKey(seed)}`),
  base64(authKey(seed)),
  escaped(standardKey(seed)),
  encodeURIComponent(`key=${authKey(seed)}`).replace('Ab8', '%41b8'),
  Buffer.from(`apiKey=${standardKey(seed)}`, 'utf16le').toString('latin1'),
  Buffer.from(authKey(seed), 'utf16le').swap16().toString('latin1'),
  '%3D',
  '\\n',
  '\\u003d',
  ' ',
  '\n',
  '+',
  '/',
  '_',
  '&#65;',
  '\0',
];

/** Texts dense with keys, pieces of keys, seams and noise. */
function text(seed: number, size: number): Uint8Array {
  const next = random(seed);
  const parts: string[] = [];
  let length = 0;
  while (length < size) {
    const list = pieces(next(1000));
    let piece = list[next(list.length)]!;
    if (next(4) === 0) piece = piece.slice(next(piece.length));
    if (next(4) === 0) piece = piece.slice(0, next(piece.length) + 1);
    if (next(6) === 0) piece = String.fromCharCode(next(256));
    parts.push(piece);
    length += piece.length;
  }
  return new Uint8Array(Buffer.from(parts.join(''), 'latin1'));
}

type Hit = `${number} ${number} ${number}`;

function scan(bytes: Uint8Array, from = 0, to = bytes.length): Hit[] {
  const hits = new Hits();
  engine.scan(bytes, from, to, hits);
  return list(hits);
}

function list(hits: Hits): Hit[] {
  return Array.from(
    { length: hits.length },
    (_, index): Hit => `${hits.start(index)} ${hits.rule(index)} ${hits.end(index)}`,
  );
}

test('hits come in order of start and rule, none twice', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const bytes = text(seed, 4000);
    const hits = new Hits();
    engine.scan(bytes, 0, bytes.length, hits);
    for (let index = 1; index < hits.length; index++) {
      const [a, b] = [index - 1, index];
      const step = hits.start(b) - hits.start(a);
      expect(step > 0 || (step === 0 && hits.rule(b) > hits.rule(a))).toBe(true);
    }
  }
});

test('the union of the windows is the whole', () => {
  let found = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const next = random(seed);
    const bytes = text(seed, 300 + next(3000));
    const whole = scan(bytes);
    found += whole.length;
    const cuts = [
      0,
      bytes.length,
      ...Array.from({ length: next(12) }, () => next(bytes.length + 1)),
    ];
    cuts.sort((a, b) => a - b);
    const parts = cuts.slice(1).flatMap((to, index) => scan(bytes, cuts[index], to));
    expect(parts, `seed ${seed}`).toEqual(whole);
  }
  expect(found).toBeGreaterThan(500);
});

test('a hit depends on nothing outside of [start - behind, start + ahead)', () => {
  const { behind, ahead } = engine;
  for (let seed = 1; seed <= 150; seed++) {
    const next = random(seed * 31);
    const bytes = text(seed, 6000);
    const at = 2000 + next(2000);
    const inside = scan(bytes, at, at + 1);
    const window = bytes.slice(Math.max(0, at - behind), at + ahead);
    const shift = at - Math.max(0, at - behind);
    const other = new Uint8Array(window.length + 64);
    other.set(window, 32);
    // Different surroundings, and another alignment.
    for (let index = 0; index < 32; index++) {
      other[index] = next(256);
      other[other.length - 1 - index] = next(256);
    }
    const there = scan(other, 32 + shift, 33 + shift);
    const moved = there.map((hit) =>
      hit.replace(
        /^\d+ (\d+) (\d+)$/,
        (_, rule, end) => `${at} ${rule} ${Number(end) - 32 - shift + at}`,
      ),
    );
    expect(moved, `seed ${seed}`).toEqual(inside);
  }
});

/** A delta as git has it: copies from the base and inserts. */
interface Piece {
  readonly from: number;
  readonly length: number;
  readonly insert?: Uint8Array;
}

function delta(base: Uint8Array, seed: number): Piece[] {
  const next = random(seed);
  return Array.from({ length: 1 + next(8) }, (): Piece => {
    if (next(3) === 0) {
      const insert = text(seed + next(1000), 1 + next(60)).subarray(0, 1 + next(60));
      return { from: 0, length: insert.length, insert };
    }
    const from = next(base.length);
    return { from, length: 1 + next(base.length - from) };
  });
}

test('hits carried over copied ranges plus rescanned seams are a full scan', () => {
  const { behind, ahead } = engine;
  let carriedHits = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const base = text(seed, 5000);
    const known = new Hits();
    engine.scan(base, 0, base.length, known);
    const parts = delta(base, seed);
    const target = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    const found = new Hits();
    let at = 0;
    const ranges: { at: number; part: Piece }[] = [];
    for (const part of parts) {
      target.set(part.insert ?? base.subarray(part.from, part.from + part.length), at);
      ranges.push({ at, part });
      at += part.length;
    }
    for (const { at: start, part } of ranges) {
      const end = start + part.length;
      // Inside of a copy only what lies a margin away from both seams is carried.
      const first = part.insert ? end : Math.min(end, start + behind);
      const last = part.insert ? end : Math.max(first, end - ahead);
      engine.scan(target, start, first, found);
      for (let index = 0; index < known.length; index++) {
        const moved = known.start(index) - part.from + start;
        if (part.insert || moved < first || moved >= last) continue;
        found.push(known.rule(index), moved, known.end(index) - part.from + start);
        carriedHits++;
      }
      engine.scan(target, last, end, found);
    }
    expect(list(found), `seed ${seed}`).toEqual(scan(target));
  }
  expect(carriedHits).toBeGreaterThan(250);
});

test('random bytes: no crash, every hit lies in the blob, any alignment', () => {
  const next = random(7);
  for (let round = 0; round < 300; round++) {
    const size = next(700);
    const buffer = new Uint8Array(size + 16);
    for (let index = 0; index < buffer.length; index++) buffer[index] = next(256);
    const lead = next(9);
    const bytes = buffer.subarray(lead, lead + size);
    const key = Buffer.from(next(2) === 0 ? standardKey(round) : authKey(round));
    if (size > 100) bytes.set(key, next(size - 60));
    const hits = new Hits();
    engine.scan(bytes, 0, bytes.length, hits);
    for (let index = 0; index < hits.length; index++) {
      expect(hits.end(index)).toBeLessThanOrEqual(bytes.length);
      expect(hits.start(index)).toBeLessThan(hits.end(index));
    }
    expect(scan(new Uint8Array(bytes))).toEqual(list(hits));
  }
});
