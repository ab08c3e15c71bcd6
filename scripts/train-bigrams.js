/**
 * Trains `src/detect/bigrams.ts`, the model of how names, words and paths in source text are spelled,
 * from the public packages in node_modules. Run it by hand: `node scripts/train-bigrams.js`.
 *
 * Every distinct token counts once, so that a name used ten thousand times says no more than one used
 * once. Tokens that are themselves encoded data (integrity hashes, embedded fonts, source maps) are
 * left out, else the model would learn that random text is ordinary. UPPER_CASE is folded, as the judge does.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const SYMBOLS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const SEPARATOR = 62;
const EDGE = 63;
const STEPS_PER_BIT = 5;
/** Cells are printable characters from `(` on, without the backslash: 0 is certain, 78 is never seen. */
const LAST_CELL = 78;

function* texts(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* texts(path);
    else if (/\.(js|ts|mjs|cjs|mts|cts|md|json)$/.test(entry.name))
      yield readFileSync(path, 'utf8');
  }
}

const looksEncoded = (token) =>
  (/[0-9a-fA-F]{16}/.test(token) && /\d.*\d.*\d/.test(token)) ||
  (/[A-Za-z0-9+/]{20}/.test(token) && /\d.*[a-z].*\d.*[a-z].*\d/i.test(token)) ||
  /^[A-Za-z0-9+/]{40,}$/.test(token);

const tokens = new Set();
for (const text of texts(join(root, 'node_modules'))) {
  for (const line of text.split('\n')) {
    if (line.length > 1000) continue;
    for (const [token] of line.matchAll(/[A-Za-z0-9][A-Za-z0-9_\-./:@]{3,47}/g)) {
      if (looksEncoded(token)) continue;
      tokens.add(/[a-z]/.test(token) ? token : token.toLowerCase());
    }
  }
}

const counts = Array.from({ length: 64 }, () => new Float64Array(64));
const symbol = (character) => {
  const at = SYMBOLS.indexOf(character);
  return at < 0 ? SEPARATOR : at;
};
for (const token of tokens) {
  let before = EDGE;
  for (const character of token) {
    const now = symbol(character);
    counts[before][now]++;
    before = now;
  }
  counts[before][EDGE]++;
}

let cells = '';
for (const row of counts) {
  const total = row.reduce((sum, count) => sum + count, 0);
  for (const count of row) {
    const bits = -Math.log2((count + 0.5) / (total + 32));
    const cell = Math.min(LAST_CELL, Math.round(bits * STEPS_PER_BIT));
    const code = 40 + cell;
    cells += String.fromCharCode(code >= 92 ? code + 1 : code);
  }
}

const rows = cells.match(/.{64}/g).map((row) => `  '${row}'`);
writeFileSync(
  join(root, 'src/detect/bigrams.ts'),
  `/**
 * Written by scripts/train-bigrams.js from ${tokens.size} distinct names and words: do not edit.
 *
 * 64 rows of 64 cells. Row: the symbol before, column: the symbol now; symbols are a–z, A–Z, 0–9, any
 * other character, and the edge of the token. A cell is how surprising the pair is in source text, in
 * fifths of a bit, as a character from \`(\` on (the backslash is left out).
 */
export const STEPS_PER_BIT = ${STEPS_PER_BIT};

export const CELLS =
${rows.join(' +\n')};
`,
);
console.log(`${tokens.size} tokens`);
