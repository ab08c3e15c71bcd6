import { expect, test } from 'vitest';
import { collect } from '../helpers/collect.ts';
import { type Repo, repository } from '../helpers/repo.ts';

/** Two branches that both changed `dir/both`; `side` also has a file of its own. */
function diverged(): Repo {
  const repo = repository();
  repo.commit('dir/both', 'base\n');
  repo.git('checkout', '-q', '-b', 'side');
  repo.commit('dir/both', 'side\n');
  repo.commit('dir/theirs', 'theirs\n');
  repo.git('checkout', '-q', 'main');
  repo.commit('dir/both', 'main\n');
  return repo;
}

test('D4 in a merge the other side counts as a parent too', async () => {
  const repo = diverged();
  expect(repo.tryGit(['merge', 'side']).status).toBe(1);
  repo.stage('dir/both', 'resolved\n');
  const { content, previous } = await collect(repo);
  expect(content).toEqual({ 'dir/both': 'resolved\n', 'dir/theirs': 'theirs\n' });
  expect(previous).toEqual({ 'dir/both': ['main\n', 'side\n'], 'dir/theirs': ['theirs\n'] });
});

test('D4 an octopus merge has several other sides', async () => {
  const repo = repository();
  repo.commit('a', 'base\n');
  for (const name of ['one', 'two']) {
    repo.git('checkout', '-q', '-b', name, 'main');
    repo.commit(name, `${name}\n`);
  }
  repo.git('checkout', '-q', 'main');
  repo.commit('b', 'main\n');
  repo.git('merge', '-q', '--no-commit', 'one', 'two');
  expect((await collect(repo)).previous).toEqual({ one: ['one\n'], two: ['two\n'] });
});

test('D4 in a stopped cherry-pick the picked commit counts', async () => {
  const repo = diverged();
  expect(repo.tryGit(['cherry-pick', 'side~1']).status).toBe(1);
  repo.stage('dir/both', 'resolved\n');
  expect((await collect(repo)).previous['dir/both']).toEqual(['main\n', 'side\n']);
});

test('D4 in a stopped revert what stood before the reverted commit counts', async () => {
  const repo = repository();
  repo.commit('file', 'first\n');
  const second = repo.commit('file', 'second\n');
  repo.commit('file', 'third\n');
  expect(repo.tryGit(['revert', second]).status).toBe(1);
  repo.stage('file', 'resolved\n');
  expect((await collect(repo)).previous.file).toEqual(['third\n', 'first\n']);
});

test('D4 in a stopped rebase the commit that is replayed counts', async () => {
  const repo = diverged();
  repo.git('checkout', '-q', 'side');
  expect(repo.tryGit(['rebase', 'main']).status).toBe(1);
  repo.stage('dir/both', 'resolved\n');
  expect((await collect(repo)).previous['dir/both']).toEqual(['main\n', 'side\n']);
});

test('D4 B8 a merge in a linked worktree', async () => {
  const repo = diverged();
  const linked = `${repo.path}-linked`;
  repo.git('worktree', 'add', '-q', linked, 'side');
  const other = Object.assign(Object.create(Object.getPrototypeOf(repo)), { path: linked }) as Repo;
  expect(other.tryGit(['merge', 'main']).status).toBe(1);
  other.stage('dir/both', 'resolved\n');
  expect((await collect(other)).previous['dir/both']).toEqual(['side\n', 'main\n']);
  repo.git('worktree', 'remove', '--force', linked);
});

test('D4 everything packed: the parents are found all the same', async () => {
  const repo = diverged();
  repo.git('gc', '-q', '--prune=now');
  repo.tryGit(['merge', 'side']);
  repo.stage('dir/both', 'resolved\n');
  const { content, previous } = await collect(repo);
  expect(content).toEqual({ 'dir/both': 'resolved\n', 'dir/theirs': 'theirs\n' });
  expect(previous['dir/both']).toEqual(['main\n', 'side\n']);
});
