/** What `keyfence files` is asked for, as typed and as found. */
import { KeyfenceError } from '../errors.ts';
import type { Repository } from '../git.ts';
import { display } from './raw.ts';

export interface FilesAsked {
  readonly repository?: Repository;
  /** Absolute. What is named is named from here; without a repository it is also the root. */
  readonly cwd: string;
  /** Paths and globs; none: everything. */
  readonly operands: readonly string[];
  /** Further paths with a NUL behind each, never globs. */
  readonly paths0?: AsyncIterable<Uint8Array>;
  /** Also what .gitignore leaves out. */
  readonly gitignored?: boolean;
}

/** Raw, relative to the root; a folder has no final `/`, and the root is ''. */
export interface Operands {
  readonly files: string[];
  /** What globs have found. */
  readonly found: string[];
  readonly folders: string[];
  /** As they were written. */
  readonly unmatched: { readonly paths: string[]; readonly globs: string[] };
}

export function outsideOf(path: string): KeyfenceError {
  const shown = display(path);
  const next = `Run keyfence there, or pass its content to \`npx keyfence stdin --name ${shown}\`.`;
  return new KeyfenceError('usage', `${shown} lies outside of what is scanned here.`, next);
}
