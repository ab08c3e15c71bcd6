import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authKey } from '../helpers/keys.ts';
import { folder, type Repo, repository, run } from '../helpers/repo.ts';

const FILES = 20_000;
const DISTINCT = 500;
const SIZE = 10_000;

/** 20,000 entries of 10,000 bytes each: 200 MB to scan, of which few are different. */
function prepared(packed: boolean): Repo {
  const repo = repository();
  const line = 'const value = compute(index, "plain text of a source file");\n';
  const body = line.repeat(Math.ceil(SIZE / line.length)).slice(0, SIZE - 8);
  const contents = Array.from(
    { length: DISTINCT },
    (_, index) => `//${String(index).padStart(5)}\n${body}`,
  );
  const blobs = contents.map((text) => `blob\ndata ${text.length}\n${text}\n`).join('');
  const loose = ['-c', 'fastimport.unpackLimit=1000000', 'fast-import', '--quiet', '--done'];
  const keep = ['-c', 'fastimport.unpackLimit=0', 'fast-import', '--quiet', '--done'];
  const imported = repo.tryGit(packed ? keep : loose, { input: `${blobs}done\n` });
  expect(imported.status, imported.stderr).toBe(0);
  const ids = repo
    .tryGit(['cat-file', '--batch-all-objects', '--batch-check=%(objectname)'])
    .stdout.trim()
    .split('\n');
  expect(ids).toHaveLength(DISTINCT);
  const lines = Array.from(
    { length: FILES },
    (_, index) => `100644 ${ids[index % DISTINCT]} 0\tpackages/p${index % 97}/file-${index}.ts\0`,
  );
  const staged = run('git', ['update-index', '-z', '--index-info'], {
    cwd: repo.path,
    input: lines.join(''),
  });
  expect(staged.status, staged.stderr).toBe(0);
  return repo.stage('zz/leak.ts', `const key = "${authKey(11)}";\n`);
}

test.each([true, false])(
  'I1 20,000 staged files, 200 MB: all read, in little memory (packed: %s)',
  (packed) => {
    const repo = prepared(packed);
    const place = folder();
    const peak = join(place, 'peak');
    const spy = join(place, 'spy.cjs');
    const written = `require('node:fs').writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS))`;
    writeFileSync(spy, `process.on('exit', () => ${written});\n`);
    const env = { NODE_OPTIONS: `--require ${spy}` };
    const ran = repo.keyfence(['staged', '--format', 'json'], { env });
    expect(ran.status, ran.stderr).toBe(1);
    const report = JSON.parse(ran.stdout);
    expect(report.stats.files).toBe(FILES + 1);
    expect(report.stats.bytes).toBeGreaterThan(FILES * (SIZE - 1));
    expect(report.findings).toHaveLength(1);
    expect(Number(readFileSync(peak, 'utf8')) / 1024).toBeLessThan(300);
  },
);
