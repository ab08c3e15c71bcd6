/**
 * Taking a secret out of what is no file's content: messages, people, notes, and the names of files, branches
 * and tags. Each way is what git itself offers for it.
 */
import type { Finding, Presence } from '../types.ts';
import type { Step } from './step.ts';
import { rewriteHistory } from './undo.ts';
import { deleteRefs, goThere, mark, named, typed } from './undo-commits.ts';

/** The steps for a secret that no remote is known to have. */
export function takeOut(group: readonly Finding[]): readonly Step[] {
  const first = group[0]!;
  switch (placeOf(first)) {
    case 'author':
    case 'path':
    case 'message':
      return inCommits(group);
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
  }
}

/** What a commit says of itself, and the name it gave a file: the commit has to be made anew. */
function inCommits(group: readonly Finding[]): readonly Step[] {
  const refs = deleteRefs(group);
  if (refs !== undefined) return refs;
  const place = placeOf(group[0]!) as keyof typeof anew;
  const { say, type, there, how } = anew[place];
  if (group[0]!.presence?.head === 'itself') {
    if (place !== 'path') return [{ say: `${say} of HEAD’s commit`, type }];
    return [
      { say, type },
      { say: 'Put that into HEAD’s commit', type: 'git commit --amend --no-edit' },
    ];
  }
  const which = named(group, 'the commit that holds it', 'each commit that holds one');
  const marked = mark(group, how, which);
  if (how === 'reword') return [...goThere(group), marked];
  return [...goThere(group), marked, { say: there, type }];
}

const anew = {
  author: {
    how: 'edit',
    say: 'Change the author',
    there: 'There, name another author, then `git rebase --continue`',
    type: 'git commit --amend --no-edit --author="Name <mail>"',
  },
  path: {
    how: 'edit',
    say: 'Give it another name',
    there:
      'There, give it another name, then `git commit --amend --no-edit` and `git rebase --continue`',
    type: 'git mv <its name> <new name>',
  },
  message: {
    how: 'reword',
    say: 'Take it out of the message',
    there: '',
    type: 'git commit --amend',
  },
} as const;

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

/** The one tag that has the message. */
function tagOf(group: readonly Finding[]): string {
  const tags = group.length === 1 ? (group[0]!.presence?.tags ?? []) : [];
  return tags.length === 1 ? typed(tags[0]!, '<tag>') : '<tag>';
}

function inFreshClone(file: string, how: string): Step {
  const needs = file === '' ? '' : `, with a file beside that clone ${file}`;
  return {
    say: `Then, if you like, take it out of history: in a fresh clone (pushed with --force; everybody clones again)${needs}`,
    type: `git filter-repo ${how}`,
  };
}
