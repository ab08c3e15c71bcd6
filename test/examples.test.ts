/** The examples of the help and of the pages are run, each line as it stands there, by the real bin. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { configSchema } from '../src/config/schema.ts';
import { type CommandName, commands } from '../src/flags.ts';
import { helpOn } from '../src/help.ts';
import { ignoreFileName, renderIgnores } from '../src/ignores.ts';
import { bin, folder, Repo, repository, root, run } from './helpers/repo.ts';

/** Run where they are made: they need reports of other runs. */
const elsewhere: readonly string[] = ['merge'];

/** A clone in which everything is there that the examples speak of, and nothing to find. */
function ready(): Repo {
  const origin = repository();
  origin.commit('src/config.ts', 'export const config = {};\n');
  origin.commit('packages/web/a.ts', 'export const a = 1;\n');
  origin.git('checkout', '-q', '-b', 'feature');
  origin.commit('src/feature.ts', 'export const b = 2;\n');
  origin.git('checkout', '-q', 'main');
  const clone = new Repo(join(folder(), 'clone'));
  origin.git('clone', '-q', origin.path, clone.path);
  clone.git('branch', '-q', 'feature', 'origin/feature');
  clone
    .write('dist/bundle.js', 'var a = 1;\n')
    .write('.env', 'PORT=1\n')
    .write('.gitignore', 'dist\n');
  clone.write('.git/COMMIT_EDITMSG', 'a message\n');
  const rule = 'google-api-key';
  clone.write('.gitleaksignore', `src/config.ts:${rule}:1\n`);
  const results = { 'src/config.ts': [{ hashed_secret: '0a1b2c3d'.repeat(5) }] };
  clone.write('.secrets.baseline', JSON.stringify({ results }));
  return clone;
}

/** What stands on standard input where a command reads it. */
const inputs: Partial<Record<string, string>> = { stdin: 'x = 1\n', files: 'src/config.ts\0' };

function examplesOf(name: CommandName): string[] {
  return [...helpOn(name, 'keyfence', 80).matchAll(/^ {2}keyfence (.*)$/gm)].map(
    ([, line]) => line!,
  );
}

/** Lines of the pages' shell blocks that start keyfence, without their comments. */
function linesOf(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8');
  const blocks = [...text.matchAll(/```(?:sh)?\n([\s\S]*?)```/g)].map(([, block]) => block!);
  const lines = blocks.flatMap((block) => block.split('\n'));
  return lines.flatMap((line) => /^npx keyfence (.*?)(?:\s+#.*)?$/.exec(line)?.[1] ?? []);
}

describe.skipIf(process.platform === 'win32')('each example runs', () => {
  let repo: Repo;
  beforeAll(() => {
    const built = run(process.execPath, [bin, '--version'], {});
    expect(built.status).toBe(0);
  });

  function tried(line: string): { readonly status: number | null; readonly said: string } {
    const [command] = line.split(' ');
    const words = line.replaceAll('…', 'f'.repeat(28));
    const ran = run('bash', ['-c', `"$NODE" "$BIN" ${words}`], {
      cwd: repo.path,
      env: { NODE: process.execPath, BIN: bin },
      input: inputs[command!] ?? '',
    });
    return { status: ran.status, said: `${line}\n${ran.stdout}${ran.stderr}` };
  }

  for (const name of Object.keys(commands) as CommandName[]) {
    if (elsewhere.includes(name)) continue;
    test(`help ${name}`, () => {
      repo = ready();
      for (const line of examplesOf(name)) {
        const { status, said } = tried(line);
        // Nothing is installed in that clone, which is what doctor is to say.
        expect(status, said).toBe(name === 'doctor' ? 2 : 0);
      }
    });
  }

  const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)];
  for (const page of pages.filter((one) => linesOf(one).length > 0)) {
    test(page, () => {
      repo = ready();
      for (const line of linesOf(page)) {
        if (elsewhere.includes(line.split(' ')[0]!)) continue;
        const { status, said } = tried(line);
        // On the pages doctor stands behind install, and so it has something to prove.
        expect(status, said).toBe(0);
      }
    });
  }
});

