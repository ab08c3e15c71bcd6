/**
 * Two builds. `dist/cli.cjs` and its chunks are what the bin runs: CommonJS, because Node 20 starts
 * it several milliseconds sooner than ES modules, split at every `import()` so that a hook loads
 * only what it needs. `dist/index.js` is the library, an ES module.
 */
import { defineConfig } from 'rolldown';

const shared = {
  platform: 'node',
  treeshake: true,
  external: [/^node:/],
  // Its CommonJS build hides its requires from bundlers.
  resolve: { alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' } },
};

export default defineConfig([
  {
    ...shared,
    input: { cli: 'src/cli.ts' },
    output: {
      dir: 'dist',
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: 'chunks/[name].cjs',
      sourcemap: true,
      cleanDir: true,
      minify: true,
    },
  },
  {
    // A worker thread of `keyfence history`: one file of its own, so that the bin's chunks stay as they are.
    ...shared,
    input: { worker: 'src/history/worker.ts' },
    output: { dir: 'dist', format: 'cjs', entryFileNames: '[name].cjs', sourcemap: true },
  },
  {
    ...shared,
    input: { index: 'src/index.ts' },
    output: { dir: 'dist', format: 'esm', chunkFileNames: 'library/[name].js', sourcemap: true },
  },
]);
