/**
 * The walk from one literal to the next where both become one text: what may stand between them in any
 * language, one token after another, read as bytes.
 */
import { CALLS, CODECS, PHRASES } from './calls.ts';
import { classTable } from './classes.ts';
import { commentLength, hashLength, lineCommentLength } from './comments.ts';
import { Passed } from './passed.ts';

const MOST_LINES = 5;
const MOST_JOINTS = 80;
const LONGEST_NAME = 40;
const LONGEST_ENCODED = 80;
/** A joint is no longer: neither are all pieces together. */
const FAR = 640;

const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const HASH = 0x23;
const DOLLAR = 0x24;
const AMPERSAND = 0x26;
const APOSTROPHE = 0x27;
const PARENTHESIS = 0x28;
const CLOSING = 0x29;
const PLUS = 0x2b;
const COMMA = 0x2c;
const DOT = 0x2e;
const SLASH = 0x2f;
const ASTERISK = 0x2a;
const SEMICOLON = 0x3b;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const BACKSLASH = 0x5c;
const UNDERSCORE = 0x5f;
const BACKTICK = 0x60;
const BRACE = 0x7b;
const PIPE = 0x7c;
const CLOSING_BRACE = 0x7d;

const quotes = classTable('"\'`');
const nameBytes = classTable('A-Za-z0-9_$.');
const encodedBytes = classTable('A-Za-z0-9+/_-');
/** Letters before a literal in Python, Rust, C#, C++. */
const literalPrefix = classTable('bBrRuUfFL@$');

const codecStarts = classTable('wgabuB');

export class Joints {
  at = 0;
  lines = 0;
  /** A comma stood between pieces: they are a list. */
  listed = false;
  /** A call that makes one text of a list stood before it. */
  joins = false;
  /** The literal that follows is base64. */
  encoded = false;
  #bytes: Uint8Array = new Uint8Array(0);
  #limit = 0;
  readonly #passed = new Passed();
  #asked = 0;

  start(bytes: Uint8Array, at: number): void {
    if (this.#passed.forgets(bytes)) this.#bytes = bytes;
    this.at = at;
    this.#reset();
  }

  #reset(): void {
    this.lines = 0;
    this.listed = false;
    this.joins = false;
    this.encoded = false;
    this.#asked = 0;
  }

  /** Passes over what joins this piece to the next one; false where nothing does. Done once for each place. */
  pass(decoded: boolean): boolean {
    const passed = this.#passed;
    const key = this.at * 2 + (decoded ? 1 : 0);
    if (!passed.finds(key)) {
      const { at, lines, listed, joins } = this;
      this.#reset();
      this.#limit = Math.min(this.#bytes.length, at + FAR);
      passed.to = this.#pass(decoded) ? this.at : -1;
      passed.lines = this.lines;
      passed.signs = (this.listed ? 1 : 0) | (this.joins ? 2 : 0) | (this.encoded ? 4 : 0);
      passed.keep(key);
      this.lines = lines;
      this.listed = listed;
      this.joins = joins;
    }
    if (passed.to < 0) return false;
    this.at = passed.to;
    this.lines += passed.lines;
    if ((passed.signs & 1) > 0) this.listed = true;
    if ((passed.signs & 2) > 0) this.joins = true;
    this.encoded = (passed.signs & 4) > 0;
    return this.lines <= MOST_LINES;
  }

