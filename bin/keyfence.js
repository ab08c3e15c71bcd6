#!/usr/bin/env node
// Parsed by every Node, so that one which is too old says so: no syntax of after 2015 in this file.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `keyfence needs Node 20.19 or newer and was started by ${process.versions.node} (${process.execPath}): nothing was checked.\n  Install a newer Node, or put the folder of a newer one first on PATH.`,
  );
  process.exitCode = 2;
} else {
  const { enableCompileCache } = require('node:module');
  if (enableCompileCache) enableCompileCache();
  require('../dist/cli.cjs');
}
