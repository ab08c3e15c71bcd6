/** The checksum at a zlib stream's end, 16 bytes at a time. */

/** The most bytes after which the sums still fit: 5552 in zlib; a multiple of 16. */
const ADLER_RUN: usize = 5552;

export function adler(from: usize, size: usize): u32 {
  let a: u32 = 1;
  let b: u32 = 0;
  const weights = i8x16(16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
  const high = i16x8.extend_low_i8x16_u(weights);
  const low = i16x8.extend_high_i8x16_u(weights);
  while (size >= 16) {
    const run = min(size, ADLER_RUN) & ~15;
    let sums = i32x4.splat(0);
    let earlier = i32x4.splat(0);
    let weighed = i32x4.splat(0);
    for (const finish = from + run; from < finish; from += 16) {
      const bytes = v128.load(from);
      earlier = i32x4.add(earlier, sums);
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes)));
      weighed = i32x4.add(weighed, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(bytes), high));
      weighed = i32x4.add(weighed, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(bytes), low));
    }
    b = (b + a * (run as u32) + total(earlier) * 16 + total(weighed)) % 65521;
    a = (a + total(sums)) % 65521;
    size -= run;
  }
  for (; size > 0; size--) {
    a += load<u8>(from++);
    b += a;
  }
  return ((b % 65521) << 16) | (a % 65521);
}

function total(lanes: v128): u32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}
