/** Sources of one Blob: the message of a commit in the making, and standard input. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { KeyfenceError } from '../errors.ts';
import type { Environment, Repository } from '../git.ts';
import type { Blob, OriginKind, Skip } from '../types.ts';

export interface SourceOptions {
  /** Bytes; a larger blob is a Skip `too-large`, which makes the scan incomplete. */
  readonly maxBytes: number;
}

const SPACE = 0x20;
const FEED = 0x0a;

/** @see message in `sources.ts` */
export async function* readMessage(
  repo: Repository,
  file: string,
  options: SourceOptions & { readonly env: Environment },
): AsyncGenerator<Blob | Skip> {
  const bytes = readRegular(file, options.maxBytes);
  if (typeof bytes === 'number') {
    yield tooLarge(file, bytes);
    return;
  }
  const recorded = edited(options.env) ? await asRecorded(repo, bytes) : bytes;
  yield blob('message', '', recorded);
}

/** @see stdin in `sources.ts` */
export async function* readStdin(
  input: AsyncIterable<Uint8Array>,
  name: string,
  options: SourceOptions,
): AsyncGenerator<Blob | Skip> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of input) {
    length += piece.length;
    if (length <= options.maxBytes) pieces.push(piece);
  }
  yield length <= options.maxBytes
    ? blob('stdin', name, Buffer.concat(pieces))
    : tooLarge(name, length);
}

function blob(kind: OriginKind, path: string, bytes: Uint8Array): Blob {
  return { bytes, origin: { kind, path } };
}

function tooLarge(path: string, size: number): Skip {
  return { path, reason: 'too-large', detail: `${size} bytes`, harmless: false };
}

/** The bytes, or the size alone where that is above the limit. Never waits on a FIFO or device. */
function readRegular(path: string, maxBytes: number): Uint8Array | number {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = fstatSync(file);
    if (!status.isFile()) throw new KeyfenceError('file-unreadable', path, 'it is not a file');
    return status.size > maxBytes ? status.size : readFileSync(file);
  } catch (error) {
    if (error instanceof KeyfenceError) throw error;
    throw new KeyfenceError('file-unreadable', path, reason(error as NodeJS.ErrnoException));
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const reason = (error: NodeJS.ErrnoException) =>
  error.code === 'ENOENT' ? 'there is no such file' : (error.code ?? 'unknown error');

/**
 * True in a commit-msg hook behind an editor: git sets GIT_INDEX_FILE for its hooks, and
 * `GIT_EDITOR=:` where the message came by `-m`, `-F` or `-C`. Only an editor's file has parts that
 * git will take away; in doubt all of it is scanned.
 */
function edited(env: Environment): boolean {
  return env.GIT_INDEX_FILE !== undefined && env.GIT_EDITOR !== ':';
}

/** Cut at the scissors, comment lines blanked: lines and columns stay where they were. */
async function asRecorded(repo: Repository, bytes: Uint8Array): Promise<Uint8Array> {
  const settings = await messageSettings(repo);
  const end = scissors(bytes, settings.comment);
  const recorded = Uint8Array.from(bytes.subarray(0, end));
  if (settings.strips && settings.comment !== 'auto') {
    blankComments(recorded, Buffer.from(settings.comment));
  }
  return recorded;
}

interface MessageSettings {
  /** What a comment line starts with; `auto` where git picks it anew for every message. */
  readonly comment: string;
  /** True where comment lines are not recorded. */
  readonly strips: boolean;
}

async function messageSettings(repo: Repository): Promise<MessageSettings> {
  const keys = '^(core\\.comment(char|string)|commit\\.cleanup)$';
  const { stdout } = await repo.run(['config', '-z', '--get-regexp', keys], { accept: [1] });
  const settings = new Map<string, string>();
  for (const pair of stdout.toString().split('\0')) {
    const feed = pair.indexOf('\n');
    if (feed > 0) settings.set(pair.slice(0, feed), pair.slice(feed + 1));
  }
  const comment = settings.get('core.commentstring') ?? settings.get('core.commentchar') ?? '#';
  const cleanup = settings.get('commit.cleanup') ?? 'default';
  return { comment, strips: cleanup === 'default' || cleanup === 'strip' };
}

/** Offset of git's own scissors line, which has a comment line behind it; else the end. */
function scissors(bytes: Uint8Array, comment: string): number {
  const mark = comment === 'auto' ? '[#;@!$%^&|:]' : comment.replace(/[^\w ]/g, '\\$&');
  const line = new RegExp(`^${mark} -{24} >8 -{24}\\r?\\n${mark}`, 'm');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return line.exec(text)?.index ?? bytes.length;
}

function blankComments(bytes: Uint8Array, comment: Buffer): void {
  let at = 0;
  while (at < bytes.length) {
    const feed = bytes.indexOf(FEED, at);
    const end = feed < 0 ? bytes.length : feed;
    if (comment.length > 0 && comment.equals(bytes.subarray(at, at + comment.length))) {
      bytes.fill(SPACE, at, end);
    }
    at = end + 1;
  }
}
