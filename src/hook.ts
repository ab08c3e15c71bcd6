/** Setting git's hooks, taking them out, and proving that they work. The words are in `hook/wording.ts`. */
export { doctor } from './hook/doctor.ts';
export { install } from './hook/install.ts';
export type { HookOptions } from './hook/survey.ts';
export { uninstall } from './hook/uninstall.ts';
export type { Outcome, Step, StepKind } from './hook/wording.ts';
