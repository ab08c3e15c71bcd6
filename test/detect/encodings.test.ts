/** ACCEPTANCE C4 and C5: the same keys in other spellings. */
import { describe, expect, test } from 'vitest';
import { findings } from '../helpers/detect.ts';
import { authKey, genericValue, random, standardKey } from '../helpers/keys.ts';

const kinds = [
  ['gemini-auth-key', authKey(21)],
  ['google-api-key', standardKey(21)],
] as const;

const utf16le = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const utf16be = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16());
const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
const codes = (text: string) => [...text].map((char) => char.charCodeAt(0));
const hex = (code: number, width = 2) => code.toString(16).padStart(width, '0');

type Spell = (code: number) => string;
const spells: Record<string, Spell> = {
  percent: (code) => `%${hex(code).toUpperCase()}`,
  'percent, lower case': (code) => `%${hex(code)}`,
  'percent twice': (code) => `%25${hex(code).toUpperCase()}`,
  '\\u': (code) => `\\u${hex(code, 4)}`,
  '\\U': (code) => `\\U${hex(code, 8)}`,
  '\\u{}': (code) => `\\u{${hex(code)}}`,
  '\\\\u': (code) => `\\\\u${hex(code, 4)}`,
  '\\x': (code) => `\\x${hex(code)}`,
  '\\x, upper case': (code) => `\\x${hex(code).toUpperCase()}`,
  octal: (code) => `\\${code.toString(8).padStart(3, '0')}`,
  'decimal entity': (code) => `&#${code};`,
  'hex entity': (code) => `&#x${hex(code)};`,
  'entity of an entity': (code) => `&amp;#${code};`,
};

describe.each(kinds)('C4 %s in UTF-16 and in bytes that look binary', (rule, key) => {
  const ids = (content: Uint8Array | string) => findings(content).map((finding) => finding.rule);
  const text = `A=1\r\nKEY=${key}\r\nB=2\r\n`;
  test.each([
    ['LE', utf16le(text)],
    ['BE', utf16be(text)],
    ['LE with BOM', utf16le(`\ufeff${text}`)],
    ['BE with BOM', utf16be(`\ufeff${text}`)],
  ])('C4 UTF-16 %s, with line and column', (_name, bytes) => {
    const found = findings(bytes).filter((finding) => finding.rule === rule);
    expect(found).toHaveLength(1);
    expect(found[0]?.remarks).toContain('encoded-utf16');
    expect(found[0]?.where).toMatchObject({ line: 2, column: 5, endColumn: 5 + key.length });
    expect(found[0]?.frame.map(({ text }) => text.slice(0, 4))).toEqual(['A=1', 'KEY=', 'B=2']);
  });
  test('C4 UTF-16 with nothing but the key', () => {
    expect(ids(utf16le(key))).toContain(rule);
    expect(ids(utf16be(key))).toContain(rule);
  });
  test('C4 a 16-byte NUL prefix hides nothing', () => {
    expect(ids(Buffer.concat([Buffer.alloc(16), Buffer.from(`KEY=${key}\n`)]))).toContain(rule);
    expect(ids(Buffer.concat([Buffer.alloc(16), utf16le(`KEY=${key}\n`)]))).toContain(rule);
    expect(ids(Buffer.concat([Buffer.alloc(15), utf16le(`KEY=${key}\n`)]))).toContain(rule);
  });
  test('C4 Latin-1 and Windows-1252 text around it, UTF-8 with BOM', () => {
    const latin = Buffer.from(`# caf\xe9 \x80\x93\nkey=${key}\n`, 'latin1');
    expect(findings(latin)[0]?.where).toMatchObject({ line: 2, column: 5 });
    const sameLine = Buffer.from(`# caf\xe9 \x80\x93 key=${key}\n`, 'latin1');
    expect(findings(sameLine)[0]?.where).toMatchObject({ line: 1, column: 15 });
    expect(findings(`\ufeffkey=${key}`)[0]?.where).toMatchObject({ line: 1, column: 5 });
  });
});

