/**
 * All that install, uninstall and doctor say. A step has a code, a sentence, and lines that are there
 * to be typed or copied as they stand. Nothing here knows how it is printed.
 */
export type StepKind =
  /** Something was changed, or proven. */
  | 'done'
  /** It was so already. */
  | 'same'
  /** Good to know. */
  | 'note'
  /** Not reached: exit code 2. */
  | 'problem';

type Worded = readonly [kind: StepKind, text: string, ...lines: string[]];

/** Arguments are short display strings. */
const table = {
  // install
  'hook-made': (file: string): Worded => ['done', `Made ${file}.`],
  'hook-joined': (file: string): Worded => [
    'done',
    `Added keyfence to ${file}, above what was there. Both decide: either can stop git.`,
  ],
  'hook-renewed': (file: string): Worded => ['done', `Renewed keyfence's lines in ${file}.`],
  'hook-same': (file: string): Worded => ['same', `${file} runs keyfence already.`],
  'hook-woken': (file: string): Worded => [
    'note',
    `${file} was not executable, so git did not run it. Now git runs keyfence's lines in it and, as before, nothing else of it.`,
  ],
  'hook-foreign': (file: string, what: string, line: string): Worded => [
    'problem',
    `${file} is ${what}, which keyfence does not edit. Add this at its beginning:`,
    line,
  ],
  'hook-damaged': (file: string): Worded => [
    'problem',
    `${file} holds only one of the two marks of keyfence's lines (# >>> keyfence >>> and # <<< keyfence <<<). Take the rest of these lines out, then type:`,
    'npx keyfence install',
  ],
  'hook-unwritable': (file: string, how: string): Worded => [
    'problem',
    `${file} could not be written: ${how}. Make it writable, then type the same command again.`,
  ],
  'manager-lines': (name: string, file: string, ...lines: string[]): Worded => [
    'problem',
    `${name} writes this repository's hooks, so keyfence changed nothing. Add this to ${file} (join it with what is there under the same names):`,
    ...lines,
  ],
  'manager-then': (name: string, command: string): Worded => [
    'note',
    `Then let ${name} write its hooks, and prove that they work:`,
    command,
    'npx keyfence doctor',
  ],
  'manager-has-it': (name: string, file: string): Worded => [
    'same',
    `${file} runs keyfence already: ${name} writes the hooks, and keyfence leaves them alone.`,
  ],
  'husky-set-up': (folder: string): Worded => [
    'done',
    `Set husky up: git takes its hooks from ${folder}.`,
  ],
  'husky-missing': (command: string): Worded => [
    'problem',
    'husky is in package.json but not installed here, so git does not run its hooks yet. Type:',
    command,
    'npx keyfence install',
  ],
  'husky-refused': (why: string): Worded => [
    'problem',
    `husky did not set itself up: ${why}. Until it does, git runs no hook here. Clear that up, then type:`,
    'npx keyfence install',
  ],
  'plug-n-play': (...lines: string[]): Worded => [
    'problem',
    "Yarn's Plug'n'Play keeps packages where a shell cannot run them, so keyfence changed nothing. Add one line to each of these hooks:",
    ...lines,
  ],
  'not-in-project': (folder: string, command: string): Worded => [
    'problem',
    `The hooks in ${folder} are part of the repository, so they can only run a keyfence that is part of it too. Type:`,
    command,
    'npx keyfence install',
  ],
  outside: (folder: string, scope: string): Worded => [
    'problem',
    `git takes its hooks from ${folder} (core.hooksPath in the ${scope} configuration), outside this repository, so keyfence changed nothing. To set the hooks there, for every repository that uses that folder, type:`,
    'npx keyfence install --global',
  ],
  'outside-own': (hooks: string): Worded => [
    'note',
    'Or give this repository hooks of its own (those outside then no longer run here):',
    `git config core.hooksPath '${hooks}' && npx keyfence install`,
  ],
  'global-none': (): Worded => [
    'problem',
    "git has no hooks folder for all repositories. keyfence makes none: it would put each repository's own hooks out of action. To set the hooks of this repository, type:",
    'npx keyfence install',
  ],
  bare: (folder: string): Worded => [
    'problem',
    `${folder} is a bare repository: nobody commits in it, so there is nothing to hook. To scan all that it holds, type:`,
    'npx keyfence history',
  ],
  'no-repository-yet': (folder: string): Worded => [
    'note',
    `${folder} is not in a git repository, so there are no hooks to set here.`,
  ],
  fleeting: (folder: string): Worded => [
    'note',
    `The hooks run the copy in npx's cache (${folder}). Cleaning that cache takes it away, and commits are then stopped until you install again. A lasting place:`,
    'npm install --save-dev keyfence && npx keyfence install',
  ],
  'share-commit': (files: string): Worded => [
    'note',
    'The hooks are part of the repository. Commit them, so that everybody gets them:',
    `git add ${files}`,
  ],
  'share-prepare': (): Worded => [
    'note',
    'These hooks are in your copy only. So that everybody who installs the project gets them, type:',
    'npm pkg set scripts.prepare="keyfence install"',
  ],
  'global-shared': (folder: string): Worded => [
    'note',
    `Every repository that takes its hooks from ${folder} is now checked.`,
  ],
  prove: (): Worded => ['note', 'To see that it works, type:', 'npx keyfence doctor'],

  // uninstall
  'hook-removed': (file: string): Worded => ['done', `Removed ${file}, which held nothing else.`],
  'hook-restored': (file: string): Worded => [
    'done',
    `Took keyfence's lines out of ${file}. The rest is as it was.`,
  ],
  'nothing-installed': (): Worded => ['same', 'No hook of this repository holds keyfence.'],
  'own-line-left': (file: string): Worded => [
    'note',
    `${file} calls keyfence in a line that is not from \`keyfence install\`. Take it out by hand.`,
  ],
  'manager-left': (name: string, file: string, command: string): Worded => [
    'note',
    `${file} runs keyfence through ${name}. Take those lines out by hand, then type:`,
    command,
  ],
  'outside-left': (folder: string): Worded => [
    'problem',
    `The hooks in ${folder} are shared with other repositories. To take keyfence out of them, type:`,
    'npx keyfence uninstall --global',
  ],
} satisfies Record<string, (...words: string[]) => Worded>;

type Table = typeof table;
export type StepCode = keyof Table;

export interface Step {
  readonly code: StepCode;
  readonly kind: StepKind;
  readonly text: string;
  /** To be typed or copied, verbatim. */
  readonly lines: readonly string[];
}

/** What install, uninstall and doctor give back. */
export interface Outcome {
  /** False: exit code 2. */
  readonly ok: boolean;
  readonly steps: readonly Step[];
}

export function step<C extends StepCode>(code: C, ...words: Parameters<Table[C]>): Step {
  const [kind, text, ...lines] = (table[code] as (...words: string[]) => Worded)(...words);
  return { code, kind, text, lines };
}

export const outcome = (steps: readonly Step[]): Outcome => ({
  ok: steps.every((found) => found.kind !== 'problem'),
  steps,
});
