/**
 * What each CI system tells about its run, brought to one form. Only names and ids are read here;
 * whether they exist in this clone is ci.ts's question.
 */
import { readFileSync } from 'node:fs';
import { KeyfenceError } from '../errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

interface Common {
  readonly system: System;
  /** The system's own name for what happened, e.g. `pull_request`. */
  readonly event: string;
  /** Commit id, or `HEAD` where the system does not say. */
  readonly head: string;
  /** Short name of the branch that people merge into, where the system says so. */
  readonly defaultBranch?: string;
}

export type Happened = Common &
  (
    | {
        readonly kind: 'change';
        /** Commit id of the base; else the branch's short name. */
        readonly base?: string;
        readonly baseBranch?: string;
      }
    | { readonly kind: 'push'; readonly branch?: string; readonly before?: string }
    | { readonly kind: 'tag'; readonly tag: string }
    | { readonly kind: 'full' }
  );

export type System =
  | 'forgejo'
  | 'gitea'
  | 'github'
  | 'gitlab'
  | 'bitbucket'
  | 'azure'
  | 'circleci'
  | 'jenkins'
  | 'none';

interface SystemRow {
  readonly name: string;
  readonly here: (env: Environment) => boolean;
  readonly read: (env: Environment) => Happened;
  /** What to write into the CI file, so that the checkout is not shallow. */
  readonly deepen: string;
}

const fetchDepth = 'Set `fetch-depth: 0` under `with:` of the checkout step.';

/** The services say `true`; who imitates one in part says that it is not that one. */
const isOn = (value: string | undefined): boolean =>
  Boolean(value) && !/^(?:false|0|no)$/i.test(value!);

/** Gitea and Forgejo speak GitHub's language too, so they come first. */
export const systems: Readonly<Record<System, SystemRow>> = {
  forgejo: {
    name: 'Forgejo Actions',
    here: (env) => isOn(env.FORGEJO_ACTIONS),
    read: (env) => readActions(env, 'forgejo'),
    deepen: fetchDepth,
  },
  gitea: {
    name: 'Gitea Actions',
    here: (env) => isOn(env.GITEA_ACTIONS),
    read: (env) => readActions(env, 'gitea'),
    deepen: fetchDepth,
  },
  github: {
    name: 'GitHub Actions',
    here: (env) => isOn(env.GITHUB_ACTIONS),
    read: (env) => readActions(env, 'github'),
    deepen: fetchDepth,
  },
  gitlab: {
    name: 'GitLab CI',
    here: (env) => isOn(env.GITLAB_CI),
    read: readGitlab,
    deepen: 'Set `GIT_DEPTH: "0"` under `variables:` of the job.',
  },
  bitbucket: {
    name: 'Bitbucket Pipelines',
    here: (env) => Boolean(env.BITBUCKET_BUILD_NUMBER),
    read: readBitbucket,
    deepen: 'Set `clone: { depth: full }` in the step.',
  },
  azure: {
    name: 'Azure Pipelines',
    here: (env) => isOn(env.TF_BUILD),
    read: readAzure,
    deepen: 'Set `fetchDepth: 0` in the `checkout: self` step.',
  },
  circleci: {
    name: 'CircleCI',
    here: (env) => isOn(env.CIRCLECI),
    read: readCircle,
    deepen: 'Set `method: full` in the `checkout` step.',
  },
  jenkins: {
    name: 'Jenkins',
    here: (env) => Boolean(env.JENKINS_URL),
    read: readJenkins,
    deepen: 'Clear "Shallow clone" in the advanced clone behaviours of the job.',
  },
  none: {
    name: 'no CI system that keyfence knows',
    here: () => true,
    read: () => ({
      system: 'none',
      event: 'unknown',
      kind: 'full',
      head: 'HEAD',
    }),
    deepen: 'Run `git fetch --unshallow`.',
  },
};

export function whatHappened(env: Environment): Happened {
  return Object.values(systems)
    .find(({ here }) => here(env))!
    .read(env);
}

interface Payload {
  readonly before?: string;
  readonly after?: string;
  readonly ref?: string;
  readonly repository?: { readonly default_branch?: string };
  readonly pull_request?: {
    readonly base?: { readonly sha?: string; readonly ref?: string };
    readonly head?: { readonly sha?: string };
  };
  readonly merge_group?: { readonly base_sha?: string; readonly head_sha?: string };
}

function readActions(env: Environment, system: System): Happened {
  const event = env.GITHUB_EVENT_NAME ?? 'unknown';
  const payload = readPayload(env.GITHUB_EVENT_PATH, systems[system].name);
  const defaultBranch = payload.repository?.default_branch;
  const common = { system, event, head: env.GITHUB_SHA ?? 'HEAD', ...optional({ defaultBranch }) };
  const { pull_request: pull, merge_group: group } = payload;
  if (pull) {
    const { sha: base, ref: baseBranch } = pull.base ?? {};
    const head = pull.head?.sha ?? missing(systems[system].name, 'pull_request.head.sha');
    return { ...common, kind: 'change', head, ...optional({ base, baseBranch }) };
  }
  if (group) {
    const head = group.head_sha ?? common.head;
    return { ...common, kind: 'change', head, ...optional({ base: group.base_sha }) };
  }
  if (event !== 'push') return { ...common, kind: 'full' };
  const ref = payload.ref ?? env.GITHUB_REF ?? '';
  const head = payload.after ?? common.head;
  // A deleted branch or tag leaves nothing to scan but what is there.
  if (/^0+$/.test(head)) return { ...common, kind: 'full' };
  if (ref.startsWith('refs/tags/')) {
    return { ...common, kind: 'tag', head, tag: ref.slice('refs/tags/'.length) };
  }
  const branch = ref.replace(/^refs\/heads\//, '');
  return { ...common, kind: 'push', head, branch, ...optional({ before: payload.before }) };
}

function readPayload(path: string | undefined, system: string): Payload {
  if (!path) return missing(system, 'GITHUB_EVENT_PATH');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new KeyfenceError('file-unreadable', path, String((error as NodeJS.ErrnoException).code));
  }
  try {
    return JSON.parse(text) as Payload;
  } catch {
    throw new KeyfenceError('file-unreadable', path, 'it is not JSON');
  }
}

