/**
 * A pattern in another spelling. For each needle of the inner matcher a codec names the byte strings that
 * spell it; where one stands, the codec decodes a bounded window around it into scratch memory, and the
 * inner matcher decides there as if the window were the blob. So every encoding obeys the same contract as
 * plain text, and encodings nest.
 */
import type { Encoding } from '../types.ts';
import { place } from './epoch.ts';
import { isWithin } from './left.ts';
import { type Grid, Lengths, nested, Stretches } from './lengths.ts';
import type { Body, Matcher, Needle, Secret } from './matcher.ts';
import { Window } from './window.ts';

/** Characters that are decoded for a first look at what follows a needle, and for a second one. */
const NEAR = 8;
const FAR = 64;
/** Characters that are decoded for a look at what stands before a needle. */
const NARROW = 12;
/** In a glance, stands for whatever is no text in this encoding: of no key's alphabet. */
export const OTHER = 0xff;

/** Line breaks and indentation that an encoded text may have inside, raw bytes. */
export const SLACK = 96;

/** A group of no encoding, nested as they are, holds so many characters. */
const MOST_BETWEEN = 16;
const NO_LETTERS: { readonly letters?: Uint8Array } = {};
/** How many windows are open within another. */
let inside = 0;
const NOTHING = { end: -1, isWhole: false } as const;

/** One spelling of an inner needle. */
export interface Spelling extends Needle {
  /** What the codec must know to decode around it: its own numbers. */
  readonly phase: number;
  readonly lead: number;
  /** What the characters right before and after it hold of the needle: mask << 8 | value; 0 is nothing. */
  readonly before?: number;
  readonly after?: number;
  /** The needle that it spells, where the codec must know it. */
  readonly of?: string;
  /** How many of the needle's last bits the next character holds. */
  readonly rest?: number;
}

export interface Codec {
  /** What the last `read` decoded. */
  readonly encoding: Encoding;
  /** True where nobody sees at a glance what stands before a key. */
  readonly hides?: boolean;
  /** Raw bytes that `count` decoded ones take at most, on the left and on the right. */
  behind(count: number): number;
  ahead(count: number): number;
  spellings(needle: Needle): Spelling[];
  /** Where bytes are decoded in groups of one length. The group of a spelling starts `phase` bytes before it. */
  readonly grid?: Grid;
  /** What an encoded text consists of, but for line breaks. */
  readonly letters?: Uint8Array;
  /** How many characters stand between a spelling and the next group, where the grid's lengths do not tell. */
  rest?(spelling: Spelling): number;
  /**
   * Decodes what follows the needle whose spelling ends at `end` into `into`, as far as there
   * is room, and returns how many characters that were; OTHER where the text ends, nothing where it cannot say.
   */
  glance?(bytes: Uint8Array, end: number, spelling: Spelling, into: Uint8Array): number;
  /** A quick look at what follows the needle, as a matcher's: false only where it is not spelled so. */
  may?(bytes: Uint8Array, end: number, spelling: Spelling): boolean;
  /** Decodes up to fourteen characters before the needle into `into`, or -1 where that takes a closer look. */
  left?(bytes: Uint8Array, at: number, spelling: Spelling, into: Uint8Array): number;
  /** False where what stands before a parted spelling rules a hit out; with `isAll` nothing stands before the bytes. */
  mayStart?(bytes: Uint8Array, at: number, spelling: Spelling, isAll: boolean): boolean;
  /** The two characters before the needle, other << 8 | last, or -1 where that takes a closer look. */
  before?(bytes: Uint8Array, at: number, spelling: Spelling): number;
  /**
   * Fills the window with what stands around the spelling at `at`: at most `behind` decoded bytes before
   * the needle and `ahead` from it on. False where it is not that spelling.
   */
  read(bytes: Uint8Array, at: number, spelling: Spelling, window: Window): boolean;
  /** The same in the other of two ways, where what was read last was a guess that does not hold all along. */
  again?(bytes: Uint8Array, at: number, spelling: Spelling, window: Window): boolean;
}

