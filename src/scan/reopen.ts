/**
 * Reads the bytes of a place once more and judges them with the secrets unmasked, for the few who must
 * know the value itself. What they learn must not leave them: no Finding from here may reach a Report.
 */

import type { Options } from '../config.ts';
import { Disk } from '../sources/disk.ts';
import { rawPath } from '../sources/raw.ts';
import type { Finding, Where } from '../types.ts';
import { judge, sha256 } from './judging.ts';
import type { Request } from './request.ts';
import type { Loaded } from './rules.ts';

export interface Reopening {
  readonly request: Pick<Request, 'repository' | 'cwd'>;
  readonly options: Options;
  readonly loaded: Loaded;
}

/** Empty where the bytes cannot be had again, as with standard input. */
export async function reopen(place: Where, work: Reopening): Promise<readonly Finding[]> {
  const { options, loaded } = work;
  const bytes = await bytesOf(place, work);
  if (!bytes) return [];
  const { engine, hits } = loaded;
  engine.scan(bytes, 0, bytes.length, hits);
  const { kind, path } = place;
  const { webKeys } = options;
  const context = { origin: { kind, path }, sha256, inline: false, webKeys, showSecrets: true };
  return judge(engine, bytes, hits, context).findings;
}

async function bytesOf(
  { kind, path, oid }: Where,
  { request: { repository, cwd }, options: { maxBytes } }: Reopening,
): Promise<Uint8Array | undefined> {
  if (oid !== undefined && repository) {
    const answer = await repository.object(oid, maxBytes);
    return typeof answer !== 'string' && 'bytes' in answer ? answer.bytes : undefined;
  }
  if (kind !== 'file') return undefined;
  const root = rawPath(repository?.top || cwd).replace(/[\\/]$/, '');
  const read = new Disk(root, maxBytes).read(rawPath(path));
  return read instanceof Uint8Array ? read : undefined;
}
