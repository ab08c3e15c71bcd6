/**
 * Pieces that stand in variables of their own and are put together by name, a few lines further on:
 * `const a = "AIza…"; const b = "…"; const key = a + b;`, `KEY="$A$B"`, `f"{a}{b}"`, `join([a, b])`. Only pieces that
 * make a key of exact length together are looked at; then any expression that holds the names in a row will do.
 */
import { classTable, latin1 } from './classes.ts';

const MOST_PIECES = 4;
/** Lines on which pieces and the expression stand, with empty ones. */
const MOST_LINES = 8;
/** Bytes of `; const `, a name and `: string = ` between two pieces. */
const LONGEST_GAP = 64;
/** Bytes between two names: ` + `, `}${`, `, other.`. */
const LONGEST_JOINT = 24;

const NEWLINE = 0x0a;
const SPACE = 0x20;
const COLON = 0x3a;
const EQUALS = 0x3d;

const quotes = classTable('"\'`');
const nameBytes = classTable('A-Za-z0-9_');
const blanks = classTable(' \t');
const assigns = classTable('=:');
/** What may stand between one assignment and the next one's value, on one line or more. */
const gap = classTable(' \t\r\n;,A-Za-z0-9_$@.:=');
const joint = classTable(' \t\r\n+.,&|<>}{$"\'`()[]#/A-Za-z0-9_-');

export class Variables {
  /** Where the pieces begin and end, of the last success. */
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly #body: Uint8Array;
  readonly #length: number;

  /** @param body the key's alphabet; its length with the prefix */
  constructor(body: Uint8Array, length: number) {
    this.#body = body;
    this.#length = length;
  }

  /** How many pieces make a key whose first one is [at, end); 0 where none do. Reads [floor, limit). */
  find(bytes: Uint8Array, at: number, end: number, reach: Reach): number {
    const names = [nameBefore(bytes, at, reach.floor)];
    if (names[0] === '') return 0;
    this.starts[0] = at;
    this.ends[0] = end;
    let length = end - at;
    let pieces = 1;
    while (length < this.#length && pieces < MOST_PIECES) {
      const start = nextValue(bytes, this.ends[pieces - 1]!, reach.limit);
      const stop = start < 0 ? -1 : this.#endOfPiece(bytes, start, reach.limit);
      if (stop <= start) return 0;
      names.push(nameBefore(bytes, start, this.ends[pieces - 1]!));
      this.starts[pieces] = start;
      this.ends[pieces++] = stop;
      length += stop - start;
    }
    if (length !== this.#length || pieces < 2 || names.includes('')) return 0;
    return meet(bytes, this.ends[pieces - 1]!, reach.limit, names) ? pieces : 0;
  }

  /** The end of a piece that its quote or its line ends. */
  #endOfPiece(bytes: Uint8Array, start: number, limit: number): number {
    let end = start;
    while (end < limit && this.#body[bytes[end]!] === 1) end++;
    const closing = end < limit ? bytes[end]! : NEWLINE;
    const isQuoted = quotes[bytes[start - 1]!] === 1;
    return isQuoted === (quotes[closing] === 1) ? end : -1;
  }
}

export interface Reach {
  readonly floor: number;
  readonly limit: number;
}

/** The name to which the value at `at` is given, without its type; empty where it is none. */
function nameBefore(bytes: Uint8Array, at: number, floor: number): string {
  let index = quotes[bytes[at - 1]!] === 1 ? at - 2 : at - 1;
  index = backOver(bytes, index, floor, blanks);
  if (index < floor || assigns[bytes[index]!] === 0) return '';
  while (index >= floor && assigns[bytes[index]!] === 1) index--;
  let name = '';
  for (let times = 0; times < 2; times++) {
    const end = backOver(bytes, index, floor, blanks);
    index = backOver(bytes, end, floor, nameBytes);
    name = latin1(bytes, index + 1, end + 1);
    const before = backOver(bytes, index, floor, blanks);
    if (before < floor || bytes[before] !== COLON) break;
    index = before - 1;
  }
  return name;
}

function backOver(bytes: Uint8Array, from: number, floor: number, table: Uint8Array): number {
  let index = from;
  while (index >= floor && table[bytes[index]!] === 1) index--;
  return index;
}

/** Where the value of the next assignment starts, or -1. */
function nextValue(bytes: Uint8Array, from: number, limit: number): number {
  let at = quotes[bytes[from]!] === 1 ? from + 1 : from;
  const isQuoted = at > from;
  const stop = Math.min(limit, at + LONGEST_GAP);
  let last = SPACE;
  for (; at < stop && gap[bytes[at]!] === 1; at++) {
    // Without quotes, as in a shell's file, the value begins right behind its sign.
    if (!isQuoted && last === EQUALS) return at;
    last = bytes[at]!;
  }
  return isQuoted && at < stop && quotes[bytes[at]!] === 1 ? at + 1 : -1;
}

/** Do the names stand in a row, with little between them? */
function meet(bytes: Uint8Array, from: number, limit: number, names: readonly string[]): boolean {
  let lines = 0;
  for (let at = from; at < limit && lines <= MOST_LINES; at++) {
    if (bytes[at] === NEWLINE) lines++;
    else if (isWord(bytes, at, names[0]!) && followed(bytes, at, limit, names)) return true;
  }
  return false;
}

function followed(
  bytes: Uint8Array,
  from: number,
  limit: number,
  names: readonly string[],
): boolean {
  let at = from + names[0]!.length;
  for (let index = 1; index < names.length; index++) {
    const stop = Math.min(limit, at + LONGEST_JOINT);
    while (at < stop && joint[bytes[at]!] === 1 && !isWord(bytes, at, names[index]!)) at++;
    if (at >= stop || !isWord(bytes, at, names[index]!)) return false;
    at += names[index]!.length;
  }
  return at <= limit;
}

function isWord(bytes: Uint8Array, at: number, name: string): boolean {
  if (bytes[at] !== name.charCodeAt(0) || nameBytes[bytes[at - 1]!] === 1) return false;
  for (let index = 1; index < name.length; index++) {
    if (bytes[at + index] !== name.charCodeAt(index)) return false;
  }
  const next = bytes[at + name.length];
  return next === undefined || nameBytes[next] === 0;
}
