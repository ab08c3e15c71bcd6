/**
 * `npm run bench -- range REPO…`: the last 20 commits of each repository beside bare `node -e 0`, in the
 * same run, with the code compiled ahead and without.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pair } from './pairs.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const RANGE = 'HEAD~20..HEAD';
const RUNS = 21;
const bare = [process.execPath, '-e', '0'];

/** A copy of this package as npm would install it: nothing in it is compiled ahead. */
function plainCopy(work) {
  for (const part of ['bin', 'dist', 'package.json']) {
    cpSync(join(root, part), join(work, part), { recursive: true });
  }
  rmSync(join(work, 'dist', 'compiled'), { recursive: true, force: true });
  return join(work, 'bin', 'keyfence.js');
}

const work = mkdtempSync(join(tmpdir(), 'keyfence-bench-'));
try {
  const bins = {
    'compiled ahead': join(root, 'bin', 'keyfence.js'),
    'as published': plainCopy(work),
  };
  for (const repo of process.argv.slice(2).map((path) => resolve(path))) {
    for (const [how, bin] of Object.entries(bins)) {
      const command = [process.execPath, bin, 'history', RANGE];
      const { status, stdout } = spawnSync(command[0], command.slice(1), {
        cwd: repo,
        encoding: 'utf8',
      });
      const { ours, theirs, ratio } = pair(command, bare, { cwd: repo, runs: RUNS, status });
      const times = `${ours.toFixed(1)} ms beside ${theirs.toFixed(1)} ms`;
      console.log(
        `${basename(repo)}, ${how}: ${ratio.toFixed(2)} × node -e 0, ${times}; ${stdout.trim().split('\n').at(-1)}`,
      );
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
