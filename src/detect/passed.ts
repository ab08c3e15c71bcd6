/**
 * What joined two literals, by where it begins (joints.ts): where pieces are short, the walks from many of them come to
 * the same joints, and each is read once.
 */
import { epoch } from './epoch.ts';

/** Joints by where they begin. */
const SLOTS = 256;

export class Passed {
  /** Where the joint at hand leads, or -1; how many lines it takes; and what it says. */
  to = 0;
  lines = 0;
  signs = 0;
  readonly #keys = new Float64Array(SLOTS).fill(-1);
  readonly #to = new Int32Array(SLOTS);
  readonly #lines = new Uint8Array(SLOTS);
  readonly #signs = new Uint8Array(SLOTS);
  #source: Uint8Array | undefined;
  #epoch = -1;

  /** True where other bytes follow. */
  forgets(bytes: Uint8Array): boolean {
    if (this.#source === bytes && this.#epoch === epoch.now) return false;
    this.#source = bytes;
    this.#epoch = epoch.now;
    this.#keys.fill(-1);
    return true;
  }

  finds(key: number): boolean {
    const slot = key & (SLOTS - 1);
    if (this.#keys[slot] !== key) return false;
    this.to = this.#to[slot]!;
    this.lines = this.#lines[slot]!;
    this.signs = this.#signs[slot]!;
    return true;
  }

  keep(key: number): void {
    const slot = key & (SLOTS - 1);
    this.#keys[slot] = key;
    this.#to[slot] = this.to;
    this.#lines[slot] = this.lines;
    this.#signs[slot] = this.signs;
  }
}
