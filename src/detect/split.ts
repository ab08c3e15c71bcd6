/**
 * A key that is put together from adjacent literals: `"AIza…" + "…"`, `["AI", "za…"].join("")`, template
 * literals, implicit concatenation, line continuations, a piece behind `atob`. The walk starts at the
 * first piece, takes what joins literals in any language, and folds the pieces; only a whole key of
 * exact length counts, and it must come from at least two pieces.
 */
import type { SplitPattern } from '../types.ts';
import { classTable, latin1 } from './classes.ts';
import { keyGoesOn, word } from './left.ts';
import type { Matcher, Needle, Secret } from './matcher.ts';
import { looksIssued } from './plausible.ts';

/** Bytes from the first piece to the end of the last one, and lines between them. */
const AHEAD = 640;
const MOST_LINES = 5;
const MOST_JOINTS = 80;
/** How far back the call that joins a list may stand. */
const BEHIND = 64;

const joints = classTable('"\'`\\\\$\n\r');
const quotes = classTable('"\'`');
/** What may stand behind the quote that ends the first piece. */
const afterQuote = classTable('"\'` \t\r\n+.,&|<\\}$/#();');
/** Most keys in pieces end within so many bytes; only the others have more read for them. */
const NEAR = 160;
/** Tokens that a joint may need to be read whole. */
const MARGIN = 84;

