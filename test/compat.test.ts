import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../src/types.ts';
import { authKey, standardKey } from './helpers/keys.ts';
import { folder, type Repo, repository, run } from './helpers/repo.ts';

const pragma = 'pragma: allow';
const lines = {
  gitleaks: (key: string) => `k = "${key}"  # gitleaks${':'}allow\n`,
  same: (key: string) => `k = "${key}"  # ${pragma}list secret\n`,
  next: (key: string) => `# ${pragma}list nextline secret\nk = "${key}"\n`,
};
const status = (repo: Repo, ...args: string[]) => repo.keyfence(['staged', ...args]).status;

test("F7 --compat: another tool's comments count where asked, for their own line only", () => {
  for (const [form, tool] of [
    ['gitleaks', 'gitleaks'],
    ['same', 'detect-secrets'],
    ['next', 'detect-secrets'],
  ] as const) {
    const repo = repository();
    repo.stage('a.py', lines[form](authKey(1)));
    expect(status(repo), form).toBe(1);
    expect(status(repo, '--compat', tool), form).toBe(0);
    expect(status(repo, '--compat', tool, '--no-inline'), form).toBe(1);
    const other = tool === 'gitleaks' ? 'detect-secrets' : 'gitleaks';
    expect(status(repo, '--compat', other), form).toBe(1);
    repo.stage('a.py', Buffer.from(lines[form](authKey(1)), 'utf16le'));
    expect(status(repo, '--compat', tool), `${form}, UTF-16`).toBe(0);
    repo.stage('a.py', `${lines[form](authKey(1))}other = "${authKey(2)}"\n`);
    expect(status(repo, '--compat', tool), form).toBe(1);
  }
  expect(status(repository(), '--compat', 'talisman')).toBe(2);
});

test('ignore --compat takes over .gitleaksignore: by commit and by HEAD; later the line may move', () => {
  const repo = repository();
  const old = repo.commit('gone.ts', `x\nconst k = "${authKey(3)}";\n`);
  repo.git('rm', '-q', 'gone.ts');
  repo.commit('kept[1].ts', `const k = "${standardKey(4)}";\n`);
  repo.commit(
    '.gitleaksignore',
    `# ours\n${old}:gone.ts:gcp-api-key:2\nkept[1].ts:generic-api-key:1\nkept[1].ts:generic-api-key:7\n`,
  );
  expect(repo.keyfence(['history']).status).toBe(1);
  const took = repo.keyfence(['ignore', '--compat', 'gitleaks', '--reason', 'as before']);
  expect(took).toMatchObject({ status: 0, stderr: '' });
  expect(took.stdout).toContain('gitleaks: 2 added to .keyfenceignore.json; 1 name nothing');
  expect(repo.keyfence(['history']).status).toBe(0);
  repo.commit('kept[1].ts', `\n\nconst k = "${standardKey(4)}";\n`);
  expect(repo.keyfence(['history']).status).toBe(0);
  repo.commit('kept1.ts', `const k = "${standardKey(4)}";\n`);
  expect(repo.keyfence(['history']).status).toBe(1);
});

test('ignore --compat takes over .secrets.baseline by the SHA-1 of the value', () => {
  const repo = repository();
  const [known, fresh] = [standardKey(5), standardKey(6)];
  repo.commit('a.py', `k = "${known}"\n`);
  const hashed_secret = createHash('sha1').update(known).digest('hex');
  const results = { 'a.py': [{ type: 'Secret Keyword', hashed_secret, line_number: 99 }] };
  repo.commit('.secrets.baseline', JSON.stringify({ version: '1.5.0', results }));
  const took = repo.keyfence(['ignore', '--compat', 'detect-secrets', '--reason', 'as before']);
  expect(took.stdout).toContain('detect-secrets: 1 added');
  expect(readFileSync(join(repo.path, '.keyfenceignore.json'), 'utf8')).not.toContain(
    hashed_secret,
  );
  expect(repo.keyfence(['history']).status).toBe(0);
  repo.commit('a.py', `k = "${known}"; l = "${fresh}"\n`);
  expect(repo.keyfence(['history']).status).toBe(1);
  repo.write('.secrets.baseline', '{ "results": { "a.py": [{}] } }');
  const broken = repo.keyfence(['ignore', '--compat', 'detect-secrets', '--reason', 'x']);
  expect(broken).toMatchObject({ status: 2, stderr: expect.stringContaining('hashed_secret') });
});

/** What the scans that read a repository make of it: exit codes, and what the summary says. */
const scansOf = (repo: Repo, ...flags: string[]) =>
  [['staged', '--all-lines'], ['files'], ['history', '--no-unreachable']].map((command) => {
    const { status: code, stdout } = repo.keyfence([...command, ...flags]);
    return [
      command[0],
      code,
      /(\d+ by \.[a-z]+(\.[a-z]+)?)/.exec(stdout.replaceAll('\n', ' '))?.[1],
    ];
  });
const everywhere = (code: number, by?: string) => [
  ['staged', code, by],
  ['files', code, by],
  ['history', code, by],
];
const google = 'gcp-api-key';

