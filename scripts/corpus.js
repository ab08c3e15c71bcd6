/**
 * `npm run corpus`: precision and recall of the built-in rules over test/corpus, per kind, context and
 * encoding. `--write` puts the comparison with the peers (test/corpus/peers.json, made by
 * scripts/peers.js) into README.md and docs/detection.md, and the known failures into
 * test/corpus/floor.json, below which no change may fall.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importBundled } from './bundle.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'test', 'corpus');
const { load, scanner, verdict, tally, recall, precision, counts, floorOf } = await importBundled(
  join(folder, 'run.ts'),
);

const cases = load(folder);
const scan = scanner();
const reported = cases.map(scan);
const verdicts = cases.map((one, index) => verdict(one, reported[index]));
const leaks = cases.filter(({ expected }) => expected.length > 0).length;

console.log(`${cases.length} files: ${leaks} with secrets, ${cases.length - leaks} without.\n`);
print('kind', (_, rule) => rule);
print('encoding', ({ encoding }) => encoding);
print('context', ({ context }) => context);
for (const { case: one, missed, wrong } of verdicts) {
  for (const { rules, line, column } of missed) say('missed', one, rules[0], line, column);
  for (const { rule, line, column } of wrong) say('wrong', one, rule, line, column);
}

if (process.argv.includes('--write')) {
  write('floor.json', floorOf(verdicts));
  const tables = {
    kinds: byKind(),
    contexts: byGroup('contexts'),
    encodings: byGroup('encodings'),
  };
  insert('README.md', 'corpus', tables.kinds);
  insert('docs/detection.md', 'corpus', tables.kinds);
  insert('docs/detection.md', 'corpus-encodings', tables.encodings);
  insert('docs/detection.md', 'corpus-contexts', tables.contexts);
}

function print(title, keyOf) {
  console.log(`${title.padEnd(24)} secrets  found  recall  wrong  precision`);
  for (const [key, sums] of [...tally(verdicts, keyOf)].sort()) {
    const { found, missed, wrong } = sums;
    const cells = [
      found + missed,
      found,
      recall(sums).toFixed(3),
      wrong,
      precision(sums).toFixed(3),
    ];
    const widths = [8, 7, 8, 7, 11];
    console.log(key.padEnd(23) + cells.map((cell, at) => `${cell}`.padStart(widths[at])).join(''));
  }
  console.log('');
}

function say(what, { id, path }, rule, line, column) {
  console.log(`${what} ${rule} ${id} (${path}:${line}:${column})`);
}

function write(name, value) {
  writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
}

/** Keyfence and the peers, counted alike: by line. */
function everybody() {
  const reports = reported.flatMap((found, index) => found.map(({ line }) => ({ index, line })));
  const ours = counts(cases, reports);
  const file = join(folder, 'peers.json');
  const peers = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return [['**keyfence**', ours], ...Object.entries(peers).map(titled)];
}

function titled([name, peer]) {
  return [peer.version === 'unversioned' ? name : `${name} ${peer.version}`, peer];
}

function byKind() {
  const kinds = {
    'gemini-auth-key': '`AQ.` keys',
    'google-api-key': '`AIza` keys',
    'google-web-key': 'Firebase, Maps keys',
    'hardcoded-api-key': 'hardcoded API keys',
    provider: "other providers' keys",
    'split-key': 'split keys',
  };
  const rows = everybody().map(([name, { kinds: sums, alarms }]) => [
    name,
    ...Object.keys(kinds).map((kind) => share(sums[kind])),
    alarms,
  ]);
  return markdown(['tool', ...Object.values(kinds), 'false alarms'], rows);
}

function byGroup(group) {
  const all = everybody();
  const keys = Object.keys(all[0][1][group]).sort();
  const rows = keys.map((key) => [
    key,
    all[0][1][group][key][1],
    ...all.map(([, sums]) => share(sums[group][key])),
  ]);
  return markdown([group.slice(0, -1), 'secrets', ...all.map(([name]) => name)], rows);
}

function share(sums) {
  if (sums === undefined) return '–';
  const [found, all] = sums;
  return `${Math.floor((1000 * found) / all) / 10} %`;
}

/** First column to the left, the others to the right, padded as the formatter pads. */
function markdown(head, rows) {
  const widths = head.map((_, at) =>
    Math.max(...[head, ...rows].map((row) => `${row[at]}`.length)),
  );
  const line = (cells) =>
    `| ${cells.map((cell, at) => (at === 0 ? `${cell}`.padEnd(widths[at]) : `${cell}`.padStart(widths[at]))).join(' | ')} |`;
  const rule = widths.map((width, at) =>
    at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return `\n${[line(head), line(rule), ...rows.map(line)].join('\n')}\n`;
}

/** Between `<!-- name:begin -->` and `<!-- name:end -->`, where the file has them. */
function insert(file, name, text) {
  const path = join(root, file);
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (!before.includes(begin)) {
    console.log(`${file} has no place for the table "${name}".`);
    return;
  }
  const head = before.slice(0, before.indexOf(begin) + begin.length);
  writeFileSync(path, `${head}\n${text}\n${before.slice(before.indexOf(end))}`);
}
