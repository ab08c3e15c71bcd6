import { afterEach, expect, test, vi } from 'vitest';
import { rules } from '../../rules/index.ts';
import { base64 } from '../../src/detect/base64.ts';
import { compile, Hits } from '../../src/detect/engine.ts';
import { Glance } from '../../src/detect/glance.ts';
import { word } from '../../src/detect/left.ts';
import type { Needle } from '../../src/detect/matcher.ts';
import { matchersOf } from '../../src/detect/patterns.ts';
import { random } from '../helpers/keys.ts';
import { expand } from '../helpers/samples.ts';
import { bucketsOf, keyOf, marksOf } from './marks.ts';

afterEach(() => vi.unstubAllEnvs());

const engine = compile(rules);
const mayHold = (glance: Glance, bytes: Uint8Array) => glance.look(bytes) !== 0;

interface Guarded extends Needle {
  /** How many characters before it a line break must stand, where it counts only behind one. */
  readonly phase?: number;
  /** What base64 has right before and after it, if it goes on there: mask << 8 | value. */
  readonly before?: number;
  readonly after?: number;
}

/** As the engine shares equal needles: a guard counts only where all who ask for the needle have it. */
function shared(): Guarded[] {
  const known = new Map<string, Guarded>();
  for (const rule of rules) {
    for (const matcher of rule.patterns.flatMap((one) => matchersOf(one, rule.id))) {
      for (const needle of matcher.needles as Guarded[]) {
        const { text, fold, left, next, parted } = needle;
        const others = known.get(`${fold} ${text}`);
        const phase = parted ? needle.phase : undefined;
        const agreed = (field: keyof Guarded, value: unknown) =>
          value && (!others || others[field] === value) ? { [field]: value } : {};
        const guards = {
          ...agreed('left', left),
          ...agreed('next', next),
          ...agreed('phase', phase),
          ...agreed('before', needle.before),
          ...agreed('after', needle.after),
        };
        known.set(`${fold} ${text}`, { text, fold, ...guards });
      }
    }
  }
  return [...known.values()];
}

/** Which rules ask for a needle. */
function ownersOf({ text, fold }: Needle): number[] {
  return rules.flatMap((rule, index) => {
    const own = rule.patterns.flatMap((one) => matchersOf(one, rule.id));
    const needles = own.flatMap((matcher) => matcher.needles);
    return needles.some((one) => one.text === text && one.fold === fold) ? [index] : [];
  });
}

const WORD = 63;
const BASE64 = 62;
/** To the left: nothing is asked for, no word, a line break so many characters away, or a class of bytes. */
const NO_WORD = 1;
const PARTED = 2;
const OF_CLASS = 16;
const MOST_RUN = 40;

/** How many bytes of its class must follow a needle: for keys that nothing but such a run makes. */
function runs(): Map<string, number> {
  const known = new Map<string, number>();
  for (const pattern of rules.flatMap((rule) => rule.patterns)) {
    for (const [index, { needles }] of matchersOf(pattern, 'test').entries()) {
      for (const { text, fold, next } of needles) {
        const first = index === 0 && pattern.kind === 'token' ? pattern.segments[0] : undefined;
        const plain = first && 'of' in first && next && !next.includes(2);
        const run = plain ? Math.min(MOST_RUN, first.min) : 0;
        const key = `${fold} ${text}`;
        known.set(key, Math.min(run, known.get(key) ?? MOST_RUN));
      }
    }
  }
  return known;
}
const run = runs();
const runOf = ({ text, fold }: Needle) => run.get(`${fold} ${text}`)!;
const digit = (value: number) => String.fromCharCode(48 + value);
const quoted = (text: string) =>
  `'${text.replace(
    /[^ -~]|['\\]/g,
    (letter) => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )}'`;

const letters = base64.letters!;
function wordOrBreak({ left, phase }: Guarded): number {
  return phase === undefined ? (left === word ? NO_WORD : 0) : PARTED + phase;
}

const edges = new Map<number, Uint8Array>();

/** As `holds` in base64.ts: a byte of base64 must have these bits; another one says nothing. */
function edge(bits: number): Uint8Array {
  const table = edges.get(bits) ?? new Uint8Array(256).fill(2);
  edges.set(bits, table);
  for (let code = 0; code < 256; code++) {
    const text = String.fromCharCode(code);
    if (letters[code] === 0) continue;
    // Node's own decoder takes both alphabets.
    const value = Buffer.from(`${text}AAA`, 'base64')[0]! >> 2;
    if ((value & (bits >> 8)) !== (bits & 255)) table[code] = 0;
  }
  return table;
}