test('F5 the page on configuration shows every key once, in a config that is in force as it stands', () => {
  const page = readFileSync(join(root, 'docs/configuration.md'), 'utf8');
  const [, text] = /Every key at once:\n\n```jsonc\n([\s\S]*?)```/.exec(page)!;
  const repo = repository();
  repo.write('.keyfencerc.json', text!).write('a.ts', 'x').write('test/fixtures/b', 'y');
  const { status, stdout, stderr } = repo.keyfence(['config']);
  expect([status, stderr]).toEqual([0, '']);
  for (const key of Object.keys(configSchema.properties)) {
    expect(text!.split(`"${key}"`).length - 1, key).toBe(1);
    if (key !== '$schema')
      expect(stdout, key).toMatch(new RegExp(`^${key}.*\\.keyfencerc\\.json:\\d+:\\d+$`, 'm'));
  }
  expect(repo.keyfence(['self-test']).status).toBe(0);
});

test('expired and unused entries: both are named by a scan of everything, and --prune takes both away', () => {
  const repo = repository();
  repo.commit('a.ts', 'x');
  const hash = (start: string) => start + 'ab'.repeat(15);
  const base = { rule: 'google-api-key', reason: 'a sample' };
  const entries = [
    { ...base, hash: hash('00') },
    { ...base, hash: hash('01'), expires: '2026-01-31' },
  ];
  repo.write(ignoreFileName, renderIgnores(entries));
  const words = (text: string) => text.replace(/\s+/g, ' ');
  const { status, stdout } = repo.keyfence(['history']);
  expect(status).toBe(0);
  expect(words(stdout)).toContain(`1 ignore entry matched nothing: google-api-key:${hash('00')}`);
  expect(words(stdout)).toContain('1 ignore entry expired and no longer hides anything');
  expect(repo.keyfence(['history', '--fail-on-unused']).status).toBe(2);
  const staged = words(repo.keyfence(['staged']).stdout);
  expect(staged).toContain('expired');
  expect(staged).not.toContain('matched nothing');
  const listed = repo.keyfence(['ignore', '--unused']);
  expect(listed.stdout).toContain(hash('00'));
  expect(listed.stdout).toContain(`${hash('01')}  a sample, 2026-01-31`.slice(0, 34));
  expect(repo.keyfence(['ignore', '--unused', '--prune']).stdout).toContain('2 removed');
  expect(repo.keyfence(['history', '--fail-on-unused']).status).toBe(0);
});

test('F4 --policy-ref: self-test, rules and ignore --list speak of that commit’s policy', () => {
  const repo = repository();
  repo.stage('.keyfencerc.json', '{ "rules": { "google-web-key": "off" } }');
  const entry = { rule: 'google-api-key', hash: 'cd'.repeat(16), reason: 'theirs' };
  repo.commit(ignoreFileName, renderIgnores([entry]));
  repo.stage('.keyfencerc.json', '{ "rules": { "gemini-auth-key": "off" } }');
  repo.commit(ignoreFileName, renderIgnores([]));
  expect(repo.keyfence(['self-test']).status).toBe(2);
  expect(repo.keyfence(['self-test', '--policy-ref', 'HEAD~1']).status).toBe(0);
  expect(repo.keyfence(['rules']).stdout).toMatch(/^gemini-auth-key.*off/m);
  expect(repo.keyfence(['rules', '--policy-ref', 'HEAD~1']).stdout).toMatch(
    /^google-web-key.*off/m,
  );
  expect(repo.keyfence(['ignore', '--list']).stdout).not.toContain(entry.hash);
  expect(repo.keyfence(['ignore', '--list', '--policy-ref', 'HEAD~1']).stdout).toContain(
    entry.hash,
  );
  const written = ['ignore', `google-api-key:${'ab'.repeat(16)}`, '--reason', 'x'];
  expect(repo.keyfence([...written, '--policy-ref', 'HEAD~1']).status).toBe(2);
  repo.write('.keyfencerc.json', '{ "rules": { "hardcoded-api-key": "warning" } }');
  expect(repo.keyfence(['rules']).stdout).toMatch(/^hardcoded-api-key +warning/m);
  expect(repo.keyfence(['doctor', '--policy-ref', 'HEAD']).status).toBe(2);
});

test('F5 a broken config in the policy’s commit ends every command at once, with exit 2', () => {
  const repo = repository();
  repo.commit('.keyfencerc.json', '{ "rulez": {} }');
  repo.write('.keyfencerc.json', '{}').stage('a.ts', 'x');
  for (const line of [
    'staged',
    'history',
    'files',
    'config',
    'rules',
    'self-test',
    'ignore --list',
  ]) {
    const { status, stderr } = repo.keyfence([...line.split(' '), '--policy-ref', 'HEAD']);
    expect([status, stderr], line).toEqual([
      2,
      expect.stringContaining('"rulez" is not a known key'),
    ]);
  }
});
