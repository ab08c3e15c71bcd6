/** Asking matchers again at a place where one of them has hit: for the judge, who wants to know what stands there. */
import type { Matcher, Secret } from './matcher.ts';

/** What the first of a rule's matchers that sees a secret at `start` says of it. */
export function explained(
  matchers: readonly Matcher[],
  bytes: Uint8Array,
  start: number,
): Secret | undefined {
  for (const matcher of matchers) {
    for (let needle = 0; needle < matcher.needles.length; needle++) {
      if (!standsAt(bytes, start, matcher.needles[needle]!)) continue;
      const secret = matcher.explain(bytes, start, needle);
      if (secret) return secret;
    }
  }
  return undefined;
}

export function standsAt(
  bytes: Uint8Array,
  at: number,
  needle: { text: string; fold: boolean },
): boolean {
  const { text, fold } = needle;
  if (at + text.length > bytes.length) return false;
  for (let index = 0; index < text.length; index++) {
    const code = bytes[at + index]!;
    const wanted = text.charCodeAt(index);
    if (code !== wanted && !(fold && wanted >= 97 && wanted <= 122 && code === wanted - 32)) {
      return false;
    }
  }
  return true;
}
