/** Keys that their own shape gives away: a prefix, runs of an alphabet, an end that is not of it. */
import type { TokenPattern } from '../types.ts';
import { isSame } from './beside.ts';
import { classTable, latin1 } from './classes.ts';
import { glued, keyGoesOn, LEFT_REACH, opens, word } from './left.ts';
import type { Body, Matcher, Needle, Secret } from './matcher.ts';

const UNDERSCORE = 0x5f;
/** The most underscores around a key. */
const EMPHASIS = 3;

/** One step after the prefix: a run (`table`) or a literal (`text`). */
interface Step {
  readonly table: Uint8Array | undefined;
  readonly min: number;
  readonly max: number;
  readonly text: string;
}

export class Token implements Matcher {
  readonly needles: readonly Needle[];
  readonly behind = LEFT_REACH;
  readonly ahead: number;
  readonly body: Body | undefined;
  readonly #prefix: number;
  readonly #left: Uint8Array;
  readonly #steps: readonly Step[];
  /** Length of its run where underscores stand around it; 0 where none may. */
  readonly #usual: number;
  readonly #inner: string | undefined;
  readonly #contains: string | undefined;
  readonly #suffix: string | undefined;

  constructor(pattern: TokenPattern) {
    const { prefix, inner } = pattern;
    const left = pattern.left === undefined ? word : classTable(pattern.left);
    this.#left = left;
    const length = pattern.usual === undefined ? {} : { usual: prefix.length + pattern.usual };
    const guards = { left, ...follows(pattern), ...length, ...(inner !== undefined && { inner }) };
    this.needles = [{ text: prefix, fold: false, ...guards }];
    this.#prefix = pattern.prefix.length;
    this.#steps = pattern.segments.map(step);
    this.#usual = pattern.usual === undefined ? 0 : pattern.usual;
    const [first] = this.#steps;
    const most = this.#usual === 0 ? 0 : EMPHASIS;
    this.body = first?.table && { table: first.table, least: first.min, most: first.max + most };
    this.#inner = inner;
    this.#contains = pattern.contains;
    this.#suffix = pattern.suffix;
    this.ahead = this.#steps.reduce((sum, one) => sum + one.max, this.#prefix) + EMPHASIS + 1;
  }

  match(bytes: Uint8Array, at: number): number {
    if (!opens(bytes, at, this.#left) && !this.#isGlued(bytes, at)) return -1;
    const emphasised = bytes[at - 1] === UNDERSCORE ? this.#emphasised(bytes, at) : -1;
    if (emphasised >= 0) return emphasised;
    let end = at + this.#prefix;
    for (const one of this.#steps) {
      end = one.table ? run(bytes, end, one, one.table) : literal(bytes, end, one.text);
      if (end < 0) return -1;
    }
    if (this.#contains || this.#suffix) {
      const text = latin1(bytes, at + this.#prefix, end);
      if (this.#contains && !text.includes(this.#contains)) return -1;
      if (this.#suffix && !text.endsWith(this.#suffix)) return -1;
    }
    return end;
  }

  /** What follows must be a run neither too short nor too long, or go on where the bytes are cut off. */
  may(bytes: Uint8Array, end: number): boolean {
    const first = this.#steps[0];
    if (!first?.table) return true;
    const stop = Math.min(bytes.length, end + first.max + EMPHASIS + 1);
    let at = end;
    while (at < stop && first.table[bytes[at]!] === 1) at++;
    if (at < stop) return at - end >= first.min;
    return at === bytes.length && at - end <= first.max + EMPHASIS;
  }

  /** The end of a key between underscores, as many as stand before it, or -1. */
  #emphasised(bytes: Uint8Array, at: number): number {
    const table = this.#steps[0]?.table;
    if (this.#usual === 0 || !table) return -1;
    let count = 1;
    while (count < EMPHASIS && bytes[at - count - 1] === UNDERSCORE) count++;
    const end = at + this.#prefix + this.#usual;
    const stop = end + count;
    if (stop > bytes.length || (stop < bytes.length && table[bytes[stop]!] === 1)) return -1;
    for (let index = end; index < stop; index++) if (bytes[index] !== UNDERSCORE) return -1;
    for (let index = at + this.#prefix; index < end; index++) {
      if (table[bytes[index]!] === 0) return -1;
    }
    return end;
  }

  explain(bytes: Uint8Array, at: number): Secret | undefined {
    const end = this.match(bytes, at);
    if (end < 0) return undefined;
    const value = latin1(bytes, at, end);
    const confidence = opens(bytes, at, this.#left) ? 'high' : 'medium';
    return { start: at, end, value, publicPrefix: this.#prefix, confidence };
  }

  /** A name is glued to it (`key_AIza…`): then the key must begin as they mostly do. */
  #isGlued(bytes: Uint8Array, at: number): boolean {
    const inner = this.#inner;
    return inner !== undefined && glued(bytes, at) && literal(bytes, at + this.#prefix, inner) >= 0;
  }
}

/** What can stand behind the prefix, for the engine's quick look; nothing where it cannot say. */
function follows({
  segments,
  encodings,
  usual,
}: TokenPattern): Pick<Needle, 'next' | 'least' | 'most'> {
  const first = segments[0];
  if (!first || !('of' in first) || first.min < 4) return {};
  const { min: least, max } = first;
  const most = usual === undefined ? max : max + EMPHASIS;
  const own = classTable(first.of);
  if (!encodings?.includes('escape')) return { next: own, least, most };
  return { next: keyGoesOn, least, ...(isSame(own, word) && { most }) };
}

function step(segment: TokenPattern['segments'][number]): Step {
  if ('literal' in segment) {
    const text = segment.literal;
    return { table: undefined, min: text.length, max: text.length, text };
  }
  return { table: classTable(segment.of), min: segment.min, max: segment.max, text: '' };
}

/** The end of a run that is neither too short nor too long, or -1. */
function run(bytes: Uint8Array, from: number, one: Step, table: Uint8Array): number {
  const most = from + one.max + 1;
  const stop = Math.min(most, bytes.length);
  let end = from;
  while (end < stop && table[bytes[end]!] === 1) end++;
  const length = end - from;
  return length < one.min || length > one.max ? -1 : end;
}

function literal(bytes: Uint8Array, from: number, text: string): number {
  if (from + text.length > bytes.length) return -1;
  for (let index = 0; index < text.length; index++) {
    if (bytes[from + index] !== text.charCodeAt(index)) return -1;
  }
  return from + text.length;
}
