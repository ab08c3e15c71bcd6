/**
 * A literal under a telling name, in any language's syntax. From the keyword (`apiKey`) a walk over the
 * text between name and value takes one small step after another: closing quotes, operators, types,
 * calls, markup, the word `value`; it ends at the first literal that looks random, and gives up where
 * the statement ends. The walk starts at the keyword and is bounded, so that a hit stays local.
 */
import type { NamedPattern } from '../types.ts';
import { Bridge } from './bridge.ts';
import { classTable, latin1 } from './classes.ts';
import { type Cell, cellBelow } from './column.ts';
import { issuerOf } from './issuers.ts';
import { Keywords } from './keywords.ts';
import { itemsAfter } from './listed.ts';
import type { Matcher, Needle, Secret } from './matcher.ts';
import { isTelling } from './names.ts';
import { judgeValue, surprise } from './plausible.ts';
import { LONGEST_SUFFIX, suffixBytes } from './suffix.ts';

/** Longest part of a name before and after its keyword, bytes. */
const NAME_REACH = 64;
/** Longest way from the keyword to the end of the value, bytes. */
const AHEAD = 800;
/** Cells shorter than this hold no key, bytes. */
const SHORTEST = 16;
/** Bits of surprise from which on nobody would take the value for text. */
const STRIKING = 60;

const DASH = 0x2d;
const PARENTHESIS = 0x28;
const CLOSING = 0x29;
const COLON = 0x3a;
const AT = 0x40;
const SLASH = 0x2f;

/** What a colon begins with: itself, `%3A`, `&colon;`, `\u003a`. */
const colons = classTable(':%&\\');
/** `API_KEYS`, `apiKeyList` */
const SEVERAL = /keys|list|all|pool/i;
const lineEnds = classTable('\r\n"\\');
const nameBytes = classTable('A-Za-z0-9_$.-');
/** A name that goes on with more than LONGEST_SUFFIX of these is none; anything else may follow. */
export const nameGuards = {
  next: suffixBytes.map((says) => (says === 1 ? 1 : 2)),
  most: LONGEST_SUFFIX,
};

export class Named implements Matcher {
  readonly needles: readonly Needle[];
  readonly behind = NAME_REACH;
  /** The walk stops at AHEAD; an escape that begins there is read to its end. */
  readonly ahead = AHEAD + 8;
  readonly #bridge: Bridge;
  readonly #keywords: Keywords;
  readonly #accepts: (value: string) => boolean;

  constructor(pattern: NamedPattern) {
    const { keywords } = pattern;
    // A keyword with capitals stands for itself alone.
    this.needles = keywords.map((text) => ({
      text,
      fold: text === text.toLowerCase(),
      ...nameGuards,
    }));
    this.#keywords = new Keywords(keywords.map((text) => text.toLowerCase()));
    this.#bridge = new Bridge(this.#keywords);
    this.#accepts = accepts(pattern.value);
  }

  /** A keyword right behind this one is the one that decides. */
  may(bytes: Uint8Array, end: number): boolean {
    return this.#keywords.lengthAt(bytes, end, bytes.length) === 0;
  }

