/**
 * base64 and base64url, also broken into lines. Three bytes become four characters, so a text spells in
 * three ways, by how many bytes stand before it in its group: none, one or two. Of these spellings only
 * the characters that depend on nothing but the text are searched for.
 */

import { classTable } from './classes.ts';
import { type Codec, OTHER, SLACK, type Spelling } from './encoded.ts';
import { epoch } from './epoch.ts';
import type { Needle } from './matcher.ts';
import type { Window } from './window.ts';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const NONE = 255;
/** A glance of so few characters may pass over all line breaks. */
const SHORT = 8;
/** Groups that are decoded for a look at what stands before a parted needle. */
const NEAR = 4;
/** Groups that are decoded on the left: the key's neighbour and the escape it may end. */
const GROUPS = 6;
const NEWLINE = 10;
const RETURN = 13;
const BACKSLASH = 0x5c;

let table: Uint8Array | undefined;

/** Value of a character; `-` and `_` are base64url's `+` and `/`. */
function sextets(): Uint8Array {
  if (table) return table;
  table = new Uint8Array(256).fill(NONE);
  for (let value = 0; value < 64; value++) table[DIGITS.charCodeAt(value)] = value;
  table[0x2d] = 62;
  table[0x5f] = 63;
  return table;
}

export const base64: Codec = {
  encoding: 'base64',
  hides: true,
  behind: () => GROUPS * 4 + 16 + SLACK,
  ahead: (count) => Math.ceil((count * 4) / 3) + 4 + SLACK,

  letters: classTable('A-Za-z0-9+/_-'),

  grid: {
    raw: 4,
    decoded: 3,
    decode(bytes, at, into, to) {
      const values = sextets();
      let next = at;
      let held = 0;
      for (let left = 4; left > 0; left--, next++) {
        let value = next < bytes.length ? values[bytes[next]!]! : NONE;
        if (value === NONE) {
          next += lineBreak(bytes, next);
          value = next < bytes.length ? values[bytes[next]!]! : NONE;
          if (value === NONE) return -1;
        }
        held = (held << 6) | value;
      }
      into[to] = held >> 16;
      into[to + 1] = (held >> 8) & 255;
      into[to + 2] = held & 255;
      return next;
    },
    pass(bytes, at, count) {
      const values = sextets();
      let next = at;
      for (let left = count; left > 0; left--, next++) {
        if (values[bytes[next]!] === NONE) next += lineBreak(bytes, next);
        if (next >= bytes.length || values[bytes[next]!] === NONE) return -1;
      }
      return next;
    },
    slack: slackBehind,
    isBroken(few) {
      for (let index = 0; index < few.length; index++) {
        const code = few[index];
        if (code === NEWLINE || code === RETURN || code === BACKSLASH) return true;
      }
      return false;
    },
  },

  spellings(needle: Needle): Spelling[] {
    return [0, 1, 2].flatMap((lead) => spellingsAfter(needle, lead));
  },

  glance(bytes, end, { rest }, into) {
    const values = sextets();
    let length = 0;
    let held = 0;
    let bits = -rest!;
    let slack = into.length > SHORT ? -1 : SLACK;
    for (let at = end; at < bytes.length && length < into.length; at++) {
      const value = values[bytes[at]!]!;
      if (value === NONE) {
        const skip = lineBreak(bytes, at);
        if (skip === 0) into[length++] = OTHER;
        if (slack < 0 && skip > 0) slack = slackBehind(bytes, end);
        slack -= skip;
        // Only so many of them are passed over.
        if (skip === 0 || slack < 0) return length;
        at += skip - 1;
        continue;
      }
      held = ((held << 6) | value) & 0xfff;
      bits += 6;
      if (bits < 8) continue;
      bits -= 8;
      into[length++] = (held >> bits) & 255;
    }
    return length;
  },

  before(bytes, at, { phase, lead }) {
    if (at < 4) return -1;
    const values = sextets();
    let held = 0;
    for (let index = at - 4; index < at; index++) {
      const value = values[bytes[index]!]!;
      if (value > 61) return -1;
      held = (held << 6) | value;
    }
    return (held >> (phase * 6 - lead * 8)) & 0xffff;
  },

  left(bytes, at, { phase, lead }, into) {
    const first = at - phase - NEAR * 4;
    if (first < 0 || bytes[first - 1] === BACKSLASH) return -1;
    const values = sextets();
    let length = 0;
    let held = 0;
    let bits = 0;
    for (let index = first; index < at; index++) {
      const value = values[bytes[index]!]!;
      if (value > 61) return -1;
      held = ((held << 6) | value) & 0xffff;
      bits += 6;
      if (bits < 8 || length === NEAR * 3 + lead) continue;
      bits -= 8;
      into[length++] = (held >> bits) & 255;
    }
    return length;
  },

  mayStart(bytes, at, { phase, parted }, isAll) {
    return !parted || (!isWhole(bytes, at - phase, at) && mayReach(bytes, at, phase, isAll));
  },

  read(bytes, at, spelling, window) {
    const { text, phase, lead } = spelling;
    if (!holds(bytes[at - 1], spelling.before!)) return false;
    if (!holds(bytes[at + text.length], spelling.after!)) return false;
    // The needle's own characters lie close together unless a line break parts them.
    if (spelling.parted && isWhole(bytes, at - phase, at)) return false;
    const most = Math.min(GROUPS, Math.ceil(window.left / 3));
    const count = walkBack(bytes, at, phase, most);
    if (count < phase) return false;
    const groups = (count - phase) >> 2;
    const own = phase + groups * 4;
    fill(bytes, own === 0 ? at : back[own - 1]!, window);
    window.needle = groups * 3 + lead;
    return true;
  },
};