function sourceOf(): string {
  const tables: Uint8Array[] = [];
  const numberOf = (table: Uint8Array | undefined) => {
    if (table === undefined) return 0;
    if (!tables.includes(table)) tables.push(table);
    return tables.indexOf(table) + 1;
  };
  const needles = shared();
  const marks = marksOf(needles);
  const buckets = bucketsOf(needles, marks);
  const rows = needles.map((needle) => {
    const { text, fold } = needle;
    const next = needle.next ?? (needle.after ? edge(needle.after) : undefined);
    const [even, odd] = [0, 1].map((parity) => marks.get(keyOf(needle, parity))!) as [
      number,
      number,
    ];
    const left = needle.before ? OF_CLASS + numberOf(edge(needle.before)) : wordOrBreak(needle);
    const beside = [left, numberOf(next), needle.next ? runOf(needle) : 0];
    const ways = [0, 1].map((parity) => buckets.get(keyOf(needle, parity))!);
    const head = [fold ? 1 : 0, ...beside, even, odd, ...ways];
    return `${head.map(digit).join('')}${text}\n`;
  });
  expect(tables.length).toBeLessThan(BASE64);
  const charsOf = (table: Uint8Array, value: number) =>
    quoted(String.fromCharCode(...[...table.keys()].filter((code) => table[code] === value)));
  const classOf = (table: Uint8Array, number: number) =>
    `  { number: ${number}, can: ${charsOf(table, 1)}, ends: ${charsOf(table, 2)} },\n`;
  const numbered = tables.map((table, index) => [table, index + 1] as const);
  const beside = [...edges.values()];
  const linesOf = (kept: boolean, line: (table: Uint8Array, number: number) => string) =>
    numbered
      .filter(([table]) => beside.includes(table) === kept)
      .map(([table, number]) => line(table, number))
      .join('');
  return `/** Made by test/detect/glance.test.ts from the rules; do not edit. */

/** What may follow a needle, base64's characters, and by the highest number what its word goes on with to the left. */
export const classes = [
${linesOf(false, classOf)}${classOf(letters, BASE64)}${classOf(word, WORD)}] as const;

/** What cannot stand right before or after a needle; anything else can. */
export const edges = [
${linesOf(true, (table, number) => `  { number: ${number}, not: ${charsOf(table, 0)} },\n`)}] as const;

/** Fold, left, class of what follows and how much of it, two offsets, a bucket for each, needle. */
export const rows =
${rows.map((row) => `  ${quoted(row)}`).join(' +\n')};
`;
}

function ownersSource(): string {
  const lines = shared().map(
    (needle) => `  [${ownersOf(needle).join(', ')}], // ${quoted(needle.text)}\n`,
  );
  return `/** Made by test/detect/glance.test.ts from the rules; do not edit. */

/** For each row of glances.ts the numbers of the rules that look for its needle. */
export const owners: readonly (readonly number[])[] = [
${lines.join('')}];
`;
}

test('glances.ts holds the needles and guards of the engine (renew it: npx vitest run test/detect/glance.test.ts -u)', async () => {
  const needles = shared();
  expect(needles.some(({ text }) => text.includes('\n'))).toBe(false);
  expect(needles.map(({ text, fold }) => `${fold} ${text}`).sort()).toEqual(
    engine.needles.map(({ text, fold }) => `${fold} ${text}`).sort(),
  );
  await expect(sourceOf()).toMatchFileSnapshot('../../src/detect/glances.ts');
  await expect(ownersSource()).toMatchFileSnapshot('../../src/detect/owners.ts');
});

/** What may follow a needle. */
function followers(needle: Needle): string {
  const { next } = needle;
  const ends = next ? [...next.keys()].find((code) => next[code] === 2) : 0;
  const goes = next ? [...next.keys()].find((code) => next[code] === 1) : undefined;
  return ends === undefined
    ? String.fromCharCode(goes!).repeat(runOf(needle) || 4)
    : String.fromCharCode(ends);
}

const beforeOf = ({ phase, before }: Guarded) =>
  phase !== undefined ? BROKEN : before ? BESIDE.filter((text) => !/[\w/+-]$/.test(text)) : BESIDE;
const BROKEN = ['', 'a\\n', 'a\\r', `${'x'.repeat(40)}\n`, 'xy\r\n', 'xy\n   '];
const BESIDE = [...BROKEN, '=', 'x', ' ="', ' = "', 'xyz-', '%3D', '\x1b[31m'];

