#!/usr/bin/env node
// Parsed by every Node, so that one which is too old says so: no syntax of after 2015 in this file.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `keyfence needs Node 20.19 or newer and was started by ${process.versions.node} (${process.execPath}): nothing was checked.\n  Install a newer Node, or put the folder of a newer one first on PATH.`,
  );
  process.exitCode = 2;
} else {
  // Asking for `node:module` would load its loader of ES modules too.
  useCompiled(module.constructor);
  require('../dist/cli.cjs');
}

/**
 * What compile.js left in the folder of the code is used, if it was made of this very source, by whoever runs
 * this. V8 itself refuses what another version of it, or one with other flags, has made, but runs what is
 * damaged: so its part is there twice. The cache that Node 22 has of its own lies in a folder for temporary files,
 * where whoever else uses the machine could have put code for us to run.
 */
function useCompiled(Module) {
  const { closeSync, constants, fstatSync, openSync, readFileSync } = require('node:fs');
  const { join, basename } = require('node:path');
  const { Script } = require('node:vm');
  const dist = join(__dirname, '..', 'dist');
  const folder = join(dist, 'compiled', `${process.version}-${process.platform}-${process.arch}`);
  const compile = Module.prototype._compile;
  Module.prototype._compile = function (source, filename) {
    const script = filename.startsWith(dist) ? compiled(source, filename) : undefined;
    if (script === undefined) return compile.call(this, source, filename);
    const load = script.runInThisContext();
    return load.call(this.exports, this.exports, (id) => this.require(id), this, filename, dist);
  };

  /** A file is `keyfence`, two lengths, the source, and twice what V8 made of it. */
  function compiled(source, filename) {
    const kept = read(join(folder, basename(filename)));
    if (kept === undefined || kept.length < 16) return undefined;
    if (kept.latin1Slice(0, 8) !== 'keyfence') return undefined;
    const end = 16 + kept.readUInt32LE(8);
    const size = kept.readUInt32LE(12);
    if (end + 2 * size !== kept.length) return undefined;
    if (!kept.subarray(16, end).equals(Buffer.from(source))) return undefined;
    const cachedData = kept.subarray(end, end + size);
    if (!cachedData.equals(kept.subarray(end + size))) return undefined;
    const start = '(function (exports, require, module, __filename, __dirname) { ';
    const script = new Script(`${start}${source}\n})`, {
      filename,
      columnOffset: -start.length,
      cachedData,
    });
    return script.cachedDataRejected ? undefined : script;
  }

  /** A regular file of this user's own, to which nobody else can write (Windows has no such marks). */
  function read(path) {
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
}
