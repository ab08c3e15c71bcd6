/** What the scripts ask of the corpus: they import this file as one bundle. */
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
