/**
 * Is a value that stands under an apiKey-like name a random secret, or something harmless? Harmless
 * shapes are recognised by what they are (template, path, UUID, placeholder, masked or made-up text);
 * what is left is measured against a model of how names and words in source text are spelled: the
 * stretch of the value that is most surprising as text must carry enough bits to be no accident.
 */
import { CELLS, STEPS_PER_BIT } from './bigrams.ts';

/** Why a value is a secret (`random`), or what else it is. */
export type Judgement =
  | 'random'
  | 'short'
  | 'long'
  | 'template'
  | 'reference'
  | 'uuid'
  | 'masked'
  | 'made-up'
  | 'placeholder'
  | 'public'
  | 'text';

const SHORTEST = 16;
/** In quotes a value may be shorter, if it is of letters and digits and nothing in it goes in order. */
const SHORT = /^(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9]{12,15}$/;
const ENOUGH_SHORT = 22;
/** Three in order or on a keyboard are suspicious in so short a value: `abc123xyz789`. */
const MOST_IN_ORDER = 0.34;
/** A token of signed parts (`eyJ….eyJ….…`) may be longer than any other key. */
const LONGEST = 256;
const LONGEST_SIGNED = 512;

/** Bits of surprise a value must carry; docs/detection.md gives the measured errors. */
const ENOUGH = 24;
const ENOUGH_BARE = 30;
const ENOUGH_IN_SHAPE = 12;
/** Names without digits are common, random values without digits are not. */
const EXTRA_WITHOUT_DIGIT = 8;
/** `KAFKA_KRB5_CONF`: letters, perhaps a number, again and again. */
const WORDS = /^[A-Za-z]+[0-9]{0,2}(?:[-_./][A-Za-z]+[0-9]{0,2})+$/;
const EXTRA_FOR_WORDS = 14;
/** Share of a value in words of at least two small letters that makes it a name in camel case. */
const CAMEL = 0.8;

