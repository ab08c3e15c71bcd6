/**
 * The tables by which carry.as.ts searches for candidates, made where they are used: as in detect/tables.ts, but
 * of cores only, and quicker than TypeScript that was loaded a moment ago.
 */
import { SPARE } from '../objects/layout.as';

/** The tables: by pair of bytes its mark, … */
export const MARKS: usize = SPARE;
/** … by mark and the byte behind the pair, or before it, the first entry of a chain, … */
export const BEHIND: usize = MARKS + 0x1_0000;
export const BEFORE: usize = BEHIND + 0x2_0000;
/** … and the entries: u16 next, u16 offset, u16 core, u16 length, then what is compared, 8 bytes each. */
export const ENTRIES: usize = BEFORE + 0x2_0000;
const MOST_ENTRIES: u32 = 8192;
export const TEXT: usize = 8;
export const FOLD: usize = 16;
export const MASK: usize = 24;

export const TABLES_END: usize = ENTRIES + MOST_ENTRIES * 32;

/**
 * Where `prepare` reads what it makes tables of, over which candidates are written later. Cores, shortest first:
 * u16 its number, u8 its length, u8 not 0 where letters are compared without case, and its 8 bytes, zeros behind
 * the last. Then how common bytes are, and pairs of the first 128 (detect/rarity.ts).
 */
export const ROWS: usize = SPARE + 0x10_0000;
const ROW: usize = 12;
export const WEIGHTS: usize = ROWS + 0x1_0000;
export const PENALTIES: usize = WEIGHTS + 256;

let used: u32 = 0;
let entries: u32 = 0;

/**
 * As in detect/tables.ts: of every core a rare pair at an even offset and one at an odd one get a mark in
 * all their spellings; by the mark and the byte behind the pair (before it, where the core ends with it)
 * one finds a chain of entries. @returns false where there are too many
 */
export function prepare(count: u32): bool {
  memory.fill(MARKS, 0, ENTRIES - MARKS);
  used = 0;
  // 0 ends a chain.
  entries = 1;
  for (let row: u32 = 0; row < count; row++) {
    const core = ROWS + row * ROW;
    if (!enter(core, rarest(core, 0)) || !enter(core, rarest(core, 1))) return false;
  }
  return true;
}

/** A letter may also be met as a capital where the core is compared without case. */
function spellings(core: usize, code: u32): u32 {
  return load<u8>(core, 3) !== 0 && isLetter(code) ? 2 : 1;
}

/** Offset, of the given parity, of the core's rarest pair: one that is marked already costs nothing. */
function rarest(core: usize, parity: u32): u32 {
  const length = load<u8>(core, 2) as u32;
  let best = parity;
  let least: u32 = 0xffff;
  for (let offset = parity; offset + 1 < length; offset += 2) {
    const common = commonness(core, offset);
    if (common < least) {
      least = common;
      best = offset;
    }
  }
  return best;
}

function commonness(core: usize, offset: u32): u32 {
  const first = load<u8>(core + offset, 4) as u32;
  const second = load<u8>(core + offset, 5) as u32;
  let isMarked = true;
  for (let one: u32 = 0; one < spellings(core, first); one++) {
    for (let two: u32 = 0; two < spellings(core, second); two++) {
      const pair = (first - one * 32) | ((second - two * 32) << 8);
      if (load<u8>(MARKS + pair) === 0) isMarked = false;
    }
  }
  if (isMarked) return 0;
  const penalty: u32 = (first | second) < 128 ? load<u8>(PENALTIES + first * 128 + second) : 0;
  return load<u8>(WEIGHTS + first) + load<u8>(WEIGHTS + second) + penalty;
}

function enter(core: usize, offset: u32): bool {
  const isLast = offset + 2 === (load<u8>(core, 2) as u32);
  const chains = isLast ? BEFORE : BEHIND;
  const first = load<u8>(core + offset, 4) as u32;
  const second = load<u8>(core + offset, 5) as u32;
  const beside = load<u8>(core + 4 + (isLast ? offset - 1 : offset + 2)) as u32;
  for (let one: u32 = 0; one < spellings(core, first); one++) {
    for (let two: u32 = 0; two < spellings(core, second); two++) {
      const pair = (first - one * 32) | ((second - two * 32) << 8);
      if (load<u8>(MARKS + pair) === 0) store<u8>(MARKS + pair, ((used++ % 255) + 1) as u8);
      const mark = load<u8>(MARKS + pair) as u32;
      for (let three: u32 = 0; three < spellings(core, beside); three++) {
        if (entries === MOST_ENTRIES) return false;
        const key = (mark << 8) | (beside - three * 32);
        describe(core, offset, load<u16>(chains + (key << 1)));
        store<u16>(chains + (key << 1), entries++ as u16);
      }
    }
  }
  return true;
}

function describe(core: usize, offset: u32, next: u16): void {
  const slot = ENTRIES + (entries << 5);
  const length = load<u8>(core, 2) as u32;
  store<u16>(slot, next);
  store<u16>(slot, offset as u16, 2);
  store<u16>(slot, load<u16>(core), 4);
  store<u16>(slot, length as u16, 6);
  for (let index: u32 = 0; index < 8; index++) {
    const code = load<u8>(core + index, 4) as u32;
    store<u8>(slot + index, code as u8, TEXT);
    store<u8>(slot + index, spellings(core, code) > 1 ? 0x20 : 0, FOLD);
    store<u8>(slot + index, index < length ? 0xff : 0, MASK);
  }
}

export function isLetter(code: u32): bool {
  return code >= 97 && code <= 122;
}
