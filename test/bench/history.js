/**
 * `npm run bench:history -- REPO… [--runs N] [--no-log] [--peers] [--seconds N]`: a scan of all history
 * beside what git needs to print the same objects, and beside other scanners. All ways are run in turn,
 * each round starting one further on (A B C, B C A, …), so that a slow moment of the machine hits all
 * of them; what is quoted are ratios of medians, of wall clock and of CPU. Prints Markdown.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { deflateSync } from 'node:zlib';
import { measure, median } from './measure.js';
import { installed } from './peers.js';

const USAGE = 'Usage: npm run bench:history -- REPO… [--runs N] [--no-log] [--peers] [--seconds N]';
const { values, positionals } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '1800' },
    'no-log': { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const bin = join(fileURLToPath(new URL('../..', import.meta.url)), 'bin', 'keyfence.js');
const node = process.execPath;
const out = mkdtempSync(join(tmpdir(), 'keyfence-bench-'));
const trusted = {
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'safe.directory',
  GIT_CONFIG_VALUE_0: '*',
};
// The key that seals the cache is made anew, away from the user's own.
const env = { ...process.env, ...trusted, GIT_NO_LAZY_FETCH: '1', XDG_STATE_HOME: out };
for (const name of ['NODE_EXTRA_CA_CERTS', 'CI']) delete env[name];

const CAT_FILE = 'git cat-file --batch-all-objects --unordered --batch';
const LOG = 'git log -p -U0 --full-history --all';
const BARE_NODE = 'node -e 0';
const CACHED = 'keyfence history --cache, the second time';
const GROWN = 'keyfence history --cache, one commit later';

/** What git says; '' where it fails. */
function ask(repo, ...args) {
  const how = { env, encoding: 'utf8', maxBuffer: 1 << 30 };
  const { stdout, status } = spawnSync('git', ['-C', repo, ...args], how);
  return status === 0 ? stdout.trim() : '';
}

/** A clone that borrows the objects of `repo` and has its refs: there it is written to, never in `repo`. */
function borrowing(repo, name) {
  const clone = join(out, `${nameOf(repo)}-${name}`);
  const from = ['clone', '--quiet', '--mirror', '--shared', repo, clone];
  const { status } = spawnSync('git', from, { env });
  if (status !== 0) throw new Error(`git ${from.join(' ')} failed`);
  return clone;
}

/**
 * A clone in which git can print all of history, though `repo` lacks blobs: an empty one lies where each that is
 * missing would (git does not hash what it prints), so that `git log -p` has a little less to print and does not stop at
 * the first of them. It cannot be cloned: then git does hash.
 */
function readable(repo) {
  const listed = ask(repo, 'rev-list', '--all', '--objects', '--missing=print');
  const missing = listed.split('\n').filter((line) => line.startsWith('?'));
  if (missing.length === 0) return { cwd: repo, missing: 0 };
  const clone = borrowing(repo, 'readable');
  const empty = deflateSync('blob 0\0');
  for (const line of missing) {
    const folder = join(clone, 'objects', line.slice(1, 3));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, line.slice(3)), empty);
  }
  return { cwd: clone, missing: missing.length };
}

/** The shortest range of first parents of HEAD that brings twenty commits or more. */
function lastCommits(repo) {
  for (let back = 1; back <= 20; back++) {
    const name = `HEAD~${back}..HEAD`;
    const count = Number(ask(repo, 'rev-list', '--count', name));
    if (count >= 20) return { name, count };
  }
  return undefined;
}

/** Adds a commit before each run. */
function growing(clone) {
  const who = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com'];
  const grow = () => {
    const added = [...who, 'commit-tree', '-p', 'HEAD', '-m', `${Math.random()}`, 'HEAD^{tree}'];
    ask(clone, 'update-ref', 'HEAD', ask(clone, ...added));
  };
  return { cwd: clone, before: grow };
}

