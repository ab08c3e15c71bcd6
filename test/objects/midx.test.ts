import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Midx } from '../../src/objects/midx.ts';
import { Damage } from '../../src/objects/reader.ts';
import { Store } from '../../src/objects/store.ts';
import { standardKey } from '../helpers/keys.ts';
import { folder, Repo, repository } from '../helpers/repo.ts';

const packs = (repo: Repo) => join(repo.path, '.git/objects/pack');

/** Two packs, both in a multi-pack-index; a key in each. */
function twoPacks(hash: 'sha1' | 'sha256' = 'sha1'): Repo {
  const repo = repository(`--object-format=${hash}`);
  repo.commit('one.txt', `${standardKey(1)}\n`);
  repo.git('repack', '-dq');
  repo.commit('two.txt', `${standardKey(2)}\n`);
  repo.commit('one.txt', `${standardKey(1)}\nand more\n`);
  repo.git('repack', '-dq');
  return repo;
}

function dropIndexes(repo: Repo): void {
  for (const name of readdirSync(packs(repo))) {
    if (name.endsWith('.idx')) rmSync(join(packs(repo), name));
  }
}

const ids = (repo: Repo) =>
  repo.git('cat-file', '--batch-all-objects', '--batch-check=%(objectname)').split('\n');

/** Everything that the store finds and sweeps, against what git listed while the indexes were there. */
function expectWhole(repo: Repo, expected: readonly string[], hash: 'sha1' | 'sha256' = 'sha1') {
  const store = new Store({ objectsDir: join(packs(repo), '..'), hash, limit: 1 << 20 });
  expect(store.unusable).toEqual([]);
  for (const oid of expected) expect(store.read(oid)).not.toBeInstanceOf(Damage);
  const listed = store.packPaths.flatMap((path) => {
    const partial = store.partial(path);
    if (partial !== undefined) return partial;
    const { forest, broken } = store.sweep(path);
    expect(broken).toEqual([]);
    const { ids, idBytes, count } = forest;
    const at = (index: number) =>
      Buffer.from(ids).toString('hex', index * idBytes, (index + 1) * idBytes);
    return Array.from({ length: count }, (_, index) => at(index));
  });
  expect([...new Set(listed)].sort()).toEqual(expected);
  store.close();
}

test.each(['sha1', 'sha256'] as const)(
  'packs of a multi-pack-index need no index of their own: %s',
  (hash) => {
    const repo = twoPacks(hash);
    const expected = ids(repo);
    repo.git('multi-pack-index', 'write');
    dropIndexes(repo);
    expectWhole(repo, expected, hash);
    // git itself does not open such packs, and is not needed to find the keys in them.
    expect(repo.keyfence(['history']).status).toBe(1);
  },
);

test('an object in two packs is listed for one of them: the other pack is read object by object', () => {
  const repo = twoPacks();
  const expected = ids(repo);
  const oid = repo.git('rev-parse', 'HEAD:one.txt');
  repo.tryGit(['pack-objects', '-q', join(packs(repo), 'pack')], { input: `${oid}\n` });
  expect(readdirSync(packs(repo)).filter((name) => name.endsWith('.pack'))).toHaveLength(3);
  repo.git('multi-pack-index', 'write');
  dropIndexes(repo);
  expectWhole(repo, expected);
});

test('a chain of multi-pack-indexes', () => {
  const repo = twoPacks();
  const expected = ids(repo);
  repo.git('multi-pack-index', 'write');
  dropIndexes(repo);
  const layers = join(packs(repo), 'multi-pack-index.d');
  mkdirSync(layers);
  const name = 'ab'.repeat(20);
  renameSync(join(packs(repo), 'multi-pack-index'), join(layers, `multi-pack-index-${name}.midx`));
  writeFileSync(join(layers, 'multi-pack-index-chain'), `${name}\n`);
  expectWhole(repo, expected);
});

test('a pack that no index knows is never silent: exit 2, and the rest is scanned; in an alternate too', () => {
  const repo = twoPacks();
  const first = readdirSync(packs(repo)).find((name) => name.endsWith('.idx'))!;
  rmSync(join(packs(repo), first));
  const clone = new Repo(join(folder(), 'clone'));
  clone.git.bind(repo)('clone', '-q', '--bare', '--shared', repo.path, clone.path);
  for (const one of [repo, clone]) {
    const { status, stdout } = one.keyfence(['history', '--format', 'json']);
    expect(status).toBe(2);
    const { skipped, complete } = JSON.parse(stdout);
    expect(complete).toBe(false);
    const unread = skipped.filter((skip: { reason: string }) => skip.reason === 'unreadable');
    expect(unread).toHaveLength(1);
    expect(unread[0].detail).toContain('no index');
  }
});

test('a damaged multi-pack-index is said to be damaged', () => {
  const repo = twoPacks();
  dropIndexes(repo);
  writeFileSync(join(packs(repo), 'multi-pack-index'), 'MIDX and then rubbish, and more of it');
  const store = new Store({ objectsDir: join(packs(repo), '..'), hash: 'sha1', limit: 1 << 20 });
  expect(store.unusable.map(({ why }) => why)).toEqual(
    Array(2).fill(expect.stringMatching(/no index .*multi-pack-index/)),
  );
  store.close();
  expect(repo.keyfence(['history']).status).toBe(2);
});

/** One row each: what stands at which byte, and what is said of it. */
test.each([
  ['cut short', (bytes: Buffer) => bytes.subarray(0, 40)],
  ['another version', (bytes: Buffer) => Buffer.from(bytes).fill(9, 4, 5)],
  ['another hash', (bytes: Buffer) => Buffer.from(bytes).fill(2, 5, 6)],
  ['a chunk beyond the end', (bytes: Buffer) => Buffer.from(bytes).fill(0x7f, 16, 24)],
  [
    'more ids than there are',
    (bytes: Buffer) => {
      const changed = Buffer.from(bytes);
      const row = [0, 1, 2, 3].find(
        (index) => changed.toString('latin1', 12 + index * 12, 16 + index * 12) === 'OIDF',
      )!;
      const at = Number(changed.readBigUInt64BE(12 + row * 12 + 4));
      changed.writeUInt32BE(0x7fffffff, at + 1020);
      return changed;
    },
  ],
] as const)('malformed: %s', (_, damage) => {
  const repo = twoPacks();
  repo.git('multi-pack-index', 'write');
  const bytes = readFileSync(join(packs(repo), 'multi-pack-index'));
  expect(() => new Midx(bytes, 20)).not.toThrow();
  expect(() => new Midx(damage(bytes), 20)).toThrow(/multi-pack-index/);
});