describe('--compat at each scan', () => {
  test('.gitleaksignore: file:rule:line counts for staged, files and history, where asked only', () => {
    const repo = repository();
    repo.commit('old.md', 'x');
    repo.stage('a b/[1].ts', `x\nconst k = "${standardKey(4)}";\n`);
    repo.stage('.gitleaksignore', `# why\r\n\r\na b/[1].ts:${google}:2\r\n`);
    const on = ['--compat', 'gitleaks'];
    expect(scansOf(repo).slice(0, 2)).toEqual(everywhere(1).slice(0, 2));
    expect(scansOf(repo, ...on).slice(0, 2)).toEqual(
      everywhere(0, '1 by .gitleaksignore').slice(0, 2),
    );
    repo.git('commit', '-q', '--no-verify', '-m', 'both');
    repo.stage('a b/[1].ts', `x\n\n\nconst k = "${standardKey(4)}";\n`);
    repo.git('commit', '-q', '--no-verify', '-m', 'the line moves');
    repo.stage('c', '');
    expect(repo.keyfence(['history', '--no-unreachable', ...on]).status).toBe(0);
    expect(repo.keyfence(['history', '--no-unreachable']).status).toBe(1);
  });

  test('.gitleaksignore: another value, another path, another issuer are not excused', () => {
    const repo = repository();
    const two = `k("${standardKey(4)}");\nk("${standardKey(5)}");\n`;
    repo.commit('a.ts', two);
    const ignore = (text: string) => {
      repo.write('.gitleaksignore', text);
      const { stdout } = repo.keyfence(['files', '--compat', 'gitleaks', '--format', 'json']);
      return JSON.parse(stdout).findings.map(
        (one: Finding) => `${one.where.path}:${one.where.line}`,
      );
    };
    expect(ignore(`a.ts:${google}:1\n`)).toEqual(['a.ts:2']);
    expect(ignore(`./a.ts:generic-api-key:2\n`)).toEqual(['a.ts:1']);
    expect(ignore(`a.ts:our-own-rule:2\n`)).toEqual(['a.ts:1']);
    expect(ignore(`a.ts:slack-bot-token:2\n`)).toEqual(['a.ts:1', 'a.ts:2']);
    expect(ignore(`b.ts:${google}:1\na.ts:${google}:9\n`)).toEqual(['a.ts:1', 'a.ts:2']);
  });

  test('.gitleaksignore: an entry with a commit holds for the value that the commit has there', () => {
    const repo = repository();
    const brought = repo.commit('a.ts', `\n\nk("${standardKey(4)}");\n`);
    repo.commit('a.ts', `k("${standardKey(4)}");\n`);
    repo.write(
      '.gitleaksignore',
      `${brought}:a.ts:${google}:3\n${'ab'.repeat(20)}:a.ts:${google}:1\n`,
    );
    const on = ['--compat', 'gitleaks'];
    expect(scansOf(repo, ...on).slice(1)).toEqual(everywhere(0, '1 by .gitleaksignore').slice(1));
    repo.commit('a.ts', `k("${standardKey(4)}", "${standardKey(5)}");\n`);
    expect(scansOf(repo, ...on).slice(1)).toEqual(everywhere(1, '1 by .gitleaksignore').slice(1));
  });

  test('.secrets.baseline: the SHA-1 of the value counts, in its file and in whichever line', () => {
    const repo = repository();
    const [known, fresh] = [authKey(5), authKey(6)];
    const hashed_secret = createHash('sha1').update(known).digest('hex');
    const results = { 'a.py': [{ type: 'Secret Keyword', hashed_secret, line_number: 99 }] };
    const on = ['--compat', 'detect-secrets'];
    repo.commit('.secrets.baseline', JSON.stringify({ version: '1.5.0', results }));
    repo.stage('a.py', `\n\nk = "${known}"\n`);
    expect(scansOf(repo, ...on).slice(0, 2)).toEqual(
      everywhere(0, '1 by .secrets.baseline').slice(0, 2),
    );
    repo.git('commit', '-q', '--no-verify', '-m', 'known');
    expect(scansOf(repo, ...on).slice(1)).toEqual(everywhere(0, '1 by .secrets.baseline').slice(1));
    repo.stage('a.py', `k = "${known}"; l = "${fresh}"\n`);
    expect(
      scansOf(repo, ...on)
        .slice(0, 2)
        .map(([, code]) => code),
    ).toEqual([1, 1]);
    repo.stage('a.py', '').stage('b.py', `k = "${known}"\n`);
    expect(
      scansOf(repo, ...on)
        .slice(0, 2)
        .map(([, code]) => code),
    ).toEqual([1, 1]);
  });

  test('the config says it once for the whole team; a flag wins; `config` shows it', () => {
    const repo = repository();
    repo.stage('a.ts', `k("${standardKey(4)}");\n`);
    repo.write('.gitleaksignore', `a.ts:${google}:1\n`);
    repo.write('.keyfencerc.json', '{ "compat": ["gitleaks"] }');
    expect(status(repo)).toBe(0);
    expect(status(repo, '--compat', 'detect-secrets')).toBe(1);
    expect(repo.keyfence(['config']).stdout).toMatch(/compat +gitleaks +\.keyfencerc\.json:1:13/);
    repo.write('.keyfencerc.json', '{ "compat": ["gitleak"] }');
    const wrong = repo.keyfence(['staged']);
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toMatch(/\.keyfencerc\.json:1:14: .*Did you mean "gitleaks"\?/);
  });

  test('F5 a file that is not of its tool’s form is exit 2 with its place, found or not', () => {
    const repo = repository();
    repo.stage('a.ts', 'clean');
    for (const [file, text, place] of [
      [
        '.gitleaksignore',
        'a.ts:rule:1\na.ts\n',
        '.gitleaksignore:2: It is no gitleaks fingerprint',
      ],
      ['.gitleaksignore', 'a.ts:rule:0\n', '.gitleaksignore:1: It is no gitleaks fingerprint'],
      ['.secrets.baseline', '{ "results": {', '.secrets.baseline:1:'],
      ['.secrets.baseline', '{}', '.secrets.baseline:1:1: The file needs "results"'],
      ['.secrets.baseline', '{"results":\n {"a":[{}]}}', '.secrets.baseline:2:8: '],
      [
        '.secrets.baseline',
        '{"results":{"a":[{"hashed_secret":"x"}]}}',
        '.secrets.baseline:1:35: ',
      ],
    ] as const) {
      const tool = file === '.gitleaksignore' ? 'gitleaks' : 'detect-secrets';
      const broken = repository();
      broken.stage('a.ts', 'clean').write(file, text);
      const { status: code, stderr, stdout } = broken.keyfence(['staged', '--compat', tool]);
      expect([code, stderr + stdout], text).toEqual([2, expect.stringContaining(place)]);
      expect(broken.keyfence(['staged']).status).toBe(0);
    }
    const link = repository();
    link.stage('a.ts', 'clean');
    symlinkSync('/etc/passwd', join(link.path, '.gitleaksignore'));
    expect(link.keyfence(['staged', '--compat', 'gitleaks']).status).toBe(2);
  });

  test('F4 a pull request: the base’s file counts, the change’s own lines are listed', () => {
    const repo = repository();
    repo.stage('.keyfencerc.json', '{ "compat": ["gitleaks"] }');
    repo.commit('.gitleaksignore', `old.ts:${google}:1\n`);
    repo.git('checkout', '-q', '-b', 'change');
    repo.stage('.gitleaksignore', `old.ts:${google}:1\na.ts:${google}:1\n`);
    repo.commit('a.ts', `k("${standardKey(4)}");\n`);
    expect(repo.keyfence(['history', 'main..change']).status).toBe(0);
    const judged = repo.keyfence(['history', 'main..change', '--policy-ref', 'main']);
    expect(judged.status).toBe(1);
    expect(judged.stdout.replace(/\s+/g, ' ')).toContain(
      '1 new suppression in this range, please review: .gitleaksignore:2',
    );
  });
});

