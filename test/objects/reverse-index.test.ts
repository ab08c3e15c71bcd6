import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { arranged } from '../../src/objects/arranged.ts';
import { shared } from '../../src/objects/forest.ts';
import { Idx } from '../../src/objects/idx.ts';
import { readReverse } from '../../src/objects/reverse-index.ts';
import { random } from '../helpers/keys.ts';
import { type Repo, repository } from '../helpers/repo.ts';

function packed(hash: 'sha1' | 'sha256'): Repo {
  const repo = repository(`--object-format=${hash}`);
  for (let count = 0; count < 12; count++) repo.commit(`${count % 5}.txt`, `line ${count}\n`);
  repo.git('-c', 'pack.writeReverseIndex=true', 'repack', '-adfq');
  return repo;
}

function fileOf(repo: Repo, ending: string): string {
  const packs = join(repo.path, '.git/objects/pack');
  return join(packs, readdirSync(packs).find((name) => name.endsWith(ending))!);
}

function tableOf(repo: Repo, idBytes: number) {
  const index = new Idx(fileOf(repo, '.idx'), idBytes);
  const end = readFileSync(fileOf(repo, '.pack')).length - idBytes;
  try {
    const { offsets, order } = index.table(end, shared, arranged);
    return { offsets: [...offsets], order: [...order] };
  } finally {
    index.close();
  }
}

test.each([
  ['sha1', 20],
  ['sha256', 32],
] as const)('the order that git wrote beside an index is taken, %s', (hash, idBytes) => {
  const repo = packed(hash);
  const path = fileOf(repo, '.idx');
  const table = tableOf(repo, idBytes);
  const count = table.order.length;
  const into = Buffer.alloc(count * 4);
  expect(readReverse(path, { count, idBytes }, into)).toBe(true);
  const told = Array.from({ length: count }, (_, index) => into.readUInt32BE(index * 4));
  expect(table.order).toEqual(told);
  // What stands there for another index or another hash is not.
  expect(readReverse(path, { count: count - 1, idBytes }, into)).toBe(false);
  const reverse = fileOf(repo, '.rev');
  chmodSync(reverse, 0o644);
  const bytes = readFileSync(reverse);
  bytes[11] = 3 - bytes[11]!;
  writeFileSync(reverse, bytes);
  expect(readReverse(path, { count, idBytes }, into)).toBe(false);
  rmSync(reverse);
  expect(tableOf(repo, idBytes)).toEqual(table);
});

test('an order that is not that of the offsets changes nothing', () => {
  const repo = packed('sha1');
  const reverse = fileOf(repo, '.rev');
  const table = tableOf(repo, 20);
  chmodSync(reverse, 0o644);
  const right = readFileSync(reverse);
  const dice = random(7);
  const { length } = table.order;
  for (let round = 0; round < 60; round++) {
    const wrong = Buffer.from(right);
    const at = 12 + dice(length) * 4;
    const other = 12 + dice(length) * 4;
    // One that is there twice, two in each other's place, one that is nowhere.
    if (round % 3 < 2) right.copy(wrong, at, other, other + 4);
    if (round % 3 === 1) right.copy(wrong, other, at, at + 4);
    if (round % 3 === 2) wrong.writeUInt32BE(length + dice(2 ** 31), at);
    writeFileSync(reverse, wrong);
    expect(tableOf(repo, 20)).toEqual(table);
  }
});
