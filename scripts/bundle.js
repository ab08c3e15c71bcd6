/**
 * Imports a TypeScript file of this repository from a script: bundles it in memory, as Node 20 does
 * not read TypeScript by itself.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { assembly } from './assembly.js';

/** @param {string} input path of the file */
export async function importBundled(input) {
  const bundle = await rolldown({
    input,
    platform: 'node',
    external: [/^node:/],
    plugins: [assembly()],
    checks: { pluginTimings: false },
  });
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false });
  await bundle.close();
  const folder = mkdtempSync(join(tmpdir(), 'kf-bundle-'));
  const file = join(folder, 'bundle.mjs');
  writeFileSync(file, output[0].code);
  try {
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
