/**
 * Gets what a partial clone lacks from its promisor remote: the one place where this tool lets git talk to
 * anybody, and only where the user has said so. It runs in a throw-away repository that borrows the object
 * folder and knows nothing but the remote's URL, so that no setting of the scanned repository counts:
 * no sshCommand, uploadpack, credential helper, proxy or helper protocol of its. What the user has set up for
 * himself (ssh, credential helpers) counts as always.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Repository } from '../git.ts';
import {
  childEnvironment,
  type Environment,
  nowhere,
  safePath,
  withoutRepository,
} from './program.ts';

export interface Promisor {
  readonly name: string;
  readonly url: string;
  /** `http.<url>.extraHeader` with its value: how CI systems hand over their token. */
  readonly headers: readonly (readonly [key: string, value: string])[];
}

const WANTED =
  '^(extensions\\.partialclone|remote\\..*\\.(promisor|url)|http\\.(.*\\.)?extraheader)$';

/** The remote that has promised what is not here; undefined where there is none: no partial clone. */
export async function promisorOf(repository: Repository): Promise<Promisor | undefined> {
  const args = ['config', '--local', '--includes', '-z', '--get-regexp', WANTED];
  const { stdout } = await repository.run(args, { accept: [1] });
  const pairs = stdout
    .toString()
    .split('\0')
    .filter((text) => text !== '')
    .map((text): [string, string] => {
      const feed = text.indexOf('\n');
      return feed < 0 ? [text, 'true'] : [text.slice(0, feed), text.slice(feed + 1)];
    });
  const first = (key: string) => pairs.find(([one]) => one === key)?.[1];
  const promising = pairs.find(([key, value]) => /^remote\..*\.promisor$/.test(key) && isOn(value));
  const name = first('extensions.partialclone') ?? promising?.[0].slice(7, -9);
  const url = name && first(`remote.${name}.url`);
  if (!name || !url) return undefined;
  return { name, url, headers: pairs.filter(([key]) => key.startsWith('http.')) };
}

const isOn = (value: string) => /^(?:true|yes|on|1)$/i.test(value);

/** No helper of git's but those for these: `ext::` runs whatever it is told to. */
const TRANSPORTS = 'file:git:http:https:ssh';
/** As git itself fetches what it lacks; the filter marks the pack as a promised one. */
const FETCH = [
  '--no-pager',
  '-c',
  `core.hooksPath=${nowhere}`,
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.alternateRefsCommand=',
  '-c',
  'fetch.negotiationAlgorithm=noop',
  'fetch',
  'promisor',
  '--no-tags',
  '--no-write-fetch-head',
  '--recurse-submodules=no',
  '--no-auto-maintenance',
  '--upload-pack=git-upload-pack',
  '--filter=blob:none',
  '--stdin',
];
const STDERR_KEPT = 8192;

/**
 * Fetches these objects into the repository.
 * @returns '' or, where git failed, what it said of that, without credentials
 */
export async function fetchObjects(
  repository: Repository,
  promisor: Promisor,
  oids: readonly string[],
  signal?: AbortSignal,
): Promise<string> {
  const place = mkdtempSync(join(tmpdir(), 'keyfence-'));
  try {
    throwAway(place, repository, promisor);
    const child = spawn(repository.locateGit(), FETCH, {
      cwd: repository.top || repository.gitDir,
      env: environment(repository, promisor, place),
      stdio: ['pipe', 'ignore', 'pipe'],
      windowsHide: true,
      ...(signal && { signal }),
    });
    let said = '';
    child.stderr.on('data', (piece: Buffer) => {
      said = (said + piece.toString('latin1')).slice(-STDERR_KEPT);
    });
    child.stdin.on('error', () => {});
    child.stdin.end(`${oids.join('\n')}\n`);
    return await new Promise((settle) => {
      child.on('error', ({ message }) => settle(message));
      child.on('close', (code, signal) => {
        settle(
          code === 0 ? '' : wordsOf(said) || `git ended with ${signal ?? `exit code ${code}`}`,
        );
      });
    });
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function throwAway(place: string, { hash }: Repository, { url }: Promisor): void {
  mkdirSync(join(place, 'refs'));
  mkdirSync(join(place, 'objects'));
  writeFileSync(join(place, 'HEAD'), 'ref: refs/heads/main\n');
  const quoted = url.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
  const format = hash === 'sha256' ? '\tobjectFormat = sha256\n' : '';
  const config = `[core]
\trepositoryFormatVersion = 1
\tbare = true
[extensions]
\tpartialClone = promisor
${format}[remote "promisor"]
\turl = "${quoted}"
\tpromisor = true
`;
  writeFileSync(join(place, 'config'), config, { mode: 0o600 });
}

function environment(
  { options, objectsDir, top }: Repository,
  { headers }: Promisor,
  place: string,
): Record<string, string> {
  const { env } = options;
  const child = childEnvironment(withoutRepository(env));
  // How the user himself has git use ssh; the settings of the scanned repository are not read.
  for (const name of ['GIT_SSH', 'GIT_SSH_COMMAND', 'GIT_SSH_VARIANT'] as const) {
    if (env[name] !== undefined) child[name] = env[name];
  }
  for (const [index, [key, value]] of headers.entries()) {
    child[`GIT_CONFIG_KEY_${index}`] = key;
    child[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return {
    ...child,
    ...withPath(child, safePath(env, top)),
    GIT_CONFIG_COUNT: String(headers.length),
    GIT_DIR: place,
    GIT_OBJECT_DIRECTORY: objectsDir,
    GIT_ALLOW_PROTOCOL: TRANSPORTS,
  };
}

/** On Windows the variable may be called `Path`. */
function withPath(env: Environment, path: string): Record<string, string> {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH');
  return { [name ?? 'PATH']: path };
}

/** What git complained of, on one line, without what may be a secret. */
function wordsOf(said: string): string {
  const lines = said.split(/[\r\n]+/).filter((line) => /^(?:fatal|error|remote): ?\S/.test(line));
  // The first one tells the cause, those behind it what came of it.
  const cause = lines.find((line) => line.startsWith('fatal')) ?? lines.at(-1) ?? '';
  return cause
    .replace(/^(?:fatal|error|remote): /, '')
    .replace(/:\/\/[^/\s'@]*@/g, '://…@')
    .replace(/\?[^\s']*/g, '?…')
    .replace(/[A-Za-z0-9_.-]{20,}/g, (run) => (/^[0-9a-f]{40,64}$/.test(run) ? run : '…'))
    .replace(/[^\x20-\x7e…]/g, '')
    .replace(/\.$/, '')
    .slice(0, 200);
}
