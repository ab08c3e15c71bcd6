/** A text as a list of its characters' numbers: `[65, 73, 122, 97, …]`, `0x41,0x49,…`, `41 49 7a 61 …`, `41:49:7a:61:…`. */
import { hexDigit, hexPair } from './classes.ts';
import { type Codec, SLACK, type Spelling } from './encoded.ts';

const ZERO = 0x30;
const COMMA = 0x2c;
const SPACE = 0x20;
/** Bytes of the longest number with what parts it from the next: `0x41, `. */
const LONGEST = 6;

/** How many of a needle's characters are searched for. */
const SPELLED = 3;
/** How the numbers are written. */
const DECIMAL = 0;
const PREFIXED = 1;
const BARE = 2;

/** Between two numbers, as the first three of a key decide it; line breaks may come later. */
const JOINTS = [',', ', '];

/** The number that was read last, and where it ends. */
const seen = { code: 0, end: 0 };

function codesAs(phase: number, prefix: string, joints: readonly string[]): Codec {
  const base = phase === DECIMAL ? 10 : 16;
  return {
    encoding: 'codes',
    behind: () => LONGEST * 2,
    ahead: (count) => count * LONGEST + SLACK,

    spellings({ text }): Spelling[] {
      const numbers = [...text].slice(0, SPELLED).map((char) => char.charCodeAt(0));
      const parts = numbers.map((one) => prefix + one.toString(base));
      return joints.map((joint) => ({
        text: parts.join(joint),
        fold: phase !== DECIMAL,
        phase,
        lead: 0,
        of: text,
      }));
    },

    grid: {
      // At least.
      raw: phase === PREFIXED ? 5 : 3,
      decoded: 1,
      decode(bytes, at, into, to) {
        if (!readNumber(bytes, at, phase)) return -1;
        into[to] = seen.code;
        return afterJoint(bytes, seen.end, bytes.length, phase);
      },
      pass(bytes, at, count) {
        let next = afterJoint(bytes, at, bytes.length, phase);
        for (let left = count; left > 0 && next >= 0; left--) {
          if (!readNumber(bytes, next, phase)) return -1;
          next = afterJoint(bytes, seen.end, bytes.length, phase);
        }
        return next;
      },
      // With no more white space than that, `read` comes to the end of a run that is too long.
      slack: () => SLACK,
    },

    rest: ({ of }) => of!.length - SPELLED,

    read(bytes, at, _spelling, window) {
      pushBefore(bytes, at, phase, window);
      window.needle = window.length;
      const stop = Math.min(bytes.length, at + window.ahead * LONGEST + SLACK);
      let start = at;
      while (window.length < window.bytes.length && readNumber(bytes, start, phase)) {
        const { code, end } = seen;
        window.push(code, start, end);
        start = afterJoint(bytes, end, stop, phase);
        if (start < 0 || code < 32 || code > 126) break;
      }
      return true;
    },
  };
}

export const decimal = codesAs(DECIMAL, '', JOINTS);
export const prefixed = codesAs(PREFIXED, '0x', JOINTS);
export const bare = codesAs(BARE, '', [' ', ':']);

type Into = { push(code: number, start: number, end: number): void };

/** The number right before, where one stands there: a letter means the middle of a word. */
function pushBefore(bytes: Uint8Array, at: number, phase: number, window: Into): void {
  const reach = Math.max(0, at - LONGEST);
  for (let start = at - 2; start >= reach; start--) {
    if (!readNumber(bytes, start, phase) || isDigit(bytes[start - 1]!, phase)) continue;
    const { code, end } = seen;
    if (end < at && afterJoint(bytes, end, at + 1, phase) === at) window.push(code, start, end);
    return;
  }
}

function isDigit(byte: number, phase: number): boolean {
  const digit = hexDigit(byte);
  return digit >= 0 && (phase !== DECIMAL || digit < 10);
}

/** Reads the number at `at` into `seen`; false where none stands there, or one beyond a byte. */
function readNumber(bytes: Uint8Array, at: number, phase: number): boolean {
  if (phase === DECIMAL) return readDecimal(bytes, at);
  const first = phase === PREFIXED ? at + 2 : at;
  if (phase === PREFIXED && (bytes[at] !== ZERO || (bytes[at + 1]! | 32) !== 0x78)) return false;
  const code = hexPair(bytes, first);
  if (code < 0 || hexDigit(bytes[first + 2]!) >= 0) return false;
  seen.code = code;
  seen.end = first + 2;
  return true;
}

function readDecimal(bytes: Uint8Array, at: number): boolean {
  let code = 0;
  let end = at;
  while (end < at + 3 && isDigit(bytes[end]!, DECIMAL)) code = code * 10 + bytes[end++]! - ZERO;
  if (end === at || code > 255 || isDigit(bytes[end]!, DECIMAL)) return false;
  seen.code = code;
  seen.end = end;
  return true;
}

/** Where the next number starts, or -1 where the list ends. */
function afterJoint(bytes: Uint8Array, at: number, stop: number, phase: number): number {
  const joint = bytes[at]!;
  if (at >= stop) return -1;
  if (phase === BARE) return joint === SPACE || joint === 0x3a ? at + 1 : -1;
  if (joint !== COMMA) return -1;
  let next = at + 1;
  while (
    next < stop &&
    (bytes[next] === SPACE || bytes[next] === 0x0a || bytes[next] === 0x0d || bytes[next] === 0x09)
  )
    next++;
  return next < stop ? next : -1;
}
