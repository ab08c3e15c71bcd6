/**
 * Bytes → hits. The engine is compiled from rules and holds to one contract, on which history is built:
 * a hit depends only on the bytes in [start - behind, start + ahead), both finite. It reports every hit
 * that starts in the asked range, tried anchored at each candidate; what is not local (overlaps,
 * placeholders, ignores, lines) is judged in findings.ts.
 */
import { KeyfenceError } from '../errors.ts';
import type { Rule } from '../types.ts';
import { Beside, type Columns } from './beside.ts';
import { type Candidates, Cores } from './candidates.ts';
import { epoch } from './epoch.ts';
import { explained, standsAt } from './explained.ts';
import { Hits } from './hits.ts';
import type { Matcher, Needle, Secret } from './matcher.ts';
import { matchersOf } from './patterns.ts';
import { Search, type Sink } from './search.ts';
import { Tables } from './tables.ts';

export { Hits } from './hits.ts';

/** From so many bytes on it is worth while to search in another way, and from so many in all to prepare it. */
const LARGE = 4096;
const ENOUGH = 1 << 20;
/** A pattern that decides by more bytes than this counts as unbounded. */
const MOST = 4096;

/** Finds occurrences of needles as `Search` does, and may leave out those that `Beside` does not allow. */
export interface Scanner {
  scan(bytes: Uint8Array, from: number, to: number): void;
}

/** Undefined where it cannot run here. */
export type MakeScanner = (tables: Tables, beside: Beside, sink: Sink) => Scanner | undefined;

/** What may stand beside a needle, as in beside.ts, by its number. */
export interface Wanted extends Columns {
  /** By the number of a core. */
  readonly needlesOf: readonly (readonly number[])[];
  readonly lefts: readonly (Uint8Array | undefined)[];
}

export interface Engine {
  readonly rules: readonly Rule[];
  /** What the bytes are searched for: without an occurrence of one of these there is no hit. */
  readonly needles: readonly Needle[];
  /** How many bytes before a hit's start may have decided about it. */
  readonly behind: number;
  /** How many bytes from its start on. */
  readonly ahead: number;
  /**
   * Appends every hit that starts in [from, to), in order of start, then of rule; at most one per rule
   * and start. `bytes` is exactly one blob. The bytes are only read.
   */
  scan(bytes: Uint8Array, from: number, to: number, hits: Hits): void;
  /** From now on searches what is large in another way, with the same result; look.ts has one. */
  hasten(make: MakeScanner): void;
  /** What stands where a candidate is: eight bytes at most, by the number of the core. */
  readonly cores: readonly Needle[];
  /** Of each core its needles, and what is wanted beside each of those: most candidates lead to nothing. */
  readonly wanted: Wanted;
  /** Appends the candidates that start in [from, to), in order of place (candidates.ts). */
  candidates(bytes: Uint8Array, from: number, to: number, found: Candidates): void;
  /** Appends the hits that start at a candidate: of all candidates together, the same as `scan`. */
  settle(bytes: Uint8Array, place: number, core: number, hits: Hits): void;
  /** What the rule's hit at `start` holds; undefined where there is no such hit. For the judge: slow. */
  explain(rule: number, bytes: Uint8Array, start: number): Secret | undefined;
}

/**
 * @throws {KeyfenceError} `pattern` where a pattern cannot be searched for within finite bounds.
 */
export function compile(rules: readonly Rule[]): Engine {
  return new Compiled(rules);
}

class Compiled implements Engine, Sink {
  readonly rules: readonly Rule[];
  readonly needles: Needle[] = [];
  readonly behind: number;
  readonly ahead: number;
  readonly #matchers: Matcher[] = [];
  /** Rule of each matcher. */
  readonly #owners: number[] = [];
  /** The matchers of a rule, once somebody has asked for them. */
  readonly #ofRule: (readonly Matcher[])[] = [];
  /** Per needle whom it concerns: a matcher's number << 16 | the needle's index in that matcher. */
  readonly #users: number[][] = [];
  /** What all users of a needle want of the bytes beside it: most candidates end here. */
  readonly #beside = new Beside();
  /** Made for the first scan: history mostly settles candidates, and needs none. */
  #tables: Tables | undefined;
  #search: Search | undefined;
  #make: MakeScanner | undefined;
  #look: Scanner | undefined;
  #seen = 0;
  #hits = new Hits();
  #first = 0;
  /** Made when first asked for: only history does. */
  #known: Cores | undefined;

