/**
 * The walk from a name to the literals that it may hold. It knows no language: it takes steps that
 * occur between names and values in any of them (`"] = os.getenv(`, `: Optional[str] = `, `" value="`,
 * `</key>⏎<string>`) and stops where a statement ends. The bytes are the blob's and only read.
 */
import { classTable } from './classes.ts';
import { Glyph } from './glyph.ts';
import type { Keywords } from './keywords.ts';
import { Literal, sentenceEnd } from './literal.ts';
import { aboutWords } from './names.ts';
import {
  accessorsLength,
  announces,
  commentLength,
  continues,
  heredocLength,
  isCommit,
  isItem,
  isJoined,
  isKeyEnd,
  isScheme,
  opensCallback,
  opensRaw,
  opensRows,
  opensTemplate,
  opensWord,
  serializedLength,
  standsAlone,
  transforms,
} from './phrases.ts';
import { endOfPadding, endOfWord } from './runs.ts';
import { NAME, OPENING, OPERATOR, Stance, WORD } from './stance.ts';
import { endOfName } from './suffix.ts';
import { AllTrails, type Trails } from './trails.ts';

/** Bytes, lines and words between the name and its value. */
const FAR = 240;
/** How far one step looks: the longest value that is a secret, and a little more. */
const STEP = 540;
const MOST_LINES = 4;
const MOST_WORDS = 12;
const MOST_WORDS_IN_A_ROW = 4;
/** Literals shorter than this are words on the way, never values. */
const SHORTEST = 16;
const SHORTEST_QUOTED = 12;

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
    return this.#now.depth > 0 && this.quoted;
  }
  readonly #keywords: Keywords;
  readonly #glyph = new Glyph();
  readonly #quoted = new Literal();
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  /** Nothing is read from `#end` on, and in one step nothing from `#limit` on. */
  #end = 0;
  #limit = 0;
  #far = 0;
  readonly #now = new Stance();
  readonly #trails = new AllTrails();

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
    this.#end = limit;
    this.#now.reset();
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

  /** Where the literal ends that `next`, called until there is none, comes to last; or -1. */
  lastEnd(): number {
    const trails = this.#trails.of(this.#bytes);
    const far = this.#far;
    // Up to here a step depends on nothing but its place and state.
    const most = this.#end === this.#bytes.length ? this.#end : this.#end - STEP;
    let met = -1;
    while (this.#at < this.#far) {
      const isKnown = this.#at > this.nameEnd && this.#at <= most;
      if (isKnown && this.#follows(trails, far, most, met)) break;
      const from = this.#at;
      this.valueEnd = -1;
      if (!this.#step() || this.#at <= from) {
        if (isKnown && this.#now.words <= MOST_WORDS && this.#now.lines <= MOST_LINES) trails.end();
        break;
      }
      met = this.valueEnd;
      if (met >= 0) trails.value = met + trails.first;
      // Another name stands here, where all walks end.
      if (isKnown && this.#far !== far) trails.close(this.#at, met);
    }
    return trails.value < 0 ? -1 : trails.value - trails.first;
  }

  /** Notes where the walk stands, or goes where one ended that stood so; true where nobody goes on from there. */
  #follows(trails: Trails, far: number, most: number, met: number): boolean {
    trails.at = this.#at + trails.first;
    this.#now.write(trails, this.isFlag);
    if (!trails.joins(far, most)) {
      trails.note(met);
      return false;
    }
    this.#at = trails.at - trails.first;
    this.#now.read(trails);
    return trails.ended;
  }

  /** One step; false ends the walk. */
  #step(): boolean {
    this.#limit = Math.min(this.#end, this.#at + STEP);
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
    if (code < 0x80 && operators[code] === 1) return this.#sign(OPERATOR, glyph.width);
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

  #sign(last: number, width: number): boolean {
    this.#now.last = last;
    this.#now.inARow = 0;
    return this.#skip(width);
  }

  /** An operator, or what opens a text on the next lines: `<<EOF`. */
  #less(width: number): boolean {
    const length = heredocLength(this.#bytes, this.#at, this.#limit);
    return this.#sign(OPERATOR, length > 0 ? length : width);
  }

  /** Ends a statement, but not in what PHP's serialize writes: `"api_key";s:32:"…"`. */
  #semicolon(): boolean {
    const length = serializedLength(this.#bytes, this.#at, this.#limit);
    return length > 0 && this.#sign(OPERATOR, length);
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
    return this.#now.last === NAME || before === EQUALS || alphanumeric[before] === 1;
  }

  #open(width: number): boolean {
    if (this.#bytes[this.#at] === BRACE) {
      const accessors = accessorsLength(this.#bytes, this.#at, this.#limit);
      if (accessors > 0) return this.#skip(accessors);
      if (opensCallback(this.#bytes, this.#at)) return false;
    }
    this.#now.depth++;
    return this.#sign(OPENING, width);
  }

  #close(width: number): boolean {
    if (this.#now.depth > 0) {
      this.#now.depth--;
      return this.#sign(WORD, width);
    }
    this.#now.closed = true;
    if (this.#bytes[this.#at] === CLOSING) this.#now.called = true;
    if (this.#now.last === NAME) return this.#skip(width);
    return opensRows(this.#bytes, this.#at, this.#limit) && this.#sign(OPERATOR, width);
  }

  #comma(width: number): boolean {
    this.#now.newItem = true;
    const goesOn =
      this.#now.depth > 0 ||
      this.#now.last === NAME ||
      this.#now.brief ||
      announces(this.#bytes, this.#at + width, this.#limit);
    return goesOn && this.#sign(OPERATOR, width);
  }

  #newline(width: number): boolean {
    if (++this.#now.lines > MOST_LINES) return false;
    const next = this.#at + width;
    if (this.#now.last === NAME || this.#now.last === WORD) {
      const goesOn =
        continues(this.#bytes, next, this.#limit) ||
        (!this.#now.called && announces(this.#bytes, next, this.#limit)) ||
        (!this.#now.called && standsAlone(this.#bytes, next, this.#limit)) ||
        (this.isFlag && this.#now.last === NAME && isItem(this.#bytes, next, this.#limit));
      if (!goesOn) return false;
    }
    this.#now.newItem = true;
    return this.#skip(width);
  }

  #quote(code: number): boolean {
    const glyph = this.#glyph;
    const width = glyph.width;
    const before = this.#bytes[this.#at - 1]!;
    if (this.#now.last === NAME && before !== SPACE && before !== COLON) return this.#skip(width);
    if (this.#now.last === OPERATOR && isJoined(this.#bytes, this.#at + width, this.#limit)) {
      return this.#skip(width);
    }
    // Rust's lifetimes: `&'static str`
    if (code === APOSTROPHE && (before === AMPERSAND || before === LESS)) return this.#skip(width);
    if (code === this.#now.around && this.#now.depth <= this.#now.outside) {
      this.#now.around = 0;
      return this.#sign(WORD, width);
    }
    if (this.#now.around === 0 && opensTemplate(this.#bytes, this.#at + width, this.#limit)) {
      this.#now.around = code;
      this.#now.outside = this.#now.depth;
      return this.#sign(OPERATOR, width);
    }
    const literal = this.#quoted;
    literal.read(this.#bytes, this.#at + width, this.#limit, this.#end);
    const { start, end } = literal;
    if (!literal.isClosed) return this.#sentence(code, end);
    if (end === start) return this.#asWord(start, start);
    if (end - start >= SHORTEST_QUOTED) this.#found(start, end, true);
    this.#now.brief = end - start === 1;
    return this.#asWord(start, end, literal.after);
  }

  /** Passes over text with spaces among a call's arguments or an object's members. */
  #sentence(code: number, from: number): boolean {
    if (this.#now.depth === 0 && !this.#now.heralded) return false;
    const end = sentenceEnd(this.#bytes, from, this.#limit, code);
    if (end < 0) return false;
    this.#at = end;
    this.#now.last = WORD;
    return ++this.#now.words <= MOST_WORDS;
  }

  #word(): boolean {
    const start = this.#at;
    const end = endOfWord(this.#bytes, start, this.#limit);
    const isLong = end - start >= SHORTEST - 2;
    this.#now.brief = false;
    const padded = isLong ? endOfPadding(this.#bytes, end, this.#limit) : end;
    const follows = padded < this.#limit ? this.#bytes[padded]! : SPACE;
    if (follows === COLON && isScheme(this.#bytes, start, end)) return false;
    const isCall = follows === PARENTHESIS || follows === BRACKET;
    if (isCall && transforms(this.#bytes, start, end)) return false;
    const inMarkup = this.#bytes[start - 1] === GREATER && follows === LESS;
    if (
      this.#now.last === NAME &&
      follows !== EQUALS &&
      follows !== PARENTHESIS &&
      this.#bytes[start - 1] !== DASH &&
      aboutWords.equals(this.#bytes, start, end)
    ) {
      return false;
    }
    const isValue = follows !== PARENTHESIS && !(this.#now.last === NAME && this.#now.closed);
    const inProse = this.#now.last === WORD && this.#now.depth === 0 && this.#now.inARow >= 2;
    if (isValue && padded - start >= SHORTEST && !isCommit(this.#bytes, start, padded, inProse))
      this.#found(start, padded, inMarkup);
    return this.#asWord(start, end, padded);
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
    const isKey =
      this.#now.newItem && this.#now.depth === 0 && isKeyEnd(this.#bytes, after, this.#limit);
    this.#now.heralded = isKey && announces(this.#bytes, start, this.#limit);
    if (isKey && !this.#now.heralded) return false;
    this.#at = after;
    this.#now.newItem = false;
    this.#now.last = WORD;
    return ++this.#now.words <= MOST_WORDS && ++this.#now.inARow <= MOST_WORDS_IN_A_ROW;
  }
}
