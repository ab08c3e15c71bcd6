/** Taking a secret back out of git where no commit has to be made anew, or all of them: the index, a refused message, history. */
import type { Finding, Target } from '../types.ts';
import type { Step } from './step.ts';
import { pathspec, pathspecOfBytes } from './text.ts';

const UNTRACK = 'git rm --cached';

const PATHS = 5;

/** The distinct paths of a group as arguments, at most a few; `undefined` where there are more. */
export function pathspecs(group: readonly Finding[], target: Target): string | undefined {
  const prefix = target.prefix === undefined ? '' : target.prefix;
  const specs = new Set<string>();
  for (const { where } of group) {
    const { path, pathBytes } = where;
    specs.add(pathBytes === undefined ? pathspec(path, prefix) : pathspecOfBytes(pathBytes));
    if (specs.size > PATHS) return undefined;
  }
  const all = [...specs].map((spec) => spec.replace(/^-- /, '')).join(' ');
  return [...specs].some((spec) => spec.startsWith('-- ')) ? `-- ${all}` : all;
}

/** Takes the files of these findings out of the index. */
export function unstage(group: readonly Finding[], target: Target): Step {
  const command = target.unborn === true ? UNTRACK : 'git restore --staged';
  const paths = pathspecs(group, target);
  if (group[0]!.where.kind === 'path') {
    return {
      say: 'Take it out of this commit and give it another name: its name holds the key',
      type: `${command} ${paths ?? '<path>'}`,
    };
  }
  if (paths === undefined) {
    const say = 'Take each of these files out of this commit';
    return { say, type: `${command} <path>`, when: 'first' };
  }
  const what = group.length === 1 ? 'it' : 'them';
  return { say: `Take ${what} out of this commit`, type: `${command} ${paths}`, when: 'first' };
}

/** Leaves the file on disk and takes it out of what git tracks. */
export const untrack = (group: readonly Finding[], target: Target): Step => ({
  say: 'Take the file out of git; it stays on your disk',
  type: `${UNTRACK} ${pathspecs(group, target) ?? '<path>'}`,
});

/** git keeps the message that its hook refused; in a worktree, elsewhere than in `.git`. */
const REFUSED = 'git commit --edit --file="$(git rev-parse --git-path COMMIT_EDITMSG)"';

export const rewriteMessage: readonly Step[] = [
  { say: 'Edit the message; what you wrote is kept', type: REFUSED },
  { say: 'If it must name the key, its last four characters are enough' },
];

/** A stash does not expire (git-config, `gc.reflogExpireUnreachable`); what a branch has been is kept where it is an ancestor. */
export const DANGLING: Step = {
  say: 'No branch or tag holds it any more, only the reflog, a stash or the index of this clone. A stash goes with `git stash drop`; git drops the rest in time, or at once, together with all else that can only be got back from there',
  type: 'git -c gc.reflogExpireUnreachable=now gc --prune=now',
};

/** git-filter-repo refuses any but a fresh clone, and leaves messages alone unless it is told not to. */
export const rewriteHistory: Step = {
  say: 'Then, if you like, take it out of history: in a fresh clone (pushed with --force; everybody clones again), with a file beside that clone that holds the line KEY==>REMOVED',
  type: 'git filter-repo --replace-text ../keys.txt --replace-message ../keys.txt',
  when: 'last',
};
