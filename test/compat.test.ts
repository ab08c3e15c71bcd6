import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authKey, standardKey } from './helpers/keys.ts';
import { type Repo, repository } from './helpers/repo.ts';

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
