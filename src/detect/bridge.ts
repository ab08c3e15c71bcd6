/**
 * The walk from a name to the literals that it may hold. It knows no language: it takes steps that
 * occur between names and values in any of them (`"] = os.getenv(`, `: Optional[str] = `, `" value="`,
 * `</key>⏎<string>`) and stops where a statement ends. The bytes are the blob's and only read.
 */
import { classTable, latin1 } from './classes.ts';
import { Glyph } from './glyph.ts';
import type { Keywords } from './keywords.ts';
import { isAbout } from './names.ts';
import {
  accessorsLength,
  announces,
  commentLength,
  continues,
  heredocLength,
  isHexadecimal,
  isItem,
  isJoined,
  isKeyEnd,
  isScheme,
  opensCallback,
  opensRaw,
  opensRows,
  opensTemplate,
  opensWord,
  pastBlanks,
  schemeLength,
  serializedLength,
  standsAlone,
  transforms,
} from './phrases.ts';
import { endOfLiteral, endOfPadding, endOfWord } from './runs.ts';
import { endOfName } from './suffix.ts';

/** Bytes, lines and words between the name and its value. */
const FAR = 240;
const MOST_LINES = 4;
const MOST_WORDS = 12;
const MOST_WORDS_IN_A_ROW = 4;
/** A sentence among a call's arguments is passed over up to here. */
const LONGEST_SENTENCE = 120;
/** Literals shorter than this are words on the way, never values. */
const SHORTEST = 16;
const SHORTEST_QUOTED = 12;
/** `Authorization`'s longest scheme. */
const LONGEST_SCHEME = 8;

const NEWLINE = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const HASH = 0x23;
const AMPERSAND = 0x26;
const APOSTROPHE = 0x27;
const COMMA = 0x2c;
const DASH = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const COLON = 0x3a;
const SEMICOLON = 0x3b;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const AT = 0x40;
const PARENTHESIS = 0x28;
const CLOSING = 0x29;
const BRACKET = 0x5b;
const BACKTICK = 0x60;
const BRACE = 0x7b;

const opening = classTable('([{');
const closing = classTable(')]}');
const operators = classTable(':=>|?<+');
const alphanumeric = classTable('A-Za-z0-9');
/** Hexadecimal digits of a git object's id. */
const COMMIT = 40;

type Last = 'name' | 'operator' | 'opening' | 'word';

export class Bridge {
  /** Where the name ends; -1 where a later keyword of the same name decides. */
  nameEnd = 0;
  valueStart = 0;
  valueEnd = 0;
  quoted = false;
  /** Set by the caller after `start`: a slash stands before the name. */
  inPath = false;
  /** Set by the caller: the name is a flag, `--api-key`. */
  isFlag = false;
  /** The walk is inside brackets that opened behind the name: `apiKeys = ["…", "…"]`. */
  get listed(): boolean {
    return this.#depth > 0 && this.quoted;
  }
  readonly #keywords: Keywords;
  readonly #glyph = new Glyph();
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #limit = 0;
  #far = 0;
  #last: Last = 'name';
  #depth = 0;
  #words = 0;
  #inARow = 0;
  #lines = 0;
  #newItem = false;
  #closed = false;
  #called = false;
  /** The last literal was a flag's short form: `("api-key", "k", "…")`. */
  #brief = false;
  /** The last word announces the value or tells of it: `default`, `help`. A sentence may follow. */
  #heralded = false;
  /** The quote around a template that the walk has stepped into (`"${X:-…}"`), and the depth there. */
  #around = 0;
  #outside = 0;

  constructor(keywords: Keywords) {
    this.#keywords = keywords;
  }