/** What stands between two literals that become one. Bounded, one token at a time. */
const JOINT =
  /;?[ \t]*(?:\r?\n)?[ \t]*[$\w.]{1,40}[ \t]*(?:\+|\.)=|\)\.append\(|\}\{|_(?=[ \t]*\r?\n)|[ \t\r\n]|\\\r?\n|\+|\.concat\(|\.\.|\.|\|\||<>|<<|&|\}\$\{|\$\{|\}|\/\/[^\n]{0,80}|\/\*[^*\n]{0,80}\*\/|#[^\n"']{0,60}(?=\n)|\(/y;
/** PowerShell's line continuation. */
const BROKEN = /`[ \t]*\r?\n/y;
const COMMA = /,/y;
const CODEC =
  /(?:window\.|globalThis\.)?atob\(|Buffer\.from\(|base64_decode\(|(?:base64\.)?(?:urlsafe_)?b64decode\(|Base64\.(?:url)?decode(?:64)?\(|base64decode\(/y;
const AFTER_CODEC =
  /["'`](?:\s*,\s*["'](?:base64|base64url)["']\s*)?\)(?:\.(?:toString|decode)\([^()]{0,20}\))?/y;
const OPEN = /(?:[bBrRuUfFL]|@|\$)?\\?["'`]/y;
const CLOSE = /\\?["'`]/y;
const FOLD = /(?:\\\r?\n|\\n|\r?\n(?=[ \t]))[ \t]*/y;

/** Calls that make one text of a list, in front of it or behind it. */
const JOINS_BEFORE = /(?:concat|join|implode|paste0?|str_?c(?:at)?|format|printf)[!\w]*[^\w\n]*$/i;
const FORMATS_BEFORE =
  /(?:format|printf)\w*\(\s*["'][%s{}0-9]{2,24}["']\s*,\s*["'`]$|["'](?:%s){2,12}["']\s*%\s*\(\s*["']$/i;
const JOINS_AFTER = /^["'`][\s,]*[\])]\s*\.?\s*(?:join|concat|reduce)/;

interface Folded {
  readonly value: string;
  /** Offset behind the last piece. */
  readonly end: number;
}

export class Split implements Matcher {
  readonly needles: readonly Needle[];
  readonly behind = BEHIND;
  readonly ahead = AHEAD;
  readonly #prefix: string;
  readonly #body: Uint8Array;
  readonly #length: number;

  /** @param pattern its token has one run of exact length */
  constructor(pattern: SplitPattern) {
    const { prefix, segments } = pattern.token;
    const [run] = segments;
    this.#prefix = prefix;
    this.#body = run && 'of' in run ? classTable(run.of) : classTable('A-Za-z0-9');
    this.#length = prefix.length + (run && 'of' in run ? run.max : 0);
    const texts = [prefix];
    for (let size = 2; size < prefix.length; size++) {
      for (const quote of '"\'`') texts.push(prefix.slice(0, size) + quote);
    }
    const guards = { left: word, next: keyGoesOn };
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
    const folded = this.#fold(bytes, at);
    return folded ? at + folded.end : -1;
  }

  explain(bytes: Uint8Array, at: number): Secret | undefined {
    const folded = this.match(bytes, at) < 0 ? undefined : this.#fold(bytes, at);
    const publicPrefix = this.#prefix.length;
    if (!folded || !looksIssued(folded.value.slice(publicPrefix))) return undefined;
    const { value, end } = folded;
    return {
      start: at,
      end: at + end,
      value,
      publicPrefix,
      confidence: 'medium',
      remarks: ['split'],
    };
  }

  #fold(bytes: Uint8Array, at: number): Folded | undefined {
    const near = this.#foldWithin(bytes, at, NEAR);
    return near === 'more' ? (this.#foldWithin(bytes, at, AHEAD) as Folded | undefined) : near;
  }

  /** `more` where the text ended before the key did. */
  #foldWithin(bytes: Uint8Array, at: number, reach: number): Folded | 'more' | undefined {
    const text = latin1(bytes, at, Math.min(bytes.length, at + reach));
    const walk = new Walk(text, () => latin1(bytes, Math.max(0, at - BEHIND), at));
    const none = () => (reach < AHEAD && walk.at + MARGIN > reach ? 'more' : undefined);
    let value = '';
    while (true) {
      value += walk.piece((code, index) => this.#takes(code, value.length + index));
      if (value.length > this.#length) return undefined;
      if (value.length === this.#length) break;
      if (!walk.joint()) return none();
    }
    if (none()) return 'more';
    const whole = walk.pieces > 1 && walk.ends(this.#body) && value.startsWith(this.#prefix);
    return whole ? { value, end: walk.at } : undefined;
  }

  #takes(code: number, index: number): boolean {
    return index < this.#prefix.length
      ? code === this.#prefix.charCodeAt(index)
      : this.#body[code & 255] === 1;
  }
}

class Walk {
  at = 0;
  pieces = 0;
  #lines = 0;
  #listed = false;
  #joins = false;
  #encoded = false;
  #decodedLast = false;
  readonly #text: string;
  readonly #before: () => string;

  /** @param before the text in front of the first piece */
  constructor(text: string, before: () => string) {
    this.#text = text;
    this.#before = before;
  }

  /** The characters of the literal that stands here, decoded where it is base64. */
  piece(takes: (code: number, index: number) => boolean): string {
    this.pieces++;
    this.#decodedLast = this.#encoded;
    if (this.#encoded) return this.#decoded();
    const start = this.at;
    while (this.at < this.#text.length && takes(this.#text.charCodeAt(this.at), this.at - start)) {
      this.at++;
    }
    return this.#text.slice(start, this.at);
  }

  #decoded(): string {
    const base64 = /[A-Za-z0-9+/_-]{1,80}={0,2}/y;
    const found = this.#take(base64);
    this.#encoded = false;
    try {
      return atob(found.replaceAll('-', '+').replaceAll('_', '/'));
    } catch {
      return '';
    }
  }

  /** Passes over what joins this piece to the next one; false where nothing does. */
  joint(): boolean {
    if (this.#take(FOLD) !== '') return ++this.#lines <= MOST_LINES;
    const inTemplate = this.#text.startsWith('${', this.at);
    const closing = this.#decodedLast ? AFTER_CODEC : CLOSE;
    if (!inTemplate && this.#take(closing) === '') return false;
    for (let count = 0; count < MOST_JOINTS; count++) {
      if (this.#take(BROKEN) !== '') {
        if (++this.#lines > MOST_LINES) return false;
      } else if (this.#take(CODEC) !== '') this.#encoded = true;
      else if (this.#take(OPEN) !== '') return true;
      else if (this.#take(COMMA) !== '') this.#listed = true;
      else {
        const token = this.#take(JOINT);
        if (token === '') return false;
        if (token === '.concat(') this.#joins = true;
        if (token.includes('\n') && ++this.#lines > MOST_LINES) return false;
        if (token === '}') return true;
      }
    }
    return false;
  }

  /** True where the key ends here and, in a list, where the list is joined and holds no more. */
  ends(body: Uint8Array): boolean {
    const next = this.#text.charCodeAt(this.at);
    if (body[next & 255] === 1 && this.at < this.#text.length) return false;
    if (!this.#listed) return true;
    const rest = this.#text.slice(this.at);
    if (/^["'`]\s*,\s*["'`]/.test(rest)) return false;
    if (this.#joins || JOINS_AFTER.test(rest)) return true;
    const before = this.#before();
    return JOINS_BEFORE.test(before) || FORMATS_BEFORE.test(before);
  }

  #take(token: RegExp): string {
    token.lastIndex = this.at;
    const found = token.exec(this.#text);
    if (!found) return '';
    this.at += found[0].length;
    return found[0];
  }
}
