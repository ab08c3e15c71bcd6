/**
 * A custom rule's regular expression. The keyword is looked for, and the expression tried at the places
 * where a match would hold the keyword just there; a match is bounded, so that the hit stays local. The
 * text is read as Latin-1, one character a byte.
 */
import { KeyfenceError } from '../errors.ts';
import type { RegexPattern } from '../types.ts';
import { latin1 } from './classes.ts';
import type { Matcher, Needle, Secret } from './matcher.ts';
import { type Bounds, boundsOf, spelledAt } from './regex-bounds.ts';

/** Longest match together with what it looks at around itself, characters; in UTF-16 twice the bytes. */
const REACH = 2000;
/** Steps of the matcher at one occurrence of a keyword: a few milliseconds on the worst of texts. */
const WORK = 1_000_000;

export class Regex implements Matcher {
  readonly needles: readonly Needle[];
  readonly behind: number;
  readonly ahead: number;
  readonly #expression: RegExp;
  readonly #group: number;
  readonly #bounds: Bounds;
  /** By needle: how far into a match it stands, at least and at most. */
  readonly #offsets: readonly (readonly [least: number, most: number])[];

  /** @throws KeyfenceError `pattern` where the expression is no good, with the reason */
  constructor({ source, flags, keywords, group = 0 }: RegexPattern, rule: string) {
    this.#expression = compileOrRefuse(source, flags, rule);
    this.#group = group;
    this.#bounds = boundsOrRefuse(source, flags, rule);
    const { max, before, after } = this.#bounds;
    this.needles = keywords.map((word) => needleOf(word, rule));
    this.#offsets = this.needles.map(
      ({ text }) => spelledAt(source, flags, text) ?? [0, Math.max(0, max - text.length)],
    );
    const most = this.#offsets.reduce((far, [, offset]) => Math.max(far, offset), 0);
    this.behind = most + before;
    this.ahead = max + after;
    this.#refuseSlow(rule);
  }

  match(bytes: Uint8Array, at: number, needle: number): number {
    const found = this.#find(bytes, at, needle);
    return found ? found.start + found.match[0].length : -1;
  }

  explain(bytes: Uint8Array, at: number, needle: number): Secret | undefined {
    const found = this.#find(bytes, at, needle);
    if (!found) return undefined;
    const { match, start } = found;
    const [first, last] = match.indices![this.#group] ?? match.indices![0]!;
    const value = match[this.#group] ?? match[0];
    const { text } = this.needles[needle]!;
    return {
      start: start + first - match.index,
      end: start + last - match.index,
      value,
      publicPrefix: value.toLowerCase().startsWith(text) ? text.length : 0,
      confidence: 'high',
    };
  }

  /** The leftmost match that holds the needle where the expression spells it. */
  #find(bytes: Uint8Array, at: number, needle: number) {
    const { max, before, after } = this.#bounds;
    const [least, most] = this.#offsets[needle]!;
    const first = Math.max(0, at - most);
    const from = Math.max(0, first - before);
    const text = latin1(bytes, from, Math.min(bytes.length, at - least + max + after));
    const wanted = at - from + this.needles[needle]!.text.length;
    for (let start = first; start <= at - least; start++) {
      this.#expression.lastIndex = start - from;
      const match = this.#expression.exec(text);
      if (match && match.index + match[0].length >= wanted) return { match, start };
    }
    return undefined;
  }

  #refuseSlow(rule: string): void {
    for (const [least, most] of this.#offsets) {
      const work = (most - least + 1) * this.#bounds.steps;
      if (work <= WORK) continue;
      const steps = work > 1e15 ? 'more than 10^15' : Math.ceil(work).toLocaleString('en');
      refuse(
        rule,
        `on a text made for it, it can take ${steps} steps at one place, where 1,000,000 are allowed; let neighbouring repeats share no characters`,
      );
    }
  }
}

function compileOrRefuse(source: string, flags: string, rule: string): RegExp {
  const unknown = flags.replace(/[isu]/g, '');
  if (unknown) refuse(rule, `the flags ${unknown} are not among i, s, u`);
  try {
    return new RegExp(source, `${flags}dmy`);
  } catch (error) {
    // V8 says: Invalid regular expression: /source/flags: reason.
    return refuse(rule, (error as Error).message.replace(/^.*: /s, '').toLowerCase());
  }
}

function boundsOrRefuse(source: string, flags: string, rule: string): Bounds {
  let bounds: Bounds;
  try {
    bounds = boundsOf(source, flags);
  } catch (error) {
    return refuse(rule, (error as Error).message);
  }
  if (bounds.min === 0) refuse(rule, 'it can match nothing at all');
  const reach = bounds.before + bounds.max + bounds.after;
  if (reach > REACH) {
    const what = reach === Number.POSITIVE_INFINITY ? 'without end' : `over ${reach} bytes`;
    refuse(rule, `it can match ${what}; write {8,64} instead of + or *, at most ${REACH} in all`);
  }
  return bounds;
}

function needleOf(word: string, rule: string): Needle {
  if (!/^[\x20-\x7e]{3,255}$/.test(word)) {
    refuse(rule, 'each of its keywords must be 3 to 255 characters of ASCII');
  }
  return { text: word.toLowerCase(), fold: true };
}

function refuse(rule: string, why: string): never {
  throw new KeyfenceError('pattern', rule, why);
}
