/** Globs over git's paths: `/` on all systems, case-sensitive, dot files included, braces and `**`. */
import picomatch from 'picomatch';
import { faultOf, type Match } from './glob-faults.ts';

/** Throws an Error whose message is a sentence about the glob. */
export function compileGlob(glob: string): Match {
  const fault = faultOf(glob);
  if (fault) throw new Error(fault);
  const folder = glob.endsWith('/') ? `${glob}**` : glob;
  const match = picomatch(folder, {
    dot: true,
    nocase: false,
    windows: false,
    strictSlashes: true,
  });
  return (path) => match(path);
}
