/**
 * How sure is it, once a key's shape has matched? The structure of real keys raises or lowers confidence
 * and words the message; only what is plainly filler (one character repeated, an alphabet typed in
 * order, `YOUR_KEY` spelled out) is no finding.
 */
import type { Confidence, Grades, Remark } from '../types.ts';
import type { Secret } from './matcher.ts';

export interface Grade {
  readonly confidence: Confidence;
  readonly remarks: readonly Remark[];
}

const FILLER_WORD =
  /(?:^|[^A-Za-z])(?:your|replace|placeholder|insert|example|dummy|fake|changeme|redacted|xxx+)(?:[^A-Za-z]|$)|YOUR_|_HERE/i;

/** Undefined where the value is no key at all. `sample` tells whether the value is a published sample. */
export function gradeToken(
  secret: Secret,
  grades: Grades,
  sample: (value: string) => boolean,
): Grade | undefined {
  const { value } = secret;
  const body = value.slice(secret.publicPrefix);
  if (sample(value)) return { confidence: 'high', remarks: ['known-public-sample'] };
  if (isFiller(body)) return undefined;
  const real = grades.real.test(value);
  if (!grades.usual.test(value)) {
    if (!looksRandom(body)) return undefined;
    const remarks: Remark[] = ['unknown-inner-prefix'];
    return { confidence: secret.confidence === 'low' ? 'low' : 'medium', remarks };
  }
  if (real) return { confidence: secret.confidence, remarks: [] };
  if (FILLER_WORD.test(body)) return undefined;
  return { confidence: 'medium', remarks: ['looks-made-up'] };
}

/** `XXXXXXXX…`, `abcdefghij…`, `1234567890…`: three quarters of it are a character again or the next one. */
export function isFiller(body: string): boolean {
  let steps = 0;
  for (let index = 1; index < body.length; index++) {
    const step = lower(body.charCodeAt(index)) - lower(body.charCodeAt(index - 1));
    if (step === 0 || step === 1) steps++;
  }
  return steps >= (body.length - 1) * 0.72 || new Set(body).size <= 4;
}

function lower(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

/** Digits and both cases in no order: what no identifier, path or sentence looks like. */
export function looksRandom(body: string): boolean {
  const digits = body.match(/\d/g)?.length ?? 0;
  const capitals = body.match(/[A-Z]/g)?.length ?? 0;
  const smalls = body.match(/[a-z]/g)?.length ?? 0;
  if (digits < 2 || capitals < 5 || smalls < 5) return false;
  const turns = body.match(/[a-z][A-Z0-9]|[A-Z][0-9]|[A-Z]{2}[a-z]|[0-9][A-Za-z]/g)?.length ?? 0;
  return turns >= body.length / 4;
}
