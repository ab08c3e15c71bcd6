/**
 * Taking a secret out of commits that no remote has, by what HEAD is to the commit that brought it in, and by what
 * kind of commit that is. Each way is typed in test/report/undo-commits.test.ts.
 */
import type { Finding, Target } from '../types.ts';
import { short } from './place.ts';
import type { Step } from './step.ts';
import { shellQuote } from './text.ts';
import { pathspecs } from './undo.ts';

/** amend: it is HEAD. fold: a fix on top can be moved there. edit, gone: HEAD has to stop there; gone: HEAD has it no more. */
export type Course = 'amend' | 'fold' | 'edit' | 'gone';

/** @param untracked whether the file stays on disk: git does not write over a file that it does not know */
export function courseOf({ presence }: Finding, untracked: boolean): Course {
  if (presence?.head === 'itself') return 'amend';
  if (presence?.head === 'neither') return 'edit';
  if (presence?.inHead === false) return 'gone';
  return untracked ? 'edit' : 'fold';
}

type CommitKind = 'first' | 'merge' | 'plain' | 'unknown';

export function kindOf({ presence }: Finding): CommitKind {
  const parents = presence?.firstSeen?.parents;
  if (parents === undefined) return 'unknown';
  return parents === 0 ? 'first' : parents === 1 ? 'plain' : 'merge';
}

const COMMITS = 3;

/** Fixes go where the secret came in: a fix on top leaves it in history, and the push is refused again. */
export function fold(group: readonly Finding[]): readonly Step[] {
  const commits = introducing(group);
  if (commits.length === 0) return [];
  const [id] = commits.length === 1 ? commits : ['<commit>'];
  return [
    {
      say: `Fold the fix into ${broughtIn(group)}; a fix on top leaves it in history`,
      type: `git commit -a --fixup=${id}`,
      when: 'last',
    },
    { say: `Then${rootOf(group)}`, type: rebase(group, '--autosquash '), when: 'last' },
  ];
}

/** @param kept whether the file stays on disk, and what was written instead is new to git */
export const amend = (kept: boolean): Step => ({
  say: `${kept ? 'Add these two, and put all that' : 'Put that'} into the commit that brought it in, which is HEAD`,
  type: kept ? 'git commit --amend --no-edit' : 'git commit -a --amend --no-edit',
  when: 'last',
});

/** A commit that cannot be named exactly may be the very first, which has nothing before it. */
const rootOf = (group: readonly Finding[]): string =>
  kindOf(group[0]!) === 'unknown' ? ' (with --root instead, if that is the very first commit)' : '';

/** From before the commit that brought it in; what was merged since stays merged. */
function rebase(group: readonly Finding[], flags = ''): string {
  const from = kindOf(group[0]!) === 'first' ? '--root' : `${oldest(group)}^`;
  return `git rebase -i ${flags}--rebase-merges ${from}`;
}

/**
 * Has a rebase stop at the commit, or ask for its message. In the list that git shows a merge has a line of another kind.
 * @param commit e.g. `the commit that brought it in`
 */
export function mark(
  group: readonly Finding[],
  how: 'edit' | 'reword',
  commit: string,
  flags = '',
): Step & { readonly type: string } {
  const type = rebase(group, flags);
  if (kindOf(group[0]!) !== 'merge')
    return { say: `Mark ${commit} "${how}"${rootOf(group)}`, type };
  const say =
    how === 'edit'
      ? `Write the word "break" on a new line below ${commit}, which is a merge`
      : `Turn -C into -c in the line of ${commit}, which is a merge`;
  return { say, type };
}

/** At the stop, behind what is to be done there; `kept` as in `amend`. */
export const goOn = (kept: boolean): Step => ({
  say: `${kept ? 'Add these two' : 'Put that into the commit'}, and then \`git rebase --continue\``,
  type: kept ? 'git commit --amend --no-edit' : 'git commit -a --amend --no-edit',
});

