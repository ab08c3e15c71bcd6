/** Which pairs of a needle's bytes the first look marks, and in which bucket each stands with the one beside it. */
import type { Needle } from '../../src/detect/matcher.ts';
import { CELLS, RAREST, SYMBOLS } from './pairs.ts';

const BUCKETS = 8;
/** The other of two pairs stands before the marked one. */
const BEFORE_IT = 8;

/** All pairs that can stand at `offset`: a byte outside of the needle can be any. */
function pairsAt({ text, fold }: Needle, offset: number): readonly number[] {
  const spelled = (at: number) => {
    if (at < 0 || at >= text.length) return Array.from({ length: 256 }, (_, code) => code);
    const code = text.charCodeAt(at);
    return fold && code >= 97 && code <= 122 ? [code, code - 32] : [code];
  };
  return spelled(offset).flatMap((one) => spelled(offset + 1).map((two) => one | (two << 8)));
}

/** How often a pair is met, roughly. */
const often = Float64Array.from({ length: 65_536 }, (_, pair) => {
  const [first, second] = [symbolOf(pair & 255), symbolOf(pair >> 8)];
  const level = CELLS.charCodeAt(first * SYMBOLS + second) - 48;
  return (2 ** (level / 2) * shareOf(first) * shareOf(second)) / 2 ** RAREST;
});

/** As scripts/train-pairs.js counts them. */
function symbolOf(code: number): number {
  if (code >= 32 && code < 127) return code - 32;
  const at = [0, 9, 10].indexOf(code);
  return at < 0 ? SYMBOLS - 1 : 95 + at;
}

function shareOf(symbol: number): number {
  return symbol === SYMBOLS - 1 ? 1 / (256 - symbol) : 1;
}

const sum = (pairs: Iterable<number>) => [...pairs].reduce((all, pair) => all + often[pair]!, 0);

export const keyOf = ({ fold, text }: Needle, parity: number) => `${parity} ${fold} ${text}`;

/**
 * For each needle the offsets of a pair at an even place and of one at an odd place, all of them together as rare as can be:
 * those that have only common ones choose first, and what is marked already costs nothing.
 */
export function marksOf(needles: readonly Needle[]): Map<string, number> {
  const asked = needles
    .flatMap((needle) =>
      [0, 1].map((parity) => {
        const pairs: { readonly at: number; readonly pairs: readonly number[] }[] = [];
        for (let at = parity; at + 1 < needle.text.length; at += 2) {
          pairs.push({ at, pairs: pairsAt(needle, at) });
        }
        return { key: keyOf(needle, parity), pairs };
      }),
    )
    .map((one) => ({ ...one, cost: Math.min(...one.pairs.map(({ pairs }) => sum(pairs))) }))
    .sort((one, other) => other.cost - one.cost);
  const marked = new Set<number>();
  const chosen = new Map<string, number>();
  for (const { key, pairs: all } of asked) {
    const costs = all.map(({ pairs }) => sum(pairs.filter((pair) => !marked.has(pair))));
    const best = all[costs.indexOf(Math.min(...costs))]!;
    chosen.set(key, best.at);
    for (const pair of best.pairs) marked.add(pair);
  }
  return chosen;
}

/** A needle's marked pair and the one behind it or before it. */
interface Two {
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly way: number;
}

function twosOf(needle: Needle, marked: number): Two[] {
  const two = (offset: number, way: number): Two[] =>
    offset < -1 || offset + 2 >= needle.text.length
      ? []
      : [{ first: pairsAt(needle, offset), second: pairsAt(needle, offset + 2), way }];
  const rarity = ({ first, second }: Two) => sum(first) * sum(second);
  return [...two(marked, 0), ...two(marked - 2, BEFORE_IT)].sort(
    (one, other) => rarity(one) - rarity(other),
  );
}

/**
 * For each needle's pairs a bucket, chosen so that what is first and what is second in one bucket rarely stands together
 * where it is of no needle. Those that are met most often choose first.
 */
export function bucketsOf(
  needles: readonly Needle[],
  marks: ReadonlyMap<string, number>,
): Map<string, number> {
  const halves = Array.from({ length: BUCKETS }, () => ({
    firsts: new Set<number>(),
    seconds: new Set<number>(),
  }));
  const asked = needles
    .flatMap((needle) =>
      [0, 1].map((parity) => ({
        key: keyOf(needle, parity),
        twos: twosOf(needle, marks.get(keyOf(needle, parity))!),
      })),
    )
    .map((one) => ({ ...one, cost: sum(one.twos[0]!.first) * sum(one.twos[0]!.second) }))
    .sort((one, other) => other.cost - one.cost);
  const chosen = new Map<string, number>();
  for (const { key, twos } of asked) {
    let best = { cost: Number.POSITIVE_INFINITY, bucket: 0, two: twos[0]! };
    for (const two of twos) {
      for (const [bucket, { firsts, seconds }] of halves.entries()) {
        const more = (to: Set<number>, pairs: readonly number[]) =>
          sum(to) + sum(pairs.filter((pair) => !to.has(pair)));
        const cost =
          more(firsts, two.first) * more(seconds, two.second) - sum(firsts) * sum(seconds);
        if (cost < best.cost) best = { cost, bucket, two };
      }
    }
    const { firsts, seconds } = halves[best.bucket]!;
    for (const pair of best.two.first) firsts.add(pair);
    for (const pair of best.two.second) seconds.add(pair);
    chosen.set(key, best.bucket + best.two.way);
  }
  return chosen;
}
