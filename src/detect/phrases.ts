/**
 * Short pieces of text that tell the walk of `bridge.ts` whether and where to go on. Each looks a few
 * bytes ahead; text is made of bytes only after a cheap first test, as the walk is on the hot path.
 */
import { classTable, latin1 } from './classes.ts';

const SPACE = 0x20;
const SLASH = 0x2f;
const COLON = 0x3a;
const ASTERISK = 0x2a;

const leading = classTable(' \t\r\n"\'\\-');
const blank = classTable(' \t\r\n');
const leadingBlank = classTable(' \t\r\n\\');
const wordBytes = classTable('A-Za-z0-9_');
const quotes = classTable('"\'`');
const inLiteral = classTable('!#-&(-~');

/** Words that announce the value after a comma or on another line … */
const ANNOUNCE = [
  ...['value', 'default', 'content', 'val', 'secret'],
  ...['defaultvalue', 'default_value', 'fallback'],
];
/** … and words that may stand between a name and such a word. */
const PASS = ['noecho', 'type', 'kind', 'dest', 'required', 'envvar', 'env', 'nargs', 'sensitive'];
const heralds: ReadonlySet<string> = new Set([...ANNOUNCE, ...PASS]);
const LONGEST_WORD = 16;

/** Calls that turn a literal into something else: what stands in them is no key. */
const TRANSFORMS = /decrypt|decipher|hash|sha\d|md5|digest|hmac|unseal|^ENC$/i;
/** Where a value is kept, or what it was made by, in front of a colon. */
const SCHEMES = /^(?:vault|enc|kms|sops|op|ssm|ref|arn|sha\d+|md5|secretsmanager|keyvault)$/i;
/** What may stand in front of the key inside its literal. */
const SCHEME = /^(?:Bearer|Basic|Token|Api-?Key|Key)[ =]+/i;
/** C#'s `{ get; set; }`. */
const ACCESSORS = /^\{\s*(?:get|init);[^{}]*\}/;
const COMMENT = /^\/\*[^\n*]*\*\//;
const SERIALIZED = /^;s:\d{1,4}:/;
const ROWS = /^\)\s*values\s*\(/i;

function text(bytes: Uint8Array, at: number, limit: number, length: number): string {
  return latin1(bytes, at, Math.min(limit, at + length));
}

/** Where the bytes of `table` end that begin at `at`. */
function past(bytes: Uint8Array, at: number, limit: number, table: Uint8Array): number {
  let end = at;
  while (end < limit && table[bytes[end]!] === 1) end++;
  return end;
}

/** True where the next word, in quotes or after `- ` or `android:`, announces the value. */
export function announces(bytes: Uint8Array, at: number, limit: number): boolean {
  const near = Math.min(limit, at + 64);
  let start = past(bytes, at, near, leading);
  let end = past(bytes, start, near, wordBytes);
  if (bytes[end] === COLON && end + 1 < near && wordBytes[bytes[end + 1]!] === 1 && end > start) {
    start = end + 1;
    end = past(bytes, start, near, wordBytes);
  }
  if (end - start > LONGEST_WORD || end - start < 3) return false;
  return heralds.has(latin1(bytes, start, end).toLowerCase());
}

/** True where the line that starts at `at` goes on with the statement: `= …`, `: …`, `|| …`, `<string>`. */
export function continues(bytes: Uint8Array, at: number, limit: number): boolean {
  const start = past(bytes, at, limit, blank);
  const byte = start < limit ? bytes[start]! : 0;
  return (
    '=:|?<+'.includes(String.fromCharCode(byte)) || (byte === 0x5c && bytes[start + 1] === 0x22)
  );
}

/** True where a literal stands alone on the line, as what a Ruby method returns. */
export function standsAlone(bytes: Uint8Array, at: number, limit: number): boolean {
  const start = past(bytes, at, limit, blank);
  if (start >= limit || quotes[bytes[start]!] === 0) return false;
  return past(bytes, start + 1, Math.min(limit, start + 18), inLiteral) - start >= 16;
}

/** `"&apikey=" + "…`: the quote at `at` ends a literal that held the name. Its width is `width`. */
export function isJoined(bytes: Uint8Array, at: number, limit: number): boolean {
  const start = past(bytes, at, limit, blank);
  const byte = start < limit ? bytes[start]! : 0;
  // C joins literals that only a space parts.
  if (start > at && bytes[at - 2] === 0x3d && quotes[byte] === 1) return true;
  if (byte !== 0x2b && byte !== 0x2e && byte !== 0x26) return false;
  const next = past(bytes, start + 1, limit, leadingBlank);
  return next < limit && quotes[bytes[next]!] === 1;
}

/** Bytes of `Bearer ` or the like at `at`, or 0. */
export function schemeLength(bytes: Uint8Array, at: number, limit: number): number {
  return SCHEME.exec(text(bytes, at, limit, 12))?.[0].length ?? 0;
}

/** Bytes of a property's accessors, or 0. */
export function accessorsLength(bytes: Uint8Array, at: number, limit: number): number {
  const start = past(bytes, at + 1, limit, blank);
  if (start >= limit || (bytes[start] !== 0x67 && bytes[start] !== 0x69)) return 0;
  return ACCESSORS.exec(text(bytes, at, limit, 64))?.[0].length ?? 0;
}

/** Bytes of `;s:32:`, the length of a string as PHP serializes it, or 0. */
export function serializedLength(bytes: Uint8Array, at: number, limit: number): number {
  if (at + 1 >= limit || bytes[at + 1] !== 0x73) return 0;
  return SERIALIZED.exec(text(bytes, at, limit, 8))?.[0].length ?? 0;
}

/** Bytes of a comment on one line; 0 where none starts; -1 where one does that ends the statement. */
export function commentLength(bytes: Uint8Array, at: number, limit: number): number {
  const next = at + 1 < limit ? bytes[at + 1]! : 0;
  if (next === SLASH) return -1;
  if (next !== ASTERISK) return 0;
  return COMMENT.exec(text(bytes, at, limit, 64))?.[0].length ?? -1;
}

/** The body of a callback: what stands in it is another statement. */
export function opensCallback(bytes: Uint8Array, at: number): boolean {
  const before = bytes[at - 1] === SPACE ? at - 2 : at - 1;
  return bytes[before] === 0x3e && bytes[before - 1] === 0x3d;
}

/** `) VALUES (`: the columns end, their values follow. */
export function opensRows(bytes: Uint8Array, at: number, limit: number): boolean {
  const start = past(bytes, at + 1, limit, blank);
  if (start >= limit || (bytes[start]! | 32) !== 0x76) return false;
  return ROWS.test(text(bytes, at, limit, 24));
}

/** True for `vault` in `vault:v1:…`: what follows is no key, or an encrypted one. */
export function isScheme(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start <= LONGEST_WORD && SCHEMES.test(latin1(bytes, start, end));
}

export function transforms(bytes: Uint8Array, start: number, end: number): boolean {
  return TRANSFORMS.test(latin1(bytes, start, Math.min(end, start + 64)));
}

/** True where what ends at `at` is followed by `:` or `=`: it is another name. */
export function isKeyEnd(bytes: Uint8Array, at: number, limit: number): boolean {
  let next = at;
  while (next < limit && bytes[next] === SPACE) next++;
  return next < limit && (bytes[next] === COLON || bytes[next] === 0x3d);
}
