/**
 * Where hits may start. A candidate is a place where the first bytes of a needle stand, its core. Eight
 * bytes decide about it and nothing beside them, so what is known of it can be carried through any copy
 * that holds these bytes; whether a hit starts there, the bytes around it decide anew where they changed.
 */
import type { Needle } from './matcher.ts';
import { Search, type Sink } from './search.ts';
import { Tables } from './tables.ts';

/** The most bytes from its start on that make a candidate. */
export const CORE = 8;

/** Places and what stands there, in columns, in order of place; used as a stack of such lists. */
export class Candidates {
  length = 0;
  /** The current list is [floor, length): what lies below belongs to others. */
  floor = 0;
  places = new Int32Array(1024);
  cores = new Uint16Array(1024);

  /** Candidates come nearly in order; each finds its place among those before it. */
  push(place: number, core: number): void {
    if (this.length === this.places.length) this.#grow();
    const { places, cores } = this;
    let at = this.length++;
    while (at > this.floor && places[at - 1]! > place) {
      places[at] = places[at - 1]!;
      cores[at] = cores[at - 1]!;
      at--;
    }
    places[at] = place;
    cores[at] = core;
  }

  /** The first of [first, last) at or after `place`. */
  lower(first: number, last: number, place: number): number {
    const { places } = this;
    while (first < last) {
      const middle = (first + last) >> 1;
      if (places[middle]! < place) first = middle + 1;
      else last = middle;
    }
    return first;
  }

  #grow(): void {
    const { places, cores } = this;
    this.places = new Int32Array(places.length * 2);
    this.cores = new Uint16Array(places.length * 2);
    this.places.set(places);
    this.cores.set(cores);
  }
}

/** The cores of some needles, and the search for them. */
export class Cores implements Sink {
  /** Which needles begin with a core. */
  readonly needles: number[][] = [];
  /** What they are. */
  readonly texts: readonly Needle[];
  /** Made when first asked for: mostly WebAssembly searches for them. */
  #search: Search | undefined;
  #found = new Candidates();

  constructor(needles: readonly Needle[]) {
    const known = new Map<string, number>();
    const cores: Needle[] = [];
    needles.forEach(({ text, fold }, needle) => {
      const core = { text: text.slice(0, CORE), fold };
      const key = `${fold} ${core.text}`;
      let number = known.get(key);
      if (number === undefined) {
        number = cores.push(core) - 1;
        known.set(key, number);
        this.needles.push([]);
      }
      this.needles[number]!.push(needle);
    });
    this.texts = cores;
  }

  find(bytes: Uint8Array, from: number, to: number, found: Candidates): void {
    this.#found = found;
    this.#search ??= this.#searchOf();
    this.#search.scan(bytes, from, to);
  }

  #searchOf(): Search {
    const lefts = this.texts.map(() => undefined);
    return new Search(new Tables(this.texts, lefts), this);
  }

  occurrence(_bytes: Uint8Array, core: number, at: number): void {
    this.#found.push(at, core);
  }
}