/**
 * With `lead` bytes before the needle in its group: what the needle spells whatever stands around it, and
 * what follows it spells, where that is known, for the case that a line break parts the former. The
 * phase is how many characters after its group's start a spelling begins.
 */
function spellingsAfter({ text, inner }: Needle, lead: number): Spelling[] {
  const first = Math.ceil((lead * 8) / 6);
  const stop = Math.floor(((lead + text.length) * 8) / 6);
  const whole = digits(text, lead, first, stop);
  const before = first === 0 ? 0 : edge(text, lead, first - 1);
  const after = edge(text, lead, stop);
  const rest = (lead + text.length) * 8 - stop * 6;
  const found: Spelling[] = [{ text: whole, fold: false, phase: first, lead, before, after, rest }];
  if (inner) {
    const end = Math.min(Math.floor(((lead + text.length + inner.length) * 8) / 6), stop + 4);
    const from = Math.min(stop, end - 3);
    const tail = digits(text + inner, lead, from, end);
    found.push({ text: tail, fold: false, phase: from, lead, before: 0, after: 0, parted: true });
  }
  return found;
}

/** The bits of character `index` that the text decides, as mask << 8 | value. */
function edge(text: string, lead: number, index: number): number {
  let mask = 0;
  let value = 0;
  for (let bit = index * 6; bit < index * 6 + 6; bit++) {
    const at = (bit >> 3) - lead;
    const known = at >= 0 && at < text.length ? 1 : 0;
    mask = (mask << 1) | known;
    value = (value << 1) | (known && (text.charCodeAt(at) >> (7 - (bit & 7))) & 1);
  }
  return (mask << 8) | value;
}

/** False where the character beside a spelling contradicts the needle. A line break says nothing. */
function holds(char: number | undefined, edge: number): boolean {
  const value = char === undefined ? NONE : sextets()[char]!;
  return value === NONE || (value & (edge >> 8)) === (edge & 255);
}

/** The characters [from, to) that `text` spells, counted from the group in which it starts after `lead` bytes. */
function digits(text: string, lead: number, from: number, to: number): string {
  let spelled = '';
  for (let index = from; index < to; index++) {
    let value = 0;
    for (let bit = index * 6; bit < index * 6 + 6; bit++) {
      const code = text.charCodeAt((bit >> 3) - lead);
      value = (value << 1) | ((code >> (7 - (bit & 7))) & 1);
    }
    spelled += DIGITS[value];
  }
  return spelled;
}

/** Of a written line break: `\n`, `\r`. */
function isLetter(code: number): boolean {
  return code === 0x6e || code === 0x72;
}

/** Is [from, to) text without a line break? */
function isWhole(bytes: Uint8Array, from: number, to: number): boolean {
  const values = sextets();
  for (let at = to - 1; at >= from; at--) {
    if (at < 0 || values[bytes[at]!] === NONE) return false;
    if (isLetter(bytes[at]!) && bytes[at - 1] === BACKSLASH) return false;
  }
  return true;
}

/** False only where fewer than `own` characters stand before `at`, also if more bytes stand before these. */
function mayReach(bytes: Uint8Array, at: number, own: number, isAll: boolean): boolean {
  const values = sextets();
  let index = at - 1;
  let count = 0;
  while (count < own && index >= 0) {
    const skip = breakBefore(bytes, index + 1, 0);
    index -= skip;
    if (skip > 0) continue;
    if (values[bytes[index]!] === NONE) return !isAll && isBlankTo(bytes, index);
    index--;
    count++;
  }
  return count === own || !isAll;
}

/** Are all bytes up to `last` white space? Before them a line's end may stand. */
function isBlankTo(bytes: Uint8Array, last: number): boolean {
  let index = last;
  while (index >= 0 && (bytes[index] === 0x20 || bytes[index] === 0x09)) index--;
  return index < 0;
}

