/**
 * Where policy (config, ignores, baseline) is read from: the disk, or a commit that the change under
 * judgement cannot edit. On disk it must be a regular file inside the repository, at most 1 MiB:
 * a link to /dev/zero or to /etc/passwd is an error, not a config.
 */
import { isUtf8 } from 'node:buffer';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
} from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { KeyfenceError } from '../errors.ts';

/** The config of a folder and what lies below it. */
export const configName = '.keyfencerc.json';

/** Bytes. */
export const policyLimit = 1 << 20;

export interface PolicySource {
  /** What stands before a path in messages: '' or `origin/main:`. */
  readonly prefix: string;
  /**
   * The text of a file, path relative to the top with `/`; undefined where there is none. With
   * `holding`, a file that is no regular file or lacks that text is as good as absent.
   */
  readonly read: (path: string, holding?: string) => string | undefined;
}

export function diskPolicy(top: string): PolicySource {
  return { prefix: '', read: (path, holding) => readPolicyFile(join(top, path), path, holding) };
}

/** By path: the bytes, or the sentence that says why they cannot be had. */
export type PolicyFiles = ReadonlyMap<string, Uint8Array | string>;

/** Policy of a commit, already read: every file of it that may matter. */
export function commitPolicy(ref: string, files: PolicyFiles): PolicySource {
  const prefix = `${ref}:`;
  return {
    prefix,
    read: (path, holding) => {
      const bytes = files.get(path);
      if (typeof bytes === 'string') throw new KeyfenceError('config', prefix + path, bytes);
      if (bytes === undefined || (holding && !Buffer.from(bytes).includes(holding)))
        return undefined;
      return decode(bytes, prefix + path);
    },
  };
}

/** The path of `--config FILE`, relative to the root. @throws KeyfenceError where it lies outside */
export function configPath(top: string, file: string, cwd = process.cwd()): string {
  const name = relative(top, resolve(realpathSync(cwd), file)).replaceAll('\\', '/');
  if (!name.startsWith('../') && !isAbsolute(name)) return name;
  throw new KeyfenceError('config', file, 'It lies outside the repository.');
}

/** An explicit `--config FILE` must exist. */
export function readNamed(source: PolicySource, path: string): { name: string; text: string } {
  const name = source.prefix + path;
  const text = source.read(path);
  if (text === undefined) throw new KeyfenceError('file-unreadable', name, 'there is no such file');
  return { name, text };
}

function readPolicyFile(full: string, path: string, holding?: string): string | undefined {
  const seen = statusOf(full);
  if (!seen || (holding && !seen.isFile())) return undefined;
  if (!seen.isFile()) throw new KeyfenceError('config', path, 'It is not a regular file.');
  const bytes = readRegular(full, path);
  return holding && !bytes.includes(holding) ? undefined : decode(bytes, path);
}

/** Where a name is longer than the system allows, no file has it; commits may hold folders as deep as that. */
function statusOf(full: string) {
  try {
    return lstatSync(full, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENAMETOOLONG') return undefined;
    throw error;
  }
}

/** Opens without following a link that was put there in between, and looks again at what it got. */
function readRegular(full: string, path: string): Buffer {
  let file: number | undefined;
  try {
    file = openSync(full, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    if (fstatSync(file).size > policyLimit) return tooLarge(path);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof KeyfenceError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    throw new KeyfenceError('config', path, `It cannot be read (${code}).`);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const tooLarge = (path: string): never => {
  throw new KeyfenceError('config', path, 'It is larger than 1 MiB.');
};

function decode(bytes: Uint8Array, path: string): string {
  if (bytes.length > policyLimit) return tooLarge(path);
  if (!isUtf8(bytes)) throw new KeyfenceError('config', path, 'It is not UTF-8 text.');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}
