/** The real bin over real repositories: what the judge and the reporters together let out. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, expect, test } from 'vitest';
import { authKey, genericValue, standardKey } from '../helpers/keys.ts';
import { folder, Repo, repository, root, run } from '../helpers/repo.ts';

const FORMATS = ['pretty', 'json', 'sarif', 'junit', 'github', 'gitlab', 'csv', 'markdown', 'html'];

/** Any six characters in a row of a key's secret part that an output holds, with what is around them. */
function leaks(output: string, keys: readonly string[]): string[] {
  const found: string[] = [];
  for (const key of keys) {
    for (let start = 9; start + 6 <= key.length - 4; start++) {
      const at = output.indexOf(key.slice(start, start + 6));
      if (at >= 0) found.push(output.slice(Math.max(0, at - 40), at + 40));
    }
  }
  return found;
}

const keys = [authKey(101), standardKey(102), authKey(103), standardKey(104), genericValue(105)];
const [auth, standard, other, inPath, generic] = keys as [string, string, string, string, string];
const base64 = Buffer.from(`key=${other}`).toString('base64');
const percent = [...standard].map((char) => `%${char.charCodeAt(0).toString(16)}`).join('');
const hidden = [...keys, base64.slice(6), percent.slice(12)];

function leakyRepository(): Repo {
  const repo = repository();
  repo.stage(
    'src/app.ts',
    [
      `const one = '${auth}'; const two = "${standard}"; // ${other}`,
      `fetch('https://generativelanguage.googleapis.com/v1/models?key=${auth}&alt=sse');`,
      `const apiKey = '${generic}';`,
      `const ignored = '${other}'; // keyfence:ignore-line a neighbour`,
      `const wrapped = '${base64}', url = '${percent}';`,
    ].join('\n'),
  );
  repo.stage(`keys/${inPath}.txt`, `GEMINI_API_KEY=${inPath}\n`);
  repo.stage('min.js', `${'x'.repeat(50_000)}"${auth}","${standard}"${'y'.repeat(50_000)}`);
  return repo;
}

/** One run that writes every format, each to a file of its own, and pretty to stdout. */
function everyFormat(repo: Repo, args: readonly string[], input = ''): Record<string, string> {
  const out = folder();
  const flags = FORMATS.map((format) => `--format=${format}=${join(out, format)}`);
  const ran = repo.keyfence([...args, ...flags, '--format=pretty'], { input });
  expect(ran.status, ran.stderr).toBe(1);
  const files = FORMATS.map((format) => [format, readFileSync(join(out, format), 'utf8')]);
  return { ...Object.fromEntries(files), stdout: ran.stdout, stderr: ran.stderr };
}

test.each(['staged', 'history'])(
  'G1 %s: no format holds more than prefix and last four',
  (command) => {
    const repo = leakyRepository();
    if (command === 'history') {
      repo.git('commit', '-q', '-m', `keep ${auth} and ${standard}`);
      repo.git('branch', `key-${other}`);
    }
    for (const flags of [[], ['--verbose', '--no-inline']]) {
      const outputs = everyFormat(repo, [command, ...flags]);
      for (const [format, output] of Object.entries(outputs)) {
        expect(leaks(output, hidden), format).toEqual([]);
        if (format !== 'stderr') expect(output, format).toContain(auth.slice(-4));
      }
    }
  },
);

test('G1 message and stdin: what was read is not repeated whole', () => {
  const repo = leakyRepository();
  repo.write('message.txt', `Use ${auth}\n\nand ${standard} too\n`);
  const url = `curl "https://x.test/?key=${standard}&q=${auth}"\n`;
  for (const outputs of [
    everyFormat(repo, ['message', 'message.txt']),
    everyFormat(repo, ['stdin'], url),
  ]) {
    for (const [format, output] of Object.entries(outputs)) {
      expect(leaks(output, hidden), format).toEqual([]);
    }
  }
});

let valid: (value: unknown) => boolean;
beforeAll(() => {
  const schema: object = JSON.parse(readFileSync(join(root, 'schema', 'report.json'), 'utf8'));
  valid = new Ajv2020().compile(schema);
});

test('DESIGN §5 the real JSON is valid, the same on every run, and G5 the only thing on stdout', () => {
  const repo = leakyRepository();
  const first = repo.keyfence(['staged', '--format=json']);
  expect(valid(JSON.parse(first.stdout))).toBe(true);
  expect(repo.keyfence(['staged', '--format=json']).stdout).toBe(first.stdout);
  expect(first.stderr).toBe('');
});

