import { readFileSync } from 'node:fs';
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
