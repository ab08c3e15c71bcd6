/**
 * What may be shown of a secret: its public prefix, and of the rest at most the last four characters and
 * never more than a quarter. Every text that leaves `detect` went through here.
 */
import type { Secret } from './matcher.ts';

/** `AIza…wxyz`; with `whole` (the user asked for it) the secret itself. */
export function masked(secret: Secret, whole: boolean): string {
  const { value, publicPrefix } = secret;
  if (whole || publicPrefix === value.length) return value;
  const tail = Math.min(4, (value.length - publicPrefix) >> 2);
  return `${value.slice(0, publicPrefix)}…${tail > 0 ? value.slice(-tail) : ''}`;
}
