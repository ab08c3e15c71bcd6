import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { authKey } from '../helpers/keys.ts';
import { bin, folder, repository, root, run } from '../helpers/repo.ts';

const network = ['net', 'http', 'https', 'http2', 'tls', 'dgram', 'dns', 'inspector', 'quic'];
const built = join(root, 'dist');

function builtFiles(): string[] {
  return readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.c?js$/.test(name),
  );
}

/** What a built file asks for: modules by any form of import, and the globals that reach the network. */
function wants(file: string): string[] {
  const text = readFileSync(join(built, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      const from = node.moduleSpecifier;
      if (from && ts.isStringLiteralLike(from)) found.push(from.text);
    } else if (ts.isCallExpression(node)) {
      const asks = /^(?:require|__require|import|process\.getBuiltinModule)$/;
      const [name] = node.arguments;
      const callee = text.slice(node.expression.pos, node.expression.end).trim();
      if (asks.test(callee) && name && ts.isStringLiteralLike(name)) found.push(name.text);
    } else if (
      ts.isIdentifier(node) &&
      /^(?:WebSocket|EventSource|XMLHttpRequest)$/.test(node.text)
    ) {
      found.push(node.text);
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      if (node.expression.text === 'fetch') found.push('fetch');
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('K2 the package has no dependencies and nothing runs when it is installed', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const kind of [
    'dependencies',
    'optionalDependencies',
    'peerDependencies',
    'bundleDependencies',
  ])
    expect(manifest[kind], kind).toBeUndefined();
  for (const script of ['preinstall', 'install', 'postinstall'])
    expect(manifest.scripts[script], script).toBeUndefined();
  expect(manifest.publishConfig.provenance).toBe(true);
});

test('K2 nothing that is built asks for a network module or for a package', () => {
  const files = builtFiles();
  expect(files.length).toBeGreaterThan(10);
  const asked = files.flatMap((file) => wants(file).map((name) => ({ file, name })));
  expect(asked.length).toBeGreaterThan(40);
  const outside = asked.filter(({ name }) => {
    const plain = name.replace(/^node:/, '');
    return !name.startsWith('.') && (!builtinModules.includes(plain) || network.includes(plain));
  });
  expect(outside).toEqual([]);
});

/** Every way out of a Node process ends in one of these. */
const NO_NETWORK = `
const refuse = () => { process._rawDebug('a connection was tried'); process.reallyExit(99); };
const net = require('node:net');
net.Socket.prototype.connect = net.connect = net.createConnection = net.Server.prototype.listen = refuse;
require('node:dgram').createSocket = refuse;
const dns = require('node:dns');
dns.lookup = dns.resolve = dns.promises.lookup = dns.promises.resolve = refuse;
globalThis.fetch = globalThis.WebSocket = refuse;
require('node:module').syncBuiltinESMExports();
if (process.env.TRY_IT) net.connect(9, '127.0.0.1');
`;

test('K2 staged, files and history do their work where every connection ends the process', () => {
  const guard = join(folder(), 'guard.cjs');
  writeFileSync(guard, NO_NETWORK);
  const repo = repository();
  repo.commit('old.py', `key = "${authKey(1)}"\n`);
  repo.stage('new.py', `key = "${authKey(2)}"\n`);
  const guarded = (command: string, env = {}) =>
    run(process.execPath, ['--require', guard, bin, command], { cwd: repo.path, env });
  for (const [command, key] of [
    ['staged', authKey(2)],
    ['files', authKey(1)],
    ['history', authKey(1)],
  ] as const) {
    const ran = guarded(command);
    expect(ran.status, ran.stderr).toBe(1);
    expect(ran.stdout + ran.stderr).toContain(key.slice(-4));
  }
  expect(guarded('staged', { TRY_IT: '1' }).status).toBe(99);
});