describe('with the files that the tools themselves write (skipped where they are not installed)', () => {
  const has = (tool: string, ...args: string[]) =>
    spawnSync(tool, args, { stdio: 'ignore' }).status === 0;

  test.skipIf(!has('gitleaks', 'version'))(
    'gitleaks: its own fingerprints, of git and of dir',
    () => {
      const repo = repository();
      repo.commit('src/a.ts', `\nconst gcp = "${standardKey(4)}";\n`);
      repo.commit('src/b.ts', `const gcp = "${standardKey(5)}";\n\n`);
      repo.commit('src/b.ts', `\n\nconst gcp = "${standardKey(5)}";\n`);
      for (const how of ['git', 'dir']) {
        const out = join(folder(), 'report.json');
        const args = [how, '.', '--no-banner', '--redact', '-r', out, '--exit-code', '0'];
        run('gitleaks', args, { cwd: repo.path });
        const report = JSON.parse(readFileSync(out, 'utf8')) as { Fingerprint: string }[];
        expect(report.length).toBeGreaterThanOrEqual(2);
        repo.write('.gitleaksignore', report.map(({ Fingerprint }) => `${Fingerprint}\n`).join(''));
        expect(scansOf(repo, '--compat', 'gitleaks').slice(1), how).toEqual(
          everywhere(0, '2 by .gitleaksignore').slice(1),
        );
      }
    },
  );

  test.skipIf(!has('detect-secrets', '--version'))('detect-secrets: its own baseline', () => {
    const repo = repository();
    repo.commit('src/a.py', `api_key = "${authKey(4)}"\n`);
    repo.commit('src/b.py', `\n\napi_key = "${standardKey(5)}"\n`);
    const baseline = run('detect-secrets', ['scan'], { cwd: repo.path }).stdout;
    repo.write('.secrets.baseline', baseline);
    expect(scansOf(repo, '--compat', 'detect-secrets').slice(1)).toEqual(
      everywhere(0, '2 by .secrets.baseline').slice(1),
    );
  });
});
