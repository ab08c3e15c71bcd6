import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collect } from '../helpers/collect.ts';
import { folder, Repo, repository } from '../helpers/repo.ts';

const loose = (repo: Repo, oid: string) =>
  join(repo.path, '.git/objects', oid.slice(0, 2), oid.slice(2));

test('A3 an object that is missing, damaged or too large is named and makes the scan incomplete', async () => {
  const repo = repository();
  repo.commit('old', 'x\n');
  repo.stage('fine', 'fine\n').stage('gone', 'gone\n').stage('damaged', 'damaged\n');
  repo.stage('large', 'l'.repeat(5000)).stage('large-but-small-on-disk', 'm'.repeat(3_000_000));
  rmSync(loose(repo, repo.git('rev-parse', ':gone')));
  const damaged = loose(repo, repo.git('rev-parse', ':damaged'));
  chmodSync(damaged, 0o644);
  writeFileSync(damaged, 'no zlib stream');
  const { content, skips } = await collect(repo, { maxBytes: 4000 });
  expect(content).toEqual({
    damaged: '(corrupt)',
    fine: 'fine\n',
    gone: '(missing)',
    large: '(too-large)',
    'large-but-small-on-disk': '(too-large)',
  });
  expect(skips.every((skip) => !skip.harmless)).toBe(true);
  expect(skips.find((skip) => skip.path === 'large')?.detail).toBe('5000 bytes');
});

test('A3 the same for packed objects, and the files behind the damaged one are read', async () => {
  const repo = repository();
  const content = Array.from({ length: 4000 }, (_, index) => `${index * 7919}`).join('\n');
  repo.commit('a', `a${content}`);
  repo.commit('c', 'c'.repeat(5000));
  repo.git('-c', 'core.compression=0', 'gc', '-q', '--prune=now');
  const blob = repo.git('rev-parse', 'HEAD:a');
  const pack = join(repo.path, repo.git('ls-files', '--others', '--exclude', '!*'), '');
  expect(pack).toBeTruthy();
  repo.git('rm', '-q', '--cached', 'a', 'c');
  repo.git('commit', '-q', '-m', 'empty');
  repo.git('update-index', '--add', '--cacheinfo', `100644,${blob},a`);
  repo.git('update-index', '--add', '--cacheinfo', `100644,${blob},b`);
  const { content: read } = await collect(repo, { maxBytes: 1 << 20 });
  expect(read.a).toBe(`a${content}`);
  expect((await collect(repo, { maxBytes: 100 })).content).toEqual({
    a: '(too-large)',
    b: '(too-large)',
  });
});

test('B11 in a partial clone the staged files are there: nothing is fetched', async () => {
  const origin = repository();
  origin.commit('a', 'a\n');
  origin.commit('b', 'b\n');
  origin.git('config', 'uploadpack.allowFilter', 'true');
  const clone = new Repo(join(folder(), 'clone'));
  origin.git(
    'clone',
    '-q',
    '--no-checkout',
    '--filter=blob:none',
    `file://${origin.path}`,
    clone.path,
  );
  const called = join(folder(), 'called');
  clone.git('config', 'remote.origin.uploadpack', `touch ${called}; git-upload-pack`);
  clone.git('read-tree', 'HEAD');
  clone.stage('c', 'c\n');
  const blob = clone.git('rev-parse', 'HEAD:b');
  clone.git('update-index', '--add', '--cacheinfo', `100644,${blob},d`);
  const { content, skips } = await collect(clone);
  expect(content).toEqual({ c: 'c\n', d: '(missing)' });
  expect(skips).toMatchObject([{ path: 'd', harmless: false }]);
  expect(() => writeFileSync(called, '', { flag: 'wx' })).not.toThrow();
});
