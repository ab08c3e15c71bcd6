/** What the scripts ask of the corpus and the detection: they import this file as one bundle. */
export { rules } from '../../rules/index.ts';
export { compile, Hits } from '../../src/detect/engine.ts';
export { judge } from '../../src/detect/findings.ts';
export { type Case, load } from './corpus.ts';
export {
  type Counts,
  counts,
  floorOf,
  kindOf,
  precision,
  type Reported,
  recall,
  scanner,
  type Tally,
  tally,
  type Verdict,
  verdict,
} from './measure.ts';
