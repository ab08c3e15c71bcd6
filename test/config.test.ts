import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { optional } from '../rules/optional.ts';
import { showConfig } from '../src/config/show.ts';
import {
  applyPolicy,
  checkTree,
  commitPolicy,
  defaults,
  type Options,
  resolveOptions,
} from '../src/config.ts';
import { type CommandLine, parseCommandLine } from '../src/flags.ts';
import type { Finding, Where } from '../src/types.ts';
import { folder, Repo } from './helpers/repo.ts';

const name = '.keyfencerc.json';
const tree = (files: Record<string, string>) => {
  const repo = new Repo(folder());
  for (const [path, text] of Object.entries(files)) repo.write(path, text);
  return repo.path;
};
const flagsOf = (line: string): CommandLine['flags'] =>
  parseCommandLine(['staged', ...line.split(' ').filter(Boolean)]).flags;
const resolve = async (top: string, flags = '', env: NodeJS.ProcessEnv = {}): Promise<Options> =>
  resolveOptions({ flags: flagsOf(flags), top, cwd: top, env, terminal: false });
const withConfig = (text: string, flags = '') => resolve(tree({ [name]: text }), flags);

describe('F5 config errors are loud: exit 2 with file, line, column and what was meant', () => {
  const bad: [what: string, text: string, message: string | RegExp][] = [
    [
      'unknown key',
      '{\n  "exlcude": []\n}',
      `${name}:2:3: "exlcude" is not a known key. Did you mean "exclude"?`,
    ],
    ['far-off key', '{ "allowlist": [] }', `${name}:1:3: "allowlist" is not a known key.`],
    ['wrong type', '{ "exclude": "a" }', `${name}:1:14: "exclude" must be an array, not string.`],
    [
      'wrong type inside',
      '{\n"rules": { "x": 1 }}',
      `${name}:2:17: "rules.x" must be one of "off", "warning", "error".`,
    ],
    ['misspelt value', '{ "rules": { "x": "of" } }', /Did you mean "off"\?$/],
    [
      'unknown rule',
      '{ "rules": { "gemini-auth-kye": "off" } }',
      `${name}:1:33: There is no rule "gemini-auth-kye". Did you mean "gemini-auth-key"?`,
    ],
    ['fraction', '{ "jobs": 1.5 }', /"jobs" must be an integer, not number/],
    ['too small', '{ "jobs": 0 }', /"jobs" must be at least 1/],
    [
      'duplicate key',
      '{ "strict": true,\n "strict": false }',
      `${name}:2:2: "strict" stands twice in the same object.`,
    ],
    [
      'bad glob',
      '{ "exclude": ["ok/**", "a[b"] }',
      `${name}:1:24: A bracket or brace in the glob is not closed.`,
    ],
    ['backslash glob', '{ "exclude": ["dist\\\\x"] }', /Write globs with "\/", on Windows too/],
    ['absolute glob', '{ "exclude": ["/dist/**"] }', /no leading "\/"/],
    ['negated glob', '{ "exclude": ["!src/**"] }', /"!" is not supported/],
    ['glob for everything', '{ "exclude": ["**/*"] }', /takes more than half of any tree/],
    [
      'a glob that takes for ever',
      '{ "exclude": ["*a*a*a*a*a"] }',
      /:1:15: A glob with more than 4/,
    ],
    ['the same in depth', '{ "exclude": ["**/a/**/b/**/c/**/d"] }', /more than 3 "\*\*"/],
    ['a million brackets', '['.repeat(500_000), /:1:1: It is nested far too deeply\./],
    ['not JSON', '{ "strict": }', /^\.keyfencerc\.json:1:13: Value expected\.$/],
    ['conflict marker', '<<<<<<< HEAD\n{}', /^\.keyfencerc\.json:1:1: /],
    ['empty', '', /:1:1: /],
    ['not an object', '[]', /The file must be an object, not array/],
    ['null', 'null', /must be an object, not null/],
    ['prototype key', '{ "__proto__": {} }', /"__proto__" is not a known key/],
    [
      'missing key of a rule',
      '{ "customRules": [{ "id": "acme" }] }',
      /"customRules\[0\]" needs "title"/,
    ],
  ];
  for (const [what, text, message] of bad) {
    test(`F5 ${what}`, async () => {
      await expect(withConfig(text)).rejects.toMatchObject({
        code: 'config',
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      });
    });
  }

  test('F5 a missing or unreadable --config, and one outside the repository', async () => {
    const top = tree({ 'sub/ok.json': '{}', 'sub/sub.json/x': '' });
    await expect(resolve(top, '--config nope.json')).rejects.toThrow(
      'nope.json cannot be read: there is no such',
    );
    await expect(resolve(top, '--config ../x.json')).rejects.toThrow('outside the repository');
    await expect(resolve(top, '--config sub/sub.json')).rejects.toThrow('not a regular file');
    expect((await resolve(top, '--config sub/ok.json')).configFiles).toEqual(['sub/ok.json']);
  });

  test('F5 two configs in one folder are one too many', async () => {
    const top = tree({ [name]: '{}', 'package.json': '{"keyfence":{}}' });
    await expect(resolve(top)).rejects.toThrow('There is a "keyfence" in package.json too');
  });

  test('F5 errors in package.json point into package.json', async () => {
    const top = tree({ 'package.json': '{\n  "name": "x",\n  "keyfence": { "strcit": true }\n}' });
    await expect(resolve(top)).rejects.toThrow(
      'package.json:3:17: "strcit" is not a known key. Did you mean "strict"?',
    );
  });

  test('F5 wrong flag values', async () => {
    const top = tree({});
    await expect(resolve(top, '--format jsno')).rejects.toThrow(/--format "jsno" is not one of/);
    await expect(resolve(top, '--format json=')).rejects.toThrow(/file name after the "="/);
    await expect(resolve(top, '--jobs two')).rejects.toThrow(
      /--jobs needs a positive whole number/,
    );
    await expect(resolve(top, '--web-keys on')).rejects.toThrow(/--web-keys "on" is not one of/);
    await expect(resolve(top, '--show-secrets')).rejects.toThrow(/only on a terminal/);
    await expect(resolve(top, '--show-secrets', { CI: 'true' })).rejects.toThrow(/where CI is set/);
  });
});

