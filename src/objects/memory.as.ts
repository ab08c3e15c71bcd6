/** All code that works on a thread's one memory (linear.ts). */

export {
  changes,
  changesBefore,
  NAME_INDEXES,
  NOTED,
  noted,
  notedBefore,
  OBJECTS,
  SOUGHT,
  TEXT_BYTES,
  TEXT_ENDS,
  texts,
} from './changes.as';
export {
  begin,
  FREE,
  goOver,
  IDS,
  ids,
  isFlawed,
  isNarrow,
  NAMES,
  names,
  setUpFamilies,
  TEXT,
  WANTED,
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
