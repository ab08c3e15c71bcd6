import { describe, expect, test } from 'vitest';
import { ask, cloneOf, github, sharedFixture, subjects, zero } from './fixture.ts';

describe('D3 shallow clones are refused where they cut the scope, with the line to change', () => {
  const { origin, id } = sharedFixture();
  const payload = { pull_request: { base: { sha: id.m1, ref: 'main' }, head: { sha: id.f3 } } };
  const shallowAt = (depth: number) =>
    cloneOf(origin, undefined, [`--depth=${depth}`, '--branch=feature', '--no-single-branch']);

  const fixes: [string, NodeJS.ProcessEnv | undefined, RegExp][] = [
    ['GitHub', undefined, /^Set `fetch-depth: 0` under `with:`/],
    [
      'GitLab',
      { GITLAB_CI: '1', CI_PIPELINE_SOURCE: 'schedule', CI_COMMIT_SHA: id.f3 },
      /^Set `GIT_DEPTH: "0"`/,
    ],
    ['Bitbucket', { BITBUCKET_BUILD_NUMBER: '1' }, /^Set `clone: \{ depth: full \}`/],
    ['Azure', { TF_BUILD: '1', BUILD_REASON: 'Manual' }, /^Set `fetchDepth: 0`/],
    ['CircleCI', { CIRCLECI: '1' }, /^Set `method: full`/],
    ['Jenkins', { JENKINS_URL: 'x' }, /^Clear "Shallow clone"/],
    [
      'a variable that says no',
      { GITLAB_CI: 'false', GITHUB_ACTIONS: '', CIRCLECI: 'true' },
      /^Set `method: full`/,
    ],
    ['a terminal', {}, /^Run `git fetch --unshallow`/],
  ];
  for (const [system, env, fix] of fixes) {
    test(`D3 ${system}`, async () => {
      const clone = shallowAt(1);
      const asked = ask(clone, env ?? github('pull_request', payload));
      await expect(asked).rejects.toMatchObject({
        code: 'shallow',
        next: expect.stringMatching(fix),
      });
    });
  }

  test('D3 deep enough is enough: the boundary lies outside the range', async () => {
    const clone = shallowAt(4);
    expect(subjects(clone, await ask(clone, github('pull_request', payload)))).toBe('f1 f2 f3');
    const two = { ref: 'refs/heads/feature', before: id.f2, after: id.f3 };
    const shallower = shallowAt(2);
    expect(subjects(shallower, await ask(shallower, github('push', two)))).toBe('f3');
    const cut = { ref: 'refs/heads/feature', before: zero, after: id.f3 };
    await expect(ask(shallower, github('push', cut))).rejects.toMatchObject({ code: 'shallow' });
  });

  test('D3 --allow-shallow: the tree alone, and the summary says so', async () => {
    const run = await ask(shallowAt(1), { CIRCLECI: '1' }, true);
    expect(run.scope).toEqual({ kind: 'tree' });
    expect(run.explanation).toContain('shallow: only the tree of HEAD');
  });
});
