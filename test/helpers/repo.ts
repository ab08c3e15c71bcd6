/** Real git repositories in temporary folders, isolated from the machine's own git configuration. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { cleanEnv } from './environment.ts';

export { cleanEnv };

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const bin = join(root, 'bin', 'keyfence.js');

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
}

function ran(result: SpawnSyncReturns<Buffer>): Ran {
  if (result.error) throw result.error;
  return {
    status: result.status,
    stdout: result.stdout.toString(),
    stderr: result.stderr.toString(),
  };
}

export function run(command: string, args: readonly string[], options: RunOptions): Ran {
  return ran(
    spawnSync(command, args, {
      cwd: options.cwd,
      env: cleanEnv(options.env),
      input: options.input ?? '',
      maxBuffer: Number.POSITIVE_INFINITY,
    }),
  );
}

/** A temporary folder that goes when the test ends. */
export function folder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'kf-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** The package as npm installs it, in a folder of its own: nothing in it is compiled ahead. */
export function packageIn(place: string): string {
  for (const part of ['bin', 'dist', 'package.json']) {
    cpSync(join(root, part), join(place, part), { recursive: true });
  }
  rmSync(join(place, 'dist/compiled'), { recursive: true, force: true });
  return place;
}

/** A repository with the few verbs that tests read aloud. */
export class Repo {
  constructor(readonly path: string) {}

  /** Runs git and throws where it fails. Returns stdout without its last newline. */
  git(...args: string[]): string {
    const result = this.tryGit(args);
    if (result.status !== 0) {
      throw new Error(`git ${args.join(' ')} → ${result.status}: ${result.stderr}`);
    }
    return result.stdout.replace(/\n$/, '');
  }

  tryGit(args: readonly string[], options: RunOptions = {}): Ran {
    return run('git', args, { cwd: this.path, ...options });
  }

  write(path: string, content: string | Uint8Array): this {
    const full = join(this.path, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
    return this;
  }

  /** Writes and stages. */
  stage(path: string, content: string | Uint8Array): this {
    this.write(path, content);
    this.git('add', '-f', '--', path);
    return this;
  }

  /** Writes, stages and commits past every hook; returns the commit id. */
  commit(path: string, content: string | Uint8Array, message = `add ${path}`): string {
    this.stage(path, content);
    this.git('commit', '-q', '--no-verify', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }

  keyfence(args: readonly string[], options: RunOptions = {}): Ran {
    return run(process.execPath, [bin, ...args], { cwd: this.path, ...options });
  }
}

export function repository(...initArgs: string[]): Repo {
  const repo = new Repo(folder());
  repo.git('init', '-q', '-b', 'main', ...initArgs);
  return repo;
}
