/**
 * Writes the file tree of README.md: every tracked file with the first sentence of its opening comment,
 * so that the list cannot tell other than the files do. `--check` only compares (exit 1 if it differs).
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

/** Files that cannot carry an opening comment, or are known by their name. */
const known = {
  '.gitattributes': 'Line ends are LF everywhere',
  '.gitignore': 'What is built or installed',
  '.keyfenceignore.json': 'Two made-up values of early commits, by salted hash',
  '.npmrc': 'Quiet installs',
  '.pre-commit-hooks.yaml': 'Hooks for the pre-commit framework',
  'CHANGELOG.md': 'What changed, by version',
  'CONTRIBUTING.md': 'How to work on Keyfence',
  LICENSE: 'MIT',
  'PERFORMANCE.md': 'Where time goes, how to measure, wins and dead ends',
  'README.md': 'This page',
  'SECURITY.md': 'How to report a hole, and what is promised',
  'action.yml': 'The GitHub Action',
  'biome.json': 'Formatter and linter',
  'bin/keyfence.js': 'The built cli, with what was compiled ahead',
  'bin/compile.js': 'Keeps what V8 makes of the built code, so that node starts it sooner',
  'bin/package.json': 'Says that bin/ is CommonJS, which Node 20 starts sooner',
  'package-lock.json': 'Exact versions of the development tools',
  'package.json': 'The package: no runtime dependencies, no install scripts',
  'schema/config.json': 'JSON Schema of .keyfencerc.json, made from src/config/schema.ts',
  'schema/report.json': 'JSON Schema of `--format json`',
  'tsconfig.as.json': 'Type checking of AssemblyScript',
  'tsconfig.build.json': 'Type declarations of the library',
  'tsconfig.json': 'Type checking',
};

const BEGIN = '<!-- files:begin -->';
const END = '<!-- files:end -->';

function sentence(path) {
  if (known[path]) return known[path];
  const text = readFileSync(path, 'utf8');
  if (path.endsWith('.md')) return /^# (.+)$/m.exec(text)?.[1] ?? '';
  const block = /^(?:#!.*\n)?(?:\/\*\*([\s\S]*?)\*\/|((?:#(?!!).*\n)+))/.exec(text);
  const words = (block?.[1] ?? block?.[2] ?? '')
    .replace(/^\s*(?:\*|#) ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  return /^(.+?[.:?!])(?: |$)/.exec(words)?.[1].replace(/[.:]$/, '') ?? words;
}

/** Tests, corpus files and hooks are listed by folder: there a name says enough. */
const folded = [
  [
    'test/corpus/',
    'Labelled leaks and non-leaks in the shape of real files, and what measures them',
  ],
  [
    'test/situations/',
    'One file per situation in which scanners hurt people, on real repositories',
  ],
  ['test/helpers/', 'Real repositories, keys made at run time, the build'],
  ['test/bench/', 'Benchmarks as ratios: hook, engine, history, files'],
  ['test/', 'Tests, one file per module'],
  ['.husky/', "This repository's own hooks, as `keyfence install` wrote them"],
];

function tree() {
  const files = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' })
    .split('\0')
    .filter(Boolean);
  const lines = new Map();
  for (const path of files) {
    const fold = folded.find(([folder]) => path.startsWith(folder));
    if (fold) lines.set(fold[0], fold[1]);
    else lines.set(path, sentence(path));
  }
  const width = Math.max(...[...lines.keys()].map((path) => path.length));
  const text = [...lines.keys()]
    .sort()
    .map((path) => `${path.padEnd(width)}  ${lines.get(path)}`.trimEnd());
  return `${BEGIN}\n\n\`\`\`text\n${text.join('\n')}\n\`\`\`\n\n${END}`;
}

const readme = readFileSync('README.md', 'utf8');
const at = readme.indexOf(BEGIN);
const end = readme.indexOf(END) + END.length;
const renewed = readme.slice(0, at) + tree() + readme.slice(end);
if (renewed === readme) process.exit(0);
if (process.argv.includes('--check')) {
  console.error('The file tree of README.md is out of date. Run: npm run tree');
  process.exit(1);
}
writeFileSync('README.md', renewed);
