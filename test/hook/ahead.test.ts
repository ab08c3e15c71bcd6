/** K1: `install` compiles ahead in its own package and nowhere else; everything works the same where it cannot. */
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authKey } from '../helpers/keys.ts';
import { folder, packageIn, type Repo, repository, run } from '../helpers/repo.ts';

const MADE = `Compiled keyfence ahead for Node ${process.versions.node}`;
const THERE = `keyfence is compiled ahead for Node ${process.versions.node}`;
const NOT = `keyfence is not compiled ahead for Node ${process.versions.node}`;

/** A project with the package as npm installs it, and its own bin. */
function project(at = 'node_modules/keyfence') {
  const repo = repository();
  repo.stage('.gitignore', 'node_modules\n');
  repo.commit('package.json', '{ "name": "p", "private": true }');
  const home = packageIn(join(repo.path, at));
  return { repo, home, compiled: join(home, 'dist/compiled'), keyfence: from(repo, home) };
}

const from =
  (repo: Repo, home: string) =>
  (args: string[], env: NodeJS.ProcessEnv = {}) =>
    run(process.execPath, [join(home, 'bin/keyfence.js'), ...args], { cwd: repo.path, env });

/** The hooks stop a key and let the rest through. */
function expectAtWork(repo: Repo): void {
  repo.stage('leak.ts', `const key = "${authKey(7)}";\n`);
  const stopped = repo.tryGit(['commit', '-m', 'leak']);
  expect(stopped.status).toBe(1);
  expect(stopped.stdout + stopped.stderr).toContain('gemini-auth-key');
  const after = repo.git('rev-parse', 'HEAD');
  repo.stage('leak.ts', `const key = process.env.GEMINI_API_KEY; // ${after}\n`);
  expect(repo.tryGit(['commit', '-m', 'no leak']).status).toBe(0);
}

test('K1 install compiles ahead, says so only where it is asked, and does it once', () => {
  const { repo, home, compiled, keyfence } = project();
  const first = keyfence(['install']);
  expect(first.status).toBe(0);
  expect(first.stdout + first.stderr).not.toContain('ahead');
  expect(readdirSync(compiled)).toEqual([`${process.version}-${process.platform}-${process.arch}`]);
  const files = readdirSync(join(compiled, readdirSync(compiled)[0]!));
  expect(files).toContain('cli.cjs');
  expect(files.filter((name) => !/\.(?:cjs|wasm)$/.test(name))).toEqual([]);
  expectAtWork(repo);
  expect(keyfence(['install', '--verbose']).stdout).toContain(THERE);

  // A file that is damaged is made anew.
  const kept = join(compiled, readdirSync(compiled)[0]!, 'cli.cjs');
  truncateSync(kept, statSync(kept).size - 1000);
  expect(keyfence(['install', '--verbose']).stdout).toContain(MADE);

  // Another version: what is there is of the one before.
  appendFileSync(join(home, 'dist/cli.cjs'), '\n');
  expectAtWork(repo);
  const doctor = keyfence(['doctor']);
  expect(doctor.stdout).toContain(NOT);
  expect(doctor.stdout).toContain('npx keyfence install');
  expect(doctor.status).toBe(0);
  expect(keyfence(['install', '--verbose']).stdout).toContain(
    `${MADE}, in node_modules/keyfence/dist/compiled.`,
  );
  expect(keyfence(['doctor']).stdout).toContain(THERE);
});

/** Of each file that was compiled ahead, whether V8 takes it. */
const TAKEN = `
const { readFileSync, readdirSync } = require('node:fs');
const { Script } = require('node:vm');
const partsOf = (name) => {
  const kept = readFileSync(name);
  const end = 16 + kept.readUInt32LE(8);
  return [kept.subarray(16, end), kept.subarray(end, end + kept.readUInt32LE(12))];
};
const [loader, loaderData] = partsOf('loader.wasm');
const load = new Script(loader.toString(), { cachedData: loaderData }).runInThisContext();
for (const name of readdirSync('.')) {
  const [text, cachedData] = partsOf(name);
  const start = '(function (exports, require, module, __filename, __dirname) { ';
  const taken = !name.endsWith('.wasm')
    ? !new Script(start + text + '\\n})', { cachedData, columnOffset: -start.length }).cachedDataRejected
    : name === 'loader.wasm' || load(new Uint8Array(cachedData).buffer, text) instanceof WebAssembly.Module;
  console.log(name, taken ? 'taken' : 'refused');
}`;

