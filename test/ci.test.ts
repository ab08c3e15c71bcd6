import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type CiRun, ciRun, policyFiles } from '../src/ci.ts';
import { commitPolicy, readIgnores, resolveOptions } from '../src/config.ts';
import { openRepository } from '../src/git.ts';
import { renderIgnores } from '../src/ignores.ts';
import { cleanEnv, folder, Repo, repository } from './helpers/repo.ts';

/**
 * The fixture of every row: main has root, m1, m2; `feature` branches off m1 with f1, f2, f3; `other` is
 * somebody else's branch off m1 with o1. The clone is what a CI system checks out.
 */
function fixture(path = folder()) {
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
function sharedFixture() {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'kf-')));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  mkdirSync(join(path, 'origin'));
  const { origin, id } = fixture(join(path, 'origin'));
  return { origin, id, clone: cloneOf(origin, join(path, 'clone')) };
}

function cloneOf(origin: Repo, path = join(folder(), 'clone'), args: string[] = []): Repo {
  new Repo(origin.path).git('clone', '-q', ...args, `file://${origin.path}`, path);
  return new Repo(path);
}

async function ask(clone: Repo, env: NodeJS.ProcessEnv, allowShallow = false): Promise<CiRun> {
  const repo = await openRepository(clone.path, { env: cleanEnv(), trust: false });
  try {
    return await ciRun(repo, env, { allowShallow });
  } finally {
    repo.close();
  }
}

/** The subjects of the commits in scope, as git itself lists them. */
function subjects(clone: Repo, { scope }: CiRun): string {
  if (scope.kind !== 'range') return scope.kind;
  const { include, exclude } = scope;
  const log = clone.git('log', '--format=%s', ...include, '--not', ...exclude, '--');
  return log.split('\n').filter(Boolean).sort().join(' ');
}

const zero = '0'.repeat(40);
const unknown = '1234567890'.repeat(4);

function github(event: string, payload: object, extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { path } = new Repo(folder()).write('event.json', JSON.stringify(payload));
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: join(path, 'event.json'),
    ...extra,
  };
}

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

describe('F4 the policy of a change is that of its base', () => {
  test('F4 config and ignores come from the base, not from the change; inline comments are off', async () => {
    const { origin, id } = fixture();
    origin.git('checkout', '-q', 'feature');
    const entry = { rule: 'google-api-key', hash: 'ab'.repeat(16), reason: 'mine' };
    origin.commit('.keyfencerc.json', '{ "rules": { "google-api-key": "off" } }');
    const head = origin.commit('.keyfenceignore.json', renderIgnores([entry]));
    origin.git('checkout', '-q', 'main');
    origin.commit('.keyfencerc.json', '{ "strict": true }');
    const clone = cloneOf(origin, undefined, ['--branch=feature']);
    const payload = { pull_request: { base: { sha: id.m1, ref: 'main' }, head: { sha: head } } };
    const run = await ask(clone, github('pull_request', payload));
    expect(run).toMatchObject({ inline: false, policy: { ref: 'origin/main' } });

    const repo = await openRepository(clone.path, { env: cleanEnv(), trust: false });
    const { ref } = run.policy!;
    const policy = commitPolicy(ref, await policyFiles(repo, run.policy!));
    repo.close();
    const where = { top: clone.path, cwd: clone.path, env: {}, terminal: false };
    const options = await resolveOptions({ flags: {}, ...where, policy });
    expect(options).toMatchObject({ strict: true, rulesOff: [] });
    expect((await readIgnores(policy)).entries).toEqual([]);
    const own = await resolveOptions({ flags: {}, ...where });
    expect(own.rulesOff).toEqual(['google-api-key']);
  });

  test('B9 a link or a giant in that commit is refused', async () => {
    const origin = repository();
    origin.commit('.keyfenceignore.json', '[]'.padEnd((1 << 20) + 1));
    const repo = await openRepository(origin.path, { env: cleanEnv(), trust: false });
    const files = policyFiles(repo, { commit: origin.git('rev-parse', 'HEAD'), ref: 'main' });
    await expect(files).rejects.toThrow('main:.keyfenceignore.json: It is larger than 1 MiB.');
    repo.close();
    const link = repository();
    const blob = link.tryGit(['hash-object', '-w', '--stdin'], { input: '/etc/passwd' });
    const cacheinfo = `120000,${blob.stdout.trim()},.keyfencerc.json`;
    link.git('update-index', '--add', '--cacheinfo', cacheinfo);
    link.git('commit', '-q', '-m', 'link');
    const other = await openRepository(link.path, { env: cleanEnv(), trust: false });
    const linked = policyFiles(other, { commit: link.git('rev-parse', 'HEAD'), ref: 'main' });
    await expect(linked).rejects.toThrow('main:.keyfencerc.json: It is not a regular file.');
    other.close();
  });
});
