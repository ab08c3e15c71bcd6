import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectDone, expectStopped, hooked, hookIn } from '../helpers/commits.ts';
import { authKey, standardKey } from '../helpers/keys.ts';
import { folder, type Ran, Repo, repository } from '../helpers/repo.ts';

const key = authKey(1);
const leak = `const key = "${key}";\n`;

/** A checkout with two clean files, `sub/tracked.ts` and `other.ts`, and the hook. */
function prepared(): Repo {
  const repo = hooked(repository());
  repo.commit('sub/tracked.ts', 'clean\n');
  repo.commit('other.ts', 'clean\n');
  return repo;
}

/** The same with a hook that works from `sub`. */
const fromSub = () => hookIn(prepared(), 'pre-commit', 'sub');

function linkedWorktree(): Repo {
  const path = join(folder(), 'linked');
  prepared().git('worktree', 'add', '-q', path);
  return new Repo(path);
}

interface Form {
  readonly name: string;
  /** Puts the leak where this form of commit takes it from. */
  readonly leak: (repo: Repo, text: string) => void;
  readonly commit: (repo: Repo, cwd: string) => Ran;
}

const write = (repo: Repo, text: string) => void repo.write('sub/tracked.ts', text);
const stage = (repo: Repo, text: string) => void repo.stage('sub/tracked.ts', text);
const git =
  (...args: string[]) =>
  (repo: Repo, cwd: string) =>
    repo.tryGit(['-C', cwd, 'commit', '-q', '-m', 'x', ...args]);

const forms: Form[] = [
  { name: 'commit', leak: stage, commit: git() },
  { name: 'commit -a', leak: write, commit: git('-a') },
  { name: 'commit -- path', leak: write, commit: git('--', ':/sub/tracked.ts') },
  { name: 'commit -i path', leak: write, commit: git('-i', '--', ':/sub/tracked.ts') },
  {
    name: 'commit -p',
    leak: write,
    commit: (repo, cwd) =>
      repo.tryGit(['-C', cwd, 'commit', '-q', '-m', 'x', '-p'], { input: 'y\n' }),
  },
  { name: 'commit --amend', leak: stage, commit: git('--amend') },
  { name: 'commit --amend -a', leak: write, commit: git('--amend', '-a') },
];

const places: [string, () => Repo, string][] = [
  ['the root', prepared, '.'],
  ['a sub-folder', prepared, 'sub'],
  ['a linked worktree', linkedWorktree, '.'],
];

/** Every form from the root; from elsewhere the forms that differ in where their index lies. */
const table = forms.flatMap((form, index) =>
  places
    .filter(([place]) => place === 'the root' || index < 3)
    .map(([place, make, cwd]) => ({ ...form, place, make, cwd })),
);

test.each(table)('B2 B8 $name from $place is stopped over a key, and not without one', (row) => {
  const repo = row.make();
  const head = repo.git('rev-parse', 'HEAD');
  row.leak(repo, leak);
  expectStopped(row.commit(repo, row.cwd), key);
  expect(repo.git('rev-parse', 'HEAD')).toBe(head);
  row.leak(repo, 'clean too\n');
  expectDone(row.commit(repo, row.cwd));
  expect(repo.git('rev-parse', 'HEAD')).not.toBe(head);
});

test('B2 commit -- path: what is staged elsewhere is not part of this commit', () => {
  const repo = prepared();
  repo.stage('other.ts', leak).write('sub/tracked.ts', 'clean too\n');
  expectDone(git('--', 'sub/tracked.ts')(repo, '.'));
  expectStopped(git()(repo, '.'), key);
});

