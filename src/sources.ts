/**
 * Where bytes to scan come from: the index, a commit message, standard input, files on disk. A source
 * yields every thing in its scope, either as a Blob or as a Skip that says why not; nothing is left
 * out without a word.
 */
import { statSync } from 'node:fs';
import { KeyfenceError } from './errors.ts';
import type { Environment, Repository } from './git.ts';
import { loosePath, readLoose, readLooseHeader } from './objects/loose.ts';
import type { StagedEntry } from './objects/staged-entries.ts';
import { list } from './sources/listing.ts';
import { type Named, named } from './sources/names.ts';
import type { Blob, Skip, SkipReason } from './types.ts';

export interface SourceOptions {
  /** Bytes; a larger blob is a Skip `too-large`, which makes the scan incomplete. */
  readonly maxBytes: number;
}

export type Source = AsyncIterable<Blob | Skip>;

const SUBMODULE = 0o160000;
/** zlib cannot make 1 byte out of more than 1,032, so smaller files need no look at their header. */
const MOST_DEFLATED = 1032;

/**
 * What this commit would record: every entry of the index that HEAD does not hold in the same form,
 * read from git's objects, never from the work tree. Starts its work at once.
 * @throws KeyfenceError while iterating: 'git-failed', 'dubious-ownership', 'no-git'
 */
export function staged(repo: Repository, options: SourceOptions): Source {
  const listing = list(repo);
  listing.catch(() => {}); // The reader meets the error when it asks for the first Blob.
  return read(repo, listing, options.maxBytes);
}

/**
 * The message of a commit as git will record it: what lies below the scissors of `commit -v`, and
 * comment lines behind an editor, are not.
 * @param file the path that git gives its commit-msg hook
 * @throws KeyfenceError while iterating: 'file-unreadable', 'git-failed'
 */
export async function* message(
  repo: Repository,
  file: string,
  options: SourceOptions & { readonly env: Environment },
): AsyncGenerator<Blob | Skip> {
  yield* (await import('./sources/input.ts')).readMessage(repo, file, options);
}

/**
 * All bytes of a stream as one Blob.
 * @param input mostly `process.stdin`
 * @param name the path to report, '' where there is none
 */
export async function* stdin(
  input: AsyncIterable<Uint8Array>,
  name: string,
  options: SourceOptions,
): AsyncGenerator<Blob | Skip> {
  yield* (await import('./sources/input.ts')).readStdin(input, name, options);
}

async function* read(
  repo: Repository,
  listing: Promise<readonly StagedEntry[]>,
  maxBytes: number,
): AsyncGenerator<Blob | Skip> {
  let unmerged: Buffer | undefined;
  for (const entry of await listing) {
    const name = named(entry.path);
    if (entry.stage !== 0) {
      // Up to three entries a path. git refuses to commit these, so nothing of them gets out.
      if (unmerged?.equals(entry.path) !== true)
        yield { ...name, reason: 'unmerged', harmless: true };
      unmerged = entry.path;
    } else if (entry.mode === SUBMODULE) {
      yield { ...name, reason: 'submodule', oid: entry.oid, harmless: true };
    } else {
      const content = looseContent(repo, entry.oid, maxBytes) ?? packed(repo, entry.oid, maxBytes);
      yield blobOf(repo, entry, { name, maxBytes, content: await content });
    }
  }
}

type Content = Uint8Array | { readonly reason: SkipReason; readonly detail: string };

interface Read {
  readonly name: Named;
  readonly maxBytes: number;
  readonly content: Content;
}

function blobOf(repo: Repository, entry: StagedEntry, read: Read): Blob | Skip {
  const { name, content, maxBytes } = read;
  const { oid } = entry;
  if (!(content instanceof Uint8Array)) return { ...name, ...content, oid, harmless: false };
  if (isLfsPointer(content)) return { ...name, reason: 'lfs', oid, harmless: true };
  return {
    bytes: content,
    origin: { kind: 'staged', ...name, oid },
    previous: async () => (await import('./sources/previous.ts')).previous(repo, entry, maxBytes),
  };
}

/** What `git add` has just written is a loose object. Undefined where it is somewhere else. */
function looseContent(repo: Repository, oid: string, maxBytes: number): Content | undefined {
  try {
    const path = loosePath(repo.objectsDir, oid);
    const packed = statSync(path, { throwIfNoEntry: false });
    if (packed === undefined) return undefined;
    if (packed.size > maxBytes / MOST_DEFLATED) {
      const size = readLooseHeader(repo.objectsDir, oid)?.size ?? 0;
      if (size > maxBytes) return tooLarge(size);
    }
    const object = readLoose(repo.objectsDir, oid);
    if (object === undefined) return undefined;
    return object.type === 'blob' ? object.bytes : wrongType(object.type);
  } catch (error) {
    if (error instanceof KeyfenceError) {
      const reason = error.code === 'corrupt-object' ? 'corrupt' : 'unreadable';
      return { reason, detail: error.message };
    }
    throw error;
  }
}

async function packed(repo: Repository, oid: string, maxBytes: number): Promise<Content> {
  const answer = await repo.object(oid, maxBytes);
  if (answer === 'missing') return { reason: 'missing', detail: 'git does not have this object' };
  if (answer === 'corrupt') return { reason: 'corrupt', detail: 'git cannot unpack this object' };
  if (answer.type !== 'blob') return wrongType(answer.type);
  return 'bytes' in answer ? answer.bytes : tooLarge(answer.size);
}

const tooLarge = (size: number): Content => ({ reason: 'too-large', detail: `${size} bytes` });
const wrongType = (type: string): Content => ({ reason: 'corrupt', detail: `it is a ${type}` });

/**
 * The three lines that Git LFS stores in place of a file, and nothing else: one more byte, and the
 * blob is scanned like any other.
 */
const LFS_POINTER =
  /^version https:\/\/git-lfs\.github\.com\/spec\/v1\noid sha256:[0-9a-f]{64}\nsize [0-9]{1,15}\n$/;
const LFS_LONGEST = 160;

function isLfsPointer(bytes: Uint8Array): boolean {
  if (bytes.length > LFS_LONGEST || bytes[0] !== 0x76) return false;
  return LFS_POINTER.test(Buffer.from(bytes).toString('latin1'));
}
