/** The order of a pack's entries by offset, of a million and more: a radix sort. */

/** Digits of the sort below: 11 bits, whose counts stay in the nearest cache. */
const DIGIT = 11;
const DIGITS = 1 << DIGIT;
const NARROW = 2 ** 32;

/** Fills `order` so that unsorted[order[i]] goes up, and `offsets` with these. */
export function sortByOffset(
  unsorted: Float64Array,
  order: Uint32Array,
  offsets: Float64Array,
): void {
  const count = order.length;
  const narrow = new Uint32Array(count);
  let isNarrow = true;
  for (let index = 0; index < count; index++) {
    order[index] = index;
    const offset = unsorted[index]!;
    narrow[index] = offset;
    if (offset >= NARROW) isNarrow = false;
  }
  sortByKey(narrow, order);
  if (isNarrow) {
    offsets.set(narrow);
    return;
  }
  // In order of the lower 32 bits; those above them decide.
  for (let index = 0; index < count; index++) {
    narrow[index] = Math.floor(unsorted[order[index]!]! / NARROW);
  }
  sortByKey(narrow, order);
  for (let index = 0; index < count; index++) offsets[index] = unsorted[order[index]!]!;
}

/** Puts keys in order, equal ones as they stood, and moves `order` with them: lowest digit first. */
function sortByKey(keys: Uint32Array, order: Uint32Array): void {
  const { length } = keys;
  let fromKeys = keys;
  let from = order;
  let toKeys: Uint32Array = new Uint32Array(length);
  let to: Uint32Array = new Uint32Array(length);
  let most = 0;
  for (let index = 0; index < length; index++) if (keys[index]! > most) most = keys[index]!;
  for (let shift = 0; shift < 32 && most >>> shift > 0; shift += DIGIT) {
    const starts = startsOf(fromKeys, shift);
    for (let index = 0; index < length; index++) {
      const key = fromKeys[index]!;
      const place = starts[(key >>> shift) & (DIGITS - 1)]!++;
      toKeys[place] = key;
      to[place] = from[index]!;
    }
    [fromKeys, toKeys] = [toKeys, fromKeys];
    [from, to] = [to, from];
  }
  if (from === order) return;
  order.set(from);
  keys.set(fromKeys);
}

/** By digit, how many keys have a lower one. */
function startsOf(keys: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(DIGITS + 1);
  for (let index = 0; index < keys.length; index++) {
    starts[((keys[index]! >>> shift) & (DIGITS - 1)) + 1]!++;
  }
  for (let digit = 1; digit <= DIGITS; digit++) starts[digit]! += starts[digit - 1]!;
  return starts;
}
