/** All code that works on a thread's one memory (linear.ts). */

export {
  FREE,
  forgetIds,
  goOver,
  IDS,
  ids,
  isFlawed,
  isNarrow,
  NAMES,
  names,
  setUpFamilies,
  TEXT,
} from './families.as';
export {
  COPIES,
  child,
  MOST_COPIES,
  prepare,
  SPARE_END,
  SPILL,
  STATE,
  whole,
} from './unpack.as';
