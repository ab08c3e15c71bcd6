/**
 * The engine without its search: who knows already where needles stand (glance.ts) asks here what the rules
 * say to these few places. Only the matchers of rules that own such a needle are made, and no tables:
 * compiling the whole engine takes longer than reading a range does.
 */
import type { Rule } from '../types.ts';
import { epoch } from './epoch.ts';
import { explained } from './explained.ts';
import type { Hits } from './hits.ts';
import type { Matcher, Needle, Secret } from './matcher.ts';
import { matchersOf } from './patterns.ts';

/** A matcher, and which of its needles. */
interface User {
  readonly rule: number;
  readonly matcher: Matcher;
  readonly needle: number;
}

export class Sparse {
  readonly rules: readonly Rule[];
  readonly #needles: readonly Needle[];
  readonly #owners: readonly (readonly number[])[];
  /** By rule, and by needle. */
  readonly #matchers: (readonly Matcher[] | undefined)[] = [];
  readonly #users: (readonly User[] | undefined)[] = [];

  /** @param owners for each needle, which rules look for it: their numbers, in order */
  constructor(
    rules: readonly Rule[],
    needles: readonly Needle[],
    owners: readonly (readonly number[])[],
  ) {
    this.rules = rules;
    this.#needles = needles;
    this.#owners = owners;
  }

  /**
   * Adds what the engine reports of the bytes, if `found` lists every place at which it would look.
   * @param found `count` pairs: a needle's number, where it starts
   */
  scan(bytes: Uint8Array, found: Int32Array, count: number, hits: Hits): void {
    epoch.now++;
    const first = hits.length;
    for (let index = 0; index < count; index++) {
      const at = found[index * 2 + 1]!;
      for (const { rule, matcher, needle } of this.#usersOf(found[index * 2]!)) {
        const end = matcher.match(bytes, at, needle);
        if (end >= 0) hits.insert(first, rule, at, end);
      }
    }
  }

  /** As the engine's. */
  explain(rule: number, bytes: Uint8Array, start: number): Secret | undefined {
    epoch.now++;
    return explained(this.#matchersOf(rule), bytes, start);
  }

  /** Plain loops: they run once or twice, and are interpreted. */
  #usersOf(number: number): readonly User[] {
    const known = this.#users[number];
    if (known !== undefined) return known;
    const { text, fold } = this.#needles[number]!;
    const users: User[] = [];
    for (const rule of this.#owners[number]!) {
      for (const matcher of this.#matchersOf(rule)) {
        const { needles } = matcher;
        for (let needle = 0; needle < needles.length; needle++) {
          const one = needles[needle]!;
          if (one.text === text && one.fold === fold) users.push({ rule, matcher, needle });
        }
      }
    }
    this.#users[number] = users;
    return users;
  }

  #matchersOf(rule: number): readonly Matcher[] {
    const { patterns, id } = this.rules[rule]!;
    this.#matchers[rule] ??= patterns.flatMap((pattern) => matchersOf(pattern, id));
    return this.#matchers[rule];
  }
}
