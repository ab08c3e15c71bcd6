/** What can be said of a glob without the glob library. */

export type Match = (path: string) => boolean;

/** What is wrong with a glob, as a sentence; the library would take most of it and match nothing. */
export function faultOf(glob: string): string | undefined {
  if (glob.startsWith('!')) return 'A glob that begins with "!" is not supported here.';
  if (glob.includes('\\') && !/\\[[\]{}()*?!+@$\\]/.test(glob)) {
    return 'Write globs with "/", on Windows too.';
  }
  if (glob.startsWith('/') || /^\.\.?(\/|$)/.test(glob)) {
    return 'A glob is relative to the folder of its config: no leading "/", "./" or "../".';
  }
  if (unbalanced(glob)) return 'A bracket or brace in the glob is not closed.';
  return starry(glob)
    ? 'A glob with more than 4 "*" between two slashes, or more than 3 "**" before its end, can take for ever on a long path.'
    : undefined;
}

/** Each star more multiplies what a path can cost by its length, and the path is anybody's. */
function starry(glob: string): boolean {
  const parts = glob.split('/');
  const deep = parts.slice(0, -1).filter((part) => part === '**').length;
  return deep > 3 || parts.some((part) => part.split(/\*+/).length - 1 > 4);
}

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