describe.each(kinds)('C4 C5 %s inside a text in UTF-16', (rule, key) => {
  const orders = { utf16le, utf16be };
  const forms: Record<string, string> = {
    'base64 of the key': base64(key),
    'an escape in the key': `${key.slice(0, 12)}\\u${hex(key.charCodeAt(12), 4)}${key.slice(13)}`,
    ...Object.fromEntries(
      Object.entries(spells).map(([name, spell]) => [name, codes(key).map(spell).join('')]),
    ),
  };
  const cases = Object.entries(forms).flatMap(([name, text]) =>
    Object.entries(orders).map(
      ([order, bytes]) => [name, order, bytes(`\ufeffa: 1\r\nk: ${text}\r\n`)] as const,
    ),
  );
  test.each(cases)('%s, %s', (_name, _order, bytes) => {
    const [found] = findings(bytes, { showSecrets: true });
    expect(found).toMatchObject({ rule, secret: key, where: { line: 2, column: 4 } });
  });
  test.each(Object.keys(orders) as (keyof typeof orders)[])(
    'base64 of more than the key, %s',
    (order) => {
      for (const text of [
        base64(`GEMINI_API_KEY=${key}\n`),
        base64(`{"key":"${key}"}`),
        base64(`A=${key}`),
      ]) {
        for (const one of [text, text.replaceAll('+', '-').replaceAll('/', '_')]) {
          const [found] = findings(orders[order](`\ufeffa: 1\r\nk: ${one}\r\n`), {
            showSecrets: true,
          });
          expect(found).toMatchObject({ rule, secret: key, where: { line: 2 } });
        }
      }
    },
  );
  test.each(['名', '“', '\u200b', '\u5441', 'é'])('a %s right behind it', (after) => {
    for (const bytes of [utf16le, utf16be, (text: string) => new Uint8Array(Buffer.from(text))]) {
      for (const mark of ['', '\ufeff']) {
        const [found] = findings(bytes(`${mark}k=${key}${after}x\n`), { showSecrets: true });
        expect(found).toMatchObject({ rule, secret: key });
      }
    }
  });
});

describe.each(kinds)('C2 %s between underscores', (rule, key) => {
  test.each(['_§_', '__§__', '___§___', '(_§_)', 'the key _§_.', '**_§_**'])('%s', (text) => {
    for (const one of [key, `${key.slice(0, -2)}__`]) {
      const content = text.replace('§', one);
      const [found] = findings(content, { showSecrets: true });
      expect(found).toMatchObject({
        rule,
        secret: one,
        where: { column: content.indexOf(one) + 1 },
      });
    }
  });
  test('not with more of a word behind them', () => {
    expect(findings(`_${key}_x`).filter(({ secret }) => secret === key)).toEqual([]);
  });
});

test('C5 a key with an escape behind thirty characters is shown whole', () => {
  const key = authKey(23);
  const [found] = findings(`X=${key.slice(0, 40)}%${hex(key.charCodeAt(40))}${key.slice(41)}\n`, {
    showSecrets: true,
  });
  expect(found).toMatchObject({ secret: key, confidence: 'high' });
});

test('C4 a generic value under a name in UTF-16', () => {
  const bytes = utf16le(`MISTRAL_API_KEY=${genericValue(4)}\r\n`);
  expect(findings(bytes).map(({ rule }) => rule)).toEqual(['hardcoded-api-key']);
});

