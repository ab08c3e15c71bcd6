/** Which objects attribution has to climb from: blobs that hold a secret, trees with one in a name. */
import { shared } from '../objects/forest.ts';
import type { AnyRow } from './rows.ts';

/** 1 for each of them, by number. */
export function soughtBy(rows: readonly AnyRow[], total: number): Uint8Array {
  const sought = new Uint8Array(shared(total));
  for (const { kind, number } of rows) if (kind === 'blob' || kind === 'path') sought[number] = 1;
  return sought;
}

export const isBlob = ({ kind }: AnyRow): boolean => kind === 'blob';
