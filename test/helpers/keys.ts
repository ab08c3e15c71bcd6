/**
 * Synthetic keys, put together at run time so that no key-shaped literal stands in this repository.
 * Deterministic: the same seed gives the same key.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A small seeded generator (mulberry32): integers in [0, bound). */
export function random(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

export function randomText(length: number, seed: number, alphabet = ALPHABET): string {
  const next = random(seed);
  let text = '';
  for (let index = 0; index < length; index++) text += alphabet[next(alphabet.length)];
  return text;
}

/** A standard key in the structure of real ones: 39 characters, 7th in A–D, last index divisible by 4. */
export function standardKey(seed = 1): string {
  const next = random(seed + 1_000_003);
  const seventh = 'ABCD'[next(4)];
  const last = ALPHABET[next(16) * 4];
  return `AI${'za'}Sy${seventh}${randomText(31, seed)}${last}`;
}

/** An auth key in the structure of real ones: 53 characters, `AQ.Ab8RN6`, then I–L, last in A Q g w. */
export function authKey(seed = 1): string {
  const next = random(seed + 2_000_003);
  return `AQ${'.'}Ab8RN6${'IJKL'[next(4)]}${randomText(42, seed + 77)}${'AQgw'[next(4)]}`;
}

/** A random-looking value of no known provider, mixed case and digits. */
export function genericValue(seed = 1, length = 40): string {
  const plain = ALPHABET.slice(0, 62);
  return `${randomText(length - 3, seed + 4242, plain)}Q7x`;
}
