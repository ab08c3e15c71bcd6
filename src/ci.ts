/**
 * Which commits this CI run is about, from its environment and the clone that it has. Never a guess
 * that leaves something out: where the clone is too shallow to tell, the run is refused with the line
 * to change; where nothing tells, everything is scanned.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Environment, type Happened, systems, whatHappened } from './ci/environments.ts';
import { KeyfenceError } from './errors.ts';
import type { Repository } from './git.ts';

export { policyFiles } from './ci/policy.ts';

export interface CiRun {
  /** e.g. `GitHub Actions`. */
  readonly system: string;
  /** What to scan. Ids are of commits that exist here. An empty range is no error: nothing is new. */
  readonly scope:
    | { readonly kind: 'full' }
    /** Only the tree of HEAD: a shallow clone and `--allow-shallow`. */
    | { readonly kind: 'tree' }
    | {
        readonly kind: 'range';
        readonly include: readonly string[];
        readonly exclude: readonly string[];
        /** The annotated tag object that was pushed, whose message counts too. */
        readonly tag?: string;
      };
  /** Commit that the policy is read from, where a change must not edit what judges it. */
  readonly policy?: { readonly commit: string; readonly ref: string };
  /** False where ignore comments of the change itself must not count. */
  readonly inline: boolean;
  /** One line for the report: what happened and which commits follow from it. */
  readonly explanation: string;
}

/**
 * @throws KeyfenceError `shallow` where the clone cuts the scope, `ci-commit` where a commit of the run
 * is not in this clone, `ci-environment` where the system left out what it promises
 */
export async function ciRun(
  repo: Repository,
  env: Environment,
  flags: { readonly allowShallow: boolean },
): Promise<CiRun> {
  const happened = whatHappened(env);
  const clone = new Clone(repo, happened);
  try {
    const run = await ranges[happened.kind](clone, happened as never);
    if (await clone.cut(run)) clone.refuseShallow();
    return run;
  } catch (error) {
    const shallow = error instanceof KeyfenceError && error.code === 'shallow';
    if (!shallow || !flags.allowShallow) throw error;
    const explanation = `${happened.event}: the clone is shallow: only the tree of HEAD`;
    const inline = happened.kind !== 'change';
    return { system: clone.system, scope: { kind: 'tree' }, inline, explanation };
  }
}

/** Bitbucket names the commits of a pull request by their first twelve digits. */
const ABBREVIATED = /^[0-9a-f]{12,39}$/;

type Of<K extends Happened['kind']> = Extract<Happened, { kind: K }>;

const ranges: { [K in Happened['kind']]: (clone: Clone, happened: Of<K>) => Promise<CiRun> } = {
  change: ofChange,
  push: ofPush,
  tag: ofTag,
  full: async (clone, happened) => clone.full(`${happened.event}: everything`),
};

/** Pull request, merge request, merge queue: base..head, never the synthetic merge's first parent. */
async function ofChange(clone: Clone, happened: Of<'change'>): Promise<CiRun> {
  const { base: id, baseBranch, event } = happened;
  const head = await clone.need(happened.head);
  const branchTip = baseBranch ? await clone.find(`refs/remotes/origin/${baseBranch}`) : undefined;
  const base = id
    ? await clone.need(id, baseBranch)
    : (branchTip ?? (await clone.lost(baseBranch)));
  const ref = baseBranch ? `origin/${baseBranch}` : short(base);
  return {
    system: clone.system,
    scope: { kind: 'range', include: [head], exclude: await clone.judged(head, base, branchTip) },
    policy: { commit: branchTip ?? base, ref },
    inline: false,
    explanation: `${event}: ${short(base)}..${short(head)}`,
  };
}

/** before..after; on a new or a forced branch, whatever no other branch of the remote holds. */
async function ofPush(clone: Clone, happened: Of<'push'>): Promise<CiRun> {
  const { branch, before, event } = happened;
  const head = await clone.need(happened.head);
  const known = before && !/^0+$/.test(before) ? await clone.find(before) : undefined;
  if (known) {
    return clone.range([head], [known], `${event}: ${short(known)}..${short(head)}`);
  }
  const fallback = await clone.defaultBranch();
  if (!before && (branch === undefined || fallback === undefined || branch === fallback.name)) {
    return clone.full(`${event}: everything, because ${clone.system} does not tell what was new`);
  }
  const forced = before !== undefined && !/^0+$/.test(before);
  // Branches that come with the first push of the default branch have no commits that were scanned before.
  if (!forced && branch !== undefined && branch === happened.defaultBranch) {
    return clone.range(
      [head],
      [],
      `${event}: the default branch is new: everything up to ${short(head)}`,
    );
  }
  const why = forced ? 'the branch was forced' : 'the branch is new';
  const others = await clone.others(head, branch);
  const what = others.length ? 'what no other branch holds' : 'everything';
  return clone.range([head], others, `${event}: ${why}: ${what} up to ${short(head)}`);
}

async function ofTag(clone: Clone, happened: Of<'tag'>): Promise<CiRun> {
  const { tag, event } = happened;
  const head = await clone.need(happened.head);
  const object = await clone.tagObject(`refs/tags/${tag}`);
  const run = clone.range(
    [head],
    await clone.others(head, undefined),
    `${event}: tag ${tag}: what no branch holds up to ${short(head)}`,
  );
  return object ? { ...run, scope: { ...run.scope, tag: object } as CiRun['scope'] } : run;
}

/** The questions that a run has for this clone. */
class Clone {
  readonly system: string;
  private readonly shallow: ReadonlySet<string>;

