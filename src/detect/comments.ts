/** Comments between literals that become one text (joints.ts). Nothing from `limit` on is read. */
const NEWLINE = 0x0a;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const SLASH = 0x2f;

const LONGEST_COMMENT = 80;
const LONGEST_HASH = 60;
const ASTERISK = 0x2a;

/** Bytes of the comment that `//` begins, up to its line's end. */
export function lineCommentLength(bytes: Uint8Array, at: number, limit: number): number {
  const stop = Math.min(limit, at + 2 + LONGEST_COMMENT);
  let end = at + 2;
  while (end < stop && bytes[end] !== NEWLINE) end++;
  return end - at;
}

/** Bytes of the comment on one line that a slash and an asterisk begin, or 0. */
export function commentLength(bytes: Uint8Array, at: number, limit: number): number {
  const first = at + 2;
  const stop = Math.min(limit, first + LONGEST_COMMENT);
  let end = first;
  while (end < stop && bytes[end] !== ASTERISK && bytes[end] !== NEWLINE) end++;
  const isClosed = end + 1 < limit && bytes[end] === ASTERISK && bytes[end + 1] === SLASH;
  return isClosed ? end + 2 - at : 0;
}

/** Bytes of the comment that `#` begins, up to its line's end; 0 where a quote stands in it. */
export function hashLength(bytes: Uint8Array, at: number, limit: number): number {
  const stop = Math.min(limit, at + 1 + LONGEST_HASH);
  let end = at + 1;
  while (end < stop && !endsHash(bytes[end]!)) end++;
  return end < limit && bytes[end] === NEWLINE ? end - at : 0;
}

function endsHash(code: number): boolean {
  return code === NEWLINE || code === QUOTE || code === APOSTROPHE;
}
