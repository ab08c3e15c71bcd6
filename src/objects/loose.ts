/**
 * Loose objects: one zlib file each at `objects/ab/cdef…`, holding `blob 12\0` + the content. The
 * pre-commit hook reads them at every commit, so `node:zlib` is loaded only where the small reader
 * gives up.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { KeyfenceError } from '../errors.ts';
import { inflateSmall } from './small-inflate.ts';

export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag';

/** What git stores under an id. `bytes` belongs to the caller. */
export interface GitObject {
  readonly type: ObjectType;
  readonly bytes: Uint8Array;
}

export interface LooseHeader {
  readonly type: ObjectType;
  /** Bytes of content, unpacked. */
  readonly size: number;
  /** Where the content starts in the inflated file. */
  readonly start: number;
}

/** "commit " + 20 digits + NUL: no valid header is longer. */
const LONGEST_HEADER = 32;

/**
 * Reads one loose object.
 * @param objectsDir absolute path of an `objects` folder; alternates are the caller's affair
 * @param oid 40 or 64 lower-case hex digits
 * @returns undefined where there is no such loose file (the object may be packed)
 * @throws KeyfenceError 'corrupt-object' where the file is not what its header says
 */
export function readLoose(objectsDir: string, oid: string): GitObject | undefined {
  const path = loosePath(objectsDir, oid);
  const packed = orMissing(() => readFileSync(path));
  if (packed === undefined) return undefined;
  let inflated: Uint8Array;
  try {
    inflated = inflate(packed);
  } catch (error) {
    throw new KeyfenceError('corrupt-object', oid, `${path}: ${(error as Error).message}`);
  }
  const header = parseHeader(inflated, oid, path);
  const held = inflated.length - header.start;
  if (held !== header.size) {
    const what = `${path}: header says ${header.size} bytes, file holds ${held}`;
    throw new KeyfenceError('corrupt-object', oid, what);
  }
  return { type: header.type, bytes: inflated.subarray(header.start) };
}

/** Type and size of a loose object from its first bytes, so that a giant can be refused unread. */
export function readLooseHeader(objectsDir: string, oid: string): LooseHeader | undefined {
  const path = loosePath(objectsDir, oid);
  const first = orMissing(() => readFirst(path, 512));
  if (first === undefined) return undefined;
  try {
    const { constants, inflateSync } = zlib();
    const inflated = inflateSync(first, { finishFlush: constants.Z_SYNC_FLUSH });
    return parseHeader(inflated, oid, path);
  } catch (error) {
    if (error instanceof KeyfenceError) throw error;
    throw new KeyfenceError('corrupt-object', oid, `${path}: ${(error as Error).message}`);
  }
}

export function loosePath(objectsDir: string, oid: string): string {
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(oid)) {
    throw new KeyfenceError('corrupt-object', oid.slice(0, 80), 'this is no object id');
  }
  return `${objectsDir}/${oid.slice(0, 2)}/${oid.slice(2)}`;
}

/**
 * Deflated bytes that may still be inflated without `node:zlib`. Cold, that costs 1.3 ms for the first
 * and 0.4 ms for each further kilobyte; loading and first using zlib costs 2.5 ms.
 */
let smallBudget = 4096;

function inflate(deflated: Uint8Array): Uint8Array {
  smallBudget = deflated.length > smallBudget ? 0 : smallBudget - deflated.length;
  return (smallBudget > 0 && inflateSmall(deflated)) || zlib().inflateSync(deflated);
}

/** Loaded at the first object that needs it; `import` would load it with the module. */
const zlib = () => process.getBuiltinModule('node:zlib');

function parseHeader(inflated: Uint8Array, oid: string, path: string): LooseHeader {
  const nul = inflated.subarray(0, LONGEST_HEADER).indexOf(0);
  const text = nul < 0 ? '' : String.fromCharCode(...inflated.subarray(0, nul));
  const match = /^(blob|tree|commit|tag) (0|[1-9][0-9]{0,14})$/.exec(text);
  if (match === null) throw new KeyfenceError('corrupt-object', oid, `${path}: no object header`);
  return { type: match[1] as ObjectType, size: Number(match[2]), start: nul + 1 };
}

function readFirst(path: string, length: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(length);
    return buffer.subarray(0, readSync(file, buffer, 0, length, 0));
  } finally {
    closeSync(file);
  }
}

function orMissing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new KeyfenceError('file-unreadable', (error as { path?: string }).path ?? '', `${code}`);
  }
}