  #pass(decoded: boolean): boolean {
    const fold = this.#foldLength();
    if (fold > 0) {
      this.at += fold;
      return ++this.lines <= MOST_LINES;
    }
    const first = this.#code(0);
    const inTemplate =
      (first === DOLLAR && this.#code(1) === BRACE) ||
      (first === BRACE && quotes[this.#code(1)] === 1);
    if (!inTemplate) {
      const closing = decoded ? this.#decodedEnd() : this.#quoteLength(this.at);
      if (closing === 0) return false;
      this.at += closing;
    }
    return this.#tokens();
  }

  /** Bytes that the base64 at `at` stands for; passes over it. */
  decodedLength(): number {
    this.#limit = Math.min(this.#bytes.length, this.at + FAR);
    let end = this.at;
    const stop = Math.min(this.#limit, this.at + LONGEST_ENCODED);
    while (end < stop && encodedBytes[this.#bytes[end]!] === 1) end++;
    const count = end - this.at;
    if (count === 0) return 0;
    let padding = 0;
    while (padding < 2 && this.#peek(end + padding) === EQUALS) padding++;
    this.at = end + padding;
    const isWhole = padding === 0 || (count + padding) % 4 === 0;
    return isWhole && count % 4 !== 1 ? (count * 3) >> 2 : 0;
  }

  #tokens(): boolean {
    for (let count = 0; count < MOST_JOINTS; count++) {
      // Mostly it is ` + "`.
      if (this.#isPlain()) {
        this.at++;
        continue;
      }
      const opened = this.#opensLiteral();
      if (opened > 0) {
        this.at += opened;
        return true;
      }
      const code = this.#code(0);
      const length = this.#tokenLength(code);
      if (length === 0) return false;
      this.at += length;
      if (length === 1 && code === CLOSING_BRACE) return true;
    }
    return false;
  }

  /** A plus, or a space before one or before a quote. */
  #isPlain(): boolean {
    const code = this.#code(0);
    if (code !== SPACE) return code === PLUS;
    const next = this.#code(1);
    return next === PLUS || next === QUOTE || next === APOSTROPHE;
  }

  /** Length of what opens a literal, or 0. A backtick before a line's end continues PowerShell's line. */
  #opensLiteral(): number {
    const code = this.#code(0);
    if (code === BACKTICK && this.#brokenLength() > 0) return 0;
    if (literalPrefix[code] === 0) return this.#quoteLength(this.at);
    const length = this.#quoteLength(this.at + 1);
    return length === 0 ? 0 : length + 1;
  }

  /** Length of the token that begins with `code`, or 0; notes what it says. */
  #tokenLength(code: number): number {
    if (code === COMMA) {
      this.listed = true;
      return 1;
    }
    if (code === BACKTICK) return this.#line(this.#brokenLength());
    const codec = codecStarts[code] === 1 ? this.#codecLength() : 0;
    if (codec > 0) {
      this.encoded = true;
      return codec;
    }
    // What blanks lead to is asked at the first of them.
    const isAsked = (code === SPACE || code === TAB) && this.at < this.#asked;
    const assigned = isAsked ? 0 : this.#assignmentLength(code);
    return assigned > 0 ? assigned : this.#signLength(code);
  }

  #signLength(code: number): number {
    const next = this.#code(1);
    switch (code) {
      case SPACE:
      case TAB:
      case RETURN:
      case PLUS:
      case AMPERSAND:
      case PARENTHESIS:
        return 1;
      case NEWLINE:
        return this.#line(1);
      case CLOSING:
        return this.#phraseLength() || this.#sumLength();
      case CLOSING_BRACE:
        if (next === DOLLAR) return this.#code(2) === BRACE ? 3 : 1;
        return next === BRACE ? 2 : 1;
      case DOLLAR:
        return next === BRACE ? 2 : 0;
      case DOT:
        return this.#dotLength(next);
      case PIPE:
        return next === PIPE ? 2 : 0;
      case BRACE:
        return quotes[next] === 1 ? 1 : 0;
      case LESS:
        return next === GREATER || next === LESS ? 2 : 0;
      default:
        return this.#phraseLength() || this.#lineEndLength(code, next);
    }
  }

  /** Comments, and what continues a line. */
  #lineEndLength(code: number, next: number): number {
    if (code === SLASH && next === SLASH)
      return lineCommentLength(this.#bytes, this.at, this.#limit);
    if (code === SLASH && next === ASTERISK)
      return commentLength(this.#bytes, this.at, this.#limit);
    if (code === HASH) return hashLength(this.#bytes, this.at, this.#limit);
    if (code === BACKSLASH) {
      return this.#line(this.#newlineAt(this.at + 1) > 0 ? 1 + this.#newlineAt(this.at + 1) : 0);
    }
    if (code !== UNDERSCORE) return 0;
    return this.#newlineAt(this.#pastBlanks(this.at + 1)) > 0 ? 1 : 0;
  }

  #dotLength(next: number): number {
    if (this.#says(this.at, CALLS.CONCAT)) {
      this.joins = true;
      return CALLS.CONCAT.length;
    }
    return next === DOT ? 2 : this.#phraseLength() || 1;
  }

  #phraseLength(): number {
    for (let index = 0; index < PHRASES.length; index++) {
      if (this.#says(this.at, PHRASES[index]!)) return PHRASES[index]!.length;
    }
    return 0;
  }

  /** The bracket of `std::string("…") + "…"`. */
  #sumLength(): number {
    return this.#peek(this.#pastBlanks(this.at + 1)) === PLUS ? 1 : 0;
  }

  /** `; name +=`, on this line or the next one. */
  #assignmentLength(code: number): number {
    const isLead = code === SEMICOLON || code === SPACE || code === TAB;
    if (!isLead && code !== RETURN && code !== NEWLINE && nameBytes[code] === 0) return 0;
    const start = this.#pastBlanks(code === SEMICOLON ? this.at + 1 : this.at);
    this.#asked = start;
    const line = this.#newlineAt(start);
    const first = line > 0 ? this.#pastBlanks(start + line) : start;
    const stop = Math.min(this.#limit, first + LONGEST_NAME);
    let end = first;
    while (end < stop && nameBytes[this.#bytes[end]!] === 1) end++;
    if (end === first) return 0;
    const sign = this.#pastBlanks(end);
    const joins = this.#peek(sign) === PLUS || this.#peek(sign) === DOT;
    let length = joins && this.#peek(sign + 1) === EQUALS ? sign + 2 - this.at : 0;
    const dotted = end - first > 1 && this.#bytes[end - 1] === DOT;
    if (length === 0 && dotted && this.#peek(end) === EQUALS) length = end + 1 - this.at;
    return length > 0 && line > 0 ? this.#line(length) : length;
  }

  #codecLength(): number {
    for (let index = 0; index < CODECS.length; index++) {
      if (this.#says(this.at, CODECS[index]!)) return CODECS[index]!.length;
    }
    return 0;
  }

  /** The quote behind base64, the rest of the call around it, and a call that makes text of it. */
  #decodedEnd(): number {
    if (quotes[this.#code(0)] === 0) return 0;
    const end = this.#pastSpace(this.at + 1);
    const bracket = this.#peek(end) === COMMA ? this.#pastEncoding(end + 1) : this.at + 1;
    if (bracket < 0 || this.#peek(bracket) !== CLOSING) return 0;
    return this.#pastCall(bracket + 1) - this.at;
  }

  /** Behind `"base64"`, or -1. */
  #pastEncoding(from: number): number {
    const start = this.#pastSpace(from);
    if (!isQuote(this.#peek(start))) return -1;
    for (const name of [CALLS.BASE64, CALLS.BASE64URL]) {
      const end = start + 1 + name.length;
      if (this.#says(start + 1, name) && isQuote(this.#peek(end))) return this.#pastSpace(end + 1);
    }
    return -1;
  }

  /** Behind `.toString("…")` or `.decode()`, where one stands at `from`. */
  #pastCall(from: number): number {
    const call = this.#says(from, CALLS.TO_STRING) ? CALLS.TO_STRING : CALLS.DECODE;
    if (!this.#says(from, call)) return from;
    const first = from + call.length;
    let end = first;
    while (end - first < 20 && end < this.#limit && !isBracket(this.#bytes[end]!)) end++;
    return this.#peek(end) === CLOSING ? end + 1 : from;
  }

  /** A line folded inside a literal, with the next line's indentation; 0 where none is. */
  #foldLength(): number {
    const code = this.#code(0);
    if (code !== BACKSLASH && code !== RETURN && code !== NEWLINE) return 0;
    let end = 0;
    if (code === BACKSLASH) {
      const line = this.#newlineAt(this.at + 1);
      if (line > 0) end = this.at + 1 + line;
      else if (this.#code(1) === 0x6e) end = this.at + 2;
    } else {
      const line = this.#newlineAt(this.at);
      const next = line > 0 ? this.#peek(this.at + line) : 0;
      if (next === SPACE || next === TAB) end = this.at + line;
    }
    return end === 0 ? 0 : this.#pastBlanks(end) - this.at;
  }

  /** A backtick before a line's end, or 0. */
  #brokenLength(): number {
    const end = this.#pastBlanks(this.at + 1);
    const line = this.#newlineAt(end);
    return line > 0 ? end + line - this.at : 0;
  }

  /** Counts a line; 0 where there were too many. */
  #line(length: number): number {
    if (length === 0) return 0;
    return ++this.lines <= MOST_LINES ? length : 0;
  }

  /** A quote, perhaps escaped, or 0. */
  #quoteLength(at: number): number {
    if (quotes[this.#peek(at)] === 1) return 1;
    return this.#peek(at) === BACKSLASH && quotes[this.#peek(at + 1)] === 1 ? 2 : 0;
  }

  #newlineAt(at: number): number {
    if (this.#peek(at) === NEWLINE) return 1;
    return this.#peek(at) === RETURN && this.#peek(at + 1) === NEWLINE ? 2 : 0;
  }

  #pastBlanks(from: number): number {
    let end = from;
    while (this.#peek(end) === SPACE || this.#peek(end) === TAB) end++;
    return end;
  }

  #pastSpace(from: number): number {
    let end = from;
    while (isSpace(this.#peek(end))) end++;
    return end;
  }

  #says(at: number, text: Uint8Array): boolean {
    if (at + text.length > this.#limit) return false;
    for (let index = 0; index < text.length; index++) {
      if (this.#bytes[at + index] !== text[index]) return false;
    }
    return true;
  }

  #code(ahead: number): number {
    return this.#peek(this.at + ahead);
  }

  /** The byte at `at`; past the limit 0, which is of no token. */
  #peek(at: number): number {
    return at < this.#limit ? this.#bytes[at]! : 0;
  }
}

function isQuote(code: number): boolean {
  return code === QUOTE || code === APOSTROPHE;
}

function isBracket(code: number): boolean {
  return code === PARENTHESIS || code === CLOSING;
}

/** As `\s` of a regular expression over Latin-1. */
function isSpace(code: number): boolean {
  return code === SPACE || (code >= TAB && code <= RETURN) || code === 0xa0;
}