  match(bytes: Uint8Array, at: number, needle: number): number {
    const bridge = this.#bridge;
    if (!this.may(bytes, at + this.needles[needle]!.text.length)) return -1;
    const limit = Math.min(bytes.length, at + AHEAD);
    if (!this.#start(bytes, at, needle, limit)) return -1;
    const end = bridge.lastEnd();
    if (end >= 0) return end;
    const cell = cellBelow(bytes, at, bridge.nameEnd, {
      floor: Math.max(0, at - NAME_REACH),
      limit,
    });
    return cell && cell.end - cell.start >= SHORTEST ? cell.end : -1;
  }

  explain(bytes: Uint8Array, at: number, needle: number): Secret | undefined {
    const bridge = this.#bridge;
    const limit = Math.min(bytes.length, at + AHEAD);
    if (!this.#start(bytes, at, needle, limit)) return undefined;
    const name = this.#name(bytes, at, bridge.nameEnd);
    if (!isTelling(name)) return undefined;
    const found: Secret[] = [];
    while (bridge.next()) {
      const { valueStart: start, valueEnd: end } = bridge;
      if (found.length > 0 && !bridge.listed) break;
      const secret = judged(bytes, { start, end }, bridge.quoted, name);
      if (secret && this.#accepts(secret.value) && !isDigest(bytes, at, secret)) found.push(secret);
    }
    const [first] = found;
    if (first)
      return { ...first, also: [...found.slice(1), ...this.#further(bytes, first, limit)] };
    const cell = cellBelow(bytes, at, bridge.nameEnd, {
      floor: Math.max(0, at - NAME_REACH),
      limit,
    });
    const secret = cell && judged(bytes, cell, false, name);
    return secret && this.#accepts(secret.value) ? secret : undefined;
  }

  /** The other values of a list without brackets: behind the first of a name that speaks of several. */
  #further(bytes: Uint8Array, first: Secret, limit: number): Secret[] {
    const { name, end } = first;
    if (name === undefined || !SEVERAL.test(name)) return [];
    return itemsAfter(bytes, end, limit)
      .map((cell) => judged(bytes, cell, false, name))
      .filter((secret) => secret !== undefined)
      .filter(({ value }) => this.#accepts(value));
  }

  #start(bytes: Uint8Array, at: number, needle: number, limit: number): boolean {
    const end = at + this.needles[needle]!.text.length;
    if (!this.#bridge.start(bytes, end, limit)) return false;
    const { nameEnd } = this.#bridge;
    // Only before a colon, written in any way, it matters whether the name ends a path.
    if (nameEnd < limit && colons[bytes[nameEnd]!] === 1) this.#bridge.inPath = inPath(bytes, at);
    if (nameEnd < limit && lineEnds[bytes[nameEnd]!] === 1) this.#bridge.isFlag = isFlag(bytes, at);
    return true;
  }

  /** The whole name around the keyword, e.g. `GEMINI_API_KEY`. */
  #name(bytes: Uint8Array, at: number, end: number): string {
    const stop = Math.max(0, at - NAME_REACH);
    let start = at;
    while (start > stop && nameBytes[bytes[start - 1]!] === 1) start--;
    return latin1(bytes, start, end).replace(/^[-.$]+|[-.]+$/g, '');
  }
}

/** Of the company's alphabet and length, and of capitals, small letters and digits. */
function accepts(shape: NamedPattern['value']): (value: string) => boolean {
  if (shape === undefined) return () => true;
  const table = classTable(shape.of);
  return (value) =>
    value.length >= shape.min &&
    value.length <= shape.max &&
    [...value].every((char) => table[char.charCodeAt(0)] === 1) &&
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value) &&
    /[0-9]/.test(value);
}

function inPath(bytes: Uint8Array, at: number): boolean {
  const stop = Math.max(0, at - NAME_REACH);
  let start = at;
  while (start > stop && nameBytes[bytes[start - 1]!] === 1) start--;
  // `https://apikey:…@` gives a key as the password.
  return start > stop && bytes[start - 1] === SLASH && bytes[start - 2] !== SLASH;
}

function isFlag(bytes: Uint8Array, at: number): boolean {
  const stop = Math.max(0, at - NAME_REACH);
  let start = at;
  while (start > stop && nameBytes[bytes[start - 1]!] === 1) start--;
  return bytes[start] === DASH && bytes[start + 1] === DASH;
}

const DIGEST = /^(?:0x)?(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64})$/i;
const DIGEST_NAME =
  /hash|sha[-_]?\d|\bmd5|digest|checksum|etag|trace[-_]?id|fingerprint|\brev\b|\bcommit/i;
const DIGEST_CALL = /(?:hash|sha\d+|md5|digest)\w*\([\w.\s]{0,40}$/i;

/** Between the name and the value, or in a call around the name, the text says that it is a digest. */
function isDigest(bytes: Uint8Array, at: number, { start, value }: Secret): boolean {
  if (!DIGEST.test(value)) return false;
  return (
    DIGEST_NAME.test(latin1(bytes, at, start)) ||
    DIGEST_CALL.test(latin1(bytes, Math.max(0, at - NAME_REACH), at))
  );
}

/** What belongs to the syntax and not to the value: C++'s `R"(…)"`, the host of `https://apikey:…@host`. */
function bare(bytes: Uint8Array, { start, end }: Cell, quoted: boolean): Cell {
  if (quoted && bytes[start] === PARENTHESIS && bytes[end - 1] === CLOSING)
    return { start: start + 1, end: end - 1 };
  if (quoted) return { start, end };
  const at = bytes[start - 1] === COLON ? bytes.subarray(start, end).indexOf(AT) : -1;
  return at < 0 ? { start, end } : { start, end: start + at };
}

function judged(bytes: Uint8Array, cell: Cell, quoted: boolean, name: string): Secret | undefined {
  const place = bare(bytes, cell, quoted);
  const value = latin1(bytes, place.start, place.end);
  if (judgeValue(value, quoted) !== 'random') return undefined;
  const provider = issuerOf(name);
  return {
    ...place,
    value,
    publicPrefix: 0,
    confidence: surprise(value) >= STRIKING ? 'high' : 'medium',
    name,
    ...(provider !== undefined && { provider }),
  };
}
