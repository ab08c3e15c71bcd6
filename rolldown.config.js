/**
 * Two builds. `dist/cli.cjs` and its chunks are what the bin runs: CommonJS, because Node 20 starts
 * it several milliseconds sooner than ES modules, split at every `import()` so that a hook loads
 * only what it needs. `dist/index.js` is the library, an ES module.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { defineConfig } from 'rolldown';
import { assembly } from './scripts/assembly.js';

/** What is remembered of a scan (src/scan/remembering.ts) holds for the sources that made it. */
function digestOfSources() {
  const hash = createHash('sha256').update(readFileSync('package-lock.json'));
  for (const folder of ['rules', 'src']) {
    for (const name of readdirSync(folder, { recursive: true }).sort()) {
      if (name.endsWith('.ts')) hash.update(name).update(readFileSync(join(folder, name)));
    }
  }
  return hash.digest('hex');
}

const shared = {
  platform: 'node',
  treeshake: true,
  transform: { define: { KEYFENCE_BUILD: JSON.stringify(digestOfSources()) } },
  external: [/^node:/],
  plugins: [assembly()],
  checks: { pluginTimings: false },
  // Its CommonJS build hides its requires from bundlers.
  resolve: { alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' } },
};

/**
 * What every run of the bin loads: the cli and all that it imports without `import()`. Kept in one
 * chunk, because each file more costs the hook half a millisecond.
 */
function closure(entry, found = new Set()) {
  const path = resolve(entry);
  if (found.has(path)) return found;
  found.add(path);
  if (!path.endsWith('.ts')) return found;
  const imports = /^(?:import|export)\s+(?!type\b)[^;]*?from '(\.[^']+)'/gm;
  for (const [, to] of readFileSync(path, 'utf8').matchAll(imports)) {
    closure(resolve(dirname(path), to), found);
  }
  return found;
}

/** What every run of a repository with a config loads, in one chunk for the same reason. */
const CONFIGURED = /src\/(config\/(layer|read|schema|excludes|rule-ids)|nearest)\.ts$|jsonc-parser/;

const always = closure('src/cli.ts');

/** What every range of history and every push loads. */
const ranged = [
  ...['cli/plan', 'cli/walking', 'scan/walk', 'scan/first-look', 'history/quick'],
].reduce((found, name) => closure(`src/${name}.ts`, found), new Set());
/** What a range, a push or a commit loads that holds something at which the rules have to look. */
const placed = closure('src/scan/placed.ts');
/** Loaded without the rest of it by a commit with large files. */
const stored = closure('src/objects/store.ts');

/**
 * One character beyond Latin-1 makes V8 keep all of a file in two bytes a character: more to decode, to compare and to
 * hold. Behind one that is written as an escape the source map is a few columns off.
 */
const ascii = {
  name: 'ascii',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      if (/(?<!\\)(?:\\\\)*\\[^\0-\x7f]/.test(file.code))
        throw new Error(`${file.fileName}: an escape`);
      file.code = file.code.replace(
        /[^\0-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    }
  },
};

const worker = (name, source) => ({
  ...shared,
  plugins: [...shared.plugins, ascii],
  input: { [name]: source },
  output: {
    dir: 'dist',
    format: 'cjs',
    entryFileNames: '[name].cjs',
    sourcemap: true,
    minify: true,
  },
});

export default defineConfig([
  {
    ...shared,
    plugins: [...shared.plugins, ascii],
    input: { cli: 'src/cli.ts' },
    output: {
      dir: 'dist',
      format: 'cjs',
      // The first `import()` of a process starts Node's loader of ES modules: 4 ms for a `node:tty`.
      dynamicImportInCjs: false,
      entryFileNames: '[name].cjs',
      chunkFileNames: 'chunks/[name].cjs',
      sourcemap: true,
      cleanDir: true,
      minify: true,
      codeSplitting: {
        groups: [
          { name: 'always', test: (id) => always.has(resolve(id)), priority: 2 },
          { name: 'store', test: (id) => stored.has(resolve(id)), priority: 1 },
          { name: 'ranged', test: (id) => ranged.has(resolve(id)), priority: 1 },
          { name: 'placed', test: (id) => placed.has(resolve(id)) },
          { name: 'configured', test: CONFIGURED },
        ],
      },
    },
  },
  // Worker threads of `keyfence history` and `keyfence files`: each one file of its own, so that the bin's chunks stay as they are.
  worker('worker', 'src/history/worker.ts'),
  worker('files-worker', 'src/scan/files-worker.ts'),
  {
    ...shared,
    input: { index: 'src/index.ts' },
    output: { dir: 'dist', format: 'esm', chunkFileNames: 'library/[name].js', sourcemap: true },
  },
]);
