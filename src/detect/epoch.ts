/** Counts the calls of the engine: what was seen of bytes in one of them says nothing in the next. */
export const epoch = { now: 0 };
/**
 * Where the bytes that are looked at are a window: whose, and which of the text's characters is its first. Undefined
 * where they are the text itself, or a window of which nothing is known.
 */
export const place = { text: undefined as object | undefined, first: 0 };
