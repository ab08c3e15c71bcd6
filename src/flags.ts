/**
 * Every command and every flag, once: argument parsing, help, completion and "did you mean" all read
 * these two tables. Loaded by each run, so it holds one line for each and no long text (help.ts does).
 */
import { parseArgs } from 'node:util';
import { compatTools, formatNames, webKeyLevels } from './choices.ts';
import { KeyfenceError } from './errors.ts';
import { didYouMean, nearest } from './nearest.ts';

export type Group = 'Scan' | 'Set up' | 'Manage' | 'Help';

interface CommandRow {
  readonly group: Group;
  /** The operands, as in a usage line. */
  readonly operands: string;
  readonly does: string;
}

export const commands = {
  staged: { group: 'Scan', operands: '', does: 'Scan what this commit would record' },
  message: { group: 'Scan', operands: 'FILE', does: 'Scan a commit message' },
  push: { group: 'Scan', operands: '[REMOTE [URL]]', does: 'Scan what this push would publish' },
  history: { group: 'Scan', operands: '[A..B]', does: 'Scan everything that was ever committed' },
  ci: { group: 'Scan', operands: '', does: 'Scan the right commits for this CI run' },
  merge: { group: 'Scan', operands: 'REPORT…', does: 'Join the reports of history --shard' },
  files: { group: 'Scan', operands: '[GLOB…]', does: 'Scan files on disk' },
  stdin: { group: 'Scan', operands: '', does: 'Scan standard input' },
  install: { group: 'Set up', operands: '', does: 'Put keyfence into the git hooks' },
  uninstall: { group: 'Set up', operands: '', does: 'Take it out of them again' },
  doctor: { group: 'Set up', operands: '', does: 'Prove that the hook stops a key' },
  ignore: { group: 'Manage', operands: '[FINGERPRINT…]', does: 'Add, list or baseline ignores' },
  rules: { group: 'Manage', operands: '[ID]', does: 'List the rules, or explain one' },
  config: { group: 'Manage', operands: '', does: 'Check and print the configuration' },
  'self-test': { group: 'Manage', operands: '', does: 'Prove that your config still finds keys' },
  completion: { group: 'Help', operands: 'SHELL', does: 'Print a completion script' },
  help: { group: 'Help', operands: '[COMMAND]', does: 'Explain a command' },
} as const satisfies Record<string, CommandRow>;

export type CommandName = keyof typeof commands;

interface FlagRow {
  /** One letter. */
  readonly short?: string;
  /** Name of the value in help; absent: a switch. */
  readonly value?: string;
  /** The values there are; for `FORMAT=FILE`, those of its first part. */
  readonly choices?: readonly string[];
  /** May be given several times. */
  readonly many?: true;
  readonly on: readonly CommandName[];
  readonly does: string;
}

const scanning = ['staged', 'message', 'push', 'history', 'ci', 'files', 'stdin'] as const;
const scans = [...scanning, 'merge'] as const;
const readers = [...scans, 'config', 'self-test', 'ignore', 'rules'] as const;
const walks = ['history', 'ci', 'push'] as const;
const all = Object.keys(commands) as readonly CommandName[];

