/**
 * Applying a delta. It starts with two sizes (of the base, of the result; seven bits a byte, lowest
 * first), then instructions: a byte with the top bit set copies from the base (its lower bits say
 * which bytes of offset and length follow), 1–127 inserts so many bytes that follow, 0 is reserved.
 */

/** What a result took from its base, in order of the result, neighbours joined. */
export class Copies {
  length = 0;
  /** Where the copy stands in the result, where it came from in the base, how long it is. */
  to = new Int32Array(256);
  from = new Int32Array(256);
  size = new Int32Array(256);

  clear(): void {
    this.length = 0;
  }

  push(to: number, from: number, size: number): void {
    const last = this.length - 1;
    if (last >= 0) {
      const length = this.size[last]!;
      if (this.to[last]! + length === to && this.from[last]! + length === from) {
        this.size[last] = length + size;
        return;
      }
    }
    if (this.length === this.to.length) this.#grow();
    this.to[this.length] = to;
    this.from[this.length] = from;
    this.size[this.length++] = size;
  }

  #grow(): void {
    this.to = doubled(this.to);
    this.from = doubled(this.from);
    this.size = doubled(this.size);
  }
}

function doubled(column: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(column.length * 2);
  wider.set(column);
  return wider;
}

/** A delta's two sizes, read by `start`; `at` is its first instruction. */
export class DeltaHeader {
  baseSize = 0;
  resultSize = 0;
  at = 0;

  /** @returns '' or what is wrong */
  start(delta: Uint8Array, end: number): string {
    this.at = 0;
    this.baseSize = this.#size(delta, end);
    this.resultSize = this.baseSize < 0 ? -1 : this.#size(delta, end);
    return this.resultSize < 0 ? 'the delta has no sizes' : '';
  }

  #size(delta: Uint8Array, end: number): number {
    let size = 0;
    for (let unit = 1; unit < 2 ** 45; unit *= 128) {
      if (this.at >= end) return -1;
      const byte = delta[this.at++]!;
      size += (byte & 0x7f) * unit;
      if (byte < 0x80) return size;
    }
    return -1;
  }
}

/** Up to this many bytes a loop is quicker than a call. */
const SHORT = 96;
/** Short pieces are moved four bytes at a time, the last of which may lie beyond their end. */
export const BEYOND = 3;

/** One delta to apply; kept and changed, as there are a million. */
export class Application {
  /** The instructions are delta[at, end). */
  delta: Uint8Array = new Uint8Array(0);
  at = 0;
  end = 0;
  /**
   * The base is arena[base, base + baseSize), the result arena[to, to + resultSize); they do not overlap.
   * Both buffers have BEYOND more bytes, and those behind the result are free to be written on.
   */
  arena: Uint8Array = new Uint8Array(0);
  base = 0;
  baseSize = 0;
  to = 0;
  resultSize = 0;

  #source = new DataView(this.delta.buffer);
  #target = new DataView(this.arena.buffer);

  /** @returns '' or what is wrong */
  run(copies: Copies): string {
    const { delta, end, arena, base, baseSize, to, resultSize } = this;
    if (isOther(this.#source, delta)) this.#source = viewOf(delta);
    if (isOther(this.#target, arena)) this.#target = viewOf(arena);
    const source = this.#source;
    const target = this.#target;
    let at = this.at;
    let done = 0;
    copies.clear();
    while (at < end) {
      const code = delta[at++]!;
      if (code < 0x80) {
        if (code === 0) return 'the delta has a reserved instruction';
        if (at + code > end || done + code > resultSize) return 'the delta inserts too much';
        const out = to + done;
        for (let byte = 0; byte < code; byte += 4) {
          target.setInt32(out + byte, source.getInt32(at + byte, true), true);
        }
        at += code;
        done += code;
        continue;
      }
      let from = 0;
      let size = 0;
      if (code & 0x01) from = delta[at++]!;
      if (code & 0x02) from |= delta[at++]! << 8;
      if (code & 0x04) from |= delta[at++]! << 16;
      if (code & 0x08) from += delta[at++]! * 0x1000000;
      if (code & 0x10) size = delta[at++]!;
      if (code & 0x20) size |= delta[at++]! << 8;
      if (code & 0x40) size |= delta[at++]! << 16;
      if (size === 0) size = 0x10000;
      if (at > end || from + size > baseSize) return 'the delta copies from outside its base';
      if (done + size > resultSize) return 'the delta copies too much';
      copies.push(done, from, size);
      if (size > SHORT) arena.copyWithin(to + done, base + from, base + from + size);
      else copyShort(target, base + from, to + done, size);
      done += size;
    }
    return done === resultSize ? '' : `the delta gives ${done} of ${resultSize} bytes`;
  }
}

function copyShort(view: DataView, from: number, to: number, size: number): void {
  for (let byte = 0; byte < size; byte += 4) {
    view.setInt32(to + byte, view.getInt32(from + byte, true), true);
  }
}

function isOther(view: DataView, { buffer, byteOffset }: Uint8Array): boolean {
  return view.buffer !== buffer || view.byteOffset !== byteOffset;
}

function viewOf({ buffer, byteOffset }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset);
}
