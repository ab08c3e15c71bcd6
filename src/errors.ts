/**
 * The one error class. Every failure that a user can meet has a closed code, and the table gives
 * the sentence (what happened, where) and the next step (what to type). Nothing else is thrown on
 * purpose; whatever else is thrown is a bug and still ends in exit 2.
 */

type Worded = readonly [message: string, next: string];

/** What the system refuses, as a person calls it. */
const causes = {
  ENOSPC: [
    'No space is left on the disk, so not all could be written.',
    'Free some space, then run the same command again.',
  ],
  EDQUOT: [
    'Your share of the disk is used up, so not all could be written.',
    'Free some space, then run the same command again.',
  ],
  EACCES: [
    'Something that must be read or written here is not yours to open (EACCES).',
    'Look at the permissions of this folder and of .git, then run the same command again.',
  ],
  EPERM: [
    'Something that must be read or written here is not yours to open (EPERM).',
    'Look at the permissions of this folder and of .git, then run the same command again.',
  ],
  EROFS: ['This disk cannot be written to.', 'Run it where the disk can be written to.'],
  EMFILE: [
    'Too many files are open at once.',
    'Raise the limit (`ulimit -n 4096`), then run the same command again.',
  ],
  ENFILE: [
    'Too many files are open on this machine.',
    'Close some programs, then run the same command again.',
  ],
  ENAMETOOLONG: ['A name is longer than this system allows.', 'Give a shorter one.'],
  EIO: [
    'The disk reports an error.',
    'Nothing counts as scanned; look at the health of this disk.',
  ],
} as const satisfies Record<string, Worded>;

/** A refusal of the system as part of a sentence; whatever is no such code is in words already. */
const inWords = (how: string): string => (Object.hasOwn(refusals, how) ? refusals[how]! : how);
const refusals: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'part of that path is a file, not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'you may not open it (EACCES)',
  EPERM: 'you may not open it (EPERM)',
  EROFS: 'that disk cannot be written to',
  ELOOP: 'its links lead in a circle',
};