export const flags = {
  format: {
    value: 'FORMAT[=FILE]',
    choices: formatNames,
    many: true,
    on: scans,
    does: 'Report as FORMAT, to FILE or stdout; repeatable',
  },
  config: { value: 'FILE', on: readers, does: 'Use FILE instead of .keyfencerc.json at the root' },
  'policy-ref': {
    value: 'REF',
    on: readers,
    does: 'Read config and ignores from this commit, not from the working tree',
  },
  'no-inline': { on: scanning, does: 'Do not obey ignore comments in the source' },
  'web-keys': {
    value: 'LEVEL',
    choices: webKeyLevels,
    on: scans,
    does: 'How to judge keys of web configs, by default as a warning',
  },
  'all-lines': { on: ['staged'], does: 'Also report secrets that HEAD holds already' },
  path: {
    value: 'GLOB',
    many: true,
    on: ['staged', 'ignore'],
    does: 'Only paths that fit GLOB',
  },
  name: { value: 'PATH', on: ['stdin'], does: 'The path that standard input stands for' },
  'stdin-paths0': { on: ['files'], does: 'Read NUL-separated paths from standard input' },
  'no-gitignore': { on: ['files'], does: 'Also scan what .gitignore leaves out' },
  refs: {
    value: 'GLOB',
    many: true,
    on: ['history'],
    does: 'Only what branches, tags and refs of these names reach',
  },
  since: { value: 'DATE', on: ['history'], does: 'Only commits after DATE, in any form git knows' },
  shard: { value: 'I/N', on: ['history'], does: 'Scan only the Ith of N equal shares; see merge' },
  cache: { on: ['history'], does: 'Remember the scan in the git directory; read only what is new' },
  'no-unreachable': { on: ['history'], does: 'Leave out objects that no ref reaches' },
  'all-places': { on: walks, does: 'List every place of a secret, not only the first' },
  'allow-shallow': { on: walks, does: 'Scan the tree alone where a shallow clone cuts the range' },
  'allow-fetch': { on: walks, does: 'Let git fetch what a partial clone lacks' },
  strict: { on: scans, does: 'Exit 2 when anything was skipped' },
  'fail-on-unused': {
    on: ['history', 'ci', 'merge'],
    does: 'Exit 2 when an ignore entry matches nothing, where everything is scanned',
  },
  compat: {
    value: 'TOOL',
    choices: compatTools,
    many: true,
    on: [...scanning, 'ignore'],
    does: "Obey another tool's ignore comments and file too; with ignore: take over its file",
  },
  'max-bytes': { value: 'N', on: scanning, does: 'Largest file to scan (default: 104857600)' },
  jobs: { value: 'N', on: scanning, does: 'Threads (default: one per core, at most 8)' },
  'show-secrets': { on: scanning, does: 'Do not mask; only on a terminal, never in CI' },
  'exit-zero': { on: scans, does: 'Exit 0 in spite of findings (errors stay 2)' },
  'trust-repo': { on: all, does: 'Read a repository that belongs to another user' },
  global: { on: ['install', 'uninstall'], does: 'For all your repositories' },
  plain: { on: ['install'], does: "Write to git's own hooks in spite of lefthook, pre-commit …" },
  print: { on: ['install'], does: 'Only print what would be done' },
  reason: { value: 'TEXT', on: ['ignore'], does: 'Why it is no leak (required to add)' },
  by: { value: 'NAME', on: ['ignore'], does: 'Who answers for it' },
  expires: { value: 'YYYY-MM-DD', on: ['ignore'], does: 'Last day on which the entry holds' },
  all: { on: ['ignore'], does: 'Baseline: add every finding of the whole history' },
  list: { on: ['ignore'], does: 'List all entries' },
  unused: { on: ['ignore'], does: 'List entries that match nothing in the whole history' },
  prune: { on: ['ignore'], does: 'With --unused: remove them' },
  merge: { on: ['ignore'], does: 'After a merge conflict in the file: keep both sides' },
  quiet: { short: 'q', on: all, does: 'Print only findings and errors' },
  verbose: { short: 'v', on: all, does: 'Print more: every place, every skip' },
  'no-color': { on: all, does: 'No colours (also: NO_COLOR=1)' },
  help: { short: 'h', on: all, does: 'Explain the command' },
  version: { short: 'V', on: all, does: 'Print the version' },
} as const satisfies Record<string, FlagRow>;

export type FlagName = keyof typeof flags;
export type FlagValues = {
  readonly [N in FlagName]?: (typeof flags)[N] extends { many: true }
    ? readonly string[]
    : (typeof flags)[N] extends { value: string }
      ? string
      : true;
};

/** The rows under their general type, for whoever walks the tables. */
export const flagRows: readonly (FlagRow & { readonly name: FlagName })[] = Object.entries(
  flags,
).map(([name, row]) => ({ ...row, name: name as FlagName }));

export interface CommandLine {
  readonly command: CommandName;
  readonly flags: FlagValues;
  readonly operands: readonly string[];
}

