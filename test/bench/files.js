/**
 * `keyfence files` beside ripgrep over the same tree, in the same run: at least 50,000 files and 500 MB,
 * made of copies of what this checkout depends on, in a git repository. `npm run bench -- files [DIR]`
 * measures a folder of yours instead. The bound is on the ratio; a broken one makes the run exit 1.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pair, peakMemory, plainEnv } from './pairs.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'bin', 'keyfence.js');
const BOUND = 1.5;
const FILES = 50_000;
const BYTES = 500e6;
/** Larger ones would make up the bytes with few files. */
const LARGEST = 2e6;

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

/** Copies of node_modules, one after another, until there are files and bytes enough. */
function makeTree(work) {
  const modules = realpathSync(join(root, 'node_modules'));
  const sources = [...filesBelow(modules)].filter((path) => statSync(path).size <= LARGEST);
  let [files, bytes] = [0, 0];
  for (let copy = 0; files < FILES || bytes < BYTES; copy++) {
    for (const source of sources) {
      const target = join(work, `copy-${copy}`, source.slice(modules.length + 1));
      mkdirSync(dirname(target), { recursive: true });
      copyFileSync(source, target);
      files++;
      bytes += statSync(source).size;
    }
  }
  console.log(`${files} files, ${(bytes / 1e6).toFixed(0)} MB`);
}

function git(cwd, ...args) {
  execFileSync('git', args, { cwd, env: plainEnv(), stdio: 'ignore' });
}

/** Processor time in seconds, median of five runs, of a program and its children. */
function processorTime([command, ...args], cwd) {
  const times = [];
  for (let run = 0; run < 5; run++) {
    const options = { cwd, env: plainEnv(), encoding: 'utf8', shell: '/bin/bash' };
    const line = [command, ...args].map((word) => `'${word}'`).join(' ');
    const { stderr } = spawnSync(`TIMEFORMAT='%U %S'; time ${line} > /dev/null 2>&1`, options);
    times.push(
      stderr
        .trim()
        .split(' ')
        .map(Number)
        .reduce((sum, value) => sum + value, 0),
    );
  }
  return times.sort((a, b) => a - b)[2];
}

function measure(tree, what) {
  const ours = [
    process.execPath,
    bin,
    'files',
    '--no-gitignore',
    '--exit-zero',
    '--format',
    'json',
  ];
  const { status } = spawnSync(ours[0], ours.slice(1), { cwd: tree, env: plainEnv() });
  const theirs = ['rg', '--no-ignore', '--hidden', '-c', 'AIza|AQ\\.', '.'];
  const plain = pair(ours, theirs, { cwd: tree, runs: 7, status });
  const broken = plain.ratio > BOUND ? '  BROKEN' : '';
  if (broken) process.exitCode = 1;
  const seconds = `${(plain.ours / 1000).toFixed(2)} s beside ${(plain.theirs / 1000).toFixed(2)} s`;
  console.log(`${what}: ${plain.ratio.toFixed(2)} × rg (bound ${BOUND}) ${seconds}${broken}`);
  const cpu = `${processorTime(ours, tree).toFixed(2)} s beside ${processorTime(theirs, tree).toFixed(2)} s`;
  console.log(`${what}: processor time ${cpu}`);
  const memory = peakMemory(ours.slice(1), { cwd: tree, status });
  console.log(`${what}: ${memory.toFixed(0)} MiB peak`);
}

const [given] = process.argv.slice(2);
if (given) measure(given, given);
else {
  const work = mkdtempSync(join(tmpdir(), 'keyfence-bench-'));
  try {
    makeTree(work);
    measure(work, 'a plain folder');
    git(work, 'init', '-q');
    git(work, 'add', '-Af');
    measure(work, 'a repository, all of it tracked');
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
