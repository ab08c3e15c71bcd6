/**
 * Where walks from names to values have been (bridge.ts). Two walks that come to the same place in the same state
 * take the same steps from there on; so where names are dense, a walk is at once where an earlier one ended, and each
 * byte is walked over once instead of once for every name before it. How many words and lines a walk has behind it is
 * no part of its state: the earlier one has more of them, and was stopped by them where this one goes on. Nor is how many
 * brackets are open, as long as some are.
 */
import { epoch, place } from './epoch.ts';

/** Trails at hand, and places on one. */
const MOST = 4;
const LONGEST = 512;
/** A bracket is one of the steps of a walk: it opens fewer of them. */
const DEEPEST = 256;
/** Places are found by their last bits. */
const SLOTS = 1024;
const NONE = -1;

/** The places of one walk, in columns, and of those that went on from its end. */
class Trail {
  readonly at = new Int32Array(LONGEST);
  readonly state = new Int32Array(LONGEST);
  readonly words = new Int32Array(LONGEST);
  readonly lines = new Int32Array(LONGEST);
  readonly depth = new Int32Array(LONGEST);
  /** By depth the last place where it was that. */
  readonly depths = new Int32Array(DEEPEST);
  /** Where the last value ends that stands before the place on this trail, or NONE. */
  readonly value = new Int32Array(LONGEST);
  length = 0;
  /** Nobody goes further than its last place. */
  ended = false;
}

export class Trails {
  /** How the walk stands: set before `joins` and `note`, and by `joins`. */
  at = 0;
  state = 0;
  words = 0;
  lines = 0;
  depth = 0;
  /** Where the value ends that was met last, or NONE. */
  value = NONE;
  source: object | undefined;
  /** To be added to all places in the bytes at hand. */
  first = 0;
  /** After `joins`: nobody goes further from there. */
  ended = false;
  readonly #trails: Trail[] = [];
  readonly #slots = new Int32Array(SLOTS);
  #epoch = NONE;
  #next = 0;
  /** The trail that this walk makes or has joined, and its number; undefined before the first place. */
  #trail: Trail | undefined;
  #number = 0;
  #joined = false;
  /** What this walk has behind it beyond the one whose trail it is on: never more than 0. */
  #moreWords = 0;
  #moreLines = 0;
  /** How many brackets more, or fewer, are open; not 0 only as long as some are in both. */
  #moreDepth = 0;

