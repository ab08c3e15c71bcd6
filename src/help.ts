/**
 * What `keyfence help` and `keyfence help COMMAND` print. Flags and one-liners come from flags.ts;
 * here are the longer words and the examples. A test runs the parser over every example.
 */
import { type CommandName, commands, flagRows, type Group } from './flags.ts';

interface Page {
  /** Paragraphs, wrapped when printed. */
  readonly about: readonly string[];
  /** A command line without its `keyfence`, and what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[];
}

const pages: Readonly<Record<CommandName, Page>> = {
  staged: {
    about: [
      'Reads from the index exactly what `git commit` is about to record, renames, type changes and the temporary index of `git commit -a` included. The working tree is never looked at. This is what the pre-commit hook runs.',
      'A secret that HEAD already holds in the same file is not blamed on this commit; removing one is always allowed.',
    ],
    examples: [
      ['staged', 'scan what is staged'],
      ['staged --all-lines', 'also report what HEAD holds already in the staged files'],
      ['staged --path "packages/web/**"', 'only one package'],
    ],
  },
  message: {
    about: [
      'Scans the file that git passes to its commit-msg hook. Comment lines, and what stands below the scissors line, are left out as git leaves them out.',
    ],
    examples: [['message .git/COMMIT_EDITMSG', 'scan the message of the commit in progress']],
  },
  push: {
    about: [
      'Reads the lines that git gives its pre-push hook on standard input, and scans the commits and tags that the remote does not have yet: also those that came in by merge, rebase, cherry-pick or `--no-verify`, which no pre-commit hook sees.',
    ],
    examples: [['push origin git@example.com:a/b.git', 'as the pre-push hook calls it']],
  },
  history: {
    about: [
      'Scans every object in the repository once: files of all commits of all branches, what only a merge or the stash holds, commit and tag messages, notes, names. One finding per secret says when it came and went, and who holds it now.',
      'With --cache the outcome is remembered inside the git directory, sealed with a key of your own and without any secret: a second scan reads only what is new, and reports the same as without.',
      'With a range A..B, only the commits of the range. A range that a shallow clone cuts, or an object that is missing, ends in exit code 2, never in "clean"; nothing is fetched unless --allow-fetch says so.',
    ],
    examples: [
      ['history', 'everything'],
      ['history --cache', 'everything, of which only what is new since the last time is read'],
      ['history main..feature', 'what a branch adds'],
      ['history --allow-fetch', 'everything, of a partial clone'],
      ['history --shard 2/5 --format json=shard-2.json', 'the second of five shares; see merge'],
      ['history --since 2026-01-01 --format html=leaks.html', 'a page to look at'],
    ],
  },
  ci: {
    about: [
      'Finds out what this CI run is about from its environment (GitHub Actions, GitLab, Bitbucket, Azure Pipelines, CircleCI, Jenkins, Gitea and Forgejo) and scans those commits: base..head of a pull request, before..after of a push, what no other branch holds where a branch is new or was forced, everything where nothing tells.',
      'For a pull request the configuration and the ignores are those of its base, and ignore comments do not count, so that a change cannot edit the policy that judges it; new suppressions are listed. A shallow checkout that cuts the range is refused with the line to change.',
    ],
    examples: [
      ['ci', 'scan this run'],
      ['ci --format github --format sarif=keyfence.sarif', 'annotations and code scanning'],
      ['ci --policy-ref origin/main', 'the policy of another branch'],
    ],
  },
  merge: {
    about: [
      'Joins the JSON reports of all shards of one `history --shard` scan: one finding per secret, and the report and exit code that one scan of everything would have given. Config and ignores are those of the current folder, and must be those of the shards.',
      'A shard that is missing, there twice, cut short, or scanned in another clone, by other rules or by another version is refused: exit code 2. A shard that was incomplete makes the whole incomplete.',
    ],
    examples: [
      ['merge shard-1.json shard-2.json', 'print what both have found'],
      ['merge shard-1.json shard-2.json --format sarif=keyfence.sarif', 'in any format'],
    ],
  },
  files: {
    about: [
      'Scans files on disk: those that git tracks or would add. What .gitignore leaves out is left out, except .env files, which are always looked at. A path that is named is always scanned; one that matches nothing is an error. Symbolic links are never followed.',
    ],
    examples: [
      ['files', 'the whole tree'],
      ['files "src/**/*.ts" .env', 'only these'],
      ['files dist --no-gitignore', 'built output, which git does not track'],
      ['files --stdin-paths0', 'NUL-separated paths, e.g. from `git ls-files -z`'],
    ],
  },
  stdin: {
    about: ['Scans standard input. --name says which file it stands for, for reports and ignores.'],
    examples: [['stdin --name src/config.ts', 'as an editor or another tool would call it']],
  },
  install: {
    about: [
      'Puts keyfence into the hooks pre-commit, pre-merge-commit, commit-msg and pre-push, through husky where it is in use, in the folder that git names otherwise. An existing hook keeps its content. Where lefthook, pre-commit or simple-git-hooks is at work it prints the line to add and touches nothing.',
      "It also compiles keyfence ahead, in the package's own folder where that is yours, so that the hooks start sooner; --verbose tells.",
    ],
    examples: [
      ['install', 'this repository'],
      ['install --print', 'only say what would be done'],
    ],
  },
  uninstall: {
    about: ['Takes out what `install` put in, and leaves the bytes that were there before.'],
    examples: [['uninstall', 'this repository']],
  },
  doctor: {
    about: [
      'Runs the real hook against a synthetic key in a throw-away index and exits 2 if the commit is not stopped. Names each cause that it can find: a hook that is not executable, HUSKY=0, a core.hooksPath that leads elsewhere, a missing node, an exit code that is swallowed.',
    ],
    examples: [['doctor', 'is this repository protected?']],
  },
  ignore: {
    about: [
      'Adds entries to .keyfenceignore.json. An entry names a rule and the hash of one value, so it survives moved lines, renames, rebases and squashes, and hides nothing but that value. The fingerprint stands below each finding in every report.',
      'With --all it scans the whole history and adds what it finds: the baseline for a repository with a past. With --unused it lists the entries that match nothing there; add --prune to remove them.',
    ],
    examples: [
      [
        'ignore google-api-key:0a1b2c3d4e5f60718293a4b5c6d7e8f9 --reason "revoked in May"',
        'one value, everywhere',
      ],
      [
        'ignore google-web-key:0a1b2c3d4e5f60718293a4b5c6d7e8f9 --path "docs/**" --reason sample --expires 2027-06-30',
        'one value, in one folder, for a while',
      ],
      ['ignore --all --reason "before keyfence"', 'baseline: everything that was ever committed'],
      ['ignore --unused --prune', 'remove dead entries'],
      [
        'ignore --compat gitleaks --reason "as in .gitleaksignore"',
        'take over what another tool ignores',
      ],
    ],
  },
  rules: {
    about: ['Lists the rules with their severity, or explains one: what it finds, why it matters.'],
    examples: [
      ['rules', 'all of them'],
      ['rules gemini-auth-key', 'one of them'],
    ],
  },
  config: {
    about: [
      'Reads .keyfencerc.json (or "keyfence" in package.json) at the root and in every folder, checks all of it, and prints each value in force with the file, line and column that it comes from. Whatever is wrong ends in exit code 2.',
    ],
    examples: [
      ['config', 'what holds here'],
      ['config --policy-ref origin/main', 'what holds there'],
    ],
  },
  'self-test': {
    about: [
      'Makes a synthetic key of each Gemini kind, scans it under your real configuration, and exits 2 if it is not found: the proof that no setting has switched the scanner off.',
    ],
    examples: [['self-test', 'does my configuration still find keys?']],
  },
  completion: {
    about: [
      'Prints a script that completes commands, flags and values. SHELL is bash, zsh, fish or powershell.',
    ],
    examples: [
      ['completion bash', 'put it into ~/.local/share/bash-completion/completions/keyfence'],
      ['completion zsh', 'put it into a folder of $fpath, as _keyfence'],
      ['completion fish', 'put it into ~/.config/fish/completions/keyfence.fish'],
      ['completion powershell', 'add it to $PROFILE'],
    ],
  },
  help: {
    about: ['Explains a command, or lists them all.'],
    examples: [
      ['help', 'all commands'],
      ['help staged', 'one command'],
    ],
  },
};

