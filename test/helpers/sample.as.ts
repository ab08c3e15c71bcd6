/** What test/wasm.test.ts compiles: 16 bytes at a time, on the memory that it is given. */

/** How many of bytes[at, at + length) are `wanted`; `length` is a multiple of 16. */
export function count(at: usize, length: usize, wanted: u8): i32 {
  const all = i8x16.splat(wanted as i8);
  let found = 0;
  for (const end = at + length; at < end; at += 16) {
    found += popcnt(i8x16.bitmask(i8x16.eq(v128.load(at), all)));
  }
  return found;
}
