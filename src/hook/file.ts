/**
 * One hook file on disk: read as bytes, written whole or not at all (a new file takes the old one's
 * name), with the mode it had.
 */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import {
  before,
  block,
  holdsBlock,
  insert,
  isBare,
  isDamaged,
  type Language,
  language,
  type Plan,
  remove,
} from './script.ts';

export interface HookFile {
  /** latin1: one character is one byte. */
  readonly text: string;
  /** Permission bits. */
  readonly mode: number;
  readonly kind: Language | 'link' | 'no-file';
}

/** @returns undefined where there is nothing of that name */
export function readHook(file: string): HookFile | undefined {
  const status = lstatSync(file, { throwIfNoEntry: false });
  if (status === undefined) return undefined;
  if (status.isSymbolicLink()) return { text: '', mode: modeOf(file), kind: 'link' };
  if (!status.isFile()) return { text: '', mode: 0, kind: 'no-file' };
  const text = readFileSync(file, 'latin1');
  return { text, mode: status.mode & 0o7777, kind: language(text) };
}

/** Of what the link leads to; 0 where it leads nowhere. */
const modeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.mode ?? 0;

export type Put =
  | 'hook-made'
  | 'hook-joined'
  | 'hook-woken'
  | 'hook-renewed'
  | 'hook-same'
  | 'hook-damaged'
  | HookFile['kind'];

/**
 * Puts keyfence's lines into a hook, or says why it does not: a file of another kind than a shell
 * script is left as it is.
 * @throws the file system's error where the file cannot be read or written
 */
export function putHook(file: string, plan: Omit<Plan, 'created' | 'dormant'>, dry: boolean): Put {
  const { put, text, mode } = planned(readHook(file), plan);
  if (!dry && text !== undefined) write(file, text, mode);
  return put;
}

interface Planned {
  readonly put: Put;
  /** What the file is to hold; undefined where it stays as it is. */
  readonly text?: string;
  readonly mode: number;
}

function planned(found: HookFile | undefined, plan: Omit<Plan, 'created' | 'dormant'>): Planned {
  if (found === undefined) {
    const lines = block({ ...plan, created: true, dormant: '' });
    return { put: 'hook-made', text: insert(plan.husky ? '' : '#!/bin/sh\n', lines), mode: 0o755 };
  }
  const { mode } = found;
  if (found.kind !== 'shell') return { put: found.kind, mode };
  if (isDamaged(found.text)) return { put: 'hook-damaged', mode };
  const renewed = holdsBlock(found.text);
  const sleeps = !renewed && !plan.husky && !isRun(mode);
  const past = renewed
    ? before(found.text)
    : { created: false, dormant: sleeps ? mode.toString(8) : '' };
  const text = insert(remove(found.text), block({ ...plan, ...past }));
  // Whoever may read it may run it.
  const runs = plan.husky || isRun(mode) ? mode : mode | ((mode & 0o444) >> 2);
  if (text === found.text && mode === runs) return { put: 'hook-same', mode };
  const put = renewed ? 'hook-renewed' : sleeps ? 'hook-woken' : 'hook-joined';
  return { put, text, mode: runs };
}

/** Windows has no such bit: git runs every hook there. */
export const isRun = (mode: number) => process.platform === 'win32' || (mode & 0o111) !== 0;

export type Dropped = 'hook-removed' | 'hook-restored' | 'hook-damaged' | undefined;

/** Takes keyfence's lines out again; undefined where there are none. */
export function dropHook(file: string): Dropped {
  const found = readHook(file);
  if (found === undefined || found.kind !== 'shell') return undefined;
  if (isDamaged(found.text)) return 'hook-damaged';
  if (!holdsBlock(found.text)) return undefined;
  const past = before(found.text);
  const text = remove(found.text);
  if (past.created && isBare(text)) {
    rmSync(file);
    return 'hook-removed';
  }
  write(file, text, past.dormant === '' ? found.mode : Number.parseInt(past.dormant, 8));
  return 'hook-restored';
}

function write(file: string, text: string, mode: number): void {
  const beside = `${file}.keyfence-${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(beside, text, { encoding: 'latin1', flag: 'wx' });
    chmodSync(beside, mode);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
