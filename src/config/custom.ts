/**
 * Custom rules: from the config's words to Rules, each proved on its own samples before it is used.
 * Loaded only where a config has some.
 */
import { compile, type Engine, Hits } from '../detect/engine.ts';
import { KeyfenceError } from '../errors.ts';
import type { Rule } from '../types.ts';
import { optionalIds, ruleIds } from './rule-ids.ts';
import type { CustomRule } from './schema.ts';

/** Where a part of the config stands: `file:line:column`. */
type Place = (path: readonly (string | number)[]) => string;

/** Between a provider's shape and a name: a team that writes a rule knows what it is looking for. */
const WEIGHT = 15;

/** @throws KeyfenceError `config` at the part of the rule that is no good */
export function checkedRules(written: readonly CustomRule[], place: Place): readonly Rule[] {
  const taken = new Set<string>([...ruleIds, ...optionalIds]);
  return written.map((custom, index) => {
    const at = (...path: (string | number)[]) => place(['customRules', index, ...path]);
    if (taken.has(custom.id)) {
      throw new KeyfenceError('config', at('id'), `There is a rule "${custom.id}" already.`);
    }
    taken.add(custom.id);
    const rule = ruleOf(custom);
    prove(rule, compiled(rule, at('pattern')), at);
    return rule;
  });
}

function ruleOf(custom: CustomRule): Rule {
  const { id, title, severity, keywords, pattern, hits, misses } = custom;
  const flags = custom.caseInsensitive ? 'i' : '';
  return {
    id,
    title,
    severity,
    why: `It fits the rule ${id}, which this repository's own configuration defines.`,
    weight: WEIGHT,
    patterns: [{ kind: 'regex', source: pattern, flags, keywords, group: groupOf(pattern) }],
    samples: { hits, misses },
  };
}

/** 1 where the pattern captures something, else the whole match. A pattern that is broken is told later. */
function groupOf(pattern: string): number {
  try {
    return new RegExp(`${pattern}|`).exec('')!.length > 1 ? 1 : 0;
  } catch {
    return 0;
  }
}

function compiled(rule: Rule, place: string): Engine {
  try {
    return compile([rule]);
  } catch (error) {
    if (!(error instanceof KeyfenceError)) throw error;
    throw new KeyfenceError('config', place, error.message);
  }
}

function prove(rule: Rule, engine: Engine, at: (...path: (string | number)[]) => string): void {
  const hits = new Hits();
  for (const kind of ['hits', 'misses'] as const) {
    for (const [index, sample] of rule.samples[kind].entries()) {
      const bytes = new TextEncoder().encode(sample);
      hits.clear();
      engine.scan(bytes, 0, bytes.length, hits);
      if (hits.length > 0 === (kind === 'hits')) continue;
      const what = kind === 'hits' ? 'finds nothing in this hit' : 'finds something in this miss';
      throw new KeyfenceError('config', at(kind, index), `The rule "${rule.id}" ${what}.`);
    }
  }
}
