import { chmodSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authKey } from '../helpers/keys.ts';
import { repository } from '../helpers/repo.ts';

const json = (text: string) => JSON.parse(text);

test('A2 every run says what it scanned; nothing staged is not the same as clean', () => {
  const repo = repository();
  const empty = repo.keyfence(['staged']);
  expect(empty.status).toBe(0);
  expect(empty.stdout + empty.stderr).toMatch(/nothing (is )?staged/i);
  repo.stage('a', 'clean\n').stage('b', 'clean too\n');
  const clean = repo.keyfence(['staged']);
  expect(clean.status).toBe(0);
  expect(clean.stdout + clean.stderr).toContain('scanned 2 files, 16 B');
  expect(json(repo.keyfence(['staged', '--format', 'json']).stdout).stats).toEqual({
    files: 2,
    messages: 0,
    bytes: 16,
    commits: 0,
  });
});

test('A3 each skipped file stands in the report with its reason; --strict makes it an error', () => {
  const repo = repository();
  repo.stage('large.txt', 'l'.repeat(5000));
  repo.stage(
    'lfs.bin',
    `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 1\n`,
  );
  repo.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},module`);
  repo.stage('binary', Buffer.from([0, 1, 2, 3]));
  const ran = repo.keyfence(['staged', '--format', 'json', '--max-bytes', '4000']);
  expect(ran.status).toBe(2);
  const report = json(ran.stdout);
  expect(report.complete).toBe(false);
  expect(report.skipped.map(({ path, reason }: Record<string, string>) => [path, reason])).toEqual([
    ['large.txt', 'too-large'],
    ['lfs.bin', 'lfs'],
    ['module', 'submodule'],
  ]);
  const whole = repo.keyfence(['staged']);
  expect(whole.status).toBe(0);
  expect(whole.stdout + whole.stderr).toContain('2 skipped');
  expect(repo.keyfence(['staged', '--strict']).status).toBe(2);
});

test('A1 bad places and bad input: exit 2, one sentence, the next step', () => {
  const repo = repository();
  const outside = repo.keyfence(['staged'], { cwd: '/' });
  expect(outside.status).toBe(2);
  expect(outside.stdout + outside.stderr).toMatch(/not inside a git repository/);
  const none = repo.keyfence(['message', 'no-such-file']);
  expect(none.status).toBe(2);
  expect(none.stdout + none.stderr).toMatch(/no-such-file cannot be read: there is no such file/);
  expect(repo.keyfence(['message', '.git']).status).toBe(2);
  repo.stage('a', 'x\n').write('.git/index', 'DIRC and rubbish');
  const corrupt = repo.keyfence(['staged']);
  expect(corrupt.status).toBe(2);
  expect(corrupt.stdout + corrupt.stderr).toMatch(/index\s+is\s+damaged:\s+its\s+checksum/);
});

test('a key on standard input is found under the name it was given', () => {
  const repo = repository();
  const input = `KEY=${authKey(10)}\n`;
  const ran = repo.keyfence(['stdin', '--name', 'config/app.env', '--format', 'json'], { input });
  expect(ran.status).toBe(1);
  expect(json(ran.stdout).findings[0].where).toMatchObject({ path: 'config/app.env', line: 1 });
  expect(repo.keyfence(['stdin'], { input: '' }).status).toBe(0);
});

test('A3 an object that cannot be read: exit 2, the file, the next step, and nothing is changed', () => {
  const repo = repository();
  repo.stage('gone.ts', 'one\n').stage('here.ts', 'two\n');
  const oid = repo.git('rev-parse', ':gone.ts');
  const object = join(repo.path, '.git/objects', oid.slice(0, 2), oid.slice(2));
  const index = readFileSync(join(repo.path, '.git/index'));
  for (const damage of [() => truncateSync(object, 3), () => rmSync(object)]) {
    chmodSync(object, 0o644);
    damage();
    const ran = repo.keyfence(['staged']);
    expect(ran.status).toBe(2);
    expect(ran.stdout + ran.stderr).toContain('skipped gone.ts: ');
    expect(ran.stdout + ran.stderr).toContain('git fsck');
    expect(readFileSync(join(repo.path, '.git/index'))).toEqual(index);
  }
});
