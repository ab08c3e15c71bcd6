import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Application, BEYOND, Copies } from '../../src/objects/delta.ts';
import unpack from '../../src/objects/unpack.wasm';
import { compileWasm, instantiate, newMemory } from '../../src/wasm.ts';
import { random } from '../helpers/keys.ts';
import { root } from '../helpers/repo.ts';
import { entryOf, varint } from '../verify/random.ts';

interface Unpack {
  readonly STATE: { value: number };
  readonly COPIES: { value: number };
  readonly MOST_COPIES: { value: number };
  prepare(): void;
  whole(at: number, end: number, to: number, roof: number, limit: number): number;
  child(...numbers: number[]): number;
}

const PAGES = 96;
const memory = newMemory(PAGES)!;
const code = instantiate<Unpack>(compileWasm(unpack)!, memory);
code.prepare();
const bytes = Buffer.from(memory.buffer);
/** Entries here, bases there, objects behind them. */
const ENTRY = 32 << 16;
const BASE = 56 << 16;
const OUTPUT = 64 << 16;
const ROOF = PAGES << 16;
const LIMIT = 1 << 30;
const NO_ROOM = -2;

type Dice = (bound: number) => number;
const texts = ['package-lock.json', 'README.md', 'src/objects/walk.ts'].map((name) =>
  readFileSync(join(root, name)),
);

/** Noise, runs, few symbols with skewed frequencies, or text. */
function content(dice: Dice, size: number): Buffer {
  const kind = dice(6);
  const made = Buffer.alloc(size);
  if (kind === 0) for (let at = 0; at < size; at++) made[at] = dice(256);
  else if (kind === 1) {
    made.fill('abcdefghijklmnopqrstuvwxyz'.slice(0, 1 + dice(26)));
    for (let at = 0; at < size; at += 1 + dice(70)) made[at] = dice(256);
  } else if (kind === 2) {
    for (let at = 0; at < size; at++) made[at] = 97 + Math.floor(Math.log2(1 + dice(1 << 24)));
  } else {
    const text = texts[dice(texts.length)]!;
    for (let at = 0; at < size; ) {
      const from = dice(text.length);
      at += text.copy(made, at, from, Math.min(text.length, from + size - at));
    }
  }
  return made;
}

function sizeOf(dice: Dice, round: number): number {
  if (round % 60 === 0) return dice(1 << 20);
  return round % 3 === 0 ? dice(30_000) : dice(400);
}

function inflated(entry: Uint8Array): number {
  bytes.set(entry, ENTRY);
  return code.whole(ENTRY, ENTRY + entry.length, OUTPUT, ROOF, LIMIT);
}

/** An entry of a blob that says it holds `size` bytes. */
function entry(size: number, stream: Uint8Array): Buffer {
  const head = [0x30 | (size & 15)];
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    head[head.length - 1]! |= 0x80;
    head.push(rest & 0x7f);
  }
  return Buffer.concat([Buffer.from(head), stream]);
}

/** What node makes of it: the bytes, where there are just as many. */
function byNode(stream: Uint8Array, size: number): Buffer | undefined {
  try {
    const found = inflateSync(stream, { maxOutputLength: size + 1 });
    return found.length === size ? found : undefined;
  } catch {
    return undefined;
  }
}

test('2,000 streams of all levels and strategies inflate as by node:zlib, cut and spoiled ones too', () => {
  const dice = random(20261128);
  const differing: number[] = [];
  let refused = 0;
  for (let round = 0; round < 2000; round++) {
    const plain = content(dice, sizeOf(dice, round));
    const size = plain.length;
    const stream = deflateSync(plain, {
      level: dice(10),
      strategy: dice(5),
      memLevel: 1 + dice(9),
      windowBits: 9 + dice(7),
    });
    const behind = Buffer.alloc(dice(2) * dice(40), 0xa5);
    const sound =
      inflated(entry(size, Buffer.concat([stream, behind]))) === size &&
      bytes.subarray(OUTPUT, OUTPUT + size).equals(plain);
    const strict =
      (size === 0 || inflated(entry(size - 1, stream)) < 0) &&
      inflated(entry(size + 1, stream)) < 0 &&
      inflated(entry(size, stream.subarray(0, -1 - dice(6)))) < 0;
    for (let left = 1 + dice(3); left > 0; left--) stream[dice(stream.length)]! ^= 1 << dice(8);
    const found = inflated(entry(size, stream));
    const expected = byNode(stream, size);
    const same =
      (found === size) === (expected !== undefined) &&
      (expected === undefined || bytes.subarray(OUTPUT, OUTPUT + size).equals(expected));
    if (expected === undefined) refused++;
    if (!sound || !strict || !same) differing.push(round);
  }
  expect(differing).toEqual([]);
  expect(refused).toBeGreaterThan(1500);
});

test('an entry whose type is no whole object, whose size is absurd, or that is over the limit is not taken', () => {
  const stream = deflateSync(Buffer.from('abc'));
  const of = (...head: number[]) => Buffer.concat([Buffer.from(head), stream]);
  expect(inflated(of(0x33))).toBe(3);
  for (const head of [[0x03], [0x53], [0x63], [0x73], [0xb3, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80]]) {
    expect(inflated(of(...head)), head.join()).toBe(-1);
  }
  bytes.set(of(0x33), ENTRY);
  expect(code.whole(ENTRY, ENTRY + 40, OUTPUT, ROOF, 2)).toBe(-1);
  const last = ROOF - 300;
  expect(code.whole(ENTRY, ENTRY + 40, last, ROOF, LIMIT)).toBe(NO_ROOM);
  expect(new Uint32Array(memory.buffer)[code.STATE.value / 4 + 1]).toBe(3);
});

