/** The whole engine for `keyfence files`: where there are rules of one's own, and where the first look gives up. */
import { rules } from '../../rules/index.ts';
import { compile, type Engine } from '../detect/engine.ts';
import { makeLook } from '../detect/look.ts';
import type { Rule } from '../types.ts';

export function engineFor(customRules: readonly Rule[]): Engine {
  const engine = compile([...rules, ...customRules]);
  engine.hasten(makeLook);
  return engine;
}