/** HEAD has it no more: whoever took it out did so in a commit that then finds nothing to take out. */
export function takeOutThere(group: readonly Finding[], target: Target): readonly Step[] {
  const paths = pathspecs(group, target) ?? '<path>';
  const { say, type } = mark(group, 'edit', broughtIn(group), '--empty=drop ');
  return [
    { say: `HEAD no longer holds it, but commits do. ${say}`, type },
    {
      say: 'There, take it out of the file, and then `git rebase --continue`',
      type: 'git commit -a --amend --no-edit',
    },
    {
      say: 'Where git stops at the commit that had taken it out, have the file as it is in that one (or `git rm` it, if that one deleted it), and then `git rebase --continue`',
      type: `git restore --source=REBASE_HEAD --staged --worktree ${paths}`,
    },
  ];
}

/** Behind this, HEAD is where the commit can be got at; undefined where only the refs themselves can go. */
export function goThere(group: readonly Finding[]): readonly Step[] {
  if (group[0]!.presence?.head !== 'neither') return [];
  const branches = namesIn(group, 'branches');
  if (branches.length === 1) {
    const [branch] = branches;
    return [
      {
        say: 'HEAD does not lead there. Switch to its branch',
        type: `git switch ${typed(branch!, '<branch>')}`,
      },
    ];
  }
  const say = `HEAD does not lead there, but ${branches.length} other branches do. Do this on each of them, or delete it with git branch -D`;
  return [{ say, type: 'git switch <branch>' }];
}

/** What is held by no branch: the refs that hold it can only go. */
export function deleteRefs(group: readonly Finding[]): readonly Step[] | undefined {
  const first = group[0]!;
  const isOutside = isInNoCommit(first) || first.presence?.head === 'neither';
  if (!isOutside || namesIn(group, 'branches').length > 0) return undefined;
  const tags = namesIn(group, 'tags');
  if (tags.length === 0) {
    return [
      { say: 'Neither a branch nor a tag holds it. Find the refs that do', type: refsOf(group) },
      { say: 'Delete them', type: 'git update-ref -d <ref>' },
    ];
  }
  const names = tags.length > COMMITS ? '<tag>' : tags.map((tag) => typed(tag, '<tag>')).join(' ');
  return [
    {
      say: 'No branch holds it, only tags do. Delete them, and tag again without it',
      type: `git tag -d ${names}`,
    },
  ];
}

/** A tag or another ref may name a file itself, or a folder, without any commit. */
export const isInNoCommit = ({ presence }: Finding): boolean =>
  presence !== undefined && presence.firstSeen === undefined;

function refsOf(group: readonly Finding[]): string {
  const [first] = group;
  const { oid } = first!.where;
  if (isInNoCommit(first!)) {
    const object = group.length > 1 || oid === undefined ? '<object>' : short(oid);
    return `git for-each-ref --points-at ${object}`;
  }
  const commits = introducing(group);
  return `git for-each-ref --contains ${commits.length === 1 ? commits[0]! : '<commit>'}`;
}

const namesIn = (group: readonly Finding[], list: 'branches' | 'tags'): readonly string[] => [
  ...new Set(group.flatMap(({ presence }) => presence?.[list] ?? [])),
];

/** The name, as long as it can be shown and typed. */
export const typed = (name: string, otherwise: string): string =>
  /^[\w./-]+$/.test(name) && !name.startsWith('-') ? shellQuote(name) : otherwise;

/** Findings stand in the order in which they came in. */
const oldest = (group: readonly Finding[]): string => introducing(group)[0] ?? '<commit>';

/** @param one e.g. `the commit that brought it in`; @param each of more than one, in the same way */
export function named(group: readonly Finding[], one: string, each: string): string {
  const commits = introducing(group);
  return commits.length > 1 ? `${each} (${some(commits)})` : one;
}

export const broughtIn = (group: readonly Finding[]): string =>
  named(group, 'the commit that brought it in', 'each commit that brought one in');

const some = (commits: readonly string[]): string =>
  commits.slice(0, COMMITS).join(', ') + (commits.length > COMMITS ? ' …' : '');

const introducing = (group: readonly Finding[]): readonly string[] => [
  ...new Set(group.flatMap(introducedBy).map(short)),
];

function introducedBy({ presence, where }: Finding): readonly string[] {
  if (presence?.firstSeen !== undefined) return [presence.firstSeen.commit];
  return where.commit === undefined ? [] : [where.commit];
}
