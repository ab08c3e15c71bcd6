/**
 * `npm run bench:history -- REPO [--runs N] [--no-log]`: a scan of all history beside what git needs
 * to print the same objects, in one run, as ratios of medians. The machine may be busy: look at the
 * ratios, and at the CPU seconds, which a busy machine stretches less.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const bin = join(fileURLToPath(new URL('../..', import.meta.url)), 'bin', 'keyfence.js');
const { values, positionals } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, 'no-log': { type: 'boolean' } },
  allowPositionals: true,
});
const repo = positionals[0];
if (repo === undefined) {
  console.error('Usage: npm run bench:history -- REPO [--runs N] [--no-log]');
  process.exit(2);
}
const env = { ...process.env, GIT_NO_LAZY_FETCH: '1' };
delete env.NODE_EXTRA_CA_CERTS;
const node = process.execPath;
const git = (...args) => ['git', ['-C', repo, '-c', 'safe.directory=*', ...args]];
const keyfence = (...args) => [node, [bin, 'history', '--trust-repo', '--quiet', ...args]];
const ways = {
  'bare node': [node, ['-e', '0']],
  'git cat-file --batch-all-objects --unordered --batch': git(
    'cat-file',
    '--batch-all-objects',
    '--unordered',
    '--batch',
  ),
  ...(!values['no-log'] && {
    'git log -p -U0 --full-history --all': git('log', '-p', '-U0', '--full-history', '--all'),
  }),
  'keyfence history': keyfence(),
  'keyfence history --jobs 1': keyfence('--jobs', '1'),
  'keyfence history HEAD~20..HEAD': keyfence('HEAD~20..HEAD'),
};

/** Seconds of wall clock and of CPU, and the peak of memory in MB (Linux; 0 elsewhere). */
function measure([command, args]) {
  return new Promise((settle) => {
    const start = performance.now();
    const child = spawn(command, args, { cwd: repo, env, stdio: ['ignore', 'pipe', 'ignore'] });
    let peak = 0;
    let cpu = 0;
    const look = () => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'latin1');
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
        const stat = readFileSync(`/proc/${child.pid}/stat`, 'latin1').split(') ')[1].split(' ');
        cpu = (Number(stat[11]) + Number(stat[12])) / 100;
      } catch {
        // It has ended, or this is no Linux.
      }
    };
    const timer = setInterval(look, 20);
    child.stdout.resume();
    child.on('close', () => {
      clearInterval(timer);
      settle({ wall: (performance.now() - start) / 1000, cpu, peak });
    });
  });
}

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];
const runs = Number(values.runs);
const all = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
for (let run = 0; run < runs; run++) {
  for (const [name, way] of Object.entries(ways)) all[name].push(await measure(way));
}
const rows = Object.entries(all).map(([name, measured]) => ({
  name,
  wall: median(measured.map(({ wall }) => wall)),
  cpu: median(measured.map(({ cpu }) => cpu)),
  peak: median(measured.map(({ peak }) => peak)),
}));
const base = rows.find(({ name }) => name.startsWith('git cat-file'));
const bare = rows.find(({ name }) => name === 'bare node');
console.log(`${repo}, median of ${runs}`);
console.log('| way | seconds | × cat-file | × bare node | CPU s | × cat-file | peak MB |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const { name, wall, cpu, peak } of rows) {
  const cells = [
    wall.toFixed(2),
    (wall / base.wall).toFixed(2),
    (wall / bare.wall).toFixed(1),
    cpu.toFixed(2),
    (cpu / base.cpu).toFixed(2),
    peak.toFixed(0),
  ];
  console.log(`| \`${name}\` | ${cells.join(' | ')} |`);
}
