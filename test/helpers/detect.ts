/** Scans a text with the built-in rules and judges it, as the rooms above do. */
import { createHash } from 'node:crypto';
import { rules } from '../../rules/index.ts';
import { compile, type Engine, Hits } from '../../src/detect/engine.ts';
import { type JudgeContext, type Judged, judge } from '../../src/detect/findings.ts';
import type { Finding } from '../../src/types.ts';

export const engine = compile(rules);

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

export interface Given extends Partial<Omit<JudgeContext, 'origin'>> {
  readonly path?: string;
  readonly engine?: Engine;
}

export function judged(content: string | Uint8Array, given: Given = {}): Judged {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const { path = '', engine: own = engine, ...rest } = given;
  const hits = new Hits();
  own.scan(bytes, 0, bytes.length, hits);
  return judge(own, bytes, hits, {
    origin: { kind: 'file', path },
    sha256,
    inline: true,
    webKeys: 'warning',
    showSecrets: false,
    ...rest,
  });
}

export function findings(content: string | Uint8Array, given: Given = {}): Finding[] {
  return judged(content, given).findings;
}
