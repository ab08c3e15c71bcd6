/**
 * Where else a repository's objects lie: the folders that `objects/info/alternates` names, and those of
 * GIT_ALTERNATE_OBJECT_DIRECTORIES, which a server's hooks are given. git reads both in the same way: one
 * path an entry, from `#` on a remark, in double quotes with C's escapes where it begins with one.
 */
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, isAbsolute, resolve } from 'node:path';

/** git follows alternates of alternates this deep. */
const DEEPEST = 5;

/** The folder itself, `named` ones, and what their `info/alternates` name, relative to the folder. */
export function objectFolders(first: string, named: readonly string[] = []): string[] {
  const folders = [...new Set([first, ...named])];
  let from = 0;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const level = folders.slice(from);
    from = folders.length;
    for (const folder of level) {
      const path = `${folder}/info/alternates`;
      const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
      for (const other of entriesOf(text, '\n', folder)) {
        if (!folders.includes(other)) folders.push(other);
      }
    }
  }
  return folders;
}

/** The folders of GIT_ALTERNATE_OBJECT_DIRECTORIES. @param base what relative ones begin at */
export function alternatesOf(value: string | undefined, base: string): string[] {
  return value === undefined ? [] : entriesOf(value, delimiter, base);
}

/** Absolute paths. */
function entriesOf(text: string, separator: string, base: string): string[] {
  const paths: string[] = [];
  for (let at = 0; at < text.length; ) {
    const quoted = text[at] === '"' ? unquoted(text, at) : undefined;
    const stop = text.indexOf(separator, quoted === undefined ? at : quoted.end);
    const end = stop < 0 ? text.length : stop;
    const path = quoted === undefined ? text.slice(at, end) : quoted.path;
    if (path !== '' && text[at] !== '#') paths.push(isAbsolute(path) ? path : resolve(base, path));
    at = end + 1;
  }
  return paths;
}

const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  '\\': 92,
};

/** A path in quotes; undefined where they do not close: then git takes the entry as it stands. */
function unquoted(text: string, start: number): { path: string; end: number } | undefined {
  const match = /^"((?:[^"\\]|\\[0-3][0-7]{2}|\\[abtnvfr"\\])*)"/.exec(text.slice(start));
  if (match === null) return undefined;
  const bytes = match[1]!.match(/\\[0-7]{3}|\\.|[^\\]+/gs) ?? [];
  const path = Buffer.concat(bytes.map(plain)).toString();
  return { path, end: start + match[0].length };
}

function plain(piece: string): Buffer {
  if (!piece.startsWith('\\')) return Buffer.from(piece);
  const code = ESCAPES[piece.slice(1)];
  return Buffer.of(code === undefined ? Number.parseInt(piece.slice(1), 8) : code);
}
