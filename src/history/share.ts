/**
 * A shard's share of the objects. The roots of all packs, in pack order, and all that hangs on them are
 * one long stretch of packed bytes, which is cut into equal lengths; a root belongs to the shard in whose
 * length it begins. Loose objects are shared out by their place in the list. So each object is in exactly
 * one share, and which one follows from what is on disk alone.
 */
import type { Shard } from '../types/shard.ts';
import type { Ground } from './ground.ts';

/** Of some roots per part (the last part: positions of loose objects) those of this shard. */
export function shareOf(
  { forests, loose }: Ground,
  roots: readonly Uint32Array[],
  shard: Shard,
): Uint32Array[] {
  let total = 0;
  for (const [part, { weights }] of forests.entries()) {
    for (const root of roots[part]!) total += weights[root]!;
  }
  let before = 0;
  const packed = forests.map(({ weights }, part) =>
    roots[part]!.filter((root) => {
      const owner = ownerOf(before, total, shard.count);
      before += weights[root]!;
      return owner === shard.index;
    }),
  );
  const positions = roots[forests.length]!.filter(
    (position) => ownerOf(position, loose.count, shard.count) === shard.index,
  );
  return [...packed, positions];
}

/** What no pass reads and git is asked for goes by its id. */
export const ownsId = (oid: string, { index, count }: Shard): boolean =>
  ownerOf(Number.parseInt(oid.slice(0, 8), 16), 2 ** 32, count) === index;

/** Shards count from 1. */
const ownerOf = (before: number, total: number, count: number): number =>
  1 + Math.min(count - 1, Math.floor((before / Math.max(1, total)) * count));
