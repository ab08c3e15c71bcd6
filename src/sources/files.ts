/**
 * Files on disk: what git tracks and what it does not ignore, ignored `.env*` files, and whatever was
 * named. Paths are bytes, relative to the root, `/` between; links are read as links; nothing outside
 * the root is opened, whatever link lies on the way.
 */
import { lstatSync, readdirSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { KeyfenceError } from '../errors.ts';
import type { Repository } from '../git.ts';
import type { FilesOptions } from '../sources.ts';
import type { Blob, Skip } from '../types.ts';
import { DiskReader } from './disk.ts';

const SLASH = Buffer.from('/');
const LIST = ['ls-files', '-z', '--full-name', '--cached', '--others', '--exclude-standard'];
/** Folders that are ignored whole come as one line, and are not looked into. */
const LIST_IGNORED = [
  'ls-files',
  '-z',
  '--full-name',
  '--others',
  '--ignored',
  '--exclude-standard',
  '--directory',
];
const DOT_ENV = /(?:^|\/)\.env[^/]*$/;
const GLOB = /[*?[\]{}!()]/;

/** @see files in `sources.ts` */
export async function* readFiles(
  repo: Repository | undefined,
  operands: readonly string[],
  options: FilesOptions,
): AsyncGenerator<Blob | Skip> {
  const root = repo?.top || options.cwd;
  const listing = new Listing(repo, root, options);
  const reader = new DiskReader(root, options.maxBytes);
  const seen = new Set<string>();
  for await (const { path, named } of listing.paths(operands)) {
    const key = path.toString('latin1');
    if (seen.has(key)) continue;
    seen.add(key);
    const item = reader.read(path, named);
    if (item) yield item;
  }
}

interface Listed {
  readonly path: Buffer;
  /** Asked for by name: that it is not there is an error, and not merely a deleted file. */
  readonly named: boolean;
}

class Listing {
  private readonly repo: Repository | undefined;
  private readonly root: string;
  private readonly options: FilesOptions;

  constructor(repo: Repository | undefined, root: string, options: FilesOptions) {
    this.repo = repo;
    this.root = root;
    this.options = options;
  }

  async *paths(operands: readonly string[]): AsyncGenerator<Listed> {
    if (this.options.paths0) yield* this.fromStream(this.options.paths0);
    else if (operands.length === 0) yield* this.below('');
    for (const operand of operands) yield* this.operand(operand);
  }

  /** Byte-exact paths, a NUL behind each, relative to the current folder. */
  private async *fromStream(input: AsyncIterable<Uint8Array>): AsyncGenerator<Listed> {
    const pieces: Uint8Array[] = [];
    for await (const piece of input) pieces.push(piece);
    const prefix = this.inside(this.options.cwd, this.options.cwd);
    for (const path of split(Buffer.concat(pieces))) {
      const text = path.toString('latin1');
      if (isAbsolute(text) || text.split(/[\\/]/).some((part) => part === '..' || part === '')) {
        const named = path.toString();
        yield {
          path: Buffer.from(this.inside(named, resolve(this.options.cwd, named))),
          named: true,
        };
      } else {
        yield { path: prefix === '' ? path : joined(prefix, path), named: true };
      }
    }
  }

  private async *operand(operand: string): AsyncGenerator<Listed> {
    const full = resolve(this.options.cwd, operand);
    const status = lstatSync(full, { throwIfNoEntry: false });
    if (status === undefined && GLOB.test(operand)) {
      yield* this.glob(operand);
      return;
    }
    const path = this.inside(operand, full);
    if (!status?.isDirectory()) yield { path: Buffer.from(path), named: true };
    else yield* this.folder(operand, path);
  }

  /** A folder that git ignores whole was still asked for: then all of it is read. */
  private async *folder(operand: string, path: string): AsyncGenerator<Listed> {
    let any = false;
    for await (const listed of this.below(path)) {
      any = true;
      yield listed;
    }
    if (any) return;
    for (const listed of this.walk(Buffer.from(path))) {
      any = true;
      yield listed;
    }
    if (!any) throw nothing(operand);
  }

  /** @param folder relative to the root; '' is the root itself */
  private async *below(folder: string): AsyncGenerator<Listed> {
    if (!this.repo?.top || !this.options.gitignore) {
      yield* this.walk(Buffer.from(folder));
      return;
    }
    const only = ['--', folder === '' ? '.' : folder];
    const at = ['-C', this.root];
    for (const path of split(await this.repo.git([...at, ...LIST, ...only]))) {
      yield { path: withoutSlash(path), named: false };
    }
    for (const path of split(await this.repo.git([...at, ...LIST_IGNORED, ...only]))) {
      const text = path.toString('latin1');
      if (!DOT_ENV.test(text)) continue;
      this.options.ignoredByGit?.(path.toString());
      yield { path, named: false };
    }
  }

  private async *glob(pattern: string): AsyncGenerator<Listed> {
    const { default: glob } = await import('fast-glob');
    const { cwd, gitignore } = this.options;
    const found = await glob(pattern, {
      cwd,
      dot: true,
      onlyFiles: false,
      followSymbolicLinks: false,
      ignore: ['**/.git', '**/.git/**'],
      unique: true,
      stats: false,
      objectMode: true,
    });
    const files = found.filter(({ dirent }) => !dirent.isDirectory()).map(({ path }) => path);
    const ignored = gitignore ? await this.ignoredOf(files) : new Set<string>();
    const kept = files.filter((path) => !ignored.has(path) || DOT_ENV.test(path));
    if (kept.length === 0) throw nothing(pattern);
    for (const path of kept.sort()) {
      if (ignored.has(path)) this.options.ignoredByGit?.(path);
      yield { path: Buffer.from(this.inside(path, resolve(cwd, path))), named: true };
    }
  }

  /** Which of them git ignores; what is tracked never is. */
  private async ignoredOf(files: readonly string[]): Promise<Set<string>> {
    if (!this.repo?.top || files.length === 0) return new Set();
    const args = ['check-ignore', '-z', '--stdin'];
    // Behind `./` nothing in a path is a pattern of git's.
    const input = files.map((path) => `./${path}\0`).join('');
    const { stdout } = await this.repo.run(args, { input, patterns: true, accept: [1] });
    return new Set(split(stdout).map((path) => path.toString('utf8', 2)));
  }

  private *walk(folder: Buffer): Generator<Listed> {
    const full = folder.length === 0 ? this.root : joined(this.root, folder);
    const entries = readdirSync(full as string, { withFileTypes: true, encoding: 'buffer' });
    entries.sort((a, b) => Buffer.compare(nameOf(a), nameOf(b)));
    for (const entry of entries) {
      const name = nameOf(entry);
      if (name.equals(DOT_GIT)) continue;
      const path = folder.length === 0 ? name : Buffer.concat([folder, SLASH, name]);
      if (entry.isDirectory()) yield* this.walk(path);
      else yield { path, named: false };
    }
  }

  /**
   * The path relative to the root.
   * @throws KeyfenceError 'usage' where it lies outside, or inside `.git`
   */
  private inside(named: string, full: string): string {
    const path = relative(this.root, full);
    if (path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) {
      const next = `Run keyfence there, or pass its content to \`keyfence stdin --name ${named}\`.`;
      throw new KeyfenceError('usage', `${named} lies outside of ${this.root}.`, next);
    }
    const parts = path.split(sep);
    if (parts.includes('.git')) {
      const next = 'Scan what git has stored with `keyfence history`.';
      throw new KeyfenceError('usage', `${named} lies inside of git's own folder.`, next);
    }
    return parts.join('/');
  }
}

const DOT_GIT = Buffer.from('.git');

/** With `encoding: 'buffer'` the name is a Buffer, whatever its type says. */
const nameOf = (entry: { name: unknown }) => entry.name as Buffer;

function nothing(operand: string): KeyfenceError {
  const next = 'Check its spelling, or add --no-gitignore if git ignores it.';
  return new KeyfenceError('usage', `No file matches ${operand}.`, next);
}

function joined(prefix: string, path: Buffer): Buffer {
  return Buffer.concat([Buffer.from(prefix), SLASH, path]);
}

/** `path NUL path NUL`; a last one without its NUL counts too. */
function split(bytes: Buffer): Buffer[] {
  const paths: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    const nul = bytes.indexOf(0, at);
    const end = nul < 0 ? bytes.length : nul;
    if (end > at) paths.push(bytes.subarray(at, end));
    at = end + 1;
  }
  return paths;
}

/** An untracked repository inside this one is listed as `folder/`. */
function withoutSlash(path: Buffer): Buffer {
  return path[path.length - 1] === SLASH[0] ? path.subarray(0, -1) : path;
}
