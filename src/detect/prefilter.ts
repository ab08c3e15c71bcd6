/**
 * A first look at a few small blobs, before the engine is even loaded: a commit that holds none of the
 * engine's needles cannot hold a hit, and most commits are like that. Needles are told apart by their
 * first three bytes, folded: a bit for each of them, and only where a bit is set a comparison.
 */
import { exact, folded, SEPARATOR } from './needles.ts';

/** Clears the bit that tells ASCII letters' cases apart; what else it joins is compared later. */
const FOLD = 0xdf;
const BITS = 16;

type ByStart = Map<number, string[]>;

class Needles {
  /** By a hash of the first three bytes. */
  private readonly marks = new Uint8Array(1 << BITS);
  private readonly exact: ByStart = new Map();
  private readonly folded: ByStart = new Map();

  constructor() {
    for (const text of exact.split(SEPARATOR)) this.add(text, this.exact);
    for (const text of folded.split(SEPARATOR)) this.add(text, this.folded);
  }

  private add(text: string, to: ByStart): void {
    const start = startOf(text.charCodeAt(0), text.charCodeAt(1), text.charCodeAt(2));
    this.marks[hash(start)] = 1;
    const others = to.get(start);
    if (others) others.push(text);
    else to.set(start, [text]);
  }

  in(bytes: Uint8Array): boolean {
    const { marks } = this;
    for (let at = 0; at + 2 < bytes.length; at++) {
      const start = startOf(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!);
      if (marks[hash(start)] === 1 && this.standsAt(bytes, at, start)) return true;
    }
    return false;
  }

  private standsAt(bytes: Uint8Array, at: number, start: number): boolean {
    const same = this.exact.get(start)?.some((text) => equals(bytes, at, text, 0));
    return same || this.folded.get(start)?.some((text) => equals(bytes, at, text, 0x20)) === true;
  }
}

/** @param fold 0x20 where ASCII letters are compared without case; the text is in lower case then */
function equals(bytes: Uint8Array, at: number, text: string, fold: number): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const byte = bytes[at + index];
    if (byte !== code && !(fold && isLower(code) && byte === code - fold)) return false;
  }
  return true;
}

const startOf = (first: number, second: number, third: number): number =>
  ((first & FOLD) << 16) | ((second & FOLD) << 8) | (third & FOLD);

const hash = (start: number): number => Math.imul(start, 0x9e3779b1) >>> (32 - BITS);

const isLower = (code: number): boolean => code >= 0x61 && code <= 0x7a;

let needles: Needles | undefined;

/** False only where the engine of the built-in rules would report no hit. */
export function mayHold(bytes: Uint8Array): boolean {
  needles ??= new Needles();
  return needles.in(bytes);
}
