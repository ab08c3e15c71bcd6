/** Odd inputs: the judge never throws, and every place it names lies in the text. */
import { expect, test } from 'vitest';
import { judged } from '../helpers/detect.ts';
import { authKey, genericValue, random, standardKey } from '../helpers/keys.ts';

const pieces = (seed: number): string[] => [
  standardKey(seed),
  authKey(seed),
  `apiKey: "${genericValue(seed)}"`,
  `"${standardKey(seed).slice(0, 20)}" + "${standardKey(seed).slice(20)}"`,
  Buffer.from(`k=${authKey(seed)}\n`).toString('base64'),
  Buffer.from(`apiKey=${standardKey(seed)}\n`, 'utf16le').toString('latin1'),
  `// keyfence:ignore-line a reason`,
  `# keyfence:ignore-next-line a reason\n`,
  `VITE_GEMINI_API_KEY=${standardKey(seed)}`,
  `{ apiKey: "${standardKey(seed)}", authDomain: "a", projectId: "b" }`,
  '\n',
  '\r\n',
  '\xff\xfe',
  '\xef\xbb\xbf',
  '\xf0\x9f\x98',
  '\0',
  '\x1b[0m',
  '{',
  '}',
  '"',
  ' ',
];

test('random mixtures of everything', () => {
  let found = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const next = random(seed);
    const list = Array.from({ length: next(25) }, () => {
      const all = pieces(next(30));
      const piece = all[next(all.length)]!;
      return next(5) === 0 ? piece.slice(next(piece.length)) : piece;
    });
    const bytes = new Uint8Array(Buffer.from(list.join(''), 'latin1'));
    const { findings, ignored } = judged(bytes);
    found += findings.length;
    expect(ignored).toBeGreaterThanOrEqual(0);
    for (const { places, count, frame, where } of findings) {
      expect(places[0]).toEqual(where);
      expect(count).toBe(places.length);
      for (const place of places) {
        expect(place.line).toBeGreaterThan(0);
        expect(place.column).toBeGreaterThan(0);
        expect(place.column).toBeLessThanOrEqual(bytes.length + 1);
        const forward = place.endLine > place.line || place.endColumn > place.column;
        expect(forward, `seed ${seed}`).toBe(true);
      }
      expect(frame.length).toBeGreaterThan(0);
      expect(frame.length).toBeLessThanOrEqual(3);
      const own = frame.find(({ mark }) => mark);
      expect(own?.line).toBe(where.line);
    }
  }
  expect(found).toBeGreaterThan(300);
});
