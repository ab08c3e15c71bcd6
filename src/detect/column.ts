/**
 * A name that heads a column, as in CSV and TSV: `id,api_key⏎1,…`. The value is the cell below it, in
 * the first row only: that one is enough to stop a commit, and a hit stays within its window.
 */
import { classTable, latin1 } from './classes.ts';

const COMMA = 0x2c;
const SEMICOLON = 0x3b;
const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;
const OPENING = 0x28;
const CLOSING = 0x29;
const COPIES = /^\) FROM stdin;\r?\n/i;
const LONGEST_COPY = 16;
const IN_BRACKETS = -2;

/** What a head line consists of, a byte order mark included. */
const heading = classTable('A-Za-z0-9_ ".\xbb\xbf\xef-');

export interface Cell {
  readonly start: number;
  readonly end: number;
}

/**
 * The cell below the name whose keyword starts at `at`, which ends at `nameEnd`; undefined where the
 * name heads no column. Reads nothing before `floor` and nothing from `limit` on.
 */
export function cellBelow(
  bytes: Uint8Array,
  at: number,
  nameEnd: number,
  { floor, limit }: { readonly floor: number; readonly limit: number },
): Cell | undefined {
  let end = nameEnd;
  if (bytes[end] === QUOTE) end++;
  if (bytes[end] === CLOSING && isCopied(bytes, end, limit)) {
    return copiedCell(bytes, { at, close: end }, floor, limit);
  }
  const separator = separatorAt(bytes, end) || separatorBefore(bytes, at, floor);
  if (separator === 0) return undefined;
  const column = columnOf(bytes, at, floor, separator);
  if (column === IN_BRACKETS) {
    const close = endOfColumns(bytes, end, limit);
    return isCopied(bytes, close, limit)
      ? copiedCell(bytes, { at, close }, floor, limit)
      : undefined;
  }
  const row = column < 0 ? -1 : nextLine(bytes, end, limit, separator);
  return row < 0 ? undefined : cellOf(bytes, row, limit, { column, separator });
}

/** `COPY keys (id, api_key) FROM stdin;⏎1⇥…`, as pg_dump writes a table. */
function isCopied(bytes: Uint8Array, close: number, limit: number): boolean {
  if ((bytes[close + 2]! | 32) !== 0x66) return false;
  return COPIES.test(latin1(bytes, close, Math.min(limit, close + LONGEST_COPY)));
}

function endOfColumns(bytes: Uint8Array, from: number, limit: number): number {
  let end = from;
  while (end < limit && (heading[bytes[end]!] === 1 || bytes[end] === COMMA)) end++;
  return end;
}

/** The brackets around the columns close at `close`. */
function copiedCell(
  bytes: Uint8Array,
  { at, close }: { readonly at: number; readonly close: number },
  floor: number,
  limit: number,
): Cell | undefined {
  let column = 0;
  let index = at - 1;
  for (; index >= floor && bytes[index] !== OPENING; index--) {
    if (bytes[index] === COMMA) column++;
  }
  const row = bytes.indexOf(NEWLINE, close) + 1;
  return index < floor ? undefined : cellOf(bytes, row, limit, { column, separator: TAB });
}

function separatorAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  return byte === COMMA || byte === SEMICOLON || byte === TAB ? byte : 0;
}

/** The separator in front of a name that heads the last column. */
function separatorBefore(bytes: Uint8Array, at: number, floor: number): number {
  let index = at - 1;
  while (index >= floor && heading[bytes[index]!] === 1) index--;
  return index < floor ? 0 : separatorAt(bytes, index);
}

/** How many columns stand to the left; less than none where the line does not begin within reach or is no head. */
function columnOf(bytes: Uint8Array, at: number, floor: number, separator: number): number {
  let column = 0;
  for (let index = at - 1; index >= floor; index--) {
    const byte = bytes[index]!;
    if (byte === NEWLINE) return column;
    if (byte === separator) column++;
    else if (heading[byte] === 0) return byte === OPENING ? IN_BRACKETS : -1;
  }
  return floor === 0 ? column : -1;
}

function nextLine(bytes: Uint8Array, from: number, limit: number, separator: number): number {
  for (let index = from; index < limit; index++) {
    const byte = bytes[index]!;
    if (byte === NEWLINE) return index + 1;
    if (byte !== separator && byte !== RETURN && heading[byte] === 0) return -1;
  }
  return -1;
}

function cellOf(
  bytes: Uint8Array,
  row: number,
  limit: number,
  { column, separator }: { readonly column: number; readonly separator: number },
): Cell | undefined {
  let start = row;
  for (let left = column; left > 0; start++) {
    if (start >= limit || bytes[start] === NEWLINE) return undefined;
    if (bytes[start] === separator) left--;
  }
  if (bytes[start] === QUOTE) start++;
  let end = start;
  while (end < limit && !endsCell(bytes[end]!, separator)) end++;
  return { start, end };
}

function endsCell(byte: number, separator: number): boolean {
  return byte === separator || byte === NEWLINE || byte === RETURN || byte === QUOTE;
}
