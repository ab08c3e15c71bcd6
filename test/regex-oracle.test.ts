import { checkSync } from 'recheck';
import { describe, expect, test } from 'vitest';
import { compile } from '../src/detect/engine.ts';
import type { Rule } from '../src/types.ts';
import { random } from './helpers/keys.ts';

/**
 * A checker that others keep, as the oracle of our own bound: it says whether the time of a pattern grows
 * faster than the text. It calls a bounded pattern safe whatever it costs, so that ours must be the
 * stricter one: what it calls vulnerable, we refuse; the built-in patterns, it calls safe.
 */
const recheck = (source: string, flags = '') =>
  checkSync(source, flags, { checker: 'automaton', timeout: 500 }).status;

const SHAPE: Omit<Rule, 'patterns'> = {
  id: 'acme-token',
  title: '',
  why: '',
  severity: 'error',
  weight: 1,
  samples: { hits: [], misses: [] },
};

function refused(source: string): boolean {
  try {
    compile([{ ...SHAPE, patterns: [{ kind: 'regex', source, flags: '', keywords: ['acme_'] }] }]);
    return false;
  } catch (error) {
    expect(error, source).toMatchObject({ code: 'pattern' });
    return true;
  }
}

const ATOMS = [
  'a',
  'b',
  '[ab]',
  '[^b]',
  '\\w',
  '\\d',
  '.',
  'ab',
  '\\x61',
  '[\\w-]',
  '\\{',
  '\\u0062',
];
const COUNTS = ['*', '+', '?', '{2}', '{1,3}', '{2,}', '*?', '+?', '{1,3}?', '', '', '', ''];

/** A pattern of the seed's: groups, choices and repeats, one in another, with and without an end. */
function written(next: (bound: number) => number, depth: number): string {
  let text = '';
  for (let parts = 1 + next(2); parts > 0; parts--) {
    const open = ['(?:', '('][next(2)];
    const atom =
      depth > 0 && next(2) === 0
        ? `${open}${written(next, depth - 1)}${next(3) === 0 ? `|${written(next, depth - 1)}` : ''})`
        : ATOMS[next(ATOMS.length)];
    text += atom + COUNTS[next(COUNTS.length)];
  }
  return text;
}

describe('H4 an independent checker agrees', () => {
  test('what it calls vulnerable is refused', () => {
    const counted = { vulnerable: 0, taken: 0 };
    // The checker has half a second for each and says nothing where that is over: a busy machine needs more of them.
    for (let seed = 0; seed < 60 || (seed < 240 && counted.vulnerable <= 10); seed++) {
      const source = `acme_${written(random(seed), 1)}!`;
      const accepted = !refused(source);
      const vulnerable = recheck(source) === 'vulnerable';
      expect(accepted && vulnerable, source).toBe(false);
      if (vulnerable) counted.vulnerable++;
      if (accepted) counted.taken++;
    }
    expect(counted.vulnerable).toBeGreaterThan(10);
    expect(counted.taken).toBeGreaterThan(10);
  });

  test('ours is the stricter one', () => {
    const slow = 'acme_(?:a{1,10}){1,10}!';
    expect(recheck(slow)).toBe('safe');
    expect(refused(slow)).toBe(true);
  });
});
