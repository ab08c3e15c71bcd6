/**
 * Whether a name that holds an apiKey keyword is the name of the key itself, or of something about it:
 * its id, its hash, the header that carries it.
 */

/** What comes after the keyword where the value is not the key. */
const ABOUT =
  /^(?:ids?|name|header(?:name)?|label|title|description|desc|hint|help|tooltip|placeholder|hash(?:ed)?|digest|sha|md|checksum|fingerprint|prefix|suffix|url|uri|link|href|path|file|filename|dir|type|kind|format|regexp?|pattern|schema|version|count|length|error|message|msg|arn|ref|reference|source|scope|policy|status|parameter|param|field|column|env|var|variable|encrypted|masked|redacted|preview|last4|location|uuid|guid|hmac|signature)$/;

/** What comes before it where the value was never a live key. */
const NEVER_LIVE =
  /^(?:fake|dummy|mock|mocked|sample|example|invalid|wrong|bad|bogus|hashed|encrypted|masked|redacted|obfuscated|expired|revoked|expected)$/;

/** Words that begin with the keyword's last letters: KEYTAB, keyboard, keychain. */
const OTHER_WORD =
  /^(?:tabs?|boards?|chains?|rings?|stores?|words?|pads?|pairs?|press|up|down|codes?|strokes?|notes?|holes?|frames?|space|spaces|path|paths)(?![a-z])/i;

const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;

/** @param name in the file's own spelling, with its keyword, e.g. `geminiApiKeyProd` */
export function isTelling(name: string): boolean {
  const found = /api[\s_.-]*key/gi;
  let last: RegExpExecArray | null = null;
  for (let match = found.exec(name); match; match = found.exec(name)) last = match;
  if (!last) return true;
  if (!startsWord(name, last)) return false;
  const tail = name.slice(last.index + last[0].length);
  if (OTHER_WORD.test(tail) && !/^[A-Z][a-z]/.test(tail)) return false;
  const after = tail.match(WORD) ?? [];
  const before = name.slice(0, last.index).match(WORD) ?? [];
  return (
    !ABOUT.test((after.at(-1) ?? '').toLowerCase()) &&
    !before.some((word) => NEVER_LIVE.test(word.toLowerCase()))
  );
}

/** `GSSAPI_KEY…` is the key of GSSAPI, not an API key; `geminiapikey` runs its words together. */
function startsWord(name: string, keyword: RegExpExecArray): boolean {
  if (keyword[0].length === 'apikey'.length) return true;
  const before = name[keyword.index - 1];
  const first = keyword[0][0]!;
  return before === undefined || !/[A-Za-z]/.test(before) || isUpper(before) !== isUpper(first);
}

function isUpper(letter: string): boolean {
  return letter >= 'A' && letter <= 'Z';
}
