import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Disk } from '../src/sources/disk.ts';
import { authKey, standardKey } from './helpers/keys.ts';
import { bin, cleanEnv, folder, Repo, repository } from './helpers/repo.ts';

interface Json {
  complete: boolean;
  findings: {
    severity: string;
    where: { path: string };
    remarks: { code: string; text: string }[];
  }[];
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
  for (let index = 0; index < 4900; index++) {
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
  expect(report.stats.files).toBe(4900 - 377 + 2);
  expect(report.findings.length).toBeGreaterThan(600);
  expect(paths(report)).toEqual([...paths(report)].sort());
  expect(report.skipped).toMatchObject([{ path: 'large', reason: 'too-large', harmless: false }]);
});

test('C2 files: a key in an ignored .env is on disk only, where it belongs: a warning', () => {
  const repo = repository();
  repo.write('.gitignore', '.env*\ndist\n').write('.env', `GEMINI_API_KEY=${authKey(2)}\n`);
  repo.write('dist/app.js', `const key = "${authKey(3)}";\n`);
  repo.write('dist/deep/.env.local', `GEMINI_API_KEY=${authKey(4)}\n`);
  const all = json(repo, [], 0);
  expect(paths(all)).toEqual(['.env', 'dist/deep/.env.local']);
  for (const { severity, remarks } of all.findings) {
    expect(severity).toBe('warning');
    expect(remarks.map(({ code }) => code)).toContain('ignored-by-git');
  }
  expect(repo.keyfence(['files']).stdout).toContain('ignored by git, on disk only');
  // Whoever names it asks about it; so does whoever names the folder that git ignores.
  expect(json(repo, ['.env'], 1).findings).toMatchObject([{ severity: 'error' }]);
  expect(json(repo, ['.e*'], 0).findings).toMatchObject([{ severity: 'warning' }]);
  expect(paths(json(repo, ['dist/app.js'], 1))).toEqual(['dist/app.js']);
  expect(paths(json(repo, ['**/*.js'], 2))).toEqual([]);
  expect(paths(json(repo, ['dist/*.js'], 1))).toEqual(['dist/app.js']);
  expect(paths(json(repo, ['dist'], 1))).toEqual(['dist/app.js', 'dist/deep/.env.local']);
  expect(paths(json(repo, ['--no-gitignore'], 1))).toHaveLength(3);
});

test('C2 files: an .env that git does not ignore is an error, and so is a name that bundlers publish', () => {
  const repo = repository();
  repo.write('.env', `GEMINI_API_KEY=${authKey(2)}\n`);
  expect(json(repo, [], 1).findings).toMatchObject([{ severity: 'error' }]);
  expect(repo.keyfence(['files']).stdout).toContain('.gitignore');
  repo.git('add', '-f', '.env');
  repo.write('.gitignore', '.env*\n').write('.env.local', `VITE_GEMINI_API_KEY=${authKey(3)}\n`);
  expect(json(repo, [], 1).findings.map(({ severity }) => severity)).toEqual(['error', 'error']);
});

test.each([
  ['package.json', (config: object) => ({ name: 'web', keyfence: config })],
  ['.keyfencerc.json', (config: object) => config],
] as const)(
  "F1 files: a folder's %s counts for what is below it, whichever is read first",
  (name, wrap) => {
    const repo = repository();
    repo.write('app/a/x.ts', `const key = "${authKey(21)}";\n`).write('app/z.ts', '//\n');
    repo.write('b.ts', `const key = "${authKey(22)}";\n`);
    repo.write(`app/${name}`, JSON.stringify(wrap({ exclude: ['a/**'] })));
    repo.write('other/package.json', '{ "devDependencies": { "keyfence": "1" } }');
    for (const how of [[], ['--no-gitignore'], ['--jobs', '1']]) {
      const report = json(repo, how, 1);
      expect(paths(report)).toEqual(['b.ts']);
      expect(report.skipped).toMatchObject([{ path: 'app/a/x.ts', reason: 'ignored-by' }]);
      expect(report.stats.files).toBe(4);
    }
    repo.write(`app/${name}`, JSON.stringify(wrap({ exlude: [] })));
    expect(json(repo, [], 2).complete).toBe(false);
  },
);

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

test('A3 files: a tracked file that was deleted is no part of the disk; one that vanishes is told', () => {
  const repo = repository();
  repo.commit('deleted.ts', '//\n');
  rmSync(join(repo.path, 'deleted.ts'));
  for (const how of [[], ['--no-gitignore']]) {
    expect(json(repo, how, 0)).toMatchObject({ skipped: [], stats: { files: 0 } });
  }
  const disk = new Disk(repo.path, 1000);
  expect(disk.read('deleted.ts')).toMatchObject({ reason: 'missing', harmless: false });
});

test('H2 files: where the root is the current folder, a path that begins with a slash stays below it', () => {
  const root = process.cwd();
  const [here, elsewhere] = [new Disk(root, 1e6, undefined, true), new Disk(root, 1e6)];
  const text = readFileSync('package.json', 'latin1');
  for (const disk of [here, elsewhere]) {
    for (const path of ['package.json', '/package.json']) {
      const bytes = disk.read(path);
      if (!(bytes instanceof Uint8Array)) throw new Error(`${path}: ${bytes.reason}`);
      expect(Buffer.from(bytes).toString('latin1')).toBe(text);
    }
    expect(disk.read('../package.json')).toMatchObject({ reason: 'unreadable' });
    expect(disk.read('/etc/passwd')).toMatchObject({ reason: 'missing' });
  }
});

