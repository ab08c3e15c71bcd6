/**
 * Entries of trees: `mode SP name NUL id`, one behind the other, sorted. Two versions of a tree mostly
 * differ in one entry of hundreds, so what they share at both ends is found by comparing bytes, and
 * only the middle is taken apart.
 */

export interface TreeEntry {
  /** As an index would hold it. */
  readonly mode: number;
  readonly oid: string;
}

/** Entries by name, one latin1 character a byte, without those that are the same in both. */
export interface Difference {
  readonly before: Map<string, TreeEntry>;
  readonly now: Map<string, TreeEntry>;
}

export const DIRECTORY = 0o040000;
const SPACE = 0x20;
/** Shortest start of an entry: `40000 a`. */
const SHORTEST = 7;

/** By name, one latin1 character a byte. Undefined where the bytes are no tree. */
export function parseTree(tree: Buffer, idBytes: number): Map<string, TreeEntry> | undefined {
  const entries = new Map<string, TreeEntry>();
  const end = parseUntil(tree, [0, tree.length], idBytes, entries);
  return end < 0 ? undefined : entries;
}

/** The entries of both between what they share at their ends. Undefined where one is no tree. */
export function differing(before: Buffer, now: Buffer, idBytes: number): Difference | undefined {
  const shared = sharedStart(before, now);
  const from = lastBoundary(now, shared, idBytes);
  if (from < 0) return undefined;
  const tail = endOf(before, now, from, idBytes);
  const old = new Map<string, TreeEntry>();
  const fresh = new Map<string, TreeEntry>();
  let oldEnd = parseUntil(before, [from, before.length - tail], idBytes, old);
  let end = parseUntil(now, [from, now.length - tail], idBytes, fresh);
  // The shared end may start inside of an entry: go on to where both are between two.
  while (oldEnd >= 0 && end >= 0 && before.length - oldEnd !== now.length - end) {
    const oldBehind = before.length - oldEnd > now.length - end;
    if (oldBehind) oldEnd = parseUntil(before, [oldEnd, oldEnd + 1], idBytes, old);
    else end = parseUntil(now, [end, end + 1], idBytes, fresh);
  }
  return oldEnd < 0 || end < 0 ? undefined : { before: old, now: fresh };
}

/** Mostly one entry has another id, and all that stands behind it is the same: one look tells. */
function endOf(before: Buffer, now: Buffer, from: number, idBytes: number): number {
  const next = now.indexOf(0, from) + 1 + idBytes;
  const same = before.length === now.length && next > idBytes && next <= now.length;
  if (same && now.compare(before, next, before.length, next, now.length) === 0) {
    return now.length - next;
  }
  return sharedEnd(before, now, Math.min(before.length, now.length) - from);
}

/** Takes entries apart that start in [at, stop). Returns where the last one ends, -1 for no tree. */
function parseUntil(
  tree: Buffer,
  [at, stop]: readonly [at: number, stop: number],
  idBytes: number,
  into: Map<string, TreeEntry>,
): number {
  while (at < stop) {
    const space = tree.indexOf(SPACE, at);
    const nul = space < 0 ? -1 : tree.indexOf(0, space);
    const next = nul + 1 + idBytes;
    if (nul < 0 || next > tree.length) return -1;
    const mode = Number.parseInt(tree.toString('latin1', at, space), 8);
    const oid = tree.toString('hex', nul + 1, next);
    into.set(tree.toString('latin1', space + 1, nul), { mode: canonical(mode), oid });
    at = next;
  }
  return at;
}

/** The entry that starts at `at`, where one does. */
export function entryAt(
  bytes: Buffer,
  at: number,
  idBytes: number,
  into: Map<string, TreeEntry>,
): boolean {
  return parseUntil(bytes, [at, at + 1], idBytes, into) > 0;
}

/** Old trees hold modes such as 100664; git compares the canonical form. */
function canonical(mode: number): number {
  if ((mode & 0o170000) !== 0o100000) return mode;
  return mode & 0o100 ? 0o100755 : 0o100644;
}

/** The last place at or before `limit` where an entry ends. */
function lastBoundary(tree: Buffer, limit: number, idBytes: number): number {
  let at = 0;
  while (at < tree.length) {
    const nul = tree.indexOf(0, at + SHORTEST);
    const next = nul + 1 + idBytes;
    if (nul < 0 || next > tree.length) return -1;
    if (next > limit) return at;
    at = next;
  }
  return at;
}

/** How many bytes both start with. The comparing is done by the machine, not by this loop. */
function sharedStart(one: Buffer, other: Buffer): number {
  let low = 0;
  let high = Math.min(one.length, other.length);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (one.compare(other, low, middle, low, middle) === 0) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How many bytes both end with, at most `most`. */
function sharedEnd(one: Buffer, other: Buffer, most: number): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const [oneEnd, otherEnd] = [one.length - low, other.length - low];
    const [oneAt, otherAt] = [one.length - middle, other.length - middle];
    if (one.compare(other, otherAt, otherEnd, oneAt, oneEnd) === 0) low = middle;
    else high = middle - 1;
  }
  return low;
}
