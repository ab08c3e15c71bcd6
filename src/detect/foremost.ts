/**
 * A literal in front of its name: `addValue("…", forHTTPHeaderField: "X-API-Key")`, `<input value="…" name="api_key">`,
 * `{ "value": "…", "key": "x-api-key" }`, `SET value = '…' WHERE name = 'api_key'`. The search meets the name, and the few
 * bytes before it tell.
 */
import type { NamedPattern } from '../types.ts';
import { classTable, latin1 } from './classes.ts';
import type { Matcher, Needle, Secret } from './matcher.ts';
import { nameGuards } from './named.ts';
import { isTelling } from './names.ts';
import { judgeValue } from './plausible.ts';

const BEHIND = 128;
const LONGEST_NAME = 32;

const nameBytes = classTable('A-Za-z0-9_.-');
const quotes = classTable('"\'');
/** A quote, or the backslash before it. */
const closes = classTable('"\'\\');
const assigns = classTable(':= \t\\');
/** Last letters of what stands between value and name: `Field`, `key`, `name`. */
const announcing = classTable('dye');

const VALUE_FIRST =
  /(?:[(:]|\bvalue\\?["']?\s*[:=])\s*@?\\?["']([^"'\s\\]{12,80})\\?["'](?:\s*,\s*\\?["']?|\s+(?:WHERE\s+)?)(?:forHTTPHeaderField|(?:android:)?name|key)\\?["']?\s*[:=]\s*@?\\?["']$/i;

export class Foremost implements Matcher {
  readonly needles: readonly Needle[];
  readonly behind = BEHIND;
  readonly ahead = 64;

  constructor({ keywords }: NamedPattern) {
    this.needles = keywords.map((text) => ({
      text,
      fold: text === text.toLowerCase(),
      ...nameGuards,
    }));
  }

  may(bytes: Uint8Array, end: number): boolean {
    const stop = nameEnd(bytes, end);
    return stop === bytes.length || closes[bytes[stop]!] === 1;
  }

  match(bytes: Uint8Array, at: number, needle: number): number {
    const start = nameStart(bytes, at);
    if (start < 2 || quotes[bytes[start - 1]!] === 0 || !isAnnounced(bytes, start - 2)) return -1;
    const end = nameEnd(bytes, at + this.needles[needle]!.text.length);
    return closes[bytes[end]!] === 1 && valueBefore(bytes, at, start) ? end : -1;
  }

  explain(bytes: Uint8Array, at: number, needle: number): Secret | undefined {
    const end = this.match(bytes, at, needle);
    if (end < 0) return undefined;
    const start = nameStart(bytes, at);
    const name = latin1(bytes, start, end);
    const place = valueBefore(bytes, at, start)!;
    if (!isTelling(name) || judgeValue(place.value, true) !== 'random') return undefined;
    return { ...place, publicPrefix: 0, confidence: 'medium', name };
  }
}

function nameStart(bytes: Uint8Array, at: number): number {
  const stop = Math.max(0, at - LONGEST_NAME);
  let start = at;
  while (start > stop && nameBytes[bytes[start - 1]!] === 1) start--;
  return start;
}

function nameEnd(bytes: Uint8Array, at: number): number {
  const stop = Math.min(bytes.length, at + LONGEST_NAME);
  let end = at;
  while (end < stop && nameBytes[bytes[end]!] === 1) end++;
  return end;
}

/** Quick: `name=`, `key":`, `forHTTPHeaderField: @` before the quote. */
function isAnnounced(bytes: Uint8Array, from: number): boolean {
  let at = from;
  const stop = Math.max(0, from - 6);
  while (at > stop && (assigns[bytes[at]!] === 1 || bytes[at] === 0x40 || quotes[bytes[at]!] === 1))
    at--;
  return at < from && announcing[bytes[at]! | 32] === 1;
}

function valueBefore(bytes: Uint8Array, at: number, start: number) {
  const from = Math.max(0, at - BEHIND);
  const text = latin1(bytes, from, start);
  const found = VALUE_FIRST.exec(text);
  if (!found) return undefined;
  const value = found[1]!;
  const first = from + text.indexOf(value, found.index);
  return { start: first, end: first + value.length, value };
}
