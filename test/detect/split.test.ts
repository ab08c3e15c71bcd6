/** Keys that code puts together from adjacent literals. */
import { describe, expect, test } from 'vitest';
import { findings } from '../helpers/detect.ts';
import { authKey, randomText, standardKey } from '../helpers/keys.ts';

const keys = [standardKey(31), authKey(32)];
const base64 = (text: string) => btoa(text);

/** `§` is where the pieces are cut: each block gets the key in as many pieces as it has holes. */
const joined: readonly string[] = [
  'const key = "§" + "§";',
  "const key = '§' +\n  '§';",
  "const key = '§'\n  + '§'\n  + '§';",
  'const key = `§` + `§`;',
  'const key = "§" + \'§\' + `§`;',
  '["§", "§"].join("")',
  "[\n  '§',\n  '§',\n  '§',\n].join('')",
  '"§".concat("§", "§")',
  "$key = '§' . '§';",
  '$key = "§"\n  . "§";',
  "$key = implode('', ['§', '§']);",
  'KEY = "".join(["§", "§"])',
  'KEY = ("§"\n       "§")',
  'KEY = "§" \\\n      "§"',
  'KEY = f"§" f"§"',
  'static const char k[] = "§"\n  "§";',
  'let k = concat!("§", "§");',
  'key <- paste0("§", "§")',
  'local key = "§" .. "§"',
  'key = "§" <> "§"',
  'Const Key = "§" & "§"',
  "SELECT '§' || '§';",
  "SELECT CONCAT('§', '§');",
  'String.format("%s%s", "§", "§")',
  '`§${"§"}`',
  '`${"§"}${"§"}`',
  '`§${"§"}§`',
  'export KEY="§""§"',
  'KEY=§\\\n§',
  'key: "§\\\n  §"',
  "k = '§\\\n§';",
  'key: >-\n  §\n  §',
  '"key": "§" /* one */ + /* two */ "§"',
  'key = "§" + // the rest\n  "§";',
  '{\\"k\\": \\"§\\" + \\"§\\"}',
  `k = f"§{'§'}"`,
  'var k = $"§{"§"}";',
  'val k = buildString { append("§"); append("§") }',
  'new StringBuilder("§").append("§")',
  '[@"§" stringByAppendingString:@"§"]',
  'k := strings.Join([]string{"§", "§"}, "")',
  'let k = "§".to_owned() + "§";',
  'std::string k = std::string("§") + "§";',
  'let k = "§" ^ "§"',
  'const a = "§";\nconst b = "§";\nconst key = a + b;',
  "let a = '§', b = '§';\nlet key = `${a}${b}`;",
  'a = "§"\nb = "§"\nkey = f"{a}{b}"',
  'first = "§"\nsecond = "§"\n\nkey = "".join([first, second])',
  'A="§"\nB="§"\nexport KEY="$A$B"',
  'A=§\nB=§\nKEY=${A}${B}',
  'String a = "§";\nString b = "§";\nString key = a.concat(b);',
  'const a: string = "§";\nconst b: string = "§";\nconst key = [a, b].join("");',
  '$a = "§";\n$b = "§";\n$key = $a . $b;',
  'a := "§"\nb := "§"\nclient(a + b)',
  'parts = { a: "§", b: "§" };\nkey = parts.a + parts.b;',
  'KEY_1="§"\nKEY_2="§"\nrequests.get(url, headers={"x": KEY_1 + KEY_2})',
];

function cut(key: string, holes: number): string[] {
  const pieces: string[] = [];
  const size = Math.floor(key.length / holes);
  for (let hole = 0; hole < holes; hole++) {
    pieces.push(
      hole === holes - 1 ? key.slice(hole * size) : key.slice(hole * size, (hole + 1) * size),
    );
  }
  return pieces;
}

const filled = (block: string, pieces: readonly string[]) => {
  let index = 0;
  return block.replace(/§/g, () => pieces[index++]!);
};

describe('C6 adjacent literals within five lines', () => {
  test.each(joined)('%s', (block) => {
    for (const key of keys) {
      const text = filled(block, cut(key, block.split('§').length - 1));
      const found = findings(text, { showSecrets: true }).filter(
        ({ rule }) => rule === 'split-key',
      );
      expect(found, text).toMatchObject([{ secret: key, severity: 'warning', remarks: ['split'] }]);
      const lines = text.slice(0, text.indexOf(key.slice(0, 9))).split('\n');
      expect(found[0]!.where).toMatchObject({
        line: lines.length,
        column: lines.at(-1)!.length + 1,
      });
    }
  });
});

test.each([2, 3, 4])('the first piece may be as short as %d characters', (size) => {
  for (const key of keys) {
    const text = `const k = "${key.slice(0, size)}" + "${key.slice(size)}";`;
    expect(findings(text).map(({ rule }) => rule)).toEqual(['split-key']);
  }
});

test('a piece behind atob or Buffer.from is decoded', () => {
  for (const key of keys) {
    const rest = base64(key.slice(12));
    for (const call of [`atob("${rest}")`, `Buffer.from("${rest}", "base64").toString("utf8")`]) {
      const [found] = findings(`const k = "${key.slice(0, 12)}" + ${call};`, { showSecrets: true });
      expect(found).toMatchObject({ rule: 'split-key', secret: key });
    }
  }
});

test('neither piece nor key is in what is printed', () => {
  const key = keys[0]!;
  const text = `a\nconst k = "${key.slice(0, 20)}" +\n  "${key.slice(20)}";\nb`;
  const printed = JSON.stringify(findings(text));
  for (let at = 4; at + 6 <= key.length; at++) expect(printed).not.toContain(key.slice(at, at + 6));
});

describe('what is no key in pieces', () => {
  const [key] = keys;
  const other = randomText(35, 77);
  test.each([
    `["AI${'za'}", "${other}"]`,
    `if (k.startsWith("AI${'za'}") && t === "${other}")`,
    `const a = "AI${'za'}"; const b = "${other}";`,
    `"${key!.slice(0, 20)}" + "${key!.slice(20, 38)}"`,
    `"${key!.slice(0, 20)}" + "${key!.slice(20)}more"`,
    `x("AI${'za'}", "${other}")`,
    `"${key!.slice(0, 20)}"\n\n\n\n\n\n\n+ "${key!.slice(20)}"`,
    `"AI${'za'}" + "${'x'.repeat(35)}"`,
    `"FAQ${'.'}" + "${randomText(50, 78)}"`,
    `the AI"${key!.slice(2)}"`,
  ])('%s', (text) => {
    expect(findings(text).filter(({ rule }) => rule === 'split-key')).toEqual([]);
  });
});
