/** Real commits through a pre-commit hook written by hand that runs the real bin. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { bin, type Ran, type Repo } from './repo.ts';

/** Runs `keyfence staged`, and fails by 99 if the index (bytes or time) is another one afterwards. */
const hook = (folder: string) => `#!/bin/sh
index=\${GIT_INDEX_FILE:-.git/index}
before=$(stat -c %y "$index" && cksum "$index")
(cd '${folder}' && exec '${process.execPath}' '${bin}' staged >&2)
code=$?
after=$(stat -c %y "$index" && cksum "$index")
[ "$before" = "$after" ] || exit 99
exit $code
`;

export function hooked(repo: Repo, ...names: string[]): Repo {
  for (const name of names.length > 0 ? names : ['pre-commit']) hookIn(repo, name, '.');
  return repo;
}

/** The hook first changes into that folder of the work tree, as in a monorepo. */
export function hookIn(repo: Repo, name: string, folder: string): Repo {
  const place = join(repo.path, '.git/hooks');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, name), hook(folder), { mode: 0o755 });
  return repo;
}

/** The commit did not happen, keyfence said why, and printed no key. (`commit -p` shows the diff itself.) */
export function expectStopped(ran: Ran, ...keys: string[]): void {
  expect(ran.status, ran.stderr).toBe(1);
  expect(ran.stderr).toMatch(/1 finding|findings|leak|key/i);
  for (const key of keys) expect(ran.stderr).not.toContain(key);
}

export function expectDone(ran: Ran): void {
  expect(ran.status, ran.stderr).toBe(0);
}
