/**
 * The exclude globs of a config. What can be said by a glob's literal ends alone is said without the
 * glob library: most paths of most commits are nowhere near, and a hook should not load it for them.
 */
import { KeyfenceError } from '../errors.ts';
import { faultOf, type Match } from './glob-faults.ts';
import type { ConfigFile } from './schema.ts';

type Place = (path: readonly (string | number)[]) => string;

export interface Exclude {
  readonly glob: string;
  readonly broad: boolean;
  /** False only for paths that the glob does not take. */
  readonly near: Match;
  /** Takes a path relative to the config's folder. */
  readonly load: () => Promise<Match>;
  /** There once `load` was waited for. */
  match: Match | undefined;
}

export async function excludesOf(
  written: NonNullable<ConfigFile['exclude']>,
  place: Place,
): Promise<readonly Exclude[]> {
  const excludes: Exclude[] = [];
  for (const [index, entry] of written.entries()) {
    const { glob, broad = false } = typeof entry === 'string' ? { glob: entry } : entry;
    const at = () => place(['exclude', index]);
    const fault = faultOf(glob);
    if (fault) throw new KeyfenceError('config', at(), fault);
    const exclude = excludeOf(glob, broad, at);
    if (!broad && (await broadByForm(exclude))) {
      throw new KeyfenceError('config', at(), tooBroad(glob, 'more than half of any tree'));
    }
    excludes.push(exclude);
  }
  return excludes;
}

function excludeOf(glob: string, broad: boolean, at: () => string): Exclude {
  // Behind the first special character anything may come; so may before the last one.
  const [prefix] = /^[^*?[\]{}()!+@|\\]*/.exec(glob)!;
  const [suffix] = glob.endsWith('/') ? [''] : /[^*?[\]{}()!+@|\\]*$/.exec(glob)!;
  const exclude: Exclude = {
    glob,
    broad,
    near: (path) => path.startsWith(prefix) && path.endsWith(suffix),
    load: async () => {
      exclude.match ??= compileAt((await import('./globs.ts')).compileGlob, glob, at);
      return exclude.match;
    },
    match: undefined,
  };
  return exclude;
}

/** Paths of no real repository, of every shape: a glob that takes most of them takes everything. */
const probes = ['qzx', '.qzx', 'qzx.zqx', 'qzx/zqx', 'qzx/zqx.ts', 'qzx/wvu/zqx', 'q/z/x/w/v.u'];

/** True where the glob by its form alone takes more than half of any tree. */
async function broadByForm({ near, load }: Exclude): Promise<boolean> {
  if (probes.filter(near).length * 2 <= probes.length) return false;
  return probes.filter(await load()).length * 2 > probes.length;
}

/** @param taken how much the glob covers, in words */
export function tooBroad(glob: string, taken: string): string {
  const whole = JSON.stringify({ glob, broad: true });
  return `The glob "${glob}" takes ${taken}. Write ${whole} if you mean it.`;
}

/** @throws KeyfenceError `config` at `place`, which is worked out only then */
export function compileAt(
  compile: (glob: string) => Match,
  glob: string,
  place: () => string,
): Match {
  const fault = faultOf(glob);
  if (fault) throw new KeyfenceError('config', place(), fault);
  try {
    return compile(glob);
  } catch (error) {
    throw new KeyfenceError('config', place(), (error as Error).message);
  }
}