/**
 * argv without node and the script → command, flags, operands.
 * @throws KeyfenceError `usage` for an unknown command or flag, a flag on the wrong command, a missing value
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(flagRows.map((row) => [row.name, optionOf(row)])),
    strict: false,
    tokens: true,
  });
  const words: string[] = [];
  const given: { name: string; raw: string; value: string | undefined; inline: boolean }[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName: raw, value } = token;
    given.push({ name, raw, value, inline: token.inlineValue === true });
  }
  const values: Record<string, string | true | string[]> = {};
  const command = commandOf(words, given);
  for (const { name, raw, value, inline } of given) {
    const row = rowOf(name, raw, command);
    const content = contentOf(row, raw, value, inline);
    if (!row.many) values[name] = content;
    else values[name] = [...((values[name] as string[]) ?? []), content as string];
  }
  const operands = words.slice(1);
  if (!values.help && !values.version) checkOperands(command, operands);
  return { command, flags: values as FlagValues, operands };
}

/** Paths that nobody reads would look as if they had been scanned. */
function checkOperands(command: CommandName, operands: readonly string[]): void {
  const { operands: form } = commands[command];
  const most = form.endsWith('…') || form.endsWith('…]') ? operands.length : count(form);
  if (operands.length > most) {
    const next = command === 'staged' ? 'To scan files: npx keyfence files …' : seeHelp(command);
    const takes = most === 0 ? 'takes no operands' : `takes ${form}`;
    refuse(`${command} ${takes}, not also ${quoted(operands[most]!)}.`, next);
  }
  if (operands.length === 0 && form !== '' && !form.startsWith('[')) {
    refuse(`${command} needs ${form.replace('…', ' (one or more)')}.`, seeHelp(command));
  }
}

const count = (form: string) => (form === '' ? 0 : form.split(' ').length);

const optionOf = (row: FlagRow) => ({
  type: row.value === undefined ? ('boolean' as const) : ('string' as const),
  ...(row.short === undefined ? {} : { short: row.short }),
});

/** No command at all means help, which `--version` then overrides in the cli. */
function commandOf(
  words: readonly string[],
  given: readonly { readonly name: string; readonly raw: string }[],
): CommandName {
  const word = words[0];
  if (word !== undefined) {
    if (Object.hasOwn(commands, word)) return word as CommandName;
    // `keyfence --fromat json staged`: what is wrong is the flag, whose value looks like a command.
    const unknown = given.find(({ name }) => !Object.hasOwn(flags, name));
    if (unknown) return refuseFlag(unknown.name, unknown.raw, flagRows, 'See `npx keyfence help`.');
    const asFlag = word === 'version' ? ' Did you mean --version?' : didYouMean(word, all);
    const what = `There is no command ${quoted(word)}.${asFlag}`;
    return refuse(what, 'See `npx keyfence help` for the list.');
  }
  const scanning = given.find(({ raw }) => !['--help', '-h', '--version', '-V'].includes(raw));
  if (!scanning) return 'help';
  return refuse(`${scanning.raw} needs a command before it.`, 'Try `npx keyfence staged`.');
}

function rowOf(name: string, raw: string, command: CommandName): FlagRow {
  if (!Object.hasOwn(flags, name)) {
    const rows = flagRows.filter((row) => row.on.includes(command));
    return refuseFlag(name, raw, rows, seeHelp(command));
  }
  const row: FlagRow = flags[name as FlagName];
  if (row.on.includes(command)) return row;
  return refuse(`${raw} does not go with \`keyfence ${command}\`.`, seeHelp(command));
}

function refuseFlag(
  name: string,
  raw: string,
  rows: readonly { readonly name: string }[],
  next: string,
): never {
  const meant = nearest(
    name,
    rows.map((row) => row.name),
  );
  const hint = meant === undefined ? '' : ` Did you mean --${meant}?`;
  return refuse(`There is no flag ${clipped(raw)}.${hint}`, next);
}

function contentOf(row: FlagRow, raw: string, value: string | undefined, inline: boolean) {
  if (row.value === undefined) {
    return value === undefined ? true : refuse(`${raw} takes no value.`, 'Leave out the "=…".');
  }
  if (value === undefined || (!inline && value.startsWith('--')) || value === '') {
    return refuse(`${raw} needs a value: ${row.value}.`, `Write ${raw} ${row.value}.`);
  }
  const [choice = ''] = value.split('=', 1);
  if (row.choices && !row.choices.includes(choice)) {
    const list = row.choices.join(', ');
    const hint = didYouMean(choice, row.choices);
    return refuse(
      `${raw} ${quoted(choice)} is not one of ${list}.${hint}`,
      `Write ${raw} ${row.value}.`,
    );
  }
  return value;
}

/** Somebody may paste a whole file: nobody needs to read it again. */
const clipped = (word: string) => (word.length > 80 ? `${word.slice(0, 80)}…` : word);
const quoted = (word: string) => JSON.stringify(clipped(word));
const seeHelp = (command: string) => `See \`npx keyfence help ${command}\`.`;

function refuse(what: string, next: string): never {
  throw new KeyfenceError('usage', what, next);
}
