/**
 * The lines that a hook file gets, as text: made, put in, found again, taken out. Everything keyfence
 * writes stands between two marks, so that the rest of a hook stays its owner's, byte for byte. Texts
 * are latin1 strings here: one character is one byte of the file, whatever its encoding.
 */
import type { Command } from '../types.ts';

/** git's hook → keyfence's command. */
export const HOOKS = {
  'pre-commit': 'staged',
  'pre-merge-commit': 'staged',
  'commit-msg': 'message',
  'pre-push': 'push',
} as const satisfies Record<string, Command>;

export type Hook = keyof typeof HOOKS;

/** What `install` sets. */
export const INSTALLED: readonly Hook[] = [
  'pre-commit',
  'pre-merge-commit',
  'commit-msg',
  'pre-push',
];

/** What `uninstall` looks through. */
export const KNOWN = Object.keys(HOOKS) as readonly Hook[];

const OPEN = '# >>> keyfence >>>';
const CLOSE = '# <<< keyfence <<<';

/** What a block remembers of the file as it was before, so that `uninstall` can bring it back. */
export interface Before {
  /** There was no such file. */
  readonly created: boolean;
  /** The file was there but not executable: git did not run it. Octal digits of its mode, else ''. */
  readonly dormant: string;
}

export interface Plan extends Before {
  readonly hook: Hook;
  /** Where keyfence's package may be, first to last: absolute, or relative to the work tree's top. */
  readonly homes: readonly string[];
  /** Absolute path of node, '' in a hook that is committed. */
  readonly node: string;
  /** husky runs the file: it reads ~/.config/husky/init.sh first. */
  readonly husky: boolean;
  /** The command that puts a missing package back. */
  readonly repair: string;
}

/** For sh: what stands between single quotes is taken as it is. */
export const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** In a linked worktree without node_modules, the main worktree's will do: GIT_DIR says where it is. */
const FIND_MAIN = [
  '  main=.',
  '  case ${GIT_DIR-} in */.git/worktrees/*) main=${GIT_DIR%/.git/worktrees/*} ;; esac',
];

const CREATED = '# keyfence made this file.';
const DORMANT = '# Before keyfence this file was not executable';

/** pre-push gets its refs on stdin, and so must whatever follows in the file. */
const READ_REFS = `refs=
while IFS= read -r ref; do refs="\${refs:+$refs
}$ref"; done`;
const SAY_REFS = `<<KEYFENCE
$refs
KEYFENCE`;
const NO_REFS = '[ -n "$refs" ] || exec </dev/null';

/** The block, from mark to mark, without a newline at its end. */
export function block(plan: Plan): string {
  const push = plan.hook === 'pre-push';
  const stops = push ? 'push that would publish' : 'commit that would record';
  const shared = plan.node === '';
  const places = [...plan.homes.map(quoted), ...(shared ? plan.homes.map(inMain) : [])];
  const lines = [
    OPEN,
    `# Stops a ${stops} an API key. \`keyfence uninstall\` takes these lines out.`,
    ...(plan.created ? [CREATED] : []),
    ...(push ? [READ_REFS] : []),
    '(',
    ...(push ? [`  ${NO_REFS}`] : []),
    `  hooks=${plan.husky ? 'husky' : 'git'} noted=${quoted(plan.node)}`,
    ...(shared ? FIND_MAIN : []),
    `  set -- ${HOOKS[plan.hook]} "$@"`,
    `  for keyfence in ${places.join(' ')}; do`,
    '    [ -f "$keyfence/bin/hook.sh" ] && . "$keyfence/bin/hook.sh"',
    '  done',
    '  command -v keyfence >/dev/null 2>&1 && exec keyfence "$@"',
    "  echo 'keyfence is not installed here, so nothing was checked and git is stopped.' >&2",
    `  echo ${quoted(`  Type: ${plan.repair}`)} >&2`,
    '  exit 2',
    push ? `) ${SAY_REFS.replace('\n', ' || exit $?\n')}` : ') || exit $?',
    ...(push ? [`exec ${SAY_REFS}`, NO_REFS] : []),
    ...(plan.dormant === '' ? [] : dormant(plan.dormant)),
    CLOSE,
  ];
  return bytes(lines.join('\n'));
}

