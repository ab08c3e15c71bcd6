/** ACCEPTANCE F7: inline ignore comments. */
import { expect, test } from 'vitest';
import { judged } from '../helpers/detect.ts';
import { authKey, standardKey } from '../helpers/keys.ts';

const key = authKey(41);
const counts = (text: string | Uint8Array, path = '', inline = true) => {
  const { findings, ignored } = judged(text, { path, inline });
  return [findings.length, ignored];
};
const M = 'keyfence:ignore-line';
const N = 'keyfence:ignore-next-line';

test.each([
  `const k = "${key}"; // ${M} a test key`,
  `k = "${key}" # ${M} gemini-auth-key`,
  `k = "${key}" # ${M} gemini-auth-key: revoked`,
  `<p>${key}</p> <!-- ${M} revoked -->`,
  `k = "${key}"; /* ${M} gemini-auth-key */`,
  `select '${key}' -- ${M} old`,
  `k = ${key} ; ${M} old`,
  `k = "${key}" % ${M} old`,
  `KEY=${key} # ${M} revoked in May`,
  `{/* ${M} revoked */} <K v="${key}"/>`,
  `"k": "${key}", // ${M} jsonc too`,
  `a = "${key}" """ ${M} old """`,
])('F7 %s', (text) => {
  expect(counts(`before\n${text}\nafter`)).toEqual([0, 1]);
});

test.each([
  ['//', ''],
  ['#', ''],
  ['<!--', ' -->'],
  ['/*', ' */'],
  ['--', ''],
  [';', ''],
  ['%', ''],
  ['REM', ''],
  ['"""', ' """'],
  [' *', ''],
  ["'", ''],
])('F7 next line, comment %s', (open, close) => {
  expect(counts(`${open} ${N} revoked${close}\nk = "${key}"\n`)).toEqual([0, 1]);
  expect(counts(`${open} ${N} revoked${close}\r\nk = "${key}"\r\n`)).toEqual([0, 1]);
  expect(counts(`${open} ${N} revoked${close}\n\nk = "${key}"\n`)).toEqual([1, 0]);
});

test('F7 it needs a rule id or a reason', () => {
  for (const rest of ['', ' ', ' */', ' -'])
    expect(counts(`"${key}" // ${M}${rest}`)).toEqual([1, 0]);
  expect(counts(`<b>${key}</b><!-- ${M} -->`)).toEqual([1, 0]);
});

test('F7 a rule id covers that rule alone', () => {
  const both = `a("${key}", "${standardKey(2)}")`;
  expect(counts(`${both} // ${M} gemini-auth-key`)).toEqual([1, 1]);
  expect(counts(`${both} // ${M} gemini-auth-key, google-api-key`)).toEqual([0, 2]);
  expect(counts(`${both} // ${M} both are revoked`)).toEqual([0, 2]);
});

test('F7 it covers only findings that start on its line', () => {
  expect(counts(`"${key}"\n// ${M} old key\n"${standardKey(2)}"`)).toEqual([2, 0]);
  expect(counts(`// ${N} old key\n"${standardKey(2)}"\n"${key}"`)).toEqual([1, 1]);
  expect(counts(`"${key}" // ${M} one of two\n"${key}"`)).toEqual([1, 0]);
});

test('F7 a marker inside a string does not count', () => {
  for (const text of [
    `f({apiKey:"${key}",note:"// ${M} nice try"})`,
    `f({apiKey:"${key}",note:'/* ${M} nice try */'})`,
    `f("# ${M} nice try",{apiKey:"${key}"})`,
    `f({u:"${key}",n:\`<!-- ${M} nice try -->\`})`,
    `f({apiKey:"${key}",note:"${M} nice try"})`,
    `f("a\\" // ${M} nice try", "${key}")`,
    `${M} without a comment ${key}`,
    `http://${M} x ${key}`,
  ]) {
    expect(counts(text), text).toEqual([1, 0]);
  }
});

test('F7 in .properties a # behind the value is part of it; a comment line is one', () => {
  expect(counts(`k=${key} # ${M} old key`, 'a.properties')).toEqual([1, 0]);
  expect(counts(`# ${N} old key\nk=${key}`, 'a.properties')).toEqual([0, 1]);
  expect(counts(`! ${N} old key\nk=${key}`, 'a.properties')).toEqual([0, 1]);
});

test('F7 in UTF-16 and after multi-byte text', () => {
  const text = `k = "${key}" # ${M} revoked\r\n`;
  expect(counts(new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le')))).toEqual([0, 1]);
  expect(counts(new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le').swap16()))).toEqual([0, 1]);
  expect(counts(`日本語 ${text}`)).toEqual([0, 1]);
});

test('F7 an encoded key can be ignored too', () => {
  const encoded = Buffer.from(`K=${key}`).toString('base64');
  expect(counts(`data: ${encoded} # ${M} revoked`)).toEqual([0, 1]);
});

test('F7 --no-inline turns them off', () => {
  expect(counts(`k = "${key}" # ${M} revoked`, '', false)).toEqual([1, 0]);
});