/** Arguments are short display strings: no secret and no file content ever goes in. */
const table = {
  usage: (what: string, next: string): Worded => [what, next],
  'not-a-repository': (cwd: string): Worded => [
    `${cwd} is not inside a git repository.`,
    'Change into a repository, or run `git init` first.',
  ],
  'no-git': (): Worded => [
    'git was not found on PATH.',
    'Install git 2.30 or newer, or add its folder to PATH.',
  ],
  'git-failed': (command: string, how: string): Worded => [
    `\`git ${command}\` failed: ${how}.`,
    'Run that command yourself to see why; nothing counts as scanned until it works.',
  ],
  'dubious-ownership': (path: string): Worded => [
    `git refuses to read ${path}: it belongs to another user.`,
    `If you trust it: git config --global --add safe.directory '${path}' (or pass --trust-repo).`,
  ],
  'file-unreadable': (path: string, how: string): Worded => [
    `${path} cannot be read: ${inWords(how)}.`,
    'Check that the path exists and is readable, then run the same command again.',
  ],
  'corrupt-object': (oid: string, what: string): Worded => [
    `The git object ${oid} is corrupt (${what}).`,
    'Run `git fsck` to see what is damaged, then fetch or clone the repository again.',
  ],
  'corrupt-index': (path: string): Worded => [
    `git's index ${path} is damaged: its checksum does not fit.`,
    'Remove it and run `git reset`, which writes it anew from HEAD; then stage your changes again.',
  ],
  'objects-missing': (count: string): Worded => [
    `${count} ${count === '1' ? 'object is' : 'objects are'} missing from this repository: not scanned.`,
    'Run `git fetch --refetch --no-filter` to get them, then the same command again; in a partial clone, --allow-fetch does both.',
  ],
  'fetch-failed': (count: string, remote: string, why: string): Worded => [
    `${count} ${count === '1' ? 'object is' : 'objects are'} missing from this repository, and ${remote} did not give ${count === '1' ? 'it' : 'them'}: ${why}.`,
    'Run `git fetch --refetch --no-filter` to see why, then the same command again.',
  ],
  'objects-unread': (count: string): Worded => [
    `${count} ${count === '1' ? 'object' : 'objects'} of this repository could not be read: not scanned.`,
    'Run `git fsck` to see what is damaged, then fetch or clone the repository again.',
  ],
  'packs-unread': (count: string): Worded => [
    `${count} ${count === '1' ? 'pack' : 'packs'} of this repository could not be used: what only ${count === '1' ? 'it holds' : 'they hold'} is not scanned.`,
    'What is said of it under "skipped" tells why: make it readable for you, or see what is damaged with `git fsck`; then run the same command again.',
  ],
  'refs-broken': (): Worded => [
    'Some refs of this repository are damaged, so nobody can tell what they named.',
    'Run `git for-each-ref`, which complains of each; restore or delete them, then run the same command again.',
  ],
  'objects-too-large': (count: string): Worded => [
    `${count} ${count === '1' ? 'object is' : 'objects are'} larger than --max-bytes allows: not scanned.`,
    'Run the same command again with a larger --max-bytes; --verbose lists them with their sizes.',
  ],
  'empty-range': (range: string): Worded => [
    `There is no commit in "${range}", so nothing was scanned.`,
    'Check it with `git log --oneline` and the same words; git takes a --since that it cannot read for now.',
  ],
  'bad-range': (range: string): Worded => [
    `The range ${range} names no commits that are in this repository.`,
    'Check both ends with `git rev-parse`; in a CI clone, fetch the full history first (`fetch-depth: 0`).',
  ],
  'shard-failed': (shard: string, message: string, next: string): Worded => [
    `Shard ${shard} is incomplete: ${message}`,
    next,
  ],
  interrupted: (): Worded => [
    'The scan was interrupted, so it is incomplete.',
    'Run the same command again and let it finish.',
  ],
  config: (where: string, what: string): Worded => [
    `${where}: ${what}`,
    'Correct that file, then run the same command again; `npx keyfence config` checks and prints it.',
  ],
  pattern: (rule: string, why: string): Worded => [
    `The pattern of rule ${rule} is refused: ${why}.`,
    'Give it finite bounds and a keyword, then run the same command again.',
  ],
  'report-file': (path: string, how: string): Worded => [
    `The report ${path} cannot be written: ${how === 'ENOENT' ? 'its folder does not exist' : inWords(how)}.`,
    'Name a file in a folder that exists and may be written to, after `--format NAME=`.',
  ],
  'ignore-file': (path: string, how: string): Worded => [
    `${path} cannot be written: ${how}. It is as it was.`,
    'Make the folder writable, then run the same command again.',
  ],
  'ignore-file-size': (path: string): Worded => [
    `${path} would be larger than 1 MiB, and no scan would take it. It is as it was.`,
    'Exclude folders of samples in .keyfencerc.json first, or give a shorter --reason.',
  ],
  shallow: (fix: string): Worded => [
    'This clone is shallow, and commits that must be scanned are missing from it.',
    `${fix} Or run \`git fetch --unshallow\` before, or pass --allow-shallow to scan the tree alone.`,
  ],
  'ci-commit': (system: string, name: string): Worded => [
    `${system} speaks of ${name}, which is not in this clone.`,
    `Fetch it first: git fetch origin ${name}`,
  ],
  'ci-environment': (system: string, what: string): Worded => [
    `The environment of ${system} does not tell ${what}.`,
    'Give the range yourself: npx keyfence history A..B',
  ],
  'no-folder': (): Worded => [
    'The current folder does not exist any more.',
    'Change into one that does.',
  ],
  system: (code: keyof typeof causes, path: string): Worded => {
    const [message, next] = causes[code];
    return [path === '' ? message : `${message.slice(0, -1)}: ${path}`, next];
  },
  damaged: (): Worded => [
    'A file of keyfence itself is not there, so not all could be scanned.',
    'Install it again (npm ci), then run the same command again.',
  ],
  internal: (what: string): Worded => [
    `keyfence met an error it did not expect: ${what}`,
    'Nothing counts as scanned. Please report this with the command you ran.',
  ],
} satisfies Record<string, (...words: never[]) => Worded>;

export type ErrorCode = keyof typeof table;
type Words<C extends ErrorCode> = Parameters<(typeof table)[C]>;

export class KeyfenceError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  /** What to do now, one sentence. */
  readonly next: string;

  constructor(code: C, ...words: Words<C>) {
    const [message, next] = (table[code] as (...words: string[]) => Worded)(...(words as string[]));
    super(message);
    this.name = 'KeyfenceError';
    this.code = code;
    this.next = next;
  }
}

/** Any thrown thing as words for a Report. */
export function failureOf(error: unknown): { code: string; message: string; next: string } {
  const { code, message, next } = error instanceof KeyfenceError ? error : unexpected(error);
  return { code, message, next };
}

/** The system's own refusals are nobody's bug. ENOENT and the like are: what must be there was looked for. */
function unexpected(error: unknown): KeyfenceError {
  const { code, syscall, path } = error as Partial<NodeJS.ErrnoException>;
  if (syscall === 'uv_cwd') return new KeyfenceError('no-folder');
  if (syscall !== undefined && code !== undefined && Object.hasOwn(causes, code)) {
    return new KeyfenceError('system', code as keyof typeof causes, ofGit(path) ? path : '');
  }
  if (code === 'MODULE_NOT_FOUND') return new KeyfenceError('damaged');
  return new KeyfenceError('internal', nameOf(error));
}

/** Other paths may hold a secret. */
const ofGit = (path: string | undefined): path is string =>
  path !== undefined && /[\\/](?:\.git|objects|refs|logs)(?:[\\/]|$)/.test(path);

/** The kind of an unexpected error and where it was thrown; its message could hold file content. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'a value that is no error was thrown';
  const code = (error as NodeJS.ErrnoException).code;
  const at = /\n\s+at ([^\n]*)/.exec(error.stack ?? '')?.[1] ?? 'an unknown place';
  return `${error.name}${code ? ` ${code}` : ''} at ${at}`;
}