const inMain = (home: string) => `"$main"/${quoted(home)}`;

const dormant = (mode: string) => [
  `${DORMANT} (mode ${mode}) and git did not run it.`,
  '# So what follows still does not run. To run it, take out the next line.',
  'exit 0',
];

/** UTF-8 as the one-character-per-byte text of this module. */
const bytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

/**
 * Puts the block before everything that runs, so that no `exit` or `exec` of the hook can pass it by.
 * Only the first line may stand above it, and husky 8's loader, which starts the file anew.
 */
export function insert(text: string, lines: string): string {
  const shebang = text.startsWith('#!') ? text.indexOf('\n') + 1 || text.length : 0;
  const loader = /^(?:[ \t]*(?:#.*)?\r?\n)*\. .*\/_\/husky\.sh.*(?:\n|$)/.exec(text.slice(shebang));
  const at = shebang + (loader === null ? 0 : loader[0].length);
  const head = text.slice(0, at);
  if (head !== '' && !head.endsWith('\n')) return `${head}\n${lines}`;
  return `${head}${lines}\n${text.slice(at)}`;
}

const BLOCK = /(\n?)# >>> keyfence >>>[\s\S]*?# <<< keyfence <<<(\r?\n|$)/g;

/** The text as it was before `insert`: a block that ends the file brought the newline above it. */
export function remove(text: string): string {
  return text.replace(BLOCK, (_all, above: string, below: string) => (below === '' ? '' : above));
}

export const holdsBlock = (text: string) => text.search(BLOCK) >= 0;

/** One mark without the other: somebody edited the block. */
export const isDamaged = (text: string) => {
  const rest = remove(text);
  return rest.includes(OPEN) || rest.includes(CLOSE);
};

/** What the block in a file remembers. */
export function before(text: string): Before {
  const found = text.match(BLOCK)?.[0] ?? '';
  return {
    created: found.includes(CREATED),
    dormant: /not executable \(mode (\d+)\)/.exec(found)?.[1] ?? '',
  };
}

/** Nothing but the first line that a file made by keyfence has. */
export const isBare = (text: string) => /^(?:#!\/bin\/sh\r?\n?)?$/.test(text);

/** Does the file start keyfence, in the block or by a line of its owner's? */
export const callsKeyfence = (text: string) => /^(?![ \t]*#).*keyfence/m.test(text);

/** sh takes the CR before a newline for a part of the last word. */
export const hasWindowsEnds = (text: string) => /keyfence.*\r\n/.test(text);

export type Language = 'shell' | 'python' | 'node' | 'binary' | 'other';

const LANGUAGES: readonly (readonly [Language, RegExp])[] = [
  ['shell', /^(?:ba|da|a|z|k|mk|pdk)?sh$|^busybox$/],
  ['python', /^python[\d.]*$/],
  ['node', /^(?:node|nodejs)$/],
];

/** Who reads the file, by its first line. Without one, git gives it to sh. */
export function language(text: string): Language {
  if (text.includes('\0')) return 'binary';
  if (!text.startsWith('#!')) return 'shell';
  const name = interpreter(/^#!(.*)/.exec(text)![1]!);
  return LANGUAGES.find(([, names]) => names.test(name))?.[0] ?? 'other';
}

/** `/usr/bin/env -S bash -e`, `C:/Program\ Files/Git/usr/bin/sh.exe` → `bash`, `sh`. */
function interpreter(line: string): string {
  const words = line
    .trim()
    .replaceAll('\\ ', '_')
    .split(/[ \t]+/);
  const names = words.map((word) => word.replace(/^.*[/\\]/, '').replace(/\.exe$/i, ''));
  if (names[0] !== 'env') return names[0]!;
  return names.slice(1).find((name) => !/^-|=/.test(name)) ?? '';
}
