import { describe, expect, test } from 'vitest';
import { repository } from '../helpers/repo.ts';
import { ask, cloneOf, fixture, github, subjects, unknown, zero } from './fixture.ts';

describe('D1 the harder rows', () => {
  test('D1 first push of a repository: the root commit is scanned too', async () => {
    const origin = repository();
    origin.commit('a', 'a', 'root');
    const head = origin.commit('b', 'b', 'second');
    const clone = cloneOf(origin);
    const payload = { ref: 'refs/heads/main', before: zero, after: head };
    expect(subjects(clone, await ask(clone, github('push', payload)))).toBe('root second');
  });

  test('D1 two branches pushed at once do not vouch for each other', async () => {
    const { origin, id } = fixture();
    origin.git('branch', 'twin', 'feature');
    const clone = cloneOf(origin);
    const payload = {
      ref: 'refs/heads/twin',
      before: zero,
      after: id.f3,
      repository: { default_branch: 'main' },
    };
    expect(subjects(clone, await ask(clone, github('push', payload)))).toBe('f1 f2 f3');
  });

  test("D1 a pull request that has merged main: others' commits are not its own", async () => {
    const { origin, id } = fixture();
    origin.git('checkout', '-q', 'feature');
    origin.git('merge', '-q', '-m', 'merged', 'main');
    const head = origin.git('rev-parse', 'HEAD');
    origin.git('checkout', '-q', 'main');
    const clone = cloneOf(origin);
    const payload = { pull_request: { base: { sha: id.m1, ref: 'main' }, head: { sha: head } } };
    const run = await ask(clone, github('pull_request', payload));
    expect(subjects(clone, run)).toBe('f1 f2 f3 merged');
  });

  test('D1 the synthetic merge commit is not the head', async () => {
    const { origin, id } = fixture();
    const clone = cloneOf(origin);
    clone.git('checkout', '-q', '--detach', id.m2!);
    clone.git('merge', '-q', '-m', 'synthetic', id.f3!);
    const payload = { pull_request: { base: { sha: id.m2, ref: 'main' }, head: { sha: id.f3 } } };
    const env = github('pull_request', payload, { GITHUB_SHA: clone.git('rev-parse', 'HEAD') });
    expect(subjects(clone, await ask(clone, env))).toBe('f1 f2 f3');
  });

  test('D1 tag push: what no branch holds, and the message of the tag', async () => {
    const { origin, id } = fixture();
    origin.git('checkout', '-q', '--detach', id.m2!);
    const lone = origin.commit('lone', 'x', 'lone');
    origin.git('tag', '-a', 'v1', '-m', 'first release');
    origin.git('checkout', '-q', 'main');
    const clone = cloneOf(origin);
    const payload = { ref: 'refs/tags/v1', before: zero, after: lone };
    const run = await ask(clone, github('push', payload));
    expect(subjects(clone, run)).toBe('lone');
    expect(run.scope).toMatchObject({ tag: clone.git('rev-parse', 'v1') });
    const gitlab = { GITLAB_CI: 'true', CI_COMMIT_TAG: 'v1', CI_COMMIT_SHA: lone };
    expect(subjects(clone, await ask(clone, gitlab))).toBe('lone');
  });

  test('D1 F4 a tag or branch named like an abbreviated base is not the base', async () => {
    const { origin, id } = fixture();
    const short = id.m2!.slice(0, 12);
    origin.git('tag', short, id.f3!);
    const clone = cloneOf(origin);
    clone.git('update-ref', `refs/heads/${short}`, id.f3!);
    const env = {
      BITBUCKET_BUILD_NUMBER: '1',
      BITBUCKET_PR_ID: '3',
      BITBUCKET_PR_DESTINATION_COMMIT: short,
      BITBUCKET_COMMIT: id.f3!.slice(0, 12),
    };
    const run = await ask(clone, env);
    expect(subjects(clone, run)).toBe('f1 f2 f3');
    expect(run.policy).toMatchObject({ commit: id.m2 });
    const nowhere = { ...env, BITBUCKET_COMMIT: '0123456789ab' };
    await expect(ask(clone, nowhere)).rejects.toMatchObject({ code: 'ci-commit' });
  });

  test('D1 a repository that is pushed whole: each commit is some run’s to scan', async () => {
    const { origin, id } = fixture();
    const clone = cloneOf(origin);
    const seen = new Set<string>();
    for (const [branch, head] of [
      ['main', id.m2!],
      ['feature', id.f3!],
      ['other', id.o1!],
    ] as const) {
      const payload = {
        ref: `refs/heads/${branch}`,
        before: zero,
        after: head,
        repository: { default_branch: 'main' },
      };
      const run = await ask(clone, github('push', payload));
      for (const subject of subjects(clone, run).split(' ')) seen.add(subject);
    }
    expect([...seen].sort()).toEqual(['f1', 'f2', 'f3', 'm1', 'm2', 'o1', 'root']);
  });

  test('D1 SHA-256 repositories', async () => {
    const origin = repository('--object-format=sha256');
    const first = origin.commit('a', 'a', 'first');
    const second = origin.commit('b', 'b', 'second');
    const clone = cloneOf(origin);
    const payload = { ref: 'refs/heads/main', before: first, after: second };
    expect(subjects(clone, await ask(clone, github('push', payload)))).toBe('second');
    const created = { ref: 'refs/heads/main', before: '0'.repeat(64), after: second };
    expect(subjects(clone, await ask(clone, github('push', created)))).toBe('first second');
  });

  test('a payload that is missing, broken or hostile ends in exit 2', async () => {
    const { origin, id } = fixture();
    const none = { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'push' };
    await expect(ask(origin, none)).rejects.toMatchObject({ code: 'ci-environment' });
    const lost = { ...none, GITHUB_EVENT_PATH: '/nonexistent/event.json' };
    await expect(ask(origin, lost)).rejects.toMatchObject({ code: 'file-unreadable' });
    const hostile = { pull_request: { base: { sha: '--all' }, head: { sha: id.f3 } } };
    const run = ask(origin, github('pull_request', hostile));
    await expect(run).rejects.toMatchObject({ code: 'ci-environment' });
    const elsewhere = {
      pull_request: { base: { sha: unknown, ref: 'main' }, head: { sha: id.f3 } },
    };
    await expect(ask(origin, github('pull_request', elsewhere))).rejects.toMatchObject({
      code: 'ci-commit',
      next: 'Fetch it first: git fetch origin main',
    });
  });
});
