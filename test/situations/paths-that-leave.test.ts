/** H2: whatever a repository calls its files and its work tree, only what is its own is read. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authKey, standardKey } from '../helpers/keys.ts';
import { folder, type Repo, repository, run } from '../helpers/repo.ts';

test('H2 a work tree elsewhere, by the repository’s own config or the environment: nothing there is read', () => {
  const outside = folder();
  writeFileSync(join(outside, '.env'), `KEY=${authKey(1)}\n`);
  writeFileSync(join(outside, '.keyfencerc.json'), '{ "rules": { "google-api-key": "off" } }');
  const repo = repository();
  repo.commit('k.py', `key = "${standardKey(1)}"\n`);
  const said = (args: string[], env: NodeJS.ProcessEnv = {}) => {
    const ran = repo.keyfence(args, { env });
    expect(ran.stdout + ran.stderr, args.join(' ')).not.toContain('gemini-auth-key');
    return ran.status;
  };
  expect(said(['files'])).toBe(1);
  expect(said(['files'], { GIT_WORK_TREE: outside })).toBe(2);
  repo.git('config', 'core.worktree', outside);
  expect(said(['files'])).toBe(2);
  said(['history']);
  said(['staged']);
  expect(repo.keyfence(['ignore', '--all', '--reason', 'x']).status).not.toBe(1);
  expect(existsSync(join(outside, '.keyfenceignore.json'))).toBe(false);
});

/** A tree object with any names in it, which git itself would refuse to make. */
function tree(
  repo: Repo,
  entries: readonly (readonly [mode: string, name: string, oid: string])[],
) {
  const parts = entries.flatMap(([mode, name, oid]) => [
    Buffer.from(`${mode} ${name}\0`),
    Buffer.from(oid, 'hex'),
  ]);
  const args = ['hash-object', '-t', 'tree', '-w', '--literally', '--stdin'];
  const made = run('git', args, { cwd: repo.path, input: Buffer.concat(parts) });
  return made.stdout.trim();
}

test('H2 tree entries named `..`, `.git`, `a\\b`, `/abs`: found under their names, and nothing outside is opened', () => {
  const repo = repository();
  repo.commit('fine.txt', 'fine\n');
  const blob = (text: string) =>
    run('git', ['hash-object', '-w', '--stdin'], { cwd: repo.path, input: text }).stdout.trim();
  const names = ['..', '.git', 'a\\b', '/etc/passwd', '.', 'C:\\x'];
  const hostile = tree(
    repo,
    names.map(
      (name, index) => ['100644', name, blob(`key${index} = "${authKey(index)}"\n`)] as const,
    ),
  );
  const up = tree(repo, [['40000', '..', hostile]]);
  const commit = repo.git('commit-tree', '-p', 'HEAD', '-m', 'hostile', up);
  repo.git('update-ref', 'refs/heads/hostile', commit);
  const ran = repo.keyfence(['history', '--format', 'json', '--format', 'sarif=r.sarif']);
  expect(ran.status).toBe(1);
  const report = JSON.parse(ran.stdout);
  expect(report.complete).toBe(true);
  const paths = report.findings.map(({ where }: { where: { path: string } }) => where.path);
  // No path of git's has a slash inside a name: that blob is told by its object id alone.
  const told = names.map((name) => (name.includes('/') ? '' : `../${name}`));
  expect(paths.sort()).toEqual(told.sort());
  // The advice and the policy of that commit stay inside too.
  const policy = repo.keyfence(['history', '--policy-ref', 'hostile']);
  expect(policy.status).toBe(1);
  expect(repo.keyfence(['files']).status).toBe(0);
});
