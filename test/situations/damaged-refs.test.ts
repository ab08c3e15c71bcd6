/** What a ref names is in the scope of a scan of everything, and a scan without it is not clean. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failureOf } from '../../src/errors.ts';
import { openRepository } from '../../src/git.ts';
import { reflogIds } from '../../src/history/refs.ts';
import { history } from '../helpers/history.ts';
import { standardKey } from '../helpers/keys.ts';
import { cleanEnv, folder, Repo, repository } from '../helpers/repo.ts';

const loose = (repo: Repo, oid: string) =>
  join(repo.path, '.git/objects', oid.slice(0, 2), oid.slice(2));

test.each([
  ['the commit of a branch', 'HEAD'],
  ['an annotated tag', 'refs/tags/v1'],
] as const)('B11 %s that is not there is missing, with a cache too', (_, name) => {
  const repo = repository();
  repo.commit('a', 'a\n');
  repo.git('tag', '-a', '-m', 'first', 'v1');
  repo.commit('b', 'b\n');
  expect(repo.keyfence(['history']).status).toBe(0);
  const oid = repo.git('rev-parse', name);
  rmSync(loose(repo, oid));
  for (const flags of [[], ['--no-unreachable'], ['--cache'], ['--cache']]) {
    const { status, stdout } = repo.keyfence(['history', ...flags]);
    expect([flags, status]).toEqual([flags, 2]);
    expect(stdout).toContain('1 object is missing from this repository');
    expect(stdout).toContain(`object ${oid}: missing`);
  }
});

test('B11 a ref that holds no id makes the scan incomplete; one that leads to no other ref does not', () => {
  const repo = repository();
  repo.commit('a', 'a\n');
  repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/gone');
  expect(repo.keyfence(['history']).status).toBe(0);
  writeFileSync(join(repo.path, '.git/refs/heads/cut-short'), '');
  for (const flags of [[], ['--cache'], ['--cache']]) {
    const { status, stdout } = repo.keyfence(['history', ...flags]);
    expect([flags, status]).toEqual([flags, 2]);
    expect(stdout).toContain('Some refs of this repository are damaged');
  }
  expect(repo.tryGit(['for-each-ref']).stderr).toContain('refs/heads/cut-short');
  rmSync(join(repo.path, '.git/refs/heads/cut-short'));
  expect(repo.keyfence(['history', '--cache']).status).toBe(0);
});

test('D6 a ref to nothing among those that were chosen: the command that shows it works', () => {
  const repo = repository();
  repo.commit('a', 'a\n');
  writeFileSync(join(repo.path, '.git/refs/heads/lost'), `${'1'.repeat(40)}\n`);
  for (const flags of [
    ['--since', '2000-01-01'],
    ['--refs', '*'],
  ]) {
    const { status, stdout } = repo.keyfence(['history', ...flags]);
    expect([flags, status]).toEqual([flags, 2]);
    const command = /`git ([^`]+)` failed/.exec(stdout.replace(/\s+/g, ' '))?.[1];
    expect(repo.tryGit(command!.split(' ')).stderr).toContain('bad object');
  }
});

test('D6 a stash without a reflog, and what a bisection in another worktree holds, is not unreachable', async () => {
  const repo = repository();
  repo.commit('a', 'a\n');
  repo.write('a', `${standardKey(1)}\n`);
  repo.git('stash', '-q');
  const other = new Repo(join(folder(), 'other'));
  repo.git('worktree', 'add', '-q', '--detach', other.path);
  const bad = other.commit('b', `${standardKey(2)}\n`);
  other.git('update-ref', 'refs/bisect/bad', bad);
  other.git('checkout', '-q', 'HEAD~1');
  for (const logs of ['.git/logs', '.git/worktrees/other/logs']) {
    expect(existsSync(join(repo.path, logs))).toBe(true);
    rmSync(join(repo.path, logs), { recursive: true });
  }
  const { findings } = await history(repo, { unreachable: false });
  expect(findings.map(({ where }) => where.path).sort()).toEqual(['a', 'b']);
  expect(new Set(findings.map(({ presence }) => presence!.reach))).toEqual(new Set(['reflog']));
});

test('D6 grafts hide nothing of a range', () => {
  const repo = repository();
  for (const number of [1, 2, 3]) repo.commit('a', `${standardKey(number)}\n`);
  mkdirSync(join(repo.path, '.git/info'), { recursive: true });
  writeFileSync(join(repo.path, '.git/info/grafts'), `${repo.git('rev-parse', 'HEAD')}\n`);
  for (const range of ['HEAD', 'HEAD~2..HEAD']) {
    const { status, stdout } = repo.keyfence(['history', '--format', 'json', range]);
    expect([range, status]).toEqual([range, 1]);
    expect(JSON.parse(stdout).stats.commits).toBe(range === 'HEAD' ? 3 : 2);
  }
});

test('A2 a file that the system does not let us read is named', () => {
  const error = Object.assign(new Error('EACCES'), {
    code: 'EACCES',
    syscall: 'scandir',
    path: '/srv/a.git/objects/pack',
  });
  expect(failureOf(error).message).toContain('(EACCES): /srv/a.git/objects/pack');
  const elsewhere = failureOf(Object.assign(error, { path: '/srv/a/key.txt' })).message;
  expect(elsewhere).not.toContain('key.txt');
});

test('D6 reflogs that git rewrites meanwhile: locks come and go, and folders too', async () => {
  const repo = repository();
  repo.commit('a', 'a\n');
  const logs = join(repo.path, '.git/logs');
  const loop = 'while :; do mkdir -p r/o; : >r/o/x.lock; : >HEAD.lock; rm -r r HEAD.lock; done';
  const git = spawn('sh', ['-c', loop], { cwd: logs, stdio: 'ignore' });
  try {
    const opened = await openRepository(repo.path, { trust: false, env: cleanEnv() });
    const head = [repo.git('rev-parse', 'HEAD')];
    for (let time = 0; time < 1500; time++) expect(await reflogIds(opened)).toEqual(head);
  } finally {
    git.kill();
  }
});
