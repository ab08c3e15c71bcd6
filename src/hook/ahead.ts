/**
 * What V8 makes of the built code, kept beside that code (bin/compile.js), so that the hooks start sooner.
 * `keyfence install` makes it, for the Node that runs it, where the package is the user's own and stays; everywhere
 * else the hooks do the same without, some milliseconds later. bin/keyfence.js decides what it believes of it.
 */
import { execFileSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findGit } from '../git/program.ts';
import { type Environment, withoutRepository } from '../git.ts';
import { ownFolder } from './place.ts';
import type { Survey } from './survey.ts';
import { type Step, step } from './wording.ts';

const LONGEST = 70_000;
const NODE = process.versions.node;

/** For `install`: compiles where that is fit and has not been done. Nothing that goes wrong here is a problem. */
export function compileAhead(found: Survey, env: Environment): Step {
  const { home, place, show } = found;
  if (isCompiled(home.folder)) return step('ahead-there', NODE);
  const why = unfit(home.folder) ?? (isOn(env.CI) ? 'this is a CI run' : undefined);
  if (why !== undefined) return step('ahead-not', NODE, why);
  try {
    const PATH = `${dirname(findGit(env, place.top))}${delimiter}${env.PATH ?? ''}`;
    execFileSync(process.execPath, [join(home.folder, 'bin', 'compile.js')], {
      cwd: home.folder,
      env: { ...withoutRepository(env), PATH },
      stdio: 'ignore',
      timeout: LONGEST,
    });
  } catch {
    // What is there now is what counts.
  }
  if (!isCompiled(home.folder)) return step('ahead-not', NODE, 'compiling it did not work');
  return step('ahead-made', NODE, show(folderOf(home.folder)));
}

/** For `doctor`: whether it is there, and what to do where it could be. */
export function tellAhead({ home }: Survey): Step {
  if (isCompiled(home.folder)) return step('ahead-there', NODE);
  const why = unfit(home.folder);
  return why === undefined ? step('ahead-could', NODE) : step('ahead-not', NODE, why);
}

const isOn = (value: string | undefined) => value !== undefined && !/^(?:false|0)?$/i.test(value);

const folderOf = (home: string) => join(home, 'dist', 'compiled');

/** Each file holds the source that it was made of, and then V8's part twice (bin/compile.js). */
function isCompiled(home: string): boolean {
  const version = `${process.version}-${process.platform}-${process.arch}`;
  const folder = join(folderOf(home), version);
  try {
    const names = readdirSync(folder).filter((name) => /\.(?:cjs|wasm)$/.test(name));
    return names.includes('cli.cjs') && names.every((name) => isOf(home, join(folder, name), name));
  } catch {
    return false;
  }
}

const HEAD = 16;

function isOf(home: string, file: string, name: string): boolean {
  const kept = readFileSync(file);
  const end = HEAD + kept.readUInt32LE(8);
  const made = kept.subarray(end);
  const whole = made.subarray(0, made.length >> 1).equals(made.subarray(made.length >> 1));
  if (!whole || name.endsWith('.wasm')) return whole; // That one holds the bytes of a module, which stand in a file of code.
  const dist = join(home, 'dist');
  const source = existsSync(join(dist, name)) ? join(dist, name) : join(dist, 'chunks', name);
  return kept.subarray(HEAD, end).equals(readFileSync(source));
}

/** Why nothing is to be written into this package. Links are not followed. */
function unfit(home: string): string | undefined {
  // npx, pnpm dlx, yarn dlx, bunx: what is there is swept away, and some of it lies where all users write.
  if (/[\\/](?:_npx|dlx-[^\\/]*|xfs-[^\\/]*|bunx-[^\\/]*)[\\/]/.test(home)) {
    return 'the package is in a cache';
  }
  try {
    // Only what is running is known to be keyfence.
    if (realpathSync(home) !== realpathSync(ownFolder())) {
      return `the hooks run another keyfence, in ${home}`;
    }
    const dist = join(home, 'dist');
    for (const folder of [dist, folderOf(home)]) {
      const status = lstatSync(folder, { throwIfNoEntry: folder === dist });
      if (status === undefined) continue;
      if (!status.isDirectory()) return `${folder} is no folder`;
      if (process.geteuid === undefined) continue;
      if (status.uid !== process.geteuid()) return `${folder} belongs to another user`;
      if ((status.mode & 0o002) !== 0) return `everybody can write to ${folder}`;
    }
    accessSync(dist, constants.W_OK);
    return undefined;
  } catch {
    return `${join(home, 'dist')} cannot be written to`;
  }
}
