/** J4: the hook finds node where PATH does not have it, and says what to do where nothing has it. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { authKey } from '../helpers/keys.ts';
import { cleanEnv, folder, type Repo, repository, root } from '../helpers/repo.ts';
import { bareTools, HUSKY, install, link, project } from './project.ts';

const script = join(root, 'bin', 'hook.sh');
let tools: string;
let home: string;
let repo: Repo;

beforeEach(() => {
  tools = bareTools();
  home = folder();
  repo = repository();
  repo.stage('leak.ts', `export const key = "${authKey(5)}";\n`);
});

/** A node that notes its own path in `ran` before it is node. */
function place(path: string): string {
  const file = join(home, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `#!/bin/sh\necho '${path}' > '${home}/ran'\nexec '${process.execPath}' "$@"\n`,
  );
  chmodSync(file, 0o755);
  return file;
}

/** As the lines in a hook read it. */
function run(env: NodeJS.ProcessEnv = {}, shell = 'sh', from = script) {
  const lines = `(keyfence='${root}' noted="$NOTED"; set -- staged; . '${from}') || exit $?`;
  return spawnSync(shell, ['-c', lines], {
    cwd: repo.path,
    env: { ...cleanEnv({ PATH: tools, HOME: home, NOTED: '' }), ...env },
    encoding: 'utf8',
  });
}

const ran = () => readFileSync(join(home, 'ran'), 'utf8').trim();

test.each([
  ['volta', '.volta/bin/node'],
  ['fnm', '.local/share/fnm/aliases/default/bin/node'],
  ['fnm on macOS', 'Library/Application Support/fnm/aliases/default/bin/node'],
  ['nvm', '.nvm/versions/node/v22.1.0/bin/node'],
  ['asdf', '.asdf/installs/nodejs/22.1.0/bin/node'],
  ['mise', '.local/share/mise/installs/node/22.1.0/bin/node'],
])('J4 finds node of %s', (_name, path) => {
  place(path);
  const result = run();
  expect(result.stdout).toContain('Gemini');
  expect(result.status).toBe(1);
  expect(ran()).toBe(path);
});

test('J4 the order: PATH, the noted place, volta, fnm, nvm, asdf, mise', () => {
  const order = [
    '.local/share/mise/installs/node/24.0.0/bin/node',
    '.asdf/installs/nodejs/24.0.0/bin/node',
    '.nvm/versions/node/v24.0.0/bin/node',
    '.local/share/fnm/aliases/default/bin/node',
    '.volta/bin/node',
  ];
  for (const path of order) {
    place(path);
    run();
    expect(ran()).toBe(path);
  }
  const noted = place('noted/node');
  run({ NOTED: noted });
  expect(ran()).toBe('noted/node');
  run({ NOTED: noted, PATH: `${dirname(place('path/node'))}:${tools}` });
  expect(ran()).toBe('path/node');
});

test.each([
  ['v20.11.1', 'v20.11.1'],
  ['20', 'v20.19.4'],
  ['v20.9', 'v20.9.0'],
  ['lts/*', 'v22.2.0'],
  ['node', 'v24.10.0'],
  ['system', 'v24.10.0'],
  ['', 'v24.10.0'],
])("J4 nvm's default %j is %s: by number, through other aliases", (alias, version) => {
  for (const there of ['9.9.9', '20.9.0', '20.11.1', '20.19.4', '22.2.0', '24.9.0', '24.10.0']) {
    place(`.nvm/versions/node/v${there}/bin/node`);
  }
  place('.nvm/versions/node/v99.0.0-rc/bin/node');
  mkdirSync(join(home, '.nvm/alias/lts'), { recursive: true });
  writeFileSync(join(home, '.nvm/alias/lts/*'), 'lts/jod\n');
  writeFileSync(join(home, '.nvm/alias/lts/jod'), 'v22.2.0\n');
  if (alias !== '') writeFileSync(join(home, '.nvm/alias/default'), alias);
  run();
  expect(ran()).toBe(`.nvm/versions/node/${version}/bin/node`);
});

