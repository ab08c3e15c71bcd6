/**
 * Applies a delta in this memory; delta.ts says what its instructions are, and looks again at whatever is
 * not flawless. A copy's offset and length are picked from its bytes by one shuffle.
 */
import { CODES_END } from './codes.as';

/** By the lower bits of a copy's first byte: where in the bytes that follow its offset and length are. */
const shuffles: usize = CODES_END;
/** What the result took from its base, neighbours joined, as in `Copies`: three columns. */
export const COPIES: usize = shuffles + 128 * 16;
export const MOST_COPIES: u32 = 1 << 16;
const froms: usize = COPIES + ((MOST_COPIES as usize) << 2);
const sizes: usize = froms + ((MOST_COPIES as usize) << 2);
export const DELTA_END: usize = sizes + ((MOST_COPIES as usize) << 2);

/** From here on a call is quicker than a loop. */
const LONG: u32 = 512;

export function prepareDelta(): void {
  for (let code: usize = 0; code < 128; code++) {
    const shuffle = shuffles + (code << 4);
    // What is not there becomes a zero.
    v128.store(shuffle, i8x16.splat(-1));
    let next: u8 = 0;
    for (let bit: usize = 0; bit < 7; bit++) {
      if (((code >> bit) & 1) === 1) store<u8>(shuffle + bit, next++);
    }
  }
}

/**
 * Applies delta[at, end) to [base, base + baseSize); the result goes to [to, to + resultSize), and up to 16
 * bytes behind it are written on. @returns how many copies there are, or -1
 */
export function apply(
  at: usize,
  end: usize,
  base: usize,
  baseSize: u32,
  to: usize,
  resultSize: u32,
): i32 {
  const finish = to + resultSize;
  const first = to;
  let copies: u32 = 0;
  let lastTo: usize = 0;
  let lastFrom: u32 = 0;
  while (at < end) {
    const code = load<u8>(at) as u32;
    at++;
    if (code < 0x80) {
      if (code === 0 || at + code > end || to + code > finish) return -1;
      move(to, at, code);
      at += code;
      to += code;
      continue;
    }
    const shuffle = v128.load(shuffles + ((code & 0x7f) << 4));
    const parts = i8x16.swizzle(v128.load(at), shuffle);
    at += popcnt(code & 0x7f);
    const from = i32x4.extract_lane(parts, 0) as u32;
    let size = i32x4.extract_lane(parts, 1) as u32;
    if (size === 0) size = 0x10000;
    if (at > end || size > baseSize || from > baseSize - size) return -1;
    if (size > ((finish - to) as u32)) return -1;
    if (to === lastTo && from === lastFrom && copies !== 0) {
      const slot = sizes + ((copies - 1) << 2);
      store<u32>(slot, load<u32>(slot) + size);
    } else {
      if (copies === MOST_COPIES) return -1;
      const slot = copies << 2;
      store<u32>(slot, (to - first) as u32, COPIES);
      store<u32>(slot, from, froms);
      store<u32>(slot, size, sizes);
      copies++;
    }
    lastTo = to + size;
    lastFrom = from + size;
    if (size < LONG) move(to, base + from, size);
    else memory.copy(to, base + from, size);
    to += size;
  }
  return to === finish ? (copies as i32) : -1;
}

/** Moves `size` bytes, 16 at a time: up to 15 more. They do not overlap. */
function move(to: usize, from: usize, size: u32): void {
  v128.store(to, v128.load(from));
  if (size <= 16) return;
  const finish = to + size;
  do {
    to += 16;
    from += 16;
    v128.store(to, v128.load(from));
  } while (to + 16 < finish);
}
