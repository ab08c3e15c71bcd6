/**
 * Runs every peer that is installed over the same corpus: `node scripts/peers.js [NAME…] [--write]`. Each case
 * becomes a file in a temporary folder, under a folder of its own. Nothing is installed, no peer may
 * ask the network whether a key lives. `--write` keeps the counts in test/corpus/peers.json, from
 * which `npm run corpus -- --write` makes the table.
 *
 * Only lines are compared, as not every peer gives columns: a secret is found when anything is
 * reported on its line, or anywhere in its file where the file is UTF-16 or the peer gives no line.
 */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importBundled } from './bundle.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const { load, counts } = await importBundled(join(root, 'test', 'corpus', 'run.ts'));
const cases = load(join(root, 'test', 'corpus'));

/** Every peer: how to ask its version, what to run in the folder, how to read what it says. */
const peers = {
  gitleaks: {
    version: ['gitleaks', 'version'],
    run: 'gitleaks dir . --no-banner --exit-code 0 --report-format json --report-path -',
    read: (out) => JSON.parse(out).map((found) => [found.File, found.StartLine]),
  },
  betterleaks: {
    version: ['betterleaks', 'version'],
    run: 'betterleaks dir . --no-banner --exit-code 0 --report-format json --report-path -',
    read: (out) => JSON.parse(out).map((found) => [found.File, found.StartLine]),
  },
  trufflehog: {
    version: ['trufflehog', '--version'],
    run: 'trufflehog filesystem . --json --no-verification --no-update',
    read: (out) =>
      lines(out).map((line) => {
        const { file, line: at } = JSON.parse(line).SourceMetadata.Data.Filesystem;
        return [file, at];
      }),
  },
  kingfisher: {
    version: ['kingfisher', '--version'],
    run: 'kingfisher scan . --no-validate --format jsonl --no-update-check --no-dedup',
    read: (out) =>
      lines(out)
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line).finding)
        .filter(Boolean)
        .map((finding) => [finding.path, finding.line]),
  },
  secretlint: {
    version: ['secretlint', '--version'],
    run: 'secretlint --format json **/*',
    files: {
      '.secretlintrc.json': '{"rules":[{"id":"@secretlint/secretlint-rule-preset-recommend"}]}',
    },
    read: (out) =>
      JSON.parse(out).flatMap(({ filePath, messages }) =>
        messages.map(({ loc }) => [filePath, loc.start.line]),
      ),
  },
  'detect-secrets': {
    version: ['detect-secrets', '--version'],
    run: 'detect-secrets scan --all-files --no-verify .',
    read: (out) =>
      Object.entries(JSON.parse(out).results).flatMap(([file, found]) =>
        found.map(({ line_number }) => [file, line_number]),
      ),
  },
  ripsecrets: {
    version: ['ripsecrets', '--version'],
    run: 'ripsecrets .',
    read: (out) => lines(out).map((line) => byColons(line)),
  },
  'git-secrets': {
    version: ['git-secrets', '--version'],
    prepare: ['git init -q', 'git secrets --register-aws'],
    run: 'git secrets --scan --recursive .',
    stream: 'stderr',
    read: (out) => lines(out).map((line) => byColons(line)),
  },
};

const lines = (text) => text.split('\n').filter((line) => line.trim() !== '');
const byColons = (line) => {
  const [, file, at] = /^(.*?):(\d+):/.exec(line) ?? [];
  return file === undefined ? undefined : [file, Number(at)];
};

const folder = mkdtempSync(join(tmpdir(), 'kf-peers-'));
const env = { ...process.env, HOME: folder, GIT_CONFIG_GLOBAL: join(folder, '.gitconfig') };
const results = {};
try {
  const target = join(folder, 'corpus');
  cases.forEach(({ path, bytes }, index) => {
    write(join(target, String(index), path), bytes);
  });
  const asked = process.argv.slice(2).filter((name) => name in peers);
  for (const [name, peer] of Object.entries(peers)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const version = installed(peer.version);
    if (version === undefined) {
      console.log(`${name}: not installed`);
      continue;
    }
    const reported = run(peer, target);
    results[name] = { version, command: peer.run, ...counts(cases, reported) };
    console.log(name, version, JSON.stringify(results[name].kinds), results[name].alarms);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (process.argv.includes('--write')) {
  const file = join(root, 'test', 'corpus', 'peers.json');
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}

function installed([command, ...args]) {
  const { error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env });
  if (error) return undefined;
  // git-secrets has no version to tell.
  return /\d[\w.-]*/.exec(stdout + stderr)?.[0] ?? 'unversioned';
}

function run(peer, target) {
  for (const [name, text] of Object.entries(peer.files ?? {})) write(join(target, name), text);
  for (const command of peer.prepare ?? []) shell(command, target);
  const output = shell(peer.run, target)[peer.stream ?? 'stdout'];
  for (const name of Object.keys(peer.files ?? {})) rmSync(join(target, name));
  return peer
    .read(output)
    .filter(Boolean)
    .map(([file, line]) => ({
      index: Number(/^[./\\]*(\d+)[/\\]/.exec(inside(file, target))?.[1]),
      line,
    }))
    .filter(({ index }) => !Number.isNaN(index));
}

function inside(file, target) {
  return file.replace(target, '');
}

/** The commands above hold no quotes and need no shell. Files, as some lose output on a full pipe. */
function shell(command, cwd) {
  const [program, ...args] = command.split(' ');
  const names = { stdout: join(folder, 'stdout'), stderr: join(folder, 'stderr') };
  const stdio = ['ignore', openSync(names.stdout, 'w'), openSync(names.stderr, 'w')];
  const { error } = spawnSync(program, args, { cwd, env, stdio });
  closeSync(stdio[1]);
  closeSync(stdio[2]);
  if (error) throw error;
  return { stdout: readFileSync(names.stdout, 'utf8'), stderr: readFileSync(names.stderr, 'utf8') };
}

function write(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
