/** The words that a telling name must hold, looked for at a place rather than searched for. */

const NONE: readonly Uint8Array[] = [];

export class Keywords {
  /** By the byte that they may begin with, in either case. */
  readonly #words: (readonly Uint8Array[])[] = new Array(256).fill(NONE);
  /** 1 for each of these bytes. */
  readonly #firsts = new Uint8Array(256);

  /** @param words lower-case ASCII, compared without case */
  constructor(words: readonly string[]) {
    for (const word of words) {
      const letters = Uint8Array.from(word, (letter) => letter.charCodeAt(0));
      const same = [...this.#words[letters[0]!]!, letters];
      this.#words[letters[0]!] = same;
      this.#words[word.toUpperCase().charCodeAt(0)] = same;
      this.#firsts[letters[0]!] = 1;
      this.#firsts[word.toUpperCase().charCodeAt(0)] = 1;
    }
  }

  /** Length of the word at `at`, or 0. Nothing at or past `limit` is read. */
  lengthAt(bytes: Uint8Array, at: number, limit: number): number {
    if (at >= limit || this.#firsts[bytes[at]!] === 0) return 0;
    const words = this.#words[bytes[at]!]!;
    for (let index = 0; index < words.length; index++) {
      if (isAt(words[index]!, bytes, at, limit)) return words[index]!.length;
    }
    return 0;
  }

  /** Is one of the words all of [start, end)? */
  equals(bytes: Uint8Array, start: number, end: number): boolean {
    if (start >= end || this.#firsts[bytes[start]!] === 0) return false;
    const words = this.#words[bytes[start]!]!;
    for (let index = 0; index < words.length; index++) {
      const word = words[index]!;
      if (word.length === end - start && isAt(word, bytes, start, end)) return true;
    }
    return false;
  }

  /** True where a word begins in [start, end). */
  isWithin(bytes: Uint8Array, start: number, end: number, limit: number): boolean {
    for (let at = start; at < end; at++) {
      if (this.#firsts[bytes[at]!] === 1 && this.lengthAt(bytes, at, limit) > 0) return true;
    }
    return false;
  }
}

/** The word is in lower case; its letters are compared without case. */
function isAt(word: Uint8Array, bytes: Uint8Array, at: number, limit: number): boolean {
  if (at + word.length > limit) return false;
  // Words differ in their later letters.
  for (let index = word.length - 1; index >= 0; index--) {
    const wanted = word[index]!;
    const byte = bytes[at + index]!;
    if (byte !== wanted && (byte !== wanted - 32 || wanted < 0x61 || wanted > 0x7a)) return false;
  }
  return true;
}
