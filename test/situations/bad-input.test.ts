import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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
