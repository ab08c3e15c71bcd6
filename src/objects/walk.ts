/**
 * The walk over a delta forest, depth first. The objects on the path from the root stand one behind
 * the other in an arena, so that every entry is inflated once and every delta applied once, right
 * behind its base. An object whose base is not needed any more takes the base's place, so a long
 * chain of large versions needs room for two of them.
 */
import { Application, BEYOND, Copies, DeltaHeader } from './delta.ts';
import { Entry, LONGEST_HEADER, OFS_DELTA, REF_DELTA } from './entry.ts';
import { type Forest, OUTSIDE, ROOT } from './forest.ts';
import { Inflation } from './inflate.ts';
import { type Linear, linear, NO_ROOM } from './linear.ts';
import type { GitObject } from './loose.ts';
import type { Pack } from './pack.ts';
import { Damage, wrongBase } from './reader.ts';

/** An object during its visit. */
export interface Standing {
  /** Place in pack order; -1 for a base from outside, visited only for what is copied from it. */
  readonly index: number;
  /** 0 for a root, else one more than its base; -1 for an object visited alone, outside of the arena. */
  readonly depth: number;
  /** The object is arena[start, start + size), and so is `bytes`. Valid during the visit. */
  readonly arena: Uint8Array;
  readonly start: number;
  readonly size: number;
  readonly bytes: Uint8Array;
  /** Size of the base that `copies` copies from. Both are only of use where depth > 0. */
  readonly baseSize: number;
  readonly copies: Copies;
  /** Nothing hangs on it that is still to be visited. */
  readonly leaf: boolean;
}

export interface Visitor {
  /** Called base first, then each of its children. */
  visit(object: Standing): void;
  /** The object cannot be read. What hangs on it is reported too, one by one. */
  damaged(index: number, damage: Damage): void;
}

export interface Limits {
  /** The most bytes that one object may have. */
  readonly object: number;
  /** The most bytes of the arena; what does not fit is read and visited whole. */
  readonly arena: number;
}

export interface Outside {
  /** The base of an entry whose base is in another pack. */
  base(index: number): GitObject | Damage;
  /** The object at a place of the forest, whole. */
  whole(index: number): GitObject | Damage;
}

/** Sliding an object over its base costs a copy, so it is done only where room matters. */
const SLIDE_ABOVE = 4 << 20;

/** Of an entry that is longer, the header is read before the rest. */
const LONG = 1 << 20;
/** zlib makes no more of it, whatever it is. */
const mostDeflated = (size: number): number => Math.ceil(size * 1.01) + 4096;

export class Walk implements Standing {
  index = -1;
  depth = 0;
  arena: Uint8Array;
  start = 0;
  size = 0;
  baseSize = 0;
  copies = new Copies();

  /** Where WebAssembly builds most objects; the arena is a part of it then. */
  readonly #linear: Linear | undefined = linear();
  readonly #first: number;
  readonly #beyond: number;
  /** Where the arena ends. */
  #roof: number;
  readonly #copies = this.copies;

  readonly #entry = new Entry();
  readonly #header = new DeltaHeader();
  readonly #inflation = new Inflation();
  readonly #application = new Application();
  #delta: Uint8Array = new Uint8Array(1 << 16);
  #nodes: number[] = [];
  #starts: number[] = [];
  #sizes: number[] = [];
  /** Next child to go to, by depth. */
  #next: number[] = [];

  constructor(
    readonly pack: Pack,
    readonly forest: Forest,
    readonly outside: Outside,
    readonly limits: Limits,
  ) {
    this.arena = this.#linear === undefined ? new Uint8Array(1 << 20) : this.#linear.bytes;
    this.#first = this.#linear === undefined ? 0 : this.#linear.arena;
    this.#roof = this.arena.length;
    this.#beyond = this.#linear === undefined ? BEYOND : this.#linear.spill;
  }

  get leaf(): boolean {
    return this.depth < 0 || this.#next[this.depth]! < 0;
  }

  get bytes(): Uint8Array {
    return this.arena.subarray(this.start, this.start + this.size);
  }

  /** Visits the entry and all that hangs on it. `root` is a place whose base is not in this forest. */
  from(root: number, visitor: Visitor): void {
    const { bases, children, siblings } = this.forest;
    if (!this.#enterRoot(root, bases[root]!, visitor)) return;
    let depth = 0;
    while (depth >= 0) {
      const child = this.#next[depth]!;
      if (child < 0) {
        depth--;
        continue;
      }
      this.#next[depth] = siblings[child]!;
      const failed = this.#enterChild(child, depth);
      if (failed !== undefined) {
        this.#abandon(child, failed, visitor);
        continue;
      }
      depth++;
      this.#next[depth] = children[child]!;
      this.#visit(depth, visitor);
    }
    this.#shrink();
  }

  #enterRoot(root: number, base: number, visitor: Visitor): boolean {
    // Another walk may have made it grow.
    if (this.#linear !== undefined) this.#take(this.#linear);
    const failed = base === OUTSIDE ? this.#enterOutside(root) : this.#enterWhole(root, base);
    if (failed !== undefined) {
      this.#abandon(root, failed, visitor);
      return false;
    }
    this.#visit(0, visitor);
    return true;
  }

  #visit(depth: number, visitor: Visitor): void {
    this.depth = depth;
    this.index = this.#nodes[depth]!;
    this.start = this.#starts[depth]!;
    this.size = this.#sizes[depth]!;
    this.baseSize = depth > 0 ? this.#sizes[depth - 1]! : 0;
    visitor.visit(this);
  }

