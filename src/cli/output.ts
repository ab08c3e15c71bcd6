/**
 * Writing what a run has to say. Straight to the file descriptor: `process.stdout` costs milliseconds
 * of start-up, and its pipes are asynchronous, so that a process that ends early loses output.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync, writeSync } from 'node:fs';
import { isAbsolute, normalize } from 'node:path';
import { KeyfenceError } from '../errors.ts';

const CHUNK = 1 << 16;

/**
 * Whether to write for a person. Every terminal is a character device and nearly no other output is;
 * `node:tty`, which knows for certain, costs a hook four milliseconds.
 */
export function seemsTerminal(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    return false;
  }
}

/** True only where the descriptor certainly is a terminal. */
export async function isTerminal(descriptor: number): Promise<boolean> {
  return seemsTerminal(descriptor) && (await import('node:tty')).isatty(descriptor);
}

/** Columns of the terminal at stderr or stdout; 80 where there is none. */
export function terminalWidth(): number {
  return process.stdout.columns || 80;
}

/**
 * Writes all pieces, gathered into larger writes.
 * @returns false where the reader went away (EPIPE): nothing more can be said, and that is no error
 */
export function print(descriptor: number, pieces: Iterable<string>): boolean {
  let pending = '';
  for (const piece of pieces) {
    pending += piece;
    if (pending.length < CHUNK) continue;
    if (!writeAll(descriptor, Buffer.from(pending))) return false;
    pending = '';
  }
  return writeAll(descriptor, Buffer.from(pending));
}

/**
 * Writes a report file. Links below the current folder are refused, at the end of the path and on its way:
 * they came with the repository and could lead out of it.
 */
export function printFile(path: string, pieces: Iterable<string>): void {
  const descriptor = openReport(path);
  try {
    print(descriptor, pieces);
  } catch (error) {
    throw unwritable(path, error);
  } finally {
    closeSync(descriptor);
  }
}

function openReport(path: string): number {
  const link = linkOnTheWay(path);
  if (link !== undefined)
    throw new KeyfenceError('report-file', path, `${link} is a symbolic link`);
  // The system's own names for an open descriptor are links: /dev/stdout, and /dev/fd/63 of `>(…)`.
  const follow = path.startsWith('/dev/') ? 0 : (constants.O_NOFOLLOW ?? 0);
  try {
    return openSync(
      path,
      constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | follow,
      0o644,
    );
  } catch (error) {
    throw unwritable(path, error);
  }
}

function linkOnTheWay(path: string): string | undefined {
  const steps = normalize(path).split(/[\\/]/);
  // Whoever leaves the folder by name, knows where to.
  if (isAbsolute(path) || steps[0] === '..') return undefined;
  for (let end = 1; end < steps.length; end++) {
    const folder = steps.slice(0, end).join('/');
    if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) return folder;
  }
  return undefined;
}

function unwritable(path: string, error: unknown): KeyfenceError {
  const { code = 'an unknown error' } = error as NodeJS.ErrnoException;
  return new KeyfenceError('report-file', path, code === 'ELOOP' ? 'it is a symbolic link' : code);
}

function writeAll(descriptor: number, bytes: Uint8Array): boolean {
  let from = 0;
  while (from < bytes.length) {
    try {
      from += writeSync(descriptor, bytes, from);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return false;
      if (code !== 'EAGAIN') throw error;
      wait(2);
    }
  }
  return true;
}

/** A pipe that somebody else made non-blocking is full: give its reader a moment. */
function wait(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
