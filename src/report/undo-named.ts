/**
 * Taking a secret out of what is no file's content: messages, people, notes, and the names of files, branches
 * and tags. Each way is what git itself offers for it.
 */
import type { Finding, Presence } from '../types.ts';
import type { Step } from './step.ts';
import { shellQuote } from './text.ts';
import { ROOT, rebase, rewriteHistory } from './undo.ts';

/** The steps for a secret that no remote is known to have. */
export function takeOut(group: readonly Finding[]): readonly Step[] {
  const first = group[0]!;
  switch (placeOf(first)) {
    case 'author':
      return [
        { say: `Mark the commit that holds it "edit"${ROOT}`, type: rebase(group) },
        {
          say: 'There, name another author, then `git rebase --continue`',
          type: 'git commit --amend --no-edit --author="Name <mail>"',
        },
      ];
    case 'path':
      return [
        { say: `Mark the commit that brought the name in "edit"${ROOT}`, type: rebase(group) },
        {
          say: 'There, give it another name, then `git commit --amend --no-edit` and `git rebase --continue`',
          type: 'git mv <its name> <new name>',
        },
      ];
    case 'note':
      return note(group);
    case 'branch':
      return [{ say: 'Give the branch another name', type: 'git branch -m <its name> <new name>' }];
    case 'tag name':
      return [
        { say: 'Give the tag another name', type: 'git tag <new name> "<its name>^{}"' },
        { say: 'Delete the old one', type: 'git tag -d <its name>' },
      ];
    case 'ref':
      return [
        { say: 'Delete the ref, or give it another name', type: 'git update-ref -d <its name>' },
      ];
    case 'tag':
      return [
        {
          say: 'Make the tag again without it; git offers the old message to edit',
          type: `git tag -a -f ${tagOf(group)} "${tagOf(group)}^{}"`,
        },
      ];
    case 'message':
      return [
        {
          say: `Mark the commit that holds it "reword" and take it out of the message${ROOT}`,
          type: rebase(group),
        },
      ];
  }
}

/** The steps for one that a remote has, behind its revocation. */
export function takeBack(group: readonly Finding[]): readonly Step[] {
  const first = group[0]!;
  switch (placeOf(first)) {
    case 'author':
      return [inFreshClone('that maps the old author to a new one', '--mailmap ../mailmap.txt')];
    case 'path':
      return [inFreshClone('', '--path-rename <its name>:<new name>')];
    case 'note':
      return [
        ...note(group),
        { say: 'Publish that', type: 'git push --force origin refs/notes/commits' },
      ];
    case 'branch':
    case 'tag name':
    case 'ref':
      return [
        { say: 'Push it under another name', type: 'git push origin <its name>:<new name>' },
        { say: 'Delete the old name there', type: 'git push origin --delete <its name>' },
      ];
    default:
      return [rewriteHistory];
  }
}

type NamedPlace = 'author' | 'path' | 'note' | 'branch' | 'tag name' | 'ref' | 'tag' | 'message';

/** Of an annotated tag's people too it is the tag that has to be made again. */
export function placeOf({ where, presence, frame }: Finding): NamedPlace {
  const { kind } = where;
  if (kind === 'author' && presence !== undefined && isUnplaced(where, presence)) return 'tag';
  if (kind === 'ref') return refKind(frame[0]?.text);
  return kind === 'author' || kind === 'path' || kind === 'note' || kind === 'tag'
    ? kind
    : 'message';
}

const isUnplaced = ({ commit }: Finding['where'], { firstSeen }: Presence) =>
  commit === undefined && firstSeen === undefined;

function refKind(name = ''): 'branch' | 'tag name' | 'ref' {
  if (name.startsWith('refs/heads/')) return 'branch';
  return name.startsWith('refs/tags/') ? 'tag name' : 'ref';
}

/** A note's path is the id of the commit that it is about, perhaps with slashes in it. */
function note(group: readonly Finding[]): readonly Step[] {
  const [first] = group;
  const about = first!.presence?.firstSeen?.path.replaceAll('/', '') ?? '';
  const commit = group.length === 1 && /^[0-9a-f]{40,64}$/.test(about) ? about : '<commit>';
  return [
    { say: 'Take it out of the note', type: `git notes edit ${commit}` },
    {
      say: 'Then drop the older versions of all notes, one of which still has it',
      type: 'git update-ref refs/notes/commits "$(git commit-tree -m Notes "refs/notes/commits^{tree}")"',
    },
  ];
}

/** The one tag that has the message, as long as its name can be shown and typed. */
function tagOf(group: readonly Finding[]): string {
  const tags = group.length === 1 ? (group[0]!.presence?.tags ?? []) : [];
  const name = tags.length === 1 ? tags[0]! : '';
  return /^[\w./-]+$/.test(name) && !name.startsWith('-') ? shellQuote(name) : '<tag>';
}

function inFreshClone(file: string, how: string): Step {
  const needs = file === '' ? '' : `, with a file beside that clone ${file}`;
  return {
    say: `Then, if you like, take it out of history: in a fresh clone (pushed with --force; everybody clones again)${needs}`,
    type: `git filter-repo ${how}`,
  };
}