test.each(['commit', 'commit -a', 'commit -- path'])(
  'B2 J5 %s with a hook that changes into a sub-folder first, where git gave a relative index',
  (name) => {
    const form = forms.find((row) => row.name === name)!;
    for (const repo of [fromSub(), submodule()]) {
      form.leak(repo, leak);
      expectStopped(form.commit(repo, '.'), key);
      form.leak(repo, 'clean too\n');
      expectDone(form.commit(repo, '.'));
    }

    function submodule(): Repo {
      const outer = repository();
      const library = fromSub();
      outer.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', library.path, 'lib');
      const inner = new Repo(join(outer.path, 'lib'));
      const hooks = join(outer.path, '.git/modules/lib/hooks');
      mkdirSync(hooks, { recursive: true });
      copyFileSync(join(library.path, '.git/hooks/pre-commit'), join(hooks, 'pre-commit'));
      return inner;
    }
  },
);

test('B2 the first commit of all, by -a and by path', () => {
  const repo = hooked(repository());
  repo.stage('a.ts', leak);
  expectStopped(git('-a')(repo, '.'), key);
  expectStopped(git('--', 'a.ts')(repo, '.'), key);
  expect(repo.tryGit(['rev-parse', '--verify', '-q', 'HEAD']).status).toBe(1);
});

test('B6 a key can always be taken out, and only a new one stops the commit', () => {
  const second = standardKey(2);
  const repo = hooked(repository());
  repo.commit('a.ts', `${leak}clean\n`);
  repo.commit('b.ts', leak);
  repo.git('rm', '-q', 'b.ts');
  expectDone(git()(repo, '.'));

  repo.stage('a.ts', `${leak}another line\n`);
  const known = git()(repo, '.');
  expectDone(known);
  expect(known.stderr).toMatch(/already committed/);

  repo.stage('a.ts', `const key = "${second}";\nanother line\n`);
  const replaced = git()(repo, '.');
  expectStopped(replaced, key, second);
  expect(replaced.stderr).toContain(second.slice(-4));
  expect(replaced.stderr).not.toContain(key.slice(-4));

  repo.stage('a.ts', 'another line\n');
  expectDone(git()(repo, '.'));
});

test('D4 pre-merge-commit: what the other branch already has is not asked about again', () => {
  const repo = hooked(repository(), 'pre-commit', 'pre-merge-commit');
  repo.commit('base', 'x\n');
  repo.git('checkout', '-q', '-b', 'side');
  repo.commit('theirs.ts', leak);
  repo.git('checkout', '-q', 'main');
  repo.commit('ours', 'x\n');
  expectDone(repo.tryGit(['merge', '-q', '--no-edit', '--no-commit', 'side']));
  expectDone(git()(repo, '.'));

  repo.git('reset', '-q', '--hard', 'HEAD~1');
  repo.git('merge', '-q', '--no-commit', 'side');
  repo.stage('theirs.ts', `${leak}const own = "${standardKey(3)}";\n`);
  expectStopped(git()(repo, '.'), key, standardKey(3));
});

test('D4 a merge without conflicts: the other side answers for its own keys, a changed one is stopped', () => {
  const repo = hooked(repository(), 'pre-commit', 'pre-merge-commit');
  repo.commit('.gitattributes', '*.env merge=made\n');
  repo.commit('a.env', 'A=1\n');
  for (const side of ['one', 'two']) {
    repo.git('switch', '-q', '-c', side, 'main');
    repo.commit(`${side}.ts`, leak);
  }
  repo.commit('a.env', 'A=2\n');
  repo.git('switch', '-q', 'main');
  repo.commit('ours', 'x\n');
  expectDone(repo.tryGit(['merge', '-q', '--no-edit', 'one']));
  const made = join(folder(), 'made');
  writeFileSync(made, `A=${standardKey(4)}\n`);
  repo.git('config', 'merge.made.driver', `cp '${made}' %A`);
  repo.commit('a.env', 'A=3\n');
  const stopped = repo.tryGit(['merge', '-q', '--no-edit', 'two']);
  expectStopped(stopped, standardKey(4));
  expect(stopped.stderr).toContain(standardKey(4).slice(-4));
  expect(stopped.stderr).not.toContain(key.slice(-4));
});
