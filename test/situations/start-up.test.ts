import {
  chmodSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { expect, test } from 'vitest';
import { authKey } from '../helpers/keys.ts';
import { bin, folder, packageIn, type Repo, repository, run } from '../helpers/repo.ts';

/** Loaded before the bin: writes down every module and program, whatever way it is asked for. */
const RECORDER = `
const Module = require('node:module');
const child = require('node:child_process');
const seen = [];
const load = Module._load;
Module._load = function (name, parent, ...rest) {
  const builtin = Module.isBuiltin(name);
  seen.push('load ' + (builtin ? name.replace(/^node:/, '') : Module._resolveFilename(name, parent)));
  return load.call(this, name, parent, ...rest);
};
const builtin = process.getBuiltinModule;
process.getBuiltinModule = (name) => {
  seen.push('load ' + name.replace(/^node:/, ''));
  return builtin.call(process, name);
};
for (const start of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']) {
  const real = child[start];
  child[start] = (...args) => {
    seen.push('start ' + args[0]);
    return real.apply(child, args);
  };
}
require('node:module').syncBuiltinESMExports();
process.on('exit', () => require('node:fs').writeFileSync(process.env.RECORD, seen.join('\\n')));
`;

interface Recorded {
  readonly status: number | null;
  readonly loaded: readonly string[];
  readonly started: readonly string[];
}

function record(repo: Repo, args: readonly string[]): Recorded {
  const place = folder();
  const recorder = join(place, 'recorder.cjs');
  const log = join(place, 'log');
  writeFileSync(recorder, RECORDER);
  const node = ['--require', recorder, bin, ...args];
  const ran = run(process.execPath, node, { cwd: repo.path, env: { RECORD: log } });
  const lines = readFileSync(log, 'utf8').split('\n');
  const of = (kind: string) =>
    lines.filter((line) => line.startsWith(kind)).map((line) => line.slice(kind.length));
  return { status: ran.status, loaded: of('load '), started: of('start ') };
}

/** The packages that were bundled into the chunks that a run loaded, by their source maps. */
function packages(loaded: readonly string[]): string[] {
  const names = new Set<string>();
  for (const file of loaded) {
    if (!existsSync(`${file}.map`)) continue;
    const { sources } = JSON.parse(readFileSync(`${file}.map`, 'utf8'));
    for (const source of sources) {
      const found = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source);
      if (found) names.add(found[1]!);
    }
  }
  return [...names];
}

const heavy = ['zlib', 'worker_threads', 'net', 'http', 'https', 'tls', 'crypto'];

test('K1 a clean commit starts no program and loads no package and nothing heavy of Node', () => {
  const repo = repository();
  repo.commit('first.ts', 'export const one = 1;\n');
  repo.stage('second.ts', 'export const two = 2;\n');
  const { status, loaded, started } = record(repo, ['staged']);
  expect(status).toBe(0);
  expect(started).toEqual([]);
  expect(loaded.some((file) => file.endsWith('cli.cjs'))).toBe(true);
  expect(loaded.filter((name) => heavy.includes(name))).toEqual([]);
  expect(packages(loaded)).toEqual([]);
});

test('K1 a clean message starts no program and loads no package', () => {
  const repo = repository();
  repo.write('MESSAGE', 'A plain sentence\n');
  const { status, loaded, started } = record(repo, ['message', 'MESSAGE']);
  expect(status).toBe(0);
  expect(started).toEqual([]);
  expect(packages(loaded)).toEqual([]);
});

test('K1 what proves it does see programs, packages and zlib where they are used', () => {
  const repo = repository();
  repo.commit('first.ts', `const key = "${authKey(3)}";\n`);
  const { status, loaded, started } = record(repo, ['history']);
  expect(status).toBe(1);
  expect(started.length).toBeGreaterThan(0);
  expect(loaded).toContain('zlib');
  repo.write('.keyfencerc.json', '{ "exclude": ["vendor/**"] }\n');
  repo.stage('second.ts', 'export const two = 2;\n');
  expect(packages(record(repo, ['staged']).loaded)).toContain('jsonc-parser');
});