/** Where they stand: written and read within one call of `read`. */
const back = new Int32Array(512);

/**
 * How many characters stand before `at`, and in `back` where, nearest first. Outside of the needle's own group only letters
 * and digits count: text in base64 hardly ever has others, and `/` or `_` often stands before it.
 */
function walkBack(bytes: Uint8Array, at: number, own: number, groups: number): number {
  const values = sextets();
  let count = 0;
  const stop = Math.max(0, at - base64.behind(0));
  let index = at - 1;
  while (index >= stop && count < own + groups * 4) {
    const byte = bytes[index]!;
    const value = values[byte]!;
    if (value === NONE || (isLetter(byte) && bytes[index - 1] === BACKSLASH)) {
      const skip = breakBefore(bytes, index + 1, stop);
      index -= skip;
      if (skip > 0) continue;
    }
    if (value === NONE || (value > 61 && count >= own)) break;
    back[count++] = index--;
  }
  return count;
}

/** Length of the line break, with indentation, that ends right before `at`; 0 where none does. */
function breakBefore(bytes: Uint8Array, at: number, stop: number): number {
  let index = at;
  while (index > stop && (bytes[index - 1] === 0x20 || bytes[index - 1] === 0x09)) index--;
  let broken = false;
  while (index > stop) {
    const code = bytes[index - 1]!;
    const written = isLetter(code) && bytes[index - 2] === BACKSLASH;
    if (code !== NEWLINE && code !== RETURN && !written) break;
    index -= written ? 2 : 1;
    broken = true;
  }
  return broken ? at - index : 0;
}

/** Bytes before `counted` that are no text, at most: seen of the same bytes, they are counted once. */
let counted: Uint8Array | undefined;
let countedEpoch = -1;
let countedTo = 0;
let count = 0;

/**
 * How many bytes of line breaks are at least left for what follows `end`: those before it have some of them. Where it is
 * not known what stands before, none.
 */
function slackBehind(bytes: Uint8Array, end: number): number {
  const reach = base64.behind(0) + 16;
  if (end < reach) return end === 0 ? 0 : SLACK - countOther(bytes, 0, end);
  const isNear = counted === bytes && countedEpoch === epoch.now && Math.abs(end - countedTo) < 64;
  if (!isNear) count = countOther(bytes, end - reach, end);
  else if (end > countedTo) {
    count += countOther(bytes, countedTo, end) - countOther(bytes, countedTo - reach, end - reach);
  } else
    count += countOther(bytes, end - reach, countedTo - reach) - countOther(bytes, end, countedTo);
  counted = bytes;
  countedEpoch = epoch.now;
  countedTo = end;
  return SLACK - count;
}

function countOther(bytes: Uint8Array, from: number, to: number): number {
  const values = sextets();
  let others = 0;
  for (let at = from; at < to; at++) {
    // A written line break is a backslash and a letter.
    if (values[bytes[at]!] === NONE) others += bytes[at] === BACKSLASH ? 2 : 1;
  }
  return others;
}

/** Decodes from a group's start until the base64 text ends, or bytes that are no text follow. */
function fill(bytes: Uint8Array, from: number, window: Window): void {
  const values = sextets();
  const capacity = window.room;
  let slack = SLACK;
  let held = 0;
  let bits = 0;
  /** Where the character stands that holds the first bit of the next byte. */
  let start = from;
  for (let at = from; at < bytes.length && window.length < capacity; at++) {
    const value = values[bytes[at]!]!;
    if (value === NONE) {
      const skip = lineBreak(bytes, at);
      slack -= skip;
      if (skip === 0 || slack < 0) return;
      at += skip - 1;
      continue;
    }
    if (bits === 0) start = at;
    held = (held << 6) | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    const code = (held >> bits) & 255;
    window.push(code, start, at + 1);
    held &= (1 << bits) - 1;
    start = at;
    if (code > 126 || (code < 32 && code !== NEWLINE && code !== RETURN && code !== 0)) {
      if (window.length > GROUPS * 3 + 3) return;
    }
  }
}

/** Length of a line break, real or written `\n`, and of the next line's indentation; 0 for anything else. */
function lineBreak(bytes: Uint8Array, at: number): number {
  let end = at;
  for (;;) {
    const code = bytes[end];
    const next = bytes[end + 1];
    if (code === NEWLINE || code === RETURN) end++;
    else if (code === BACKSLASH && next !== undefined && isLetter(next)) end += 2;
    else if (end > at && (code === 0x20 || code === 0x09)) end++;
    else return end - at;
    if (end - at > SLACK) return 0;
  }
}
