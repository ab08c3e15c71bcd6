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
  'print-only': (): Worded => [
    'note',
    'Nothing is changed by --print. Without it, `keyfence install` does this:',
  ],
  'husky-would': (): Worded => ['note', 'It then lets husky set itself up in this clone.'],
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
    `This repository's hooks are written by ${name}, so keyfence changed nothing. Add this to ${file}, joined with what is there under the same names:`,
    ...lines,
  ],
  'manager-then': (name: string, command: string): Worded => [
    'note',
    `Then let ${name} write its hooks, and prove that they work:`,
    command,
    'npx keyfence doctor',
  ],
  'needs-keyfence': (command: string): Worded => [
    'note',
    'keyfence is not installed in this project. So that the line works for everybody, type this before, and then ask again:',
    command,
  ],
  'manager-plain': (name: string): Worded => [
    'note',
    `Or, for yourself alone and without ${name}:`,
    'npx keyfence install --plain',
  ],
  'plain-fragile': (name: string): Worded => [
    'note',
    `When ${name} writes its hooks anew, keyfence may be gone from them. \`npx keyfence doctor\` tells.`,
  ],
  'manager-has-it': (name: string, file: string): Worded => [
    'same',
    `${file} speaks of keyfence already. The hooks are written by ${name}, so keyfence leaves them alone.`,
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
  fleeting: (folder: string, command: string): Worded => [
    'note',
    `The hooks run the copy in npx's cache (${folder}). Cleaning that cache takes it away, and commits are then stopped until you install again. A lasting place:`,
    `${command} && npx keyfence install`,
  ],
  'fleeting-global': (folder: string): Worded => [
    'note',
    `The hooks run the copy in npx's cache (${folder}). Cleaning that cache takes it away, and commits are then stopped until you install again. A lasting place:`,
    'npm install --global keyfence && keyfence install',
  ],
  'share-commit': (files: string): Worded => [
    'note',
    'The hooks are part of the repository. Commit them, so that everybody gets them:',
    `git add ${files}`,
  ],
  'share-husky': (): Worded => [
    'note',
    'husky sets itself up in other clones only if package.json tells it to. Type:',
    'npm pkg set scripts.prepare=husky',
  ],
  'share-package': (command: string): Worded => [
    'note',
    'package.json does not ask for keyfence, and without it the hooks stop every commit of the others. Type:',
    command,
  ],
  'share-prepare': (line: string): Worded => [
    'note',
    'These hooks are in your copy only. So that everybody who installs the project gets them, keep keyfence in its devDependencies and put this under "scripts" in package.json:',
    line,
  ],
  'global-shared': (folder: string): Worded => [
    'note',
    `Every repository that takes its hooks from ${folder} is now checked.`,
  ],
  prove: (): Worded => ['note', 'To see that it works, type:', 'npx keyfence doctor'],

  // compiled ahead: install --verbose, doctor
  'ahead-made': (node: string, folder: string): Worded => [
    'done',
    `Compiled keyfence ahead for Node ${node}, in ${folder}.`,
  ],
  'ahead-there': (node: string): Worded => [
    'note',
    `keyfence is compiled ahead for Node ${node}, so that the hooks start sooner.`,
  ],
  'ahead-not': (node: string, why: string): Worded => [
    'note',
    `keyfence is not compiled ahead for Node ${node}: ${why}. The hooks do the same, a few milliseconds later.`,
  ],
  'ahead-could': (node: string): Worded => [
    'note',
    `keyfence is not compiled ahead for Node ${node}. To save a few milliseconds of each commit, type:`,
    'npx keyfence install',
  ],

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

  // doctor: causes
  'git-old': (version: string): Worded => [
    'problem',
    `git is ${version}; keyfence needs 2.30 or newer. Install a newer git.`,
  ],
  'node-old': (version: string, path: string): Worded => [
    'problem',
    `The hook starts Node ${version} (${path}), and stops every commit: keyfence needs 20.19 or newer. Install a newer Node, or put its folder first on PATH.`,
  ],
  'switched-off': (setting: string, command: string): Worded => [
    'problem',
    `${setting} is set in this environment: it switches every hook off. Type:`,
    command,
  ],
  'switched-off-in': (file: string): Worded => [
    'problem',
    `${file} sets HUSKY=0, which switches every husky hook off for you, in all repositories. Take that line out.`,
  ],
  'husky-inactive': (command: string): Worded => [
    'problem',
    'package.json asks for husky, but git does not take its hooks from it (core.hooksPath is not set): husky has not run in this clone. Type:',
    command,
    'npx keyfence install',
  ],
  'husky-not-in-worktree': (): Worded => [
    'problem',
    "husky's folder is missing in this worktree, so git runs no hook in it. Type here:",
    'npx keyfence install',
  ],
  'folder-missing': (folder: string, scope: string): Worded => [
    'problem',
    `core.hooksPath (${scope} configuration) names ${folder}, which does not exist: git runs no hook. Make it, or type:`,
    `git config --${scope} --unset core.hooksPath && npx keyfence install`,
  ],
  'passed-by': (hooks: string, folder: string, scope: string): Worded => [
    'problem',
    `keyfence is in ${hooks}, but core.hooksPath (${scope} configuration) makes git take its hooks from ${folder} instead. Type:`,
    'npx keyfence install',
  ],
  'hooks-missing': (folder: string, names: string): Worded => [
    'problem',
    `There is no ${names} in ${folder}. Type:`,
    'npx keyfence install',
  ],
  'hook-not-executable': (file: string): Worded => [
    'problem',
    `${file} is not executable, so git passes it by. Type:`,
    `chmod +x '${file}'`,
  ],
  'hook-without': (file: string, command: string): Worded => [
    'problem',
    `${file} does not call keyfence. Type the first line, or add the second to it by hand:`,
    'npx keyfence install',
    `${command} "$@" || exit $?`,
  ],
  'windows-ends': (file: string): Worded => [
    'problem',
    `${file} has Windows line ends, which sh cannot read. Type:`,
    `echo '${file} text eol=lf' >> .gitattributes && git add --renormalize . && git checkout -- '${file}'`,
  ],
  'manager-without': (name: string, file: string): Worded => [
    'problem',
    `This repository's hooks are written by ${name}, and ${file} does not mention keyfence. To see what to add, type:`,
    'npx keyfence install',
  ],
  'manager-without-hook': (hooks: string, file: string, command: string): Worded => [
    'problem',
    `There is no hook for ${hooks}. Check that ${file} names it, then type:`,
    command,
  ],

  // doctor: proof
  'takes-hooks': (folder: string): Worded => ['note', `git takes its hooks from ${folder}.`],
  stopped: (hook: string): Worded => ['done', `${hook} stopped a made-up key.`],
  'stopped-bare': (): Worded => [
    'done',
    'It does so too where PATH is short, as it is for git clients with a window.',
  ],
  'clean-passes': (): Worded => ['done', 'A commit without a key went through.'],
  'clean-stopped': (line: string): Worded => [
    'problem',
    'keyfence stopped a commit without a key, too. It said:',
    line,
  ],
  'clean-other': (line: string): Worded => [
    'note',
    'keyfence let a commit without a key through. Another command of your hooks then stopped it, in the empty repository where this was tried; it said:',
    line,
  ],
  'not-stopped': (hook: string): Worded => [
    'problem',
    `${hook} did NOT stop a made-up key: a commit with a real one would go through.`,
  ],
  'no-cause': (file: string): Worded => [
    'problem',
    `git runs ${file}, and it names keyfence, but keyfence did not run. Look for a condition or an \`exit\` above that line.`,
  ],
  swallowed: (file: string): Worded => [
    'problem',
    `keyfence found the key and ended with 1, but the hook ended with 0: something in ${file} hides the exit code (\`|| true\`, or a command that follows). End that line with:`,
    '|| exit $?',
  ],
  'stopped-by-other': (hook: string, line: string): Worded => [
    'problem',
    `${hook} stopped, but before keyfence could say a word, so nothing is proven. The last it said is below. Put keyfence first in the hook (\`npx keyfence install\` does):`,
    line,
  ],
  'package-missing': (command: string): Worded => [
    'problem',
    'The hook does not find keyfence: it stops every commit until the package is there. Type:',
    command,
  ],
  'node-missing': (...lines: string[]): Worded => [
    'problem',
    'The hook does not find node: it stops every commit. Put the folder of node on PATH. What the hook says:',
    ...lines,
  ],
  'node-missing-bare': (...lines: string[]): Worded => [
    'note',
    'Where PATH is short, as it is for git clients with a window, the hook does not find node and stops every commit. If you use such a client, do as the hook says:',
    ...lines,
  ],
  'cache-none': (): Worded => [
    'note',
    'No scan of everything is remembered here: `keyfence history --cache` would keep one.',
  ],
  'cache-own': (folder: string, size: string): Worded => [
    'note',
    `The cache of \`history --cache\` in ${folder} has ${size} and is sealed with your key. To be rid of it, remove that folder.`,
  ],
  'cache-foreign': (folder: string, size: string, why: string): Worded => [
    'note',
    `The cache of \`history --cache\` in ${folder} has ${size} and is not believed: ${why}. To be rid of it, remove that folder.`,
  ],
  hangs: (hook: string): Worded => [
    'problem',
    `${hook} had not ended after a minute, so nothing is proven. Run it by hand to see what it waits for.`,
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