/** Instructions for a base of that size; sometimes wrong ones. */
function instructions(dice: Dice, baseSize: number, sound: boolean): [Buffer, number] {
  const pieces: Buffer[] = [];
  let size = 0;
  for (let left = dice(12); left >= 0; left--) {
    if (dice(3) === 0) {
      const length = 1 + dice(127);
      pieces.push(Buffer.from([length]), content(dice, length));
      size += length;
      continue;
    }
    const from = dice(baseSize);
    const length = 1 + dice(sound ? baseSize - from : 70_000);
    const all = [from, from >> 8, from >> 16, 0, length, length >> 8, length >> 16];
    const given = all.map((byte) => byte & 0xff);
    const bits = given.reduce((mask, byte, bit) => mask | (byte === 0 ? 0 : 1 << bit), 0x80);
    pieces.push(Buffer.from([bits, ...given.filter((byte) => byte !== 0)]));
    size += length;
  }
  return [Buffer.concat(pieces), size];
}

function applied(delta: Buffer, at: number, base: Buffer, resultSize: number) {
  const copies = new Copies();
  const arena = Buffer.concat([base, Buffer.alloc(resultSize + BEYOND)]);
  const source = Buffer.concat([delta, Buffer.alloc(BEYOND + 16)]);
  const job = { delta: source, at, end: delta.length, arena, base: 0, baseSize: base.length };
  const why = Object.assign(new Application(), { ...job, to: base.length, resultSize }).run(copies);
  const triples = Array.from({ length: copies.length }, (_, index) => [
    copies.to[index],
    copies.from[index],
    copies.size[index],
  ]);
  return { why, triples, bytes: arena.subarray(base.length, base.length + resultSize) };
}

test('2,000 deltas give the bytes and copies that TypeScript makes of them, or are refused by both', () => {
  const dice = random(6);
  const differing: number[] = [];
  let refused = 0;
  for (let round = 0; round < 2000; round++) {
    const base = content(dice, 1 + dice(round % 20 === 0 ? 200_000 : 3000));
    base.copy(bytes, BASE);
    const [steps, size] = instructions(dice, base.length, round % 4 > 0);
    if (size > 1 << 20) continue;
    if (round % 5 === 0) steps[dice(steps.length)] = dice(256);
    const sizes = Buffer.concat([varint(base.length), varint(size)]);
    const delta = Buffer.concat([sizes, steps]);
    const made = entryOf(6, delta.length, delta, Buffer.from([0x81, 5]));
    bytes.set(made, ENTRY);
    const expected = applied(delta, sizes.length, base, size);
    const to = BASE + base.length;
    const found = code.child(ENTRY, ENTRY + made.length, BASE, base.length, to, ROOF, LIMIT, 20);
    if (expected.why !== '') refused++;
    const same =
      expected.why === ''
        ? found === size &&
          bytes.subarray(to, to + size).equals(expected.bytes) &&
          JSON.stringify(copiesNow()) === JSON.stringify(expected.triples)
        : found === -1;
    if (!same) differing.push(round);
  }
  expect(differing).toEqual([]);
  expect(refused).toBeGreaterThan(300);
});

function copiesNow(): number[][] {
  const words = new Int32Array(memory.buffer);
  const first = code.COPIES.value / 4;
  const most = code.MOST_COPIES.value;
  return Array.from({ length: words[code.STATE.value / 4]! }, (_, index) => [
    words[first + index]!,
    words[first + most + index]!,
    words[first + 2 * most + index]!,
  ]);
}

test('a delta for a base of another size, over the limit, or with too many copies is not taken', () => {
  const base = content(random(1), 100);
  base.copy(bytes, BASE);
  const build = (delta: Buffer, limit = LIMIT, header = Buffer.from([9])) => {
    const made = entryOf(6, delta.length, delta, header);
    bytes.set(made, ENTRY);
    return code.child(ENTRY, ENTRY + made.length, BASE, 100, BASE + 100, ROOF, limit, 20);
  };
  const copy = Buffer.from([0x91, 1, 9]);
  expect(build(Buffer.concat([varint(100), varint(9), copy]))).toBe(9);
  expect(build(Buffer.concat([varint(99), varint(9), copy]))).toBe(-1);
  expect(build(Buffer.concat([varint(100), varint(9), copy]), 8)).toBe(-1);
  expect(build(Buffer.concat([varint(100), varint(2 ** 40), copy]))).toBe(-1);
  expect(build(Buffer.from([100]))).toBe(-1);
  const single = (from: number) => Buffer.from([0x91, from, 1]);
  const many = Array.from({ length: code.MOST_COPIES.value }, (_, index) =>
    single(1 + 4 * (index % 2)),
  );
  const most = Buffer.concat([varint(100), varint(many.length), ...many]);
  expect(build(most)).toBe(many.length);
  const over = [...many, single(1 + 4 * (many.length % 2))];
  expect(build(Buffer.concat([varint(100), varint(over.length), ...over]))).toBe(-1);
});