/** A copy of this package, compiled ahead, and what it does with one staged file. */
function compiledCopy() {
  const place = packageIn(join(folder(), 'keyfence'));
  expect(run(process.execPath, [join(place, 'bin/compile.js')], {}).status).toBe(0);
  const [version] = readdirSync(join(place, 'dist/compiled'));
  const kept = join(place, 'dist/compiled', version!, 'cli.cjs');
  const source = join(place, 'dist/cli.cjs');
  const repo = repository();
  repo.stage('one.ts', 'export const one = 1;\n');
  const staged = () =>
    run(process.execPath, [join(place, 'bin/keyfence.js'), 'staged'], { cwd: repo.path });
  return { kept, source, staged };
}

const HEAD = 16;

/** Of another program than its source: V8 would take it, and so it shows whether it is used. */
function planted(kept: string, source: string): Buffer {
  const own = readFileSync(source, 'utf8');
  const other = "require('node:fs').writeSync(1, 'compiled ahead');".padEnd(own.length);
  const columnOffset = -wrapped('').indexOf('\n');
  const script = new Script(wrapped(other), { filename: source, columnOffset });
  const head = Buffer.from(readFileSync(kept).subarray(0, HEAD));
  const data = script.createCachedData();
  head.writeUInt32LE(data.length, 12);
  return Buffer.concat([head, Buffer.from(own), data, data]);
}

test('K1 what was compiled ahead is used for exactly the source that it was made of', () => {
  const { kept, source, staged } = compiledCopy();
  const own = readFileSync(source, 'utf8');
  const good = readFileSync(kept);
  const clean = staged();
  expect(clean.status).toBe(0);
  expect(clean.stdout).toContain('clean');

  writeFileSync(kept, planted(kept, source));
  expect(staged().stdout).toBe('compiled ahead');
  // A source that has changed in one byte is not run by what was made of the one before.
  writeFileSync(source, `${own.slice(0, -1)} `);
  expect(staged().stdout).toContain('clean');
  writeFileSync(source, own);

  const end = HEAD + Buffer.byteLength(own);
  for (const broken of [
    Buffer.alloc(0),
    good.subarray(0, 40),
    good.subarray(0, good.length - 1),
    Buffer.concat([Buffer.from('?'), good.subarray(1)]),
    Buffer.concat([good.subarray(0, end), Buffer.alloc(good.length - end)]),
    good.subarray(0, (end + good.length) / 2), // as it was kept before there were two of it
  ]) {
    writeFileSync(kept, broken);
    const ran = staged();
    expect(ran.status).toBe(0);
    expect(ran.stdout).toBe(clean.stdout);
  }
});

test('K1 damage to what was compiled ahead changes nothing: V8 would run it, and crash or do something else', () => {
  const { kept, source, staged } = compiledCopy();
  const good = readFileSync(kept);
  const from = HEAD + statSync(source).size;
  const clean = staged().stdout;
  for (let place = from + 32; place < good.length; place += (good.length - from) >> 2) {
    const damaged = Buffer.from(good);
    damaged[place]! ^= 0x55;
    writeFileSync(kept, damaged);
    expect(staged(), `byte ${place}`).toMatchObject({ status: 0, stdout: clean });
  }
});

test.skipIf(process.platform === 'win32')(
  'K1 what others can write to, or what is no file, is not run although it is of the right form',
  () => {
    const { kept, source, staged } = compiledCopy();
    writeFileSync(kept, planted(kept, source));
    for (const [mode, said] of [
      [0o644, 'compiled ahead'],
      [0o664, 'clean'],
      [0o646, 'clean'],
      [0o600, 'compiled ahead'],
    ] as const) {
      chmodSync(kept, mode);
      expect(staged().stdout, mode.toString(8)).toContain(said);
    }
    if (process.getuid?.() === 0) {
      chownSync(kept, 12345, 12345);
      expect(staged().stdout).toContain('clean');
    }
    rmSync(kept);
    run('mkfifo', [kept], {});
    expect(staged().stdout).toContain('clean');
  },
);

test('K1 no code is taken from the folder for temporary files, or kept there: others can write to it', () => {
  const repo = repository();
  repo.stage('one.ts', 'export const one = 1;\n');
  const shared = folder();
  const env = { TMPDIR: shared, TEMP: shared, TMP: shared };
  expect(run(process.execPath, [bin, 'staged'], { cwd: repo.path, env }).status).toBe(0);
  expect(readdirSync(shared)).toEqual([]);
});

const wrapped = (text: string) =>
  `(function (exports, require, module, __filename, __dirname) { ${text}\n})`;
