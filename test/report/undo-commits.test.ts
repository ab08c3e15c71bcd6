/** The advice for secrets in commits that were not pushed, typed as it says, in real repositories. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authKey, standardKey } from '../helpers/keys.ts';
import { type Repo, repository } from '../helpers/repo.ts';
import { advised, published, type, typed } from './typing.ts';

const key = standardKey(41);
const leak = `export const apiKey = '${key}';\n`;
const fixed = 'export const apiKey = process.env.GEMINI_API_KEY;\n';

const started = (): Repo => {
  const repo = repository();
  repo.commit('a.txt', 'first\n');
  return repo;
};

const isClean = (repo: Repo) => {
  expect(published(repo)).not.toContain(key);
  expect(repo.git('status', '--porcelain', '--untracked-files=no')).toBe('');
  expect(existsSync(join(repo.path, '.git/rebase-merge'))).toBe(false);
};

/** Types a fix on top, and the rebase that moves it to where the key came in. */
function folds(repo: Repo, start = 'git rebase -i --autosquash'): void {
  const rebase = advised(repo, start);
  const fixup = advised(repo, 'git commit -a --fixup');
  repo.write('b.ts', fixed);
  type(repo, fixup);
  type(repo, rebase);
  isClean(repo);
}

/** The todo list of a rebase: the commit with this subject is stopped at. */
const edit = (subject: string) => `s/^pick \\(.*${subject}\\)$/edit \\1/`;

/** Types the steps of an .env file at the stop, or at HEAD. */
function keepsEnv(repo: Repo): void {
  type(repo, advised(repo, 'git rm --cached'));
  repo.write('.gitignore', '.env\n');
  repo.write('.env.example', 'GOOGLE_API_KEY=\n');
  type(repo, 'git add .gitignore .env.example');
}

const envIsKept = (repo: Repo) => {
  isClean(repo);
  expect(readFileSync(join(repo.path, '.env'), 'utf8')).toBe(`GOOGLE_API_KEY=${key}\n`);
  expect(repo.git('ls-files')).not.toContain('.env\n');
  expect(repo.git('ls-files')).toContain('.env.example');
};

test('L1 in HEAD’s own commit: the fix is put into it, without a rebase', () => {
  const repo = started();
  repo.commit('b.ts', leak, 'second');
  repo.write('b.ts', fixed);
  type(repo, advised(repo, 'git commit -a --amend'));
  isClean(repo);
  expect(repo.git('log', '--format=%s')).toMatch(/^second\n/);
});

test('L1 in an earlier commit: a fix is folded into it', () => {
  const repo = started();
  repo.commit('b.ts', leak, 'second');
  repo.commit('c.txt', 'c\n');
  folds(repo);
  expect(repo.git('rev-list', '--count', 'HEAD')).toBe('3');
});

test('L1 in the very first commit: the rebase begins at the root', () => {
  const repo = repository();
  repo.commit('b.ts', leak, 'first');
  repo.commit('c.txt', 'c\n');
  folds(repo, 'git rebase -i --autosquash --rebase-merges --root');
});

/** main and side, merged by hand: what `write` writes is in the merge alone. */
function merged(write: (repo: Repo) => void): Repo {
  const repo = started();
  repo.git('checkout', '-q', '-b', 'side');
  repo.commit('s.txt', 's\n');
  repo.git('checkout', '-q', 'main');
  repo.commit('m.txt', 'm\n');
  repo.git('merge', '-q', '--no-ff', '--no-commit', 'side');
  write(repo);
  repo.git('commit', '-q', '--no-verify', '-m', 'the merge');
  repo.git('branch', '-q', '-D', 'side');
  return repo;
}

test('L1 in a merge: a fix is folded into it, and it stays a merge', () => {
  const repo = merged((one) => one.stage('b.ts', leak));
  repo.commit('c.txt', 'c\n');
  folds(repo);
  expect(repo.git('rev-list', '--merges', '--count', 'HEAD')).toBe('1');
  expect(readFileSync(join(repo.path, 'b.ts'), 'utf8')).toBe(fixed);
});

