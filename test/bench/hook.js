/**
 * What a developer feels: the whole pre-commit hook beside bare `node -e 0`, in the same run.
 * `npm run bench -- hook`. Each row has a bound; a broken one makes the run exit 1.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pair, peakMemory, plainEnv } from './pairs.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'bin', 'keyfence.js');
const bare = [process.execPath, '-e', '0'];

function git(cwd, args, input) {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  return execFileSync('git', [...identity, ...args], { cwd, input, env: plainEnv() }).toString();
}

function repository(work, name) {
  const path = join(work, name);
  mkdirSync(path);
  git(path, ['init', '-q', '-b', 'main']);
  return path;
}

/** Source text of about `size` bytes, made of the files that this checkout depends on. */
function sourceText(size) {
  const folder = join(root, 'node_modules', 'typescript', 'lib');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.d.ts'))
    .sort();
  const text = Buffer.concat(files.map((name) => readFileSync(join(folder, name))));
  return Buffer.concat(Array.from({ length: Math.ceil(size / text.length) }, () => text)).subarray(
    0,
    size,
  );
}

function stageMany(path, count, total) {
  const text = sourceText(total);
  const size = Math.floor(total / count);
  for (let index = 0; index < count; index++) {
    const folder = join(path, `d${index % 100}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `f${index}.ts`), text.subarray(index * size, (index + 1) * size));
  }
  git(path, ['add', '-A']);
}

function manyFiles(path, count) {
  const blob = git(path, ['hash-object', '-w', '--stdin'], 'x\n').trim();
  let list = '';
  for (let index = 0; index < count; index++) {
    list += `100644 ${blob}\tp${index % 300}/q${Math.floor(index / 300) % 40}/file-${index}.txt\n`;
  }
  git(path, ['update-index', '--index-info'], list);
  git(path, ['commit', '-q', '--no-verify', '-m', 'many']);
}

function stageOne(path) {
  writeFileSync(join(path, 'one.ts'), sourceText(2000));
  git(path, ['add', 'one.ts']);
}

/** What `git commit` has done, and has set, when it runs its pre-commit hook (builtin/commit.c). */
function asInCommit(path) {
  git(path, ['write-tree']);
  // The hook takes the first node on PATH: the one that is beside it must be the same.
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`;
  return plainEnv({ GIT_INDEX_FILE: '.git/index', GIT_EDITOR: ':', GIT_PREFIX: '', PATH });
}

const rows = [];
function row(what, figure, bound, unit, note) {
  rows.push({ what, figure, bound, broken: figure > bound });
  console.log(
    `${what}: ${figure.toFixed(2)}${unit} (bound ${bound}${unit}) ${note}${figure > bound ? '  BROKEN' : ''}`,
  );
}
const seconds = (milliseconds) => `${milliseconds.toFixed(1)} ms`;

const work = mkdtempSync(join(tmpdir(), 'keyfence-bench-'));
try {
  const small = repository(work, 'small');
  writeFileSync(join(small, 'base.ts'), sourceText(5000));
  git(small, ['add', '-A']);
  git(small, ['commit', '-q', '--no-verify', '-m', 'base']);
  const modules = join(small, 'node_modules');
  mkdirSync(modules);
  const install = (extra) =>
    execFileSync(process.execPath, [join(modules, 'keyfence/bin/keyfence.js'), 'install'], {
      cwd: small,
      env: plainEnv(extra),
      stdio: 'ignore',
    });
  /** @param way how keyfence comes into node_modules */
  const hookRow = (what, bound, way) => {
    rmSync(join(modules, 'keyfence'), { recursive: true, force: true });
    way();
    const hook = git(small, ['rev-parse', '--git-path', 'hooks/pre-commit']).trim();
    const one = pair(['sh', hook], bare, { cwd: small, runs: 41, env: asInCommit(small) });
    const note = `${seconds(one.ours)} beside ${seconds(one.theirs)}`;
    row(what, one.ratio, bound, ' × node -e 0', note);
  };
  stageOne(small);
  hookRow('hook, one small file', 1.6, () => {
    symlinkSync(root, join(modules, 'keyfence'), 'junction');
    install();
  });
  /** The package as npm installs it: nothing in it is compiled ahead until `keyfence install` runs, which in CI it does not. */
  const published = (extra) => () => {
    for (const part of ['bin', 'dist', 'package.json']) {
      cpSync(join(root, part), join(modules, 'keyfence', part), { recursive: true });
    }
    rmSync(join(modules, 'keyfence/dist/compiled'), { recursive: true, force: true });
    install(extra);
  };
  hookRow('the same, published package', 1.6, published());
  hookRow('the same, not compiled ahead', 1.8, published({ CI: '1' }));

  const staged = [process.execPath, bin, 'staged'];
  // `env -C`: the same hook with and without a config, in turn.
  const configured = join(work, 'configured');
  execFileSync('cp', ['-a', small, configured]);
  writeFileSync(
    join(configured, '.keyfencerc.json'),
    '{\n  // Fixtures hold made-up keys.\n  "exclude": ["test/fixtures/**"],\n  "rules": { "split-key": "off" }\n}\n',
  );
  const within = (path) => ['env', '-C', path, ...staged];
  const config = pair(within(configured), within(small), { cwd: work, runs: 41 });
  row(
    'a config file',
    config.ours - config.theirs,
    5,
    ' ms above none',
    `${seconds(config.ours)} beside ${seconds(config.theirs)}`,
  );

  const thousand = repository(work, 'thousand');
  stageMany(thousand, 1000, 20e6);
  const many = pair([process.execPath, bin, 'staged'], bare, { cwd: thousand, runs: 5 });
  row(
    '1,000 files, 20 MB',
    (many.ours - many.theirs) / 1000,
    1,
    ' s above node -e 0',
    seconds(many.ours),
  );

  const twenty = repository(work, 'twenty');
  stageMany(twenty, 20_000, 200e6);
  row('20,000 files, 200 MB', peakMemory([bin, 'staged'], { cwd: twenty }), 300, ' MiB peak', '');

  const large = repository(work, 'large');
  manyFiles(large, 300_000);
  stageOne(large);
  const huge = pair([process.execPath, bin, 'staged'], bare, {
    cwd: large,
    runs: 21,
    env: asInCommit(large),
  });
  row(
    '300,000 files, one staged',
    huge.ratio,
    2.5,
    ' × node -e 0',
    `${seconds(huge.ours)} beside ${seconds(huge.theirs)}`,
  );
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
if (rows.some((entry) => entry.broken)) process.exitCode = 1;
