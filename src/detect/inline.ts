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
const CLOSER = /(?:\*\/\}?|--%?>|--\}\}|\}\}|#\}|\*\)|%>|""").*$/;

/** What one marker covers. */
interface Marker {
  readonly line: number;
  /** Empty: all rules. */
  readonly rules: readonly string[];
}

export class InlineIgnores {
  readonly #byLine = new Map<number, Marker[]>();

  constructor(bytes: Uint8Array, lines: Lines, path: string, ruleIds: ReadonlySet<string>) {
    const step = lines.feed;
    for (const at of markers(bytes, lines.unit)) {
      const { start, line } = lines.startOf(at);
      const stop = lines.endOf(at, at + REACH);
      const before = readable(bytes, Math.max(start, at - REACH * step), at, step);
      const after = readable(bytes, at, stop, step).slice(MARKER.length);
      const kind = /^(line|next-line)(?![\w-])(.*)$/s.exec(after);
      if (!kind || !inComment(before, after, path)) continue;
      const rules = named(kind[2]!, ruleIds);
      if (rules) this.#add({ line: kind[1] === 'line' ? line : line + 1, rules });
    }
  }

  covers(rule: string, line: number): boolean {
    const found = this.#byLine.get(line);
    return found?.some(({ rules }) => rules.length === 0 || rules.includes(rule)) ?? false;
  }

  #add(marker: Marker): void {
    const others = this.#byLine.get(marker.line);
    if (others) others.push(marker);
    else this.#byLine.set(marker.line, [marker]);
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
  if (!OPENER.test(before)) return false;
  // In .properties a `#` behind a value is part of the value.
  if (/\.properties$/i.test(path) && !/^\s*[#!]/.test(before)) return false;
  const quote = openQuote(before.replace(OPENER, ''));
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
