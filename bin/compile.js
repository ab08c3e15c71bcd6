/**
 * `node bin/compile.js`: keeps what V8 makes of the built code, for the Node that runs this, in the folder of
 * that code. bin/keyfence.js uses it. Whoever can write there can change the code itself, so nobody is
 * trusted more than before. Run by the build, and by `keyfence install` (src/hook/ahead.ts).
 *
 * V8 compiles a function when it is first called. So the commands that have to be quick are run here once, in a
 * repository made for it, before its work is asked for.
 */
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} = fs;
const Module = require('node:module');
const { tmpdir } = require('node:os');
const { basename, join } = require('node:path');
const { setTimeout: wait } = require('node:timers/promises');
const v8 = require('node:v8');
const { Script } = require('node:vm');

const dist = join(__dirname, '..', 'dist');
const caches = join(dist, 'compiled', `${process.version}-${process.platform}-${process.arch}`);
/** The same as in keyfence.js, or V8 refuses it. */
const START = '(function (exports, require, module, __filename, __dirname) { ';
const COMMITS = 24;
const LONGEST_RUN = 20_000;
const LONGEST = 60_000;
/** What the rules have to look at, and the judge behind them, and find nothing: as programs speak of keys. */
const LOOKED_AT = [
  "const settings = { apiKey: 'test-key', busy: 'EBUSY' };",
  'const check = "&#x2713; \\u2713";',
  "// The API key of OpenAI's client is read from process.env.API_KEY.",
  'integrity: sha512-MYoVTBUSFTeGVGCVVqoVT0BUSFTe/GVGZONBUS0FTe1oVTCVVGVGhVMJVUVN5hU3==',
  'this.apiKey = fields.apiKey ?? getEnvironmentVariable("PROVIDER_API_KEY");',
  'const PROVIDER_API_KEY = "PROVIDER_API_KEY"; expect(model.apiKey).toBe("provider-key-one");',
  'vi.stubEnv("PROVIDER_API_KEY", "provider-key"); // resolve() + "the API key" + \'of it\'',
  'export PROVIDER_API_KEY="your-api-key-goes-here"',
  '  /** Provider API key */\n  apiKey?: string;\n  apiKeys: [ "one-of-a-few-keys", ],',
  'api_key: ${{ secrets.PROVIDER_API_KEY }}\nAPI-KEY: $PROVIDER_KEY, {"api_key":{"lc":1,"id":["API_KEY"]}}',
  "import { saveApiKey, type ProviderApiKey, reloadApiKeyOfThisProject, } from './keys';",
  "process.env['TEST_API_KEY'] = 'test-api-key-123'; write(path, 'API_KEY=test-key-from-file\\n');",
  "const sensitive = 'sk-123456789'; /* as ChatOpenAI */ case apiKey => /* no */ use(`${apiKey}`, apiKey);",
  'You must set the `PROVIDER_API_KEY` or `OTHER_API_KEY` environment variable.\n| API key | x-api-key |',
  'if (apiKey === undefined || apiKey.length !== 32) throw new Error("Invalid API key: it is too short");',
];
/** File → its source and what V8 made of it. */
const scripts = new Map();

Module.prototype._compile = function (source, filename) {
  const script =
    scripts.get(filename)?.script ??
    new Script(`${START}${source}\n})`, { filename, columnOffset: -START.length });
  scripts.set(filename, { source, script });
  const load = script.runInThisContext();
  return load.call(this.exports, this.exports, (id) => this.require(id), this, filename, dist);
};

// A scan of everything sets flags of V8's, which refuses what was made under other flags than it runs with.
const setFlag = v8.setFlagsFromString;
v8.setFlagsFromString = () => undefined;

/** The same as in keyfence.js. */
const LOADER = '(function (data, wire) { return %DeserializeWasmModule(data, wire); })';
const SERIALIZER = '(function (module) { return %SerializeWasmModule(module); })';
/** All of a module at once, and optimized. */
const WHOLLY = ['liftoff', 'wasm-lazy-compilation', 'wasm-dynamic-tiering'];
/** Modules that were asked for, and what they were made of. */
const modules = new Map();

globalThis[Symbol.for('keyfence.module')] = (wire) => {
  const known = [...modules].find(([, bytes]) => bytes.equals(wire));
  if (known !== undefined) return known[0];
  for (const name of WHOLLY) setFlag(`--no-${name}`);
  const module = new WebAssembly.Module(wire);
  for (const name of WHOLLY) setFlag(`--${name}`);
  modules.set(module, Buffer.from(wire));
  return module;
};

function git(folder, ...args) {
  const who = ['-c', 'user.name=keyfence', '-c', 'user.email=keyfence@example.com'];
  const off = ['-c', 'core.hooksPath=/dev/null', '-c', 'commit.gpgSign=false'];
  const env = { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  execFileSync('git', [...who, ...off, ...args], { cwd: folder, env, stdio: 'ignore' });
}

/** A few folders with files that change a little from commit to commit, packed. */
function repository() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'keyfence-compile-')));
  git(folder, 'init', '--quiet');
  const lines = Array.from(
    { length: 1200 },
    (_, index) => `const value${index} = ${index * 7919};`,
  );
  for (let count = 0; count < COMMITS; count++) {
    const place = join(folder, `source${count % 3}`, 'inner');
    mkdirSync(place, { recursive: true });
    lines[count * 40] = `const changed${count} = true;`;
    lines[count * 40 + 1] = LOOKED_AT[count % LOOKED_AT.length];
    writeFileSync(join(place, `file${count % 5}.ts`), lines.join('\n'));
    writeFileSync(join(folder, `top${count}.md`), `# ${count}\n`);
    git(folder, 'add', '-A');
    git(folder, 'commit', '--quiet', '-m', `Change ${count}`);
  }
  git(folder, 'repack', '-adfq');
  git(folder, 'update-ref', 'refs/remotes/origin/main', 'HEAD~20');
  git(folder, 'pack-refs', '--all');
  writeFileSync(join(folder, 'staged.ts'), 'export const staged = 1;\n');
  git(folder, 'add', '-A');
  return folder;
}

