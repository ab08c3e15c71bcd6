/** The words that a telling name must hold, looked for at a place rather than searched for. */

export class Keywords {
  readonly #words: readonly string[];
  /** 1 for each byte that a word may begin with. */
  readonly #firsts = new Uint8Array(256);

  /** @param words lower-case ASCII, compared without case */
  constructor(words: readonly string[]) {
    this.#words = words;
    for (const word of words) {
      this.#firsts[word.charCodeAt(0)] = 1;
      this.#firsts[word.toUpperCase().charCodeAt(0)] = 1;
    }
  }

  /** Length of the word at `at`, or 0. Nothing at or past `limit` is read. */
  lengthAt(bytes: Uint8Array, at: number, limit: number): number {
    if (at >= limit || this.#firsts[bytes[at]!] === 0) return 0;
    for (const word of this.#words) {
      if (isAt(word, bytes, at, limit)) return word.length;
    }
    return 0;
  }

  /** True where a word begins in [start, end). */
  isWithin(bytes: Uint8Array, start: number, end: number, limit: number): boolean {
    for (let at = start; at < end; at++) {
      if (this.#firsts[bytes[at]!] === 1 && this.lengthAt(bytes, at, limit) > 0) return true;
    }
    return false;
  }
}

function isAt(word: string, bytes: Uint8Array, at: number, limit: number): boolean {
  if (at + word.length > limit) return false;
  for (let index = 0; index < word.length; index++) {
    const byte = bytes[at + index]!;
    const folded = byte >= 0x41 && byte <= 0x5a ? byte | 32 : byte;
    if (folded !== word.charCodeAt(index)) return false;
  }
  return true;
}