const exitCodes = `Exit codes
  0    everything in scope was scanned and is clean
  1    findings
  2    the scan is incomplete, or the usage or the configuration is wrong
  130  interrupted
`;

const groups: readonly Group[] = ['Scan', 'Set up', 'Manage', 'Help'];

/** `keyfence help`: all commands. `self` is what one types here, e.g. `npx keyfence`. */
export function overview(self: string): string {
  let text = `Keyfence stops Google Gemini keys and hardcoded apiKey literals on their way into git.\n\nUsage: ${self} COMMAND [FLAG…]\n`;
  for (const group of groups) {
    const rows = Object.entries(commands).filter(([, row]) => row.group === group);
    text += `\n${group}\n`;
    for (const [name, row] of rows) {
      text += `  ${`${name} ${row.operands}`.padEnd(26)}${row.does}\n`;
    }
  }
  return `${text}\n${exitCodes}\nMore: ${self} help COMMAND\n`;
}

/** `keyfence help COMMAND`, wrapped to `width` columns. */
export function helpOn(command: CommandName, self: string, width: number): string {
  const { operands, does } = commands[command];
  const { about, examples } = pages[command];
  const usage = [self, command, operands, '[FLAG…]'].filter(Boolean).join(' ');
  let text = `${does}.\n\nUsage: ${usage}\n`;
  for (const paragraph of about) text += `\n${wrap(paragraph, width, '')}`;
  text += '\nExamples\n';
  for (const [line, purpose] of examples) text += `  ${self} ${line}\n      ${purpose}\n`;
  text += `\nFlags\n${flagTable(command, width)}`;
  return commands[command].group === 'Scan' ? `${text}\n${exitCodes}` : text;
}

function flagTable(command: CommandName, width: number): string {
  const rows = flagRows.filter((row) => row.on.includes(command));
  const left = rows.map((row) => {
    const short = row.short === undefined ? '    ' : `-${row.short}, `;
    return `  ${short}--${row.name}${row.value === undefined ? '' : ` ${row.value}`}`;
  });
  const column = Math.max(...left.map((text) => text.length)) + 2;
  return rows
    .map((row, index) => {
      const choices = row.choices ? ` (${row.choices.join(', ')})` : '';
      const words = wrap(`${row.does}${choices}`, Math.max(width, column + 30), ' '.repeat(column));
      return `${left[index]!.padEnd(column)}${words.trimStart()}`;
    })
    .join('');
}

/** Lines of at most `width` columns, each behind `indent`. */
function wrap(text: string, width: number, indent: string): string {
  let lines = '';
  let line = indent;
  for (const word of text.split(' ')) {
    const longer = line === indent ? line + word : `${line} ${word}`;
    if (longer.length > width && line !== indent) {
      lines += `${line}\n`;
      line = indent + word;
    } else {
      line = longer;
    }
  }
  return `${lines}${line}\n`;
}