test('G4 the real SARIF of a run that could not read everything says so', () => {
  const repo = leakyRepository();
  const oid = repo.git('rev-parse', ':min.js');
  const file = join(repo.path, '.git', 'objects', oid.slice(0, 2), oid.slice(2));
  chmodSync(file, 0o644);
  writeFileSync(file, 'no object');
  const { stdout, status } = repo.keyfence(['staged', '--format=sarif']);
  expect(status).toBe(2);
  expect(JSON.parse(stdout).runs[0].invocations[0].executionSuccessful).toBe(false);
});

test('L1 what the advice says to type, works: the file leaves the commit', () => {
  for (const name of ['src/a b.ts', "it's.ts", 'pa[t]h.ts', '-dash.ts', 'new\nline.ts']) {
    const repo = repository();
    repo.stage('first.txt', 'x\n');
    repo.git('commit', '-q', '-m', 'first');
    repo.stage(name, `export const key = '${auth}';\n`);
    const { stdout } = repo.keyfence(['staged']);
    const command = /git restore --staged .*/.exec(stdout)![0];
    expect(run('bash', ['-c', command], { cwd: repo.path }).status).toBe(0);
    expect(repo.git('diff', '--cached', '--name-only')).toBe('');
  }
});

test('L1 the ignore command that the advice gives makes the next run clean', () => {
  const repo = repository();
  repo.stage('config.json', `{"gemini": {"apiKey": "${auth}"}}\n`);
  const { stdout } = repo.keyfence(['staged']);
  const [, fingerprint] = /npx keyfence ignore (\S+) --reason "why"/.exec(stdout)!;
  expect(repo.keyfence(['ignore', fingerprint!, '--reason', 'why']).status).toBe(0);
  expect(repo.keyfence(['staged']).status).toBe(0);
});

test('L1 folding the fix into the introducing commit, as advised, ends it', () => {
  const repo = repository();
  repo.commit('a.txt', 'first\n');
  repo.commit('ask.py', `KEY = "${auth}"\nprint(1)\n`);
  repo.commit('b.txt', 'later\n');
  const { stdout, status } = repo.keyfence(['history']);
  expect(status).toBe(1);
  repo.write('ask.py', 'import os\nKEY = os.environ["GEMINI_API_KEY"]\nprint(1)\n');
  const env = { GIT_SEQUENCE_EDITOR: 'true', GIT_EDITOR: 'true' };
  for (const command of [/git commit -a --fixup=.*/, /git rebase -i --autosquash .*/]) {
    const typed = command.exec(stdout)![0];
    const ran = run('bash', ['-c', typed], { cwd: repo.path, env });
    expect(ran.status, `${typed}: ${ran.stderr}`).toBe(0);
  }
  expect(repo.git('log', '-p', 'main')).not.toContain(auth.slice(10, 30));
  const after = repo.keyfence(['history']).stdout.replaceAll(/\s+/g, ' ');
  expect(after).toContain('only in the reflog');
  expect(after).toContain('No branch or tag holds it any more');
});

const filterRepo = run('git', ['filter-repo', '--version'], {}).status === 0;

test.skipIf(!filterRepo)(
  'L1 git filter-repo, as advised, takes a key out of files and messages',
  () => {
    const repo = repository();
    repo.commit('a.txt', 'first\n');
    repo.commit('ask.py', `KEY = "${auth}"\n`);
    repo.commit('b.txt', 'later\n', `the key was ${auth}`);
    repo.git('rm', '-q', 'ask.py');
    repo.git('commit', '-q', '--no-verify', '-m', 'gone');
    const remote = join(folder(), 'remote');
    repo.git('init', '-q', '--bare', '-b', 'main', remote);
    repo.git('remote', 'add', 'origin', remote);
    repo.git('push', '-q', 'origin', 'main');
    const { stdout } = repo.keyfence(['history']);
    const typed = /git filter-repo .*/.exec(stdout)![0];
    const home = folder();
    repo.git('clone', '-q', `file://${remote}`, join(home, 'fresh'));
    writeFileSync(join(home, 'keys.txt'), `${auth}==>REMOVED\n`);
    const fresh = new Repo(join(home, 'fresh'));
    const ran = run('bash', ['-c', typed], { cwd: fresh.path });
    expect(ran.status, ran.stderr).toBe(0);
    expect(fresh.git('log', '-p')).not.toContain(auth);
    expect(fresh.keyfence(['history']).status).toBe(0);
  },
);
