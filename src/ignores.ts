/**
 * Ignore entries and baseline: one file, one entry a line, sorted. An entry names a rule and the
 * salted hash of one value (a finding's fingerprint), never a line, a commit or a secret, so it
 * outlives line shifts, renames, rebases and squashes, and takes away nothing but that value.
 *
 * The file is a JSON array. Between the entries stand the strings "00" to "63": a new entry goes
 * below the string that its hash picks, so that two branches that each add one nearly always change
 * lines with an unchanged line between them, which git merges without a conflict.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeyfenceError } from './errors.ts';
import type { Finding, Where } from './types.ts';

export const ignoreFileName = '.keyfenceignore.json';

/** One line of the file. Keys are written in this order. */
export interface IgnoreEntry {
  readonly rule: string;
  /** The part of a fingerprint after its colon. */
  readonly hash: string;
  /** Glob of paths, relative to the repository's root; everywhere where absent. */
  readonly path?: string;
  readonly reason: string;
  /** Whoever answers for it, a name or a team. */
  readonly by?: string;
  /** Last day on which the entry holds, YYYY-MM-DD. */
  readonly expires?: string;
}

/** Entries that are ready to be used: globs compiled, expiry not yet looked at. */
export interface Ignores {
  readonly file: string;
  readonly entries: readonly IgnoreEntry[];
  /** By place in `entries`; undefined where the entry holds for every path. */
  readonly matchers: readonly (((path: string) => boolean) | undefined)[];
}

export interface Subtracted {
  readonly kept: readonly Finding[];
  /** How many findings were taken away. */
  readonly ignored: number;
  /** Entries that are in force and matched nothing. Means little unless the scan saw everything. */
  readonly unused: readonly IgnoreEntry[];
  readonly expired: readonly IgnoreEntry[];
}

const keys = ['rule', 'hash', 'path', 'reason', 'by', 'expires'] as const;
const anchors = 64;
/** What every scan accepts of a file that tells it what to hide. */
const mostBytes = 1 << 20;
const opening = `[\n"keyfence ignores: one a line, sorted; the numbers let branches add lines without conflicts",\n`;

/** A finding's fingerprint taken apart; undefined where it has not the form `rule:hash`. */
export function parseFingerprint(text: string): { rule: string; hash: string } | undefined {
  const parts = /^([a-z][a-z0-9-]*):([0-9a-f]{16,64})$/.exec(text);
  return parts ? { rule: parts[1]!, hash: parts[2]! } : undefined;
}

/** The file's bytes for these entries: the same set gives the same text, in whatever order. */
export function renderIgnores(entries: readonly IgnoreEntry[]): string {
  const lines = new Map<number, string[]>();
  for (const entry of new Map(entries.map((one) => [orderOf(one), one])).values()) {
    const anchor = anchorOf(entry.hash);
    const list = lines.get(anchor);
    if (list) list.push(lineOf(entry));
    else lines.set(anchor, [lineOf(entry)]);
  }
  let text = opening;
  for (let anchor = 0; anchor < anchors; anchor++) {
    text += `"${String(anchor).padStart(2, '0')}",\n`;
    for (const line of lines.get(anchor)?.sort() ?? []) text += `${line},\n`;
  }
  return `${text}"end"\n]\n`;
}

/** What one line says, as a key: an entry for the same value and glob replaces the older one. */
const orderOf = (entry: IgnoreEntry) => `${entry.hash} ${entry.rule} ${entry.path ?? ''}`;
const lineOf = (entry: IgnoreEntry) => JSON.stringify(entry, keys as unknown as string[]);
const anchorOf = (hash: string) => Number.parseInt(hash.slice(0, 2), 16) >> 2;

/**
 * The entries of a file that keyfence wrote and nobody changed since; undefined for any other text,
 * which the config room then reads slowly, with a place for each complaint.
 */
