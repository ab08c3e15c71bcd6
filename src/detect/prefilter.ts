/**
 * A first look at a few small blobs, before the engine is even loaded: a commit that holds none of the
 * engine's needles cannot hold a hit, and most commits are like that. One regular expression, made
 * from the built-in rules' needles, so that it finds exactly as much.
 */
import { needles } from './needles.ts';

let pattern: RegExp | undefined;

/** False only where the engine of the built-in rules would report no hit. */
export function mayHold(bytes: Uint8Array): boolean {
  pattern ??= new RegExp(needles);
  return pattern.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'));
}
