/** What a report advises, typed as it says, in real repositories. */
import { expect } from 'vitest';
import { folder, type Repo, run } from '../helpers/repo.ts';

/** The one line of the report that is this command. */
export function advised(repo: Repo, start: string): string {
  const { stdout, status } = repo.keyfence(['history', '--no-color']);
  expect(status, stdout).toBe(1);
  const found = stdout.replaceAll(/\n {5}/g, ' ').match(new RegExp(`${start}.*`));
  expect(found, stdout).not.toBeNull();
  return found![0];
}

/** Types it, with an editor that answers with `sed`. */
export function type(repo: Repo, command: string, sed = 's/^$//'): void {
  const { status, said } = typed(repo, command, sed);
  expect(status, `${command}: ${said}`).toBe(0);
}

/** The same where git may stop. */
export function typed(repo: Repo, command: string, sed = 's/^$//') {
  const script = `sed -i.bak '${sed}' "$1" && rm -f "$1.bak"`;
  const editor = `sh -c '${script.replaceAll("'", "'\\''")}' sh`;
  const env = { GIT_EDITOR: editor, GIT_SEQUENCE_EDITOR: editor };
  const { status, stdout, stderr } = run('bash', ['-c', command], { cwd: repo.path, env });
  return { status, said: stdout + stderr };
}

/** What a clone of all refs would get. */
export function published(repo: Repo): string {
  const clone = folder();
  run('git', ['clone', '-q', '--mirror', '--no-local', repo.path, clone], {});
  const listed = run('git', ['cat-file', '--batch-all-objects', '--batch'], { cwd: clone });
  return listed.stdout + run('git', ['for-each-ref'], { cwd: clone }).stdout;
}
