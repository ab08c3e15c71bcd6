import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collect } from '../helpers/collect.ts';
import { type Repo, repository } from '../helpers/repo.ts';

function withConflict(): Repo {
  const repo = repository();
  repo.commit('both', 'base\n');
  repo.git('checkout', '-q', '-b', 'side');
  repo.commit('both', 'side\n');
  repo.git('checkout', '-q', 'main');
  repo.commit('both', 'main\n');
  expect(repo.tryGit(['merge', 'side']).status).toBe(1);
  return repo;
}

test('B10 an unmerged file is named once, everything else is read', async () => {
  const repo = withConflict();
  repo.stage('fine', 'fine\n');
  const { content, skips } = await collect(repo);
  expect(content).toEqual({ both: '(unmerged)', fine: 'fine\n' });
  expect(skips).toHaveLength(1);
});

test('B10 git add -N records nothing yet', async () => {
  const repo = repository();
  repo.commit('a', 'x\n');
  repo.write('later', 'not staged\n').git('add', '-N', 'later');
  repo.stage('now', 'staged\n');
  expect((await collect(repo)).content).toEqual({ now: 'staged\n' });
});

test('B10 skip-worktree and assume-unchanged entries are read from the index', async () => {
  const repo = repository();
  repo.commit('a', 'x\n');
  repo.stage('skipped', 'staged\n').stage('assumed', 'staged\n');
  repo.git('update-index', '--skip-worktree', 'skipped');
  repo.git('update-index', '--assume-unchanged', 'assumed');
  rmSync(join(repo.path, 'skipped'));
  expect((await collect(repo)).content).toEqual({ assumed: 'staged\n', skipped: 'staged\n' });
});

const shapes: [string, (repo: Repo) => void][] = [
  ['version 3', (repo) => repo.git('update-index', '--index-version', '3')],
  ['version 4', (repo) => repo.git('update-index', '--index-version', '4')],
  ['split index', (repo) => repo.git('update-index', '--split-index')],
  ['untracked cache', (repo) => repo.git('update-index', '--untracked-cache')],
  ['end-of-index marker', (repo) => repo.git('config', 'index.threads', '4')],
  ['no checksum', (repo) => repo.git('config', 'index.skipHash', 'true')],
  [
    'sparse index',
    (repo) => repo.git('sparse-checkout', 'set', '--cone', '--sparse-index', 'in-cone'),
  ],
];

test.each(shapes)('B10 %s', async (_, shape) => {
  const repo = repository();
  repo.commit('in-cone/a', 'x\n');
  repo.commit('outside/b', 'x\n');
  repo.commit('outside/deep/c', 'x\n');
  shape(repo);
  repo.stage('in-cone/new', 'new\n');
  const blob = repo.git('hash-object', '-w', 'in-cone/new');
  repo.git('update-index', '--add', '--cacheinfo', `100644,${blob},outside/b`);
  repo.git('update-index', '--add', '--cacheinfo', `100644,${blob},outside/deep/new`);
  const index = join(repo.path, '.git/index');
  const before = { bytes: readFileSync(index), modified: statSync(index).mtimeMs };
  expect((await collect(repo)).content).toEqual({
    'in-cone/new': 'new\n',
    'outside/b': 'new\n',
    'outside/deep/new': 'new\n',
  });
  expect({ bytes: readFileSync(index), modified: statSync(index).mtimeMs }).toEqual(before);
});

test('B10 a damaged index is never an empty list', async () => {
  const repo = repository();
  repo.commit('a', 'x\n');
  repo.stage('b', 'y\n');
  const index = join(repo.path, '.git/index');
  const bytes = readFileSync(index);
  // git reads past the end of some of these, and lists what it finds there, or nothing.
  for (const length of [bytes.length - 60, bytes.length - 90, 40, 4, 0]) {
    repo.write('.git/index', bytes.subarray(0, length));
    await expect(collect(repo), `${length} bytes`).rejects.toMatchObject({ code: 'corrupt-index' });
    const ran = repo.keyfence(['staged']);
    expect(ran.status).toBe(2);
    expect(ran.stdout + ran.stderr).toContain('git reset');
    expect(readFileSync(index)).toEqual(bytes.subarray(0, length));
  }
});
