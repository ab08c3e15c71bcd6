/**
 * Writes docs/acceptance.md: what users of secret scanners suffer, and the tests that hold it off here.
 * Read from the test titles, which begin with the names of the entries they prove (`B2 commit -a …`); a
 * title without a name belongs to the entries of the `describe` around it. `--check` only compares.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';

const page = 'docs/acceptance.md';

const entries = {
  A1: 'A failed scan is reported as clean',
  A2: 'The scope was empty, so "passed" means nothing',
  A3: 'Files skipped without a word',
  A4: 'The first hit ends the search of the line',
  B1: 'The text on disk is scanned instead of the staged text',
  B2: '`git commit -a`, `git commit file`, `git commit -p` bypass the hook',
  B3: "The user's or the repository's git settings hide content",
  B4: 'Renamed, copied or type-changed files are not scanned',
  B5: 'File names: spaces, newlines, non-ASCII, non-UTF-8, leading dash, brackets',
  B6: 'Removing a leaked key is blocked',
  B7: 'First commit: no HEAD',
  B8: 'Linked worktrees and `GIT_DIR`',
  B9: 'Links, submodules, LFS pointers',
  B10: 'Odd index states',
  B11: 'Partial, sparse and SHA-256 repositories',
  C1: 'The new `AQ.` keys are not known',
  C2: 'Only one syntax is recognised',
  C3: 'A key that is shipped to browsers is more than a committed key',
  C4: 'UTF-16 and "binary" text is skipped',
  C5: 'Base64, percent and string escapes',
  C6: 'A key split over lines or joined by code',
  C7: 'Secrets outside file content',
  D1: 'Wrong range: pull request, push, force-push, new branch, root commit',
  D2: 'Content that exists only in a merge commit',
  D3: 'Shallow clones',
  D4: "Merging main makes you answer for others' lines",
  D5: '`safe.directory`: dubious ownership in containers',
  D6: 'Full history is slow, repeats itself, and sees refs nobody expects',
  E1: 'Firebase and Maps web keys',
  E2: 'Placeholders, env reads, mocks, labels',
  E3: 'Lock files, minified code, source maps, notebooks, base64 images',
  F1: 'Ignore entries die on rebase, squash, line shift',
  F2: 'Baseline churn and merge conflicts',
  F3: 'The baseline itself holds the secrets',
  F4: 'A pull request can edit the policy that judges it',
  F5: 'Config errors pass in silence',
  F6: 'An allowlist is wider than meant',
  F7: 'Inline ignore comments',
  G1: 'The tool itself leaks the key into CI logs',
  G2: 'A public report advertises the hole',
  G3: 'Exit codes mean two things',
  G4: 'SARIF is refused or useless',
  G5: 'Machine output is not machine-readable',
  H1: "Scanning runs the repository's code",
  H2: 'Paths that leave the repository',
  H3: 'Memory',
  H4: 'Slow patterns, one-line giants, chunk edges',
  H5: 'Terminal and annotation injection',
  I1: 'Output limits and lost output',
  I2: 'Too many arguments',
  I3: 'Windows and line ends',
  J1: 'The hook is not there, and nobody notices',
  J2: '`core.hooksPath` and other hook managers',
  J3: 'Commits that no pre-commit hook sees',
  J4: 'GUI clients, nvm, PATH, no terminal',
  J5: 'Monorepos and sub-folder packages',
  J6: 'The hook changes the commit',
  K1: 'A slow hook is passed by',
  K2: 'Supply chain and install weight',
  L1: 'No idea what to do next',
  L2: 'Verification: network, wrong verdicts, more leaks',
};

/** `test`, `it` or `describe`, also behind .each(…), .skipIf(…) and the like. */
function isTest(call) {
  let callee = call;
  while (!ts.isIdentifier(callee)) {
    callee = callee.expression ?? callee.tag;
    if (!callee) return false;
  }
  return ['test', 'it', 'describe'].includes(callee.text);
}

function titleOf(node) {
  const first =
    ts.isCallExpression(node) && isTest(node.expression) ? node.arguments[0] : undefined;
  if (!first) return undefined;
  if (ts.isStringLiteralLike(first)) return first.text;
  return ts.isTemplateExpression(first) ? first.getText().slice(1, -1) : undefined;
}

function collect(node, file, inherited, found) {
  let names = inherited;
  const title = titleOf(node);
  if (title !== undefined) {
    const own = /^(?:[A-L]\d{1,2} )+/.exec(title)?.[0].trim().split(' ');
    names = own ?? inherited;
    for (const name of names) {
      if (!entries[name]) throw new Error(`${file}: "${title}" names ${name}, which is no entry`);
      found.get(name).push({ file, title });
    }
  }
  ts.forEachChild(node, (child) => collect(child, file, names, found));
}

function titles() {
  const found = new Map(Object.keys(entries).map((name) => [name, []]));
  const files = readdirSync('test', { recursive: true })
    .map((name) => `test/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.test.ts'))
    .sort();
  for (const file of files) {
    const source = ts.createSourceFile(
      file,
      readFileSync(file, 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    collect(source, file, [], found);
  }
  return found;
}

const cell = (text) => text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '&lt;');

/** A Markdown table as the formatter lays it out: each column as wide as its widest cell. */
function table(head, rows) {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at].length)));
  const line = (row) => `| ${row.map((text, at) => text.padEnd(widths[at])).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [head, rule, ...rows].map(line).join('\n');
}

function render(found) {
  const rows = [...found].flatMap(([name, tests]) =>
    tests.map(({ file, title }, index) => [
      index === 0 ? `${name} ${cell(entries[name])}` : '',
      file.slice('test/'.length),
      cell(title),
    ]),
  );
  const without = [...found].filter(([, tests]) => tests.length === 0);
  const missing = without.map(([name]) => `- ${name} ${entries[name]}`);
  return `# What users of secret scanners suffer, and the tests against it

Made by \`npm run acceptance\` from the titles under \`test/\`; do not edit. \`%s\` and \`$name\` stand for rows of a
table in the test.

${table(['entry', 'file in test/', 'test'], rows)}

## Entries without a test

${missing.join('\n') || 'None.'}
`;
}

const fresh = render(titles());
const now = existsSync(page) ? readFileSync(page, 'utf8').replaceAll('\r\n', '\n') : '';
if (process.argv.includes('--check')) {
  if (now !== fresh) {
    console.error(`${page} is out of date. Run: npm run acceptance`);
    process.exitCode = 1;
  }
} else if (now !== fresh) writeFileSync(page, fresh);