describe('B9 the config is a regular file of at most 1 MiB inside the repository', () => {
  test('B9 a link, a folder, a giant or bytes that are no text end in exit 2', async () => {
    const link = tree({});
    symlinkSync('/dev/zero', join(link, name));
    await expect(resolve(link)).rejects.toThrow(`${name}: It is not a regular file.`);
    const directory = tree({});
    mkdirSync(join(directory, name));
    await expect(resolve(directory)).rejects.toThrow('not a regular file');
    await expect(withConfig(`{}${' '.repeat(1 << 20)}`)).rejects.toThrow('larger than 1 MiB');
    const binary = new Repo(folder()).write(name, Uint8Array.of(0x7b, 0xff, 0x7d));
    await expect(resolve(binary.path)).rejects.toThrow('not UTF-8');
  });
});

describe('values and where they come from', () => {
  test('without any config everything is a default and frozen', async () => {
    const options = await resolve(tree({ 'package.json': '{"devDependencies":{"keyfence":"1"}}' }));
    expect(options).toMatchObject({
      inline: true,
      webKeys: 'warning',
      maxBytes: defaults.maxBytes,
    });
    expect(options).toMatchObject({
      formats: [{ format: 'pretty' }],
      configFiles: [],
      rulesOff: [],
    });
    expect(Object.isFrozen(options)).toBe(true);
    expect(options.jobs).toBeGreaterThan(0);
  });

  test('flags win over the config, the config over the defaults; comments and commas are fine', async () => {
    const text = '\uFEFF{\n // ours\n "strict": true, /* few */ "jobs": 3,\n "inline": false,\n}';
    const options = await withConfig(text, '--jobs 2 --format json --format sarif=a=b.sarif');
    expect(options).toMatchObject({ strict: true, jobs: 2, inline: false });
    expect(options.formats).toEqual([{ format: 'json' }, { format: 'sarif', file: 'a=b.sarif' }]);
    expect(options.origins).toMatchObject({ strict: `${name}:3:12`, jobs: '--jobs' });
  });

  test('F5 built-in rules stay on unless named; `config` prints each value with its origin', async () => {
    const text = '{\n"rules": { "hardcoded-api-key": "off" },\n"exclude": ["dist/**"], "jobs": 2 }';
    const options = await withConfig(text, '--strict');
    expect(options.rulesOff).toEqual(['hardcoded-api-key']);
    expect(showConfig(options, 3).join('\n')).toMatchInlineSnapshot(`
      "webKeys                  warning    default
      inline                   true       default
      compat                   none       default
      strict                   true       --strict
      failOnUnused             false      default
      maxBytes                 104857600  default
      jobs                     2          .keyfencerc.json:3:33
      rules.hardcoded-api-key  off        .keyfencerc.json:2:33
      exclude[0]               dist/**    .keyfencerc.json:3:13

      config files: .keyfencerc.json
      rules off: hardcoded-api-key
      ignore entries: 3"
    `);
  });

  test('colour: terminal, NO_COLOR, FORCE_COLOR, TERM=dumb, --no-color', async () => {
    const color = async (terminal: boolean, env: NodeJS.ProcessEnv, flags = '') =>
      (await resolveOptions({ flags: flagsOf(flags), top: '/', cwd: '/', env, terminal })).color;
    expect(await color(true, {})).toBe(true);
    expect(await color(false, {})).toBe(false);
    expect(await color(true, { NO_COLOR: '1' })).toBe(false);
    expect(await color(true, { TERM: 'dumb' })).toBe(false);
    expect(await color(true, {}, '--no-color')).toBe(false);
    expect(await color(false, { FORCE_COLOR: '1' })).toBe(true);
  });
});

