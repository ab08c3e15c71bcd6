/**
 * `node scripts/drill.js REPO`: the adoption drill. A clone of a repository with many old findings goes from
 * the first `npx keyfence` to green in five commands, with the package as npm would deliver it (packed, and
 * started by npx); then new keys are tried, and each must be stopped. Prints the transcript, exits 1 at the
 * first step that does not come out as said. REPO itself is only read.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [repository] = process.argv.slice(2);
if (!repository) {
  console.error('Usage: node scripts/drill.js REPO');
  process.exit(2);
}

const work = mkdtempSync(join(tmpdir(), 'keyfence-drill-'));
const clone = join(work, 'clone');
const home = join(work, 'home');
/** Lines of a long output that are shown from its start and from its end. */
const HEAD = 5;
const TAIL = 24;
/** From more findings than these on, the report proposes a baseline. */
const MANY = 12;
let commands = 0;

function environment() {
  const env = { HOME: home, npm_config_cache: join(work, 'npm'), npm_config_offline: 'true' };
  for (const name of ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'PATHEXT', 'ComSpec'])
    if (process.env[name] !== undefined) env[name] = process.env[name];
  const person = { NAME: 'Ada', EMAIL: 'ada@example.com' };
  for (const [part, value] of Object.entries(person))
    for (const who of ['AUTHOR', 'COMMITTER']) env[`GIT_${who}_${part}`] = value;
  return { ...env, GIT_CONFIG_NOSYSTEM: '1', npm_config_update_notifier: 'false' };
}

function run(command, args, cwd = clone, input = undefined) {
  const shell = process.platform === 'win32' && command !== 'git';
  const options = { cwd, env: environment(), encoding: 'utf8', input, shell };
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    ...options,
    maxBuffer: 1 << 30,
  });
  if (error) throw error;
  return { status, text: stdout + stderr, stdout };
}

function must(command, args, cwd = clone) {
  const { status, text, stdout } = run(command, args, cwd);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${status}\n${text}`);
  return stdout.trim();
}

const root = fileURLToPath(new URL('..', import.meta.url));

function packed() {
  const args = ['pack', '--json', '--silent', '--ignore-scripts', '--pack-destination', work];
  return join(work, JSON.parse(must('npm', args, root))[0].filename);
}

function shown(text) {
  const lines = text.replace(/\n+$/, '').split('\n');
  if (lines.length <= HEAD + TAIL + 1) return lines;
  const left = lines.length - HEAD - TAIL;
  return [...lines.slice(0, HEAD), `… ${left} more lines …`, ...lines.slice(-TAIL)];
}

/** Runs, prints, and compares with what the step promises: its exit code and words of its output. */
function step(line, how, { exit, says, secret = '' }) {
  const { status, text } = how();
  console.log(`\n$ ${line}`);
  for (const one of shown(text)) console.log(one.length > 150 ? `${one.slice(0, 149)}…` : one);
  console.log(`[exit ${status}]`);
  const wrong = [];
  if (status !== exit) wrong.push(`exit code ${status} instead of ${exit}`);
  for (const one of says) if (!one.test(text)) wrong.push(`${one} is not said`);
  if (secret && text.includes(secret.slice(9, -4))) wrong.push('the key was printed');
  if (wrong.length > 0) throw new Error(`${line}: ${wrong.join('; ')}`);
  return text;
}

const freshKey = () => {
  const body = Buffer.concat([Buffer.from('01bf1137a2', 'hex'), randomBytes(32)]);
  return `AQ.${body.toString('base64url')}`;
};

function counted(line, how, promise) {
  commands++;
  return step(line, how, promise);
}

function drill() {
  mkdirSync(home);
  must('git', ['clone', '-q', '--no-local', resolve(repository), clone], work);
  const tarball = packed();
  const npx = (...args) => run('npx', ['--yes', '--package', tarball, 'keyfence', ...args]);
  const branch = must('git', ['symbolic-ref', '--short', 'HEAD']);

  const first = counted('npx keyfence history', () => npx('history'), {
    exit: 1,
    says: [/^scanned .*\d+ (errors?|warnings?)/m],
  });
  const found = [.../(?:(\d[\d,]*) errors?)?(?:, )?(?:(\d[\d,]*) warnings?)?$/.exec(first.trim())]
    .slice(1)
    .reduce((sum, count) => sum + Number((count ?? '0').replaceAll(',', '')), 0);
  if (found > MANY && !/ignore --all --reason/.test(first))
    throw new Error('with this many findings the baseline should be proposed');
  const because = ['--reason', 'before keyfence'];
  counted(
    'npx keyfence ignore --all --reason "before keyfence"',
    () => npx('ignore', '--all', ...because),
    {
      exit: 0,
      says: [new RegExp(`^${found} added to \\.keyfenceignore\\.json`, 'm'), /revoke/],
    },
  );
  // A repository whose hooks another program writes: `install` prints lines for it, or goes its own way.
  const managed = ['.pre-commit-config.yaml', 'lefthook.yml'].some((name) =>
    existsSync(join(clone, name)),
  );
  const install = ['install', ...(managed ? ['--plain'] : [])];
  counted(`npx keyfence ${install.join(' ')}`, () => npx(...install), {
    exit: 0,
    says: [/pre-commit/, /pre-push/, /keyfence doctor/],
  });
  must('git', ['add', '.keyfenceignore.json']);
  counted(
    'git add .keyfenceignore.json && git commit -m "Add keyfence"',
    () => run('git', ['commit', '-m', 'Add keyfence']),
    {
      exit: 0,
      says: [/clean/, /1 file changed/],
    },
  );
  counted('npx keyfence history', () => npx('history'), {
    exit: 0,
    says: [new RegExp(`clean \\(${String(found).replace(/\B(?=(\d{3})+$)/g, ',')} ignored\\)`)],
  });
  console.log(`\nGreen after ${commands} commands, with ${found} old findings. Now a new key.`);
  tryNewKeys(npx, branch);
}

function tryNewKeys(npx, branch) {
  const secret = freshKey();
  const file = 'keyfence-drill.ts';
  const blocked = { exit: 1, says: [/gemini-auth-key/, /Caught in time/], secret };
  writeFileSync(join(clone, file), `export const ai = new GoogleGenAI({ apiKey: "${secret}" });\n`);
  must('git', ['add', file]);
  step('git commit -m "Add the chat"', () => run('git', ['commit', '-m', 'Add the chat']), blocked);
  // A commit that no hook has seen, as a rebase, a cherry-pick or another machine makes them.
  const tree = must('git', ['write-tree']);
  const commit = must('git', ['commit-tree', '-p', 'HEAD', '-m', 'Add the chat', tree]);
  must('git', ['reset', '-q', '--hard', commit]);
  const once = [/gemini-auth-key/, /: 1 error$/m];
  step('npx keyfence history', () => npx('history'), { exit: 1, says: once, secret });
  const push = ['push', 'origin', `HEAD:refs/heads/${branch}-drill`];
  must('git', ['init', '-q', '--bare', join(work, 'remote')], work);
  must('git', ['remote', 'set-url', 'origin', join(work, 'remote')]);
  step(`git ${push.join(' ')}`, () => run('git', push), {
    exit: 1,
    says: [/gemini-auth-key/],
    secret,
  });
  step('npx keyfence ci', () => npx('ci'), { exit: 1, says: once, secret });
}

try {
  drill();
  console.log('\nThe drill came out as said.');
} catch (error) {
  console.error(`\nThe drill failed: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
