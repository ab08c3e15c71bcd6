/**
 * What families.as.ts notes of trees: the subtrees, and the objects sought, that have come and gone in each
 * against its base. history/notes.ts says what for; it counts changes and noted trees as is done here.
 */

const MOST_CHANGES: u32 = 1 << 17;
const MOST_NOTED: u32 = 1 << 14;
const MOST_TEXTS: u32 = 1 << 15;
const MOST_BYTES: u32 = 1 << 20;
const SLOTS: u32 = 1 << 17;

/** 2^64 by the golden ratio; in two halves, as a number in JavaScript has 53 bits. */
const FACTOR: u64 = ((0x9e37_79b9 as u64) << 32) | 0x7f4a_7c15;

/** Whether an object sought has an id that begins so: by its first two bytes, and by the next two. */
export let SOUGHT: usize = 0;
/** Of each change the object's number (-1: wanted, or none) and the index of its name, or ~ the change that is gone. */
export let OBJECTS: usize = 0;
export let NAME_INDEXES: usize = 0;
/** Of each tree noted: its number, the place of the tree that it is noted against, the end of its changes. */
export let NOTED: usize = 0;
/** Where the names end, each kept once, and their bytes. */
export let TEXT_ENDS: usize = 0;
export let TEXT_BYTES: usize = 0;
let slots: usize = 0;
let hashes: usize = 0;
export let CHANGES_END: usize = 0;

export let isNoting: bool = false;
/** How many changes and trees there are, and how many there were when the call began; how many names. */
export let changes: u32 = 0;
export let changesBefore: u32 = 0;
export let noted: u32 = 0;
export let notedBefore: u32 = 0;
export let texts: u32 = 0;

export function setUpChanges(from: usize, notes: bool): usize {
  isNoting = notes;
  SOUGHT = from;
  OBJECTS = SOUGHT + 0x2_0000;
  NAME_INDEXES = OBJECTS + MOST_CHANGES * 4;
  NOTED = NAME_INDEXES + MOST_CHANGES * 4;
  TEXT_ENDS = NOTED + MOST_NOTED * 12;
  TEXT_BYTES = TEXT_ENDS + (MOST_TEXTS + 1) * 4;
  hashes = TEXT_BYTES + MOST_BYTES;
  slots = hashes + MOST_TEXTS * 4;
  CHANGES_END = slots + SLOTS * 4;
  return notes ? CHANGES_END : from;
}

/** No name is known; so many changes and trees are. */
export function beginNotes(changed: u32, trees: u32): void {
  changes = changesBefore = changed;
  noted = notedBefore = trees;
  texts = 0;
  store<u32>(TEXT_ENDS, 0);
  memory.fill(slots, 0xff, SLOTS * 4);
}

/** What was noted has been taken away. */
export function takenNotes(): void {
  changesBefore = changes;
  notedBefore = noted;
}

/** Whether so many changes can be noted, and so many names in a tree of that size. */
export function hasRoomForNotes(more: u32, names: u32, size: u32): bool {
  return (
    changes - changesBefore + more <= MOST_CHANGES &&
    noted - notedBefore < MOST_NOTED &&
    texts + names <= MOST_TEXTS &&
    load<u32>(TEXT_ENDS + (texts << 2)) + size <= MOST_BYTES
  );
}

/** Whether an object with that id may be sought. */
export function maybeSought(id: usize): bool {
  return (
    load<u8>(SOUGHT + load<u16>(id)) !== 0 && load<u8>(SOUGHT + 0x1_0000 + load<u16>(id, 2)) !== 0
  );
}

/** @returns the number of the change */
export function come(name: usize, length: u32): u32 {
  return change(textOf(name, length));
}

export function gone(earlier: i32): void {
  change(~earlier);
}

function change(nameIndex: i32): u32 {
  const slot = (changes - changesBefore) << 2;
  store<i32>(OBJECTS + slot, -1);
  store<i32>(NAME_INDEXES + slot, nameIndex);
  return changes++;
}

/** @returns the place of the tree whose changes end here */
export function note(number: i32, base: i32): u32 {
  const slot = NOTED + (noted - notedBefore) * 12;
  store<i32>(slot, number);
  store<i32>(slot, base, 4);
  store<u32>(slot, changes, 8);
  return noted++;
}

/** The number of a name. */
function textOf(name: usize, length: u32): u32 {
  const hash = hashOf(name, length);
  let slot = hash & (SLOTS - 1);
  for (;;) {
    const known = load<i32>(slots + (slot << 2));
    if (known < 0) break;
    if (load<u32>(hashes + (known << 2)) === hash && isText(known, name, length)) return known;
    slot = (slot + 1) & (SLOTS - 1);
  }
  const start = load<u32>(TEXT_ENDS + (texts << 2));
  memory.copy(TEXT_BYTES + start, name, length);
  store<u32>(hashes + (texts << 2), hash);
  store<i32>(slots + (slot << 2), texts);
  texts++;
  store<u32>(TEXT_ENDS + (texts << 2), start + length);
  return texts - 1;
}

/** The last of `length` bytes, fewer than eight, as a number. */
function tail(at: usize, length: u32): u64 {
  return length === 0 ? 0 : load<u64>(at) & ((-1 as u64) >> ((8 - (length & 7)) << 3));
}

function hashOf(name: usize, length: u32): u32 {
  let hash: u64 = length;
  let left = length;
  for (; left >= 8; left -= 8) {
    hash = (hash ^ load<u64>(name)) * FACTOR;
    hash ^= hash >>> 32;
    name += 8;
  }
  hash = (hash ^ tail(name, left)) * FACTOR;
  return (hash ^ (hash >>> 32)) as u32;
}

function isText(known: i32, name: usize, length: u32): bool {
  const start = load<u32>(TEXT_ENDS + (known << 2));
  if (load<u32>(TEXT_ENDS + ((known + 1) << 2)) - start !== length) return false;
  let text = TEXT_BYTES + start;
  let left = length;
  for (; left >= 8; left -= 8) {
    if (load<u64>(text) !== load<u64>(name)) return false;
    text += 8;
    name += 8;
  }
  return tail(text, left) === tail(name, left);
}
