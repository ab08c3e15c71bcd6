import { describe, expect, test } from 'vitest';
import { ask, github, sharedFixture, subjects, unknown, zero } from './fixture.ts';

describe('D1 event → commits, one real clone a row', () => {
  const { id, clone } = sharedFixture();
  const repositoryOf = { default_branch: 'main' };
  const pull = {
    repository: repositoryOf,
    pull_request: { base: { sha: id.m1, ref: 'main' }, head: { sha: id.f3 } },
  };
  const push = (branch: string, before: string, after: string) => ({
    ref: `refs/heads/${branch}`,
    before,
    after,
    repository: repositoryOf,
  });
  const gitlab = (more: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
    GITLAB_CI: 'true',
    CI_DEFAULT_BRANCH: 'main',
    ...more,
  });

  const rows: [row: string, env: () => NodeJS.ProcessEnv, commits: string][] = [
    ['GitHub pull_request', () => github('pull_request', pull), 'f1 f2 f3'],
    ['GitHub pull_request_target', () => github('pull_request_target', pull), 'f1 f2 f3'],
    ['GitHub push', () => github('push', push('feature', id.f1!, id.f3!)), 'f2 f3'],
    [
      'GitHub push of a new branch',
      () => github('push', push('feature', zero, id.f3!)),
      'f1 f2 f3',
    ],
    [
      'GitHub push of a new branch, 64 zeros',
      () => github('push', push('feature', zero + '0'.repeat(24), id.f3!)),
      'f1 f2 f3',
    ],
    ['GitHub forced push', () => github('push', push('feature', unknown, id.f3!)), 'f1 f2 f3'],
    [
      'GitHub push of a new branch with nothing new',
      () => github('push', push('copy-of-main', zero, id.m1!)),
      '',
    ],
    [
      'GitHub first push of the default branch: the root commit is in, whatever came with it',
      () => github('push', push('main', zero, id.m2!)),
      'm1 m2 root',
    ],
    [
      'GitHub push that deletes a branch',
      () => github('push', push('gone', id.f1!, zero), { GITHUB_SHA: id.m2 }),
      'full',
    ],
    [
      'GitHub merge_group',
      () => github('merge_group', { merge_group: { base_sha: id.m1, head_sha: id.f3 } }),
      'f1 f2 f3',
    ],
    ['GitHub workflow_dispatch', () => github('workflow_dispatch', {}), 'full'],
    ['GitHub schedule', () => github('schedule', {}), 'full'],
    [
      'Gitea push',
      () => github('push', push('feature', id.f2!, id.f3!), { GITEA_ACTIONS: 'true' }),
      'f3',
    ],
    [
      'Forgejo pull_request',
      () => github('pull_request', pull, { FORGEJO_ACTIONS: '1' }),
      'f1 f2 f3',
    ],
    [
      'GitLab merge request',
      () =>
        gitlab({
          CI_PIPELINE_SOURCE: 'merge_request_event',
          CI_MERGE_REQUEST_IID: '7',
          CI_MERGE_REQUEST_DIFF_BASE_SHA: id.m1,
          CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
          CI_COMMIT_SHA: id.f3,
        }),
      'f1 f2 f3',
    ],
    [
      'GitLab push',
      () =>
        gitlab({
          CI_PIPELINE_SOURCE: 'push',
          CI_COMMIT_BRANCH: 'feature',
          CI_COMMIT_BEFORE_SHA: id.f1,
          CI_COMMIT_SHA: id.f3,
        }),
      'f2 f3',
    ],
    [
      'GitLab push of a new branch',
      () =>
        gitlab({
          CI_PIPELINE_SOURCE: 'push',
          CI_COMMIT_BRANCH: 'feature',
          CI_COMMIT_BEFORE_SHA: zero,
          CI_COMMIT_SHA: id.f3,
        }),
      'f1 f2 f3',
    ],
    [
      'GitLab schedule',
      () => gitlab({ CI_PIPELINE_SOURCE: 'schedule', CI_COMMIT_SHA: id.m2 }),
      'full',
    ],
    [
      'Bitbucket pull request',
      () => ({
        BITBUCKET_BUILD_NUMBER: '1',
        BITBUCKET_PR_ID: '3',
        BITBUCKET_PR_DESTINATION_COMMIT: id.m2,
        BITBUCKET_PR_DESTINATION_BRANCH: 'main',
        BITBUCKET_COMMIT: id.f3,
      }),
      'f1 f2 f3',
    ],
    [
      'Bitbucket pull request, its commits told by twelve digits',
      () => ({
        BITBUCKET_BUILD_NUMBER: '1',
        BITBUCKET_PR_ID: '3',
        BITBUCKET_PR_DESTINATION_COMMIT: id.m2!.slice(0, 12),
        BITBUCKET_PR_DESTINATION_BRANCH: 'main',
        BITBUCKET_COMMIT: id.f3!.slice(0, 12),
      }),
      'f1 f2 f3',
    ],
    [
      'Bitbucket branch',
      () => ({
        BITBUCKET_BUILD_NUMBER: '1',
        BITBUCKET_BRANCH: 'feature',
        BITBUCKET_COMMIT: id.f3,
      }),
      'f1 f2 f3',
    ],
    [
      'Bitbucket default branch: no `before`, so everything',
      () => ({ BITBUCKET_BUILD_NUMBER: '1', BITBUCKET_BRANCH: 'main', BITBUCKET_COMMIT: id.m2 }),
      'full',
    ],
    [
      'Azure pull request',
      () => ({
        TF_BUILD: 'True',
        BUILD_REASON: 'PullRequest',
        SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main',
        SYSTEM_PULLREQUEST_SOURCECOMMITID: id.f3,
      }),
      'f1 f2 f3',
    ],
    [
      'Azure branch',
      () => ({
        TF_BUILD: 'True',
        BUILD_REASON: 'IndividualCI',
        BUILD_SOURCEBRANCH: 'refs/heads/feature',
        BUILD_SOURCEVERSION: id.f3,
      }),
      'f1 f2 f3',
    ],
    ['Azure manual', () => ({ TF_BUILD: 'True', BUILD_REASON: 'Manual' }), 'full'],
    [
      'CircleCI branch',
      () => ({ CIRCLECI: 'true', CIRCLE_BRANCH: 'feature', CIRCLE_SHA1: id.f3 }),
      'f1 f2 f3',
    ],
    [
      'Jenkins change',
      () => ({ JENKINS_URL: 'http://j', CHANGE_ID: '1', CHANGE_TARGET: 'main', GIT_COMMIT: id.f3 }),
      'f1 f2 f3',
    ],
    [
      'Jenkins branch with a previous build',
      () => ({
        JENKINS_URL: 'http://j',
        BRANCH_NAME: 'feature',
        GIT_COMMIT: id.f3,
        GIT_PREVIOUS_COMMIT: id.f2,
      }),
      'f3',
    ],
    ['no CI at all', () => ({}), 'full'],
  ];
  for (const [row, env, commits] of rows) {
    test(`D1 ${row}`, async () => {
      const run = await ask(clone, env());
      expect(subjects(clone, run)).toBe(commits);
      expect(run.explanation).toMatch(/^[\w-]+: /);
    });
  }
});
