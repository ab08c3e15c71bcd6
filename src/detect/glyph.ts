/**
 * One character as source text writes it: plain, or punctuation that is escaped for a string (`\"`,
 * `\n`, `\u003d`), for a URL (`%3D`) or for markup (`&quot;`). Letters are never decoded.
 */
import { hexDigit, hexPair } from './classes.ts';

const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;
const HASH = 0x23;
const SMALL_X = 0x78;
const LONGEST_ENTITY = 8;

/** Entities by name, and the character that each stands for. */
const ENTITIES: readonly { readonly name: Uint8Array; readonly code: number }[] = (
  [
    ['quot', 0x22],
    ['apos', 0x27],
    ['amp', 0x26],
    ['lt', 0x3c],
    ['gt', 0x3e],
    ['nbsp', 0x20],
    ['equals', 0x3d],
    ['colon', 0x3a],
  ] as const
).map(([name, code]) => ({ name: Uint8Array.from(name, (char) => char.charCodeAt(0)), code }));

export class Glyph {
  at = 0;
  /** Code of the character; 0 at the end of what may be read. White space is a space or a line feed. */
  code = 0;
  /** Bytes it takes. */
  width = 1;

  read(bytes: Uint8Array, at: number, limit: number): void {
    this.at = at;
    this.width = 1;
    this.code = at < limit ? plain(bytes[at]!) : 0;
    if (at + 1 >= limit) return;
    if (this.code === BACKSLASH) this.#escape(bytes, at, limit);
    else if (this.code === PERCENT) this.#percent(bytes, at, limit);
    else if (this.code === AMPERSAND) this.#entity(bytes, at, limit);
  }

  /** `\"`, `\\\"`, `\n`, `\u003d`, `\x3d`, and the backslash before a line's end. */
  #escape(bytes: Uint8Array, at: number, limit: number): void {
    let next = at + 1;
    while (next < limit && bytes[next] === BACKSLASH) next++;
    if (next >= limit) return;
    const letter = bytes[next]!;
    if (letter === 0x6e) this.#set(0x0a, next + 1 - at);
    else if (letter === 0x74 || letter === 0x72) this.#set(0x20, next + 1 - at);
    else if (letter === 0x0d || letter === 0x0a) this.#continuation(bytes, next, limit);
    else if (letter === 0x78) this.#hex(bytes, next + 1, limit);
    else if (letter === 0x75 && hexPair(bytes, next + 1) === 0) this.#hex(bytes, next + 3, limit);
    else if (letter < 0x80 && !isWord(letter)) this.#set(letter, next + 1 - at);
  }

  #continuation(bytes: Uint8Array, next: number, limit: number): void {
    const end = bytes[next] === 0x0d && next + 1 < limit && bytes[next + 1] === 0x0a ? 2 : 1;
    this.#set(0x20, next + end - this.at);
  }

  #hex(bytes: Uint8Array, at: number, limit: number): void {
    const code = at + 2 <= limit ? hexPair(bytes, at) : -1;
    if (code > 0 && code < 0x80 && !isWord(code)) this.#set(plain(code), at + 2 - this.at);
  }

  #percent(bytes: Uint8Array, at: number, limit: number): void {
    this.#hex(bytes, at + 1, limit);
  }

  #entity(bytes: Uint8Array, at: number, limit: number): void {
    const stop = Math.min(limit, at + 2 + LONGEST_ENTITY);
    let end = at + 1;
    while (end < stop && bytes[end] !== SEMICOLON) end++;
    if (end >= stop) return;
    const code = bytes[at + 1] === HASH ? numbered(bytes, at + 2, end) : named(bytes, at + 1, end);
    if (code && code < 0x80 && !isWord(code)) this.#set(plain(code), end + 1 - at);
  }

  #set(code: number, width: number): void {
    this.code = code;
    this.width = width;
  }
}

/** `43` or `x2b`; 0 for anything else. */
function numbered(bytes: Uint8Array, start: number, end: number): number {
  const isHex = bytes[start] === SMALL_X;
  const base = isHex ? 16 : 10;
  let code = 0;
  for (let index = isHex ? start + 1 : start; index < end; index++) {
    const digit = hexDigit(bytes[index]!);
    if (digit < 0 || digit >= base) return 0;
    code = code * base + digit;
  }
  return code;
}

/** The character of that name, or 0. */
function named(bytes: Uint8Array, start: number, end: number): number {
  for (let index = 0; index < ENTITIES.length; index++) {
    const { name, code } = ENTITIES[index]!;
    if (name.length === end - start && says(bytes, start, name)) return code;
  }
  return 0;
}

function says(bytes: Uint8Array, at: number, name: Uint8Array): boolean {
  for (let index = 0; index < name.length; index++) {
    if (bytes[at + index] !== name[index]) return false;
  }
  return true;
}

function plain(code: number): number {
  return code === 0x09 || code === 0x0d ? 0x20 : code;
}

function isWord(code: number): boolean {
  const lower = code | 32;
  return (lower >= 0x61 && lower <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x5f;
}
