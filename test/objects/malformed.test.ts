import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { rootsOf } from '../../src/history/ground.ts';
import { usesBinding } from '../../src/objects/inflate.ts';
import { linear } from '../../src/objects/linear.ts';
import { Damage } from '../../src/objects/reader.ts';
import { Store } from '../../src/objects/store.ts';
import { Walk } from '../../src/objects/walk.ts';
import { random } from '../helpers/keys.ts';
import { blob, type MadeEntry, writePack } from '../helpers/packs.ts';
import { folder } from '../helpers/repo.ts';
import { entryOf, varint } from '../verify/random.ts';

const base = blob('the base of all deltas, long enough to be copied from\n');
const baseBytes = Buffer.from('the base of all deltas, long enough to be copied from\n');
const size = baseBytes.length;
const fake = (digit: string) => digit.repeat(40);

/** An offset delta on the first entry, `at` being its own offset. */
function onBase(steps: number[], result: number, sizes = [size, result]): MadeEntry {
  const delta = Buffer.concat([varint(sizes[0]!), varint(sizes[1]!), Buffer.from(steps)]);
  const distance = base.bytes.length;
  return { oid: fake('d'), bytes: entryOf(6, delta.length, delta, Buffer.from([distance])) };
}

function onId(oid: string, digit: string): MadeEntry {
  const delta = Buffer.concat([varint(size), varint(4), Buffer.from([0x90, 4])]);
  return { oid: fake(digit), bytes: entryOf(7, delta.length, delta, Buffer.from(oid, 'hex')) };
}

interface Accounted {
  visited: number;
  readonly damages: string[];
}

/** Every object of the folder, visited or reported; single look-ups as well. */
function account(objects: string): Accounted {
  const store = new Store({ objectsDir: objects, hash: 'sha1', limit: 1 << 20 });
  const found: Accounted = { visited: 0, damages: store.unusable.map(({ why }) => why) };
  try {
    for (const path of store.packPaths) walkPack(store, path, found);
  } finally {
    store.close();
  }
  return found;
}

function walkPack(store: Store, path: string, found: Accounted): void {
  let swept: ReturnType<Store['sweep']>;
  try {
    swept = store.sweep(path);
  } catch (error) {
    found.damages.push((error as Error).message);
    return;
  }
  const { forest, broken } = swept;
  const walk = new Walk(store.pack(path), forest, store.outside(forest), {
    object: 1 << 20,
    arena: 1 << 22,
  });
  const seen = new Set<number>();
  const visitor = {
    visit: ({ index }: { index: number }) => {
      if (index >= 0) seen.add(index);
      found.visited++;
    },
    damaged: (index: number, { why }: Damage) => {
      seen.add(index);
      found.damages.push(why);
    },
  };
  for (const root of rootsOf(forest, [1, 2, 3, 4])) walk.from(root, visitor);
  for (const { why } of broken) found.damages.push(why);
  const unknown = forest.types.filter((type) => type === 0).length;
  expect(seen.size + unknown, 'every entry is visited, reported, or of unknown type').toBe(
    forest.count,
  );
  for (let index = 0; index < forest.count; index++) {
    const read = store.outside(forest).whole(index);
    if (read instanceof Damage) expect(read.why).not.toBe('');
  }
}

test('a sound pack made by hand: the ground that the table stands on', () => {
  const delta = onBase([0x90, 9, 3, 65, 66, 67], 12);
  const objects = writePack(folder(), [base, delta, onId(base.oid, 'e')]);
  expect(account(objects)).toEqual({ visited: 3, damages: [] });
  const store = new Store({ objectsDir: objects, hash: 'sha1', limit: 1 << 20 });
  expect(Buffer.from((store.read(fake('d')) as { bytes: Uint8Array }).bytes).toString()).toBe(
    'the base ABC',
  );
  store.close();
  expect(usesBinding()).toBe(true);
  expect(linear() === undefined).toBe(process.env.KEYFENCE_NO_WASM !== undefined);
});

