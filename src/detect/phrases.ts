/**
 * Short pieces of text that tell the walk of `bridge.ts` whether and where to go on. Each looks a few
 * bytes ahead, at bytes and not at text made of them, as the walk is on the hot path.
 */
import { classTable } from './classes.ts';
import { Keywords } from './keywords.ts';

const SPACE = 0x20;
const SLASH = 0x2f;
const COLON = 0x3a;
const EQUALS = 0x3d;
const ASTERISK = 0x2a;
const PARENTHESIS = 0x28;
const CLOSING = 0x29;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const NEWLINE = 0x0a;
const QUOTE = 0x22;
const HASH = 0x23;
const DOLLAR = 0x24;
const DASH = 0x2d;
const LESS = 0x3c;

const leading = classTable(' \t\r\n"\'\\-');
const blank = classTable(' \t\r\n');
const leadingBlank = classTable(' \t\r\n\\');
const wordBytes = classTable('A-Za-z0-9_');
const wordStart = classTable('A-Za-z0-9_$');
const alphanumeric = classTable('A-Za-z0-9');
const digits = classTable('0-9');
const hexadecimal = classTable('0-9a-f');
const white = classTable(' \t\r\n\v\f\xa0');
const quotes = classTable('"\'`');
const inLiteral = classTable('!#-&(-~');
const heredocSigns = classTable('<~"\'-');
const capitals = classTable('A-Z_');
const escapedBlank = classTable('nrt');
/** What may stand behind a heredoc's word on its line. */
const lineBlank = classTable(' \t\r"\'');

/** Words that announce the value after a comma or on another line … */
const ANNOUNCE = [
  ...['value', 'default', 'content', 'val', 'secret'],
  ...['defaultvalue', 'default_value', 'fallback', 'example', 'secret_value', 'secretvalue'],
  ...['plaintext_value', 'string_value', 'stringvalue', 'secret_string', 'secretstring'],
];
/** … and words that may stand between a name and such a word. */
const PASS = [
  ...['noecho', 'type', 'kind', 'dest', 'required', 'envvar', 'env', 'nargs', 'sensitive'],
  ...['help', 'description', 'metavar', 'prompt', 'in', 'schema', 'masked'],
];
const heralds = new Keywords([...ANNOUNCE, ...PASS]);
const LONGEST_WORD = 16;
/** Hexadecimal digits of a git object's id. */
const COMMIT = 40;

/** Calls that turn a literal into something else: what stands in them is no key. */
const TRANSFORMS = new Keywords(
  'decrypt decipher hash md5 digest hmac unseal sha0 sha1 sha2 sha3 sha4 sha5 sha6 sha7 sha8 sha9'.split(
    ' ',
  ),
);
const ENC = new Keywords(['enc']);
/** Where a value is kept, or what it was made by, in front of a colon; and of `sha256` the letters. */
const SCHEMES = new Keywords([
  ...['vault', 'enc', 'kms', 'sops', 'op', 'ssm', 'ref', 'arn', 'md5'],
  ...['secretsmanager', 'keyvault'],
]);
const SHA = new Keywords(['sha']);
/** What may stand in front of the key inside its literal, before spaces or `=`; and with these at most. */
const AUTHORIZATIONS = new Keywords([
  ...['bearer', 'basic', 'token', 'apikey', 'api-key', 'key', 'echo', 'cmd:echo'],
]);
const LONGEST_AUTHORIZATION = 12;
/** What C#'s `{ get; set; }` begins with. */
const GETTERS = ['get;', 'init;'];
const VALUES = new Keywords(['values']);
/** Accessors, or a comment between name and value, are no longer than this. */
const LONGEST_ASIDE = 64;
const LONGEST_ROWS = 24;

/** Where the bytes of `table` end that begin at `at`. */
function past(bytes: Uint8Array, at: number, limit: number, table: Uint8Array): number {
  let end = at;
  while (end < limit && table[bytes[end]!] === 1) end++;
  return end;
}

