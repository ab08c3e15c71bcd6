/** Pieces of all that the engine has needles, joints, encodings and comments for, chosen at random from a seed. */

const wide = (text) => [...text].map((char) => `${char}\0`).join('');
const base64 = (text) => Buffer.from(text, 'latin1').toString('base64').replaceAll('=', '');
const hex = (text) => Buffer.from(text, 'latin1').toString('hex');
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

const names = [
  'apikey',
  'apiKey',
  'API_KEY',
  'api-key',
  'api.key',
  'api key',
  'secret access key',
  'cohere_k',
];
const keys = ['AIza', 'AIzaSy', 'AQ.', 'AQ.Ab8RN6', 'AI', 'AQ'];
const signs =
  '" \' ` \\" \\\' "" + . , ; : = => := -> == || | & && ( ) [ ] { } < > </ ${ } # // /* */ /**/ /*x*/ <!-- --> \\ \\n \\t \\\\ \\u003d \\x3a %3A %2A %22 %3D &quot; &#34; &amp; &#x3A; $ @ - -- _ ? ! ~ ^ * 0 9 a A z'
    .split(' ')
    .concat([
      ' ',
      '\n',
      '\r\n',
      '\t',
      '\0',
      '\n\n',
      ' \\\n',
      '_\n',
      '`\n',
      '  ',
      '\xef\xbb\xbf',
      '\xe4',
    ]);
const words = (
  'value default content val secret fallback noecho type kind dest required env envvar get; init; set; values VALUES string ' +
  'Bearer Basic token key name forHTTPHeaderField android:name WHERE decrypt hash md5 vault: enc sha256 s:32: process.env ' +
  'atob( Buffer.from( base64_decode( Base64.decode( ,"base64") .toString( .decode() .concat( .join("") ).append( ' +
  '.to_owned() stringByAppendingString: <> << .. || x+= x.= x=+ ; a keyfence:ignore-line gitleaks:allow process.env.'
).split(' ');

/**
 * @param needles what the engine searches for
 * @returns `piece()`, a piece; `changed(list)`, the list of pieces a little changed; `below(n)` and `pick(list)`
 */
export function pieces(seed, needles) {
  let state = seed >>> 0;
  function below(count) {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % count;
  }
  const pick = (list) => list[below(list.length)];
  const run = (length) => Array.from({ length }, () => pick(LETTERS)).join('');

  /** Pieces of all that may matter. */
  const sources = [
    () => pick(needles),
    () => pick(names),
    () => pick(keys),
    () => pick(signs),
    () => pick(signs),
    () => pick(words),
    () => run(1 + below(6)),
    () => run(pick([11, 12, 14, 15, 16, 20, 32, 35, 36, 39, 40, 47, 50, 100])),
    () => pick('abz09AZ_-./+=,;: "').repeat(1 + below(pick([4, 20, 100]))),
    () => base64(pick(keys) + run(below(8))),
    () => base64(base64(pick(keys) + run(below(4)))),
    () => base64(wide(pick(keys))),
    () => hex(pick(keys)),
    () => wide(pick([...names, ...keys, ...signs])),
    () => [...pick(keys)].map((char) => char.charCodeAt(0)).join(pick([',', ', '])),
    () => [...pick(keys)].map((char) => hex(char)).join(pick([' ', ':'])),
    () => [...pick(keys)].map((char) => `0x${hex(char)}`).join(pick([',', ', '])),
    () => [...pick(keys)].map((char) => `%${hex(char)}`).join(''),
    () => [...pick(keys)].map((char) => `\\u00${hex(char)}`).join(''),
    () => [...pick(keys)].map((char) => `&#${char.charCodeAt(0)};`).join(''),
  ];
  const piece = () => pick(sources)();

  /** A text is a list of pieces, which is repeated. */
  function changed(text) {
    const pieces = [...text];
    const at = below(pieces.length + 1);
    const kind = below(9);
    if (kind < 2) pieces.splice(at, 0, piece());
    else if (kind < 4) pieces.splice(below(pieces.length), 1, piece());
    else if (kind === 4) pieces.splice(below(pieces.length), 1);
    else if (kind === 5) pieces.splice(at, 0, pick(pieces));
    else if (kind === 6) {
      const index = below(pieces.length);
      pieces[index] = wide(pieces[index]);
    } else if (kind === 7) {
      const index = below(pieces.length);
      const one = pieces[index];
      const cut = below(one.length + 1);
      pieces[index] =
        one.slice(0, cut) + pick([...signs, pick(LETTERS), '']) + one.slice(cut + below(2));
    } else {
      const [one, other] = [below(pieces.length), below(pieces.length)];
      [pieces[one], pieces[other]] = [pieces[other], pieces[one]];
    }
    return below(3) === 0 && pieces.length > 0 ? changed(pieces) : pieces;
  }

  return { piece, changed, below, pick };
}
