/**
 * Character classes as tables of 256 bytes, 1 where the byte belongs. A class is written as inside
 * the brackets of a regular expression: single characters and ranges, a literal `-` last.
 */

const built = new Map<string, Uint8Array>();

/** The table of a class such as `A-Za-z0-9_-`. Shared: nobody writes into it. */
export function classTable(written: string): Uint8Array {
  let table = built.get(written);
  if (table) return table;
  table = new Uint8Array(256);
  for (let index = 0; index < written.length; index++) {
    const first = written.charCodeAt(index);
    let last = first;
    if (written[index + 1] === '-' && index + 2 < written.length) {
      last = written.charCodeAt(index + 2);
      index += 2;
    }
    for (let code = first; code <= last; code++) table[code & 255] = 1;
  }
  built.set(written, table);
  return table;
}

/** Value of a hexadecimal digit, or -1. */
export function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** Value of two hexadecimal digits at `at`, or -1; past the end there are none. */
export function hexPair(bytes: Uint8Array, at: number): number {
  if (at < 0 || at + 1 >= bytes.length) return -1;
  const high = hexDigit(bytes[at]!);
  const low = hexDigit(bytes[at + 1]!);
  return high < 0 || low < 0 ? -1 : (high << 4) | low;
}

/** Node's own, which takes any Uint8Array; below so many bytes the call costs more than it saves. */
const { latin1Slice } = Buffer.prototype as unknown as {
  latin1Slice(this: Uint8Array, start: number, end: number): string;
};
const CALLED = 16;

/** Bytes as a string of one character per byte. Only for short stretches. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  if (end - start >= CALLED && start >= 0 && end <= bytes.length) {
    return latin1Slice.call(bytes, start, end);
  }
  let text = '';
  for (let index = start; index < end; index++) text += String.fromCharCode(bytes[index]!);
  return text;
}