test('J4 an alias that leads to itself ends', () => {
  place('.nvm/versions/node/v22.0.0/bin/node');
  mkdirSync(join(home, '.nvm/alias'), { recursive: true });
  writeFileSync(join(home, '.nvm/alias/default'), 'default\n');
  expect(run().status).toBe(1);
});

const shells = ['sh', 'bash', 'dash', 'zsh', 'ksh', 'mksh'].flatMap((name) => {
  const at = process.env.PATH!.split(delimiter).find((one) => existsSync(join(one, name)));
  return at === undefined ? [] : [join(at, name)];
});

test.each(shells)('J4 in %s, with HOME unset', (shell) => {
  const result = run({ HOME: undefined, NOTED: place('n o d e/node') }, shell);
  expect(result.stdout).toContain('Gemini');
  expect(result.status).toBe(1);
});

test('J4 no node anywhere: exit 2, what PATH is, the file to edit and the lines to type', () => {
  const everywhere = readFileSync(script, 'utf8');
  const system = '/opt/homebrew/bin /home/linuxbrew/.linuxbrew/bin /usr/local/bin /usr/bin';
  expect(everywhere).toContain(system);
  const nowhere = join(folder(), 'hook.sh');
  writeFileSync(nowhere, everywhere.replace(system, '/nowhere'));
  const result = run({ hooks: 'husky' }, 'sh', nowhere);
  expect(result.status).toBe(2);
  expect(result.stdout).toBe('');
  expect(result.stderr).toContain('node was not found, so nothing was checked and git is stopped');
  expect(result.stderr).toContain(tools);
  expect(result.stderr).toContain('~/.config/husky/init.sh');
  expect(run({}, 'sh', nowhere).stderr).toContain('npx keyfence install');
});

test('J4 the lines that are printed for husky mend it', () => {
  const lines = readFileSync(script, 'utf8')
    .split('\n')
    .filter((line) => line.includes('config/husky'))
    .map((line) => line.replace(/^ *(?:echo ')?|' >&2$/g, ''));
  expect(lines).toHaveLength(2);
  const node = place('node folder/node');
  const env = cleanEnv({ HOME: home, PATH: `${dirname(node)}:${tools}:/usr/bin:/bin` });
  expect(spawnSync('sh', ['-ec', lines.join('\n')], { env }).status).toBe(0);
  const husky = project(HUSKY);
  link(husky, '', 'husky');
  install(husky);
  husky.stage('leak.ts', `export const key = "${authKey(6)}";\n`);
  const result = husky.tryGit(['commit', '-m', 'x'], { env: { HOME: home, PATH: tools } });
  expect(result.stderr).toContain('Gemini');
  expect(ran()).toBe('node folder/node');
});

test('J4 NODE_OPTIONS and extra certificates of the user do not reach keyfence', () => {
  const env = { NODE_OPTIONS: '--require /nowhere.js', NODE_EXTRA_CA_CERTS: '/nowhere.pem' };
  const result = run({ ...env, NOTED: process.execPath });
  expect(result.stderr).not.toContain('nowhere');
  expect(result.status).toBe(1);
});

test('J1 a Node that is too old says so and stops the commit', () => {
  const fake = join(folder(), 'old.cjs');
  writeFileSync(fake, "Object.defineProperty(process.versions, 'node', { value: '18.20.4' });\n");
  const node = join(home, 'node');
  writeFileSync(node, `#!/bin/sh\nexec '${process.execPath}' --require '${fake}' "$@"\n`);
  chmodSync(node, 0o755);
  const result = run({ PATH: `${home}:${tools}` });
  expect(result.stderr).toContain('needs Node 20.19 or newer and was started by 18.20.4');
  expect(result.status).toBe(2);
});
