/**
 * A key that is put together from adjacent literals: `"AIza…" + "…"`, `["AI", "za…"].join("")`, template
 * literals, implicit concatenation, line continuations, a piece behind `atob`, variables that are joined by name. The walk starts at the
 * first piece, takes what joins literals in any language, and folds the pieces; only a whole key of
 * exact length counts, and it must come from at least two pieces.
 */
import type { SplitPattern } from '../types.ts';
import { classTable, latin1 } from './classes.ts';
import { Joints } from './joints.ts';
import { keyGoesOn, word } from './left.ts';
import type { Matcher, Needle, Secret } from './matcher.ts';
import { looksIssued } from './plausible.ts';
import { Variables } from './variables.ts';

/** Bytes from the first piece to the end of the last one. */
const AHEAD = 640;
/** How far back the call that joins a list may stand. */
const BEHIND = 64;

const joints = classTable('"\'`\\${\n\r');
const quotes = classTable('"\'`');
/** What may stand behind the quote that ends the first piece. */
const afterQuote = classTable('"\'` \t\r\n+.,&|<\\}$/#();^');

/** Calls that make one text of a list, in front of it or behind it. */
const JOINS_BEFORE =
  /(?:concat|join|implode|paste0?|str_?c(?:at)?|format|printf)[!\w]*[^\w\n]*(?:string\{)?[^\w\n]*$/i;
const FORMATS_BEFORE =
  /(?:format|printf)\w*\(\s*["'][%s{}0-9]{2,24}["']\s*,\s*["'`]$|["'](?:%s){2,12}["']\s*%\s*\(\s*["']$/i;
const JOINS_AFTER = /^["'`][\s,]*[\])]\s*\.?\s*(?:join|concat|reduce)/;

export class Split implements Matcher {
  readonly needles: readonly Needle[];
  readonly behind = BEHIND;
  readonly ahead = AHEAD;
  readonly #prefix: string;
  readonly #body: Uint8Array;
  readonly #length: number;
  readonly #walk = new Joints();
  readonly #variables: Variables;
  /** Where the pieces begin, below zero where they are base64, and where they end. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  /** How many there were. */
  #count = 0;

  /** @param pattern its token has one run of exact length */
  constructor(pattern: SplitPattern) {
    const { prefix, segments } = pattern.token;
    const [run] = segments;
    this.#prefix = prefix;
    this.#body = run && 'of' in run ? classTable(run.of) : classTable('A-Za-z0-9');
    this.#length = prefix.length + (run && 'of' in run ? run.max : 0);
    this.#variables = new Variables(this.#body, this.#length);
    const texts = [prefix];
    for (let size = 2; size < prefix.length; size++) {
      for (const quote of '"\'`') texts.push(prefix.slice(0, size) + quote);
    }
    const most = this.#length - prefix.length;
    const guards = { left: word, next: keyGoesOn, most };
    this.needles = texts.map((text) => ({ text, fold: false, ...(text === prefix && guards) }));
  }

  match(bytes: Uint8Array, at: number): number {
    if (at > 0 && this.#body[bytes[at - 1]!] === 1) return -1;
    const stop = Math.min(bytes.length, at + this.#length);
    let end = at;
    while (end < stop && (this.#body[bytes[end]!] === 1 || end - at < this.#prefix.length)) {
      if (quotes[bytes[end]!] === 1) break;
      end++;
    }
    if (end === stop || joints[bytes[end]!] === 0) return -1;
    if (quotes[bytes[end]!] === 1 && afterQuote[bytes[end + 1]!] !== 1) return -1;
    if (this.#fold(bytes, at) > 0) return this.#walk.at;
    const pieces = this.#named(bytes, at, end);
    return pieces === 0 ? -1 : this.#ends[pieces - 1]!;
  }

  explain(bytes: Uint8Array, at: number): Secret | undefined {
    const end = this.match(bytes, at);
    if (end < 0) return undefined;
    const publicPrefix = this.#prefix.length;
    const value = this.#value(bytes, this.#count);
    if (!looksIssued(value.slice(publicPrefix))) return undefined;
    return {
      start: at,
      end,
      value,
      publicPrefix,
      confidence: 'medium',
      remarks: ['split'],
    };
  }

  /** In how many pieces a key stands there whose first one is [at, end), each under a name of its own. */
  #named(bytes: Uint8Array, at: number, end: number): number {
    const reach = { floor: Math.max(0, at - BEHIND), limit: Math.min(bytes.length, at + AHEAD) };
    const pieces = this.#variables.find(bytes, at, end, reach);
    for (let index = 0; index < pieces; index++) {
      this.#starts[index] = this.#variables.starts[index]!;
      this.#ends[index] = this.#variables.ends[index]!;
    }
    const isKey = pieces > 0 && this.#value(bytes, pieces).startsWith(this.#prefix);
    this.#count = isKey ? pieces : 0;
    return this.#count;
  }

  /** In how many pieces a key stands there, 0 where none does; the walk stands behind the last one then. */
  #fold(bytes: Uint8Array, at: number): number {
    const walk = this.#walk;
    const limit = Math.min(bytes.length, at + AHEAD);
    walk.start(bytes, at);
    let length = 0;
    let pieces = 0;
    let decoded = false;
    while (true) {
      this.#starts[pieces] = decoded ? -walk.at : walk.at;
      if (decoded) length += walk.decodedLength();
      else {
        const end = this.#endOfPiece(bytes, length, limit);
        length += end - walk.at;
        walk.at = end;
      }
      this.#ends[pieces++] = walk.at;
      if (length > this.#length || walk.at > limit) return 0;
      if (length === this.#length) break;
      walk.encoded = false;
      if (!walk.pass(decoded) || walk.at > limit) return 0;
      decoded = walk.encoded;
    }
    if (pieces < 2 || !this.#isEnd(bytes, at, limit)) return 0;
    const isPlain = this.#ends[0]! - at >= this.#prefix.length;
    this.#count = pieces;
    return isPlain || this.#value(bytes, pieces).startsWith(this.#prefix) ? pieces : 0;
  }

  /** Where the piece ends that begins where the walk stands, behind `length` characters of the key. */
  #endOfPiece(bytes: Uint8Array, length: number, limit: number): number {
    const prefix = this.#prefix;
    const body = this.#body;
    let end = this.#walk.at;
    for (let index = length; index < prefix.length; index++, end++) {
      if (end === limit || bytes[end] !== prefix.charCodeAt(index)) return end;
    }
    while (end < limit && body[bytes[end]!] === 1) end++;
    return end;
  }

  /** True where the key ends here and, in a list, where the list is joined and holds no more. */
  #isEnd(bytes: Uint8Array, start: number, limit: number): boolean {
    const { at, listed, joins } = this.#walk;
    if (at < limit && this.#body[bytes[at]!] === 1) return false;
    if (!listed) return true;
    const rest = latin1(bytes, at, limit);
    if (/^["'`]\s*,\s*["'`]/.test(rest)) return false;
    if (joins || JOINS_AFTER.test(rest)) return true;
    const before = latin1(bytes, Math.max(0, start - BEHIND), start);
    return JOINS_BEFORE.test(before) || FORMATS_BEFORE.test(before);
  }

  #value(bytes: Uint8Array, pieces: number): string {
    let value = '';
    for (let index = 0; index < pieces; index++) {
      const start = this.#starts[index]!;
      const text = latin1(bytes, Math.abs(start), this.#ends[index]!);
      value += start < 0 ? decode(text) : text;
    }
    return value;
  }
}

/** What base64 stands for; nothing where it is none. */
function decode(text: string): string {
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return '';
  }
}
