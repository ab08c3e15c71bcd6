import { describe, expect, test } from 'vitest';
import { completion, type Shell, shells } from '../src/completion.ts';
import { type CommandName, commands, flagRows, parseCommandLine } from '../src/flags.ts';
import { helpOn, overview } from '../src/help.ts';
import { folder, Repo, run } from './helpers/repo.ts';

const names = Object.keys(commands) as CommandName[];

/** The words of a command line, as a shell splits them. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((found) => found[1] ?? found[2]!);
}

describe('help', () => {
  test('the overview names every command, the exit codes, and how one starts keyfence here', () => {
    const text = overview('npx keyfence');
    for (const name of names) expect(text).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect(text).toContain('Usage: npx keyfence COMMAND');
    expect(text).toContain('130  interrupted');
  });

  for (const name of names) {
    test(`help ${name}: its flags, and examples that the parser takes`, () => {
      const text = helpOn(name, 'keyfence', 80);
      for (const row of flagRows.filter((one) => one.on.includes(name))) {
        expect(text).toContain(`--${row.name}`);
      }
      const examples = [...text.matchAll(/^ {2}keyfence (.*)$/gm)].map((found) => found[1]!);
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) {
        expect(parseCommandLine(wordsOf(example)).command, example).toBe(name);
      }
      expect(text).not.toContain('--no-verify ');
      const prose = text.slice(0, text.indexOf('\nExamples'));
      for (const line of prose.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    });
  }

  test('a narrow terminal still gets whole words', () => {
    expect(helpOn('ci', 'npx keyfence', 40)).toMatch(/^Finds out what this CI run is about from$/m);
  });
});

describe('completion', () => {
  test('every shell gets every command, and each command its flags', () => {
    for (const shell of shells) {
      const text = completion(shell);
      for (const name of names) expect(text, shell).toContain(name);
      for (const row of flagRows) expect(text, shell).toContain(row.name);
    }
  });

  const complete = (...words: string[]): string[] => {
    const asked = words.map((word) => `'${word}'`).join(' ');
    const script = `${completion('bash')}
COMP_WORDS=(keyfence ${asked}); COMP_CWORD=${words.length}; _keyfence; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const result = run('bash', ['-c', script], {});
    expect(result.stderr).toBe('');
    return result.stdout.split('\n').filter(Boolean);
  };
  const hasBash = process.platform !== 'win32';

  test.runIf(hasBash)('bash completes commands, flags, choices and operands', () => {
    expect(complete('st')).toEqual(['staged', 'stdin']);
    expect(complete('stdin', '--na')).toEqual(['--name']);
    expect(complete('staged', '--na')).toEqual([]);
    expect(complete('staged', '--format', 's')).toEqual(['sarif']);
    expect(complete('completion', 'f')).toEqual(['fish']);
    expect(complete('help', 'self')).toEqual(['self-test']);
  });

  const available = (shell: Shell) => {
    try {
      return run(shell, ['--version'], {}).status === 0;
    } catch {
      return false;
    }
  };

  test.runIf(available('fish'))('fish completes the same', () => {
    const file = new Repo(folder()).write('c.fish', completion('fish')).path;
    const ask = (line: string) =>
      run('fish', ['-N', '-c', `source ${file}/c.fish; complete -C '${line}'`], {
        env: { HOME: file },
      })
        .stdout.split('\n')
        .map((row) => row.split('\t')[0]!)
        .filter(Boolean);
    expect(ask('keyfence st')).toEqual(['staged', 'stdin']);
    expect(ask('keyfence stdin --na')).toEqual(['--name']);
    expect(ask('keyfence staged --na')).toEqual([]);
    expect(ask('keyfence staged --format s')).toEqual(['sarif']);
    expect(ask('keyfence completion f')).toEqual(['fish']);
  });

  test.runIf(available('zsh'))('zsh reads its script without a word', () => {
    const { path } = new Repo(folder()).write('_keyfence', completion('zsh'));
    const script = `autoload -Uz compinit; compinit -u -D; source ${path}/_keyfence; whence -w _keyfence`;
    const result = run('zsh', ['-f', '-c', script], {});
    expect(result).toMatchObject({ status: 0, stderr: '', stdout: '_keyfence: function\n' });
  });

  test.runIf(available('zsh'))('zsh completes the same, at a prompt', () => {
    const { path } = new Repo(folder()).write('_keyfence', completion('zsh'));
    const settings = [
      `PS1=; fpath=(${path} $fpath); autoload -Uz compinit; compinit -u -D`,
      'tell() { print -r -- "<$BUFFER>"; BUFFER= }; zle -N tell; bindkey "^T" tell',
    ].join('; ');
    // The pseudo-terminal repeats what it is sent, and must not seem ready by that.
    const script = `zmodload zsh/zpty; zpty shell env TERM=dumb HOME=${path} zsh -f -i
      zpty -w shell '${settings}; print re""ady'; zpty -r -m shell out '*ready*'
      for line in "$@"; do
        zpty -w -n shell "$line"$'\\t\\C-t'; zpty -r -m shell out '*<*>*'
        print -r -- "\${\${out##*<}%%>*}"
      done; zpty -d shell`;
    const ask = (...lines: string[]) =>
      run('zsh', ['-f', '-c', script, 'zsh', ...lines], {})
        .stdout.split('\n')
        .map((line) => line.trim())
        .filter(Boolean);
    expect(
      ask(
        'keyfence stag',
        'keyfence stdin --na',
        'keyfence staged --na',
        'keyfence staged --format=sar',
        'keyfence completion f',
      ),
    ).toEqual([
      'keyfence staged',
      'keyfence stdin --name=',
      'keyfence staged --na',
      'keyfence staged --format=sarif',
      'keyfence completion fish',
    ]);
  });
});
