/** What every format does with names and texts that somebody chose to hurt, or that hold a key. */
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { csv } from '../../src/report/csv.ts';
import { github, githubSummary } from '../../src/report/github.ts';
import { gitlab } from '../../src/report/gitlab.ts';
import { html } from '../../src/report/html.ts';
import { json } from '../../src/report/json.ts';
import { junit } from '../../src/report/junit.ts';
import { markdown } from '../../src/report/markdown.ts';
import { pretty } from '../../src/report/pretty.ts';
import { sarif } from '../../src/report/sarif.ts';
import type { Finding, OriginKind, Report, Reporter, Style } from '../../src/types.ts';
import { authKey, standardKey } from '../helpers/keys.ts';
import { run } from '../helpers/repo.ts';
import { commit, finding, mask, plain, presence, report, text, where } from './sample.ts';

const all = { pretty, json, sarif, junit, github, githubSummary, gitlab, csv, markdown, html };
const formats = Object.entries(all) as [string, Reporter][];
const styles: readonly Style[] = [
  plain,
  { ...plain, verbose: true },
  { ...plain, color: true, width: 40 },
];

/** One report with this text in every place that repository text can reach. */
function everywhere(evil: string): Report {
  const bytes = Uint8Array.from(evil, (char) => char.charCodeAt(0) & 0xff);
  const kinds: OriginKind[] = [
    'staged',
    'file',
    'stdin',
    'blob',
    'message',
    'tag',
    'author',
    'path',
    'ref',
  ];
  const ref = { commit: commit('ab'), author: evil, date: '2026-01-01T00:00:00Z', path: evil };
  const at = (kind: OriginKind) =>
    where(evil, {
      kind,
      author: evil,
      commit: commit('ab'),
      pathBytes: btoa(String.fromCharCode(...bytes)),
    });
  const findings: Finding[] = kinds.map((kind) =>
    finding('', {
      where: at(kind),
      places: [at(kind), at(kind)],
      count: 2,
      name: evil,
      frame: [{ line: 1, text: 'masked by the judge' }],
      presence: presence({
        firstSeen: ref,
        lastSeen: ref,
        branches: [evil],
        tags: [evil],
        remotes: [evil],
      }),
    }),
  );
  return report('history', {
    target: { command: 'history', scope: evil, prefix: 'sub/' },
    findings,
    skipped: [{ path: evil, pathBytes: bytes, reason: 'missing', harmless: false, detail: evil }],
    notices: [{ code: 'already-committed', count: 1, values: [evil] }],
    complete: false,
    failure: { code: 'git-failed', message: evil, next: evil },
  });
}

const inCommand = (command: 'staged' | 'push' | 'message', evil: string): Report => ({
  ...everywhere(evil),
  target: { command, scope: evil, prefix: 'sub/' },
  findings: everywhere(evil).findings.map(({ presence: _, ...rest }) => rest),
});

/** What stands around any seven characters in a row of the key's secret part; '' where none do. */
function leak(output: string, key: string): string {
  const secret = key.slice(key.startsWith('AQ.') ? 3 : 4);
  for (let start = 7; start + 7 <= secret.length; start++) {
    const at = output.indexOf(secret.slice(start, start + 7));
    if (at >= 0) return output.slice(Math.max(0, at - 60), at + 60);
  }
  return '';
}

const decodings = (output: string): readonly string[] => [
  output,
  output.replaceAll(/[\w+/]{40,}={0,2}/g, (run) => Buffer.from(run, 'base64').toString('latin1')),
  output.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  ),
  output.replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))),
  output.replaceAll(/\\u00([0-9a-f]{2})/g, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  ),
];

