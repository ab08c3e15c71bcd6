/** What a run is about where the command line alone does not say it: ranges, pushes, CI, policy of a ref. */

import { readFileSync } from 'node:fs';
import type { Excused, OtherTool } from '../config/other-tools.ts';
import { commitPolicy, configPath, diskPolicy, type PolicySource, readIgnores } from '../config.ts';
import { KeyfenceError } from '../errors.ts';
import type { CommandLine, FlagValues } from '../flags.ts';
import type { Repository } from '../git.ts';
import { newNames, type Selection, selectPush } from '../history/pick.ts';
import { newEntries } from '../ignores.ts';
import type { Command, Notice } from '../types.ts';

export interface Plan {
  readonly policy: PolicySource;
  /** False: ignore comments do not count, because the change that is judged could have written them. */
  readonly inline: boolean;
  /** For the report's target; undefined where the command says it. */
  readonly scope?: string;
  /** Absent: everything that git keeps. `nothing`: there is nothing to scan, and that is right so. */
  readonly selection?: Selection | 'nothing';
  readonly notices: readonly Notice[];
  /** Names of refs that the remote would get. */
  readonly newRefs?: readonly string[];
}

type Scope = Pick<Plan, 'scope' | 'selection' | 'inline' | 'notices' | 'newRefs'> & {
  readonly policy?: { readonly commit: string; readonly ref: string };
};

export async function planFor(
  command: Command,
  { flags, operands }: CommandLine,
  repository: Repository,
): Promise<Plan> {
  const scope = await scopes[command]?.(repository, flags, operands);
  const asked = flags['policy-ref'];
  const from =
    asked === undefined ? scope?.policy : await resolved(repository, asked, '--policy-ref');
  const plan = { inline: true, notices: [], ...scope };
  const disk = diskPolicy(repository.top || repository.gitDir);
  if (!from) return { ...plan, policy: disk };
  const named = flags.config && configPath(repository.top || process.cwd(), flags.config);
  const { policyFiles } = await import('../ci.ts');
  const policy = commitPolicy(from.ref, await policyFiles(repository, from, named));
  const notices: Notice[] = [...plan.notices, { code: 'policy-ref', values: [from.ref] }];
  const added = repository.top ? await suppressions(policy, disk) : [];
  if (added.length > 0) notices.push({ code: 'new-suppressions', values: added });
  return { ...plan, policy, notices };
}

/** Of the commands that read policy and scan no range. */
export async function policyOf(line: CommandLine, repository: Repository): Promise<PolicySource> {
  if (line.flags['policy-ref'] !== undefined) {
    return (await planFor('staged', line, repository)).policy;
  }
  return diskPolicy(repository.top || process.cwd());
}

const scopes: {
  readonly [C in Command]?: (
    repository: Repository,
    flags: FlagValues,
    operands: readonly string[],
  ) => Promise<Scope>;
} = { history: ofHistory, push: ofPush, ci: ofCi };

const WHOLE = { inline: true, notices: [] } as const;

async function ofHistory(
  repository: Repository,
  flags: FlagValues,
  operands: readonly string[],
): Promise<Scope> {
  const { refs } = flags;
  const options = flags.since === undefined ? [] : [`--since=${flags.since}`];
  const [range, more] = operands;
  if (more !== undefined) {
    const what = `history takes one range, not also ${JSON.stringify(more)}.`;
    throw new KeyfenceError('usage', what, 'Try `npx keyfence history A..B`.');
  }
  if (flags['allow-fetch'] && flags.shard) {
    const what = '--allow-fetch does not go with --shard: all shards must see the same objects.';
    throw new KeyfenceError('usage', what, 'Run `git fetch --refetch --no-filter` before.');
  }
  const narrow =
    range ??
    (refs && `--refs ${refs[0]}`) ??
    options[0] ??
    (flags.shard && `--shard ${flags.shard}`);
  if (flags.cache && narrow) {
    const what = `--cache is for a scan of everything, and does not go with ${narrow}.`;
    throw new KeyfenceError('usage', what, 'Leave out one of them.');
  }
  if (flags.cache && flags['show-secrets']) {
    const what = '--cache does not go with --show-secrets: what is remembered holds no secret.';
    throw new KeyfenceError('usage', what, 'Leave out one of them.');
  }
  if (range === undefined && !refs && options.length === 0) return WHOLE;
  const all = range === undefined && !refs ? ['--all'] : [];
  const named = refs ? await (await import('./named-refs.ts')).idsOfRefs(repository, refs) : [];
  const revisions = [...(range === undefined ? [] : range.split(/\s+/)), ...named];
  const words = [range, refs && `refs ${refs.join(' ')}`, flags.since && `since ${flags.since}`];
  return {
    ...WHOLE,
    scope: words.filter(Boolean).join(', '),
    selection: { revisions, options: [...all, ...options] },
  };
}

