/**
 * A variable that holds a Gemini key and that a bundler hands to browsers, by name alone: no value stands there. Either
 * its name is one that bundlers ship (`VITE_GEMINI_API_KEY`), or it is read where the config says what to ship (Vite's
 * and webpack's `define`, Next's `env`, Nuxt's `runtimeConfig.public`, Expo's `extra`).
 */
import type { ExposedPattern } from '../types.ts';
import { classTable, latin1 } from './classes.ts';
import type { Matcher, Needle, Secret } from './matcher.ts';
import { CLIENT_NAME } from './web.ts';

/** Longest name, and how far before it the place is told that ships it, bytes. */
const LONGEST = 64;
const BEHIND = 700;
const AHEAD = 96;

const nameBytes = classTable('A-Za-z0-9_$');
const KEY = /(?:API_?|AI_?|GEMINI_?)KEY|TOKEN$/i;
const OTHER = /FIREBASE|MAPS?(?![a-z])|PLACES|ANALYTICS|OAUTH|CLIENT_?ID|RECAPTCHA|FONTS/i;
/** A value follows, which the rules of the keys report. */
const VALUE = /^["'`\]]?\s*[:=]\s*["'`]?(?:AQ\.|AIza)/;
/** Where the variable is read. */
const READ = /(?:process\.|import\.meta\.)?env(?:\.|\[\s*["'`])$/;
/** `'process.env.API_KEY': JSON.stringify(env.…` */
const DEFINED =
  /["'`\w)\]]\s*:\s*JSON\.stringify\(\s*(?:process\.|import\.meta\.)?env(?:\.|\[\s*["'`])$/;
const PLUGIN = /EnvironmentPlugin\(\s*[[{][^\])}]*$/;
const NEXT = /(?:nextConfig\b|module\.exports|export\s+default)[^;]{0,500}\benv\s*:\s*\{[^{}]*$/i;
const NUXT = /runtimeConfig\s*[:=]\s*\{[\s\S]{0,600}?\bpublic\s*:\s*\{[^{}]*$/;
const EXPO = /expo\b[\s\S]{0,600}?\bextra\s*:\s*\{[^{}]*$/;

export class Exposed implements Matcher {
  readonly needles: readonly Needle[];
  readonly behind = BEHIND + LONGEST;
  readonly ahead = AHEAD;

  constructor({ words }: ExposedPattern) {
    this.needles = words.map((text) => ({ text, fold: true }));
  }

  match(bytes: Uint8Array, at: number): number {
    const secret = this.explain(bytes, at);
    return secret ? secret.end : -1;
  }

  explain(bytes: Uint8Array, at: number): Secret | undefined {
    let start = at;
    while (start > 0 && at - start < LONGEST && nameBytes[bytes[start - 1]!] === 1) start--;
    const stop = Math.min(bytes.length, at + LONGEST);
    let end = at;
    while (end < stop && nameBytes[bytes[end]!] === 1) end++;
    const value = latin1(bytes, start, end);
    if (!KEY.test(value) || OTHER.test(value)) return undefined;
    if (VALUE.test(latin1(bytes, end, Math.min(bytes.length, at + AHEAD)))) return undefined;
    if (!CLIENT_NAME.test(value) && !isShipped(latin1(bytes, Math.max(0, start - BEHIND), start)))
      return undefined;
    return {
      start,
      end,
      value,
      // It is a name: all of it may be shown.
      publicPrefix: value.length,
      confidence: 'medium',
      name: value,
      remarks: ['client-exposed'],
    };
  }
}

/** @param before the text up to the variable's name */
function isShipped(before: string): boolean {
  if (PLUGIN.test(before)) return true;
  if (!READ.test(before)) return false;
  return DEFINED.test(before) || NEXT.test(before) || NUXT.test(before) || EXPO.test(before);
}
