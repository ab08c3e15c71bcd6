/** From a rule's patterns to matchers: one for the plain text and one for each other spelling of it. */
import type { Encoding, Pattern, TokenPattern } from '../types.ts';
import { base64 } from './base64.ts';
import { bare, decimal, prefixed } from './codes.ts';
import { Encoded } from './encoded.ts';
import { escapes } from './escapes.ts';
import { Exposed } from './exposed.ts';
import { Foremost } from './foremost.ts';
import { hexcode } from './hexcode.ts';
import type { Matcher } from './matcher.ts';
import { Named } from './named.ts';
import { Regex } from './regex.ts';
import { Split } from './split.ts';
import { Token } from './token.ts';
import { utf16 } from './utf16.ts';

const USUAL: readonly Encoding[] = ['utf16'];
const ESCAPES: readonly Encoding[] = ['percent', 'escape', 'entity'];

/** @throws KeyfenceError `pattern` where a regular expression is no good; `rule` is named in it */
export function matchersOf(pattern: Pattern, rule: string): Matcher[] {
  switch (pattern.kind) {
    case 'token':
      return tokens(pattern);
    case 'named': {
      const named = new Named(pattern);
      if (pattern.value) return [named, new Encoded(named, utf16)];
      const foremost = new Foremost(pattern);
      return [named, foremost, new Encoded(named, utf16), new Encoded(foremost, utf16)];
    }
    case 'split':
      return [new Split(pattern)];
    case 'exposed':
      return [new Exposed(pattern)];
    case 'regex': {
      const regex = new Regex(pattern, rule);
      return [regex, new Encoded(regex, utf16)];
    }
  }
}

function tokens(pattern: TokenPattern): Matcher[] {
  const token = new Token(pattern);
  const matchers: Matcher[] = [token];
  const spelled = pattern.encodings === undefined ? USUAL : pattern.encodings;
  const wide = new Encoded(token, utf16);
  const narrow = new Encoded(token, base64);
  if (spelled.includes('utf16')) matchers.push(wide);
  if (spelled.includes('base64')) matchers.push(narrow, new Encoded(narrow, utf16));
  if (spelled.some((one) => ESCAPES.includes(one))) {
    const escaped = new Encoded(token, escapes);
    matchers.push(escaped, new Encoded(escaped, utf16));
  }
  if (spelled.includes('codes')) {
    matchers.push(...[decimal, prefixed, bare].map((codec) => new Encoded(token, codec)));
  }
  if (spelled.includes('hex')) {
    // Who is afraid of hexadecimal also meets base64 twice, and PowerShell's base64 of UTF-16.
    matchers.push(
      new Encoded(token, hexcode),
      new Encoded(narrow, base64),
      new Encoded(wide, base64),
    );
  }
  return matchers;
}
