import { chmodSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authKey } from '../helpers/keys.ts';
import { bin, folder, repository, run } from '../helpers/repo.ts';

test('A1 no git on PATH: exit 2, one sentence and the next step, in every command that needs a repository', () => {
  const repo = repository().stage('a', 'clean\n');
  for (const args of [['staged'], ['history'], ['message', 'a'], ['install']]) {
    const ran = run(process.execPath, [bin, ...args], { cwd: repo.path, env: { PATH: folder() } });
    expect(ran.status, args.join(' ')).toBe(2);
    expect(ran.stdout + ran.stderr).toContain('git was not found on PATH.');
    expect(ran.stdout + ran.stderr).toContain('Install git 2.30 or newer');
  }
});

test('A1 not a repository, an unknown flag, a missing message file: exit 2 and what to do', () => {
  const nowhere = folder();
  const outside = run(process.execPath, [bin, 'staged'], { cwd: nowhere });
  expect(outside.status).toBe(2);
  expect(outside.stderr).toMatch(/is not inside a git repository\.\n.*git init/);
  const repo = repository();
  const flag = repo.keyfence(['staged', '--stagd']);
  expect([flag.status, flag.stderr]).toEqual([2, expect.stringContaining('--stagd')]);
  const missing = repo.keyfence(['message', 'no-such-file']);
  expect(missing.status).toBe(2);
  expect(missing.stdout + missing.stderr).toMatch(/no-such-file/);
});

test('A1 a damaged index is exit 2 and stays as it is', () => {
  const repo = repository();
  repo.commit('a', 'one\n');
  repo.stage('b', 'two\n');
  const index = join(repo.path, '.git', 'index');
  const whole = readFileSync(index);
  const damaged = Buffer.from(whole).fill(0xff, 0, 12);
  writeFileSync(index, damaged);
  chmodSync(index, 0o644);
  const ran = repo.keyfence(['staged']);
  expect(ran.status).toBe(2);
  expect(ran.stdout + ran.stderr).not.toMatch(/: clean/);
  expect(readFileSync(index).equals(damaged)).toBe(true);
});

const posix = test.skipIf(process.platform === 'win32');

posix('A1 a folder as standard input is no empty file: exit 2', () => {
  const repo = repository();
  for (const command of ['stdin', 'push']) {
    const line = `'${process.execPath}' '${bin}' ${command} < .`;
    const ran = run('sh', ['-c', line], { cwd: repo.path });
    expect(ran.status, command).toBe(2);
    expect(ran.stdout + ran.stderr).toContain('standard input cannot be read');
    expect(ran.stdout).not.toMatch(/clean|nothing to scan/);
  }
});

posix('A1 the current folder is gone: one sentence, exit 2', () => {
  const gone = join(folder(), 'gone');
  mkdirSync(gone);
  const line = `cd '${gone}' && rmdir '${gone}' && '${process.execPath}' '${bin}' files`;
  const ran = run('sh', ['-c', line], {});
  expect(ran.status).toBe(2);
  expect(ran.stderr).toContain('The current folder does not exist any more.');
  expect(() => rmdirSync(gone)).toThrow(/ENOENT/);
});

test('A2 a bare repository has no index: staged is exit 2 there, not "nothing staged"', () => {
  const repo = repository('--bare');
  const ran = repo.keyfence(['staged']);
  expect(ran.status).toBe(2);
  expect(ran.stderr).toContain('A bare repository has no index');
  expect(ran.stdout).toBe('');
});

test('A2 --path: what is staged elsewhere is not "nothing staged"; a glob that is no good is exit 2', () => {
  const repo = repository().stage('src/a.ts', `const k = "${authKey(1)}";\n`);
  const elsewhere = repo.keyfence(['staged', '--path', 'docs/**']);
  expect(elsewhere.status).toBe(0);
  expect(elsewhere.stdout).toMatch(/: nothing to scan\n$/);
  expect(repo.keyfence(['staged', '--path', 'src/']).status).toBe(1);
  for (const glob of ['[', '../x', '.']) {
    const ran = repo.keyfence(['staged', '--path', glob]);
    expect([glob, ran.status]).toEqual([glob, 2]);
    expect(ran.stderr).toMatch(/^keyfence: --path: A (bracket|glob) .*\n {2}Globs are relative/);
  }
});

test('A1 a --policy-ref and a --since that name nothing say so by their own name', () => {
  const repo = repository();
  repo.commit('a', 'one\n');
  const ref = repo.keyfence(['history', '--policy-ref', 'origin/nope']);
  expect(ref.status).toBe(2);
  expect(ref.stderr).toContain('--policy-ref origin/nope names no commit');
  const since = repo.keyfence(['history', '--since', 'nonsense']);
  expect(since.status).toBe(2);
  expect(since.stdout).toContain('There is no commit in "since nonsense"');
});

test('F5 a --config that is missing is told as a path, not as a file to correct', () => {
  const ran = repository().keyfence(['staged', '--config', 'nope.json']);
  expect(ran.status).toBe(2);
  expect(ran.stderr).toContain('nope.json cannot be read: there is no such file.\n  Check that');
});
