/** The further values of a list without brackets: `API_KEYS=a,b,c`, and the items of a YAML list. */
import { classTable } from './classes.ts';
import type { Cell } from './column.ts';
import { endOfLiteral, endOfPadding, endOfWord } from './runs.ts';

const NEWLINE = 0x0a;
const DASH = 0x2d;
const COMMA = 0x2c;
const MOST = 16;

const separators = classTable(',;|');
const blank = classTable(' \t\r');
const quotes = classTable('"\'');

/** Nothing at or past `limit` is read. */
export function itemsAfter(bytes: Uint8Array, from: number, limit: number): Cell[] {
  const found: Cell[] = [];
  let at = from;
  while (found.length < MOST) {
    const start = startOfNext(bytes, at, limit);
    if (start < 0) break;
    const quoted = quotes[bytes[start]!] === 1;
    const first = quoted ? start + 1 : start;
    const end = quoted
      ? endOfLiteral(bytes, first, limit)
      : endOfPadding(bytes, endOfWord(bytes, first, limit), limit);
    if (end === first) break;
    found.push({ start: first, end });
    at = end;
  }
  return found;
}

/** Where the next item starts, or -1. */
function startOfNext(bytes: Uint8Array, from: number, limit: number): number {
  let at = from < limit && quotes[bytes[from]!] === 1 ? from + 1 : from;
  if (at >= limit) return -1;
  if (separators[bytes[at]!] === 1) {
    const next = at + (bytes[at] === COMMA && bytes[at + 1] === 0x20 ? 2 : 1);
    return next < limit ? next : -1;
  }
  let feeds = 0;
  while (at < limit && (blank[bytes[at]!] === 1 || bytes[at] === NEWLINE)) {
    if (bytes[at] === NEWLINE && ++feeds > 1) return -1;
    at++;
  }
  const isItem = feeds === 1 && at + 2 < limit && bytes[at] === DASH && bytes[at + 1] === 0x20;
  return isItem ? at + 2 : -1;
}
