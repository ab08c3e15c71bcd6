/** Which Source a command reads, and how its scope is called. */

import { fstatSync } from 'node:fs';
import { relative } from 'node:path';
import type { Options } from '../config.ts';
import { KeyfenceError } from '../errors.ts';
import { readHead } from '../git.ts';
import { message, type Source, staged, stdin } from '../sources.ts';
import type { Target } from '../types.ts';
import type { Request } from './request.ts';

export function sourceOf(request: Request, options: Options): Source {
  const { repository, operands } = request;
  switch (request.command) {
    case 'staged':
      return staged(repository!, options);
    case 'message':
      return message(repository!, operands[0]!, { maxBytes: options.maxBytes, env: request.env });
    case 'stdin':
      return stdin(request.input ?? standardInput(), request.name ?? '', options);
    default:
      throw new Error(`no source for ${request.command}`);
  }
}

/** A folder (`keyfence stdin < src`) would read as an empty file, which is clean. */
function standardInput(): NodeJS.ReadStream {
  if (isFolder(0)) throw new KeyfenceError('file-unreadable', 'standard input', 'it is a folder');
  return process.stdin;
}

function isFolder(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isDirectory();
  } catch {
    return false;
  }
}

/** What the report says it looked at, and what its advice needs to know of the place. */
export function targetOf(request: Request): Target {
  const { command, repository, cwd, env } = request;
  const scope = scopeOf(request);
  if (command !== 'staged' || !repository) return { command, scope };
  const inside = relative(repository.top, cwd).replaceAll('\\', '/');
  const prefix = inside === '' ? env.GIT_PREFIX : `${inside}/`;
  const unborn = readHead(repository) === 'unborn';
  return { command, scope, ...(unborn && { unborn }), ...(prefix && { prefix }) };
}

function scopeOf({ command, operands, name, scope }: Request): string {
  if (scope !== undefined) return scope;
  switch (command) {
    case 'staged':
      return 'index against HEAD';
    case 'message':
      return operands[0]!;
    case 'stdin':
      return name || 'standard input';
    case 'files':
      return operands.join(' ') || 'files on disk';
    case 'history':
      return operands[0] ?? 'every object of the repository';
    default:
      return operands.join(' ');
  }
}

/** YYYY-MM-DD, for the expiry of ignore entries. */
export const dayOf = ({ started }: Request): string => started.slice(0, 10);
