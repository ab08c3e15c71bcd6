/**
 * Raw paths: one character for each byte (Latin-1), so that names which are not UTF-8 can be kept,
 * sorted and compared as strings, and opened again.
 */
import { sep } from 'node:path';
import { type Named, named } from './names.ts';

const HIGH = /[\u0080-\u00ff]/;

/** The raw path of a string as users and Node write it. */
export function rawPath(path: string): string {
  return /[^\0-\x7f]/.test(path) ? Buffer.from(path).toString('latin1') : path;
}

/** True where all bytes of the names are ASCII, so that raw they are what they are. */
export function isAscii(raw: string): boolean {
  return !HIGH.test(raw);
}

/** What the file system takes: a string where the path is ASCII, else its bytes. */
export function nativePath(raw: string): string | Buffer {
  return HIGH.test(raw) ? Buffer.from(raw, 'latin1') : raw;
}

/** For a person: bytes that are not UTF-8 become U+FFFD. */
export function display(raw: string): string {
  return HIGH.test(raw) ? Buffer.from(raw, 'latin1').toString() : raw;
}

/** As a Skip or an Origin has it. */
export function nameOf(raw: string): Named {
  return HIGH.test(raw) ? named(Buffer.from(raw, 'latin1')) : { path: raw };
}

/** The absolute path `full` relative to `root`, with `/`; undefined where it is not inside. */
export function relativeTo(root: string, full: string): string | undefined {
  if (full === root || (root === '' && full === sep)) return '';
  if (!full.startsWith(root + sep)) return undefined;
  return full.slice(root.length + 1).replaceAll(sep, '/');
}

/** True for git's own folder and the file of that name that leads to it, and for all inside. */
export function isGits(path: string): boolean {
  return /(^|\/)\.git(\/|$)/i.test(path);
}

/** The same of a name without a `/`, of which a walk asks once a file. */
export function isGitName(name: string): boolean {
  return name.length === 4 && name.toLowerCase() === '.git';
}