/** Name in the table → [program, arguments], and where it is run after what. */
function waysOf(repo, peers) {
  const git = (line) => ['git', ['-C', repo, ...line.split(' ').slice(1)]];
  const keyfence = (...args) => [node, [bin, 'history', ...args]];
  const bare = ask(repo, 'rev-parse', '--is-bare-repository') === 'true';
  const known = spawnSync(node, [bin, 'history', '--help'], { encoding: 'utf8' }).stdout;
  const ways = { [BARE_NODE]: [node, ['-e', '0']], [CAT_FILE]: git(CAT_FILE) };
  const whole = values['no-log'] && peers.length === 0 ? { cwd: repo, missing: 0 } : readable(repo);
  const note = whole.missing > 0 && `${whole.missing} missing blobs taken as empty`;
  if (!values['no-log'])
    ways[LOG] = ['git', ['-C', whole.cwd, ...LOG.split(' ').slice(1)], { note }];
  ways['keyfence history'] = keyfence('--trust-repo');
  ways['keyfence history --jobs 1'] = keyfence('--trust-repo', '--jobs', '1');
  const range = lastCommits(repo);
  if (range) ways[`keyfence history ${range.name}, ${range.count} commits`] = keyfence(range.name);
  if (known.includes('--cache')) {
    ways[CACHED] = [...keyfence('--cache'), { cwd: borrowing(repo, 'same') }];
    ways[GROWN] = [...keyfence('--cache'), growing(borrowing(repo, 'growing'))];
  }
  for (const { name, version, command } of peers) {
    // Most of them read what \`git log\` prints, and some call it clean where that stops.
    const [program, args] = command(whole.cwd, { bare: bare || whole.missing > 0, out });
    ways[`${name} ${version}`] = [program, args, { note }];
  }
  return ways;
}

/** Packs and loose objects in MB, as git counts them. */
function sizeOf(repo) {
  const counted = ask(repo, 'count-objects', '-v');
  const kilobytes = (name) => Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(counted)?.[1] ?? 0);
  const objects = kilobytes('in-pack') + kilobytes('count');
  return { megabytes: (kilobytes('size-pack') + kilobytes('size')) / 1024, objects };
}

const nameOf = (repo) => (basename(repo) === 'repo' ? basename(dirname(repo)) : basename(repo));

async function benchmark(repo, peers) {
  const ways = waysOf(repo, peers);
  const names = Object.keys(ways);
  const all = Object.fromEntries(names.map((name) => [name, []]));
  const how = { cwd: repo, env, seconds: Number(values.seconds) };
  const run = ([program, args, place = {}]) => {
    place.before?.();
    const nowhere = program === 'git';
    return measure([program, args], { ...how, cwd: place.cwd ?? how.cwd, nowhere });
  };
  for (const name of [CACHED, GROWN]) if (name in ways) await run(ways[name]);
  for (let round = 0; round < Number(values.runs); round++) {
    for (let index = 0; index < names.length; index++) {
      const name = names[(index + round) % names.length];
      all[name].push(await run(ways[name]));
    }
  }
  const { megabytes, objects } = sizeOf(repo);
  const title = `${nameOf(repo)}: ${objects.toLocaleString('en')} objects, ${megabytes.toFixed(0)} MB`;
  print(title, all, ways);
}

/** 0, 1 and 2 are answers of a scanner, 200 is kingfisher's for findings; git has only one. */
function remark(name, runs) {
  const { status } = runs.at(-1);
  if (status === -1) return `stopped after ${values.seconds} s`;
  const answers = name.startsWith('git ') ? [0] : [0, 1, 2, 200];
  if (answers.includes(status)) return `exit ${status}`;
  return `**failed**: exit ${status}, so its time says nothing`;
}

function print(title, all, ways) {
  const middle = (name, field) => median(all[name].map((one) => one[field]));
  const ratio = (name, field, other) =>
    other in all ? (middle(name, field) / middle(other, field)).toFixed(2) : '';
  const at = `median of ${values.runs}, ${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}`;
  console.log(`\n${title} (${at}):\n`);
  console.log('| way | s | × cat-file | × git log | × node | CPU s | × cat-file | peak MB | |');
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const name of Object.keys(all)) {
    const cells = [
      `\`${name}\``,
      middle(name, 'wall').toFixed(2),
      ratio(name, 'wall', CAT_FILE),
      ratio(name, 'wall', LOG),
      ratio(name, 'wall', BARE_NODE),
      middle(name, 'cpu').toFixed(2),
      ratio(name, 'cpu', CAT_FILE),
      middle(name, 'peak').toFixed(0),
      [remark(name, all[name]), ways[name][2]?.note].filter(Boolean).join('; '),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
  for (const [name, [program, args]] of Object.entries(ways)) {
    commandsShown[name] = [program, ...args].join(' ');
  }
}

const commandsShown = {};
const repos = positionals.map((repo) => resolve(repo));
if (repos.length === 0) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  const peers = values.peers ? installed() : [];
  try {
    for (const repo of repos) await benchmark(repo, peers);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
  console.log('\nThe commands, on the last repository:\n');
  for (const [name, command] of Object.entries(commandsShown)) {
    console.log(`- ${name}: \`${command.replaceAll(node, 'node').replaceAll(bin, 'keyfence')}\``);
  }
}