function says(bytes: Uint8Array, at: number, limit: number, text: string): boolean {
  if (at + text.length > limit) return false;
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
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
  if (end - start > LONGEST_WORD || end - start < 2) return false;
  return heralds.equals(bytes, start, end);
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

/** The next item of a YAML list of arguments: `- …` behind `- --api-key`. */
export function isItem(bytes: Uint8Array, at: number, limit: number): boolean {
  const start = past(bytes, at, limit, blank);
  return start + 2 < limit && bytes[start] === 0x2d && bytes[start + 1] === SPACE;
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
  const stop = Math.min(limit, at + LONGEST_AUTHORIZATION);
  const word = AUTHORIZATIONS.lengthAt(bytes, at, stop);
  if (word === 0) return 0;
  let end = at + word;
  while (end < stop && (bytes[end] === SPACE || bytes[end] === EQUALS)) end++;
  return end - at === word ? 0 : end - at;
}

/** Bytes of a property's accessors, or 0. */
export function accessorsLength(bytes: Uint8Array, at: number, limit: number): number {
  const start = past(bytes, at + 1, limit, blank);
  const stop = Math.min(limit, at + LONGEST_ASIDE);
  if (!GETTERS.some((word) => says(bytes, start, stop, word))) return 0;
  let end = start;
  while (end < stop && bytes[end] !== BRACE && bytes[end] !== CLOSING_BRACE) end++;
  return end < stop && bytes[end] === CLOSING_BRACE ? end + 1 - at : 0;
}

/** Bytes of `;s:32:`, the length of a string as PHP serializes it, or 0. */
export function serializedLength(bytes: Uint8Array, at: number, limit: number): number {
  if (at + 2 >= limit || bytes[at + 1] !== 0x73 || bytes[at + 2] !== COLON) return 0;
  const end = past(bytes, at + 3, Math.min(limit, at + 7), digits);
  return end > at + 3 && end < limit && bytes[end] === COLON ? end + 1 - at : 0;
}

/** Bytes of a comment on one line; 0 where none starts; -1 where one does that ends the statement. */
export function commentLength(bytes: Uint8Array, at: number, limit: number): number {
  const next = at + 1 < limit ? bytes[at + 1]! : 0;
  if (next === SLASH) return -1;
  if (next !== ASTERISK) return 0;
  const stop = Math.min(limit, at + LONGEST_ASIDE);
  let end = at + 2;
  while (end < stop && bytes[end] !== ASTERISK && bytes[end] !== NEWLINE) end++;
  const isClosed = end + 1 < stop && bytes[end] === ASTERISK && bytes[end + 1] === SLASH;
  return isClosed ? end + 2 - at : -1;
}

/** A dash opens a value right behind `=`, and behind a space where it begins no flag or list item. */
export function opensWord(bytes: Uint8Array, at: number, limit: number): boolean {
  const code = bytes[at]!;
  if (code !== DASH) return wordStart[code] === 1;
  const before = bytes[at - 1];
  const next = at + 1 < limit ? bytes[at + 1]! : SPACE;
  return before === EQUALS || (before === SPACE && alphanumeric[next] === 1);
}

/** `#"…"#` of Swift and Rust, where it is no comment. */
export function opensRaw(bytes: Uint8Array, at: number, limit: number): boolean {
  let end = at;
  while (end < limit && bytes[end] === HASH) end++;
  if (end < limit && bytes[end] === BACKSLASH) end++;
  return end < limit && end - at <= 4 && bytes[end] === QUOTE;
}

/** Bytes of `<<EOF`, `<<-'EOT'`, PHP's `<<<KEY` and the line's end behind it, or 0. */
export function heredocLength(bytes: Uint8Array, at: number, limit: number): number {
  if (at + 2 >= limit || bytes[at + 1] !== LESS) return 0;
  const start = past(bytes, at + 2, Math.min(limit, at + 5), heredocSigns);
  const end = past(bytes, start, Math.min(limit, start + LONGEST_WORD), capitals);
  if (end === start) return 0;
  const line = past(bytes, end, limit, lineBlank);
  const first = pastBlanks(bytes, line, limit);
  const isLine = first > line && (bytes[line] === NEWLINE || bytes[line] === BACKSLASH);
  return isLine ? first - at : 0;
}

/** A template in quotes: `{{ … }}`, `${…}`, `<%= … %>`. */
export function opensTemplate(bytes: Uint8Array, at: number, limit: number): boolean {
  if (at + 1 >= limit) return false;
  const [first, second] = [bytes[at]!, bytes[at + 1]!];
  return (
    (second === BRACE && (first === BRACE || first === DOLLAR)) ||
    (first === LESS && second === 0x25)
  );
}

/** White space, also where a string spells it: `\\n`. */
export function pastBlanks(bytes: Uint8Array, at: number, limit: number): number {
  let end = past(bytes, at, limit, blank);
  while (end + 1 < limit && bytes[end] === BACKSLASH && escapedBlank[bytes[end + 1]!] === 1) {
    end = past(bytes, end + 2, limit, blank);
  }
  return end;
}

/** The body of a callback: what stands in it is another statement. */
export function opensCallback(bytes: Uint8Array, at: number): boolean {
  const before = bytes[at - 1] === SPACE ? at - 2 : at - 1;
  return bytes[before] === 0x3e && bytes[before - 1] === 0x3d;
}

/** `) VALUES (`: the columns end, their values follow. */
export function opensRows(bytes: Uint8Array, at: number, limit: number): boolean {
  if (bytes[at] !== CLOSING) return false;
  const start = past(bytes, at + 1, limit, blank);
  const stop = Math.min(limit, at + LONGEST_ROWS);
  const word = VALUES.lengthAt(bytes, start, stop);
  if (word === 0) return false;
  const end = past(bytes, start + word, stop, white);
  return end < stop && bytes[end] === PARENTHESIS;
}

/** True for `vault` in `vault:v1:…`: what follows is no key, or an encrypted one. */
export function isScheme(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > LONGEST_WORD) return false;
  if (SCHEMES.equals(bytes, start, end)) return true;
  const sha = SHA.lengthAt(bytes, start, end);
  return sha > 0 && end > start + sha && past(bytes, start + sha, end, digits) === end;
}

export function transforms(bytes: Uint8Array, start: number, end: number): boolean {
  const stop = Math.min(end, start + LONGEST_ASIDE);
  return TRANSFORMS.isWithin(bytes, start, stop, stop) || ENC.equals(bytes, start, stop);
}

/** True where what ends at `at` is followed by `:` or `=`: it is another name. */
export function isKeyEnd(bytes: Uint8Array, at: number, limit: number): boolean {
  let next = at;
  while (next < limit && bytes[next] === SPACE) next++;
  return next < limit && (bytes[next] === COLON || bytes[next] === 0x3d);
}

/** Prose tells of commits: `the apiKey fix (3f2a…)`, `apiKey moved in 3f2a…`. */
export function isCommit(bytes: Uint8Array, start: number, end: number, inProse: boolean): boolean {
  if (end - start !== COMMIT) return false;
  const before = bytes[start - (bytes[start - 1] === BRACKET ? 2 : 1)];
  return (before === PARENTHESIS || inProse) && past(bytes, start, end, hexadecimal) === end;
}
