/**
 * Expands a template: `⟦name arguments⟧` becomes a value, `⟦name body⟧` encodes what stands inside.
 * The brackets occur in no programming language, so file bodies stay as people write them. A value
 * that a scanner must report leaves a mark with its place, so labels cannot be wrong by hand.
 */
import { noise } from './noise.ts';
import { geminiKey, providers, shapeOf } from './values.ts';

/** Where a secret (or its encoded form) stands in the expanded text, in UTF-16 code units. */
export interface Mark {
  /** Rules that may report it; the first one is the kind it counts for. */
  readonly rules: readonly string[];
  readonly start: number;
  /** Differs from `start` only inside base64, where the text around the key is encoded with it. */
  readonly latest: number;
  /** Reporting it is allowed and not demanded. */
  readonly optional: boolean;
}

export interface Expanded {
  readonly text: string;
  readonly marks: readonly Mark[];
}

type Variables = Readonly<Record<string, string>>;

const OPEN = '⟦';
const CLOSE = '⟧';

export function expand(template: string, variables: Variables): Expanded {
  let text = '';
  const marks: Mark[] = [];
  let at = 0;
  while (at < template.length) {
    const open = template.indexOf(OPEN, at);
    if (open < 0) break;
    text += template.slice(at, open);
    const close = closing(template, open);
    const piece = call(template.slice(open + 1, close), variables);
    for (const mark of piece.marks) marks.push(moved(mark, text.length));
    text += piece.text;
    at = close + 1;
  }
  return { text: text + template.slice(at), marks };
}

function closing(template: string, open: number): number {
  let depth = 0;
  for (let at = open; at < template.length; at++) {
    if (template[at] === OPEN) depth++;
    else if (template[at] === CLOSE && --depth === 0) return at;
  }
  throw new Error(`no ${CLOSE} for ${template.slice(open, open + 40)}`);
}

const moved = (mark: Mark, by: number): Mark => ({
  ...mark,
  start: mark.start + by,
  latest: mark.latest + by,
});

function call(inside: string, variables: Variables): Expanded {
  const gap = inside.search(/[ \n]/);
  const name = gap < 0 ? inside : inside.slice(0, gap);
  const body = gap < 0 ? '' : inside.slice(gap + 1);
  if (Object.hasOwn(encoders, name)) return encode(name, expand(body, variables));
  if (Object.hasOwn(values, name))
    return values[name]!(expand(body, variables).text.split(' '), variables);
  if (name === 'maybe') {
    const { text, marks } = expand(body, variables);
    return { text, marks: marks.map((mark) => ({ ...mark, optional: true })) };
  }
  if (Object.hasOwn(variables, name)) return expand(variables[name]!, variables);
  throw new Error(`no template function ${name}`);
}

const plain = (text: string): Expanded => ({ text, marks: [] });
const marked = (text: string, ...rules: string[]): Expanded => ({
  text,
  marks: [{ rules, start: 0, latest: 0, optional: false }],
});

/** `seed`, or `variant seed`, of a Gemini key. */
function keyOf(rule: string, args: readonly string[]): string {
  const [first = '1', second] = args;
  return second === undefined
    ? geminiKey(rule, Number(first), '')
    : geminiKey(rule, Number(second), first);
}

const WEB = 'google-web-key';
const NAMED = 'hardcoded-api-key';

const values: Record<string, (args: readonly string[], variables: Variables) => Expanded> = {
  /** A Gemini key of the kind the case is expanded for. */
  K: (args, { kind }) => marked(keyOf(kind!, args), kind!),
  /** The same value, unmarked. */
  plain: (args, { kind }) => plain(keyOf(kind!, args)),
  auth: (args) => marked(keyOf('gemini-auth-key', args), 'gemini-auth-key'),
  standard: (args) => marked(keyOf('google-api-key', args), 'google-api-key'),
  'plain-auth': (args) => plain(keyOf('gemini-auth-key', args)),
  'plain-standard': (args) => plain(keyOf('google-api-key', args)),
  web: (args) => marked(keyOf('google-api-key', args), WEB),
  named: ([shape, seed]) => marked(shapeOf(shape!, Number(seed)), NAMED),
  prefixed: ([prefix, shape, seed]) => marked(prefix + shapeOf(shape!, Number(seed)), NAMED),
  value: ([shape, seed]) => plain(shapeOf(shape!, Number(seed))),
  provider: ([id, seed]) => marked(providers[id!]!(Number(seed)), 'provider', NAMED),
  'plain-provider': ([id, seed]) => plain(providers[id!]!(Number(seed))),
  /** `split seed from to`: the first piece of a key that the reader has to put together. */
  split: ([seed, from, to], { kind }) =>
    marked(keyOf(kind!, [seed!]).slice(Number(from), Number(to)), 'split-key'),
  /** `part seed from [to]`: a further piece. */
  part: ([seed, from, to], { kind }) =>
    plain(keyOf(kind!, [seed!]).slice(Number(from), to === undefined ? undefined : Number(to))),
  /** `noise kind amount seed`: text to fill a file of real length with. */
  noise: ([kind, amount, seed]) => plain(noise(kind!, Number(amount), Number(seed))),
  /** A character that must not stand in a text file as itself. */
  nul: ([count]) => plain('\0'.repeat(Number(count) || 1)),
  esc: () => plain('\u001b'),
  /** Nothing: keeps a made-up key in two pieces. */
  gap: () => plain(''),
};