const TEMPLATE = /[<>{}[\]()`\s\\"']|\$[A-Za-z_(]|%[A-Za-z_]+%|%[sdv@]/;
const REFERENCE =
  /:\/\/|^(?:\.{1,2}|~)\/|^[A-Za-z]:[\\/]|^[$@%&#]|^(?:data|arn|file|env|op|ssm|vault|secrets?|projects|kms|keyring|ref|encrypted):|@[\w-]+\.[a-z]|^(?:[0-9a-f]{2}:){5}|::|^sha(?:1|256|384|512)[-:]/i;
const FILE =
  /\.(?:[cm]?[jt]sx?|css|json|png|jpe?g|gif|svg|html?|md|map|woff2?|ya?ml|txt|pem|wasm|gz|zip|py|rb|go|rs|java|php|sh|sql|xml|pdf|lock)$/i;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const MASKED = /[*•●█…]|\.{3}|([xX.#_~?-])\1{3}|0{8}/;
/** Keys that their issuers mean to be public or that open only a test account; a contract's address. */
const PUBLIC =
  /^0x[0-9a-f]{40}$|^(?:pk|sk|rk|whsec)_test_|^pk_live_|^pk\.eyJ|^(?:test|fake|mock|dummy)[-_]/i;
/** `0.56.0-nightly.20260806.g761f604c1` */
const VERSION = /^v?\d+\.\d+\.\d+[-+.]/;
/** Words that stand in for a value, wherever they occur … */
const STAND_IN =
  /example|placeholder|invalid|change[-_.]?(?:me|this|it)|replace|insert|redact|dummy|sample|your|not[-_.]?(?:a[-_.]?)?(?:real|valid|secret)|fake[-_.]?(?:key|api)/i;
/** … and those that are too short to be looked for inside other text. */
const STAND_IN_WORD =
  /(?:^|[^a-z])(?:here|fake|mock|tests?|testing|demo|todo|fixme|foo|bar|baz|foobar|null|undefined|invalid|hidden|enter|paste|goes)(?:$|[^a-z])/i;

const SEPARATOR = 62;
const EDGE = 63;

let cells: Uint8Array | undefined;

/** The model, unpacked when the first value is judged: most runs never need it. */
function model(): Uint8Array {
  if (cells) return cells;
  cells = new Uint8Array(CELLS.length);
  for (let index = 0; index < CELLS.length; index++) {
    const code = CELLS.charCodeAt(index);
    cells[index] = code > 92 ? code - 41 : code - 40;
  }
  return cells;
}

function symbolOf(code: number): number {
  if (code >= 97 && code <= 122) return code - 97;
  if (code >= 65 && code <= 90) return code - 39;
  if (code >= 48 && code <= 57) return code + 4;
  return SEPARATOR;
}

/** What one character of random text of this make weighs, in bits. */
function bitsOfRandom(value: string): number {
  if (/^(?:[0-9a-f]+|[0-9A-F]+)$/.test(value)) return 4;
  const letters = /[a-z]/.test(value) !== /[A-Z]/.test(value) ? 26 : 52;
  return Math.log2(letters + (/[0-9]/.test(value) ? 10 : 0) + (/[^A-Za-z0-9]/.test(value) ? 2 : 0));
}

/** UPPER_CASE words, which are spelled like others; between them stands what is no letter or digit. */
const SHOUTED = /(?<![A-Za-z0-9])[A-Z0-9]+(?![A-Za-z0-9])/g;

/** Bits by which the most surprising stretch of the value is better explained as random than as text. */
export function surprise(value: string): number {
  const table = model();
  const random = bitsOfRandom(value);
  const text = value.replace(SHOUTED, (word) => word.toLowerCase());
  let before = EDGE;
  let sum = 0;
  let best = 0;
  for (let index = 0; index < text.length; index++) {
    const now = symbolOf(text.charCodeAt(index));
    sum = Math.max(0, sum + table[before * 64 + now]! / STEPS_PER_BIT - random);
    if (sum > best) best = sum;
    before = now;
  }
  return best;
}

/**
 * How many characters stand in a run a person types: the same again, up or down by one (`1234`,
 * `dcba`, `0000`), also in every second place (`a1b2c3`). Runs shorter than four count for nothing.
 */
function predictable(text: string, least = 4): number {
  const covered = new Uint8Array(text.length);
  for (const lag of [1, 2]) {
    let length = lag;
    let stride = 2;
    for (let index = lag; index <= text.length; index++) {
      const step = text.charCodeAt(index) - text.charCodeAt(index - lag);
      const keeps = Math.abs(step) <= 1 && (lag === 2 || step === stride || length === lag);
      if (keeps) {
        length++;
        stride = step;
        continue;
      }
      if (length >= least * lag) covered.fill(1, index - length, index);
      length = lag;
    }
  }
  return covered.reduce((sum, one) => sum + one, 0);
}

/** True where the text is a shorter piece written again and again. */
function repeats(text: string): boolean {
  for (let period = 1; period <= text.length / 2; period++) {
    let same = 0;
    for (let index = period; index < text.length; index++) {
      if (text.charCodeAt(index) === text.charCodeAt(index - period)) same++;
    }
    if (same >= (text.length - period) * 0.8 && text.length - period >= 8) return true;
  }
  return false;
}

const KEYBOARD = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'poiuytrewq', 'lkjhgfdsa', 'mnbvcxz'];

/** Characters in runs of at least four neighbours on a keyboard row. */
function typed(text: string): number {
  let count = 0;
  for (let index = 0; index + 4 <= text.length; index++) {
    const four = text.slice(index, index + 4);
    if (KEYBOARD.some((row) => row.includes(four))) count += count === 0 ? 4 : 1;
  }
  return count;
}

function isMadeUp(value: string): boolean {
  const text = value.toLowerCase();
  const letters = text.replace(/[^a-z]/g, '');
  const digits = text.replace(/[^0-9]/g, '');
  return (
    new Set(text).size < Math.min(8, text.length / 2.5) ||
    predictable(text) + typed(text) > text.length * 0.4 ||
    typed(letters) > text.length * 0.4 ||
    predictable(letters) + predictable(digits) > text.length * 0.6 ||
    repeats(text)
  );
}

/** The text that the value is hexadecimal or base64 of, where it is of plain text. */
function plainTextOf(value: string): string | undefined {
  if (/^(?:[2-7][0-9a-f]|09|0[ad])+$/i.test(value)) {
    const pairs = value.match(/../g)!;
    return String.fromCharCode(...pairs.map((pair) => Number.parseInt(pair, 16)));
  }
  if (!/^[A-Za-z0-9+/_-]{12,}={0,2}$/.test(value)) return undefined;
  let decoded: string;
  try {
    decoded = atob(value.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return undefined;
  }
  return /^[\t\n\r -~]+$/.test(decoded) ? decoded.trim() : undefined;
}

/** A piece this short, written again and again, is filler: `deadbeefdeadbeef`. */
const SHORT_PIECE = 12;

/** Would nobody take it for a key: few characters, an alphabet in order, a short piece again and again? */
function isPlainFiller(value: string): boolean {
  const text = value.toLowerCase();
  return (
    new Set(text).size < Math.min(8, text.length / 2.5) ||
    predictable(text) + typed(text) > text.length * 0.6 ||
    repeats(text.slice(0, SHORT_PIECE * 2))
  );
}

/**
 * Could a provider have issued it, or did somebody type it? For values whose shape has matched already: undefined
 * where it is plainly filler, masked or spelled out.
 *
 * @param body the value without its public prefix
 */
export function originOf(body: string): 'issued' | 'typed' | undefined {
  if (MASKED.test(body) || STAND_IN.test(body) || STAND_IN_WORD.test(body)) return undefined;
  if (surprise(body) < ENOUGH_IN_SHAPE || isPlainFiller(body)) return undefined;
  return isMadeUp(body) ? 'typed' : 'issued';
}

/** @param body the value without its public prefix */
export function looksIssued(body: string): boolean {
  return originOf(body) === 'issued';
}

/** `GoogleCloudApihubV1ApiKeyConfig` */
function isCamel(value: string): boolean {
  if (!/[A-Z]/.test(value)) return false;
  const words = value.match(/[A-Z]?[a-z]{2,}/g) ?? [];
  return words.join('').length >= value.length * CAMEL;
}

function judgeShort(value: string): Judgement {
  if (!SHORT.test(value)) return 'short';
  if (MASKED.test(value)) return 'masked';
  if (STAND_IN.test(value) || STAND_IN_WORD.test(value) || /test|key|pass/i.test(value))
    return 'placeholder';
  const inOrder = predictable(value.toLowerCase(), 3) > value.length * MOST_IN_ORDER;
  if (inOrder || isMadeUp(value)) return 'made-up';
  if (plainTextOf(value) !== undefined) return 'text';
  return surprise(value) >= ENOUGH_SHORT ? 'random' : 'text';
}

/** The value that was asked about last, and what was said: a file full of one value asks again and again. */
let last = { value: '', quoted: false, judgement: 'short' as Judgement };

/**
 * @param value the literal, without quotes
 * @param quoted false for a bare word, which needs more evidence
 */
export function judgeValue(value: string, quoted: boolean): Judgement {
  if (value !== last.value || quoted !== last.quoted) {
    last = { value, quoted, judgement: judgementOf(value, quoted) };
  }
  return last.judgement;
}

function judgementOf(value: string, quoted: boolean): Judgement {
  if (value.length < SHORTEST) return quoted ? judgeShort(value) : 'short';
  if (value.length > (value.startsWith('eyJ') ? LONGEST_SIGNED : LONGEST)) return 'long';
  if (TEMPLATE.test(value)) return 'template';
  if (REFERENCE.test(value) || FILE.test(value) || VERSION.test(value)) return 'reference';
  if (MASKED.test(value)) return 'masked';
  if (PUBLIC.test(value)) return 'public';
  if (STAND_IN.test(value) || STAND_IN_WORD.test(value)) return 'placeholder';
  if (isMadeUp(value)) return 'made-up';
  const rest = value.replace(UUID, '');
  if (rest !== value && (rest.length < SHORTEST || surprise(rest) < ENOUGH)) return 'uuid';
  const plain = plainTextOf(value);
  if (plain !== undefined) return judgementOf(plain, quoted);
  const extra =
    (/[0-9]/.test(value) ? 0 : EXTRA_WITHOUT_DIGIT) +
    (WORDS.test(value) || isCamel(value) ? EXTRA_FOR_WORDS : 0);
  const enough = (quoted ? ENOUGH : ENOUGH_BARE) + extra;
  return surprise(value) >= enough ? 'random' : 'text';
}
