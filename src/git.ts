/**
 * The one door to the git program. Every git child of the tool is started here, with the same
 * settings and environment (`git/program.ts`), never through a shell; any end of it other than exit
 * code 0 is an error. What git writes to stderr is never shown: it may hold a URL with a key in it.
 */
import type { ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { KeyfenceError } from './errors.ts';
import { type Answer, Batch } from './git/batch.ts';
import { discover, dotGit, isOutside, type Layout, ownedByUser } from './git/discover.ts';
import { childEnvironment, type Environment, findGit, settings } from './git/program.ts';

export { readHead } from './git/head.ts';
export { withoutRepository } from './git/program.ts';
export type { Environment, Layout };

export interface OpenOptions {
  /** `--trust-repo`: git may read this one repository although another user owns it. */
  readonly trust: boolean;
  readonly env: Environment;
}

export interface GitOptions {
  /** Written to the child's stdin; without it stdin is closed. */
  readonly input?: string | Uint8Array;
  /** Leaves `core.hooksPath` as configured. */
  readonly hooks?: boolean;
  /** Paths are patterns, not names; `check-ignore` refuses to run otherwise. */
  readonly patterns?: boolean;
  /** Exit codes that are answers and not failures; 0 always is. */
  readonly accept?: readonly number[];
  /** After so many seconds git and all that it started are ended. They have no terminal to ask at. */
  readonly seconds?: number;
}

export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
  /** The beginning of what git and its hooks said. Not to be shown: it may hold a URL with a key. */
  readonly stderr: string;
}

/** Enough of git's stderr to see a well-known word in it; the rest is read and dropped. */
const STDERR_KEPT = 8192;

/**
 * Opens the repository that `cwd` lies in, as git itself would find it.
 * @throws KeyfenceError 'not-a-repository', 'no-git', 'dubious-ownership', 'git-failed'
 */
export async function openRepository(cwd: string, options: OpenOptions): Promise<Repository> {
  const layout = discover(cwd, options.env);
  if (layout) {
    const repository = new Repository(cwd, layout, options);
    // Whoever runs inside a commit was started by git; the look-up costs such a hook a millisecond.
    if (options.env.GIT_INDEX_FILE === undefined) repository.locateGit();
    return repository;
  }
  if (isOutside(cwd, options.env)) throw new KeyfenceError('not-a-repository', cwd);
  const top = dotGit(cwd)?.top ?? '';
  const unknown = { ...NOWHERE, top, gitDir: cwd };
  const asked = new Repository(cwd, unknown, options);
  return new Repository(cwd, await asked.layoutFromGit(), options);
}

const NOWHERE: Layout = {
  top: '',
  gitDir: '',
  commonDir: '',
  objectsDir: '',
  indexFile: '',
  hash: 'sha1',
  bare: false,
  plain: false,
  everyday: false,
};

export class Repository implements Layout {
  readonly top: string;
  readonly gitDir: string;
  readonly commonDir: string;
  readonly objectsDir: string;
  readonly indexFile: string;
  readonly hash: 'sha1' | 'sha256';
  readonly bare: boolean;
  readonly plain: boolean;
  readonly everyday: boolean;
  private readonly cwd: string;
  readonly options: OpenOptions;
  private environment: Record<string, string> | undefined;
  private program: string | undefined;
  private batch: Promise<Batch> | undefined;

  constructor(cwd: string, layout: Layout, options: OpenOptions) {
    this.cwd = cwd;
    this.options = options;
    this.top = layout.top;
    this.gitDir = layout.gitDir;
    this.commonDir = layout.commonDir;
    this.objectsDir = layout.objectsDir;
    this.indexFile = layout.indexFile;
    this.hash = layout.hash;
    this.bare = layout.bare;
    this.plain = layout.plain;
    this.everyday = layout.everyday;
  }

  /**
   * Runs git to its end and gives all of its stdout.
   * @throws KeyfenceError 'git-failed' on any exit code but 0, 'dubious-ownership'
   */
  async git(args: readonly string[], options: GitOptions = {}): Promise<Buffer> {
    return (await this.run(args, options)).stdout;
  }

