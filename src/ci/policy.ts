/** The files of a commit that policy can stand in: configs of all folders and the ignore files. */
import { KeyfenceError } from '../errors.ts';
import type { Repository } from '../git.ts';

const names = /(^|\/)(\.keyfencerc\.json|package\.json)$|^\.keyfenceignore\.json$/;
/** The ignore files of other tools (`compat`); one that cannot be read matters only where it is asked for. */
const others = /^\.(gitleaksignore|secrets\.baseline)$/;
const notOurs = /(^|\/)node_modules\//;
const limit = 1 << 20;

/**
 * For `commitPolicy` of the config room: bytes, or why another tool's file cannot be had.
 * @param commit a resolved commit id
 * @param named the path of `--config`, relative to the root
 * @throws KeyfenceError `config` where a policy file is no regular file or larger than 1 MiB
 */
export async function policyFiles(
  repo: Repository,
  { commit, ref }: { readonly commit: string; readonly ref: string },
  named?: string,
): Promise<ReadonlyMap<string, Uint8Array | string>> {
  const files = new Map<string, Uint8Array | string>();
  const listing = await repo.git(['ls-tree', '-r', '-z', '--full-tree', commit]);
  // One entry: `100644 blob <oid>\t<path>\0`.
  for (const entry of listing.toString('latin1').split('\0')) {
    const tab = entry.indexOf('\t');
    const path = Buffer.from(entry.slice(tab + 1), 'latin1').toString();
    const ours = path === named || (names.test(path) && !notOurs.test(path));
    if (tab < 0 || !(ours || others.test(path))) continue;
    const [mode, , oid] = entry.slice(0, tab).split(' ') as [string, string, string];
    const bytes = mode.startsWith('100') ? await readBlob(repo, oid) : undefined;
    if (bytes) files.set(path, bytes);
    else if (!ours) files.set(path, whyNot(mode));
    else if (!path.endsWith('package.json')) {
      throw new KeyfenceError('config', `${ref}:${path}`, whyNot(mode));
    }
  }
  return files;
}

async function readBlob(repo: Repository, oid: string): Promise<Uint8Array | undefined> {
  const answer = await repo.object(oid, limit);
  if (typeof answer === 'string') throw new KeyfenceError('corrupt-object', oid, answer);
  return 'bytes' in answer ? answer.bytes : undefined;
}

const whyNot = (mode: string) =>
  mode.startsWith('100') ? 'It is larger than 1 MiB.' : 'It is not a regular file.';
