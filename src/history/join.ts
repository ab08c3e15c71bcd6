/**
 * What some of a repository's objects say of one secret, and how such parts become one finding. A scan
 * of everything has one part per secret; each shard of a scan has one of its own, and `keyfence merge`
 * joins them. Everything here is an earliest, a latest, a sum or a union, so that it does not matter
 * how the objects were shared out.
 */

import { KeyfenceError } from '../errors.ts';
import type { Part, PartRow, Seen } from '../types/shard.ts';
import type { Finding, Notice, Presence, Skip, Where } from '../types.ts';
import type { Catalog } from './catalog.ts';
import type { Hole } from './ground.ts';

/** Parts of one fingerprint, at least one → its finding. */
export function join(parts: readonly Part[]): Finding {
  const sorted = [...parts].sort(byFirst);
  const { finding } = sorted[0]!;
  const rows = [...new Map(parts.flatMap((part) => part.rows.map((row) => [row.key, row])))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
  const {
    first,
    presence: { head },
  } = sorted[0]!;
  const last = parts.map((part) => part.last).reduce(later);
  return {
    ...finding,
    places: placesOf(finding, rows),
    count: rows.reduce((sum, { count }) => sum + count, 0),
    presence: {
      ...(first && { firstSeen: first.ref }),
      ...(last && { lastSeen: last.ref }),
      ...(head && { head }),
      versions: new Set(rows.map(({ oid }) => oid)).size,
      inHead: parts.some(({ presence }) => presence.inHead),
      branches: union(parts.map(({ presence }) => presence.branches)),
      tags: union(parts.map(({ presence }) => presence.tags)),
      remotes: union(parts.map(({ presence }) => presence.remotes)),
      reach: parts.map(({ presence }) => presence.reach).sort(byReach)[0]!,
    },
  };
}

/** Parts of any fingerprints → one finding each, the oldest secret first. */
export function joinAll(parts: readonly Part[]): Finding[] {
  const groups = new Map<string, Part[]>();
  for (const part of parts) {
    const { fingerprint } = part.finding;
    const group = groups.get(fingerprint);
    if (group) group.push(part);
    else groups.set(fingerprint, [part]);
  }
  return [...groups.values()].map(join).sort(byFirstSeen);
}

function byFirstSeen(a: Finding, b: Finding): number {
  const time = ({ presence }: Finding) => presence?.firstSeen?.date ?? '9999';
  const key = (one: Finding) => `${new Date(time(one)).getTime()}`.padStart(16, '0');
  const [first, second] = [key(a) + a.fingerprint, key(b) + b.fingerprint];
  return first < second ? -1 : first > second ? 1 : 0;
}

function placesOf({ places }: Finding, rows: readonly PartRow[]): Where[] {
  const known = new Map(places.map((place) => [keyOf(place), place]));
  for (const row of rows) {
    for (const place of row.places ?? []) {
      if (!known.has(keyOf(place))) known.set(keyOf(place), place);
    }
  }
  return [...known.values()];
}

function keyOf({ path, pathBytes, oid, line, column }: Where): string {
  return `${oid}:${line}:${column}:${pathBytes ?? ''}:${path}`;
}

/** The part that knows the earliest commit; without any, the one of the first object. */
function byFirst(a: Part, b: Part): number {
  if (!a.first || !b.first) {
    if (a.first || b.first) return a.first ? -1 : 1;
    return a.rows[0]!.key < b.rows[0]!.key ? -1 : 1;
  }
  const order = compare(a.first, b.first);
  return order !== 0 ? order : Number(a.byName) - Number(b.byName);
}

function compare(a: Seen, b: Seen): number {
  if (a.reach !== b.reach) return byReach(a.reach, b.reach);
  if (a.time !== b.time) return a.time - b.time;
  if (a.ref.commit !== b.ref.commit) return a.ref.commit < b.ref.commit ? -1 : 1;
  return comparePaths(a.path, b.path);
}

function comparePaths(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  return a < b ? -1 : 1;
}

/** The later commit of those that refs reach; in the same commit, the first path. */
function later(a: Seen | undefined, b: Seen | undefined): Seen | undefined {
  if (!a || !b) return a ?? b;
  if (a.reach !== b.reach) return byReach(a.reach, b.reach) < 0 ? a : b;
  if (a.ref.commit === b.ref.commit) return comparePaths(a.path, b.path) <= 0 ? a : b;
  return compare(a, b) > 0 ? a : b;
}

const reaches: readonly Presence['reach'][] = ['reached', 'reflog', 'unreachable'];
const byReach = (a: Presence['reach'], b: Presence['reach']) =>
  reaches.indexOf(a) - reaches.indexOf(b);

const union = (lists: readonly (readonly string[])[]) => [...new Set(lists.flat())].sort();

/** Skips in an order that does not depend on threads or shards, each once. */
export function settledSkips(skips: readonly Skip[]): Skip[] {
  const keys = skips.map((skip): [string, Skip] => [skipKey(skip), skip]);
  const sorted = keys.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return [...new Map(sorted).values()];
}

const skipKey = ({ reason, oid, path, detail, harmless }: Skip) =>
  [reason === 'missing' ? 1 : 0, reason, oid, path, detail, harmless].join(' ');

export const noticesOf = (cutShort: boolean, byGit: number): Notice[] => [
  ...(cutShort ? [{ code: 'cut-short' } as const] : []),
  ...(byGit > 0 ? [{ code: 'fallback-to-git', count: byGit } as const] : []),
];

/** Why a scan with these skips is not complete, the cause before what came of it. */
export function unreadFailure(skips: readonly Skip[], missing: number): KeyfenceError | undefined {
  const unread = skips.filter(({ harmless }) => !harmless);
  const packs = unread.filter(({ reason, oid }) => reason === 'unreadable' && oid === undefined);
  if (packs.length > 0) return new KeyfenceError('packs-unread', `${packs.length}`);
  if (missing > 0) return new KeyfenceError('objects-missing', `${missing}`);
  if (unread.length === 0) return undefined;
  if (unread.every(({ oid }) => oid === undefined)) return new KeyfenceError('refs-broken');
  const large = unread.every(({ reason }) => reason === 'too-large');
  return new KeyfenceError(large ? 'objects-too-large' : 'objects-unread', `${unread.length}`);
}

/** What was not read, each object once, and what is not there. */
export function unreadSkips(
  holes: readonly Hole[],
  missing: ReadonlySet<string>,
  catalog: Catalog,
): Skip[] {
  const unread = new Map<string, Skip>();
  for (const { number, reason, why } of holes) {
    const oid = catalog.hex(number);
    if (!unread.has(oid)) {
      unread.set(oid, { path: '', oid, reason, detail: why, harmless: false });
    }
  }
  const absent = [...missing].sort();
  return [
    ...unread.values(),
    ...absent.map((oid) => ({ path: '', oid, reason: 'missing', harmless: false }) as const),
  ];
}
