/**
 * The package as a user gets it: packed, installed into an empty folder, and used on a fresh
 * repository, where a commit with a synthetic key must be stopped and a clean one must pass.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const work = mkdtempSync(join(tmpdir(), 'keyfence-package-'));
const project = join(work, 'project');
const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: join(work, 'gitconfig'),
  GIT_CONFIG_NOSYSTEM: '1',
};
for (const name of Object.keys(env))
  if (/^GIT_(?!CONFIG)/.test(name) || name === 'HUSKY') delete env[name];

function run(command, args, cwd = project) {
  const result = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.error) throw result.error;
  return result;
}

function must(command, args, cwd) {
  const result = run(command, args, cwd);
  assert.equal(result.status, 0, `${command} ${args.join(' ')}\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

function weigh(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

try {
  const [packed] = JSON.parse(
    must(
      'npm',
      ['pack', '--json', '--silent', '--ignore-scripts', '--pack-destination', work],
      process.cwd(),
    ),
  );
  mkdirSync(project);
  writeFileSync(join(work, 'gitconfig'), '[user]\n\tname = Ada\n\temail = ada@example.com\n');
  writeFileSync(
    join(project, 'package.json'),
    '{ "name": "empty", "private": true, "type": "module" }\n',
  );
  writeFileSync(join(project, '.gitignore'), 'node_modules\n');
  must('npm', [
    'install',
    '--offline',
    '--no-audit',
    '--no-fund',
    '-D',
    join(work, packed.filename),
  ]);

  const manifest = JSON.parse(
    readFileSync(join(project, 'node_modules/keyfence/package.json'), 'utf8'),
  );
  assert.deepEqual(manifest.dependencies ?? {}, {}, 'K2: no runtime dependencies');
  for (const script of ['preinstall', 'install', 'postinstall'])
    assert.ok(!manifest.scripts?.[script], `K2: no ${script}`);
  assert.deepEqual(
    readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.')),
    ['keyfence'],
  );

  must('git', ['init', '-q', '-b', 'main']);
  must('npx', ['keyfence', 'install']);
  must('git', ['add', '-A']);
  must('git', ['commit', '-q', '-m', 'first']);
  const key = `AQ.${Buffer.concat([Buffer.from('01bf1137a2', 'hex'), randomBytes(32)]).toString('base64url')}`;
  writeFileSync(join(project, 'ai.js'), `export const ai = create({ apiKey: '${key}' });\n`);
  must('git', ['add', 'ai.js']);
  const blocked = run('git', ['commit', '-m', 'leak']);
  assert.notEqual(blocked.status, 0, 'the commit with a key was not stopped');
  assert.ok(
    /gemini-auth-key/.test(blocked.stdout + blocked.stderr),
    blocked.stdout + blocked.stderr,
  );
  assert.ok(!(blocked.stdout + blocked.stderr).includes(key.slice(8)), 'the key was printed');
  writeFileSync(
    join(project, 'ai.js'),
    'export const ai = create({ apiKey: process.env.GEMINI_API_KEY });\n',
  );
  must('git', ['commit', '-q', '-am', 'no leak']);
  must('npx', ['keyfence', 'doctor']);
  // The blob of the stopped commit is still there, unreachable: only a scan of everything says so.
  must('npx', ['keyfence', 'history', '--no-unreachable']);
  must('node', [
    '-e',
    "import('keyfence').then(async ({ scan }) => { const r = await scan({ command: 'history' }); if (!r.complete || !r.findings.every((f) => f.presence.reach === 'unreachable')) process.exit(1); })",
  ]);

  const size = weigh(join(project, 'node_modules/keyfence'));
  console.log(
    `package check passed: ${packed.entryCount} files, ${Math.round(packed.size / 1024)} KiB packed, ${Math.round(size / 1024)} KiB installed`,
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}