  /** A walk begins in a text of which this is remembered; its bytes begin with the text's character `first`. */
  begin(source: object, first: number): void {
    this.first = first;
    this.value = NONE;
    this.ended = false;
    this.#trail = undefined;
    this.#joined = false;
    if (this.source === source && this.#epoch === epoch.now) return;
    this.source = source;
    this.#epoch = epoch.now;
    for (const trail of this.#trails) trail.length = 0;
  }

  /**
   * Has a walk been here in this state? Then this one stands where that one ended, or where it passed `away`. False
   * also where that is behind `last`.
   */
  joins(away: number, last: number): boolean {
    if (this.#joined) return false;
    const far = away + this.first;
    const most = last + this.first;
    const slot = this.#slots[this.at & (SLOTS - 1)]!;
    const trail = this.#trails[slot >> 16];
    const index = slot & 0xffff;
    if (!trail || index >= trail.length) return false;
    if (trail.at[index] !== this.at || trail.state[index] !== this.state) return false;
    const moreWords = this.words - trail.words[index]!;
    const moreLines = this.lines - trail.lines[index]!;
    let end = trail.length - 1;
    const moreDepth = this.depth - trail.depth[index]!;
    if (moreWords > 0 || moreLines > 0 || trail.at[end]! > most) return false;
    if (moreDepth !== 0 && !this.#staysOpen(trail, index, moreDepth)) return false;
    const isPast = trail.at[end]! >= far;
    while (end > index && trail.at[end - 1]! >= far) end--;
    if (trail.value[end]! > this.at) this.value = trail.value[end]!;
    this.at = trail.at[end]!;
    this.state = trail.state[end]!;
    this.words = trail.words[end]! + moreWords;
    this.lines = trail.lines[end]! + moreLines;
    this.depth = trail.depth[end]! + moreDepth;
    this.ended = trail.ended || isPast;
    this.#moreWords = moreWords;
    this.#moreLines = moreLines;
    this.#moreDepth = moreDepth;
    // What was made up to here is of no use to others: the next walk may have its room.
    if (this.#trail) this.#next = this.#number;
    // From the end of a full one another goes on.
    this.#joined = trail.length < LONGEST;
    this.#trail = this.#joined ? trail : undefined;
    this.#number = slot >> 16;
    return true;
  }

  /** @param met where the value ends that the step to this place met, in the bytes at hand; or -1 */
  note(met: number): void {
    const value = met < 0 ? NONE : met + this.first;
    const trail = this.#own();
    const index = trail.length++;
    trail.at[index] = this.at;
    trail.state[index] = this.state;
    trail.words[index] = this.words - this.#moreWords;
    trail.lines[index] = this.lines - this.#moreLines;
    trail.depth[index] = this.depth - this.#moreDepth;
    trail.depths[trail.depth[index]!] = index;
    trail.value[index] = value === NONE && index > 0 ? trail.value[index - 1]! : value;
    this.#slots[this.at & (SLOTS - 1)] = (this.#number << 16) | index;
  }

  /** The walk has come to a place where all walks end. */
  close(at: number, met: number): void {
    this.at = at + this.first;
    this.state = NONE;
    this.note(met);
    this.end();
  }

  /** From the place noted last nobody goes further, however few words and lines are behind him. */
  end(): void {
    if (this.#trail) this.#trail.ended = true;
  }

  /** From place `index` on, are brackets open all along the trail, and with so many more or fewer too? */
  #staysOpen(trail: Trail, index: number, moreDepth: number): boolean {
    if (this.depth === 0 || trail.depth[index] === 0) return false;
    return trail.depths[Math.max(0, -moreDepth)]! <= index;
  }

  /** The trail that the walk's next place belongs to. */
  #own(): Trail {
    const trail = this.#trail;
    if (!trail || trail.length === LONGEST) return this.#fresh();
    const isClosed = this.depth === 0 || this.depth === this.#moreDepth;
    return this.#moreDepth !== 0 && isClosed ? this.#fresh() : trail;
  }

  #fresh(): Trail {
    this.#number = this.#next;
    this.#next = (this.#next + 1) % MOST;
    const trail = this.#trails[this.#number] ?? new Trail();
    this.#trails[this.#number] = trail;
    trail.length = 0;
    trail.ended = false;
    trail.depths.fill(NONE);
    this.#trail = trail;
    this.#moreWords = 0;
    this.#moreLines = 0;
    this.#moreDepth = 0;
    return trail;
  }
}

/** Texts that are walked over at once: the bytes as they are, and as UTF-16 in four ways. */
const MOST_TEXTS = 5;

export class AllTrails {
  readonly #texts: Trails[] = [];
  #current: Trails | undefined;
  #next = 0;

  /** For a walk in these bytes. Made when first asked for. */
  of(bytes: Uint8Array): Trails {
    const source = place.text === undefined ? bytes : place.text;
    if (this.#current?.source !== source) this.#current = this.#known(source);
    const trails = this.#current;
    trails.begin(source, place.text === undefined ? 0 : place.first);
    return trails;
  }

  #known(source: object): Trails {
    const known = this.#texts.find((one) => one.source === source);
    if (known) return known;
    const trails = this.#texts[this.#next] ?? new Trails();
    this.#texts[this.#next] = trails;
    this.#next = (this.#next + 1) % MOST_TEXTS;
    return trails;
  }
}
