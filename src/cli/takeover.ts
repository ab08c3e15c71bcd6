/**
 * ignore --compat: makes entries of our own of what another tool was told to ignore. Its files name lines
 * or SHA-1 sums; each is looked up in the file it speaks of, in the commit it names or in HEAD, and
 * becomes an entry for the value that stands there, which no longer depends on lines.
 */
import { type Excused, type OtherTool, otherFiles, readOther } from '../config/other-tools.ts';
import { diskPolicy, type Options } from '../config.ts';
import { KeyfenceError } from '../errors.ts';
import type { Repository } from '../git.ts';
import { lookUp } from '../scan/compat.ts';

export interface Taken {
  readonly fingerprint: string;
  /** A glob that fits this one path. */
  readonly path: string;
}

export interface Takeover {
  readonly taken: readonly Taken[];
  /** Entries that name nothing which keyfence would report: they need none of ours. */
  readonly needless: number;
}

export async function takeOver(
  repository: Repository,
  options: Options,
  tool: OtherTool,
): Promise<Takeover> {
  const excused = readOther(diskPolicy(repository.top), tool);
  if (!excused)
    throw new KeyfenceError('file-unreadable', otherFiles[tool], 'there is no such file');
  const inHead = (entry: Excused): Excused => ({ commit: 'HEAD', ...entry });
  const matches = await lookUp(excused.map(inHead), { repository, options });
  const taken = matches.flat().map(({ fingerprint, path }) => {
    return { fingerprint, path: path.replace(/[[\]{}()*?!+@|\\]/g, '\\$&') };
  });
  return { taken, needless: matches.filter((found) => found.length === 0).length };
}