test('B9 files: a repository inside of this one is named, not entered', () => {
  const repo = repository();
  new Repo(join(repo.write('inner/a.ts', '//\n').path, 'inner')).git('init', '-q');
  expect(json(repo, [], 0).skipped).toMatchObject([{ path: 'inner', reason: 'submodule' }]);
});

test('B9 A3 files: what is tracked and no walk meets is read or named: in another repository, behind a link, not fetched', () => {
  const repo = repository();
  const key = `const key = "${authKey(16)}";\n`;
  repo.commit('inner/a.ts', key);
  repo.commit('via/b.ts', key);
  new Repo(join(repo.path, 'inner')).git('init', '-q');
  renameSync(join(repo.path, 'via'), join(repo.path, 'moved'));
  symlinkSync('moved', join(repo.path, 'via'));
  repo.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},lib`);
  mkdirSync(join(repo.path, 'lib'));
  for (const how of [[], ['--no-gitignore']]) {
    const report = json(repo, how, 1);
    expect(paths(report)).toEqual(['inner/a.ts', 'moved/b.ts', 'via/b.ts']);
    const told = report.skipped.map(({ path, reason }) => `${path} ${reason}`);
    expect(told.filter((one) => one === 'lib submodule')).toHaveLength(1);
  }
});

test('B9 A2 files: what is named is read, in a submodule too; an empty folder is an error', () => {
  const repo = repository();
  const library = repository();
  library.write('deep/a.ts', `const key = "${authKey(15)}";\n`).commit('b.ts', '//\n');
  repo.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', library.path, 'lib');
  repo.write('lib/deep/a.ts', `const key = "${authKey(15)}";\n`);
  expect(paths(json(repo, [], 0))).toEqual([]);
  for (const name of ['lib', 'lib/deep', 'lib/**/*.ts', 'lib/deep/a.ts']) {
    expect(paths(json(repo, [name], 1))).toEqual(['lib/deep/a.ts']);
  }
  mkdirSync(join(repo.path, 'empty'));
  expect(json(repo, ['empty'], 2).complete).toBe(false);
});

test('A3 files: a folder that nobody may open makes the run incomplete', () => {
  const repo = repository();
  repo.write('src/a.ts', '//\n').write('closed/b.ts', '//\n');
  const closed = join(repo.path, 'closed');
  chmodSync(closed, 0);
  try {
    const root = process.getuid?.() === 0;
    if (root) execFileSync('chmod', ['-R', 'a+rX', repo.path]);
    chmodSync(closed, 0);
    const as = root ? ['setpriv', '--reuid=65534', '--clear-groups'] : ['env'];
    for (const how of [[], ['--no-gitignore']]) {
      const args = [...as.slice(1), process.execPath, bin, 'files', '--trust-repo', ...how];
      const ran = spawnSync(as[0]!, args, { cwd: repo.path, env: cleanEnv(), encoding: 'utf8' });
      expect(ran.status, ran.stderr).toBe(2);
      expect(ran.stdout).toContain('skipped closed: not readable');
    }
  } finally {
    chmodSync(closed, 0o755);
  }
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

const hasScript = spawnSync('script', ['--version']).status === 0;

test.runIf(hasScript)('H5 files: progress on a terminal, none on one without a width', () => {
  const repo = repository();
  repo.write('a.ts', '//\n');
  const onTerminal = (before: string) =>
    spawnSync('script', ['-qec', `${before}'${process.execPath}' '${bin}' files`, '/dev/null'], {
      ...{ cwd: repo.path, env: cleanEnv({ CI: undefined, TERM: 'xterm' }), timeout: 15_000 },
      encoding: 'utf8',
    });
  const wide = onTerminal('stty cols 80; ');
  expect(wide.stdout).toMatch(/looking around[\s\S]*scanned 1 file/);
  const none = onTerminal('');
  expect(none.status).toBe(0);
  expect(none.stdout).not.toContain('looking around');
  expect(repo.keyfence(['files']).stderr).toBe('');
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

test.skipIf(process.platform === 'win32')(
  'A2 files: a pipe, socket or device that is named is not clean; one met on the way is said',
  async () => {
    const repo = repository();
    repo.write('a/b.ts', 'x\n');
    execFileSync('mkfifo', [join(repo.path, 'a/pipe')]);
    const server = createServer().listen(join(repo.path, 'a/socket'));
    await once(server, 'listening');
    try {
      for (const args of [['a/pipe'], ['a/socket'], ['a/b.ts', 'a/pipe'], ['a', 'a/pipe']]) {
        const named = json(repo, args, 2);
        expect(named.complete).toBe(false);
        const unread = named.skipped.filter(({ harmless }) => !harmless);
        expect(unread).toMatchObject([{ path: args.at(-1), reason: 'special-file' }]);
        expect(named.skipped.filter(({ path }) => path === args.at(-1)).length).toBe(1);
      }
      for (const args of [['--no-gitignore'], ['a', '--no-gitignore'], ['a/*']]) {
        const { skipped } = json(repo, args, 0);
        const met = { reason: 'special-file', harmless: true };
        expect(skipped).toMatchObject([
          { path: 'a/pipe', ...met },
          { path: 'a/socket', ...met },
        ]);
      }
    } finally {
      server.close();
    }
    const listed = repo.keyfence(['files', '--stdin-paths0'], { input: 'a/pipe\0' });
    expect([listed.status, listed.stdout]).toMatchObject([
      2,
      expect.stringMatching(/a\/pipe: not a regular file[\s\S]*`keyfence stdin`/),
    ]);
    const device = repo.keyfence(['files', 'null'], { cwd: '/dev' });
    expect([device.status, device.stdout], device.stderr).toMatchObject([
      2,
      expect.stringContaining('null: not a regular file'),
    ]);
  },
);
