/**
 * A plugin for rolldown and Vite: `import code from './x.wasm'` is the file `x.as.ts` beside it, written in
 * AssemblyScript, compiled to WebAssembly, as a string in base64. `src/wasm.ts` makes a module of it.
 * Such a file has no runtime and no objects: it works on the memory that it imports as `env.memory`.
 */
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

const MARK = '\0assembly:';

/** https://www.assemblyscript.org/compiler.html */
const OPTIONS = [
  ...['-O3', '--converge', '--noAssert', '--runtime', 'stub'],
  ...['--enable', 'simd', '--enable', 'bulk-memory'],
  ...['--importMemory', '--initialMemory', '1'],
];

/** Path → what it was compiled to, and when the file had been written: one build has four bundles. */
const compiled = new Map();

/** @returns {import('rolldown').Plugin} */
export function assembly() {
  return {
    name: 'assembly',
    enforce: 'pre',
    resolveId(source, importer) {
      if (importer === undefined || !/^\..*\.wasm$/.test(source)) return null;
      return MARK + resolve(dirname(importer), source).replace(/wasm$/, 'as.ts');
    },
    async load(id) {
      if (!id.startsWith(MARK)) return null;
      const path = id.slice(MARK.length);
      this.addWatchFile(path);
      const bytes = await compile(path);
      return {
        code: `export default ${JSON.stringify(Buffer.from(bytes).toString('base64'))};`,
        moduleType: 'js',
      };
    },
  };
}

/**
 * @param {string} path of a file in AssemblyScript
 * @param {readonly string[]} more options of `asc`
 * @returns {Promise<Uint8Array>} the module
 */
export async function compile(path, more = []) {
  const { mtimeMs } = statSync(path);
  const known = compiled.get(path);
  if (known?.mtimeMs === mtimeMs) return known.bytes;
  // Loading the compiler takes a second: only where there is something to compile.
  const { default: asc } = await import('assemblyscript/asc').catch(() => {
    throw new Error(`${path} needs AssemblyScript, which is not installed. Run: npm ci`);
  });
  let bytes;
  const folder = dirname(path);
  const { error, stderr } = await asc.main(
    [basename(path), '--outFile', 'module.wasm', ...OPTIONS, ...more],
    {
      readFile: (name) => read(join(folder, name)),
      writeFile: (name, contents) => {
        if (name.endsWith('.wasm')) bytes = contents;
      },
      listFiles: () => null,
    },
  );
  if (error !== null) throw new Error(`${path} does not compile:\n${stderr}`);
  compiled.set(path, { mtimeMs, bytes });
  return bytes;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
