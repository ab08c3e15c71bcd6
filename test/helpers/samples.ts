/** Expands `{{kind}}` in the rules' samples, so that no key-shaped literal stands in the repository. */
import { authKey, genericValue, randomText, standardKey } from './keys.ts';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const LOWER = UPPER.toLowerCase();
const alphabets: Record<string, string> = {
  hex: `${DIGITS}abcdef`,
  digits: DIGITS,
  letters: UPPER + LOWER,
  lower: LOWER + DIGITS,
  upper: UPPER + DIGITS,
  base32: `${UPPER}234567`,
  alnum: UPPER + LOWER + DIGITS,
  base64: `${UPPER}${LOWER}${DIGITS}+/`,
  base64url: `${UPPER}${LOWER}${DIGITS}-_`,
};

/**
 * `{{gemini-auth-key}}`, `{{google-api-key}}`, `{{generic}}`, and `{{alnum:40}}`-like random texts of one
 * of the alphabets above, each with an optional seed: `{{google-api-key#2}}`, `{{hex:32#7}}`.
 */
export function expand(sample: string): string {
  return sample.replace(
    /\{\{([a-z0-9-]+)(?::(\d+))?(?:#(\d+))?\}\}/g,
    (all, kind, length, seed) => {
      const at = Number(seed ?? 1);
      if (kind === 'gemini-auth-key') return authKey(at);
      if (kind === 'google-api-key') return standardKey(at);
      if (kind === 'generic') return genericValue(at, Number(length ?? 40));
      const alphabet = alphabets[kind];
      if (!alphabet || !length) throw new Error(`unknown placeholder ${all}`);
      return randomText(Number(length), at, alphabet);
    },
  );
}