test.each(['HEAD', 'an earlier commit', 'the first commit', 'a merge'])(
  'L1 an .env file in %s leaves git and stays on disk',
  (where) => {
    const write = (one: Repo) => one.stage('.env', `GOOGLE_API_KEY=${key}\n`);
    const repo = where === 'a merge' ? merged(write) : repository();
    if (where !== 'a merge') {
      if (where !== 'the first commit') repo.commit('a.txt', 'first\n');
      write(repo);
      repo.git('commit', '-q', '--no-verify', '-m', 'with env');
    }
    if (where === 'HEAD') {
      const amend = advised(repo, 'git commit --amend');
      keepsEnv(repo);
      type(repo, amend);
      return envIsKept(repo);
    }
    repo.commit('c.txt', 'c\n');
    const [rebase, amend] = ['git rebase -i', 'git commit --amend'].map((start) =>
      advised(repo, start),
    );
    const at = where === 'a merge' ? 's/^merge -C.*/&\\nbreak/' : edit('with env');
    type(repo, rebase!, at);
    keepsEnv(repo);
    type(repo, amend!);
    type(repo, 'git rebase --continue');
    return envIsKept(repo);
  },
);

test.each(['a line', 'the file'])(
  'L1 gone from HEAD: %s was taken out by a later commit',
  (what) => {
    const repo = started();
    repo.commit('b.ts', leak, 'second');
    repo.commit('c.txt', 'c\n');
    if (what === 'a line') repo.commit('b.ts', fixed, 'gone');
    else {
      repo.git('rm', '-q', 'b.ts');
      repo.git('commit', '-q', '-m', 'gone');
    }
    const [rebase, amend, restore] = ['git rebase -i', 'git commit -a --amend', 'git restore'].map(
      (start) => advised(repo, start),
    );
    type(repo, rebase!, edit('second'));
    repo.write('b.ts', 'export const apiKey = read();\n');
    type(repo, amend!);
    expect(typed(repo, 'git rebase --continue').status).toBe(1);
    type(repo, what === 'a line' ? restore! : 'git rm -q b.ts');
    type(repo, 'git rebase --continue');
    isClean(repo);
    expect(repo.git('log', '--format=%s')).toMatch(/^gone\n/);
  },
);

test('L1 gone from HEAD with its file: removed where it came in, the later commit falls away', () => {
  const repo = started();
  repo.stage('d.txt', 'd\n');
  repo.commit('b.ts', leak, 'second');
  repo.commit('c.txt', 'c\n');
  repo.git('rm', '-q', 'b.ts');
  repo.git('commit', '-q', '-m', 'gone');
  const [rebase, amend] = ['git rebase -i', 'git commit -a --amend'].map((start) =>
    advised(repo, start),
  );
  type(repo, rebase!, edit('second'));
  repo.git('rm', '-q', 'b.ts');
  type(repo, amend!);
  type(repo, 'git rebase --continue');
  isClean(repo);
});

test('L1 on another branch: HEAD goes there first, and main stays as it is', () => {
  const repo = started();
  repo.git('checkout', '-q', '-b', 'topic');
  repo.commit('b.ts', leak, 'second');
  repo.commit('c.txt', 'c\n');
  repo.git('checkout', '-q', 'main');
  const main = repo.commit('m.txt', 'm\n');
  const steps = ['git switch topic', 'git rebase -i --rebase-merges', 'git commit -a --amend'];
  const [go, rebase, amend] = steps.map((start) => advised(repo, start));
  type(repo, go!);
  type(repo, rebase!, edit('second'));
  repo.write('b.ts', fixed);
  type(repo, amend!);
  type(repo, 'git rebase --continue');
  isClean(repo);
  expect(repo.git('rev-parse', 'main')).toBe(main);
});

test('L1 held by tags alone: they go', () => {
  const repo = started();
  repo.git('checkout', '-q', '-b', 'topic');
  repo.commit('b.ts', leak, 'second');
  for (const tag of ['v1', 'v2']) repo.git('tag', tag);
  repo.git('checkout', '-q', 'main');
  repo.git('branch', '-q', '-D', 'topic');
  type(repo, advised(repo, 'git tag -d v1 v2'));
  isClean(repo);
});