test('K1 V8 takes what was compiled ahead, WebAssembly too; damage to that changes nothing', () => {
  const { repo, compiled, keyfence } = project();
  expect(keyfence(['install']).status).toBe(0);
  const cwd = join(compiled, readdirSync(compiled)[0]!);
  const { stdout } = run(process.execPath, ['-e', TAKEN], { cwd });
  const lines = stdout.trimEnd().split('\n');
  for (const name of ['cli.cjs', 'ranged.cjs', 'loader.wasm'])
    expect(lines).toContain(`${name} taken`);
  expect(lines.filter((line) => line.includes('.wasm ')).length).toBeGreaterThan(3);
  expect(lines.filter((line) => !line.endsWith(' taken'))).toEqual([]);

  repo.commit('large.txt', 'nothing to be found in here\n'.repeat(20_000));
  const clean = keyfence(['history', 'HEAD']);
  expect(clean.status).toBe(0);
  for (const name of readdirSync(cwd).filter((one) => one.endsWith('.wasm'))) {
    const good = readFileSync(join(cwd, name));
    // A length, and V8's part.
    for (const place of [9, Math.floor(good.length * 0.8)]) {
      const damaged = Buffer.from(good);
      damaged[place]! ^= 0x55;
      writeFileSync(join(cwd, name), damaged);
      expect(keyfence(['history', 'HEAD']), `${name} ${place}`).toEqual(clean);
    }
    if (name === 'loader.wasm') expect(keyfence(['doctor']).stdout).toContain(NOT);
    writeFileSync(join(cwd, name), good);
  }
}, 120_000);

test('K1 nothing is compiled by --print, in CI, in a cache of npx, or for a keyfence that is not running', () => {
  const { repo, compiled, keyfence } = project();
  expect(keyfence(['install', '--print', '--verbose']).stdout).not.toContain('ahead');
  const inCi = keyfence(['install', '--verbose'], { CI: 'true' });
  expect(inCi.stdout).toContain(`${NOT}: this is a CI run.`);
  expect(inCi.status).toBe(0);
  const other = from(repo, packageIn(join(folder(), 'keyfence')));
  expect(other(['install', '--verbose']).stdout).toContain('the hooks run another keyfence');
  expect(existsSync(compiled)).toBe(false);

  const bare = repository();
  bare.commit('a.txt', 'a\n');
  const cached = packageIn(join(folder(), '_npx/0f/node_modules/keyfence'));
  const said = from(bare, cached)(['install', '--verbose']);
  expect(said.stdout).toContain(`${NOT}: the package is in a cache.`);
  expect(existsSync(join(cached, 'dist/compiled'))).toBe(false);
  expectAtWork(bare);
});

test.skipIf(process.platform === 'win32')(
  "K1 nothing is written where it is not the user's own, and nothing through a link",
  () => {
    const { repo, home, compiled, keyfence } = project();
    const elsewhere = folder();
    const verbose = () => {
      const { status, stdout } = keyfence(['install', '--verbose']);
      expect(status).toBe(0);
      return stdout;
    };
    symlinkSync(elsewhere, compiled);
    expect(verbose()).toContain('dist/compiled is no folder');
    expect(readdirSync(elsewhere)).toEqual([]);
    run('rm', [compiled], {});
    chmodSync(join(home, 'dist'), 0o777);
    expect(verbose()).toContain('everybody can write to');
    chmodSync(join(home, 'dist'), 0o755);
    if (process.getuid?.() === 0) {
      mkdirSync(compiled);
      chownSync(compiled, 12345, 12345);
      expect(verbose()).toContain('belongs to another user');
      expect(keyfence(['doctor']).stdout).toContain('belongs to another user');
      expect(readdirSync(compiled)).toEqual([]);
    } else {
      chmodSync(join(home, 'dist'), 0o555);
      expect(verbose()).toContain('cannot be written to');
      chmodSync(join(home, 'dist'), 0o755);
    }
    expectAtWork(repo);
  },
);
