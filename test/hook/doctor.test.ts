/** J1: doctor proves the hook by what it does, names the cause where it does nothing, and changes nothing. */
import { appendFileSync, chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder, type Ran, Repo, type RunOptions, repository } from '../helpers/repo.ts';
import { bareTools, HUSKY, install, installed, link, project, snapshot } from './project.ts';

const doctor = (repo: Repo, options: RunOptions = {}) => repo.keyfence(['doctor'], options);

const PROVEN = [
  'pre-commit stopped a made-up key',
  'A commit without a key went through',
  'pre-merge-commit stopped a made-up key',
  'commit-msg stopped a made-up key',
  'pre-push stopped a made-up key',
];

function expectProven(result: Ran): void {
  for (const sentence of PROVEN) expect(result.stdout).toContain(sentence);
  expect(result.stderr).toBe('');
  expect(result.status).toBe(0);
}

function expectCause(result: Ran, ...sentences: string[]): void {
  for (const sentence of sentences) expect(result.stdout).toContain(sentence);
  expect(result.status).toBe(2);
}

/** A project with husky set up, and keyfence in it. */
function withHusky(): Repo {
  const repo = project(HUSKY);
  link(repo, '', 'husky');
  install(repo);
  return repo;
}

const hook = (repo: Repo, text: string, name = 'pre-commit') => {
  repo.write(`.git/hooks/${name}`, text);
  chmodSync(join(repo.path, '.git/hooks', name), 0o755);
};

test('J1 doctor proves the plain hook, changes nothing and leaves nothing behind', () => {
  const repo = installed();
  const before = snapshot(repo.path);
  const TMPDIR = folder();
  expectProven(doctor(repo, { env: { TMPDIR } }));
  expect(snapshot(repo.path)).toEqual(before);
  expect(readdirSync(TMPDIR)).toEqual([]);
});

test('J1 doctor proves the husky hook, from a sub-folder', () => {
  const repo = withHusky();
  repo.write('deep/x', '');
  expectProven(doctor(repo, { cwd: join(repo.path, 'deep') }));
});

test('J1 no hook at all', () => {
  const result = doctor(project());
  expectCause(
    result,
    'did NOT stop a made-up key',
    'There is no pre-commit, pre-merge-commit, commit-msg, pre-push in .git/hooks',
  );
});

test('J1 a hook without the exec bit', () => {
  const repo = installed();
  chmodSync(join(repo.path, '.git/hooks/pre-commit'), 0o644);
  expectCause(doctor(repo), 'did NOT stop', 'chmod +x', '.git/hooks/pre-commit is not executable');
});

test('J1 husky after plain hooks: what git does not use is no fault', () => {
  const repo = installed();
  repo.write('package.json', JSON.stringify(HUSKY));
  link(repo, '', 'husky');
  expect(install(repo)).toContain('npm pkg set scripts.prepare=husky');
  expectProven(doctor(repo));
});

test('J1 HUSKY=0 in the environment and in init.sh', () => {
  const repo = withHusky();
  expectCause(doctor(repo, { env: { HUSKY: '0' } }), 'did NOT stop', 'HUSKY=0 is set');
  const HOME = folder();
  new Repo(HOME).write('.config/husky/init.sh', 'export HUSKY=0\n');
  expectCause(doctor(repo, { env: { HOME } }), 'did NOT stop', 'init.sh sets HUSKY=0');
});

test('J1 husky in package.json, but core.hooksPath unset: a clone without npm install', () => {
  const repo = withHusky();
  repo.git('config', '--unset', 'core.hooksPath');
  expectCause(doctor(repo), 'did NOT stop', 'husky has not run in this clone', 'npm install');
});

test('J1 core.hooksPath leads past the hook, or to nothing', () => {
  const repo = installed();
  repo.git('config', 'core.hooksPath', folder());
  expectCause(doctor(repo), 'did NOT stop', 'keyfence is in .git/hooks, but core.hooksPath (local');
  repo.git('config', 'core.hooksPath', '/nowhere/at/all');
  expectCause(doctor(repo), 'did NOT stop', 'which does not exist');
});

test('J1 a core.hooksPath of the global configuration leads past the hook', () => {
  const repo = installed();
  const global = join(folder(), 'gitconfig');
  writeFileSync(global, `[core]\n\thooksPath = ${JSON.stringify(folder())}\n`);
  const result = doctor(repo, { env: { GIT_CONFIG_GLOBAL: global } });
  expectCause(result, 'did NOT stop', 'core.hooksPath (global configuration)');
});

test('J1 a hook that does not call keyfence', () => {
  const repo = installed();
  hook(repo, '#!/bin/sh\necho fine\n');
  expectCause(doctor(repo), 'did NOT stop', '.git/hooks/pre-commit does not call keyfence');
});

test('J1 a hook that calls keyfence too late to be reached', () => {
  const repo = installed();
  hook(repo, '#!/bin/sh\nif true; then exit 0; fi\nnpx keyfence staged\n');
  expectCause(doctor(repo), 'did NOT stop', 'it names keyfence, but keyfence did not run');
});

test.each(['|| true', '; echo done'])('J1 a hook that hides the exit code: %s', (end) => {
  const repo = installed();
  hook(repo, `#!/bin/sh\nnode node_modules/keyfence/bin/keyfence.js staged ${end}\n`);
  expectCause(doctor(repo), 'something in .git/hooks/pre-commit hides the exit code');
});

test('J1 a hook that fails before keyfence speaks proves nothing', () => {
  const repo = installed();
  hook(repo, '#!/bin/sh\necho no tests found\nexit 1\nnpx keyfence staged\n');
  expectCause(doctor(repo), 'before keyfence could say a word', 'no tests found');
});

