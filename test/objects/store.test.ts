import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Damage } from '../../src/objects/reader.ts';
import { Store } from '../../src/objects/store.ts';
import { type Repo, repository } from '../helpers/repo.ts';

const open = (repo: Repo, hash: 'sha1' | 'sha256' = 'sha1') =>
  new Store({ objectsDir: join(repo.path, '.git/objects'), hash, limit: 1 << 24 });

/** Ids of all objects, and their content, as git prints it. */
function all(repo: Repo): [string, Buffer][] {
  const ids = repo.git(
    'cat-file',
    '--batch-all-objects',
    '--batch-check=%(objectname) %(objecttype)',
  );
  return ids.split('\n').map((line) => {
    const [oid, type] = line.split(' ');
    return [oid!, Buffer.from(repo.tryGit(['cat-file', type!, oid!]).stdout, 'utf8')];
  });
}

function versions(repo: Repo, count: number): void {
  let text = 'first line of a file that grows\n'.repeat(20);
  for (let index = 0; index < count; index++) {
    text += `line ${index}\n`;
    repo.commit('a.txt', text);
  }
}

test.each([
  ['offset deltas, index version 2', ['-c', 'pack.indexVersion=2'], 'sha1'],
  ['ref deltas', ['-c', 'repack.useDeltaBaseOffset=false'], 'sha1'],
  ['index version 1', ['-c', 'pack.indexVersion=1'], 'sha1'],
  ['SHA-256', [], 'sha256'],
] as const)('single look-ups give what git gives: %s', (_, config, hash) => {
  const repo = repository(`--object-format=${hash}`);
  versions(repo, 4);
  const expected = all(repo).filter(([, content]) => !content.includes(0xfffd));
  repo.git(...config, 'repack', '-adfq', '--depth=20');
  const store = open(repo, hash);
  expect(store.looseIds()).toEqual([]);
  for (const [oid, content] of expected) {
    const found = store.read(oid);
    if (found instanceof Damage) throw new Error(found.why);
    if (found.type !== 'tree') expect(Buffer.from(found.bytes).equals(content)).toBe(true);
    expect(store.has(Buffer.from(oid, 'hex'), 0)).toBe(true);
  }
  expect(store.read('0'.repeat(hash === 'sha1' ? 40 : 64))).toMatchObject({ reason: 'missing' });
  store.close();
});

test('a repack running at the same time: loose objects move into a pack, packs go', () => {
  const repo = repository();
  versions(repo, 7);
  const store = open(repo);
  const loose = store.looseIds();
  expect(loose.length).toBeGreaterThan(20);
  repo.git('repack', '-adq');
  repo.git('prune-packed', '-q');
  for (const oid of loose) expect(store.read(oid)).not.toBeInstanceOf(Damage);
  const [before] = store.packPaths;
  repo.commit('b.txt', 'one more');
  repo.git('repack', '-adfq');
  expect(readdirSync(join(repo.path, '.git/objects/pack'))).not.toContain(
    before!.split('/').at(-1),
  );
  const { forest, broken } = store.sweep(before!);
  expect([forest.count, broken]).toEqual([loose.length, []]);
  expect(store.read(repo.git('rev-parse', 'HEAD'))).not.toBeInstanceOf(Damage);
  store.close();
});
