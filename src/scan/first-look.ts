/**
 * The first look at what a range brings: is there certainly no finding in it? Nearly all of it holds no needle of
 * the rules, and no rule is loaded then; what stands at the few needles, the rules that own them say, and the
 * judge. Whatever may be a finding is left to the whole scan, which words and attributes it.
 */
import type { Options } from '../config.ts';
import { Glance } from '../detect/glance.ts';
import { mayHold } from '../detect/prefilter.ts';
import type { GitObject } from '../history/quick.ts';
import { LazyEngine, SMALL } from './lazy-engine.ts';
import type { Placed } from './placed.ts';

/** True only where the whole scan of these objects finds nothing, and nothing that is ignored. */
export async function isClean(objects: readonly GitObject[], options: Options): Promise<boolean> {
  const size = objects.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (size <= SMALL && !objects.some(({ bytes }) => mayHold(bytes))) return true;
  const glance = Glance.open();
  if (glance === undefined) return await isPlainlyClean(objects, options);
  let placed: Placed | undefined;
  for (const object of objects) {
    const count = glance.look(object.bytes);
    if (count === 0) continue;
    if (count < 0) return false;
    placed ??= new (await import('./placed.ts')).Placed(options);
    if (!placed.isClean(object, glance.found, count)) return false;
  }
  return true;
}

/** Where there is no WebAssembly. */
async function isPlainlyClean(objects: readonly GitObject[], options: Options): Promise<boolean> {
  const engine = new LazyEngine(options);
  for (const { bytes } of objects) if (await engine.find(bytes)) return false;
  return true;
}
