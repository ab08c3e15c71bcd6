#!/usr/bin/env node
// Parsed by every Node, so that one which is too old says so: no syntax of after 2015 in this file.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `keyfence needs Node 20.19 or newer and was started by ${process.versions.node} (${process.execPath}): nothing was checked.\n  Install a newer Node, or put the folder of a newer one first on PATH.`,
  );
  process.exitCode = 2;
} else {
  try {
    // Asking for `node:module` would load its loader of ES modules too.
    useCompiled(module.constructor);
    require('../dist/cli.cjs');
  } catch (error) {
    // Without this Node's own exit code would be 1, which says that something was found.
    console.error(
      `keyfence could not be loaded (${`${error}`.split('\n')[0]}): nothing was checked.\n  Install it again: npm ci`,
    );
    process.exitCode = 2;
  }
}

/**
 * What compile.js left in the folder of the code is used, if it was made of this very source, by whoever runs
 * this. V8 itself refuses what another version of it, or one with other flags, has made, but runs what is
 * damaged: so its part is there twice. The cache that Node 22 has of its own lies in a folder for temporary files,
 * where whoever else uses the machine could have put code for us to run.
 */
function useCompiled(Module) {
  const { join, basename } = require('node:path');
  const { Script } = require('node:vm');
  const dist = join(__dirname, '..', 'dist');
  const folder = join(dist, 'compiled', `${process.version}-${process.platform}-${process.arch}`);
  const compile = Module.prototype._compile;
  /** The same as in compile.js. */
  const LOADER = '(function (data, wire) { return %DeserializeWasmModule(data, wire); })';
  Module.prototype._compile = function (source, filename) {
    const script = filename.startsWith(dist) ? compiled(source, filename) : undefined;
    if (script === undefined) return compile.call(this, source, filename);
    const load = script.runInThisContext();
    return load.call(this.exports, this.exports, (id) => this.require(id), this, filename, dist);
  };

  function compiled(source, filename) {
    const cachedData = madeOf(Buffer.from(source), join(folder, basename(filename)));
    if (cachedData === undefined) return undefined;
    const start = '(function (exports, require, module, __filename, __dirname) { ';
    const script = new Script(`${start}${source}\n})`, {
      filename,
      columnOffset: -start.length,
      cachedData,
    });
    return script.cachedDataRejected ? undefined : script;
  }

  /**
   * WebAssembly as V8 has optimized it, for src/wasm.ts. V8 takes it only by a function for its own tests, which no source
   * may name without a flag; but of the loader V8 has the compiled code and does not read the source. Where it would have
   * to, that is an error, and the module is compiled as usual; so it is where V8 refuses it.
   */
  globalThis[Symbol.for('keyfence.module')] = (wire) => {
    try {
      const made = madeOf(wire, join(folder, `${wire.length}.wasm`));
      const cachedData = made && madeOf(Buffer.from(LOADER), join(folder, 'loader.wasm'));
      if (cachedData === undefined) return undefined;
      const load = new Script(LOADER, { cachedData }).runInThisContext();
      return load(new Uint8Array(made).buffer, wire);
    } catch (_error) {
      return undefined;
    }
  };
}

/** A file is `keyfence`, two lengths, what V8's part was made of, and that part twice. */
function madeOf(text, path) {
  const kept = readOwn(path);
  if (kept === undefined || kept.length < 16) return undefined;
  if (kept.latin1Slice(0, 8) !== 'keyfence') return undefined;
  const end = 16 + kept.readUInt32LE(8);
  const size = kept.readUInt32LE(12);
  if (end + 2 * size !== kept.length) return undefined;
  if (!kept.subarray(16, end).equals(text)) return undefined;
  const made = kept.subarray(end, end + size);
  return made.equals(kept.subarray(end + size)) ? made : undefined;
}

/** A regular file of this user's own, to which nobody else can write (Windows has no such marks). */
function readOwn(path) {
  const { closeSync, constants, fstatSync, openSync, readFileSync } = require('node:fs');
  let file;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = fstatSync(file);
    const own = !process.geteuid || status.uid === process.geteuid();
    const shut = !process.geteuid || (status.mode & 0o022) === 0;
    return status.isFile() && own && shut ? readFileSync(file) : undefined;
  } catch (_error) {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
