/**
 * The walk over a delta forest, depth first. The objects on the path from the root stand one behind
 * the other in an arena, so that every entry is inflated once and every delta applied once, right
 * behind its base. An object whose base is not needed any more takes the base's place, so a long
 * chain of large versions needs room for two of them.
 */
import { Application, BEYOND, Copies, DeltaHeader } from './delta.ts';
import { Entry, OFS_DELTA, REF_DELTA } from './entry.ts';
import { type Forest, OUTSIDE, ROOT } from './forest.ts';
import { Inflation } from './inflate.ts';
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

export class Walk implements Standing {
  index = -1;
  depth = 0;
  arena: Uint8Array = new Uint8Array(1 << 20);
  start = 0;
  size = 0;
  baseSize = 0;
  readonly copies = new Copies();

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
  ) {}

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
    let depth = this.#nodes.length - 1;
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
    this.#nodes.length = 0;
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
    const failed = this.#open(root);
    if (failed !== undefined) return failed;
    const { size, dataAt } = this.#entry;
    if (size > this.limits.object) return new Damage('too-large', `${size} bytes`);
    if (!this.#room(0, size)) return HEAVY;
    const why = this.#inflate(this.arena, size, dataAt);
    if (why !== '') return new Damage('corrupt', why);
    this.#place(0, root, 0, size);
    this.#next[0] = this.forest.children[root]!;
    return undefined;
  }

  #enterOutside(root: number): Damage | undefined {
    const base = this.outside.base(root);
    if (base instanceof Damage) return base;
    if (!this.#room(0, base.bytes.length)) return HEAVY;
    this.arena.set(base.bytes);
    this.#place(0, -1, 0, base.bytes.length);
    this.#next[0] = root;
    return undefined;
  }

  /** Builds the child behind its base, which is at `depth`. */
  #enterChild(child: number, depth: number): Damage | undefined {
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
    const last = this.#next[depth]! < 0;
    const slide = last && start > SLIDE_ABOVE;
    if (slide) this.arena.copyWithin(base, start, start + resultSize);
    this.#place(depth + 1, child, slide ? base : start, resultSize);
    return undefined;
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
    const length = offsets[index + 1]! - offset;
    this.pack.view(offset, length);
    this.#end = this.pack.at + length;
    const why = this.#entry.read(this.pack.bytes, this.pack.at, this.#end, idBytes);
    return why === '' ? undefined : new Damage('corrupt', why);
  }

  #inflateDelta(): Damage | undefined {
    const { type, size, dataAt } = this.#entry;
    if (type !== OFS_DELTA && type !== REF_DELTA) return new Damage('corrupt', 'it is no delta');
    if (size > this.limits.object) return new Damage('too-large', `a delta of ${size} bytes`);
    if (size + BEYOND > this.#delta.length) this.#delta = new Uint8Array(size * 2 + BEYOND);
    const why = this.#inflate(this.#delta, size, dataAt);
    const wrong = why === '' ? this.#header.start(this.#delta, size) : why;
    return wrong === '' ? undefined : new Damage('corrupt', wrong);
  }

  /** Inflates the open entry to the front of `output`. */
  #inflate(output: Uint8Array, size: number, dataAt: number): string {
    const job = this.#inflation;
    job.input = this.pack.bytes;
    job.from = dataAt;
    job.to = this.#end;
    job.output = output;
    job.size = size;
    return job.run();
  }

  /** Makes arena[start, start + size) writable, and what inflating and applying may write beyond it. */
  #room(start: number, size: number): boolean {
    const needed = start + size + BEYOND;
    if (needed <= this.arena.length) return true;
    if (needed > this.limits.arena) return false;
    const more = needed > SLIDE_ABOVE ? needed >>> 2 : needed;
    const wider = new Uint8Array(Math.min(this.limits.arena, needed + more));
    wider.set(this.arena.subarray(0, start));
    this.arena = wider;
    return true;
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
