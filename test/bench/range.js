/**
 * `npm run bench -- range [--points N] REPO…`: the last 20 commits of each repository beside bare `node -e 0`, in
 * the same run, with the code compiled ahead and without, and compiled ahead in a temporary clone that borrows the
 * repository's objects and has a commit-graph, as `git gc` writes one. With `--points` 20 commits before each of N
 * commits, which stand evenly along the first parents of HEAD; commits that have no 20 before them are left out.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pair } from './pairs.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const RUNS = 21;
/** At each of several points. */
const FEW_RUNS = 5;
const bare = [process.execPath, '-e', '0'];

/** A copy of this package as npm would install it: nothing in it is compiled ahead. */
function plainCopy(work) {
  for (const part of ['bin', 'dist', 'package.json']) {
    cpSync(join(root, part), join(work, part), { recursive: true });
  }
  rmSync(join(work, 'dist', 'compiled'), { recursive: true, force: true });
  return join(work, 'bin', 'keyfence.js');
}

/** A bare clone that borrows all objects, with a commit-graph of its own. */
function graphed(repo, work) {
  const clone = mkdtempSync(join(work, 'graphed-'));
  for (const args of [
    ['clone', '-q', '--shared', '--bare', repo, clone],
    ['-C', clone, 'commit-graph', 'write', '--reachable', '--no-progress'],
  ]) {
    const { status, stderr } = spawnSync('git', ['-c', 'safe.directory=*', ...args]);
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  }
  return clone;
}

/** The newest first. */
function rangesOf(repo, points) {
  if (points <= 1) return ['HEAD~20..HEAD'];
  const git = (...args) => {
    const { stdout } = spawnSync('git', ['-c', 'safe.directory=*', ...args], {
      cwd: repo,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    return stdout.trim().split('\n');
  };
  const commits = git('rev-list', '--first-parent', 'HEAD');
  const step = Math.floor((commits.length - 30) / points);
  return Array.from({ length: points }, (_, index) => index * step)
    .filter((at) => commits[at + 20] !== undefined)
    .map((at) => `${commits[at + 20]}..${commits[at]}`);
}

function measured(repo, bin, range, points) {
  const command = [process.execPath, bin, 'history', range];
  const { status, stdout } = spawnSync(command[0], command.slice(1), {
    cwd: repo,
    encoding: 'utf8',
  });
  const runs = points > 1 ? FEW_RUNS : RUNS;
  const said = stdout.trim().split('\n').at(-1);
  return { ...pair(command, bare, { cwd: repo, runs, status }), said };
}

const work = mkdtempSync(join(tmpdir(), 'keyfence-bench-'));
try {
  const own = join(root, 'bin', 'keyfence.js');
  const published = plainCopy(work);
  const { values, positionals } = parseArgs({
    options: { points: { type: 'string' } },
    allowPositionals: true,
  });
  const points = Number(values.points ?? 1);
  for (const repo of positionals.map((path) => resolve(path))) {
    const ways = [
      ['compiled ahead', own, repo],
      ['as published', published, repo],
      ['compiled ahead, with a commit-graph', own, graphed(repo, work)],
    ];
    for (const [how, bin, place] of ways) {
      const found = rangesOf(repo, points).map((range) => measured(place, bin, range, points));
      const sorted = found.map(({ ratio }) => ratio).sort((a, b) => a - b);
      const ratio = sorted[sorted.length >> 1].toFixed(2);
      const all = found.map((one) => one.ratio.toFixed(2)).join(', ');
      const times = `${found[0].ours.toFixed(1)} ms beside ${found[0].theirs.toFixed(1)} ms`;
      const what = points > 1 ? `median of ${all}` : `${times}; ${found[0].said}`;
      console.log(`${basename(repo)}, ${how}: ${ratio} × node -e 0, ${what}`);
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
