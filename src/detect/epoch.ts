/** Counts the calls of the engine: what was seen of bytes in one of them says nothing in the next. */
export const epoch = { now: 0 };
