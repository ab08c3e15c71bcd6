/**
 * How fast the first look of `keyfence files` goes over a folder's files, which lie in memory, and how many places
 * it names: `npm run bench -- glance [DIR]`. Without a folder: the packages that this checkout depends on.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { importBundled } from '../../scripts/bundle.js';
import { root } from './bundled.js';

/** As in the bench of files. */
const LARGEST = 2e6;
const ROUNDS = 6;

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile() && statSync(path).size <= LARGEST) yield path;
  }
}

const [folder = join(root, 'node_modules')] = process.argv.slice(2);
const { Glance } = await importBundled(join(root, 'src', 'detect', 'glance.ts'));
const files = [...filesBelow(folder)].map((path) => readFileSync(path));
const bytes = files.reduce((sum, { length }) => sum + length, 0);
const glance = Glance.open();
const times = [];
let places = 0;
for (let round = 0; round < ROUNDS; round++) {
  let time = 0;
  places = 0;
  for (const file of files) {
    glance.grow(file.length);
    glance.bytes.set(file);
    const start = performance.now();
    places += Math.max(0, glance.lookHere(file.length));
    time += performance.now() - start;
  }
  times.push(time);
}
const median = times.sort((one, other) => one - other)[ROUNDS >> 1];
console.log(
  `${files.length} files, ${(bytes / 1e6).toFixed(0)} MB: ${(bytes / 1e6 / median).toFixed(1)} GB/s, ${places} places`,
);