  constructor(rules: readonly Rule[]) {
    this.rules = rules;
    const known = new Map<string, number>();
    rules.forEach((rule, index) => {
      for (const matcher of rule.patterns.flatMap((one) => matchersOf(one, rule.id))) {
        this.#add(matcher, index);
        this.#share(matcher, known);
      }
    });
    this.behind = this.#matchers.reduce((most, one) => Math.max(most, one.behind), 0);
    this.ahead = this.#matchers.reduce((most, one) => Math.max(most, one.ahead), 0);
    this.#beside.close();
  }

  scan(bytes: Uint8Array, from: number, to: number, hits: Hits): void {
    this.#hits = hits;
    this.#first = hits.length;
    this.#forget();
    const [first, last] = [Math.max(0, from), Math.min(to, bytes.length)];
    const look = last - first < LARGE ? undefined : this.#hastened(last - first);
    if (look) look.scan(bytes, first, last);
    else {
      this.#search ??= new Search(this.#ownTables(), this);
      this.#search.scan(bytes, first, last);
    }
  }

  #ownTables(): Tables {
    this.#tables ??= new Tables(this.needles, this.#beside.lefts());
    return this.#tables;
  }

  hasten(make: MakeScanner): void {
    if (!this.#look) this.#make = make;
  }

  /** The other search, once there was enough to look at for its making to pay. */
  #hastened(size: number): Scanner | undefined {
    this.#seen += size;
    if (this.#make && this.#seen >= ENOUGH) {
      this.#look = this.#make(this.#ownTables(), this.#beside, this);
      this.#make = undefined;
    }
    return this.#look;
  }

  candidates(bytes: Uint8Array, from: number, to: number, found: Candidates): void {
    this.#candidates.find(bytes, Math.max(0, from), Math.min(to, bytes.length), found);
  }

  settle(bytes: Uint8Array, place: number, core: number, hits: Hits): void {
    this.#hits = hits;
    this.#first = 0;
    this.#forget();
    const needles = this.#candidates.needles[core]!;
    for (let index = 0; index < needles.length; index++) {
      const needle = needles[index]!;
      if (standsAt(bytes, place, this.needles[needle]!)) this.occurrence(bytes, needle, place);
    }
  }

  /** Other bytes may follow, also in the same place. */
  #forget(): void {
    this.#beside.forget();
    epoch.now++;
  }

  get cores(): readonly Needle[] {
    return this.#candidates.texts;
  }

  get wanted(): Wanted {
    const lefts = this.#beside.lefts();
    return { needlesOf: this.#candidates.needles, lefts, ...this.#beside.columns() };
  }

  get #candidates(): Cores {
    this.#known ??= new Cores(this.needles);
    return this.#known;
  }

  occurrence(bytes: Uint8Array, needle: number, at: number): void {
    if (!this.#beside.allows(bytes, needle, at)) return;
    const users = this.#users[needle]!;
    for (let index = 0; index < users.length; index++) {
      const user = users[index]!;
      const end = this.#matchers[user >>> 16]!.match(bytes, at, user & 0xffff);
      if (end >= 0) this.#hits.insert(this.#first, this.#owners[user >>> 16]!, at, end);
    }
  }

  explain(rule: number, bytes: Uint8Array, start: number): Secret | undefined {
    this.#forget();
    this.#ofRule[rule] ??= this.#matchers.filter((_, index) => this.#owners[index] === rule);
    return explained(this.#ofRule[rule], bytes, start);
  }

  /** Several matchers may ask for the same text; it is searched for once. */
  #share(matcher: Matcher, known: Map<string, number>): void {
    for (let index = 0; index < matcher.needles.length; index++) {
      const needle = matcher.needles[index]!;
      const key = `${needle.fold} ${needle.text}`;
      let number = known.get(key);
      if (number === undefined) {
        number = this.needles.push(needle) - 1;
        known.set(key, number);
        this.#users.push([]);
      }
      this.#beside.share(number, needle);
      this.#users[number]!.push(((this.#matchers.length - 1) << 16) | index);
    }
  }

  #add(matcher: Matcher, rule: number): void {
    const { id } = this.rules[rule]!;
    if (!(matcher.behind <= MOST && matcher.ahead <= MOST)) {
      throw new KeyfenceError('pattern', id, 'it can match more than 4,096 bytes');
    }
    for (const { text } of matcher.needles) {
      if (text.length < 3 || text.length > 255) {
        throw new KeyfenceError(
          'pattern',
          id,
          'each of its keywords must have 3 to 255 characters',
        );
      }
    }
    this.#matchers.push(matcher);
    this.#owners.push(rule);
  }
}
