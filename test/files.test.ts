import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../src/git.ts';
import { Disk } from '../src/sources/disk.ts';
import { listFiles } from '../src/sources/files.ts';
import { authKey, standardKey } from './helpers/keys.ts';
import { bin, cleanEnv, folder, Repo, repository } from './helpers/repo.ts';

interface Json {
  complete: boolean;
  findings: { where: { path: string }; remarks: { code: string; text: string }[] }[];
  skipped: { path: string; reason: string; harmless: boolean }[];
  stats: { files: number; bytes: number };
}

function json(repo: Repo, args: string[], status: number, cwd = repo.path): Json {
  const ran = repo.keyfence(['files', ...args, '--format', 'json'], { cwd });
  expect(ran.status, ran.stderr + ran.stdout).toBe(status);
  return JSON.parse(ran.stdout);
}

const paths = ({ findings }: Json) => findings.map(({ where }) => where.path);

test('I2 files: --jobs 1 and --jobs 4 print the same bytes', () => {
  const repo = repository();
  for (let index = 0; index < 900; index++) {
    const text = index % 7 === 0 ? `const key = "${authKey(index)}";\n` : `// ${index}\n`;
    repo.write(`d${index % 13}/f${index}.ts`, text.repeat(1 + (index % 3)));
  }
  repo
    .write('large', 'l'.repeat(70_000))
    .write('.gitignore', 'd3\n')
    .write('d3/.env', standardKey());
  const args = ['files', '--format', 'json', '--max-bytes', '60000'];
  const [one, four] = ['1', '4'].map((jobs) => repo.keyfence([...args, '--jobs', jobs]));
  expect(four!.stdout).toBe(one!.stdout);
  expect([one!.status, four!.status]).toEqual([2, 2]);
  expect(one!.stderr).toBe('');
  const report = JSON.parse(one!.stdout) as Json;
  expect(report.stats.files).toBe(900 - 69 + 2);
  expect(report.findings.length).toBeGreaterThan(110);
  expect(paths(report)).toEqual([...paths(report)].sort());
  expect(report.skipped).toMatchObject([{ path: 'large', reason: 'too-large', harmless: false }]);
});

test('C2 files: an ignored .env is looked at, and its finding says that it is on disk only', () => {
  const repo = repository();
  repo.write('.gitignore', '.env*\ndist\n').write('.env', `GEMINI_API_KEY=${authKey(2)}\n`);
  repo.write('dist/app.js', `const key = "${authKey(3)}";\n`);
  repo.write('dist/deep/.env.local', `GEMINI_API_KEY=${authKey(4)}\n`);
  repo.write('src/a.ts', `const key = "${authKey(5)}";\n`);
  const all = json(repo, [], 1);
  expect(paths(all)).toEqual(['.env', 'dist/deep/.env.local', 'src/a.ts']);
  expect(
    all.findings.map(({ remarks }) => remarks.some((one) => one.code === 'ignored-by-git')),
  ).toEqual([true, true, false]);
  expect(repo.keyfence(['files']).stdout).toContain('ignored by git, on disk only');
  expect(paths(json(repo, ['**/*.js'], 2))).toEqual([]);
  expect(paths(json(repo, ['dist/app.js'], 1))).toEqual(['dist/app.js']);
  expect(paths(json(repo, ['dist/*.js'], 1))).toEqual(['dist/app.js']);
  expect(paths(json(repo, ['dist'], 1))).toEqual(['dist/app.js', 'dist/deep/.env.local']);
  expect(paths(json(repo, ['--no-gitignore'], 1))).toHaveLength(4);
});

test('J5 files: the same report from a sub-folder', () => {
  const repo = repository();
  repo.write('a/b/c.ts', '//\n').write('x.ts', `const key = "${authKey(6)}";\n`);
  expect(json(repo, [], 1, join(repo.path, 'a/b'))).toEqual(json(repo, [], 1));
});

test('A2 files: one name that fits nothing makes the run incomplete, and the rest is still scanned', () => {
  const repo = repository();
  repo.write('x.ts', `const key = "${authKey(7)}";\n`);
  for (const name of ['no-such', '*.rs']) {
    const report = json(repo, ['x.ts', name], 2);
    expect(report.complete).toBe(false);
    expect(paths(report)).toEqual(['x.ts']);
  }
  expect(repo.keyfence(['files', '--stdin-paths0']).status).toBe(2);
});