const unit = (character: string, radix: number, width: number) =>
  character.charCodeAt(0).toString(radix).padStart(width, '0');

const each =
  (one: (character: string) => string, count = Number.POSITIVE_INFINITY) =>
  (text: string) =>
    Array.from(text, (character, index) => (index < count ? one(character) : character)).join('');

const toBase64 = (text: string, form: BufferEncoding) => Buffer.from(text).toString(form);

const percentOf = (character: string) => `%${unit(character, 16, 2).toUpperCase()}`;
const toUnicode = (character: string) => `\\u${unit(character, 16, 4)}`;
const toHex = (character: string) => `\\x${unit(character, 16, 2)}`;
const toEntity = (character: string) => `&#${unit(character, 10, 1)};`;
const toHexEntity = (character: string) => `&#x${unit(character, 16, 2)};`;

const encoders: Record<string, (text: string) => string> = {
  base64: (text) => toBase64(text, 'base64'),
  base64bare: (text) => toBase64(text, 'base64').replace(/=+$/, ''),
  base64url: (text) => toBase64(text, 'base64url'),
  /** As `base64` prints it: 76 characters a line. */
  'base64-lines': (text) => toBase64(text, 'base64').replace(/.{76}(?=.)/g, '$&\n'),
  /** Of UTF-16, as `powershell -EncodedCommand` takes it. */
  'base64-utf16': (text) => Buffer.from(text, 'utf16le').toString('base64'),
  /** As `encodeURIComponent` writes it. */
  query: encodeURIComponent,
  percent: each(percentOf),
  'percent-first': each(percentOf, 1),
  'percent-lower': each((character) => percentOf(character).toLowerCase()),
  unicode: each(toUnicode),
  'unicode-first': each(toUnicode, 1),
  codepoint: each((character) => `\\u{${unit(character, 16, 1)}}`),
  codes: (text) => Array.from(text, (one) => unit(one, 10, 1)).join(', '),
  'codes-lines': (text) =>
    Array.from(text, (one, at) => `${unit(one, 10, 1)},${at % 12 === 11 ? '\n  ' : ' '}`).join(''),
  'codes-hex': (text) => Array.from(text, (one) => `0x${unit(one, 16, 2)}`).join(', '),
  'codes-dump': (text) => Array.from(text, (one) => unit(one, 16, 2)).join(' '),
  /** A soft line break as mail has it. */
  soft: (text) => text.replace(/^.{24}(?=.)/, '$&=\n'),
  hexdigits: each((character) => unit(character, 16, 2)),
  hex: each(toHex),
  'hex-first': each(toHex, 1),
  entity: each(toEntity),
  'entity-first': each(toEntity, 1),
  'entity-hex': each(toHexEntity),
  'entity-upper': each((character) => toHexEntity(character).toUpperCase()),
  json: (text) => JSON.stringify(text).slice(1, -1),
  /** `open-ai` as an environment variable is spelled. */
  constant: (text) => text.toUpperCase().replaceAll('-', '_'),
};

function encode(name: string, inner: Expanded): Expanded {
  const encoder = encoders[name]!;
  const marks = inner.marks.map((mark): Mark => {
    if (name.startsWith('base64')) {
      const form = name === 'base64-utf16' ? 'utf16le' : 'utf8';
      const bytes = Buffer.byteLength(inner.text.slice(0, mark.start), form);
      return { ...mark, start: 0, latest: Math.floor((bytes * 4) / 3) };
    }
    const lengthTo = (end: number) => encoder(inner.text.slice(0, end)).length;
    return { ...mark, start: lengthTo(mark.start), latest: lengthTo(mark.latest) };
  });
  return { text: encoder(inner.text), marks };
}