test('J1 other commands of the hook may fail in the trial without blame for keyfence', () => {
  const repo = project();
  hook(repo, '#!/bin/sh\necho no tests found\nexit 1\n');
  install(repo);
  const result = doctor(repo);
  expect(result.stdout).toContain('keyfence let a commit without a key through. Another command');
  expect(result.stdout).toContain('no tests found');
  expect(result.status).toBe(0);
});

test('J1 the package is gone', () => {
  const repo = project(HUSKY);
  link(repo, '', 'husky');
  install(repo);
  rmSync(join(repo.path, 'node_modules', 'keyfence'));
  expectCause(doctor(repo), 'The hook does not find keyfence', '\n    npm install\n');
});

test('J1 the commit message hook is missing', () => {
  const repo = installed();
  rmSync(join(repo.path, '.git/hooks/commit-msg'));
  expectCause(doctor(repo), 'pre-commit stopped', 'There is no commit-msg in .git/hooks');
});

test('J1 post-commit and other hooks of the repository do not run in the trial', () => {
  const repo = installed();
  const ran = join(repo.path, 'ran');
  hook(repo, `#!/bin/sh\necho ran > '${ran}'\n`, 'post-commit');
  hook(repo, `#!/bin/sh\necho ran > '${ran}'\n`, 'post-checkout');
  const before = snapshot(repo.path);
  expectProven(doctor(repo));
  expect(snapshot(repo.path)).toEqual(before);
});

test('J1 Windows line ends in a husky hook', () => {
  const repo = withHusky();
  const file = join(repo.path, '.husky/pre-commit');
  const text = `# >>> keyfence >>>\r\nnode x/keyfence.js staged\r\n# <<< keyfence <<<\r\n`;
  writeFileSync(file, text);
  expectCause(doctor(repo), '.husky/pre-commit has Windows line ends', '.gitattributes');
});

test('B8 J1 doctor in a linked worktree, where husky made no folder', () => {
  const repo = withHusky();
  repo.git('add', '.husky');
  repo.git('commit', '-q', '--no-verify', '-m', 'hooks');
  const linked = new Repo(join(folder(), 'linked'));
  repo.git('worktree', 'add', '-q', linked.path);
  expectCause(doctor(linked), 'did NOT stop', "husky's folder is missing in this worktree");
  install(linked);
  expectProven(doctor(linked));
});

test('B8 J1 doctor with a separate git dir, in a submodule, in a bare repository', () => {
  const apart = project({}, '--separate-git-dir', join(folder(), 'apart'));
  install(apart);
  expectProven(doctor(apart));
  const outer = repository();
  outer.git('-c', 'protocol.file.allow=always', 'submodule', '-q', 'add', apart.path, 'sub');
  const sub = new Repo(join(outer.path, 'sub'));
  install(sub);
  expectProven(doctor(sub));
  expectCause(doctor(repository('--bare')), 'is a bare repository');
});

test('J1 a manager without keyfence, and one that is switched off', () => {
  const repo = project();
  repo.write('lefthook.yml', 'pre-commit:\n');
  expectCause(doctor(repo), 'lefthook.yml does not mention keyfence');
  repo.write('lefthook.yml', 'pre-commit: # keyfence\n');
  const result = doctor(repo, { env: { LEFTHOOK: '0' } });
  expectCause(result, 'LEFTHOOK=0 is set', 'npx lefthook install');
});

test('J4 doctor proves a hook that knows node by its noted place', () => {
  const repo = installed();
  const PATH = bareTools();
  const result = doctor(repo, { env: { PATH, HOME: folder() } });
  expectProven(result);
});

test('J1 doctor names a Node that is too old for the hook', () => {
  const repo = installed();
  const tools = bareTools();
  const fake = join(tools, 'old.cjs');
  writeFileSync(fake, "Object.defineProperty(process.versions, 'node', { value: '18.20.4' });\n");
  const node = join(tools, 'node');
  writeFileSync(node, `#!/bin/sh\nexec '${process.execPath}' --require '${fake}' "$@"\n`);
  chmodSync(node, 0o755);
  expectCause(doctor(repo, { env: { PATH: tools } }), 'The hook starts Node 18.20.4');
});

test('doctor tells of the history cache: whether there is one, how large, whose, how to be rid of it', () => {
  const repo = installed();
  repo.commit('a.ts', 'export const a = 1;\n');
  const state = folder();
  const env = { XDG_STATE_HOME: state };
  const said = () => {
    const before = snapshot(repo.path);
    const ran = doctor(repo, { env });
    expectProven(ran);
    expect(snapshot(repo.path)).toEqual(before);
    return ran.stdout.split('\n').find((line) => /history --cache/.test(line));
  };
  expect(said()).toBe(
    '· No scan of everything is remembered here: `keyfence history --cache` would keep one.',
  );
  // It only looks: no key is made.
  expect(readdirSync(state)).toEqual([]);
  expect(repo.keyfence(['history', '--cache'], { env }).status).toBe(0);
  const head = /^· The cache of `history --cache` in \.git\/keyfence has [\d.]+ k?B and is /.source;
  const end = /To be rid of it, remove that folder\.$/.source;
  expect(said()).toMatch(new RegExp(`${head}sealed with your key\\. ${end}`));
  appendFileSync(join(repo.path, '.git/keyfence/history-objects'), 'x');
  const why = 'not believed: history-objects is damaged, or somebody else wrote it';
  expect(said()).toMatch(new RegExp(`${head}${why}\\. ${end}`));
});