function readGitlab(env: Environment): Happened {
  const common = {
    system: 'gitlab' as const,
    event: env.CI_PIPELINE_SOURCE ?? 'unknown',
    head: env.CI_COMMIT_SHA ?? 'HEAD',
    ...optional({ defaultBranch: env.CI_DEFAULT_BRANCH }),
  };
  if (env.CI_MERGE_REQUEST_IID) {
    const head = env.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || common.head;
    const base = env.CI_MERGE_REQUEST_TARGET_BRANCH_SHA || env.CI_MERGE_REQUEST_DIFF_BASE_SHA;
    const baseBranch = env.CI_MERGE_REQUEST_TARGET_BRANCH_NAME;
    return { ...common, kind: 'change', head, ...optional({ base, baseBranch }) };
  }
  if (env.CI_COMMIT_TAG) return { ...common, kind: 'tag', tag: env.CI_COMMIT_TAG };
  if (common.event !== 'push') return { ...common, kind: 'full' };
  const { CI_COMMIT_BRANCH: branch, CI_COMMIT_BEFORE_SHA: before } = env;
  return { ...common, kind: 'push', ...optional({ branch, before }) };
}

/** Tells no `before` on a push. */
function readBitbucket(env: Environment): Happened {
  const head = env.BITBUCKET_COMMIT ?? 'HEAD';
  const common = { system: 'bitbucket' as const, head };
  if (env.BITBUCKET_PR_ID) {
    const base = env.BITBUCKET_PR_DESTINATION_COMMIT;
    const baseBranch = env.BITBUCKET_PR_DESTINATION_BRANCH;
    return { ...common, event: 'pull-request', kind: 'change', ...optional({ base, baseBranch }) };
  }
  if (env.BITBUCKET_TAG) return { ...common, event: 'tag', kind: 'tag', tag: env.BITBUCKET_TAG };
  const branch = env.BITBUCKET_BRANCH;
  if (!branch) return { ...common, event: 'custom', kind: 'full' };
  return { ...common, event: 'push', kind: 'push', branch };
}

/** Tells no `before` on a push, and the base of a pull request only by its branch. */
function readAzure(env: Environment): Happened {
  const common = {
    system: 'azure' as const,
    event: env.BUILD_REASON ?? 'unknown',
    head: env.BUILD_SOURCEVERSION ?? 'HEAD',
  };
  if (env.SYSTEM_PULLREQUEST_TARGETBRANCH) {
    const head = env.SYSTEM_PULLREQUEST_SOURCECOMMITID ?? common.head;
    const baseBranch = env.SYSTEM_PULLREQUEST_TARGETBRANCH.replace(/^refs\/heads\//, '');
    return { ...common, kind: 'change', head, baseBranch };
  }
  if (!['IndividualCI', 'BatchedCI'].includes(common.event)) return { ...common, kind: 'full' };
  const ref = env.BUILD_SOURCEBRANCH ?? '';
  if (ref.startsWith('refs/tags/')) return { ...common, kind: 'tag', tag: ref.slice(10) };
  return { ...common, kind: 'push', branch: ref.replace(/^refs\/heads\//, '') };
}

/** Tells neither a base nor a `before`. */
function readCircle(env: Environment): Happened {
  const common = { system: 'circleci' as const, head: env.CIRCLE_SHA1 ?? 'HEAD' };
  if (env.CIRCLE_TAG) return { ...common, event: 'tag', kind: 'tag', tag: env.CIRCLE_TAG };
  const branch = env.CIRCLE_BRANCH;
  if (!branch) return { ...common, event: 'unknown', kind: 'full' };
  return { ...common, event: 'push', kind: 'push', branch };
}

function readJenkins(env: Environment): Happened {
  const common = { system: 'jenkins' as const, head: env.GIT_COMMIT ?? 'HEAD' };
  if (env.CHANGE_TARGET) {
    return { ...common, event: 'change', kind: 'change', baseBranch: env.CHANGE_TARGET };
  }
  if (env.TAG_NAME) return { ...common, event: 'tag', kind: 'tag', tag: env.TAG_NAME };
  const branch = (env.BRANCH_NAME ?? env.GIT_BRANCH)?.replace(/^(refs\/heads|origin)\//, '');
  const before = env.GIT_PREVIOUS_COMMIT;
  if (!branch) return { ...common, event: 'unknown', kind: 'full' };
  return { ...common, event: 'push', kind: 'push', branch, ...optional({ before }) };
}

function missing(system: string, what: string): never {
  throw new KeyfenceError('ci-environment', system, what);
}

/** Without the keys whose value is undefined or empty. */
function optional<T extends Record<string, string | undefined>>(values: T) {
  const given = Object.entries(values).filter(([, value]) => value);
  return Object.fromEntries(given) as { [K in keyof T]?: string };
}
