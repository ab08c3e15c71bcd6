/**
 * What a repository was when it was scanned, in one digest: shards of different states do not make a
 * whole. The packs are in it byte for byte (their checksums), because shares go by their layout.
 */
import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import { basename } from 'node:path';
import type { Ground } from './ground.ts';
import type { Refs } from './refs.ts';

/** @param boundary commits at which a shallow clone is cut */
export function stateOf(
  { forests, files, loose, picked }: Ground,
  refs: Refs,
  {
    reflogs,
    boundary,
  }: { readonly reflogs: readonly string[]; readonly boundary: readonly string[] },
): string {
  const packs = forests.map(({ path, count, offsets, idBytes }, part) => {
    const checksum = Buffer.alloc(idBytes);
    readSync(files[part]!, checksum, 0, idBytes, offsets[count]!);
    return `${basename(path)} ${count} ${checksum.toString('hex')}`;
  });
  const hash = createHash('sha256');
  hash.update(JSON.stringify([picked, packs, refs, [...reflogs].sort(), [...boundary].sort()]));
  hash.update(loose.ids);
  return hash.digest('hex').slice(0, 32);
}
