/** Where a secret stands and who holds it, in words. */
import type { Finding, FrameLine, Presence, Skip, Where } from '../types.ts';
import { clean, clip } from './text.ts';
import { placeKinds } from './wording.ts';

const PATH = 200;
const NAMES = 3;

/** `src/a.ts:12:5`; `commit message, line 3 in 1a2b3c4d5e`. Cleaned, at most about 250 characters. */
export function locate(where: Where, frame: readonly FrameLine[] = []): string {
  const { kind, line, column } = where;
  if (kind === 'path' || kind === 'ref') return nameOf(where, frame);
  // A blob that no tree names has no path.
  const name = where.path === '' && where.oid ? `object ${short(where.oid)}` : where.path;
  const path = clip(clean(name), PATH);
  const commit = where.commit === undefined ? '' : ` in ${short(where.commit)}`;
  if (kind === 'stdin') return `${path === '' ? 'stdin' : path}:${line}:${column}`;
  if (placeKinds[kind] === '') return `${path}:${line}:${column}${commit}`;
  return `${placeKinds[kind]}, line ${line}${commit}`;
}

/** `file name keys/AIza…abcd.txt in 1a2b3c4d5e`: of what history finds, only the frame has the name. */
function nameOf({ kind, path, commit }: Where, frame: readonly FrameLine[]): string {
  const name = clip(clean(path || (frame[0]?.text ?? '')), PATH);
  const at = commit === undefined ? '' : ` ${kind === 'ref' ? 'at' : 'in'} ${short(commit)}`;
  if (name.startsWith('refs/heads/')) return `branch name ${name.slice(11)}${at}`;
  if (name.startsWith('refs/tags/')) return `tag name ${name.slice(10)}${at}`;
  return `${placeKinds[kind]}${name && ` ${name}`}${at}`;
}

/** What was not scanned, by name: an object that is missing has no path, only its id; a pack, not even that. */
export function skipName({ path, oid, reason }: Skip): string {
  if (path !== '') return path;
  if (oid !== undefined) return `object ${oid}`;
  return reason === 'unreadable' ? 'a pack' : 'a ref';
}

/** `in since 2026-03-01 (a1b2c3d4e5), still in HEAD, branch main, on remote: origin/main`. */
export function whoHolds(presence: Presence): string {
  const { firstSeen, lastSeen, inHead, branches, tags, remotes, reach } = presence;
  const words: string[] = [];
  if (firstSeen !== undefined)
    words.push(`in since ${day(firstSeen.date)} (${short(firstSeen.commit)})`);
  if (lastSeen !== undefined && !inHead) words.push(`last seen ${day(lastSeen.date)}`);
  words.push(inHead ? 'still in HEAD' : 'not in HEAD');
  if (reach !== 'reached') words.push(reach === 'reflog' ? 'only in the reflog' : 'unreachable');
  if (branches.length > 0) words.push(named(branches, 'branch', 'branches'));
  if (tags.length > 0) words.push(named(tags, 'tag', 'tags'));
  words.push(remotes.length > 0 ? `on remote: ${some(remotes)}` : 'not on any remote known here');
  return words.join(', ');
}

export const short = (commit: string): string => commit.slice(0, 10);

const day = (date: string): string => date.slice(0, 10);

const named = (names: readonly string[], one: string, many: string): string =>
  names.length === 1 ? `${one} ${some(names)}` : `${names.length} ${many} (${some(names)})`;

function some(names: readonly string[]): string {
  const shown = names.slice(0, NAMES).map((name) => clip(clean(name), 60));
  return shown.join(', ') + (names.length > NAMES ? ' …' : '');
}

/** Whether the secret stands in a file's content, not in a message, a name or a person. */
export const inFile = ({ where }: Finding): boolean =>
  where.kind === 'stdin' || placeKinds[where.kind] === '';
