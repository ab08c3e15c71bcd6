/**
 * Where bytes to scan come from: the index, a commit message, standard input. A source
 * yields every thing in its scope, either as a Blob or as a Skip that says why not; nothing is left
 * out without a word. Files on disk are listed by `sources/files.ts` and read by several threads.
 */
import type { Environment, Repository } from './git.ts';
import type { StagedEntry } from './objects/staged-entries.ts';
import type { SourceOptions } from './sources/input.ts';
import { isLfsPointer } from './sources/lfs.ts';
import { list } from './sources/listing.ts';
import { type Named, named } from './sources/names.ts';
import { Objects, Unread } from './sources/objects.ts';
import type { Blob, Skip } from './types.ts';

export type Source = AsyncIterable<Blob | Skip>;

const SUBMODULE = 0o160000;
/** Ends a path. */
const NUL = Buffer.of(0);

/**
 * What this commit would record: every entry of the index that HEAD does not hold in the same form,
 * read from git's objects, never from the work tree. Starts its work at once.
 * @throws KeyfenceError while iterating: 'git-failed', 'dubious-ownership', 'no-git'
 */
export function staged(repo: Repository, options: SourceOptions): Source {
  const objects = new Objects(repo, options.maxBytes);
  const listing = list(repo, objects);
  listing.catch(() => {}); // The reader meets the error when it asks for the first Blob.
  return read(repo, listing, objects);
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
  objects: Objects,
): AsyncGenerator<Blob | Skip> {
  try {
    let unmerged: Buffer | undefined;
    const entries = await listing;
    yield* namesOf(repo, entries, objects);
    for (const entry of entries) {
      if (entry.stage === 0) yield await readEntry(repo, entry, objects);
      // Up to three entries a path. git refuses to commit these, so nothing of them gets out.
      else if (unmerged?.equals(entry.path) !== true) {
        unmerged = entry.path;
        yield { ...named(entry.path), reason: 'unmerged', harmless: true };
      }
    }
  } finally {
    objects.close();
  }
}

/** The paths that this commit brings, as one Blob: what a name holds is published like what a file holds. */
function* namesOf(
  repo: Repository,
  entries: readonly StagedEntry[],
  objects: Objects,
): Generator<Blob> {
  const brought = entries.filter(({ oldMode, stage }) => oldMode === undefined && stage === 0);
  if (brought.length === 0) return;
  const parts = brought.flatMap(({ path }) => [path, NUL]);
  yield {
    bytes: Buffer.concat(parts),
    origin: { kind: 'path', path: '' },
    previous: async () =>
      (await import('./sources/previous.ts')).previousNames(repo, brought, objects),
  };
}

async function readEntry(repo: Repository, entry: StagedEntry, objects: Objects) {
  const name = named(entry.path);
  const { oid } = entry;
  if (entry.mode === SUBMODULE) return skip(name, oid, 'submodule');
  const bytes = await objects.read(oid, 'blob');
  if (bytes instanceof Unread) {
    const { reason, detail } = bytes;
    return { ...name, reason, detail, oid, harmless: false };
  }
  if (isLfsPointer(bytes)) return skip(name, oid, 'lfs');
  const origin = { kind: 'staged', ...name, oid } as const;
  return {
    bytes,
    origin,
    previous: async () => (await import('./sources/previous.ts')).previous(repo, entry, objects),
  };
}

function skip(name: Named, oid: string, reason: 'submodule' | 'lfs'): Skip {
  return { ...name, reason, oid, harmless: true };
}
