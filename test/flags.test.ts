import { describe, expect, test } from 'vitest';
import { commands, flagRows, parseCommandLine } from '../src/flags.ts';

const parse = (line: string) => parseCommandLine(line.split(' ').filter(Boolean));

describe('the command line', () => {
  test('command, flags and operands come apart, wherever the flags stand', () => {
    expect(parse('files src lib/*.ts --format json --format=sarif=out.sarif -q')).toEqual({
      command: 'files',
      flags: { format: ['json', 'sarif=out.sarif'], quiet: true },
      operands: ['src', 'lib/*.ts'],
    });
    expect(parse('--quiet staged').flags).toEqual({ quiet: true });
    expect(parse('files -- --strict').operands).toEqual(['--strict']);
    expect(parse('')).toMatchObject({ command: 'help', operands: [] });
    expect(parse('--version')).toMatchObject({ command: 'help', flags: { version: true } });
  });

  test('F5 G3 whatever is wrong is a usage error that names what was meant', () => {
    const wrong: [string, RegExp][] = [
      ['stagde', /There is no command "stagde"\. Did you mean "staged"\?/],
      ['staged --fromat json', /There is no flag --fromat\. Did you mean --format\?/],
      ['staged --no-colour', /Did you mean --no-color\?/],
      ['staged --xyzzyplugh', /There is no flag --xyzzyplugh\.$/],
      ['staged --reason x', /--reason does not go with `keyfence staged`/],
      ['staged --format', /--format needs a value: FORMAT/],
      ['staged --format --quiet', /--format needs a value/],
      ['staged --config=', /--config needs a value/],
      ['staged --quiet=1', /--quiet takes no value/],
      ['staged -x', /There is no flag -x/],
      ['staged a.ts', /staged takes no operands, not also "a.ts"/],
      ['push origin url more', /push takes \[REMOTE \[URL\]\], not also "more"/],
      ['history A..B C', /history takes \[A\.\.B\]/],
      ['message', /message needs FILE/],
      ['--quiet', /--quiet needs a command/],
      ['--fromat json', /There is no flag --fromat\. Did you mean --format\?/],
      ['version', /There is no command "version"\. Did you mean --version\?/],
      ['merge', /merge needs REPORT \(one or more\)\.$/],
      [`${'x'.repeat(9000)}`, /^There is no command "x{80}…"\.$/],
      [`staged --${'x'.repeat(9000)}`, /^There is no flag --x{78}…\.$/],
      ['staged --format jsno=x', /--format "jsno" is not one of .*\. Did you mean "json"\?/],
      ['staged --web-keys waning', /Did you mean "warning"\?/],
      ['staged --compat gitleak', /Did you mean "gitleaks"\?/],
      ['constructor', /There is no command "constructor"/],
      ['staged --constructor', /There is no flag --constructor/],
    ];
    for (const [line, message] of wrong) {
      expect(() => parse(line), line).toThrowError(message);
    }
  });

  test('every flag goes with some command, every short letter is used once', () => {
    const known = Object.keys(commands);
    for (const row of flagRows) {
      expect(row.on.length, row.name).toBeGreaterThan(0);
      expect(known).toEqual(expect.arrayContaining([...row.on]));
    }
    const letters = flagRows.flatMap((row) => row.short ?? []);
    expect(new Set(letters).size).toBe(letters.length);
  });
});