const long = deflateSync(Buffer.alloc(300));
const table: [string, MadeEntry[], RegExp][] = [
  [
    'an entry of type 0',
    [{ oid: fake('1'), bytes: Buffer.from([0x05, 1, 2, 3]) }],
    /type 0 is not known/,
  ],
  [
    'an entry of type 5',
    [{ oid: fake('1'), bytes: Buffer.from([0x55, 1, 2, 3]) }],
    /type 5 is not known/,
  ],
  ['a size that never ends', [{ oid: fake('1'), bytes: Buffer.alloc(40, 0xb1) }], /absurd/],
  ['a blob whose stream is cut', [{ ...base, bytes: base.bytes.subarray(0, -9) }], /./],
  ['a blob whose stream is noise', [{ ...base, bytes: Buffer.from([0x34, 1, 2, 3, 4, 5]) }], /./],
  [
    'a blob longer than its size',
    [{ oid: fake('1'), bytes: Buffer.concat([Buffer.from([0x35]), long]) }],
    /more than its 5 bytes/,
  ],
  [
    'a blob shorter than its size',
    [{ oid: fake('1'), bytes: entryOf(3, 900, Buffer.alloc(300)) }],
    /300 of its 900|unexpected end/,
  ],
  [
    'a blob over the limit',
    [{ oid: fake('1'), bytes: entryOf(3, 2 ** 31, Buffer.alloc(9)) }],
    /2147483648 bytes/,
  ],
  [
    'a delta before all entries',
    [base, { oid: fake('d'), bytes: entryOf(6, 3, Buffer.alloc(3), Buffer.from([0x87, 0x68])) }],
    /no entry at its delta base/,
  ],
  [
    'a delta on itself',
    [{ oid: fake('d'), bytes: entryOf(6, 3, Buffer.alloc(3), Buffer.from([0])) }],
    /no entry at its delta base/,
  ],
  [
    'a delta into the middle of an entry',
    [base, { ...onBase([], 0), bytes: entryOf(6, 3, Buffer.alloc(3), Buffer.from([1])) }],
    /no entry at its delta base/,
  ],
  [
    'a distance that never ends',
    [base, { oid: fake('d'), bytes: Buffer.alloc(40, 0xe0 | 0x80) }],
    /absurd/,
  ],
  ['a ref delta whose base is nowhere', [base, onId(fake('9'), 'd')], /./],
  ['two ref deltas on each other', [onId(fake('b'), 'a'), onId(fake('a'), 'b')], /circle/],
  ['a ref delta on itself', [onId(fake('a'), 'a')], /circle/],
  ['a copy from beyond the base', [base, onBase([0x91, 50, 50], 50)], /outside its base/],
  ['a copy of more than the result', [base, onBase([0x90, 9], 4)], /copies too much/],
  ['a copy whose bytes are cut', [base, onBase([0xff], 4)], /./],
  ['an insert of more than the result', [base, onBase([5, 1, 2, 3, 4, 5], 4)], /inserts too much/],
  ['an insert whose bytes are cut', [base, onBase([5, 1], 5)], /inserts too much/],
  ['the reserved instruction', [base, onBase([0], 4)], /reserved/],
  ['a result that is not filled', [base, onBase([0x90, 2], 4)], /gives 2 of 4/],
  ['the wrong size of base', [base, onBase([0x90, 4], 4, [size + 1, 4])], /wants a base of/],
  ['a result over the limit', [base, onBase([0x90, 4], 2 ** 30)], /1073741824 bytes/],
  [
    'a delta without sizes',
    [
      base,
      {
        oid: fake('d'),
        bytes: entryOf(6, 1, Buffer.from([0x80]), Buffer.from([base.bytes.length])),
      },
    ],
    /no sizes/,
  ],
];

test.each(table)('%s is reported in words, and nothing else is lost', (_, entries, words) => {
  const sound = blob('sound');
  const { visited, damages } = account(writePack(folder(), [...entries, sound]));
  expect(damages.join('\n')).toMatch(words);
  expect(visited).toBeGreaterThanOrEqual(1);
  expect(visited + damages.length).toBeGreaterThanOrEqual(entries.length + 1);
});

