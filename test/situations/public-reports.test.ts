/** A report that everybody can read advertises the hole: keyfence publishes nothing by itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../helpers/repo.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const dist = join(root, 'dist');
const built = readdirSync(dist).filter((name) => /\.c?js$/.test(name));

test('G2 nothing that ships can reach a network: it opens no issue, no comment, no connection', () => {
  expect(built.length).toBeGreaterThan(2);
  for (const name of built) {
    const text = readFileSync(join(dist, name), 'utf8');
    const modules = [
      ...text.matchAll(/\b(?:require|import|from)\s*\(?\s*["'`](?:node:)?([\w/]+)["'`]/g),
    ];
    const network = modules
      .map(([, module]) => module!)
      .filter((module) => /^(https?|http2|net|tls|dgram|dns|undici|inspector)(\/|$)/.test(module));
    expect(network, name).toEqual([]);
    expect(text, name).not.toMatch(
      /\bfetch\s*\(\s*["'`]https?:|new WebSocket\(|XMLHttpRequest|sendBeacon/,
    );
  }
});

test('G2 no recipe asks for the right to write issues or comments, nor runs with the base’s token', () => {
  for (const page of [
    'README.md',
    'docs/ci.md',
    'docs/reports.md',
    'action.yml',
    '.pre-commit-hooks.yaml',
  ]) {
    const blocks = page.endsWith('.md')
      ? [...read(page).matchAll(/```ya?ml\n([\s\S]*?)```/g)].map(([, block]) => block!)
      : [read(page)];
    expect(blocks.length, page).toBeGreaterThan(0);
    for (const block of blocks) {
      expect(block, page).not.toMatch(/^\s*(issues|pull-requests|contents|discussions): *write/m);
      expect(block, page).not.toMatch(
        /pull_request_target|gh (issue|pr)|issues\/comments|github-script/,
      );
    }
  }
});

test('G2 the page on reports shows the private routes: SARIF, and artifacts with few readers', () => {
  const page = read('docs/reports.md');
  expect(page).toContain('uses: github/codeql-action/upload-sarif@v3');
  expect(page).toContain('security-events: write');
  expect(page).toMatch(/access: developer\n\s+reports:\n\s+secret_detection:/);
  expect(page).toMatch(/uses: actions\/upload-artifact@v4[\s\S]*retention-days/);
  expect(page.replace(/\s+/g, ' ')).toContain('on a public repository, prefer SARIF');
  expect(page.replace(/\s+/g, ' ')).toContain(
    'Keyfence posts nothing by itself, and opens no issue',
  );
});