  /**
   * Stands behind the name whose keyword ends at `at`; false where a later keyword of the same name
   * decides. Nothing at or past `limit` is read.
   */
  start(bytes: Uint8Array, at: number, limit: number): boolean {
    this.nameEnd = -1;
    this.inPath = false;
    this.isFlag = false;
    if (this.#keywords.lengthAt(bytes, at, limit) > 0) return false;
    this.#bytes = bytes;
    this.#limit = limit;
    this.#last = 'name';
    this.#depth = 0;
    this.#words = 0;
    this.#inARow = 0;
    this.#lines = 0;
    this.#newItem = false;
    this.#closed = false;
    this.#called = false;
    this.#brief = false;
    this.#heralded = false;
    this.#around = 0;
    this.nameEnd = endOfName(bytes, at, limit, this.#keywords);
    this.#at = this.nameEnd;
    this.#far = this.nameEnd < 0 ? -1 : Math.min(limit, this.nameEnd + FAR);
    return this.nameEnd >= 0;
  }

  /** Goes on to the next literal; false where there is none. Then `valueStart` … `quoted` describe it. */
  next(): boolean {
    while (this.#at < this.#far) {
      const before = this.#at;
      this.valueEnd = -1;
      if (!this.#step() || this.#at <= before) break;
      if (this.valueEnd >= 0) return true;
    }
    this.#at = this.#far;
    return false;
  }

  /** One step; false ends the walk. */
  #step(): boolean {
    const glyph = this.#glyph;
    glyph.read(this.#bytes, this.#at, this.#limit);
    const code = glyph.code;
    if (code === SPACE) return this.#skip(glyph.width);
    if (code === NEWLINE) return this.#newline(glyph.width);
    if (this.#at === this.nameEnd && this.#isPartOfPath(code)) return false;
    if (code === QUOTE || code === APOSTROPHE || code === BACKTICK) return this.#quote(code);
    if (glyph.width === 1 && opensWord(this.#bytes, this.#at, this.#limit)) return this.#word();
    if (code === COMMA) return this.#comma(glyph.width);
    if (code < 0x80 && opening[code] === 1) return this.#open(glyph.width);
    if (code < 0x80 && closing[code] === 1) return this.#close(glyph.width);
    if (code === SEMICOLON) return this.#semicolon();
    if (code < SPACE) return false;
    if (code === HASH) return opensRaw(this.#bytes, this.#at, this.#limit) && this.#skip(1);
    if (code === LESS) return this.#less(glyph.width);
    if (code === AMPERSAND && this.#endsParameter()) return false;
    if (code === SLASH) return this.#slash();
    if (code < 0x80 && operators[code] === 1) return this.#sign('operator', glyph.width);
    return this.#skip(glyph.width);
  }

  /** `apiKey.3f2a.js`, `api-key@1.2.3`, `acme/api-key:3f2a`: a file, a package, an image. */
  #isPartOfPath(code: number): boolean {
    if (code === DOT || code === AT) return true;
    return code === COLON && this.inPath && this.#bytes[this.#at + 1] !== SPACE;
  }

  #skip(width: number): boolean {
    this.#at += width;
    return true;
  }

  #sign(last: Last, width: number): boolean {
    this.#last = last;
    this.#inARow = 0;
    return this.#skip(width);
  }

  /** An operator, or what opens a text on the next lines: `<<EOF`. */
  #less(width: number): boolean {
    const length = heredocLength(this.#bytes, this.#at, this.#limit);
    return this.#sign('operator', length > 0 ? length : width);
  }

  /** Ends a statement, but not in what PHP's serialize writes: `"api_key";s:32:"…"`. */
  #semicolon(): boolean {
    const length = serializedLength(this.#bytes, this.#at, this.#limit);
    return length > 0 && this.#sign('operator', length);
  }

  #slash(): boolean {
    // A path: `/apikey/…`
    if (this.#at === this.nameEnd) return false;
    const comment = commentLength(this.#bytes, this.#at, this.#limit);
    return comment >= 0 && this.#skip(comment === 0 ? 1 : comment);
  }

  /** `?api_key=&token=…`: the parameter was empty. Rust's `&str` follows a space or a bracket. */
  #endsParameter(): boolean {
    const before = this.#bytes[this.#at - 1]!;
    return this.#last === 'name' || before === EQUALS || alphanumeric[before] === 1;
  }

  #open(width: number): boolean {
    if (this.#bytes[this.#at] === BRACE) {
      const accessors = accessorsLength(this.#bytes, this.#at, this.#limit);
      if (accessors > 0) return this.#skip(accessors);
      if (opensCallback(this.#bytes, this.#at)) return false;
    }
    this.#depth++;
    return this.#sign('opening', width);
  }

  #close(width: number): boolean {
    if (this.#depth > 0) {
      this.#depth--;
      return this.#sign('word', width);
    }
    this.#closed = true;
    if (this.#bytes[this.#at] === CLOSING) this.#called = true;
    if (this.#last === 'name') return this.#skip(width);
    return opensRows(this.#bytes, this.#at, this.#limit) && this.#sign('operator', width);
  }

  #comma(width: number): boolean {
    this.#newItem = true;
    const goesOn =
      this.#depth > 0 ||
      this.#last === 'name' ||
      this.#brief ||
      announces(this.#bytes, this.#at + width, this.#limit);
    return goesOn && this.#sign('operator', width);
  }

  #newline(width: number): boolean {
    if (++this.#lines > MOST_LINES) return false;
    const next = this.#at + width;
    if (this.#last === 'name' || this.#last === 'word') {
      const goesOn =
        continues(this.#bytes, next, this.#limit) ||
        (!this.#called && announces(this.#bytes, next, this.#limit)) ||
        (!this.#called && standsAlone(this.#bytes, next, this.#limit)) ||
        (this.isFlag && this.#last === 'name' && isItem(this.#bytes, next, this.#limit));
      if (!goesOn) return false;
    }
    this.#newItem = true;
    return this.#skip(width);
  }

  #quote(code: number): boolean {
    const glyph = this.#glyph;
    const width = glyph.width;
    const before = this.#bytes[this.#at - 1]!;
    if (this.#last === 'name' && before !== SPACE && before !== COLON) return this.#skip(width);
    if (this.#last === 'operator' && isJoined(this.#bytes, this.#at + width, this.#limit)) {
      return this.#skip(width);
    }
    // Rust's lifetimes: `&'static str`
    if (code === APOSTROPHE && (before === AMPERSAND || before === LESS)) return this.#skip(width);
    if (code === this.#around && this.#depth <= this.#outside) {
      this.#around = 0;
      return this.#sign('word', width);
    }
    if (this.#around === 0 && opensTemplate(this.#bytes, this.#at + width, this.#limit)) {
      this.#around = code;
      this.#outside = this.#depth;
      return this.#sign('operator', width);
    }
    let start = this.#at + width;
    let more = 0;
    for (; more < 4; more++) {
      glyph.read(this.#bytes, start, this.#limit);
      if (glyph.code !== QUOTE && glyph.code !== APOSTROPHE && glyph.code !== BACKTICK) break;
      start += glyph.width;
    }
    // A text block begins on its second line.
    if (more === 2) start = pastBlanks(this.#bytes, start, this.#limit);
    let end = endOfLiteral(this.#bytes, start, this.#limit);
    if (more === 1 && end === start) return this.#asWord(start, start);
    if (end < this.#limit && this.#bytes[end] === SPACE && end - start <= LONGEST_SCHEME) {
      start += schemeLength(this.#bytes, start, this.#limit);
      end = endOfLiteral(this.#bytes, start, this.#limit);
    }
    return this.#literal(code, start, end, more === 2);
  }

  /** The literal in quotes that starts at `start`; its run of bytes without spaces ends at `end`. */
  #literal(code: number, start: number, end: number, isBlock: boolean): boolean {
    const glyph = this.#glyph;
    const stop = isBlock ? pastBlanks(this.#bytes, end, this.#limit) : end;
    glyph.read(this.#bytes, stop, this.#limit);
    while ((glyph.code === NEWLINE || glyph.code === SPACE) && glyph.width > 1) {
      glyph.read(this.#bytes, glyph.at + glyph.width, this.#limit);
    }
    const isClosed =
      glyph.code === QUOTE ||
      glyph.code === APOSTROPHE ||
      glyph.code === BACKTICK ||
      end === this.#limit;
    if (!isClosed) return this.#sentence(code, end);
    if (end === start) return this.#asWord(start, start);
    if (end - start >= SHORTEST_QUOTED) this.#found(start, end, true);
    this.#brief = end - start === 1;
    return this.#asWord(start, end, glyph.at + glyph.width);
  }

  /** Passes over text with spaces among a call's arguments or an object's members. */
  #sentence(code: number, from: number): boolean {
    if (this.#depth === 0 && !this.#heralded) return false;
    const stop = Math.min(this.#limit, from + LONGEST_SENTENCE);
    for (let index = from; index < stop; index++) {
      const byte = this.#bytes[index]!;
      if (byte === NEWLINE) return false;
      if (byte === code) {
        this.#at = index + 1;
        this.#last = 'word';
        return ++this.#words <= MOST_WORDS;
      }
    }
    return false;
  }

  #word(): boolean {
    const start = this.#at;
    const end = endOfWord(this.#bytes, start, this.#limit);
    const isLong = end - start >= SHORTEST - 2;
    this.#brief = false;
    const padded = isLong ? endOfPadding(this.#bytes, end, this.#limit) : end;
    const follows = padded < this.#limit ? this.#bytes[padded]! : SPACE;
    if (follows === COLON && isScheme(this.#bytes, start, end)) return false;
    const isCall = follows === PARENTHESIS || follows === BRACKET;
    if (isCall && transforms(this.#bytes, start, end)) return false;
    const inMarkup = this.#bytes[start - 1] === GREATER && follows === LESS;
    if (
      this.#last === 'name' &&
      follows !== EQUALS &&
      follows !== PARENTHESIS &&
      this.#bytes[start - 1] !== DASH &&
      isAbout(latin1(this.#bytes, start, Math.min(end, start + 13)))
    ) {
      return false;
    }
    const isValue = follows !== PARENTHESIS && !(this.#last === 'name' && this.#closed);
    if (isValue && padded - start >= SHORTEST && !this.#isCommit(start, padded))
      this.#found(start, padded, inMarkup);
    return this.#asWord(start, end, padded);
  }

  /** Prose tells of commits: `the apiKey fix (3f2a…)`, `apiKey moved in 3f2a…`. */
  #isCommit(start: number, end: number): boolean {
    if (end - start !== COMMIT) return false;
    const inBrackets = this.#bytes[start - (this.#bytes[start - 1] === BRACKET ? 2 : 1)];
    const inProse = this.#last === 'word' && this.#depth === 0 && this.#inARow >= 2;
    if (inBrackets !== PARENTHESIS && !inProse) return false;
    return isHexadecimal(this.#bytes, start, end);
  }

  #found(start: number, end: number, quoted: boolean): void {
    this.valueStart = start;
    this.valueEnd = end;
    this.quoted = quoted;
  }

  /** Goes past a word or literal, unless it is a name of its own. */
  #asWord(start: number, end: number, after = end): boolean {
    if (this.#keywords.isWithin(this.#bytes, start, end, this.#limit)) {
      this.#at = after;
      this.#far = after;
      return this.valueEnd >= 0 && this.quoted;
    }
    const isKey = this.#newItem && this.#depth === 0 && isKeyEnd(this.#bytes, after, this.#limit);
    this.#heralded = isKey && announces(this.#bytes, start, this.#limit);
    if (isKey && !this.#heralded) return false;
    this.#at = after;
    this.#newItem = false;
    this.#last = 'word';
    return ++this.#words <= MOST_WORDS && ++this.#inARow <= MOST_WORDS_IN_A_ROW;
  }
}
