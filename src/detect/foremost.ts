/**
 * A literal in front of its name: `addValue("…", forHTTPHeaderField: "X-API-Key")`, `<input value="…" name="api_key">`,
 * `{ "value": "…", "key": "x-api-key" }`, `SET value = '…' WHERE name = 'api_key'`, `echo … | wrangler secret put API_KEY`,
 * `new Client("…") // API key`. The search meets the name, and the few bytes before it tell.
 */
import type { NamedPattern } from '../types.ts';
import { classTable, latin1 } from './classes.ts';
import type { Matcher, Needle, Secret } from './matcher.ts';
import { nameGuards } from './named.ts';
import { isTelling } from './names.ts';
import { judgeValue } from './plausible.ts';

const BEHIND = 128;
const LONGEST_NAME = 32;
/** Bytes of a command or of a comment's words before the name. */
const LONGEST_LEAD = 40;

const SPACE = 0x20;
const HASH = 0x23;
const DASH = 0x2d;
const SLASH = 0x2f;
const COLON = 0x3a;
const PIPE = 0x7c;

const nameBytes = classTable('A-Za-z0-9_.-');
const quotes = classTable('"\'');
/** A quote, or the backslash before it. */
const closes = classTable('"\'\\');
const lineEnds = classTable('\r\n\\"');
/** What can stand behind a name. */
const ends = classTable('"\'\\ \r\n');
/** Words between a name and the sign before it: a pipe, a comment's, YAML's `name:`. */
const leads = classTable('A-Za-z0-9 .@');
const assigns = classTable(':= \t\\');
/** No value holds these, and none is shorter. */
const outside = classTable(' \t\r\n\v\f\xa0"\'\\');
const SHORTEST = 12;
/** Last letters of what stands between value and name: `Field`, `key`, `name`. */
const announcing = classTable('dye');

const VALUE_FIRST =
  /(?:[(:]|\bvalue\\?["']?\s*[:=])\s*@?\\?["']([^"'\s\\]{12,80})\\?["'](?:\s*,\s*\\?["']?|\s+(?:WHERE\s+)?)(?:forHTTPHeaderField|(?:android:)?name|key)\\?["']?\s*[:=]\s*@?\\?["']$/i;
/** `<meta content="…" name="`, with an attribute or two between. */
const MARKED =
  /\b(?:value|content)=\\?["']([^"'\s\\]{12,80})\\?["'](?:\s+[\w:-]+=\\?["'][^"'<>\\]{0,24}\\?["']){0,2}\s+name=\\?["']$/i;
/** `value: "…"⏎  name: ` of YAML, in any quotes or none. */
const ITEM = /\bvalue:\s+\\?["']?([^"'\s\\]{16,80})\\?["']?(?:\r?\n|\\n)\s*(?:name|key): \\?["']?$/;
/** `echo "…" | gcloud secrets create `. */
const PIPED =
  /\becho (?:-n )?\\?["']?([^"'\s\\|]{16,80})\\?["']? ?\| ?[^|\n]{0,24}\b(?:secrets?|env)(?::| )[\w: ]{2,16} \\?["']?$/;
/** `"…") // your `; the name ends the line. */
const TOLD =
  /["'`]([^"'`\s\\]{16,80})\\?["'`][)\],;]{0,4}[ \t]*(?:\/\/|#|--)[ \t]*(?:[a-z]+ ){0,2}$/i;

const NONE: readonly RegExp[] = [];
const BEFORE_QUOTED = [VALUE_FIRST, MARKED, ITEM];
const BEFORE_ITEM = [ITEM];
const BEFORE_PIPED = [PIPED];
const BEFORE_TOLD = [TOLD];

interface Span {
  readonly start: number;
  readonly end: number;
}

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
    return stop === bytes.length || ends[bytes[stop]!] === 1;
  }

  match(bytes: Uint8Array, at: number, needle: number): number {
    const start = nameStart(bytes, at);
    if (start < 2) return -1;
    const end = nameEnd(bytes, at + this.needles[needle]!.text.length);
    return valueBefore(bytes, at, { start, end }) ? end : -1;
  }

  explain(bytes: Uint8Array, at: number, needle: number): Secret | undefined {
    const end = this.match(bytes, at, needle);
    if (end < 0) return undefined;
    const start = nameStart(bytes, at);
    const name = latin1(bytes, start, end);
    const place = valueBefore(bytes, at, { start, end })!;
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

function valueBefore(bytes: Uint8Array, at: number, { start, end }: Span) {
  const forms = formsAround(bytes, start, end);
  if (forms.length === 0) return undefined;
  const from = Math.max(0, at - BEHIND);
  if (!holdsValue(bytes, from, start)) return undefined;
  const text = latin1(bytes, from, start);
  for (const form of forms) {
    const found = form.exec(text);
    if (!found) continue;
    const value = found[1]!;
    const first = from + text.indexOf(value, found.index);
    return { start: first, end: first + value.length, value };
  }
  return undefined;
}

/** Quick: does a stretch that is long enough for a value stand there? */
function holdsValue(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = to - 1, length = 0; at >= from; at--) {
    length = outside[bytes[at]!] === 1 ? 0 : length + 1;
    if (length === SHORTEST) return true;
  }
  return false;
}

/** Quick: what may stand before a name, by the bytes beside it. */
function formsAround(bytes: Uint8Array, start: number, end: number): readonly RegExp[] {
  const before = bytes[start - 1]!;
  if (quotes[before] === 1) {
    return closes[bytes[end]!] === 1 && isAnnounced(bytes, start - 2) ? BEFORE_QUOTED : NONE;
  }
  const isLast = end === bytes.length || lineEnds[bytes[end]!] === 1;
  if (!isLast && bytes[end] !== SPACE) return NONE;
  if (before !== SPACE && before !== SLASH && before !== HASH) return NONE;
  const stop = Math.max(0, start - LONGEST_LEAD);
  let at = start - 1;
  while (at > stop && leads[bytes[at]!] === 1) at--;
  const sign = bytes[at]!;
  if (sign === PIPE) return BEFORE_PIPED;
  if (!isLast) return NONE;
  if (sign === COLON) return BEFORE_ITEM;
  return sign === SLASH || sign === HASH || sign === DASH ? BEFORE_TOLD : NONE;
}
