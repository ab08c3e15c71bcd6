/**
 * The engine as it stands in the tree, bundled in-process: what is measured is never an older build.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { assembly } from '../../scripts/assembly.js';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const EXPORTS = {
  'src/detect/engine.ts': 'compile, Hits',
  'src/detect/look.ts': 'makeLook',
  'src/scan/judging.ts': 'judge, sha256',
  'rules/index.ts': 'rules',
};

/** @returns compile, Hits, makeLook, judge, sha256 and rules of the checkout in `from` */
export async function loadEngine(from = root) {
  const folder = mkdtempSync(join(tmpdir(), 'kf-bench-'));
  const entry = join(folder, 'entry.ts');
  const lines = Object.entries(EXPORTS).map(
    ([path, names]) => `export { ${names} } from ${JSON.stringify(join(from, path))};`,
  );
  writeFileSync(entry, lines.join('\n'));
  const bundle = await rolldown({
    input: entry,
    plugins: [assembly()],
    platform: 'node',
    logLevel: 'silent',
  });
  const file = join(folder, 'engine.mjs');
  await bundle.write({ file, format: 'esm' });
  const loaded = await import(pathToFileURL(file).href);
  rmSync(folder, { recursive: true, force: true });
  return loaded;
}
