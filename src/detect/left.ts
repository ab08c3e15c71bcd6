/**
 * Does a key start here, or is this the middle of a longer word? A byte of the key's own alphabet in
 * front means the middle, except where that byte ends an escape: `%3DAIza…`, `\nAIza…`, `\u003dAIza…`,
 * `\075AIza…`, `=3DAIza…`, or the `m` that ends a terminal colour.
 */
import { classTable, hexPair } from './classes.ts';

/** The bytes of words and of most keys. */
export const word = classTable('A-Za-z0-9_-');
/** What can follow a Gemini key's prefix (`Needle.next`): more of it, an escape, or the end of a literal. */
export const keyGoesOn = classTable('A-Za-z0-9_-').slice();
for (const char of '{=%\\&"\'`$\r\n') keyGoesOn[char.charCodeAt(0)] = 2;

/** No decision looks further back than this. */
export const LEFT_REACH = 64;
const LONGEST_NAME = 32;

const BACKSLASH = 0x5c;
/** Letters that end a two-character escape: `\n`, `\t`, `\r` … and `\0`. */
const escapeLetters = classTable('abefnrtv0');
const blob = classTable('A-Za-z0-9+/');

/** True where a secret may start at `at`; `inside` is the table of the bytes that continue a word. */
export function opens(bytes: Uint8Array, at: number, inside: Uint8Array): boolean {
  if (at === 0) return true;
  const before = bytes[at - 1]!;
  if (inside[before] === 0) return before !== 0x2b && before !== 0x2f ? true : !inBlob(bytes, at);
  if (isDash(before) && dashesOnly(bytes, at, inside)) return true;
  if (!maybeEscaped(bytes, at)) return false;
  const escaped = escapeBefore(bytes, at);
  return escaped >= 0 && (escaped > 255 || inside[escaped] === 0);
}

/** One to three `-` or `_` that belong to no word, as in the shell's `${KEY:-AIza…}`. */
function dashesOnly(bytes: Uint8Array, at: number, inside: Uint8Array): boolean {
  let index = at - 1;
  const stop = Math.max(-1, at - 4);
  while (index > stop && isDash(bytes[index]!)) index--;
  return index < at - 1 && (index < 0 || inside[bytes[index]!] === 0);
}

export function isDash(code: number): boolean {
  return code === 0x2d || code === 0x5f;
}

/** Is a name of letters glued to it, as in `key_AIza…`? A longer or a random word is none. */
export function glued(bytes: Uint8Array, at: number): boolean {
  if (at === 0 || !isDash(bytes[at - 1]!)) return false;
  const stop = Math.max(0, at - LONGEST_NAME);
  let index = at - 1;
  while (index >= stop && word[bytes[index]!] === 1) {
    const code = bytes[index]!;
    if (code >= 48 && code <= 57) return false;
    index--;
  }
  return index < 0 || word[bytes[index]!] === 0;
}

const hexDigits = classTable('0-9A-Fa-f');

/**
 * Quick, for a character of a word and the one before it: is what follows certainly in the middle of a word,
 * as no escape can end there and no dash stands there? What it lets through, `opens` and `glued` decide.
 */
export function isWithin(other: number, last: number): boolean {
  return !isDash(last) && !mayEndEscape(other, last);
}

/** Could an escape end right before `at`? All but the letters and the colour end in two digits. */
function maybeEscaped(bytes: Uint8Array, at: number): boolean {
  return at > 1 && mayEndEscape(bytes[at - 2]!, bytes[at - 1]!);
}

function mayEndEscape(other: number, last: number): boolean {
  if (other === BACKSLASH || last === 0x6d) return true;
  return hexDigits[last] === 1 && hexDigits[other] === 1;
}

/** Code of the character whose escape ends right before `at`, or -1 where none does. */
function escapeBefore(bytes: Uint8Array, at: number): number {
  const before = bytes[at - 1]!;
  if (at >= 2 && bytes[at - 2] === BACKSLASH && escapeLetters[before] === 1) return 10;
  const pair = hexPair(bytes, at - 2);
  if (pair >= 0 && at >= 3) {
    const lead = bytes[at - 3]!;
    // `%3D`, quoted-printable `=3D`, `%253D`, `\x3d`, `\u003d`, `\U0000003d`
    if (lead === 0x25 || (lead === 0x3d && pair !== 0)) return pair;
    if (at >= 5 && bytes[at - 5] === 0x25 && hexPair(bytes, at - 4) === 0x25) return pair;
    if (lead === 0x78 && at >= 4 && bytes[at - 4] === BACKSLASH) return pair;
    const page = hexPair(bytes, at - 4);
    if (page >= 0 && isUnicode(bytes, at - 6)) return (page << 8) | pair;
    if (page === 0 && hexPair(bytes, at - 6) === 0 && isUnicode(bytes, at - 10)) return pair;
  }
  const octal = octalBefore(bytes, at);
  return octal >= 0 ? octal : colourBefore(bytes, at);
}

/** `\u` or `\U` */
function isUnicode(bytes: Uint8Array, at: number): boolean {
  return at >= 0 && bytes[at] === BACKSLASH && (bytes[at + 1]! | 32) === 0x75;
}

/** `\075` */
function octalBefore(bytes: Uint8Array, at: number): number {
  if (at < 4 || bytes[at - 4] !== BACKSLASH) return -1;
  let code = 0;
  for (let index = at - 3; index < at; index++) {
    const digit = bytes[index]! - 48;
    if (digit < 0 || digit > 7) return -1;
    code = code * 8 + digit;
  }
  return code < 256 ? code : -1;
}

/** The end of `ESC[0;31m`, where ESC is the byte or written `\x1b`, `\u001b`, `\033`, `\e`. */
function colourBefore(bytes: Uint8Array, at: number): number {
  if (bytes[at - 1] !== 0x6d) return -1;
  let index = at - 2;
  const stop = Math.max(1, at - 20);
  while (index >= stop && ((bytes[index]! >= 48 && bytes[index]! <= 57) || bytes[index] === 0x3b)) {
    index--;
  }
  if (index < 1 || bytes[index] !== 0x5b) return -1;
  const lead = bytes[index - 1]!;
  return lead === 0x1b || (lead | 32) === 0x62 || lead === 0x33 || lead === 0x65 ? 10 : -1;
}

/** After `+` or `/`: is all of it one long base64 text? Then a key-shaped piece of it is chance. */
function inBlob(bytes: Uint8Array, at: number): boolean {
  const stop = Math.max(0, at - LEFT_REACH);
  let index = at - 1;
  let digits = 0;
  let capitals = 0;
  while (index >= stop && blob[bytes[index]!] === 1) {
    const code = bytes[index]!;
    if (code <= 57 && code >= 48) digits++;
    else if (code >= 65 && code <= 90) capitals++;
    index--;
  }
  return at - 1 - index >= 40 && digits >= 2 && capitals >= 6;
}