test('A3 files: a tracked file that was deleted is no part of the disk; one that vanishes is told', async () => {
  const repo = repository();
  repo.commit('deleted.ts', '//\n');
  repo.commit('vanishing.ts', '//\n');
  rmSync(join(repo.path, 'deleted.ts'));
  expect(json(repo, [], 0).skipped).toEqual([]);
  const opened = await openRepository(repo.path, { trust: false, env: cleanEnv() });
  const listing = await listFiles({ repository: opened, cwd: repo.path, operands: [] });
  await listing.absent([]);
  rmSync(join(repo.path, 'vanishing.ts'));
  const disk = new Disk(listing.root, 1000);
  expect(disk.read('vanishing.ts')).toMatchObject({ reason: 'missing', harmless: false });
  const absent = await listing.absent(['deleted.ts', 'vanishing.ts']);
  expect([...absent]).toEqual(['deleted.ts']);
});

test('B9 files: a repository inside of this one is named, not entered', () => {
  const repo = repository();
  new Repo(join(repo.write('inner/a.ts', '//\n').path, 'inner')).git('init', '-q');
  expect(json(repo, [], 0).skipped).toMatchObject([{ path: 'inner', reason: 'submodule' }]);
});

test('B5 files: a glob finds names that are not UTF-8, and a name with brackets is itself', () => {
  const repo = repository();
  const odd = Buffer.concat([
    Buffer.from(`${repo.path}/sub/`),
    Buffer.from('bad\xff.ts', 'latin1'),
  ]);
  repo.write('sub/[id].ts', `const key = "${authKey(11)}";\n`).write('sub/i.ts', '//\n');
  writeFileSync(odd, `const key = "${authKey(12)}";\n`);
  expect(json(repo, ['sub/*.ts'], 1).stats.files).toBe(3);
  expect(json(repo, ['sub/[id].ts'], 1)).toMatchObject({ stats: { files: 1 } });
});

test('A3 files outside of a repository: node_modules is left out, and said so', () => {
  const place = new Repo(folder());
  place.write('node_modules/p/index.js', `const key = "${authKey(13)}";\n`).write('a.js', '//\n');
  expect(json(place, [], 0)).toMatchObject({
    stats: { files: 1 },
    skipped: [{ path: 'node_modules', reason: 'ignored-by', harmless: true }],
  });
  for (const way of ['node_modules', '--no-gitignore']) {
    expect(paths(json(place, [way], 1))).toEqual(['node_modules/p/index.js']);
  }
});

test('I1 files: Ctrl-C ends the scan with 130 and says that it is incomplete', async () => {
  const place = folder();
  mkdirSync(join(place, 'many'));
  for (let index = 0; index < 120; index++) {
    writeFileSync(join(place, 'many', `f${index}`), Buffer.alloc(1 << 21, 'some text\n'));
  }
  const interrupted = (delay: number) =>
    new Promise<{ status: number | null; printed: string }>((settle) => {
      const args = [bin, 'files', '--jobs', '1', '--format', 'json'];
      const child = spawn(process.execPath, args, { cwd: place, env: cleanEnv() });
      const timer = setTimeout(() => child.kill('SIGINT'), delay);
      let printed = '';
      child.stdout.on('data', (piece) => {
        printed += piece;
      });
      child.on('close', (status) => {
        clearTimeout(timer);
        settle({ status, printed });
      });
    });
  // Too early, and Node has not started; too late, and the scan is done.
  let delay = 200;
  let ended = await interrupted(delay);
  for (let tries = 0; ended.status !== 130 && tries < 12; tries++) {
    delay *= ended.status === null ? 1.3 : 0.8;
    ended = await interrupted(delay);
  }
  expect(ended.status).toBe(130);
  const report = JSON.parse(ended.printed);
  expect(report).toMatchObject({ complete: false, failure: { code: 'interrupted' } });
});

test('C2 stdin --name: the path that is reported, and what decides about the advice', () => {
  const repo = repository();
  const ran = repo.keyfence(['stdin', '--name', 'config/.env', '--format', 'json'], {
    input: `GEMINI_API_KEY=${authKey(14)}\n`,
  });
  expect(ran.status, ran.stderr).toBe(1);
  const [finding] = (JSON.parse(ran.stdout) as Json).findings;
  expect(finding!.where).toMatchObject({ kind: 'stdin', path: 'config/.env', line: 1, column: 16 });
});
