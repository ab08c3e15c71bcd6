/** The calls and signs by which languages put a text together or decode it, as bytes. */

const codes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
/** Of calls that decode, and of one that joins, the pieces that the walk compares. */
export const CALLS = {
  CONCAT: codes('.concat('),
  BASE64: codes('base64'),
  BASE64URL: codes('base64url'),
  TO_STRING: codes('.toString('),
  DECODE: codes('.decode('),
};
/** Calls that decode the literal in them. */
export const CODECS = [
  ...[
    'atob(',
    'window.atob(',
    'globalThis.atob(',
    'Buffer.from(',
    'base64_decode(',
    'base64decode(',
  ],
  ...['b64decode(', 'urlsafe_b64decode(', 'base64.b64decode(', 'base64.urlsafe_b64decode('],
  ...['Base64.decode(', 'Base64.decode64(', 'Base64.urldecode(', 'Base64.urldecode64('],
].map(codes);

/** What joins in one language only. */
export const PHRASES = [
  ...[').append(', '); append(', ');append(', '.to_owned()', '.to_string()', '.into()'],
  ...['stringByAppendingString:', '^'],
].map(codes);
