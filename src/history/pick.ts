/**
 * Picking objects by commits: the ones of a range, of a push, of some refs. git says which they are
 * (`rev-list --objects`: what these commits bring and the excluded ones do not have); they are read
 * one by one, so that a range costs what it holds, not what the repository holds.
 */
import { KeyfenceError } from '../errors.ts';
import { Store } from '../objects/store.ts';
import type { GitRunner, HistoryRepository } from './refs.ts';

export interface Selection {
  /** As typed or as read from a hook: `A..B`, an id, `^id`. */
  readonly revisions: readonly string[];
  /** Options of rev-list: `--remotes=origin`, `--since=…`. */
  readonly options: readonly string[];
}

export interface Picked {
  /** Sorted, lower-case hex. */
  readonly oids: readonly string[];
  readonly missing: readonly string[];
}

/** What the objects of a selection are. @throws KeyfenceError 'bad-range' */
export async function pick(run: GitRunner, { revisions, options }: Selection): Promise<Picked> {
  for (const revision of revisions) {
    if (revision.startsWith('-') || revision.includes('\n')) {
      throw new KeyfenceError('bad-range', revision);
    }
  }
  const args = ['rev-list', '--objects', '--missing=print', '--stdin', ...options];
  const input = `${revisions.join('\n')}\n`;
  const { code, stdout } = await run(args, { input, accept: [128] });
  if (code !== 0) throw refused(code, { revisions, options });
  const oids = new Set<string>();
  const missing = new Set<string>();
  for (const line of Buffer.from(stdout).toString('latin1').split('\n')) {
    const match = /^(\??)([0-9a-f]{40,64})(?: |$)/.exec(line);
    if (match) (match[1] === '' ? oids : missing).add(match[2]!);
  }
  return { oids: [...oids].sort(), missing: [...missing].sort() };
}

/** Who typed a range looks at that; ids and `--all` nobody typed. */
function refused(code: number, { revisions, options }: Selection): KeyfenceError {
  const isTyped = (revision: string) => !/^\^?[0-9a-f]{40,64}$/.test(revision);
  if (revisions.some(isTyped)) return new KeyfenceError('bad-range', revisions.join(' '));
  const words = [...revisions.slice(0, MOST_SHOWN), ...options].join(' ');
  return new KeyfenceError('git-failed', `rev-list ${words}`, `exit code ${code}`);
}

const MOST_SHOWN = 4;

/** One line that git gives a pre-push hook: `local-ref local-id remote-ref remote-id`. */
const PUSH_LINE = /^(\S+) ([0-9a-f]{40,64}) (\S+) ([0-9a-f]{40,64})$/;

/**
 * What a push would publish: what its refs reach and the remote, as far as known here, does not have.
 * @param input stdin of the pre-push hook
 * @param remote the hook's first argument: a remote's name, or a URL where it has none
 * @param has whether an object is in this repository: the remote's own may be unknown here
 * @returns undefined where nothing is published: no line, or deletions only
 */
export function selectPush(
  input: string,
  remote: string,
  has: (oid: string) => boolean,
): Selection | undefined {
  const wanted: string[] = [];
  const known: string[] = [];
  for (const line of input.split('\n')) {
    if (line === '') continue;
    const match = PUSH_LINE.exec(line);
    if (!match)
      throw new KeyfenceError('usage', `This is no line of a pre-push hook: ${line}`, PUSH_HELP);
    const [, , local, , there] = match as unknown as string[];
    if (!isZero(local!)) wanted.push(local!);
    if (!isZero(there!) && has(there!)) known.push(`^${there}`);
  }
  if (wanted.length === 0) return undefined;
  const options = /^[\w.][\w./-]*$/.test(remote) ? ['--not', `--remotes=${remote}`] : [];
  return { revisions: [...wanted, ...known], options };
}

/** Names that the remote does not have yet: they are published like what they name. */
export function newNames(input: string): readonly string[] {
  return input.split('\n').flatMap((line) => {
    const [, , local, name, there] = PUSH_LINE.exec(line) ?? [];
    return name !== undefined && !isZero(local!) && isZero(there!) ? [name] : [];
  });
}

const PUSH_HELP = 'Let git run this command: `npx keyfence install` sets up its pre-push hook.';

function isZero(oid: string): boolean {
  return /^0+$/.test(oid);
}

/**
 * What a push would publish, for `HistoryOptions.selection`.
 * @param input stdin of git's pre-push hook: one line per ref
 * @param remote the hook's first argument
 * @returns undefined where nothing is published: no ref, or deletions only
 * @throws KeyfenceError 'usage' where the input is not of that hook
 */
export function pushSelection(
  repo: Pick<HistoryRepository, 'objectsDir' | 'alternates' | 'hash'>,
  input: string,
  remote: string,
): Selection | undefined {
  const { objectsDir, alternates = [], hash } = repo;
  const store = new Store({ objectsDir, alternates, hash, limit: 0 });
  try {
    return selectPush(input, remote, (oid) => store.has(Buffer.from(oid, 'hex'), 0));
  } finally {
    store.close();
  }
}
