/** Asking matchers again at a place where one of them has hit: for the judge, who wants to know what stands there. */
import type { Matcher, Secret } from './matcher.ts';

/**
 * What a rule's matchers say of the secret at `start`. Whoever sees most of it is right: of a key with an escape in it
 * the plain reading sees the beginning. Among equals the first one is.
 */
export function explained(
  matchers: readonly Matcher[],
  bytes: Uint8Array,
  start: number,
): Secret | undefined {
  let longest: Secret | undefined;
  for (const matcher of matchers) {
    for (let needle = 0; needle < matcher.needles.length; needle++) {
      if (!standsAt(bytes, start, matcher.needles[needle]!)) continue;
      const secret = matcher.explain(bytes, start, needle);
      if (secret && (!longest || secret.end > longest.end)) longest = secret;
    }
  }
  return longest;
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
