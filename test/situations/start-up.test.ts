import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authKey } from '../helpers/keys.ts';
import { bin, folder, type Repo, repository, run } from '../helpers/repo.ts';

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
