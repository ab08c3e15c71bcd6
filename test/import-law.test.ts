import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { root } from './helpers/repo.ts';

const everywhere = ['types', 'errors', 'wasm'];
const law: Record<string, readonly string[]> = {
  types: [],
  errors: [],
  wasm: [],
  rules: [],
  detect: [],
  report: [],
  objects: ['node:'],
  git: ['node:', 'simple-git'],
  sources: ['node:', 'git', 'objects', 'fast-glob'],
  history: ['node:', 'detect', 'objects'],
  ignores: ['node:'],
  nearest: [],
  choices: [],
  flags: ['node:', 'choices', 'nearest'],
  help: ['flags'],
  completion: ['flags'],
  ci: ['node:', 'git'],
  config: [
    'node:',
    'choices',
    'detect',
    'flags',
    'ignores',
    'nearest',
    'rules',
    'picomatch',
    'jsonc-parser',
  ],
  hook: ['node:', 'git', 'husky'],
  scan: ['node:', 'config', 'detect', 'sources', 'git', 'history', 'ignores', 'rules'],
  index: ['scan', 'config', 'git', 'report', 'package.json'],
};
const cliMayNot = ['simple-git', 'fast-glob', 'picomatch', 'husky'];

const areaOf = (path: string) =>
  path.startsWith('rules/')
    ? 'rules'
    : path
        .replace(/^src\//, '')
        .split('/')[0]!
        .replace(/\.ts$/, '');

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return ts.preProcessFile(text).importedFiles.map((found) => found.fileName);
}

const files = ['src', 'rules'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
);

test('every import obeys the law of DESIGN.md §3', () => {
  const broken: string[] = [];
  for (const file of files) {
    const area = areaOf(file);
    for (const target of importsOf(file)) {
      const to = target.startsWith('.')
        ? areaOf(join(file, '..', target).replaceAll('\\', '/'))
        : target.startsWith('node:')
          ? 'node:'
          : target;
      const allowed =
        to === area ||
        everywhere.includes(to) ||
        (area === 'cli' ? !cliMayNot.includes(to) : law[area]?.includes(to));
      if (!allowed) broken.push(`${file} imports ${target}`);
    }
  }
  expect(files.length).toBeGreaterThan(1);
  expect(broken).toEqual([]);
});

/** Types count too: who reads one of two files in a circle has to read both. */
test('no files import each other in a circle, types included', () => {
  const within = new Map(
    files.map((file) => {
      const near = importsOf(file).filter((target) => target.startsWith('.'));
      return [file, near.map((target) => join(file, '..', target).replaceAll('\\', '/'))];
    }),
  );
  // What imports nothing that is left is taken away again and again; a circle stays.
  for (let before = -1; before !== within.size; ) {
    before = within.size;
    for (const [file, near] of within) {
      if (!near.some((target) => within.has(target))) within.delete(file);
    }
  }
  const importsOfLeft = ([file, near]: [string, string[]]) =>
    `${file}: ${near.filter((target) => within.has(target)).join(', ')}`;
  expect([...within].map(importsOfLeft)).toEqual([]);
});
