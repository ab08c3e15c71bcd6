/**
 * Completion scripts for bash, zsh, fish and PowerShell, written from the tables of flags.ts: commands
 * first, then the flags of that command, then a flag's choices.
 */
import { type CommandName, commands, flagRows } from './flags.ts';

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

const names = Object.keys(commands) as CommandName[];
const flagsOn = (command: CommandName) => flagRows.filter((row) => row.on.includes(command));
const withChoices = flagRows.filter((row) => row.choices);
/** Operands that are a closed list. */
const operandsOf = (command: CommandName): readonly string[] =>
  command === 'completion' ? shells : command === 'help' ? names : [];

export function completion(shell: Shell): string {
  return { bash, zsh, fish, powershell }[shell]();
}

function bash(): string {
  const flagCases = names.map((name) => {
    const words = [...flagsOn(name).map((row) => `--${row.name}`), ...operandsOf(name)];
    return `    ${name}) words="${words.join(' ')}" ;;`;
  });
  const valueCases = withChoices.map(
    (row) =>
      `    --${row.name}) COMPREPLY=($(compgen -W "${row.choices!.join(' ')}" -- "$current")); return ;;`,
  );
  return `# bash completion for keyfence
_keyfence() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  case "$previous" in
${valueCases.join('\n')}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names.join(' ')} --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${flagCases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o bashdefault -o default -F _keyfence keyfence
`;
}

function zsh(): string {
  const describe = names.map((name) => `    '${name}:${quoted(commands[name].does)}'`);
  const cases = names.map((name) => {
    const rows = flagsOn(name).map((row) => {
      const value =
        row.value === undefined
          ? ''
          : `=:${row.value
              .toLowerCase()
              .replace(/[^a-z]+/g, ' ')
              .trim()}:${row.choices ? `(${row.choices.join(' ')})` : '_files'}`;
      const times = row.many ? '*' : '';
      return `'${times}--${row.name}${value && '='}[${bracketed(row.does)}]${value.slice(1)}'`;
    });
    const operands = operandsOf(name);
    rows.push(operands.length ? `'*:operand:(${operands.join(' ')})'` : `'*:file:_files'`);
    return `    ${name}) _arguments ${rows.join(' \\\n      ')} ;;`;
  });
  return `#compdef keyfence
_keyfence() {
  local -a commands
  commands=(
${describe.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = "_keyfence" ]; then _keyfence "$@"; else compdef _keyfence keyfence; fi
`;
}

function fish(): string {
  const first = names.map(
    (name) =>
      `complete -c keyfence -n __fish_use_subcommand -f -a ${name} -d '${escaped(commands[name].does)}'`,
  );
  const rest = flagRows.map((row) => {
    const on = `-n '__fish_seen_subcommand_from ${row.on.join(' ')}'`;
    const short = row.short === undefined ? '' : ` -s ${row.short}`;
    const value =
      row.value === undefined ? '' : row.choices ? ` -x -a '${row.choices.join(' ')}'` : ' -r';
    return `complete -c keyfence ${on} -l ${row.name}${short}${value} -d '${escaped(row.does)}'`;
  });
  const operands = names
    .filter((name) => operandsOf(name).length)
    .map(
      (name) =>
        `complete -c keyfence -n '__fish_seen_subcommand_from ${name}' -f -a '${operandsOf(name).join(' ')}'`,
    );
  return `# fish completion for keyfence\n${[...first, ...rest, ...operands].join('\n')}\n`;
}

function powershell(): string {
  const list = (words: readonly string[]) => `@(${words.map((word) => `'${word}'`).join(', ')})`;
  const flagCases = names.map((name) => {
    const words = [...flagsOn(name).map((row) => `--${row.name}`), ...operandsOf(name)];
    return `    '${name}' = ${list(words)}`;
  });
  const valueCases = withChoices.map((row) => `    '--${row.name}' = ${list(row.choices!)}`);
  return `# PowerShell completion for keyfence
Register-ArgumentCompleter -Native -CommandName keyfence -ScriptBlock {
  param($word, $ast, $position)
  $flags = @{
${flagCases.join('\n')}
  }
  $values = @{
${valueCases.join('\n')}
  }
  $before = @($ast.CommandElements | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { "$_" })
  $found = ${list(names)}
  if ($before.Count -gt 1) {
    $found = $values[$before[-1]]
    if (-not $found) { $found = $flags[$before[1]] }
  }
  $found | Where-Object { $_ -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}

/** For single quotes: of fish, then of the other shells. */
const escaped = (text: string) => text.replace(/['\\]/g, '\\$&');
const quoted = (text: string) => text.replaceAll("'", "'\\''");
const bracketed = (text: string) => quoted(text.replace(/[[\]:]/g, ' '));