/** What git tells a pre-push hook of the branch at hand, on its standard input. */
function givePush(folder) {
  const head = fs.readFileSync(join(folder, '.git', 'packed-refs'), 'utf8');
  const [, commit] = /^([0-9a-f]+) refs\/heads\//m.exec(head);
  const told = Buffer.from(`refs/heads/x ${commit} refs/heads/x ${'0'.repeat(commit.length)}\n`);
  const read = fs.readFileSync;
  fs.readFileSync = (path, ...how) => (path === 0 ? told : read(path, ...how));
}

/** Runs a command in this process; the code is loaded anew and compiled no second time. */
async function run(...args) {
  for (const file of Object.keys(require.cache))
    if (file.startsWith(dist)) delete require.cache[file];
  process.argv = [process.execPath, join(__dirname, 'keyfence.js'), ...args];
  process.exitCode = undefined;
  require(join(dist, 'cli.cjs'));
  const stop = Date.now() + LONGEST_RUN;
  while (process.exitCode === undefined && Date.now() < stop) await wait(5);
  if (process.exitCode !== 0)
    throw new Error(`keyfence ${args.join(' ')} ended with ${process.exitCode}`);
}

function save() {
  mkdirSync(caches, { recursive: true, mode: 0o755 });
  for (const [filename, { source, script }] of scripts)
    keep(basename(filename), Buffer.from(source), script.createCachedData());
}

function keep(name, text, data) {
  const head = Buffer.alloc(16);
  head.write('keyfence', 'latin1');
  head.writeUInt32LE(text.length, 8);
  head.writeUInt32LE(data.length, 12);
  const path = join(caches, name);
  // In one step: a file that is half there must not be read. V8 does not see damage to its data, two copies do.
  const content = Buffer.concat([head, text, data, data]);
  writeFileSync(`${path}.${process.pid}`, content, { mode: 0o644 });
  renameSync(`${path}.${process.pid}`, path);
}

/**
 * V8 gives and takes optimized WebAssembly by functions that it has for its own tests, and may change. They are tried
 * in a process of its own with each Node; where that one does not come to a good end, nothing of it stays.
 */
function saveModules() {
  forgetModules();
  try {
    setFlag('--allow-natives-syntax');
    const loader = new Script(LOADER);
    const serialize = new Script(SERIALIZER).runInThisContext();
    setFlag('--no-allow-natives-syntax');
    loader.runInThisContext();
    for (const [module, wire] of modules)
      keep(`${wire.length}.wasm`, wire, Buffer.from(serialize(module)));
    keep('loader.wasm', Buffer.from(LOADER), loader.createCachedData());
    for (const args of [['history', 'HEAD~20..HEAD'], ['history'], ['files', '--no-gitignore']]) {
      const command = [join(__dirname, 'keyfence.js'), ...args];
      execFileSync(process.execPath, command, { stdio: 'ignore', timeout: LONGEST_RUN });
    }
  } catch (_error) {
    forgetModules();
  }
}

function forgetModules() {
  if (!existsSync(caches)) return;
  for (const name of readdirSync(caches)) if (name.endsWith('.wasm')) rmSync(join(caches, name));
}

async function main() {
  const folder = repository();
  try {
    process.chdir(folder);
    await run('staged');
    await run('history', 'HEAD~20..HEAD');
    await run('history');
    givePush(folder);
    await run('push', 'origin', 'https://example.com/origin.git');
    await run('files', '--no-gitignore', '--format', 'json');
    writeFileSync(join(folder, 'staged.ts'), LOOKED_AT.join('\n'));
    git(folder, 'add', '-A');
    await run('staged');
    writeFileSync(
      join(folder, '.keyfencerc.json'),
      '{\n  // As people write it.\n  "exclude": ["fixtures/**"],\n  "rules": { "split-key": "off" }\n}\n',
    );
    await run('staged');
    save();
    rmSync('.keyfencerc.json');
    rmSync('staged.ts');
    saveModules();
  } finally {
    process.chdir(dist);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const WORK = '--work';

/** In a process of its own: the commands print, and V8 must not have flags that no hook has. */
function start() {
  const env = { ...process.env };
  for (const name of Object.keys(env))
    if (/^(GIT_(?!EXEC_PATH)|NODE_OPTIONS$|NODE_EXTRA_CA_CERTS$|CI$)/.test(name)) delete env[name];
  const stdio = ['ignore', 'ignore', 'inherit'];
  try {
    execFileSync(process.execPath, [__filename, WORK], { env, stdio, timeout: LONGEST });
  } catch (error) {
    // It may have been ended before they were tried.
    forgetModules();
    throw error;
  }
}

if (process.argv.includes(WORK)) {
  main().then(
    () => {
      process.exitCode = 0;
    },
    (error) => {
      console.error(`keyfence is not compiled ahead, which only costs time: ${error.message}`);
      process.exitCode = 0;
    },
  );
} else start();
