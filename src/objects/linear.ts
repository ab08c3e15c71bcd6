/**
 * The memory in which a thread unpacks entries by WebAssembly (unpack.as.ts): tables, a list of copies,
 * windows of the pack, and behind all that the arena of the walk. One a thread, as only one walk is under
 * way at a time; memory does not follow the number of packs. What the code there does not take, because it
 * is damaged or very large, is done in TypeScript on the same bytes.
 */
import { compileWasm, instantiate, type Memory, newMemory, PAGE } from '../wasm.ts';
import { Copies } from './delta.ts';
import code from './memory.wasm';
import type { Pack } from './pack.ts';

interface Global {
  readonly value: number;
}

/** What unpack.as.ts exports. */
export interface Code {
  readonly STATE: Global;
  readonly COPIES: Global;
  readonly MOST_COPIES: Global;
  readonly SPARE_END: Global;
  readonly SPILL: Global;
  prepare(): void;
  whole(at: number, end: number, to: number, roof: number, limit: number): number;
  child(
    at: number,
    end: number,
    base: number,
    baseSize: number,
    to: number,
    roof: number,
    limit: number,
    idBytes: number,
  ): number;
}

/** In place of a size: it is not for this code; the memory is too small. */
export const NO_ROOM = -2;

/** Windows as in pack.ts; but neighbours lie side by side, and an entry may reach over several. */
const WINDOW = 1 << 13;
const SLOTS = 4096;
/** An entry over more windows, or over the last slot, is read by itself. */
const MOST_WINDOWS = 16;
const DIRECT = 1 << 20;

export class Linear {
  /** All of the memory; another view after `grow`. */
  bytes: Uint8Array = new Uint8Array(0);
  /** What the last object copies from its base. */
  readonly copies = new Copies();
  /** What is written behind an object that is being built. */
  readonly spill: number;
  /** Where the arena begins. */
  readonly arena: number;
  readonly code: Code;
  #state: Int32Array = new Int32Array(2);
  readonly memory: Memory;
  readonly #windows: number;
  readonly #direct: number;
  readonly #slots: number;
  readonly #held: Int32Array;
  /** Whose windows they are. */
  #pack: Pack | undefined;

  /** @param slots how many windows */
  constructor(memory: Memory, code: Code, slots = SLOTS) {
    this.#slots = slots;
    this.#held = new Int32Array(slots).fill(-1);
    this.memory = memory;
    this.code = code;
    this.spill = code.SPILL.value;
    this.#windows = code.SPARE_END.value;
    this.#direct = this.#windows + WINDOW * slots;
    this.arena = this.#direct + DIRECT + PAGE;
    memory.grow(this.arena / PAGE + MOST_WINDOWS);
    this.#attach();
    code.prepare();
  }

  /** Makes the memory at least so large. Not less than a megabyte is added. */
  grow(size: number): boolean {
    const more = Math.max(size - this.bytes.length, 1 << 20);
    try {
      this.memory.grow(Math.ceil(more / PAGE));
    } catch {
      return false;
    }
    this.#attach();
    return true;
  }

  /** The windows, empty: whoever asks may write there, and behind them, until the next `reach`. */
  lend(): number {
    this.#held.fill(-1);
    return this.#windows;
  }

  /** So many bytes are there. */
  get room(): number {
    return WINDOW * this.#slots;
  }

  /** Size of the object, after NO_ROOM. */
  get wanted(): number {
    return this.#state[1]! >>> 0;
  }

  /** Copies of the object that was built just now. */
  took(): Copies {
    this.copies.length = this.#state[0]!;
    return this.copies;
  }

  /** Brings copies that were noted elsewhere into memory; undefined where they are too many. */
  hold(copies: Copies): Copies | undefined {
    if (copies === this.copies) return copies;
    const { length } = copies;
    if (length > this.copies.to.length) return undefined;
    this.copies.to.set(copies.to.subarray(0, length));
    this.copies.from.set(copies.from.subarray(0, length));
    this.copies.size.set(copies.size.subarray(0, length));
    this.copies.length = length;
    return this.copies;
  }

  /**
   * The pack's bytes [offset, offset + length), within the file, are in memory then.
   * @returns where; 0 where they are too many
   * @throws Error where the file has become shorter
   */
  reach(pack: Pack, offset: number, length: number): number {
    if (this.#pack !== pack) this.#claim(pack);
    const first = Math.floor(offset / WINDOW);
    const last = Math.floor((offset + length - 1) / WINDOW);
    const slot = first % this.#slots;
    const count = last - first + 1;
    if (count > MOST_WINDOWS || slot + count > this.#slots)
      return this.#readDirect(pack, offset, length);
    for (let index = 0; index < count; index++) {
      if (this.#held[slot + index] === first + index) continue;
      this.#load(pack, slot + index, first + index, count - index);
    }
    return this.#windows + slot * WINDOW + offset - first * WINDOW;
  }

  #readDirect(pack: Pack, offset: number, length: number): number {
    if (length > DIRECT) return 0;
    pack.fill(this.bytes, this.#direct, length, offset);
    return this.#direct;
  }

  /** Loads one window, and those of the `most` behind it that are not there either. */
  #load(pack: Pack, slot: number, window: number, most: number): void {
    let count = 0;
    while (count < most && this.#held[slot + count] !== window + count) {
      this.#held[slot + count] = -1;
      count++;
    }
    const start = window * WINDOW;
    const length = Math.min(count * WINDOW, pack.size - start);
    pack.fill(this.bytes, this.#windows + slot * WINDOW, length, start);
    for (let index = 0; index < count; index++) this.#held[slot + index] = window + index;
  }

  #claim(pack: Pack): void {
    this.#held.fill(-1);
    this.#pack = pack;
  }

  /** Takes views of the memory, which growing has replaced. */
  #attach(): void {
    const { buffer } = this.memory;
    const { COPIES, MOST_COPIES, STATE } = this.code;
    const column = (index: number) =>
      new Int32Array(buffer, COPIES.value + index * MOST_COPIES.value * 4, MOST_COPIES.value);
    this.bytes = new Uint8Array(buffer);
    this.#state = new Int32Array(buffer, STATE.value, 2);
    this.copies.to = column(0);
    this.copies.from = column(1);
    this.copies.size = column(2);
  }
}

let made: Linear | undefined;
let tried = false;

/** This thread's; undefined where there is no WebAssembly. */
export function linear(): Linear | undefined {
  if (tried) return made;
  tried = true;
  const module = compileWasm(code);
  const memory = module && newMemory(1);
  if (module === undefined || memory === undefined) return undefined;
  made = new Linear(memory, instantiate<Code>(module, memory));
  return made;
}