async function ofPush(
  repository: Repository,
  _: FlagValues,
  operands: readonly string[],
): Promise<Scope> {
  const given = await standardInput();
  const framework = given.trim() === '' ? await ofFramework(repository, process.env) : undefined;
  const remote = framework?.remote ?? operands[0] ?? '';
  const input = framework?.input ?? given;
  const there = await known(repository, input);
  const selection = selectPush(input, remote, (oid) => there.has(oid)) ?? 'nothing';
  const scope = `what ${remote || 'the remote'} does not have`;
  return { ...WHOLE, scope, selection, newRefs: newNames(input) };
}

/**
 * The pre-commit framework reads the hook's lines itself. It names one branch and the remote in the
 * environment, and a push of several branches by the first of them: that is all there is to go by.
 */
async function ofFramework(repository: Repository, env: NodeJS.ProcessEnv) {
  const { PRE_COMMIT_LOCAL_BRANCH: branch, PRE_COMMIT_REMOTE_NAME: remote } = env;
  if (!branch || !remote) return undefined;
  const { commit } = await resolved(repository, branch);
  const zero = '0'.repeat(commit.length);
  return { remote, input: `${branch} ${commit} ${env.PRE_COMMIT_REMOTE_BRANCH ?? branch} ${zero}` };
}

/** `process.stdin` costs milliseconds of loading; it is only needed where reading would block. */
async function standardInput(): Promise<string> {
  try {
    return readFileSync(0).toString();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code !== 'EAGAIN') throw new KeyfenceError('file-unreadable', 'standard input', code);
    const pieces: Buffer[] = [];
    for await (const piece of process.stdin) pieces.push(piece as Buffer);
    return Buffer.concat(pieces).toString();
  }
}

/** Which of the ids in the hook's lines are objects of this repository. */
async function known(repository: Repository, input: string): Promise<ReadonlySet<string>> {
  const oids = [...new Set(input.match(/\b[0-9a-f]{40,64}\b/g) ?? [])].filter(
    (oid) => !/^0+$/.test(oid),
  );
  if (oids.length === 0) return new Set();
  if (repository.everyday) {
    const { Store } = await import('../objects/store.ts');
    const { objectsDir, hash } = repository;
    const store = new Store({ objectsDir, hash, limit: 0 });
    const here = oids.filter((oid) => store.has(Buffer.from(oid, 'hex'), 0));
    store.close();
    return new Set(here);
  }
  const answer = await repository.git(['cat-file', '--batch-check=%(objectname)'], {
    input: `${oids.join('\n')}\n`,
  });
  const lines = answer.toString().split('\n');
  return new Set(oids.filter((oid, index) => lines[index] === oid));
}

async function ofCi(repository: Repository, flags: FlagValues): Promise<Scope> {
  const allowShallow = flags['allow-shallow'] === true;
  const { ciRun } = await import('../ci.ts');
  const { system, scope, policy, inline, explanation } = await ciRun(repository, process.env, {
    allowShallow,
  });
  const common = { inline, scope: explanation, ...(policy && { policy }) };
  const said: Notice = { code: 'ci-scope', values: [system, explanation] };
  switch (scope.kind) {
    case 'full':
      return { ...common, notices: [said] };
    case 'tree':
      return {
        ...common,
        notices: [said, { code: 'tree-only' }],
        selection: { revisions: ['HEAD'], options: ['--max-count=1'] },
      };
    case 'range': {
      const revisions = [...scope.include, ...(scope.tag ? [scope.tag] : [])];
      const excluded = scope.exclude.map((oid) => `^${oid}`);
      return {
        ...common,
        notices: [said],
        selection: { revisions: [...revisions, ...excluded], options: [] },
      };
    }
  }
}

async function resolved(repository: Repository, ref: string, flag = '') {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const { code, stdout } = await repository.run(args, { accept: [1, 128] });
  const commit = stdout.toString().trim().split('\n').at(-1) ?? '';
  if (code !== 0 || !/^[0-9a-f]{40,64}$/.test(commit)) {
    if (flag === '') throw new KeyfenceError('bad-range', ref);
    const what = `${flag} ${ref} names no commit that is in this repository.`;
    throw new KeyfenceError('usage', what, 'Check it with `git rev-parse`, or fetch it first.');
  }
  return { commit, ref };
}

/** Ignore entries that the work tree has and the policy in force has not. */
async function suppressions(policy: PolicySource, disk: PolicySource): Promise<string[]> {
  const added = newEntries(await readIgnores(policy), await readIgnores(disk));
  return added.map(({ rule, hash }) => `${rule}:${hash}`);
}

/** The same of the files of other tools that the policy in force obeys: where each new entry stands. */
export async function otherSuppressions(
  { policy }: Plan,
  { top }: Repository,
  tools: readonly OtherTool[],
): Promise<readonly Notice[]> {
  if (tools.length === 0 || !policy.prefix || !top) return [];
  const { readOther } = await import('../config/other-tools.ts');
  const said = ({ at, ...what }: Excused) => JSON.stringify(what);
  const values = tools.flatMap((tool) => {
    const before = new Set(readOther(policy, tool)?.map(said));
    const now = readOther(diskPolicy(top), tool) ?? [];
    return now.filter((entry) => !before.has(said(entry))).map(({ at }) => at);
  });
  return values.length > 0 ? [{ code: 'new-suppressions', values }] : [];
}
