/**
 * Looks for the texts that the engine is slowest on (ACCEPTANCE H4). Pieces of everything that it has needles,
 * joints, encodings and comments for are put together, repeated and scanned, hits judged; the slowest of such
 * texts are changed a little, again and again. Prints the slowest, MB per second of processor time.
 *
 *   node test/bench/worst.js [--judge] [--minutes 5] [--seed 1] [--size 2] [--show 20]
 */
import { loadEngine } from './bundled.js';
import { pieces } from './pieces.js';

const KB = 1024;
/** A first look is at this much of a text, a second one at four times that. */
const GLANCE = 48 * KB;
const KEPT = 24;
const LONGEST = 400;

function option(name, otherwise) {
  const index = process.argv.indexOf(`--${name}`);
  return index < 0 ? otherwise : process.argv[index + 1];
}

const { compile, Hits, judge, sha256, rules } = await loadEngine();
const judges = process.argv.includes('--judge');
const engine = compile(rules);
const hits = new Hits();
const context = {
  origin: { kind: 'file', path: 'a.txt' },
  sha256,
  inline: true,
  webKeys: 'warning',
  showSecrets: false,
};

const { piece, changed, below, pick } = pieces(
  Number(option('seed', 1)),
  engine.needles.map(({ text }) => text),
);

function repeated(text, size) {
  const unit = Buffer.from(text.join(''), 'latin1');
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += unit.length) bytes.set(unit.subarray(0, size - at), at);
  return bytes;
}

function milliseconds(bytes) {
  hits.clear();
  const start = process.cpuUsage();
  engine.scan(bytes, 0, bytes.length, hits);
  if (judges && hits.length > 0) judge(engine, bytes, hits, context);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** MB per second, the best of some looks; of what is quick at once there is only one. */
function speed(text, size, looks, enough) {
  const bytes = repeated(text, size);
  let best = 0;
  for (let look = 0; look < looks && best < enough; look++) {
    best = Math.max(best, size / 1000 / milliseconds(bytes));
  }
  return best;
}

/** The slowest texts so far, one for each set of needles. */
const worst = [];
const needles = engine.needles.map(({ text }) => text);
function keep(text, rate) {
  const twice = text.join('').repeat(2);
  const same = needles.filter((needle) => twice.includes(needle)).join('\n');
  const known = worst.findIndex((one) => one.same === same);
  if (known >= 0) {
    if (worst[known].rate <= rate) return;
    worst.splice(known, 1);
  }
  worst.push({ text, rate, same });
  worst.sort((one, other) => one.rate - other.rate);
  if (worst.length > KEPT) worst.pop();
}

const starts = [[':%2A', 'pikey', 'aghu-'], ['api key', '("'], ['"AIza"', '/**/'], ['QUl6YVN5']];
const until = performance.now() + Number(option('minutes', 5)) * 60_000;
let tried = 0;
for (const text of starts) keep(text, speed(text, GLANCE, 4, Number.POSITIVE_INFINITY));
while (performance.now() < until) {
  const bar = worst.length < KEPT ? Number.POSITIVE_INFINITY : worst.at(-1).rate;
  const from = below(4) === 0 ? Array.from({ length: 1 + below(5) }, piece) : pick(worst).text;
  const text = changed(from);
  const length = text.reduce((sum, one) => sum + one.length, 0);
  if (length === 0 || length > LONGEST) continue;
  tried++;
  const first = speed(text, GLANCE, 2, bar);
  if (first > bar) continue;
  const second = speed(text, GLANCE * 4, 2, bar);
  if (second <= bar) keep(text, second);
}

console.log(`${tried} texts tried; MB/s over ${option('size', 2)} MB:`);
for (const one of worst)
  one.rate = speed(one.text, Number(option('size', 2)) * KB * KB, 3, Number.POSITIVE_INFINITY);
worst.sort((one, other) => one.rate - other.rate);
for (const { text, rate } of worst.slice(0, Number(option('show', 20)))) {
  console.log(rate.toFixed(1).padStart(7), JSON.stringify(text.join('')));
}