export function parseCanonical(text: string): readonly IgnoreEntry[] | undefined {
  if (!text.startsWith(opening)) return undefined;
  try {
    const entries = (JSON.parse(text) as (string | IgnoreEntry)[]).filter(
      (one) => typeof one !== 'string',
    );
    const whole = entries.every((one) => one.rule && one.reason && /^[0-9a-f]+$/.test(one.hash));
    return whole && renderIgnores(entries) === text ? entries : undefined;
  } catch {
    return undefined;
  }
}

/** Old and new entries together. A new one replaces an old one for the same value and glob. */
export function addIgnores(
  old: readonly IgnoreEntry[],
  wanted: readonly IgnoreEntry[],
): { readonly entries: readonly IgnoreEntry[]; readonly added: number } {
  const known = new Set(old.map(orderOf));
  const fresh = new Set(wanted.map(orderOf).filter((one) => !known.has(one)));
  return { entries: [...old, ...wanted], added: fresh.size };
}

/** Writes the file at once or not at all; `top` is the repository's root. */
export function writeIgnores(top: string, entries: readonly IgnoreEntry[]): void {
  const file = join(top, ignoreFileName);
  const text = renderIgnores(entries);
  if (Buffer.byteLength(text) > mostBytes)
    throw new KeyfenceError('ignore-file-size', ignoreFileName);
  const draft = `${file}.${process.pid}.new`;
  try {
    writeFileSync(draft, text, { flag: 'wx' });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    const { code = 'an unknown error' } = error as NodeJS.ErrnoException;
    throw new KeyfenceError('ignore-file', ignoreFileName, code);
  }
}

/**
 * Findings without those that an entry covers. `today` is YYYY-MM-DD. A finding of many places loses
 * the places that an entry's glob covers and goes when none is left.
 */
export function subtract(
  findings: readonly Finding[],
  ignores: Ignores,
  today: string,
): Subtracted {
  const byFingerprint = new Map<string, number[]>();
  const expired: IgnoreEntry[] = [];
  for (const [index, entry] of ignores.entries.entries()) {
    const fingerprint = `${entry.rule}:${entry.hash}`;
    const list = byFingerprint.get(fingerprint);
    if (entry.expires !== undefined && entry.expires < today) expired.push(entry);
    else if (list) list.push(index);
    else byFingerprint.set(fingerprint, [index]);
  }
  const used = new Set<number>();
  const kept: Finding[] = [];
  for (const finding of findings) {
    const which = byFingerprint.get(finding.fingerprint);
    const left = which ? without(finding, which, ignores, used) : finding;
    if (left) kept.push(left);
  }
  const unused = [...byFingerprint.values()]
    .flat()
    .filter((index) => !used.has(index))
    .map((index) => ignores.entries[index]!);
  return { kept, ignored: findings.length - kept.length, unused, expired };
}

function without(
  finding: Finding,
  which: readonly number[],
  ignores: Ignores,
  used: Set<number>,
): Finding | undefined {
  const places: Where[] = [];
  for (const place of finding.places) {
    let covered = false;
    for (const index of which) {
      const match = ignores.matchers[index];
      if (match && !match(place.path)) continue;
      used.add(index);
      covered = true;
    }
    if (!covered) places.push(place);
  }
  const first = places[0];
  const everywhere = which.some((index) => !ignores.matchers[index]);
  if (everywhere || (!first && finding.count === finding.places.length)) return undefined;
  const gone = finding.places.length - places.length;
  if (gone === 0 || !first) return finding;
  const where = places.includes(finding.where) ? finding.where : first;
  return { ...finding, where, places, count: finding.count - gone };
}

/** Entries of `now` that `before` lacks or that reach further there: what a change newly suppresses. */
export function newEntries(before: Ignores, now: Ignores): readonly IgnoreEntry[] {
  const old = new Map(before.entries.map((entry) => [orderOf(entry), entry]));
  return now.entries.filter((entry) => {
    const known = old.get(orderOf(entry));
    return !known || (known.expires !== undefined && (entry.expires ?? '9') > known.expires);
  });
}
