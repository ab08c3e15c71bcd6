/** The rules in force, compiled: the built-in ones and the config's own. */
import { rules } from '../../rules/index.ts';
import type { Options } from '../config.ts';
import { compile, type Engine, Hits } from '../detect/engine.ts';
import type { Rule } from '../types.ts';

export interface Loaded {
  readonly engine: Engine;
  readonly hits: Hits;
}

export function load(options: Options): Loaded {
  return { engine: compile(activeRules(options)), hits: new Hits() };
}

/**
 * Rules that the config switches off are in it too: they go later, by path (`applyPolicy`). Left out here,
 * a web key would come back as a plain API key, and a folder's config could not switch its rule on again.
 */
export function activeRules(options: Options): readonly Rule[] {
  return [...rules, ...options.customRules];
}
