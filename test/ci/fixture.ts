import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type CiRun, ciRun } from '../../src/ci.ts';
import { openRepository } from '../../src/git.ts';
import { cleanEnv, folder, Repo } from '../helpers/repo.ts';

/**
 * The fixture of every row: main has root, m1, m2; `feature` branches off m1 with f1, f2, f3; `other` is
 * somebody else's branch off m1 with o1. The clone is what a CI system checks out.
 */
export function fixture(path = folder()) {
  const origin = new Repo(path);
  origin.git('init', '-q', '-b', 'main');
  const id: Record<string, string> = {};
  const commit = (name: string) => {
    id[name] = origin.commit(`${name}.txt`, name, name);
  };
  commit('root');
  commit('m1');
  origin.git('checkout', '-q', '-b', 'feature');
  for (const name of ['f1', 'f2', 'f3']) commit(name);
  origin.git('checkout', '-q', '-b', 'other', id.m1!);
  commit('o1');
  origin.git('checkout', '-q', 'main');
  commit('m2');
  return { origin, id };
}

/** One fixture for a whole table; nothing in it writes. */
export function sharedFixture() {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'kf-')));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  mkdirSync(join(path, 'origin'));
  const { origin, id } = fixture(join(path, 'origin'));
  return { origin, id, clone: cloneOf(origin, join(path, 'clone')) };
}

export function cloneOf(origin: Repo, path = join(folder(), 'clone'), args: string[] = []): Repo {
  new Repo(origin.path).git('clone', '-q', ...args, `file://${origin.path}`, path);
  return new Repo(path);
}

export async function ask(
  clone: Repo,
  env: NodeJS.ProcessEnv,
  allowShallow = false,
): Promise<CiRun> {
  const repo = await openRepository(clone.path, { env: cleanEnv(), trust: false });
  try {
    return await ciRun(repo, env, { allowShallow });
  } finally {
    repo.close();
  }
}

/** The subjects of the commits in scope, as git itself lists them. */
export function subjects(clone: Repo, { scope }: CiRun): string {
  if (scope.kind !== 'range') return scope.kind;
  const { include, exclude } = scope;
  const log = clone.git('log', '--format=%s', ...include, '--not', ...exclude, '--');
  return log.split('\n').filter(Boolean).sort().join(' ');
}

export const zero = '0'.repeat(40);
export const unknown = '1234567890'.repeat(4);

export function github(
  event: string,
  payload: object,
  extra: NodeJS.ProcessEnv = {},
): NodeJS.ProcessEnv {
  const { path } = new Repo(folder()).write('event.json', JSON.stringify(payload));
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: join(path, 'event.json'),
    ...extra,
  };
}
