/**
 * Texts in which any of the characters are written as escapes: `%41Iza`, `A\u0049za`, `\x41Iza`,
 * `&#65;Iza`, also escaped twice (`%2541`, `\\u0041`, `&amp;#65;`), and the `\_` of Markdown. Searched for
 * are the needle itself (escapes may come later) and, for each of its characters, the plain ones before it
 * followed by the beginning of its escape.
 */
import type { Encoding } from '../types.ts';
import { classTable, hexDigit, hexPair } from './classes.ts';
import type { Codec, Spelling } from './encoded.ts';
import { keyGoesOn, LEFT_REACH, opens, word } from './left.ts';
import type { Window } from './window.ts';

/** Raw bytes that a key may take when every character is an escape. */
const LONGEST = 640;
const PERCENT = 0x25;
const BACKSLASH = 0x5c;
const AMPERSAND = 0x26;
const EQUALS = 0x3d;
/** Characters that a backslash may stand before to mean themselves. */
const punctuation = classTable('_.-');
/** Phase of a spelling with an escape; otherwise it is the length of the plain needle. */
const ESCAPED = 0;

/** An escape: the character, its length in bytes, and its kind; one object, written anew each time. */
const seen = { code: 0, length: 0, kind: 'escape' as Encoding };

export const escapes: Codec & { encoding: Encoding } = {
  encoding: 'escape',
  behind: () => LEFT_REACH,
  ahead: () => LONGEST,

  spellings({ text, most }): Spelling[] {
    const guards = { left: word, next: keyGoesOn, ...(most !== undefined && { most }) };
    const found: Spelling[] = [
      { text, fold: false, lead: 0, phase: text.length, of: text, ...guards },
    ];
    for (let index = 0; index < text.length; index++) {
      for (const start of beginnings(text.charCodeAt(index), index)) {
        const spelled = text.slice(0, index) + start;
        found.push({ text: spelled, fold: false, lead: 0, phase: ESCAPED, of: text, left: word });
      }
    }
    return found;
  },

  may(bytes, end, { phase }) {
    if (phase === ESCAPED) return true;
    let index = end;
    while (index < bytes.length && word[bytes[index]!] === 1) index++;
    return index === bytes.length || mayEscape(bytes[index]!);
  },

  read(bytes, at, { phase, of }, window) {
    const stop = Math.min(bytes.length, at + LONGEST);
    if (!opens(bytes, at, word)) return false;
    if (phase !== ESCAPED && !escapeFollows(bytes, at + phase, window)) return false;
    let kind: Encoding | undefined;
    let index = at;
    while (index < stop && window.length < window.ahead) {
      const escaped = readEscape(bytes, index, stop);
      const code = escaped ? seen.code : bytes[index]!;
      const next = escaped ? index + seen.length : index + 1;
      if (escaped) kind ??= seen.kind;
      window.push(code, index, next);
      // A dot is of the prefix only; behind that it ends the key.
      if (
        window.length > of!.length ? word[code] === 0 : code !== of!.charCodeAt(window.length - 1)
      )
        break;
      index = next;
    }
    if (kind === undefined) return false;
    escapes.encoding = kind;
    window.starts[0] = firstSlash(bytes, at);
    return true;
  },
};

/** Where an escape begins that is escaped itself: `\\\\u0041`. */
function firstSlash(bytes: Uint8Array, at: number): number {
  let start = at;
  if (bytes[at] === BACKSLASH) {
    while (start > 0 && at - start < 8 && bytes[start - 1] === BACKSLASH) start--;
  }
  return start;
}

/** Is the first byte behind the needle that is not of a key the beginning of an escape? */
function escapeFollows(bytes: Uint8Array, from: number, window: Window): boolean {
  const stop = Math.min(bytes.length, from + window.bytes.length);
  let index = from;
  while (index < stop && word[bytes[index]!] === 1) index++;
  if (index === stop) return false;
  const code = bytes[index]!;
  return mayEscape(code) && (code !== EQUALS || softBreak(bytes, index) > 0);
}

function mayEscape(code: number): boolean {
  return code === PERCENT || code === BACKSLASH || code === AMPERSAND || code === EQUALS;
}

/**
 * How an escape of the character may begin, behind `plain` characters: with them at least three bytes. As far as one
 * can say: texts full of escapes hold few that begin like one of a key.
 */
