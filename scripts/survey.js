/**
 * The false-alarm survey: `node scripts/survey.js [--json] FOLDER…` scans every file below the folders
 * with the built-in rules and prints each finding, masked, for a person to judge, and what was read.
 * The verdicts stand in docs/detection.md.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importBundled } from './bundle.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const { compile, Hits, judge, rules } = await importBundled(join(root, 'test/corpus/run.ts'));

const engine = compile(rules);
const hits = new Hits();
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const asJson = process.argv.includes('--json');
const folders = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const read = { files: 0, bytes: 0, lines: 0, findings: 0, seconds: 0 };

for (const folder of folders) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    survey(readFileSync(file), relative(folder, file).replaceAll('\\', '/'));
  }
}
const { files, bytes, lines, findings, seconds } = read;
console.error(
  `${files} files, ${(bytes / 1e6).toFixed(1)} MB, ${lines} lines, ${findings} findings, ` +
    `${((findings * 1e6) / lines).toFixed(2)} a million lines, ${(bytes / 1e6 / seconds).toFixed(0)} MB/s`,
);

function survey(content, path) {
  read.files++;
  read.bytes += content.length;
  for (let at = content.indexOf(10); at >= 0; at = content.indexOf(10, at + 1)) read.lines++;
  const start = performance.now();
  hits.clear();
  engine.scan(content, 0, content.length, hits);
  const context = {
    origin: { kind: 'file', path },
    sha256,
    inline: false,
    webKeys: 'warning',
    showSecrets: false,
  };
  const found = judge(engine, content, hits, context).findings;
  read.seconds += (performance.now() - start) / 1000;
  read.findings += found.length;
  for (const finding of found) print(finding, path);
}

function print(finding, path) {
  if (asJson) {
    console.log(JSON.stringify({ ...finding, frame: undefined, places: undefined }));
    return;
  }
  const { rule, confidence, secret, where, name, provider, remarks, count } = finding;
  const facts = [confidence, name, provider, ...remarks, count > 1 ? `${count} places` : ''];
  console.log(
    `${rule}\t${secret}\t${path}:${where.line}:${where.column}\t${facts.filter(Boolean).join(' ')}`,
  );
}