export class Encoded implements Matcher {
  readonly needles: readonly Spelling[];
  readonly behind: number;
  readonly ahead: number;
  readonly #inner: Matcher;
  readonly #codec: Codec;
  /** Inner needle of each spelling. */
  readonly #of: readonly number[];
  /** 1 where a line break must stand in the needle or in what it spells: then nothing is seen from behind it. */
  readonly #isParted: Uint8Array;
  readonly #window: Window;
  readonly body: Body | undefined;
  readonly #grid: Grid | undefined;
  readonly #lengths: Lengths | undefined;
  /** How many characters stand between each spelling and the first group behind it. */
  readonly #rests: readonly number[];
  readonly #whole: Stretches | undefined;
  readonly #between = new Uint8Array(MOST_BETWEEN);
  /** What stands in the window was read in the other way. */
  #isTurned = false;
  readonly #near = new Uint8Array(NEAR);
  readonly #far = new Uint8Array(FAR);

  constructor(inner: Matcher, codec: Codec) {
    this.#inner = inner;
    this.#codec = codec;
    this.behind = codec.behind(inner.behind);
    this.ahead = codec.ahead(inner.ahead);
    const spellings = inner.needles.map((needle) => codec.spellings(needle));
    this.needles = spellings.flat();
    this.#of = spellings.flatMap((list, index) => list.map(() => index));
    this.#isParted = Uint8Array.from(this.needles, ({ parted }, needle) =>
      parted || inner.needles[this.#of[needle]!]!.parted ? 1 : 0,
    );
    this.#window = new Window(inner.behind, inner.ahead + 8);
    const { body } = inner;
    this.body = body;
    const deeper = inner instanceof Encoded ? inner.#grid : undefined;
    const isPlain = !(inner instanceof Encoded);
    this.#grid = codec.grid && (isPlain ? codec.grid : deeper && nested(codec.grid, deeper));
    this.#lengths =
      this.#grid && body && body.least >= MOST_BETWEEN ? new Lengths(this.#grid, body) : undefined;
    // What a line break parts is what the inner codec spells.
    const { letters } = inner instanceof Encoded ? inner.#codec : NO_LETTERS;
    this.#whole =
      codec.hides && codec.grid && letters ? new Stretches(codec.grid, letters) : undefined;
    this.#rests = this.needles.map((_, needle) => this.#restOf(needle));
  }

