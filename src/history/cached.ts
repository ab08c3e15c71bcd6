/** What `history --cache` has left in a repository, for `doctor` to tell: looked at, never made or changed. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FILES, MOST } from './cache.ts';
import { Refused, readSealed, userKey } from './seal.ts';

export interface Cached {
  readonly folder: string;
  readonly bytes: number;
  /** Why it is not believed, in a few words. */
  readonly trouble?: string;
}

interface Places {
  /** Root of the work tree; '' where there is none. */
  readonly top: string;
  readonly gitDir: string;
  readonly commonDir: string;
}

/** @returns undefined where there is none */
export function cached(
  { top, gitDir, commonDir }: Places,
  env: Readonly<Record<string, string | undefined>>,
): Cached | undefined {
  const folder = join(commonDir, 'keyfence');
  const bytes = sizeOf(folder);
  if (bytes === undefined) return undefined;
  const key = userKey(env, [top, gitDir, commonDir], 'find');
  const trouble = key instanceof Refused ? key.why : troubleOf(folder, key);
  return { folder, bytes, ...(trouble !== undefined && { trouble }) };
}

function troubleOf(folder: string, key: Buffer): string | undefined {
  for (const name of FILES) {
    const content = readSealed(join(folder, name), key, MOST);
    if (content instanceof Refused) return `${name} ${content.why}`;
  }
  return undefined;
}

/** Of the files in it; a link is not followed. */
function sizeOf(folder: string): number | undefined {
  const status = lstatSync(folder, { throwIfNoEntry: false });
  if (!status?.isDirectory()) return status?.size;
  try {
    return readdirSync(folder).reduce((sum, name) => {
      const found = lstatSync(join(folder, name), { throwIfNoEntry: false });
      return sum + (found?.isFile() ? found.size : 0);
    }, 0);
  } catch {
    return 0; // It cannot be opened, which is said of its files.
  }
}