  /** As `git`, where an exit code other than 0 is an answer too (see `accept`). */
  async run(args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
    const pieces: Buffer[] = [];
    const running = await this.start(args, options);
    running.child.stdout?.on('data', (piece: Buffer) => pieces.push(piece));
    const { code, stderr } = await running.ended;
    return { code, stderr, stdout: pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces) };
  }

  /** Pieces of git's stdout as they come. Throws behind the last one where git failed. */
  async *stream(args: readonly string[], options: GitOptions = {}): AsyncGenerator<Buffer> {
    const running = await this.start(args, options);
    running.ended.catch(() => {});
    try {
      if (running.child.stdout) yield* running.child.stdout as AsyncIterable<Buffer>;
      await running.ended;
    } finally {
      if (running.child.exitCode === null) running.child.kill();
    }
  }

  /**
   * Reads one object through the kept `git cat-file --batch`, wherever git keeps it. Never fetches.
   * Ask for one after the other: where git ends over one, the questions behind it are lost.
   * @param maxBytes a longer object is answered by its size alone
   */
  async object(oid: string, maxBytes: number): Promise<Answer> {
    this.batch ??= this.startBatch();
    if (!(await this.batch).usable) this.batch = this.startBatch();
    const batch = await this.batch;
    try {
      return await batch.ask(oid, maxBytes);
    } catch (error) {
      // Where it may not fetch, git gives up over an object that a promisor remote has.
      if (this.isPartialClone()) return 'missing';
      throw error;
    }
  }

  /** Also where no git will be needed: without one, nothing odd could be asked of it. */
  locateGit(): string {
    this.program ??= findGit(this.options.env, this.top);
    return this.program;
  }

  /** Ends what is still running. The repository can be used again afterwards. */
  close(): void {
    this.batch?.then((batch) => batch.close()).catch(() => {});
    this.batch = undefined;
  }

  /** @throws KeyfenceError always */
  fail(args: readonly string[], how: string): never {
    throw this.error(args, how);
  }

  /** What `discover` could not tell by itself. */
  async layoutFromGit(): Promise<Layout> {
    const lines = (await this.git(WHERE)).toString().split('\n');
    const [bare, hash, gitDir, common, objects, index, up] = lines;
    const inWorkTree = lines.length === 8;
    if ((!inWorkTree && lines.length !== 7) || !isAbsolute(gitDir!)) {
      this.fail(WHERE, 'its answer is incomplete');
    }
    const absolute = (path: string) => resolve(this.cwd, path);
    return {
      top: inWorkTree ? absolute(up!) : '',
      gitDir: gitDir!,
      commonDir: absolute(common!),
      objectsDir: absolute(objects!),
      indexFile: absolute(index!),
      hash: hash === 'sha256' ? 'sha256' : 'sha1',
      bare: bare === 'true',
      plain: false,
      everyday: false,
    };
  }

  private async start(args: readonly string[], options: GitOptions): Promise<Running> {
    const child = await this.spawn(args, options);
    const stop = options.seconds === undefined ? undefined : stopAfter(child, options.seconds);
    let stderr = '';
    child.stderr?.on('data', (piece: Buffer) => {
      if (stderr.length < STDERR_KEPT) stderr += piece.toString('latin1');
    });
    const ended = new Promise<{ code: number; stderr: string }>((settle, fail) => {
      child.on('error', (error) => fail(this.error(args, error.message)));
      child.on('close', (code, signal) => {
        clearTimeout(stop);
        const answered = code !== null && (code === 0 || options.accept?.includes(code));
        if (answered) settle({ code, stderr });
        else fail(this.ending(args, { code, signal, stderr }));
      });
    });
    if (options.input !== undefined) {
      child.stdin?.on('error', () => {});
      child.stdin?.end(options.input);
    }
    return { child, ended };
  }

  private isPartialClone(): boolean {
    try {
      const packs = readdirSync(join(this.objectsDir, 'pack'));
      return packs.some((name) => name.endsWith('.promisor'));
    } catch {
      return false;
    }
  }

  private async startBatch(): Promise<Batch> {
    const child = await this.spawn(CAT_FILE, { input: '' });
    return new Batch(child, (how) => this.error(CAT_FILE, how));
  }

  private async spawn(args: readonly string[], options: GitOptions): Promise<ChildProcess> {
    // Loaded here, because most commits need no git process and the module costs 3 ms.
    const { spawn } = await import('node:child_process');
    const { env, trust } = this.options;
    const program = this.locateGit();
    this.environment ??= childEnvironment(env, trust ? this.top || this.gitDir : undefined);
    const patterns = options.patterns && { GIT_LITERAL_PATHSPECS: '0' };
    return spawn(program, [...settings(options.hooks === true), ...args], {
      cwd: this.cwd,
      env: { ...this.environment, ...patterns },
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      detached: options.seconds !== undefined && process.platform !== 'win32',
      windowsHide: true,
    });
  }

  private ending(args: readonly string[], end: Ending): KeyfenceError {
    if (end.signal !== null) return this.error(args, `stopped by ${end.signal}`);
    const at = this.top || this.gitDir;
    if (end.code === 128 && !this.options.trust && this.foreign(end.stderr)) {
      return new KeyfenceError('dubious-ownership', at);
    }
    if (end.code === 128 && this.commonDir === '' && this.top === '') {
      return new KeyfenceError('not-a-repository', this.cwd);
    }
    return this.error(args, `exit code ${end.code}`);
  }

  /** `safe.directory` is the name of a setting, and stands in git's message in every language. */
  private foreign(stderr: string): boolean {
    if (stderr.includes('safe.directory')) return true;
    const found = dotGit(this.cwd);
    const paths = found ? [found.top, found.gitDir, `${found.top}/.git`] : [this.gitDir];
    return !ownedByUser(paths, this.options.env);
  }

  private error(args: readonly string[], how: string): KeyfenceError {
    return new KeyfenceError('git-failed', args.join(' '), how);
  }
}

interface Running {
  readonly child: ChildProcess;
  /** Rejected where git failed. */
  readonly ended: Promise<{ readonly code: number; readonly stderr: string }>;
}

/** The child leads a group of its own, and all of the group ends with it. Windows has no groups. */
function stopAfter(child: ChildProcess, seconds: number): NodeJS.Timeout {
  return setTimeout(() => {
    child.stdout?.destroy();
    child.stderr?.destroy();
    if (process.platform === 'win32' || child.pid === undefined) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  }, seconds * 1000);
}

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

const CAT_FILE = ['cat-file', '--batch'];

/** One line an answer; the last one is missing where there is no work tree. */
const WHERE = [
  'rev-parse',
  '--is-bare-repository',
  '--show-object-format',
  '--absolute-git-dir',
  '--git-common-dir',
  '--git-path',
  'objects',
  '--git-path',
  'index',
  '--show-cdup',
];
