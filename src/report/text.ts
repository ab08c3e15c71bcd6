/**
 * Text that came from a repository (paths, names, lines, refs) on its way to a person. Nobody who
 * can write a file name may move the reader's cursor, recolour the screen or reorder what is read,
 * and no key that somebody put into a path, a branch or a message may pass through whole.
 */

// C0, DEL, C1; Arabic letter mark, directional marks, line separators, bidi embeddings and
// isolates, word joiners, the byte order mark; tag characters; half of a surrogate pair. The second
// `#` of `##[`, because a CI runner takes `##[command]` as an order wherever it stands in a line.
const HOSTILE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Cs}|(?<=#)#(?=\[)/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function spell(char: string): string {
  const short = SHORT[char];
  if (short !== undefined) return short;
  const code = char.codePointAt(0)!;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\u{${code.toString(16)}}`;
}

/** Spells out every character that would act on a terminal or hide itself: ESC becomes `\x1b`. */
export const visible = (text: string): string =>
  TAME.test(text) ? text : text.replace(HOSTILE, spell);

/** Printable ASCII without `#`: most texts, told at a fraction of the cost. */
const TAME = /^[ -"$-~]*$/;

// Google's two shapes, wherever they stand, up to where the next one begins. Longer runs are masked
// whole: this is a net under the judge, who knows the secrets, for strings that no judge looks at.
const KEY_SHAPED = /(AIza|AQ\.)(?:(?!AQ\.[\w-]{35})[\w-]){31,}((?:(?!AQ\.[\w-]{35})[\w-]){4})/g;

/** Masks what has the shape of a Google key, keeping the public prefix and the last four. */
export const masked = (text: string): string =>
  text.includes('AIza') || text.includes('AQ.') ? text.replace(KEY_SHAPED, '$1…$2') : text;

/** Without lone surrogates, which no URI and no UTF-8 can hold. */
export const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd');

/** base64 → its bytes as a string of characters 0–255. */
export const bytesOf = (base64: string): string => atob(base64);

/** base64 would carry a key past everybody who looks for one. */
export const hidesKey = (base64: string): boolean => masked(bytesOf(base64)) !== bytesOf(base64);

/** For text that a person reads: keys masked, control characters spelled out. */
export const clean = (text: string): string => visible(masked(text));

/** At most `room` UTF-16 units, the cut shown by `…`; never half of a surrogate pair. */
export function clip(text: string, room: number): string {
  if (text.length <= room) return text;
  return `${whole(text.slice(0, Math.max(0, room - 1)))}…`;
}

/** Without the half pair that a cut may have left at either end. */
const whole = (text: string): string => text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');

/** `room` units of a text from `start` on, each cut shown by `…`. */
export function window(text: string, start: number, room: number): string {
  if (text.length <= room) return text;
  const from = Math.min(start, text.length - room);
  return from === 0 ? clip(text, room) : `…${clip(text.slice(from + 1), room - 1)}`;
}

/** The last `room` units of a text. */
export function clipStart(text: string, room: number): string {
  if (text.length <= room) return text;
  return room < 1 ? '' : `…${whole(text.slice(text.length - room + 1))}`;
}

const PLAIN = /^[\w./@%+=:,][\w./@%+=:,-]*$/;
const SPACED = /^[^"$`\\!%\u0000-\u001f\u007f-\uffff]*$/;

/**
 * A word that a shell reads back as exactly these characters. Double quotes where they are safe,
 * because cmd.exe and PowerShell know them too; ANSI-C quoting where there are control characters.
 */
export function shellQuote(word: string): string {
  if (PLAIN.test(word)) return word;
  if (word !== '' && SPACED.test(word)) return `"${word}"`;
  if (visible(word) === word) return `'${word.replaceAll("'", "'\\''")}'`;
  const escaped = word.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return `$'${escaped.replace(HOSTILE, ansiC)}'`;
}

/** The character's UTF-8 bytes in octal, which bash and zsh read in every locale. */
const ansiC = (char: string): string =>
  encodeURIComponent(wellFormed(char)).replace(/%?(..?)/g, (spelled, digits: string) => {
    const code = spelled.startsWith('%') ? Number.parseInt(digits, 16) : digits.charCodeAt(0);
    return `\\${code.toString(8).padStart(3, '0')}`;
  });

const PATHSPEC_MAGIC = /[*?[\\]|^:/;

/**
 * A git pathspec for one path, quoted for the shell. A key in the path itself, masked, becomes a `*`, so
 * that the command still works without printing the key.
 */
export function pathspec(path: string, prefix: string): string {
  const hidden = masked(path);
  const open = hidden.includes('…');
  const literal = !open && PATHSPEC_MAGIC.test(path);
  const magic = [prefix === '' ? '' : 'top', literal ? 'literal' : ''].filter(Boolean).join(',');
  const spec = open ? hidden.replaceAll('…', '*') : path;
  const quoted = shellQuote(magic === '' ? spec : `:(${magic})${spec}`);
  return /^["']?-/.test(quoted) ? `-- ${quoted}` : quoted;
}

/** The same for a path that is no UTF-8, given as the base64 of its bytes. */
export function pathspecOfBytes(base64: string): string {
  let word = '';
  for (const char of masked(bytesOf(base64)).replaceAll('…', '*')) {
    const code = char.charCodeAt(0);
    const plain = code > 0x1f && code < 0x7f && char !== '\\' && char !== "'";
    word += plain ? char : `\\${code.toString(8).padStart(3, '0')}`;
  }
  return `-- $'${word}'`;
}
