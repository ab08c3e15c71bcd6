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
export async function isClean(objects: Iterable<GitObject>, options: Options): Promise<boolean> {
  const few: GitObject[] = [];
  let size = 0;
  let look: Look | undefined;
  for (const object of objects) {
    size += object.bytes.length;
    if (look !== undefined) {
      if (!(await look(object))) return false;
      continue;
    }
    // It may be gone when the next one is there.
    few.push({ type: object.type, bytes: Buffer.from(object.bytes) });
    if (size <= SMALL) continue;
    look = lookWith(options);
    for (const one of few) if (!(await look(one))) return false;
  }
  if (look !== undefined || !few.some(({ bytes }) => mayHold(bytes))) return true;
  look = lookWith(options);
  for (const one of few) if (!(await look(one))) return false;
  return true;
}

type Look = (object: GitObject) => boolean | Promise<boolean>;

function lookWith(options: Options): Look {
  const glance = Glance.open();
  if (glance === undefined) {
    const engine = new LazyEngine(options);
    return async ({ bytes }) => !(await engine.find(bytes));
  }
  let placed: Placed | undefined;
  return async (object) => {
    const count = glance.look(object.bytes);
    if (count === 0) return true;
    if (count < 0) return false;
    placed ??= new (await import('./placed.ts')).Placed(options);
    return placed.isClean(object, glance.found, count);
  };
}