function beginnings(code: number, plain: number): string[] {
  if (plain > 1) return ['%', '&', '\\'];
  const lower = code.toString(16).padStart(2, '0');
  const octal = code.toString(8).padStart(3, '0');
  if (plain === 1) {
    const itself = punctuation[code] === 1 ? [`\\${String.fromCharCode(code)}`] : [];
    const digit = lower[0];
    const pages = [`\\u00${digit}`, '\\u{', `\\U000000${digit}`, '\\U{', `\\x${digit}`, '\\x{'];
    const slashed = [...pages, '\\\\', `\\${octal[0]}`, ...itself];
    return [`%${lower[0]}`, '%2', '&#', '&a', ...slashed];
  }
  const upper = lower.toUpperCase();
  const hexes = lower === upper ? [lower] : [lower, upper];
  const pages = hexes.flatMap((hex) => [`\\u00${hex}`, `\\u{${hex}`, `\\x${hex}`, `\\x{${hex}`]);
  const percents = hexes.flatMap((hex) => [`%${hex}`, `%25${hex}`]);
  const digits = ['x', 'X'].flatMap((x) => [`#${x}${lower[0]}`, `#${x}0`]);
  const entities = [`#${code};`, `#0${code};`, ...digits].flatMap((rest) => [
    `&${rest}`,
    `&amp;${rest}`,
  ]);
  return [...percents, ...pages, `\\U000000${lower}`, `\\${octal}`, ...entities];
}

/** Reads the escape at `at` into `seen`; false where none stands there. */
function readEscape(bytes: Uint8Array, at: number, stop: number): boolean {
  const lead = bytes[at]!;
  if (lead === PERCENT) return readPercent(bytes, at, stop);
  if (lead === BACKSLASH) return readBackslash(bytes, at, stop);
  if (lead === EQUALS) return readBroken(bytes, at, stop);
  return lead === AMPERSAND && readEntity(bytes, at, stop);
}

/** Quoted-printable's soft line break and the character behind it. */
function readBroken(bytes: Uint8Array, at: number, stop: number): boolean {
  const length = softBreak(bytes, at);
  return length > 0 && at + length < stop && found(bytes[at + length]!, length + 1, 'escape');
}

/** Bytes of `=` and the line's end behind it, or 0. */
function softBreak(bytes: Uint8Array, at: number): number {
  if (bytes[at + 1] === 0x0a) return 2;
  return bytes[at + 1] === 0x0d && bytes[at + 2] === 0x0a ? 3 : 0;
}

function found(code: number, length: number, kind: Encoding): boolean {
  seen.code = code > 255 ? 0 : code;
  seen.length = length;
  seen.kind = kind;
  return true;
}

function readPercent(bytes: Uint8Array, at: number, stop: number): boolean {
  const code = hexPair(bytes, at + 1);
  if (code < 0 || at + 3 > stop) return false;
  const twice = code === PERCENT ? hexPair(bytes, at + 3) : -1;
  if (twice >= 0 && at + 5 <= stop) return found(twice, 5, 'percent');
  return found(code, 3, 'percent');
}

function readBackslash(bytes: Uint8Array, at: number, stop: number): boolean {
  let index = at;
  while (index < stop && bytes[index] === BACKSLASH && index - at < 8) index++;
  if (index >= stop) return false;
  const letter = bytes[index]!;
  const slashes = index - at;
  if (punctuation[letter] === 1) return found(letter, slashes + 1, 'escape');
  const digits = letter === 0x75 ? 4 : letter === 0x55 ? 8 : letter === 0x78 ? 2 : 0;
  if (digits > 0) {
    const braced = bytes[index + 1] === 0x7b;
    const first = index + (braced ? 2 : 1);
    const length = braced ? closing(bytes, first, stop) : digits;
    const code = first + length > stop ? -1 : number(bytes, first, first + length, 16);
    return code >= 0 && found(code, first + length + (braced ? 1 : 0) - at, 'escape');
  }
  if (letter < 0x30 || letter > 0x33) return false;
  const code = index + 3 > stop ? -1 : number(bytes, index, index + 3, 8);
  return code >= 0 && found(code, slashes + 3, 'escape');
}

function readEntity(bytes: Uint8Array, at: number, stop: number): boolean {
  let index = at + 1;
  for (let times = 0; times < 2 && says(bytes, index, 'amp;'); times++) index += 4;
  if (bytes[index] !== 0x23) return false;
  index++;
  const hex = (bytes[index]! | 0x20) === 0x78;
  if (hex) index++;
  let end = index;
  while (end < stop && end - index < 8 && bytes[end] !== 0x3b) end++;
  if (end >= stop || bytes[end] !== 0x3b) return false;
  const code = number(bytes, index, end, hex ? 16 : 10);
  return code >= 0 && found(code, end + 1 - at, 'entity');
}

/** Length up to a `}`, or 0. */
function closing(bytes: Uint8Array, from: number, stop: number): number {
  for (let index = from; index < stop && index - from <= 8; index++) {
    if (bytes[index] === 0x7d) return index - from;
  }
  return 0;
}

/** The number that the digits in [from, to) spell, or -1. */
function number(bytes: Uint8Array, from: number, to: number, base: number): number {
  if (from >= to) return -1;
  let value = 0;
  for (let index = from; index < to; index++) {
    const digit = hexDigit(bytes[index]!);
    if (digit < 0 || digit >= base) return -1;
    value = value * base + digit;
  }
  return value;
}

function says(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}
