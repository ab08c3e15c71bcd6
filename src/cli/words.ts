/** Text from outside (a path, an argument, a hook's output) made safe for a terminal. */

/** Control bytes and bidi controls could move the cursor or reorder what a person reads. */
const HOSTILE = /[\0-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export const visible = (text: string): string => text.replace(HOSTILE, '\uFFFD');