  #enterWhole(root: number, base: number): Damage | undefined {
    if (base !== ROOT) return new Damage('corrupt', 'its entry cannot be read');
    const built = this.#quickWhole(root);
    if (built >= 0) {
      this.#place(0, root, this.#first, built);
      this.#next[0] = this.forest.children[root]!;
      return undefined;
    }
    const failed = this.#open(root);
    if (failed !== undefined) return failed;
    const { size, dataAt } = this.#entry;
    if (size > this.limits.object) return new Damage('too-large', `${size} bytes`);
    const start = this.#first;
    if (!this.#room(start, size)) return HEAVY;
    const why = this.#inflate(this.arena, start, size, dataAt);
    if (why !== '') return new Damage('corrupt', why);
    this.#place(0, root, start, size);
    this.#next[0] = this.forest.children[root]!;
    return undefined;
  }

  #enterOutside(root: number): Damage | undefined {
    const base = this.outside.base(root);
    if (base instanceof Damage) return base;
    const start = this.#first;
    if (!this.#room(start, base.bytes.length)) return HEAVY;
    this.arena.set(base.bytes, start);
    this.#place(0, -1, start, base.bytes.length);
    this.#next[0] = root;
    return undefined;
  }

  /** By WebAssembly: its size, or less than 0 where that does not take it. */
  #quickWhole(root: number): number {
    const quick = this.#linear;
    if (quick === undefined) return -1;
    const at = this.#reach(quick, root);
    if (at === 0) return -1;
    const end = at + this.#length;
    const { object } = this.limits;
    const built = quick.code.whole(at, end, this.#first, this.#roof, object);
    if (built !== NO_ROOM || !this.#room(this.#first, quick.wanted)) return built;
    return quick.code.whole(at, end, this.#first, this.#roof, object);
  }

  /** Likewise, behind its base. */
  #quickChild(quick: Linear, child: number, base: number, held: number): number {
    const at = this.#reach(quick, child);
    if (at === 0) return -1;
    const end = at + this.#length;
    const { object } = this.limits;
    const { idBytes } = this.forest;
    const built = quick.code.child(at, end, base, held, base + held, this.#roof, object, idBytes);
    if (built !== NO_ROOM || !this.#room(base + held, quick.wanted)) return built;
    return quick.code.child(at, end, base, held, base + held, this.#roof, object, idBytes);
  }

  #length = 0;

  #reach(quick: Linear, index: number): number {
    const { offsets } = this.forest;
    const offset = offsets[index]!;
    this.#length = offsets[index + 1]! - offset;
    return quick.reach(this.pack, offset, this.#length);
  }

  /** Builds the child behind its base, which is at `depth`. */
  #enterChild(child: number, depth: number): Damage | undefined {
    const quick = this.#linear;
    if (quick !== undefined) {
      const base = this.#starts[depth]!;
      const held = this.#sizes[depth]!;
      const built = this.#quickChild(quick, child, base, held);
      if (built >= 0) {
        this.copies = quick.took();
        this.#placeChild(depth, child, built);
        return undefined;
      }
      this.copies = this.#copies;
    }
    const failed = this.#open(child) ?? this.#inflateDelta();
    if (failed !== undefined) return failed;
    const { baseSize, resultSize, at } = this.#header;
    const held = this.#sizes[depth]!;
    if (baseSize !== held) return new Damage('corrupt', wrongBase(baseSize, held));
    if (resultSize > this.limits.object) return new Damage('too-large', `${resultSize} bytes`);
    const base = this.#starts[depth]!;
    const start = base + held;
    if (!this.#room(start, resultSize)) return HEAVY;
    const job = this.#application;
    job.delta = this.#delta;
    job.at = at;
    job.end = this.#entry.size;
    job.arena = this.arena;
    job.base = base;
    job.baseSize = held;
    job.to = start;
    job.resultSize = resultSize;
    const why = job.run(this.copies);
    if (why !== '') return new Damage('corrupt', why);
    this.#placeChild(depth, child, resultSize);
    return undefined;
  }

  /** It stands behind its base; where that has no further children, in its place. */
  #placeChild(depth: number, child: number, size: number): void {
    const base = this.#starts[depth]!;
    const start = base + this.#sizes[depth]!;
    const slide = this.#next[depth]! < 0 && start - this.#first > SLIDE_ABOVE;
    if (slide) this.arena.copyWithin(base, start, start + size);
    this.#place(depth + 1, child, slide ? base : start, size);
  }

  #place(depth: number, node: number, start: number, size: number): void {
    this.#nodes[depth] = node;
    this.#starts[depth] = start;
    this.#sizes[depth] = size;
  }

  #end = 0;

  /** Reads the entry's header; its stream is then pack.bytes[entry.dataAt, #end). */
  #open(index: number): Damage | undefined {
    const { offsets, idBytes } = this.forest;
    const offset = offsets[index]!;
    let length = offsets[index + 1]! - offset;
    if (length > LONG) {
      const refused = this.#openLong(offset);
      if (refused !== undefined) return refused;
      length = Math.min(length, LONGEST_HEADER + idBytes + mostDeflated(this.#entry.size));
    }
    this.pack.view(offset, length);
    this.#end = this.pack.at + length;
    const why = this.#entry.read(this.pack.bytes, this.pack.at, this.#end, idBytes);
    return why === '' ? undefined : new Damage('corrupt', why);
  }

  /** Its header alone: what is too large is not read, and may be larger than memory can be. */
  #openLong(offset: number): Damage | undefined {
    this.pack.view(offset, LONGEST_HEADER);
    const { bytes, at } = this.pack;
    const why = this.#entry.read(bytes, at, at + LONGEST_HEADER, this.forest.idBytes);
    if (why !== '') return new Damage('corrupt', why);
    const { type, size } = this.#entry;
    if (size <= this.limits.object) return undefined;
    const isDelta = type === OFS_DELTA || type === REF_DELTA;
    return new Damage('too-large', isDelta ? `a delta of ${size} bytes` : `${size} bytes`);
  }

  #inflateDelta(): Damage | undefined {
    const { type, size, dataAt } = this.#entry;
    if (type !== OFS_DELTA && type !== REF_DELTA) return new Damage('corrupt', 'it is no delta');
    if (size > this.limits.object) return new Damage('too-large', `a delta of ${size} bytes`);
    if (size + BEYOND > this.#delta.length) this.#delta = new Uint8Array(size * 2 + BEYOND);
    const why = this.#inflate(this.#delta, 0, size, dataAt);
    const wrong = why === '' ? this.#header.start(this.#delta, size) : why;
    return wrong === '' ? undefined : new Damage('corrupt', wrong);
  }

  /** Inflates the open entry to output[at…]. */
  #inflate(output: Uint8Array, at: number, size: number, dataAt: number): string {
    const job = this.#inflation;
    job.input = this.pack.bytes;
    job.from = dataAt;
    job.to = this.#end;
    job.output = output;
    job.at = at;
    job.size = size;
    return job.run();
  }

  /** Makes arena[start, start + size) writable, and what inflating and applying may write beyond it. */
  #room(start: number, size: number): boolean {
    const needed = start + size + this.#beyond;
    if (needed <= this.#roof) return true;
    const most = this.limits.arena + this.#first;
    if (needed > most) return false;
    const more = needed > SLIDE_ABOVE ? needed >>> 2 : needed;
    if (this.#linear !== undefined) {
      if (needed > this.#linear.bytes.length && !this.#linear.grow(needed + more)) return false;
      this.#take(this.#linear);
      return true;
    }
    const wider = new Uint8Array(Math.min(this.limits.arena, needed + more));
    wider.set(this.arena.subarray(0, start));
    this.arena = wider;
    this.#roof = wider.length;
    return true;
  }

  /** The memory's bytes, of which the walk may use so many. */
  #take({ bytes, arena }: Linear): void {
    this.arena = bytes;
    this.#roof = Math.min(bytes.length, arena + this.limits.arena);
  }

  #shrink(): void {
    if (this.#delta.length > SLIDE_ABOVE) this.#delta = new Uint8Array(1 << 16);
    this.pack.trim();
  }

  /** What cannot be built in the arena, with all that hangs on it: read whole, or reported. */
  #abandon(first: number, failed: Damage, visitor: Visitor): void {
    const { children, siblings } = this.forest;
    const arena = this.arena;
    const waiting = [first];
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      for (let child = children[index]!; child >= 0; child = siblings[child]!) waiting.push(child);
      const found = failed === HEAVY ? this.outside.whole(index) : damageOf(index, first, failed);
      if (found instanceof Damage) {
        visitor.damaged(index, found);
        continue;
      }
      this.arena = found.bytes;
      this.index = index;
      this.depth = -1;
      this.start = 0;
      this.size = found.bytes.length;
      this.baseSize = 0;
      visitor.visit(this);
      this.arena = arena;
    }
  }
}

/** Not damage at all: the arena is too small for it. */
const HEAVY = new Damage('too-large', 'the arena');

function damageOf(index: number, first: number, failed: Damage): Damage {
  if (index === first) return failed;
  return new Damage(failed.reason, `a delta base of it: ${failed.why}`);
}