describe('J5 the nearest config wins for its subtree', () => {
  const [a, b] = ['google-api-key', 'hardcoded-api-key'];
  const nested = () =>
    tree({
      [name]: `{ "rules": { "${a}": "warning", "${b}": "off" }, "exclude": ["gen/**"] }`,
      'packages/web/package.json': `{ "keyfence": { "rules": { "${a}": "error" }, "exclude": ["fixtures/"] } }`,
      'packages/web/deep/.keyfencerc.json': `{ "rules": { "${b}": "warning" } }`,
    });

  test('J5 rules by key, globs relative to their config, files used are listed', async () => {
    const options = await resolve(nested());
    expect((await options.policyFor('x.ts')).rules).toEqual({ [a]: 'warning', [b]: 'off' });
    expect((await options.policyFor('packages/x.ts')).rules).toEqual({
      [a]: 'warning',
      [b]: 'off',
    });
    expect((await options.policyFor('packages/web/x.ts')).rules).toEqual({
      [a]: 'error',
      [b]: 'off',
    });
    const deep = await options.policyFor('packages/web/deep/er/x.ts');
    expect(deep).toEqual({ rules: { [a]: 'error', [b]: 'warning' } });
    const fixture = await options.policyFor('packages/web/fixtures/a/b.json');
    expect(fixture.excludedBy).toEqual({ glob: 'fixtures/', config: 'packages/web/package.json' });
    expect((await options.policyFor('fixtures/a.json')).excludedBy).toBeUndefined();
    expect((await options.policyFor('gen/a')).excludedBy?.config).toBe(name);
    expect((await options.policyFor('Gen/a')).excludedBy).toBeUndefined();
    expect(options.layers().map(({ layer }) => layer.name)).toEqual([
      name,
      'packages/web/package.json',
      'packages/web/deep/.keyfencerc.json',
    ]);
  });

  test('J5 a key that speaks about the whole run is refused below the root', async () => {
    const options = await resolve(tree({ 'a/.keyfencerc.json': '{ "strict": false }' }));
    await expect(options.policyFor('a/x')).rejects.toThrow(
      'a/.keyfencerc.json:1:13: "strict" belongs in the config at the repository\'s root.',
    );
  });

  test('J5 --web-keys stands above every config; node_modules has no say', async () => {
    const top = tree({
      'a/.keyfencerc.json': '{ "rules": { "google-web-key": "off" } }',
      'node_modules/evil/.keyfencerc.json': '{ "rules": { "google-api-key": "off" } }',
    });
    const plain = await resolve(top);
    expect((await plain.policyFor('a/x')).rules).toEqual({ 'google-web-key': 'off' });
    const strict = await resolve(top, '--web-keys error');
    expect(strict.webKeys).toBe('error');
    expect((await strict.policyFor('a/x')).rules).toEqual({ 'google-web-key': 'error' });
    expect((await plain.policyFor('node_modules/evil/x.js')).rules).toEqual({});
  });

  test('F4 the policy of a commit is read from there, not from disk', async () => {
    const files = new Map([
      [name, Buffer.from('{ "strict": true }')],
      ['a/.keyfencerc.json', Buffer.from(`{ "rules": { "${b}": "warning" } }`)],
    ]);
    const top = tree({ [name]: '{ "rules": { "google-api-key": "off" } }' });
    const policy = commitPolicy('origin/main', files);
    const flags = flagsOf('--policy-ref origin/main');
    const options = await resolveOptions({
      flags,
      top,
      cwd: top,
      env: {},
      terminal: false,
      policy,
    });
    expect(options).toMatchObject({ strict: true, rulesOff: [], policyRef: 'origin/main' });
    expect(options.configFiles).toEqual([`origin/main:${name}`]);
    expect((await options.policyFor('a/x')).rules).toEqual({ [b]: 'warning' });
  });
});

