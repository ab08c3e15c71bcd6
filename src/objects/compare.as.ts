/**
 * Where two versions of a tree differ, both in this memory. Nearly all entries are the same in both and stand in
 * the same order, so the walk goes through both at once and lists what it cannot pair: an entry of the
 * older one, of the newer one, or of both under one name. Who reads the list goes by names; the order of
 * entries only decides how long the list is.
 */

const FLAWED = -1;
const TOO_MANY = -2;
const SPACE: u8 = 0x20;
const SLASH: u32 = 0x2f;
/** The first digit of a folder's mode, `40000`. */
const FOLDER: u8 = 0x34;

/**
 * Lists them in [out, stop) as pairs of addresses: of an entry of the older tree, of one of the newer; 0 where
 * there is none. @returns how many, FLAWED where the bytes are no trees, TOO_MANY where there is no room for all
 */
export function differ(
  a: usize,
  aEnd: usize,
  b: usize,
  bEnd: usize,
  idBytes: usize,
  out: usize,
  stop: usize,
): i32 {
  const list = out;
  while (a < aEnd || b < bEnd) {
    if (out + 8 > stop) return TOO_MANY;
    const aNul = a < aEnd ? nul(a, aEnd) : 0;
    if (a < aEnd && (aNul === 0 || aNul + 1 + idBytes > aEnd)) return FLAWED;
    const aNext = a < aEnd ? aNul + 1 + idBytes : a;
    if (a < aEnd && b + (aNext - a) <= bEnd && isSame(a, b, aNext - a)) {
      b += aNext - a;
      a = aNext;
      continue;
    }
    const bNul = b < bEnd ? nul(b, bEnd) : 0;
    if (b < bEnd && (bNul === 0 || bNul + 1 + idBytes > bEnd)) return FLAWED;
    const bNext = b < bEnd ? bNul + 1 + idBytes : b;
    const order = a >= aEnd ? 1 : b >= bEnd ? -1 : compare(a, aNul, b, bNul);
    store<u32>(out, order <= 0 ? <u32>a : 0);
    store<u32>(out, order >= 0 ? <u32>b : 0, 4);
    out += 8;
    if (order <= 0) a = aNext;
    if (order >= 0) b = bNext;
  }
  return <i32>((out - list) >> 3);
}

/** Where the name of the entry at `at` ends, or 0. */
function nul(at: usize, end: usize): usize {
  const zero = i8x16.splat(0);
  for (let here = at; here < end; here += 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(here), zero));
    if (mask === 0) continue;
    const found = here + <usize>ctz(mask);
    return found < end ? found : 0;
  }
  return 0;
}

/** Mostly whole entries of about 40 bytes; only the last words are looked at by bytes. */
function isSame(a: usize, b: usize, length: usize): bool {
  let at: usize = 0;
  for (; at + 8 <= length; at += 8) if (load<u64>(a + at) !== load<u64>(b + at)) return false;
  for (; at < length; at++) if (load<u8>(a + at) !== load<u8>(b + at)) return false;
  return true;
}

/** As git sorts names: a folder's as if a slash followed. 0 only where the names are the same. */
function compare(a: usize, aNul: usize, b: usize, bNul: usize): i32 {
  let one = nameOf(a, aNul);
  let other = nameOf(b, bNul);
  while (one < aNul && other < bNul && load<u8>(one) === load<u8>(other)) {
    one++;
    other++;
  }
  if (one === aNul && other === bNul) return 0;
  return following(a, one, aNul) < following(b, other, bNul) ? -1 : 1;
}

function following(entry: usize, at: usize, nul: usize): u32 {
  if (at < nul) return load<u8>(at);
  return load<u8>(entry) === FOLDER ? SLASH : 0;
}

function nameOf(entry: usize, nul: usize): usize {
  let at = entry;
  while (at < nul && load<u8>(at) !== SPACE) at++;
  return at < nul ? at + 1 : nul;
}
