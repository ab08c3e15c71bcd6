/**
 * Whether a name that holds an apiKey keyword is the name of the key itself, or of something about it:
 * its id, its hash, the header that carries it.
 */

import { Keywords } from './keywords.ts';

/** What comes after the keyword where the value is not the key. */
const ABOUT: ReadonlySet<string> = new Set(
  (
    'id ids name header label title description desc hint help tooltip placeholder hash hashed digest sha md ' +
    'checksum fingerprint prefix suffix url uri link href path file filename dir type kind format regex regexp ' +
    'pattern schema version count length error message msg arn ref reference source scope policy status ' +
    'parameter param field column env var variable encrypted masked redacted preview location uuid guid uid hmac ' +
    'signature salt nonce iv ciphertext cipher public etag cert certificate owner commit rev revision integrity ' +
    'gz tgz zip'
  ).split(' '),
);
/** The same words, to be looked for in bytes. */
export const aboutWords = new Keywords([...ABOUT]);
const LONGEST_ABOUT = 12;

/** What comes before it where the value was never a live key. */
const NEVER_LIVE =
  /^(?:fake|dummy|mock|mocked|invalid|wrong|bad|bogus|hashed|encrypted|masked|redacted|obfuscated|expired|revoked)$/;

/** Words that begin with the keyword's last letters: KEYTAB, keyboard, keychain. */
const OTHER_WORD =
  /^(?:tabs?|boards?|chains?|rings?|stores?|words?|pads?|pairs?|press|up|down|codes?|strokes?|notes?|holes?|frames?|space|spaces|path|paths)(?![a-z])/i;

/** `GSSAPI_KEY…` is the key of GSSAPI, not an API key. */
const OTHER_API = /gss$/i;

/** `APIKeyView.swift`: a file about API keys. */
const FILE = /\.(?:swift|kt|java|[cm]?[jt]sx?|py|rb|go|rs|php|cs|cpp|dart|vue|md)$/;

const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;

/** @param name in the file's own spelling, with its keyword, e.g. `geminiApiKeyProd` */
export function isTelling(name: string): boolean {
  const found = /api[\s_.-]*key/gi;
  let last: RegExpExecArray | null = null;
  for (let match = found.exec(name); match; match = found.exec(name)) last = match;
  if (!last) return true;
  if (OTHER_API.test(name.slice(0, last.index)) || FILE.test(name)) return false;
  const tail = name.slice(last.index + last[0].length);
  if (OTHER_WORD.test(tail) && !/^[A-Z][a-z]/.test(tail)) return false;
  const after = tail.match(WORD) ?? [];
  const before = name.slice(0, last.index).match(WORD) ?? [];
  return (
    !after.some((word, index) => {
      const isLast = index === after.length - 1;
      return (isLast || word.toLowerCase() === 'public') && isAbout(word);
    }) && !before.some((word) => NEVER_LIVE.test(word.toLowerCase()))
  );
}

/** True for a word that makes of an API key something about it: `API key fingerprint`. */
export function isAbout(word: string): boolean {
  return word.length <= LONGEST_ABOUT && ABOUT.has(word.toLowerCase());
}