describe('F6 an exclude is no wider than meant', () => {
  test('F6 a glob over more than half of the tracked files needs "broad": true', async () => {
    const paths = ['src/a.ts', 'src/b.ts', 'src/c.ts', 'README.md'];
    const check = async (text: string) => checkTree(await withConfig(text), paths);
    await expect(check('{ "exclude": ["docs/**", "src/**"] }')).rejects.toThrow(
      `${name}:1:26: The glob "src/**" takes 3 of 4 tracked files.`,
    );
    await check('{ "exclude": [{ "glob": "src/**", "broad": true }] }');
    await check('{ "exclude": ["src/a.ts", "src/b.ts"] }');
  });

  test('F6 globs: dot files, braces, no match of a like-named folder elsewhere', async () => {
    const options = await withConfig('{ "exclude": ["*.{lock,map}", "dist/", "**/__snap__/**"] }');
    const excluded = async (path: string) => (await options.policyFor(path)).excludedBy?.glob;
    expect(await excluded('.a.lock')).toBe('*.{lock,map}');
    expect(await excluded('sub/a.lock')).toBeUndefined();
    expect(await excluded('dist/.x/y')).toBe('dist/');
    expect(await excluded('pkg/dist/y')).toBeUndefined();
    expect(await excluded('dist')).toBeUndefined();
    expect(await excluded('a/b/__snap__/.c')).toBe('**/__snap__/**');
  });
});

test('policy on findings: off and excluded places go, severity follows, the rest stays', async () => {
  const top = tree({
    [name]: '{ "rules": { "google-api-key": "warning" }, "exclude": ["gen/**"] }',
    'a/.keyfencerc.json': '{ "rules": { "google-api-key": "off" } }',
  });
  const options = await resolve(top);
  const at = (path: string) => ({ path }) as Where;
  const finding = (...paths: string[]) => {
    const places = paths.map(at);
    const some = {
      rule: 'google-api-key',
      severity: 'error',
      where: places[0],
      places,
      count: places.length,
    };
    return some as unknown as Finding;
  };
  const one = async (found: Finding) => (await applyPolicy([found], options))[0];
  expect(await one(finding('x'))).toMatchObject({ severity: 'warning', count: 1 });
  expect(await one(finding('a/x', 'gen/y'))).toBeUndefined();
  expect(await one(finding('a/x', 'b', 'gen/y'))).toMatchObject({ where: { path: 'b' }, count: 1 });
  expect(await one({ ...finding('a/x'), count: 200 })).toMatchObject({ count: 200 });
  const other = { ...finding('x'), rule: 'other' };
  expect(await one(other)).toBe(other);
});

test("rule-ids.ts holds exactly the built-in rules' ids (renew it: npx vitest run test/config.test.ts -u)", async () => {
  const ids = rules.map(({ id }) => `  '${id}',\n`).sort();
  const head = '/** Made by test/config.test.ts from the rules; do not edit. */\n';
  const off = optional.map(({ id }) => `'${id}'`).join(', ');
  const text =
    `${head}export const ruleIds = [\n${ids.join('')}] as const;\n\n` +
    `/** Off until the root config gives them a severity. */\nexport const optionalIds = [${off}] as const;\n`;
  await expect(text).toMatchFileSnapshot('../src/config/rule-ids.ts');
});
