/** The advice for secrets in what is no file's content, typed as it says, in real repositories. */
import { expect, test } from 'vitest';
import { authKey, standardKey } from '../helpers/keys.ts';
import { folder, type Repo, repository, run } from '../helpers/repo.ts';
import { advised, published, type } from './typing.ts';

const key = standardKey(31);

function lines(repo: Repo): Repo {
  repo.commit('a.txt', 'first\n');
  return repo;
}

test('L1 a commit message is reworded, and merges since stay merges', () => {
  const repo = lines(repository());
  repo.commit('b.txt', 'b\n', `used ${key} here`);
  repo.git('checkout', '-q', '-b', 'side');
  repo.commit('c.txt', 'c\n');
  repo.git('checkout', '-q', 'main');
  repo.commit('d.txt', 'd\n');
  repo.git('merge', '-q', '--no-edit', 'side');
  repo.git('branch', '-q', '-D', 'side');
  const command = advised(repo, 'git rebase -i --rebase-merges');
  type(repo, command, `s/^pick \\(.*used.*\\)/reword \\1/;s/${key}/it/`);
  expect(published(repo)).not.toContain(key);
  expect(repo.git('rev-list', '--merges', '--count', 'main')).toBe('1');
});

test('L1 an author is named anew', () => {
  const repo = lines(repository());
  repo.stage('b.txt', 'b\n');
  const author = `--author=Ann ${key} <ann@example.org>`;
  repo.git('commit', '-q', '--no-verify', '-m', 'second', author);
  repo.commit('c.txt', 'c\n');
  type(repo, advised(repo, 'git rebase -i --rebase-merges'), 's/^pick \\(.*second.*\\)/edit \\1/');
  type(repo, advised(repo, 'git commit --amend').replace('Name <mail>', 'Ann <ann@example.org>'));
  type(repo, 'git rebase --continue');
  expect(published(repo)).not.toContain(key);
});

test('L1 a file is renamed in the commit that brought it in', () => {
  const repo = lines(repository());
  repo.commit(`keys/${key}.txt`, 'x\n', 'bring');
  repo.commit('c.txt', 'c\n');
  const found = repo.keyfence(['history', '--no-color']).stdout;
  expect(found).toMatch(/file name AIza….{4}\.txt in [0-9a-f]{10}/);
  type(repo, advised(repo, 'git rebase -i --rebase-merges'), 's/^pick \\(.*bring\\)/edit \\1/');
  repo.git('mv', `keys/${key}.txt`, 'keys/new.txt');
  type(repo, 'git commit --amend --no-edit && git rebase --continue');
  expect(published(repo)).not.toContain(key);
});

test('L1 a note is edited, and its older versions go', () => {
  const repo = lines(repository());
  repo.git('notes', 'add', '-m', 'about the first');
  repo.commit('b.txt', 'b\n');
  repo.git('notes', 'add', '-m', `the key is ${key}`);
  type(repo, advised(repo, 'git notes edit'), `s/${key}/gone/`);
  expect(published(repo)).toContain(key);
  type(repo, advised(repo, 'git update-ref refs/notes/commits'));
  expect(published(repo)).not.toContain(key);
  expect(repo.git('notes', 'show', 'HEAD')).toBe('the key is gone');
  expect(repo.git('notes', 'show', 'HEAD~1')).toBe('about the first');
});

test.each([
  ['branch', ['branch'], ['git branch -m']],
  ['tag', ['tag'], ['git tag <new name>', 'git tag -d']],
  ['annotated tag', ['tag', '-a', '-m', 'x'], ['git tag <new name>', 'git tag -d']],
])('L1 a %s is given another name', (_, make, starts) => {
  const repo = lines(repository());
  repo.git(...make, `v-${key}`);
  const commands = starts.map((start) => advised(repo, start));
  for (const command of commands) {
    type(repo, command.replaceAll('<its name>', `v-${key}`).replaceAll('<new name>', 'v2'));
  }
  expect(published(repo)).not.toContain(key);
  expect(repo.git('rev-parse', 'v2^{commit}')).toBe(repo.git('rev-parse', 'main'));
});

test('L1 a tag is made again without what its message or its tagger says', () => {
  for (const [message, name] of [
    [`see ${key}`, 'Ann'],
    ['one', `Ann ${key}`],
  ]) {
    const repo = lines(repository());
    const env = { GIT_COMMITTER_NAME: name };
    expect(repo.tryGit(['tag', '-a', 'v1', '-m', message!], { env }).status).toBe(0);
    type(repo, advised(repo, 'git tag -a -f v1'), `s/${key}/it/`);
    expect(published(repo)).not.toContain(key);
    expect(repo.git('cat-file', '-t', 'v1')).toBe('tag');
  }
});

const filterRepo = run('git', ['filter-repo', '--version'], {}).status === 0;

test.skipIf(!filterRepo)('L1 git filter-repo, as advised, renames files and authors', () => {
  const [one, other] = [authKey(32), standardKey(33)];
  const repo = lines(repository());
  repo.stage(`${one}.txt`, 'b\n');
  const author = `--author=Ann ${other} <ann@example.org>`;
  repo.git('commit', '-q', '--no-verify', '-m', 'second', author);
  const remote = `${folder()}/remote`;
  repo.git('init', '-q', '--bare', '-b', 'main', remote);
  repo.git('remote', 'add', 'origin', remote);
  repo.git('push', '-q', 'origin', 'main');
  const [renaming, naming] = ['--path-rename', '--mailmap'].map((how) =>
    advised(repo, `git filter-repo ${how}`),
  );
  const home = folder();
  repo.git('clone', '-q', `file://${remote}`, `${home}/fresh`);
  const fresh = { path: `${home}/fresh` } as Repo;
  const map = `Ann <ann@example.org> Ann ${other} <ann@example.org>`;
  type(fresh, `echo '${map}' > ../mailmap.txt`);
  type(fresh, renaming!.replace('<its name>', `${one}.txt`).replace('<new name>', 'new.txt'));
  type(fresh, `${naming} --force`);
  const all = published(fresh);
  expect(all).not.toContain(one);
  expect(all).not.toContain(other);
});
