/**
 * The bytes of packs in windows that stay until others need their place. Small ones, as in pack.ts; neighbours lie side
 * by side, and an entry may reach over several.
 */
import { END, NUMBER, PACK } from './find.as';
import { fill } from './host.as';
import { SPARE_END, WINDOWS } from './layout.as';

const WINDOW: u32 = 1 << 13;
const SLOTS: u32 = 448;
/** An entry over more windows, or over the last slot, is read by itself. */
const MOST_WINDOWS: u32 = 16;
/** By slot: number of the window, and of its pack plus one. */
const held: usize = WINDOWS + (WINDOW as usize) * (SLOTS as usize) + 64;
const DIRECT: usize = SPARE_END;
const MOST_DIRECT: u32 = 1 << 20;
export const WINDOWS_END: usize = DIRECT + (MOST_DIRECT as usize);

/** The pack's bytes [offset, offset + length) are in memory then. @returns where; 0 where they are too many */
export function reach(pack: usize, offset: f64, length: u32, idBytes: usize): usize {
  const file = load<i32>(pack, PACK);
  const first = (offset / (WINDOW as f64)) as u32;
  const within = (offset - (first as f64) * (WINDOW as f64)) as u32;
  const count = (within + length + WINDOW - 1) / WINDOW;
  const owner = load<u32>(pack, NUMBER) + 1;
  const slot = (first + owner * 61) % SLOTS;
  if (count > MOST_WINDOWS || slot + count > SLOTS) {
    if (length > MOST_DIRECT) return 0;
    fill(file, offset, length as i32, DIRECT);
    return DIRECT;
  }
  for (let index: u32 = 0; index < count; index++) {
    if (isHeld(slot + index, first + index, owner)) continue;
    let missing: u32 = 1;
    while (
      index + missing < count &&
      !isHeld(slot + index + missing, first + index + missing, owner)
    )
      missing++;
    loadWindows(pack, slot + index, first + index, missing, idBytes);
    for (let more: u32 = 0; more < missing; more++)
      note(slot + index + more, first + index + more, owner);
  }
  return WINDOWS + ((slot * WINDOW + within) as usize);
}

function loadWindows(pack: usize, slot: u32, window: u32, count: u32, idBytes: usize): void {
  for (let index: u32 = 0; index < count; index++) note(slot + index, 0, 0);
  const start = (window as f64) * (WINDOW as f64);
  const end = load<f64>(pack, END) + (idBytes as f64);
  const length = min((count * WINDOW) as f64, end - start) as i32;
  fill(load<i32>(pack, PACK), start, length, WINDOWS + ((slot * WINDOW) as usize));
}

function isHeld(slot: u32, window: u32, owner: u32): bool {
  const at = held + ((slot as usize) << 3);
  return load<u32>(at) === window && load<u32>(at, 4) === owner;
}

function note(slot: u32, window: u32, owner: u32): void {
  const at = held + ((slot as usize) << 3);
  store<u32>(at, window);
  store<u32>(at, owner, 4);
}
