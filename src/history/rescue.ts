/**
 * What this tool cannot read, git is asked for: a format that is newer than this code, or an object of
 * which another copy is sound. What git cannot read either stays a Skip.
 */
import type { GitObject, ObjectType } from '../objects/loose.ts';
import type { GitRunner } from './refs.ts';

export interface Rescued extends GitObject {
  readonly oid: string;
}

/** Objects asked for in one go, so that their bytes need not fit into memory together. */
const AT_ONCE = 64;
const FEED = 10;

/** Ids of all objects that git knows of here. */
export async function listAll(run: GitRunner): Promise<string[]> {
  const format = '--batch-check=%(objectname)';
  const { stdout } = await run(['cat-file', '--batch-all-objects', '--unordered', format]);
  return Buffer.from(stdout)
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '');
}

/** Those of the objects that git can read. */
export async function* rescue(run: GitRunner, oids: readonly string[]): AsyncGenerator<Rescued> {
  for (let at = 0; at < oids.length; at += AT_ONCE) {
    yield* readSome(run, oids.slice(at, at + AT_ONCE));
  }
}

async function* readSome(run: GitRunner, oids: readonly string[]): AsyncGenerator<Rescued> {
  const input = `${oids.join('\n')}\n`;
  const { code, stdout } = await run(['cat-file', '--batch'], { input, accept: [128] });
  const found = parse(Buffer.from(stdout.buffer, stdout.byteOffset, stdout.length));
  yield* found;
  // git ends at the first object that it cannot read: go on behind it.
  if (code === 0) return;
  const rest = oids.slice(found.length + 1);
  if (rest.length > 0) yield* readSome(run, rest);
}

/** `id type size`, the content, a line feed; or `id missing`. */
function parse(bytes: Buffer): Rescued[] {
  const found: Rescued[] = [];
  for (let at = 0; at < bytes.length; ) {
    const feed = bytes.indexOf(FEED, at);
    if (feed < 0) break;
    const [oid, type, size] = bytes.toString('latin1', at, feed).split(' ');
    at = feed + 1;
    if (size === undefined) continue;
    const end = at + Number(size);
    if (end >= bytes.length) break;
    found.push({ oid: oid!, type: type as ObjectType, bytes: bytes.subarray(at, end) });
    at = end + 1;
  }
  return found;
}