  /** Less than MOST_BETWEEN. */
  #restOf(needle: number): number {
    if (!this.#grid) return 0;
    if (this.#codec.rest) return this.#codec.rest(this.needles[needle]!);
    const { raw } = this.#grid;
    const away = this.needles[needle]!.text.length - this.#groupOf(needle);
    return Math.ceil(away / raw) * raw - away;
  }

  /** Where one of its groups starts, seen from there. */
  #groupOf(needle: number): number {
    const inner = this.#inner;
    const { phase, lead } = this.needles[needle]!;
    const { grid, hides } = this.#codec;
    const own = hides ? -phase : 0;
    if (!grid || !(inner instanceof Encoded) || !inner.#grid) return own;
    const wanted = (hides ? lead : 0) + inner.#groupOf(this.#of[needle]!);
    let groups = 0;
    while ((groups * grid.decoded - wanted) % inner.#grid.raw !== 0) groups++;
    return own + groups * grid.raw;
  }

  may(bytes: Uint8Array, end: number, needle: number): boolean {
    const { may } = this.#codec;
    return (
      (may === undefined || may(bytes, end, this.needles[needle]!)) &&
      this.#glance(bytes, end, needle, this.#near) &&
      this.#glance(bytes, end, needle, this.#far)
    );
  }

  match(bytes: Uint8Array, at: number, needle: number): number {
    const end = at + this.needles[needle]!.text.length;
    if (!this.#fits(bytes, at, needle)) return -1;
    if (!this.#glance(bytes, end, needle, this.#near)) return -1;
    if (this.#isWithinWord(bytes, at, needle)) return -1;
    if (!this.#glance(bytes, end, needle, this.#far)) return -1;
    return this.#match(bytes, at, needle);
  }

  #match(bytes: Uint8Array, at: number, needle: number): number {
    let window = this.#read(bytes, at, needle);
    let last = -1;
    while (window) {
      const { end, isWhole } = this.#end(window, needle);
      if (end >= 0) last = end;
      window = isWhole ? undefined : this.#again(bytes, at, needle, window);
    }
    return last;
  }

  /** Where the hit ends in the window, or -1; whole where it is as long as such keys are. */
  #end(window: Window, needle: number): { readonly end: number; readonly isWhole: boolean } {
    for (const first of this.#firsts(window, needle)) {
      const decoded = window.bytes.subarray(first, window.length);
      const end = this.#matchInside(decoded, window.needle - first, this.#of[needle]!);
      if (end <= 0) continue;
      const { usual } = this.#inner.needles[this.#of[needle]!]!;
      const isWhole = usual === undefined || first + end - window.needle === usual;
      return { end: window.endOf(first + end - 1), isWhole };
    }
    return NOTHING;
  }

  /** The same bytes read in another way, where there is one. A name's value ends in ASCII, so that it needs none. */
  #again(bytes: Uint8Array, at: number, needle: number, window: Window): Window | undefined {
    const { again } = this.#codec;
    const spelling = this.needles[needle]!;
    if (this.#isTurned || spelling.fold || !again?.(bytes, at, spelling, window)) return undefined;
    this.#isTurned = true;
    return window;
  }

  /** Can so many of a key's characters follow as a key has? Only of the blob's own bytes something may be remembered. */
  #fits(bytes: Uint8Array, at: number, needle: number): boolean {
    if (!this.#lengths || inside > 0 || this.#isParted[needle] === 1) return true;
    const end = at + this.needles[needle]!.text.length;
    if (this.#isBroken(bytes, end, needle)) return true;
    return this.#lengths.fits(bytes, end, this.#rests[needle]!);
  }

  /** May a line break of the text that is decoded first stand before the next group? */
  #isBroken(bytes: Uint8Array, end: number, needle: number): boolean {
    const grid = this.#inner instanceof Encoded ? this.#inner.#grid : undefined;
    if (!grid?.isBroken) return false;
    const between = this.#between;
    const length = this.#codec.glance!(bytes, end, this.needles[needle]!, between);
    if (length < between.length && between[length - 1] !== OTHER) return true;
    return grid.isBroken(between.subarray(0, length));
  }

  /** Of two bytes a character the same are decoded again for the next needle: that is said to who remembers places. */
  #matchInside(decoded: Uint8Array, at: number, needle: number): number {
    const { base, slot } = this.#window;
    const isKnown = inside === 0 && base >= 0;
    inside++;
    place.text = isKnown ? slot : undefined;
    place.first = base >> 1;
    const end = this.#inner.match(decoded, at, needle);
    place.text = undefined;
    inside--;
    return end;
  }

  /** False where what follows the needle, decoded into `into`, rules a hit out. */
  #glance(bytes: Uint8Array, end: number, needle: number, into: Uint8Array): boolean {
    const spelling = this.needles[needle]!;
    const codec = this.#codec;
    if (!this.#inner.may || !codec.glance || this.#isParted[needle] === 1) return true;
    const length = codec.glance(bytes, end, spelling, into);
    const seen = length === into.length ? into : into.subarray(0, length);
    return this.#inner.may(seen, 0, this.#of[needle]!);
  }

  /** Certainly in the middle of a word? What follows has been glanced at. */
  #isWithinWord(bytes: Uint8Array, at: number, needle: number): boolean {
    const { left, inner } = this.#inner.needles[this.#of[needle]!]!;
    const codec = this.#codec;
    const spelling = this.needles[needle]!;
    if (!left || !codec.before || spelling.parted) return false;
    const before = codec.before(bytes, at, spelling);
    if (before < 0 || left[before & 255] === 0 || !isWithin(before >> 8, before & 255))
      return false;
    return !(codec.hides && inner && startsWith(this.#near, inner));
  }

  explain(bytes: Uint8Array, at: number, needle: number): Secret | undefined {
    const { usual } = this.#inner.needles[this.#of[needle]!]!;
    let window = this.#read(bytes, at, needle);
    let last: Secret | undefined;
    while (window) {
      const secret = this.#secret(window, needle);
      if (secret) last = secret;
      const isWhole = secret && (usual === undefined || secret.value.length === usual);
      window = isWhole ? undefined : this.#again(bytes, at, needle, window);
    }
    return last;
  }

  #secret(window: Window, needle: number): Secret | undefined {
    for (const first of this.#firsts(window, needle)) {
      const decoded = window.bytes.subarray(first, window.length);
      const secret = this.#inner.explain(decoded, window.needle - first, this.#of[needle]!);
      if (!secret) continue;
      const { also } = secret;
      return {
        ...this.#placed(secret, first),
        ...(also && { also: also.map((one) => this.#placed(one, first)) }),
      };
    }
    return undefined;
  }

  #placed(secret: Secret, first: number): Secret {
    const start = this.#window.startOf(first + secret.start);
    const end = this.#window.endOf(first + secret.end - 1);
    return { ...secret, start, end, encoding: this.#codec.encoding };
  }

  /**
   * Where the inner matcher's blob may begin: at the window's start; in base64 also at the needle, when the
   * key goes on as keys mostly do, since there nobody sees what letters stand before it.
   */
  #firsts(window: Window, needle: number): readonly number[] {
    const { text, inner } = this.#inner.needles[this.#of[needle]!]!;
    if (!inner || !this.#codec.hides) return [0];
    for (let index = 0; index < inner.length; index++) {
      const code = window.bytes[window.needle + text.length + index];
      if (code !== inner.charCodeAt(index)) return [0];
    }
    return [0, window.needle];
  }

  #read(bytes: Uint8Array, at: number, needle: number): Window | undefined {
    const window = this.#window;
    this.#isTurned = false;
    if (!this.#mayStart(bytes, at, needle)) return undefined;
    window.clear(window.bytes.length, window.bytes.length);
    if (!this.#codec.read(bytes, at, this.needles[needle]!, window)) return undefined;
    return this.#spells(window, this.#inner.needles[this.#of[needle]!]!) ? window : undefined;
  }

  /** Looks at what stands before the needle, where the inner matcher knows by that. */
  #mayStart(bytes: Uint8Array, at: number, needle: number): boolean {
    const inner = this.#inner;
    const of = this.#of[needle]!;
    if (!inner.mayStart || !inner.needles[of]!.parted) return true;
    if (this.#isUnbroken(bytes, at, needle)) return false;
    const before = this.#far;
    const length = this.#codec.left?.(bytes, at, this.needles[needle]!, before) ?? -1;
    if (length >= 0) return inner.mayStart(before, length, of, false);
    const window = this.#window;
    window.clear(NARROW + 2, NARROW);
    if (!this.#codec.read(bytes, at, this.needles[needle]!, window)) return false;
    // With fewer characters than wanted there are no more of them.
    return inner.mayStart(window.bytes, window.needle, of, window.needle < NARROW);
  }

  /** Certainly no line break right before the needle, in the text that is decoded first? Then it does not part one. */
  #isUnbroken(bytes: Uint8Array, at: number, needle: number): boolean {
    const { grid } = this.#codec;
    const inner = this.#inner.needles[this.#of[needle]!]! as Spelling;
    if (!this.#whole || inside > 0 || !grid || this.needles[needle]!.parted) return false;
    const own = at - this.needles[needle]!.phase;
    const groups = Math.ceil((inner.phase + 1) / grid.decoded);
    return this.#whole.covers(bytes, own - groups * grid.raw, own + grid.raw);
  }

  mayStart(bytes: Uint8Array, at: number, needle: number, isAll: boolean): boolean {
    const { mayStart } = this.#codec;
    return mayStart === undefined || mayStart(bytes, at, this.needles[needle]!, isAll);
  }

  /** Does the decoded text say the inner needle? */
  #spells(window: Window, { text, fold }: Needle): boolean {
    if (window.needle + text.length > window.length) return false;
    for (let index = 0; index < text.length; index++) {
      const code = window.bytes[window.needle + index]!;
      const wanted = text.charCodeAt(index);
      if (code !== wanted && !(fold && wanted >= 97 && (code | 32) === wanted)) return false;
    }
    return true;
  }
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (bytes[index] !== text.charCodeAt(index)) return false;
  }
  return true;
}