test('L1 held by a ref that is neither branch nor tag: it is found, and goes', () => {
  const repo = started();
  repo.git('checkout', '-q', '-b', 'topic');
  repo.commit('b.ts', leak, 'second');
  repo.git('update-ref', 'refs/kept/one', 'topic');
  repo.git('checkout', '-q', 'main');
  repo.git('branch', '-q', '-D', 'topic');
  const { said } = typed(repo, advised(repo, 'git for-each-ref --contains'));
  expect(said).toContain('refs/kept/one');
  type(repo, advised(repo, 'git update-ref -d').replace('<ref>', 'refs/kept/one'));
  isClean(repo);
});

test('L1 a message of HEAD, of a merge, and of a commit on another branch', () => {
  const amended = started();
  amended.commit('b.txt', 'b\n', `used ${key} here`);
  type(amended, advised(amended, 'git commit --amend'), `s/${key}/it/`);
  isClean(amended);

  const repo = merged(() => {});
  repo.git('commit', '-q', '--amend', '--no-verify', '-m', `merged with ${key}`);
  repo.commit('c.txt', 'c\n');
  type(repo, advised(repo, 'git rebase -i'), `s/^merge -C/merge -c/;s/${key}/it/`);
  isClean(repo);
  expect(repo.git('rev-list', '--merges', '--count', 'HEAD')).toBe('1');

  const apart = started();
  apart.git('checkout', '-q', '-b', 'topic');
  apart.commit('b.txt', 'b\n', `used ${key} here`);
  apart.git('checkout', '-q', 'main');
  apart.commit('m.txt', 'm\n');
  const [go, rebase] = ['git switch topic', 'git rebase -i'].map((start) => advised(apart, start));
  type(apart, go!);
  type(apart, rebase!, `s/^pick \\(.*used.*\\)/reword \\1/;s/${key}/it/`);
  isClean(apart);
});

test('L1 two kinds of files in HEAD’s commit: one commit takes both fixes', () => {
  const repo = started();
  repo.stage('b.ts', leak);
  repo.commit('c.py', `api_key = "${authKey(42)}"\n`, 'second');
  repo.write('b.ts', fixed);
  repo.write('c.py', 'import os\napi_key = os.environ["GEMINI_API_KEY"]\n');
  type(repo, advised(repo, 'git commit -a --amend'));
  isClean(repo);
  expect(published(repo)).not.toContain(authKey(42));
});

test('L1 an .env file that was pushed: revoked first, and no longer tracked', () => {
  const repo = started();
  repo.commit('.env', `GOOGLE_API_KEY=${key}\n`);
  repo.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  expect(advised(repo, '1\\. ')).toContain('Revoke it first');
  type(repo, advised(repo, 'git rm --cached'));
  expect(repo.git('ls-files')).not.toContain('.env');
  expect(existsSync(join(repo.path, '.env'))).toBe(true);
});

test('L1 only in the reflog, or in a stash: it goes at once, and a stash that holds nothing stays', () => {
  const repo = started();
  repo.commit('b.ts', leak, 'second');
  repo.write('b.ts', fixed);
  repo.git('commit', '-q', '-a', '--amend', '--no-edit');
  repo.write('a.txt', 'stashed\n');
  repo.git('stash');
  repo.write('a.txt', `${key}\n`);
  repo.git('stash');
  type(repo, 'git stash drop');
  type(repo, advised(repo, 'git -c gc.reflogExpireUnreachable=now gc'));
  expect(repo.keyfence(['history']).status).toBe(0);
  expect(repo.git('stash', 'list').split('\n')).toHaveLength(1);
  expect(repo.git('show', 'stash@{0}:a.txt')).toBe('stashed');
});

test('L1 in no commit at all: the tag that names the file goes, and the ref is found that does', () => {
  const repo = started();
  repo.write('b.ts', leak);
  const oid = repo.git('hash-object', '-w', 'b.ts');
  repo.git('tag', 'file', oid);
  const remove = advised(repo, 'git tag -d');
  expect(remove).toBe('git tag -d file');
  repo.git('update-ref', 'refs/kept/file', oid);
  type(repo, remove);
  const find = advised(repo, 'git for-each-ref --points-at');
  expect(repo.git(...find.split(' ').slice(1))).toContain('refs/kept/file');
  type(repo, advised(repo, 'git update-ref -d').replace('<ref>', 'refs/kept/file'));
  isClean(repo);
});
