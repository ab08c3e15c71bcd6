/** The rules in force, compiled: built-in ones and the config's own, less those switched off. */
import { rules } from '../../rules/index.ts';
import type { CustomRule, Options } from '../config.ts';
import { compile, type Engine, Hits } from '../detect/engine.ts';
import type { Rule } from '../types.ts';

export interface Loaded {
  readonly engine: Engine;
  readonly hits: Hits;
}

/** @throws KeyfenceError `pattern` where a custom rule cannot be searched for within finite bounds */
export function load(options: Options): Loaded {
  return { engine: compile(activeRules(options)), hits: new Hits() };
}

export function activeRules(options: Options): readonly Rule[] {
  const all = [...rules, ...options.customRules.map(ruleOf)];
  return all.filter((rule) => !options.rulesOff.includes(rule.id));
}

/** Between a provider's shape and a name: a team that writes a rule knows what it is looking for. */
const CUSTOM_WEIGHT = 15;

function ruleOf({ id, title, severity, keywords, pattern, hits, misses }: CustomRule): Rule {
  return {
    id,
    title,
    severity,
    why: `It matches the rule ${id} of this repository's configuration.`,
    weight: CUSTOM_WEIGHT,
    patterns: [{ kind: 'regex', source: pattern, flags: '', keywords }],
    samples: { hits, misses },
  };
}