  constructor(
    private readonly repo: Repository,
    private readonly happened: Happened,
  ) {
    this.system = systems[happened.system].name;
    this.shallow = new Set(shallowCommits(join(repo.commonDir, 'shallow')));
  }

  full(explanation: string): CiRun {
    return { system: this.system, scope: { kind: 'full' }, inline: true, explanation };
  }

  range(include: readonly string[], exclude: readonly string[], explanation: string): CiRun {
    return {
      system: this.system,
      scope: { kind: 'range', include, exclude },
      inline: true,
      explanation,
    };
  }

  /** The commit's full id, undefined where it is not in this clone. */
  async find(name: string): Promise<string | undefined> {
    const full = ABBREVIATED.test(name) ? await this.unabbreviated(name) : name;
    if (full === undefined) return undefined;
    const args = ['rev-parse', '--verify', '--quiet', `${full}^{commit}`];
    const { code, stdout } = await this.repo.run(args, { accept: [1, 128] });
    const id = stdout.toString().trim();
    if (code !== 0 || !(await this.present(id))) return undefined;
    return id;
  }

  /** The one commit whose id begins so; never a branch or tag of that name, which anybody may have made. */
  private async unabbreviated(prefix: string): Promise<string | undefined> {
    const { stdout } = await this.repo.run(['rev-parse', `--disambiguate=${prefix}`], {
      accept: [1, 128],
    });
    const commits: string[] = [];
    for (const id of stdout.toString().split('\n').filter(Boolean)) {
      const type = await this.repo.run(['cat-file', '-t', id], { accept: [1, 128] });
      if (type.stdout.toString().trim() === 'commit') commits.push(id);
    }
    return commits.length === 1 ? commits[0] : undefined;
  }

  /** rev-parse takes a full id at its word. */
  private async present(id: string): Promise<boolean> {
    return (await this.repo.run(['cat-file', '-e', id], { accept: [1, 128] })).code === 0;
  }

  async need(name: string, branch?: string): Promise<string> {
    if (!/^([0-9a-f]{40}|[0-9a-f]{64}|HEAD)$/.test(name) && !ABBREVIATED.test(name)) {
      throw new KeyfenceError('ci-environment', this.system, 'a commit id');
    }
    return (await this.find(name)) ?? this.lost(branch ?? name);
  }

  async lost(name: string | undefined): Promise<never> {
    if (this.shallow.size) this.refuseShallow();
    if (!name) throw new KeyfenceError('ci-environment', this.system, 'the base of the change');
    throw new KeyfenceError('ci-commit', this.system, name);
  }

  refuseShallow(): never {
    throw new KeyfenceError('shallow', systems[this.happened.system].deepen);
  }

  async tagObject(ref: string): Promise<string | undefined> {
    const args = ['rev-parse', '--verify', '--quiet', ref];
    const { code, stdout } = await this.repo.run(args, { accept: [1, 128] });
    if (code !== 0) return undefined;
    const id = stdout.toString().trim();
    const type = (await this.repo.git(['cat-file', '-t', id])).toString().trim();
    return type === 'tag' ? id : undefined;
  }

  async defaultBranch(): Promise<{ readonly name: string; readonly commit: string } | undefined> {
    const told = this.happened.defaultBranch;
    if (told) {
      const commit = await this.find(`refs/remotes/origin/${told}`);
      return commit === undefined ? undefined : { name: told, commit };
    }
    const args = ['symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD'];
    const { stdout } = await this.repo.run(args, { accept: [1, 128] });
    const name = stdout.toString().trim().replace('refs/remotes/origin/', '');
    const commit = name ? await this.find(`refs/remotes/origin/${name}`) : undefined;
    return commit === undefined ? undefined : { name, commit };
  }

  /**
   * Tips of the remote's other branches, whose commits were scanned when those were pushed. A branch that
   * holds `head` itself does not count, or two branches pushed at once would each vouch for the other;
   * only the default branch always does.
   */
  async others(head: string, branch: string | undefined): Promise<readonly string[]> {
    const main = await this.defaultBranch();
    const args = ['for-each-ref', '--format=%(objectname) %(refname)', `--no-contains=${head}`];
    const lines = (await this.repo.git([...args, 'refs/remotes'])).toString().split('\n');
    const tips = new Set<string>();
    for (const line of lines) {
      const space = line.indexOf(' ');
      const own = branch !== undefined && line.slice(space + 1) === `refs/remotes/origin/${branch}`;
      if (space > 0 && !own) tips.add(line.slice(0, space));
    }
    if (main && main.name !== branch) tips.add(main.commit);
    return [...tips];
  }

  /** The base, and what its branch has got since: others' commits that a merge brought into the change. */
  async judged(head: string, base: string, tip: string | undefined): Promise<readonly string[]> {
    if (!tip || tip === base) return [base];
    const args = ['merge-base', '--is-ancestor', head, tip];
    const merged = (await this.repo.run(args, { accept: [1] })).code === 0;
    return merged ? [base] : [base, tip];
  }

  /** True where the shallow boundary lies inside the scope, so that commits may be missing from it. */
  async cut({ scope }: CiRun): Promise<boolean> {
    if (this.shallow.size === 0) return false;
    if (scope.kind !== 'range') return true;
    const input = [...scope.include, ...scope.exclude.map((id) => `^${id}`), ''].join('\n');
    const inside = await this.repo.git(['rev-list', '--stdin'], { input });
    return inside
      .toString()
      .split('\n')
      .some((id) => this.shallow.has(id));
  }
}

function shallowCommits(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

const short = (id: string) => id.slice(0, 12);
