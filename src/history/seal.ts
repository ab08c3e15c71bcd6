/**
 * Files inside a git directory that only this user can have written. A repository that came in an
 * archive can hold any file; one that says "clean" must not be believed. So each file starts with an
 * HMAC under a key that lies outside of all repositories, and whatever does not fit it is not read.
 * Layout: 64 hexadecimal digits, a line feed, the content.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, sep } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Why there is no key, or no content, in a few words. */
export class Refused {
  constructor(readonly why: string) {}
}

const DIGITS = 64;
const FOLDER = 0o700;
const FILE = 0o600;
/** A value in KEYFENCE_CACHE_KEY that could be guessed protects nothing. */
const SHORTEST = 32;

/**
 * The key of this user: made at the first need, read from then on. In CI, KEYFENCE_CACHE_KEY can be it.
 * @param repository folders that a key may not lie in: whoever made them would know it
 * @param need 'find' makes none
 */
export function userKey(
  env: Environment,
  repository: readonly string[],
  need: 'make' | 'find' = 'make',
): Buffer | Refused {
  const given = env.KEYFENCE_CACHE_KEY;
  if (given) {
    if (given.length < SHORTEST) {
      return new Refused(`KEYFENCE_CACHE_KEY has fewer than ${SHORTEST} characters`);
    }
    return createHash('sha256').update(given).digest();
  }
  const path = keyPath(env);
  try {
    if (!lstatSync(path, { throwIfNoEntry: false })) {
      if (need === 'find') return new Refused(`its key ${path} is not there`);
      make(path);
    }
    const real = realpathSync(path);
    if (repository.some((folder) => folder !== '' && real.startsWith(realpathSync(folder) + sep))) {
      return new Refused(`its key ${path} lies inside of this repository`);
    }
    return readKey(path);
  } catch (error) {
    return new Refused(`its key ${path} cannot be kept (${codeOf(error)})`);
  }
}

function keyPath(env: Environment): string {
  const { XDG_STATE_HOME: state, LOCALAPPDATA: local } = env;
  const own = state && isAbsolute(state) ? state : undefined;
  const home = env.HOME && isAbsolute(env.HOME) ? env.HOME : homedir();
  const windows = local ?? join(home, 'AppData', 'Local');
  const folder = process.platform === 'win32' ? windows : join(home, '.local', 'state');
  return join(own ?? folder, 'keyfence', 'cache-key');
}

/** Put in place whole: of two that start together, one makes it and the other reads it. */
function make(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: FOLDER });
  const draft = draftOf(path);
  writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: FILE });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readKey(path: string): Buffer | Refused {
  const bytes = readOwn(path, 1024);
  if (bytes === undefined) return new Refused(`its key ${path} is not there`);
  if (bytes instanceof Refused) return new Refused(`its key ${path} ${bytes.why}`);
  const text = bytes.toString('latin1').trimEnd();
  if (!/^[0-9a-f]{64}$/.test(text)) return new Refused(`its key ${path} is damaged; remove it`);
  return Buffer.from(text, 'hex');
}

/** Content under a valid seal; undefined where there is no such file. */
export function readSealed(path: string, key: Buffer, most: number): Buffer | Refused | undefined {
  try {
    const bytes = readOwn(path, most + DIGITS + 1);
    if (bytes === undefined || bytes instanceof Refused) return bytes;
    const content = bytes.subarray(DIGITS + 1);
    const seal = Buffer.from(bytes.toString('latin1', 0, DIGITS), 'latin1');
    const right = Buffer.from(`${sealOf(content, key)}\n`, 'latin1');
    const given = Buffer.concat([seal, bytes.subarray(DIGITS, DIGITS + 1)]);
    if (given.length === right.length && timingSafeEqual(given, right)) return content;
    return new Refused('is damaged, or somebody else wrote it');
  } catch (error) {
    return new Refused(`cannot be read (${codeOf(error)})`);
  }
}

/** Writes beside the file and renames, so that the old content or the new one is there, and follows no link. */
export function writeSealed(path: string, key: Buffer, content: Buffer): Refused | undefined {
  const draft = draftOf(path);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: FOLDER });
    if (!lstatSync(dirname(path)).isDirectory()) return new Refused('is not in a folder');
    const seal = Buffer.from(`${sealOf(content, key)}\n`, 'latin1');
    writeFileSync(draft, Buffer.concat([seal, content]), { flag: 'wx', mode: FILE });
    renameSync(draft, path);
    return undefined;
  } catch (error) {
    rmSync(draft, { force: true });
    return new Refused(`cannot be written (${codeOf(error)})`);
  }
}

const sealOf = (content: Buffer, key: Buffer) =>
  createHmac('sha256', key).update(content).digest('hex');

const draftOf = (path: string) => `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;

/** A plain file of this user that others can neither write nor read. No link is followed. */
function readOwn(path: string, most: number): Buffer | Refused | undefined {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) return undefined;
  if (!status.isFile()) return new Refused('is not a plain file');
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const { size, mode, uid } = fstatSync(file);
    const user = process.geteuid?.();
    if (user !== undefined && uid !== user) return new Refused('belongs to another user');
    if (user !== undefined && (mode & 0o077) !== 0) return new Refused('is open to other users');
    if (size > most) return new Refused(`has ${size} bytes`);
    const bytes = Buffer.alloc(size);
    let done = 0;
    while (done < size) {
      const got = readSync(file, bytes, done, size - done, done);
      if (got === 0) return new Refused('is cut short');
      done += got;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';
