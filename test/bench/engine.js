/**
 * The engine alone, on one core, with all rules on. Bundles the sources in-process, so that what is
 * measured is what stands in the tree. Texts: source files of node_modules, minified code, and texts made
 * to annoy. Prints MB per second of processor time, the best of the rounds, as large inputs are searched (in
 * WebAssembly) and without it, and, for linear growth, nanoseconds per byte for 1 to 64 MB. Processor time, so that
 * a busy machine changes it less.
 *
 *   node test/bench/engine.js [--rounds 7] [--only source] [--size 8]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEngine, root } from './bundled.js';

const MB = 1 << 20;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function option(name, otherwise) {
  const index = process.argv.indexOf(`--${name}`);
  return index < 0 ? otherwise : process.argv[index + 1];
}

/** Files of node_modules that `pick` likes, up to `size` bytes. */
function files(size, pick) {
  const parts = [];
  let total = 0;
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (total >= size) return;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() && /\.(?:[cm]?[jt]s|json|md|css)$/.test(entry.name)) {
        const bytes = readFileSync(path);
        if (bytes.length > 4 * MB || !pick(bytes)) continue;
        parts.push(bytes);
        total += bytes.length;
      }
    }
  };
  walk(`${join(root, 'node_modules')}/.`);
  return repeat(new Uint8Array(Buffer.concat(parts)), size);
}

/** Long lines on average. */
function minified(bytes) {
  let lines = 1;
  for (const byte of bytes) if (byte === 10) lines++;
  return bytes.length / lines > 400;
}

function repeat(piece, size) {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += piece.length) {
    bytes.set(piece.subarray(0, Math.min(piece.length, size - at)), at);
  }
  return bytes;
}

function noise(size, alphabet, period = 4 * MB) {
  const piece = new Uint8Array(Math.min(size, period));
  let state = 12345;
  for (let index = 0; index < piece.length; index++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    piece[index] = alphabet.charCodeAt((state >>> 12) % alphabet.length);
  }
  return repeat(piece, size);
}

const again = (text) => (size) => repeat(new Uint8Array(Buffer.from(text, 'latin1')), size);
const texts = {
  source: (size) => files(size, (bytes) => !minified(bytes)),
  minified: (size) => files(size, minified),
  'apiKeyapiKey…': again('apiKey'),
  'AIzaAIza…': again('AIza'),
  'AQ.AQ.…': again('AQ.'),
  '-AIza-AIza…': again('-AIza'),
  '.AQ.aaaa…': again(`.AQ.${'aB3'.repeat(9)}`),
  'apiKey="apiKey="…': again('apiKey="'),
  'apiKey: apiKey:…': again('apiKey: '),
  'sk-sk-…': again('sk-'),
  base64: (size) => noise(size, ALPHABET),
  'base64 in lines': (size) => noise(size, `${ALPHABET}${ALPHABET}\n`),
  'QVEuQVEu…': again('QVEu'),
  '%41%41…': again('%41'),
  'AIza%41AIza%41…': again('.AIza%41'),
  '\\u0041…': again('\\u0041'),
  'UTF-16 apiKey…': again('a\0p\0i\0K\0e\0y\0'),
  'UTF-16 .AIza…': again('.\0A\0I\0z\0a\0'),
  'UTF-16 apiKey=…': again('a\0p\0i\0K\0e\0y\0=\0'),
  '41497a61…': again('41497a61'),
  '&#65;…': again('&#65;'),
  '"AI" + …': again('"AI" + '),
  '"AIza" + …': again('"AIza" + '),
  '"AQ." <> …': again('"AQ." <> '),
  '"AIza"/**/…': again('"AIza"/**/'),
  '"AIza"+atob("AIza")…': again('"AIza"+atob("AIza")+'),
  'RlRl…': again('RlRl'),
  '_RlRlRlM…': again('_RlRlRlM'),
  'RlRlapi_key+…': again('RlRlapi_key+'),
  'aFUz…': again('aFUz'),
  'UVdJN…': again('UVdJN'),
  'QUl6YVN5…': again('QUl6YVN5'),
  'UTF-16 apiKey, cut': again('a\0p\0i\0K\0e\0y'),
  'api key(""…': again('api key(""'),
  ':%2Apikeyaghu-…': again(':%2Apikeyaghu-'),
  ',apiKey,…': again('apiKey,'),
  zeros: again('\0'),
  'random bytes': (size) =>
    noise(size, Buffer.from(Array.from({ length: 256 }, (_, i) => i)).toString('latin1')),
};

const { compile, Hits, makeLook, rules } = await loadEngine();
const rounds = Number(option('rounds', 5));
const only = option('only', '');

const cold = performance.now();
const plain = compile(rules);
const first = performance.now() - cold;
let warm = Number.POSITIVE_INFINITY;
for (let round = 0; round < 20; round++) {
  const start = performance.now();
  compile(rules);
  warm = Math.min(warm, performance.now() - start);
}
const quick = compile(rules);
quick.hasten(makeLook);
console.log(`${rules.length} rules, behind ${plain.behind}, ahead ${plain.ahead}`);
console.log(`compile: first ${first.toFixed(2)} ms, warm ${warm.toFixed(2)} ms\n`);

function once(engine, bytes, hits) {
  hits.clear();
  const start = process.cpuUsage();
  engine.scan(bytes, 0, bytes.length, hits);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The best of some rounds, which end early where one takes seconds. */
function best(engine, bytes, hits) {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0, spent = 0; round < rounds && spent < 4000; round++) {
    const time = once(engine, bytes, hits);
    least = Math.min(least, time);
    spent += time;
  }
  return least;
}

console.log('MB/s                            large   plain    hits');
for (const [name, make] of Object.entries(texts)) {
  if (only && !name.includes(only)) continue;
  const bytes = make(Number(option('size', 8)) * MB);
  const hits = new Hits();
  const rates = [quick, plain].map((engine) => bytes.length / 1000 / best(engine, bytes, hits));
  const columns = rates.map((rate) => rate.toFixed(0).padStart(7));
  console.log(name.padEnd(29), ...columns, String(hits.length).padStart(7));
}

if (!only) {
  console.log('\nns per byte          1 MB    4 MB   16 MB   64 MB');
  for (const name of ['source', 'minified', 'apiKeyapiKey…', 'AIzaAIza…', 'base64', 'AQ.AQ.…']) {
    const row = [1, 4, 16, 64].map((size) => {
      const bytes = texts[name](size * MB);
      const hits = new Hits();
      const least = Math.min(...Array.from({ length: 3 }, () => once(quick, bytes, hits)));
      return ((least * 1e6) / bytes.length).toFixed(2).padStart(7);
    });
    console.log(name.padEnd(16), ...row);
  }
}