describe.each(formats)('%s', (_, reporter) => {
  const drawn = reporter === pretty ? styles : [plain];
  test('G1 no more of a key than prefix and last four, wherever the key stood', () => {
    for (const key of [authKey(31), standardKey(32)]) {
      const texts = [
        `keys/${key}.txt`,
        `https://example.com/?key=${key}&x=1`,
        `fix: drop ${key}${key}, really`,
        `${key}-`,
        `[${key}](x)*?`,
      ];
      for (const evil of texts) {
        for (const shown of [
          everywhere(evil),
          inCommand('staged', evil),
          inCommand('push', evil),
          inCommand('message', evil),
        ]) {
          for (const style of drawn) {
            const output = text(reporter(shown, style));
            for (const decoded of decodings(output)) expect(leak(decoded, key)).toBe('');
          }
        }
      }
    }
  });

  test('H5 no control byte but the tool’s own colours, nothing that hides or reorders text', () => {
    const hostile = [
      'a\u001b[2J\u001b[31mb',
      'a\u001b]8;;http://x\u0007link\u001b]52;c;AAAA\u0007',
      'line\nbreak\r\nand\rback\tand\u0008',
      'bell\u0007nul\u0000del\u007f',
      'c1\u009b31m\u0085\u0090',
      'bidi\u202egnp.exe\u202c\u2066\u2069\u200f',
      'sep\u2028\u2029\ufeff\u2060',
      '::stop-commands::x\n::error::y',
      '##[stop-commands]z',
    ];
    for (const evil of hostile) {
      for (const shown of [everywhere(evil), inCommand('staged', evil)]) {
        for (const style of drawn) {
          const output = text(reporter(shown, style)).replaceAll(/\u001b\[\d{1,2}m/g, '');
          if (!style.color) expect(text(reporter(shown, style))).not.toContain('\u001b');
          expect(output).not.toMatch(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f]/);
          expect(output.replaceAll('\r\n', '')).not.toContain('\r');
          expect(output).not.toMatch(/[\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/);
        }
      }
    }
  });

  test('H5 never suggests to pass by the hook', () => {
    expect(text(reporter(everywhere('a.ts'), plain))).not.toMatch(/no-verify/i);
  });
});

test('H5 GitHub: one command per finding, the right file, and no order from a name', () => {
  const names = [
    'a\n::error file=b::c',
    '::stop-commands::x',
    'p%0A::warning::q',
    'c:1,line=2',
    '##[error]d',
  ];
  const shown = report('staged', { findings: names.map((name) => finding(name)) });
  const lines = text(github(shown, plain)).trimEnd().split('\n');
  expect(lines.filter((line) => line.trimStart().startsWith('::'))).toHaveLength(names.length);
  const files = lines
    .slice(0, -1)
    .map((line) => unescape(/^::error file=([^,]*),line=12,/.exec(line)![1]!));
  expect(files.slice(0, 4)).toEqual(names.slice(0, 4));
  for (const style of styles) {
    for (const line of text(pretty(everywhere('a ::stop-commands::x b ::error::y'), style)).split(
      '\n',
    )) {
      expect(line.trimStart()).not.toMatch(/^::|^##\[/);
    }
  }
});

test('H5 Markdown: no cell, tag, link, mention or code span is opened by a name', () => {
  const evil = 'a|b`c<img src=x>[d](http://e)@team #1 **f** www.g.com ~~h~~ $i$ &lt;';
  const output = text(markdown(report('ci', { findings: [finding(evil)] }), plain));
  const row = output.split('\n').find((line) => line.includes('img'))!;
  expect(row.match(/\|/g)).toHaveLength(6);
  expect(row).not.toMatch(/`|<img|\]\(|@team|\*\*|www\.|~~|#1 /);
  const shown = row.replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
  expect(shown).toContain(evil);
});

test('H5 CSV: a line end in a name does not end the row', () => {
  const rows: string[][] = parse(
    text(csv(report('staged', { findings: [finding('a\r\nb"c')] }), plain)),
  );
  expect(rows).toHaveLength(2);
  expect(rows[1]![5]).toBe('a\\r\\nb"c');
});

describe('the command to unstage is read by a shell as the very path', () => {
  const paths = [
    'plain.ts',
    'with space.ts',
    "it's.ts",
    'a"b.ts',
    '$(touch x).ts',
    '`id`.ts',
    'back\\slash.ts',
    'new\nline.ts',
    'esc\u001b[31m.ts',
    'c1\u009b.ts',
    'bidi\u202e.ts',
    'münchen 雪.ts',
    'tab\t.ts',
    '!bang %x%.ts',
    '~home',
    '#hash',
    'semi;colon&and|or',
    '*?.ts',
  ];
  test.each(paths)('%j', (path) => {
    const output = text(
      pretty(report('staged', { findings: [finding(path, { frame: [] })] }), {
        ...plain,
        width: 999,
      }),
    );
    const command = /git restore --staged (.*)/.exec(output)![1]!;
    const { stdout } = run('bash', ['-c', `printf '%s' ${command}`], {});
    expect(stdout.replace(/^:\(literal\)/, '')).toBe(path);
  });

  test('a leading dash, a folder below the top, bytes that are no UTF-8', () => {
    const command = (path: string, prefix: string, pathBytes?: string) => {
      const at = where(path, pathBytes === undefined ? {} : { pathBytes });
      const target = { command: 'staged', scope: '', prefix } as const;
      const shown = report('staged', { target, findings: [finding('', { where: at })] });
      return /git restore --staged (.*)/.exec(text(pretty(shown, plain)))![1]!;
    };
    expect(command('-rf', '')).toBe('-- "-rf"');
    expect(command('src/a.ts', 'sub/')).toBe('":(top)src/a.ts"');
    expect(command('a[1].ts', '')).toBe('":(literal)a[1].ts"');
    expect(command('caf\ufffd', '', btoa('caf\xe9'))).toBe("-- $'caf\\351'");
  });
});

test('G1 a key in a path: the command still works, by a star', () => {
  const key = authKey(5);
  const shown = report('staged', { findings: [finding(`keys/${key}.txt`)] });
  expect(text(pretty(shown, plain))).toContain(
    `git restore --staged "keys/AQ.*${key.slice(-4)}.txt"`,
  );
  expect(text(pretty(shown, plain))).toContain(`keys/${mask(key).replace('Ab8RN6', '')}.txt:12:12`);
});
