/**
 * `node scripts/train-pairs.js FOLDER…` counts the pairs of bytes in all files below and writes test/detect/pairs.ts, by
 * which test/detect/glance.test.ts chooses what the first look looks at.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Printable ASCII, NUL, tab, line feed, and one for all others. */
const SYMBOLS = 99;
const LARGEST = 2e6;
const RAREST = 30;

function symbolOf(code) {
  if (code >= 32 && code < 127) return code - 32;
  const at = [0, 9, 10].indexOf(code);
  return at < 0 ? SYMBOLS - 1 : 95 + at;
}

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile() && statSync(path).size <= LARGEST) yield path;
  }
}

const symbols = Uint8Array.from({ length: 256 }, (_, code) => symbolOf(code));
const counts = new Float64Array(SYMBOLS * SYMBOLS);
let total = 0;
for (const folder of process.argv.slice(2)) {
  for (const path of filesBelow(folder)) {
    const bytes = readFileSync(path);
    for (let at = 1; at < bytes.length; at++) {
      counts[symbols[bytes[at - 1]] * SYMBOLS + symbols[bytes[at]]]++;
    }
    total += bytes.length;
  }
}
const cell = (count) => {
  const level = Math.max(0, Math.round(2 * (RAREST + Math.log2(count / total))));
  return String.fromCharCode(48 + level).replace('\\', ']');
};
const rows = Array.from({ length: SYMBOLS }, (_, row) =>
  [...counts.subarray(row * SYMBOLS, (row + 1) * SYMBOLS)].map(cell).join(''),
);
const file = fileURLToPath(new URL('../test/detect/pairs.ts', import.meta.url));
writeFileSync(
  file,
  `/**
 * Written by scripts/train-pairs.js from ${(total / 1e6).toFixed(0)} MB of files: do not edit.
 *
 * Row: the symbol before, column: the symbol now; symbols are printable ASCII, NUL, tab, line feed, and all others. A cell
 * is how often the pair is met, in halves of a bit above one in 2 ** ${RAREST}, as a character from \`0\` on.
 */
export const SYMBOLS = ${SYMBOLS};
export const RAREST = ${RAREST};

export const CELLS =
${rows.map((row) => `  '${row}'`).join(' +\n')};
`,
);
