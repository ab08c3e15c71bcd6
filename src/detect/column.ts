/**
 * A name that heads a column, as in CSV and TSV: `id,api_key⏎1,…`. The value is the cell below it, in
 * the first row only: that one is enough to stop a commit, and a hit stays within its window.
 */
import { classTable } from './classes.ts';

const COMMA = 0x2c;
const SEMICOLON = 0x3b;
const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;

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
  const separator = separatorAt(bytes, end) || separatorBefore(bytes, at, floor);
  if (separator === 0) return undefined;
  const column = columnOf(bytes, at, floor, separator);
  const row = column < 0 ? -1 : nextLine(bytes, end, limit, separator);
  return row < 0 ? undefined : cellOf(bytes, row, limit, { column, separator });
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

/** How many columns stand to the left; -1 where the line does not begin within reach or is no head. */
function columnOf(bytes: Uint8Array, at: number, floor: number, separator: number): number {
  let column = 0;
  for (let index = at - 1; index >= floor; index--) {
    const byte = bytes[index]!;
    if (byte === NEWLINE) return column;
    if (byte === separator) column++;
    else if (heading[byte] === 0) return -1;
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