test('what hangs on a broken base is reported one by one', () => {
  const broken = {
    ...base,
    bytes: Buffer.concat([base.bytes.subarray(0, -3), Buffer.from([0, 0, 0])]),
  };
  const { visited, damages } = account(
    writePack(folder(), [broken, onBase([0x90, 4], 4), onId(fake('d'), 'e')]),
  );
  expect(visited).toBe(0);
  expect(damages).toHaveLength(3);
  expect(damages[1]).toContain('a delta base of it');
});

/** Changes the two files, or gives a new index. */
type Spoil = (pack: Buffer, idx: Buffer) => unknown;
const last = 44;
const indexes: [string, Spoil, RegExp][] = [
  ['an empty index', () => Buffer.alloc(0), /cut short/],
  ['an index version 3', (_, idx) => idx.writeUInt32BE(3, 4), /version 3/],
  ['a fan-out that goes down', (_, idx) => idx.writeUInt32BE(99, 8), /goes down/],
  ['a fan-out of four billion', (_, idx) => idx.writeUInt32BE(2 ** 32 - 1, 1028), /does not fit/],
  ['an index cut short', (_, idx) => idx.subarray(0, -30), /does not fit/],
  ['an index of another pack', (pack) => pack.writeUInt32BE(7, 8), /7 objects/],
  ['a pack that is none', (pack) => pack.write('KCAP'), /no pack header/],
  ['a pack version 9', (pack) => pack.writeUInt32BE(9, 4), /version 9/],
  ['an offset past the end', (_, idx) => idx.writeUInt32BE(0x7fffffff, idx.length - last), /past/],
  [
    'an offset twice',
    (_, idx) => idx.copyWithin(idx.length - last, idx.length - 48, idx.length - last),
    /twice/,
  ],
  [
    'a 64-bit offset that is not there',
    (_, idx) => idx.writeUInt32BE(0x80000000, idx.length - last),
    /64-bit/,
  ],
];

test.each(indexes)('%s: the pack is unusable, with the reason', (_, spoil, words) => {
  const objects = writePack(folder(), [base, blob('second')]);
  const path = join(objects, 'pack', 'pack-made');
  const pack = readFileSync(`${path}.pack`);
  const idx = readFileSync(`${path}.idx`);
  const other = spoil(pack, idx);
  writeFileSync(`${path}.pack`, pack);
  writeFileSync(`${path}.idx`, Buffer.isBuffer(other) ? other : idx);
  expect(account(objects).damages.join('\n')).toMatch(words);
});

test('400 spoiled packs and indexes: never a crash, a hang or silence', () => {
  const dice = random(20260601);
  const contents = Array.from({ length: 12 }, (_, index) =>
    blob(`blob ${index} ${'x'.repeat(index * 20)}\n`),
  );
  const objects = writePack(folder(), [
    base,
    onBase([0x90, 9, 3, 65, 66, 67], 12),
    onId(base.oid, 'e'),
    ...contents,
  ]);
  const path = join(objects, 'pack', 'pack-made');
  const pack = readFileSync(`${path}.pack`);
  const idx = readFileSync(`${path}.idx`);
  const whole = account(objects);
  expect(whole).toEqual({ visited: 15, damages: [] });
  const start = performance.now();
  let noticed = 0;
  for (let round = 0; round < 400; round++) {
    const spoiled = [Buffer.from(pack), Buffer.from(idx)];
    for (let left = 1 + dice(4); left > 0; left--) {
      const file = spoiled[dice(4) === 0 ? 1 : 0]!;
      const at = dice(file.length);
      if (dice(6) === 0) file.fill(dice(256), at, Math.min(file.length, at + dice(30)));
      else file[at]! ^= 1 << dice(8);
    }
    const cut = dice(10) === 0 ? dice(pack.length) : pack.length;
    writeFileSync(`${path}.pack`, spoiled[0]!.subarray(0, cut));
    writeFileSync(`${path}.idx`, spoiled[1]!);
    const { visited, damages } = account(objects);
    if (damages.length > 0) noticed++;
    else expect(visited).toBe(15);
  }
  expect(noticed).toBeGreaterThan(250);
  expect(performance.now() - start).toBeLessThan(30_000);
});
