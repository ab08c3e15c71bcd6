/**
 * A throw-away repository in which this repository's own hooks run: the very files that git would run,
 * over a commit that is made for the purpose. It sees the project's installed packages and nothing
 * else of it, and nothing is written outside of it.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { type Environment, openRepository, type Repository, withoutRepository } from '../git.ts';
import { MANAGER_FILES } from './managers.ts';
import type { Home, Place } from './place.ts';
import { type Hook, quoted } from './script.ts';
import type { Survey } from './survey.ts';

/** How a hook ended. */
export interface Tried {
  /** hangs: it did not end in time. */
  readonly end: 'passed' | 'stopped' | 'hangs';
  /** Keyfence reported the key of the trial. */
  readonly reported: boolean;
  /** The beginning of what was said. */
  readonly said: string;
}

const SECONDS = 60;
const ANY_CODE = Array.from({ length: 256 }, (_, code) => code);
const BRANCH = 'refs/heads/trial';
const MESSAGE = '.git/COMMIT_EDITMSG';
const ALIAS = 'keyfence-trial';

export class Trial {
  readonly folder: string;
  private readonly hooks: string;
  private readonly key: string;
  private readonly env: Environment;

  private constructor(folder: string, hooks: string, env: Environment) {
    this.folder = folder;
    this.hooks = hooks;
    this.env = env;
    this.key = syntheticKey();
  }

  static open({ place, home }: Survey, env: Environment): Trial {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'keyfence-doctor-')));
    const trial = new Trial(folder, place.folder, withoutRepository(env));
    trial.makeRepository();
    for (const [source, at] of packages(place, home)) trial.link(source, at);
    for (const name of MANAGER_FILES) trial.copy(join(place.top, name), name);
    return trial;
  }

  /** A real commit, of a file with the key or of one without. */
  async commit(withKey: boolean, env: Environment = {}): Promise<Tried> {
    const there = await this.stage(withKey, env);
    return this.watch(there, ['commit', '--quiet', '--message', 'A trial by keyfence doctor'], '');
  }

  /** One hook alone, with the key where that hook looks: as git starts it, from the top, by sh. */
  async hook(hook: Hook): Promise<Tried> {
    const there = await this.stage(hook !== 'commit-msg');
    const refs = hook === 'pre-push' ? await this.refs(there) : '';
    writeFileSync(join(this.folder, MESSAGE), `A trial by keyfence doctor\n\n${this.key}\n`);
    const args = { 'commit-msg': MESSAGE, 'pre-push': 'origin file:///nowhere' };
    const file = join(this.hooks, hook).split(sep).join('/');
    const command = `${quoted(file)} ${args[hook as keyof typeof args] ?? ''} >&2`;
    return this.watch(there, ['-c', `alias.${ALIAS}=!${command}`, ALIAS], refs);
  }

  /** What git tells pre-push of a new branch whose commit holds the key. */
  private async refs(there: Repository): Promise<string> {
    const word = async (args: readonly string[]) => (await there.git(args)).toString().trim();
    const tree = await word(['write-tree']);
    const commit = await word(['commit-tree', '-m', 'A trial by keyfence doctor', tree]);
    // Managers look the branch up.
    writeFileSync(join(this.folder, '.git', BRANCH), `${commit}\n`);
    return `${BRANCH} ${commit} ${BRANCH} ${'0'.repeat(commit.length)}\n`;
  }

  /** keyfence alone, over what is staged here: what it said, or undefined where it found no fault. */
  keyfence(home: Home): string | undefined {
    const program = join(home.folder, 'bin', 'keyfence.js');
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'staged'], {
      cwd: this.folder,
      env: this.env as NodeJS.ProcessEnv,
      encoding: 'utf8',
    });
    return status === 0 ? undefined : `${stdout}\n${stderr}`;
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** All that git asks of a repository, in the form that every git knows. */
  private makeRepository(): void {
    const git = join(this.folder, '.git');
    for (const name of ['objects', 'refs/heads']) mkdirSync(join(git, name), { recursive: true });
    writeFileSync(join(git, 'HEAD'), `ref: ${BRANCH}\n`);
    writeFileSync(join(git, 'config'), `${CONFIG}\thooksPath = ${JSON.stringify(this.hooks)}\n`);
    // Whatever passes the hooks then fails to move this branch: no post-commit hook ever runs.
    writeFileSync(join(git, `${BRANCH}.lock`), '');
  }

  private repository(env: Environment = {}): Promise<Repository> {
    return openRepository(this.folder, { trust: false, env: { ...this.env, ...env } });
  }

  private async stage(withKey: boolean, env: Environment = {}): Promise<Repository> {
    const there = await this.repository(env);
    const text = withKey ? `GEMINI_API_KEY=${this.key}\n` : 'Nothing secret is in here.\n';
    writeFileSync(join(this.folder, 'trial.env'), text);
    await there.git(['add', '--force', 'trial.env']);
    return there;
  }

  private async watch(there: Repository, args: readonly string[], input: string): Promise<Tried> {
    const started = Date.now();
    try {
      const options = { hooks: true, accept: ANY_CODE, seconds: SECONDS, input };
      const { code, stderr } = await there.run(args, options);
      const said = Buffer.from(stderr, 'latin1').toString();
      const passed = code === 0 || said.includes(`${BRANCH}.lock`);
      const reported = said.includes(`…${this.key.slice(-4)}`);
      return { end: passed ? 'passed' : 'stopped', reported, said };
    } catch (error) {
      if (Date.now() - started < SECONDS * 1000) throw error;
      return { end: 'hangs', reported: false, said: '' };
    }
  }

  private link(source: string, at: string): void {
    const here = join(this.folder, at);
    if (!existsSync(source) || existsSync(here)) return;
    mkdirSync(dirname(here), { recursive: true });
    symlinkSync(source, here, 'junction');
  }

  private copy(file: string, name: string): void {
    if (!existsSync(file)) return;
    mkdirSync(dirname(join(this.folder, name)), { recursive: true });
    copyFileSync(file, join(this.folder, name));
  }
}

const CONFIG = `[user]
\tname = keyfence doctor
\temail = doctor@keyfence.invalid
[commit]
\tgpgSign = false
[core]
\trepositoryFormatVersion = 0
\tbare = false
\tautocrlf = false
`;

/**
 * The folders of installed packages, and where the project has them. A checkout of keyfence, which runs
 * itself, has its own parts in their place.
 */
function packages({ top, project, main }: Place, home: Home): (readonly [string, string])[] {
  const modules = (folder: string, from: string) =>
    [join(folder, 'node_modules'), relative(from, join(folder, 'node_modules'))] as const;
  const own = ['bin', 'dist'].map((name) => [join(home.folder, name), name] as const);
  return [
    ...(home.inTree === '.' ? own : []),
    ...(home.inTree.includes('/') ? [[dirname(home.folder), dirname(home.inTree)] as const] : []),
    modules(top, top),
    ...(project === '' ? [] : [modules(project, top)]),
    modules(main, main),
  ];
}

/** Of the shape that Google gives out, new each time, and of no use anywhere. */
function syntheticKey(): string {
  const body = randomBytes(40).toString('base64url');
  return ['AQ', `Ab8RN6I${body.slice(0, 42)}g`].join('.');
}
