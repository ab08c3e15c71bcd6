/**
 * The false-alarm survey: `node scripts/survey.js [--json] FOLDER…` scans every file below the folders
 * with the built-in rules and prints each finding, masked, for a person to judge, and what was read.
 * The verdicts stand in docs/detection.md. `--npm` scans the newest published files of the packages of
 * survey-packages.txt, which `npm pack` downloads and nothing runs.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

const downloads = process.argv.includes('--npm') ? mkdtempSync(join(tmpdir(), 'kf-survey-')) : '';
if (downloads !== '') folders.push(download(downloads));
process.on('exit', () => downloads !== '' && rmSync(downloads, { recursive: true, force: true }));

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

/** The folder that holds a folder for each package. */
function download(into) {
  const list = readFileSync(new URL('survey-packages.txt', import.meta.url), 'utf8');
  const names = list.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  for (const name of names) {
    const folder = join(into, 'packages', name.replace('/', '_'));
    mkdirSync(folder, { recursive: true });
    const options = { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] };
    const pack = execFileSync(
      'npm',
      ['pack', '--silent', '--ignore-scripts', name],
      options,
    ).trim();
    execFileSync('tar', ['xzf', pack], options);
    rmSync(join(folder, pack));
  }
  console.error(`${names.length} packages`);
  return join(into, 'packages');
}

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