describe.each(kinds)('C5 %s encoded', (rule, key) => {
  const plain = findings(key)[0]!;
  const hash = (fingerprint: string) => fingerprint.split(':')[1];
  const check = (text: string, place?: [start: number, end: number]) => {
    const found = findings(text).filter((finding) => finding.rule === rule);
    expect(found, text).toHaveLength(1);
    expect(hash(found[0]!.fingerprint)).toBe(hash(plain.fingerprint));
    expect(found[0]!.remarks.some((remark) => remark.startsWith('encoded-'))).toBe(true);
    const shown = JSON.stringify(found);
    expect(shown).not.toContain(key.slice(6, 16));
    expect(shown).not.toContain(text.slice(text.length >> 1, (text.length >> 1) + 12));
    if (place) {
      const { column, endColumn } = found[0]!.where;
      expect([column - 1, endColumn - 1]).toEqual(place);
    }
  };

  test.each(Object.entries(spells))('C5 wholly as %s', (_name, spell) => {
    const text = codes(key).map(spell).join('');
    check(`k="${text}"`, [3, 3 + text.length]);
    check(text);
    check(codes(`KEY=${key}`).map(spell).join(''));
  });

  test.each(Object.entries(spells))('C5 any subset as %s', (_name, spell) => {
    const next = random(99);
    for (let round = 0; round < 60; round++) {
      const share = next(6) + 1;
      const mixed = [...key].map((char) => (next(share) === 0 ? spell(char.charCodeAt(0)) : char));
      if (mixed.join('') === key) continue;
      check(`x: '${mixed.join('')}'`, [4, 4 + mixed.join('').length]);
    }
  });

  test.each(['', 'K', 'KE', 'KEY', 'KEY=', 'XKEY=', 'EXKEY=', '\n', 'a\n', 'ab\n'])(
    'C5 base64 after %j, in all three alignments',
    (before) => {
      if (/K|KE|KEY$/.test(before)) return;
      for (const after of ['', '\n', '\nB=1\n', '"}']) {
        const text = base64(before + key + after);
        check(`data: ${text}`);
        check(`data: ${text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}\n`);
        check(`x?d=${text.replaceAll('=', '%3D')}&y`);
      }
    },
  );

  test('C5 base64 broken into lines of 64 and 76', () => {
    for (const width of [64, 76]) {
      for (let lead = 0; lead < 90; lead++) {
        const text = base64(`${'# pad '.repeat(16).slice(0, lead)}\nKEY=${key}\nB=1\n`);
        const lines = text.match(new RegExp(`.{1,${width}}`, 'g'))!;
        const found = findings(`data:\n  k: |\n    ${lines.join('\n    ')}\n`);
        expect(
          found.map((finding) => finding.rule),
          `${width} ${lead}`,
        ).toContain(rule);
      }
    }
  });

  test('C5 twice: base64 of base64, PowerShell, base64 of a percent text', () => {
    for (const before of ['', 'a=', 'ab=', 'abc=']) {
      check(`x ${base64(base64(before + key))}`);
      check(`x ${base64(utf16le(before + key))}`);
    }
  });

  test('C5 a string of hexadecimal digits', () => {
    check(`x = 0x${Buffer.from(key).toString('hex')}`);
    check(`x = '${Buffer.from(`KEY=${key}\n`).toString('hex').toUpperCase()}'`);
  });

  test('C5 Markdown and regular expressions put backslashes before _ - and .', () => {
    const odd = `${key.slice(0, 20)}_${key.slice(21, 30)}-${key.slice(31)}`;
    const found = findings(odd.replace(/[_.-]/g, (char) => `\\${char}`));
    expect(found.map((finding) => finding.rule)).toEqual([rule]);
  });

  test('C5 an ignore of the plain key covers the encoded one: same hash, same rule', () => {
    const encoded = findings(base64(`KEY=${key}`));
    expect(encoded.map(({ fingerprint }) => fingerprint)).toEqual([plain.fingerprint]);
  });
});

describe.each(kinds)('C5 %s as the numbers of its characters, and in mail', (rule, key) => {
  const list = (separator: string, spell: (code: number) => string, text = key) =>
    codes(text).map(spell).join(separator);
  const decimal = (code: number) => String(code);

  test.each([
    ['decimal', `String.fromCharCode(${list(', ', decimal)})`, 21],
    ['decimal, close', `[${list(',', decimal)}]`, 2],
    ['over lines', `[${list(', ', decimal).replace(/((?:\d+, ){9})/g, '$1\n  ')}]`, 2],
    ['0x', `{ ${list(', ', (code) => `0x${hex(code)}`)} }`, 3],
    ['0X, close', `{${list(',', (code) => `0x${hex(code).toUpperCase()}`)}}`, 2],
    ['a dump', list(' ', (code) => hex(code)), 1],
    ['with colons', list(':', (code) => hex(code)), 1],
    ['behind a name', `[${list(', ', decimal, `KEY=${key}`)}]`, 18],
  ])('%s', (_name, text, column) => {
    const [found] = findings(text, { showSecrets: true });
    expect(found).toMatchObject({ rule, secret: key, where: { line: 1, column } });
    expect(found!.remarks).toContain('encoded-codes');
  });

  test('nothing where letters stand before or behind it', () => {
    expect(findings(`[${list(', ', decimal, `x${key}`)}]`)).toEqual([]);
    expect(findings(`[${list(', ', decimal, key + 'a'.repeat(120))}]`)).toEqual([]);
  });

  test.each(['\n', '\r\n'])('over a soft line break', (end) => {
    const text = `GEMINI_API_KEY=3D${key.slice(0, 17)}=${end}${key.slice(17)}${end}`;
    const [found] = findings(text, { showSecrets: true });
    expect(found).toMatchObject({ rule, secret: key, where: { line: 1, column: 18, endLine: 2 } });
  });
});