test('every needle is let through, in any case, at any place, beside anything that may stand there', () => {
  const glance = Glance.open()!;
  for (const needle of shared()) {
    const { text, fold } = needle;
    for (const spelled of fold ? [text, text.toUpperCase()] : [text]) {
      for (const before of beforeOf(needle)) {
        for (const after of [
          followers(needle),
          `${followers(needle)} and more of it, up to the end`,
        ]) {
          const bytes = Buffer.from(before + spelled + after, 'latin1');
          expect(mayHold(glance, bytes), JSON.stringify(before + spelled + after)).toBe(true);
        }
      }
      // Where the bytes end nothing follows.
      if (needle.next && runOf(needle) > 0) continue;
      expect(mayHold(glance, Buffer.from(`..${spelled}`, 'latin1'))).toBe(true);
    }
  }
  expect(mayHold(glance, Buffer.from('const answer = 42;\n'.repeat(100)))).toBe(false);
  expect(mayHold(glance, Buffer.alloc(0))).toBe(false);
});

test('base64 that a line break parts anywhere is let through, and what only looks like a part of it is not', () => {
  const glance = Glance.open()!;
  const key = `AQ.Ab8RN6${'Kq7_'.repeat(11)}`;
  let found = 0;
  for (const lead of ['', 'x', 'xy', 'xyz="']) {
    const text = Buffer.from(`${lead}${key}"`).toString('base64');
    for (const end of ['\n', '\r\n', '\\n', '\\r\\n', '\n    ']) {
      for (let at = 0; at <= text.length; at++) {
        for (const before of ['', ' = ', 'abc\\n', `${'QUJD'.repeat(9)}\n`]) {
          const bytes = Buffer.from(`${before}${text.slice(0, at)}${end}${text.slice(at)}`);
          const hits = new Hits();
          engine.scan(bytes, 0, bytes.length, hits);
          found += hits.length;
          if (hits.length > 0) expect(mayHold(glance, bytes), bytes.toString()).toBe(true);
        }
      }
    }
  }
  expect(found).toBeGreaterThan(1000);
  const parted = shared().filter(({ phase }) => phase !== undefined);
  expect(parted.length).toBeGreaterThan(3);
  for (const { text } of parted) {
    const whole = Buffer.from(`integrity: sha512-${'w'.repeat(20)}${text}${'w'.repeat(20)}`);
    expect(mayHold(glance, whole), text).toBe(false);
  }
});

test('a word that ends like a needle, and what no key goes on with, is passed over', () => {
  const glance = Glance.open()!;
  for (const text of ['a task-list of things', 'a MSG.Code', 'graphs_of_things', ' ghp_x y']) {
    expect(mayHold(glance, Buffer.from(text)), text).toBe(false);
  }
});

test('wherever the engine finds something, in samples and in texts made at random of their pieces, it was let through', () => {
  const glance = Glance.open()!;
  const samples = rules
    .flatMap((rule) => [...rule.samples.hits, ...rule.samples.misses])
    .map((sample) => expand(sample));
  const pick = random(5);
  const texts = [...samples];
  for (let count = 0; count < 4000; count++) {
    const piece = () => {
      const text = samples[pick(samples.length)]!;
      return text.slice(pick(text.length >> 1), text.length - pick(3));
    };
    const joint = ['', ' ', '\n', '-', 'x', '\\n', '%22', '\0'][pick(8)]!;
    texts.push(' '.repeat(pick(9)) + piece() + joint + piece());
  }
  let found = 0;
  let passed = 0;
  for (const text of texts) {
    const bytes = Buffer.from(text, 'latin1');
    const hits = new Hits();
    engine.scan(bytes, 0, bytes.length, hits);
    const may = mayHold(glance, bytes);
    if (hits.length > 0) expect(may, JSON.stringify(text)).toBe(true);
    found += hits.length > 0 ? 1 : 0;
    passed += may ? 0 : 1;
  }
  expect(found).toBeGreaterThan(1000);
  expect(passed).toBeGreaterThan(10);
});

test('blobs of any size, one after the other, and none where WebAssembly is switched off', () => {
  const glance = Glance.open()!;
  const key = `AIza${'b7'.repeat(18).slice(0, 35)}`;
  for (const size of [0, 1, 7, 8, 9, 65_537, 3_000_000, 100]) {
    const text = `${'x'.repeat(size)} = "${key}"`;
    expect(mayHold(glance, Buffer.from(text))).toBe(true);
    expect(mayHold(glance, Buffer.from(text.slice(0, size)))).toBe(false);
  }
  vi.stubEnv('KEYFENCE_NO_WASM', '1');
  expect(Glance.open()).toBeUndefined();
});
