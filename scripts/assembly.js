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

/** Path → what it was compiled to, and from which files of what age: one build has four bundles. */
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
      const { bytes, files } = await compile(path);
      for (const file of files.keys()) this.addWatchFile(file);
      return {
        code: `export default ${JSON.stringify(Buffer.from(bytes).toString('base64'))};`,
        moduleType: 'js',
      };
    },
  };
}

/**
 * @param {string} path of a file in AssemblyScript
 * @returns {Promise<{ bytes: Uint8Array, files: Map<string, number> }>} the module, and when each of the
 * files that it is made of was written
 */
export async function compile(path) {
  const known = compiled.get(path);
  if (known !== undefined && [...known.files].every(([file, age]) => ageOf(file) === age))
    return known;
  // Loading the compiler takes a second: only where there is something to compile.
  const { default: asc } = await import('assemblyscript/asc').catch(() => {
    throw new Error(`${path} needs AssemblyScript, which is not installed. Run: npm ci`);
  });
  const made = { bytes: new Uint8Array(0), files: new Map() };
  const folder = dirname(path);
  const { error, stderr } = await asc.main(
    [basename(path), '--outFile', 'module.wasm', ...OPTIONS],
    {
      readFile: (name) => {
        const file = join(folder, name);
        const age = ageOf(file);
        if (age === undefined) return null;
        made.files.set(file, age);
        return readFileSync(file, 'utf8');
      },
      writeFile: (name, contents) => {
        if (name.endsWith('.wasm')) made.bytes = contents;
      },
      listFiles: () => null,
    },
  );
  if (error !== null) throw new Error(`${path} does not compile:\n${stderr}`);
  compiled.set(path, made);
  return made;
}

function ageOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
