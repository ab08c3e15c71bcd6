/** Rows, each of which says that one object holds one secret: what tells them apart, and which belong together. */
import { type Row, sha256 } from './content.ts';
import type { Thread } from './ground.ts';

/** A row; `name` where the secret is in the name of a tree's entry. */
export type AnyRow = Row & { readonly name?: string };

/** The same for the same secret in the same object, whichever pack it was read from. */
export function keyOf(
  { number, kind, name, fingerprint }: AnyRow,
  catalog: Thread['catalog'],
): string {
  const oid = number < 0 ? '' : catalog.hex(number);
  if (name === undefined) return `${oid} ${kind}`;
  // The name holds the secret; its hash tells it from others and shows nothing.
  return `${oid} ${kind} ${sha256(Buffer.from(fingerprint + name)).slice(0, 16)}`;
}

/** Rows of one fingerprint together, in an order that does not depend on the threads. */
export function grouped(rows: readonly AnyRow[], { catalog }: Thread): AnyRow[][] {
  const groups = new Map<string, Map<string, AnyRow>>();
  for (const row of rows) {
    // An object may be in two packs: it goes by the first.
    const number = row.number < 0 ? -1 : catalog.findHex(catalog.hex(row.number));
    const group = groups.get(row.fingerprint) ?? new Map();
    groups.set(row.fingerprint, group.set(keyOf(row, catalog), { ...row, number }));
  }
  return [...groups.keys()].sort().map((fingerprint) => {
    const group = groups.get(fingerprint)!;
    return [...group.keys()].sort().map((key) => group.get(key)!);
  });
}
