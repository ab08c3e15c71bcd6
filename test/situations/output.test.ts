import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authKey } from '../helpers/keys.ts';
import { bin, folder, type Ran, type Repo, repository, run } from '../helpers/repo.ts';

const KEYS = 4000;

function manyKeys(): Repo {
  const repo = repository();
  const lines = Array.from({ length: KEYS }, (_, index) => `key${index} = "${authKey(index)}"`);
  return repo.stage('many.py', `${lines.join('\n')}\n`);
}

/** Runs the bin at the front of a pipe; its own exit code lands in a file. */
function piped(repo: Repo, args: string, reader: string): Ran & { readonly code: string } {
  const file = join(folder(), 'code');
  const line = `{ '${process.execPath}' '${bin}' ${args}; echo $? > '${file}'; } | ${reader}`;
  const ran = run('sh', ['-c', line], { cwd: repo.path });
  return { ...ran, code: readFileSync(file, 'utf8').trim() };
}

test.skipIf(process.platform === 'win32')(
  'I1 a report of megabytes reaches a slow reader whole, and one that leaves early changes nothing',
  () => {
    const repo = manyKeys();
    const whole = piped(repo, 'staged --format json', '{ sleep 1; cat; }');
    expect(whole.code).toBe('1');
    expect(whole.stdout.length).toBeGreaterThan(2_000_000);
    expect(JSON.parse(whole.stdout).findings).toHaveLength(KEYS);
    const gone = piped(repo, 'staged --format json', 'head -c 10 > /dev/null');
    expect(gone.stderr).toBe('');
    expect(gone.code).toBe('1');
  },
);

test('G3 --exit-zero turns 1 into 0 and leaves 2 alone', () => {
  const repo = repository();
  repo.stage('key.py', `key = "${authKey(1)}"\n`);
  expect(repo.keyfence(['staged']).status).toBe(1);
  expect(repo.keyfence(['staged', '--exit-zero']).status).toBe(0);
  expect(repo.keyfence(['staged', '--no-such-flag']).status).toBe(2);
  repo.write('.git/index', 'no index at all');
  expect(repo.keyfence(['staged', '--exit-zero']).status).toBe(2);
});

test('G5 stdout holds the report and nothing else, with and without findings', () => {
  const repo = repository();
  repo.stage('fine.py', 'one = 1\n');
  const clean = repo.keyfence(['staged', '--format', 'json', '--verbose']);
  expect(clean.status).toBe(0);
  expect(JSON.parse(clean.stdout).findings).toEqual([]);
  repo.stage('key.py', `key = "${authKey(1)}"\n`);
  const found = repo.keyfence(['staged', '--format', 'json', '--verbose']);
  expect(found.status).toBe(1);
  expect(JSON.parse(found.stdout).findings).toHaveLength(1);
});

test('G5 two reports in one place are refused, except GitHub’s commands below the text for a person', () => {
  const repo = repository().stage('fine.py', 'one = 1\n');
  const formats = (...all: string[]) =>
    repo.keyfence(['staged', ...all.flatMap((format) => ['--format', format])]);
  for (const both of [
    ['json', 'csv'],
    ['json', 'json'],
    ['json', 'github'],
    ['json=a', 'csv=a'],
  ]) {
    const ran = formats(...both);
    expect([both, ran.status]).toEqual([both, 2]);
    expect(ran.stderr).toContain('two reports would go to');
    expect(ran.stdout).toBe('');
  }
  expect(existsSync(join(repo.path, 'a'))).toBe(false);
  expect(formats('pretty', 'github', 'json=a', 'csv=b').status).toBe(0);
});

test.skipIf(process.platform === 'win32')(
  'H2 a report file is opened without following links, at its end and on its way',
  () => {
    const repo = repository().stage('fine.py', 'one = 1\n');
    const outside = folder();
    mkdirSync(join(repo.path, 'real'));
    symlinkSync(outside, join(repo.path, 'out'));
    symlinkSync(join(outside, 'file'), join(repo.path, 'link.json'));
    for (const path of ['out/a.json', 'real/../out/a.json', 'link.json']) {
      const ran = repo.keyfence(['staged', '--format', `json=${path}`]);
      expect([path, ran.status]).toEqual([path, 2]);
      expect(ran.stderr).toMatch(/cannot be written: .*is a symbolic link/);
    }
    expect(existsSync(join(outside, 'a.json')) || existsSync(join(outside, 'file'))).toBe(false);
    expect(repo.keyfence(['staged', '--format', 'json=real/a.json']).status).toBe(0);
    const device = piped(repo, 'staged --format json=/dev/stdout', 'cat');
    expect(JSON.parse(device.stdout).complete).toBe(true);
  },
);

test.skipIf(!existsSync('/dev/full'))('A1 a full disk is exit 2 and a sentence, not a bug', () => {
  const repo = repository().stage('key.py', `key = "${authKey(1)}"\n`);
  const line = `'${process.execPath}' '${bin}' staged > /dev/full`;
  const ran = run('sh', ['-c', line], { cwd: repo.path });
  expect(ran.status).toBe(2);
  expect(ran.stderr).toContain('No space is left on the disk');
  const file = repo.keyfence(['staged', '--format', 'html=/dev/full']);
  expect(file.status).toBe(2);
  expect(file.stderr).toContain('The report /dev/full cannot be written: ENOSPC.');
});
