/** A history that takes its time, holds giants, or lacks a part of itself. */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { standardKey } from '../helpers/keys.ts';
import { bin, cleanEnv, folder, Repo, repository } from '../helpers/repo.ts';

const MEGABYTE = 1 << 20;

/** The peak of a run's memory in MB, told by the process itself as it ends, and its exit code. */
function peakOf(repo: Repo, args: readonly string[]) {
  const probe = join(folder(), 'probe.cjs');
  writeFileSync(
    probe,
    "process.on('exit', () => process.stderr.write(`RSS ${process.resourceUsage().maxRSS}\\n`));",
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', probe, bin, ...args], {
    cwd: repo.path,
    env: cleanEnv(),
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  const found = /RSS (\d+)/.exec(stderr);
  return { status, stdout, peak: Number(found?.[1]) / 1024 };
}

describe('H3 memory', () => {
  test('H3 a file of 1 GiB: staged and in history it is too large, said so, and not held', () => {
    const repo = repository();
    repo.commit('key.txt', standardKey(1));
    repo.git('config', 'core.bigFileThreshold', '16m');
    repo.git('config', 'core.compression', '1');
    const file = openSync(join(repo.path, 'giant.txt'), 'w');
    ftruncateSync(file, 1024 * MEGABYTE);
    closeSync(file);
    repo.git('add', 'giant.txt');
    const staged = peakOf(repo, ['staged', '--format', 'json']);
    expect([staged.status, JSON.parse(staged.stdout).skipped[0].reason]).toEqual([2, 'too-large']);
    expect(staged.peak).toBeLessThan(300);
    repo.git('commit', '-q', '--no-verify', '-m', 'giant');
    repo.git('repack', '-adq');
    const all = peakOf(repo, ['history', '--format', 'json']);
    const { skipped, findings } = JSON.parse(all.stdout);
    const reasons = skipped.map(({ reason }: { reason: string }) => reason);
    expect([all.status, reasons, findings.length]).toEqual([2, ['too-large'], 1]);
    expect(all.peak).toBeLessThan(300);
    expect(repo.keyfence(['history', 'HEAD~1..HEAD']).status).toBe(2);
  }, 120_000);

  test('H3 ten million short lines in one blob', () => {
    const repo = repository();
    repo.git('config', 'core.compression', '1');
    const lines = Buffer.alloc(10_000_000 * 4, 'abc\n');
    repo.commit('lines.txt', Buffer.concat([lines, Buffer.from(`${standardKey(1)}\n`)]));
    const { status, stdout, peak } = peakOf(repo, ['history', '--format', 'json']);
    expect([status, JSON.parse(stdout).findings[0].where.line]).toEqual([1, 10_000_001]);
    expect(peak).toBeLessThan(300);
  }, 60_000);

  test('H3 200,000 files in one commit', () => {
    const repo = repository();
    const oid = repo.tryGit(['hash-object', '-w', '--stdin'], { input: 'plain' }).stdout.trim();
    const key = repo
      .tryGit(['hash-object', '-w', '--stdin'], { input: standardKey(1) })
      .stdout.trim();
    const rows = Array.from(
      { length: 200_000 },
      (_, index) => `100644 ${index === 99_999 ? key : oid}\td${index % 500}/f${index}`,
    );
    repo.tryGit(['update-index', '--index-info'], { input: `${rows.join('\n')}\n` });
    const staged = peakOf(repo, ['staged']);
    expect(staged.status).toBe(1);
    expect(staged.peak).toBeLessThan(300);
    repo.git('commit', '-q', '--no-verify', '-m', 'many');
    const all = peakOf(repo, ['history', '--format', 'json']);
    expect([all.status, JSON.parse(all.stdout).findings[0].where.path]).toEqual([1, 'd499/f99999']);
    expect(all.peak).toBeLessThan(300);
  }, 120_000);
});

test('I1 a report of megabytes from history: whole through a pipe, and a reader that leaves changes nothing', () => {
  const repo = repository();
  const keys = Array.from({ length: 1500 }, (_, index) => standardKey(index + 1));
  repo.commit('keys.txt', keys.join('\n'));
  const shell = (script: string) =>
    spawnSync('bash', ['-c', script], {
      cwd: repo.path,
      env: cleanEnv({ NODE: process.execPath, BIN: bin }),
      encoding: 'utf8',
      maxBuffer: Number.POSITIVE_INFINITY,
    });
  const whole = shell(
    '"$NODE" "$BIN" history --format json | (sleep 1; cat); exit ${PIPESTATUS[0]}',
  );
  expect(whole.stdout.length).toBeGreaterThan(MEGABYTE);
  expect([whole.status, JSON.parse(whole.stdout).findings.length]).toEqual([1, keys.length]);
  const left = shell('"$NODE" "$BIN" history --format json | head -c 100; exit ${PIPESTATUS[0]}');
  expect([left.status, left.stdout.length, left.stderr]).toEqual([1, 100, '']);
}, 60_000);

/** Each file starts with the same key and goes on with what is slow to search. */
function slowRepository(): Repo {
  const repo = repository();
  repo.git('config', 'core.compression', '1');
  for (let index = 0; index < 160; index++) {
    repo.write(
      `f${index}.txt`,
      `${standardKey(1)}\n${index}\n${'AQ.'.repeat(40_000)}\n${'UVVsNllWTjV\n'.repeat(15_000)}\n`,
    );
  }
  repo.git('add', '.');
  repo.git('commit', '-q', '--no-verify', '-m', 'slow');
  return repo;
}

describe.skipIf(process.platform === 'win32')('a scan that takes its time', () => {
  test('D6 Ctrl-C: exit 130, said to be incomplete, and what was found so far is printed', async () => {
    const repo = slowRepository();
    for (const delay of [500, 800, 1200, 2000, 4000, 300]) {
      const child = spawn(process.execPath, [bin, 'history', '--jobs', '1', '--format', 'json'], {
        cwd: repo.path,
        env: cleanEnv(),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stdout = '';
      child.stdout.on('data', (piece: Buffer) => {
        stdout += piece.toString();
      });
      const timer = setTimeout(() => child.kill('SIGINT'), delay);
      const status = await new Promise((settle) => child.on('close', settle));
      clearTimeout(timer);
      const report = stdout === '' ? undefined : JSON.parse(stdout);
      // Too early: it had not begun; too late: it was done. Another try.
      if (report === undefined || report.findings.length === 0 || report.complete) continue;
      expect([delay, status, report.complete]).toEqual([delay, 130, false]);
      expect(report.findings).toHaveLength(1);
      return;
    }
    expect.fail('nothing was found before any of the signals');
  }, 60_000);

  const hasScript = spawnSync('script', ['--version']).status === 0;
  test.skipIf(!hasScript)(
    'D6 on a terminal the share, the speed and the time left; in a pipe nothing',
    () => {
      const repo = slowRepository();
      // A CI's terminal is a log, and gets no progress.
      const command = `unset CI; stty cols 120; '${process.execPath}' '${bin}' history --jobs 1`;
      const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
        cwd: repo.path,
        env: cleanEnv({ TERM: 'xterm' }),
        encoding: 'utf8',
      });
      const said = /\d+%, [\d,]+ objects, \d+ MB packed a second, \d+ s left/.exec(stdout)?.[0];
      expect(said).toMatch(/\d+%, [\d,]+ objects, \d+ MB packed a second, \d+ s left/);
      expect(repo.keyfence(['history', '--jobs', '1']).stderr).toBe('');
    },
    60_000,
  );
});

test('B11 a partial clone: exit 2 without a fetch, and the command of the message gets what is missing', () => {
  const repo = repository();
  repo.git('config', 'uploadpack.allowFilter', 'true');
  repo.commit('old.txt', standardKey(1));
  repo.commit('old.txt', 'now without it');
  const clone = new Repo(join(folder(), 'clone'));
  repo.git('clone', '-q', '--filter=blob:none', `file://${repo.path}`, clone.path);
  const before = clone.git('count-objects', '-v');
  const { status, stdout, stderr } = clone.keyfence(['history']);
  expect(status).toBe(2);
  const said = `${stdout}${stderr}`;
  expect(said).toContain('1 object is missing');
  expect(clone.git('count-objects', '-v')).toBe(before);
  expect(clone.keyfence(['history', 'HEAD~1']).status).toBe(2);
  const command = /Run `git ([^`]+)`/.exec(said)![1]!;
  clone.git(...command.split(' '));
  expect(clone.keyfence(['history']).status).toBe(1);
});
