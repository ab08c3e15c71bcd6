/**
 * A literal under a telling name, in any language's syntax. From the keyword (`apiKey`) a walk over the
 * text between name and value takes one small step after another: closing quotes, operators, types,
 * calls, markup, the word `value`; it ends at the first literal that looks random, and gives up where
 * the statement ends. The walk starts at the keyword and is bounded, so that a hit stays local.
 */
import type { NamedPattern } from '../types.ts';
import { Bridge } from './bridge.ts';
import { classTable, latin1 } from './classes.ts';
import type { Matcher, Needle, Secret } from './matcher.ts';
import { isTelling } from './names.ts';
import { judgeValue, surprise } from './plausible.ts';

/** Longest part of a name before and after its keyword, bytes. */
const NAME_REACH = 64;
/** Longest way from the keyword to the end of the value, bytes. */
const AHEAD = 800;
/** Bits of surprise from which on nobody would take the value for text. */
const STRIKING = 60;

const nameBytes = classTable('A-Za-z0-9_$.-');

export class Named implements Matcher {
  readonly needles: readonly Needle[];
  readonly behind = NAME_REACH;
  readonly ahead = AHEAD;
  readonly #bridge: Bridge;

  constructor(pattern: NamedPattern) {
    this.needles = pattern.keywords.map((text) => ({ text, fold: true }));
    this.#bridge = new Bridge(pattern.keywords);
  }

  match(bytes: Uint8Array, at: number): number {
    const bridge = this.#bridge;
    bridge.start(bytes, at, Math.min(bytes.length, at + AHEAD));
    let end = -1;
    while (bridge.next()) end = bridge.valueEnd;
    return end;
  }

  explain(bytes: Uint8Array, at: number): Secret | undefined {
    const bridge = this.#bridge;
    bridge.start(bytes, at, Math.min(bytes.length, at + AHEAD));
    const name = this.#name(bytes, at, bridge.nameEnd);
    if (!isTelling(name)) return undefined;
    while (bridge.next()) {
      const value = latin1(bytes, bridge.valueStart, bridge.valueEnd);
      if (judgeValue(value, bridge.quoted) !== 'random') continue;
      return {
        start: bridge.valueStart,
        end: bridge.valueEnd,
        value,
        publicPrefix: 0,
        confidence: surprise(value) >= STRIKING ? 'high' : 'medium',
        name,
      };
    }
    return undefined;
  }

  /** The whole name around the keyword, e.g. `GEMINI_API_KEY`. */
  #name(bytes: Uint8Array, at: number, end: number): string {
    const stop = Math.max(0, at - NAME_REACH);
    let start = at;
    while (start > stop && nameBytes[bytes[start - 1]!] === 1) start--;
    return latin1(bytes, start, end).replace(/^[-.$]+|[-.]+$/g, '');
  }
}
