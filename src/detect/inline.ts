/**
 * Inline ignores: `keyfence:ignore-line` and `keyfence:ignore-next-line` in a comment, with a rule id or a
 * reason after it. It counts only where a comment opens right before it, outside of any string of that
 * line, so that text inside a bundle cannot switch anything off.
 */
import { latin1 } from './classes.ts';
import type { Lines } from './lines.ts';

const MARKER = 'keyfence:ignore-';
/** Bytes of a line that are read before and after a marker. */
const REACH = 2000;
const OPENER =
  /(?:^|(?<=[\s;,)}\]{("'`>]))(?:\/\/+|\/\*+|#+|<!--|--|;+|%+|@?rem|'|\{\/\*|\(\*|\{#|\{\{!(?:--)?|<%--?#?|"""|\*|!|\.\.|dnl)[\s!]*$/i;
/** Characters that hold a comment's opening and the space behind it. */
const OPENER_REACH = 24;
const CLOSER = /(?:\*\/\}?|--%?>|--\}\}|\}\}|#\}|\*\)|%>|""").*$/;

/** Markers of one line that are looked at; nobody writes more. */
const MOST = 200;

interface Marker {
  readonly nextLine: boolean;
  /** Empty: all rules. */
  readonly rules: readonly string[];
}

/** Where a secret's line and the one before it start, and where its line ends. */
export interface LineRange {
  readonly start: number;
  readonly previous: number;
  readonly end: number;
}

/** The markers of one blob, read only where a secret stands on their line or the next one. */
export class InlineIgnores {
  readonly #bytes: Uint8Array;
  readonly #lines: Lines;
  readonly #path: string;
  readonly #ruleIds: ReadonlySet<string>;
  readonly #offsets: readonly number[];
  readonly #read = new Map<number, Marker | undefined>();

  constructor(bytes: Uint8Array, lines: Lines, path: string, ruleIds: ReadonlySet<string>) {
    this.#bytes = bytes;
    this.#lines = lines;
    this.#path = path;
    this.#ruleIds = ruleIds;
    this.#offsets = [...markers(bytes, lines.unit)];
  }

  /** Is a finding of `rule` that starts on that line ignored? */
  covers(rule: string, { start, previous, end }: LineRange): boolean {
    return (
      this.#says(rule, start, end, false) ||
      (previous < start && this.#says(rule, previous, start, true))
    );
  }

  #says(rule: string, from: number, to: number, nextLine: boolean): boolean {
    const first = this.#firstFrom(from);
    const stop = Math.min(first + MOST, this.#offsets.length);
    for (let index = first; index < stop && this.#offsets[index]! < to; index++) {
      const marker = this.#marker(this.#offsets[index]!, from);
      if (marker?.nextLine !== nextLine) continue;
      if (marker.rules.length === 0 || marker.rules.includes(rule)) return true;
    }
    return false;
  }

  #marker(at: number, lineStart: number): Marker | undefined {
    if (!this.#read.has(at)) this.#read.set(at, this.#readMarker(at, lineStart));
    return this.#read.get(at);
  }

  #readMarker(at: number, lineStart: number): Marker | undefined {
    const step = this.#lines.feed;
    const stop = this.#lines.endOf(at, at + REACH);
    const before = readable(this.#bytes, Math.max(lineStart, at - REACH * step), at, step);
    const after = readable(this.#bytes, at, stop, step).slice(MARKER.length);
    const kind = /^(line|next-line)(?![\w-])(.*)$/s.exec(after);
    if (!kind || !inComment(before, after, this.#path)) return undefined;
    const rules = named(kind[2]!, this.#ruleIds);
    return rules && { nextLine: kind[1] === 'next-line', rules };
  }

  /** Index of the first marker at or after an offset. */
  #firstFrom(offset: number): number {
    let low = 0;
    let high = this.#offsets.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#offsets[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Offsets of the marker's text, in the text's own unit. */
function* markers(bytes: Uint8Array, unit: Lines['unit']): Generator<number> {
  const step = unit === 'bytes' ? 1 : 2;
  const low = unit === 'utf16be' ? 1 : 0;
  const last = bytes.length - MARKER.length * step;
  // `:` is the rarest of its bytes; the native search finds it.
  const colon = MARKER.indexOf(':');
  let at = bytes.indexOf(0x3a);
  while (at >= 0) {
    const start = at - low - colon * step;
    if (start >= 0 && start <= last && reads(bytes, start + low, step)) yield start;
    at = bytes.indexOf(0x3a, at + 1);
  }
}

function reads(bytes: Uint8Array, start: number, step: number): boolean {
  for (let index = 0; index < MARKER.length; index++) {
    if (bytes[start + index * step] !== MARKER.charCodeAt(index)) return false;
  }
  return true;
}

function readable(bytes: Uint8Array, start: number, end: number, step: number): string {
  const text = latin1(bytes, start, end);
  return step === 1 ? text : text.replaceAll('\0', '');
}

function inComment(before: string, after: string, path: string): boolean {
  const opener = OPENER.exec(before.slice(-OPENER_REACH));
  if (!opener) return false;
  // In .properties a `#` behind a value is part of the value.
  if (/\.properties$/i.test(path) && !/^\s*[#!]/.test(before)) return false;
  const quote = openQuote(before.slice(0, before.length - opener[0].length));
  return quote === '' || !after.includes(quote);
}

/** The quote that is still open at the end of the text, or ''. */
function openQuote(text: string): string {
  let open = '';
  for (let index = 0; index < text.length; index++) {
    const char = text[index]!;
    if (char === '\\') index++;
    else if (open === '' && (char === '"' || char === "'" || char === '`')) open = char;
    else if (char === open) open = '';
  }
  return open;
}

/** The rule ids that a marker names, none for all rules, or undefined where it says neither id nor reason. */
function named(rest: string, ruleIds: ReadonlySet<string>): string[] | undefined {
  const words = rest
    .replace(CLOSER, '')
    .trim()
    .split(/[\s,]+/);
  const rules: string[] = [];
  for (const word of words) {
    if (!ruleIds.has(word.replace(/:$/, ''))) break;
    rules.push(word.replace(/:$/, ''));
  }
  if (rules.length > 0) return rules;
  return /[\p{L}\d]{2}/u.test(words.join(' ')) ? [] : undefined;
}
