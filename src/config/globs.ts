/**
 * Globs over git's paths: `/` on all systems, case-sensitive, dot files included, braces and `**`.
 * A glob that begins with `!` would turn exclusion around and is refused.
 */
import picomatch from 'picomatch';

export type Match = (path: string) => boolean;

/** Throws an Error whose message is a sentence about the glob. */
export function compileGlob(glob: string): Match {
  if (glob.startsWith('!')) throw new Error('A glob that begins with "!" is not supported here.');
  if (glob.includes('\\') && !/\\[[\]{}()*?!+@$\\]/.test(glob)) {
    throw new Error('Write globs with "/", on Windows too.');
  }
  if (glob.startsWith('/') || /^\.\.?(\/|$)/.test(glob)) {
    throw new Error(
      'A glob is relative to the folder of its config: no leading "/", "./" or "../".',
    );
  }
  if (unbalanced(glob)) throw new Error('A bracket or brace in the glob is not closed.');
  const folder = glob.endsWith('/') ? `${glob}**` : glob;
  const match = picomatch(folder, {
    dot: true,
    nocase: false,
    windows: false,
    strictSlashes: true,
  });
  return (path) => match(path);
}

/** A bracket that never closes would be taken literally and match nothing, in silence. */
function unbalanced(glob: string): boolean {
  const stack: string[] = [];
  const closing: Record<string, string> = { '[': ']', '{': '}', '(': ')' };
  for (let index = 0; index < glob.length; index++) {
    const letter = glob[index]!;
    const inClass = stack.at(-1) === ']';
    if (letter === '\\') index++;
    else if (letter === stack.at(-1)) stack.pop();
    else if (!inClass && letter in closing) stack.push(closing[letter]!);
  }
  return stack.length > 0;
}

/** Paths of no real repository, of every shape: a glob that takes most of them takes everything. */
const probes = ['qzx', '.qzx', 'qzx.zqx', 'qzx/zqx', 'qzx/zqx.ts', 'qzx/wvu/zqx', 'q/z/x/w/v.u'];

/** True where the glob by its form alone takes more than half of any tree. */
export function broadByForm(match: Match): boolean {
  return probes.filter(match).length * 2 > probes.length;
}
