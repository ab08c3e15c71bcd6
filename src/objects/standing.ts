/**
 * The objects of a range in the memory of WebAssembly, one behind the other as they were read. Their entries are
 * unpacked there (unpack.as.ts), each behind its base, and trees are compared where they stand. What that
 * code does not take (loose, damaged, very large) the store reads, and it is put there.
 */
import { compileWasm, instantiate, newMemory } from '../wasm.ts';
import brief from './brief.wasm';
import { Entry, LONGEST_HEADER, OFS_DELTA, REF_DELTA, typeNames } from './entry.ts';
import { type Code, Linear, NO_ROOM } from './linear.ts';
import type { ObjectType } from './loose.ts';
import type { Pack } from './pack.ts';
import { Damage } from './reader.ts';
import type { Held, Shelf } from './shelf.ts';
import type { Store } from './store.ts';
import { type Difference, entryAt, type TreeEntry } from './tree-entries.ts';

interface BriefCode extends Code {
  readonly DIFFERENCES: { readonly value: number };
  differ(a: number, aEnd: number, b: number, bEnd: number, idBytes: number): number;
}

interface Placed extends Held {
  readonly start: number;
}

/** A link of a chain of deltas: where its entry is, and how many bytes it inflates to. */
interface Link {
  readonly offset: number;
  readonly size: number;
}

/** Windows of the pack: few, as memory that V8 counts makes it collect garbage. */
const SLOTS = 512;
/** Room at first, bytes: most ranges need no more. */
const USUAL = 4 << 20;
/** All that stands there. A range that brings more is read by the whole scan, which does not hold it. */
const MOST = 256 << 20;
/** git itself makes chains of 4,095 at most. */
const LONGEST_CHAIN = 5000;
/** An entry on the way to another stays, as others hang on it, unless it is larger than this. */
const LARGE = 1 << 16;
/** Bytes of a stream that are read at first: mostly it takes less than half of what it holds. */
const SHORT = 4096;

export class StandingShelf implements Shelf {
  readonly #store: Store;
  readonly #code: BriefCode;
  readonly #linear: Linear;
  readonly #entry = new Entry();
  readonly #held = new Map<string, Placed>();
  /** By pack and offset, those on the way included. */
  readonly #kept = new Map<Pack, Map<number, Placed>>();
  readonly #limit: number;
  #top: number;

  private constructor(store: Store, linear: Linear, code: BriefCode) {
    this.#store = store;
    this.#linear = linear;
    this.#code = code;
    this.#top = linear.arena;
    this.#limit = Math.min(store.limit, MOST);
  }

  /** undefined where WebAssembly does not run. */
  static open(store: Store): StandingShelf | undefined {
    const module = compileWasm(brief);
    if (module === undefined) return undefined;
    const memory = newMemory(1);
    const code = instantiate<BriefCode>(module, memory);
    const linear = new Linear(memory, code, SLOTS);
    linear.grow(linear.arena + USUAL);
    return new StandingShelf(store, linear, code);
  }

  read(oid: string): Placed | undefined {
    const known = this.#held.get(oid);
    if (known !== undefined) return known;
    const found = this.#packed(Buffer.from(oid, 'hex')) ?? this.#otherwise(oid);
    if (found !== undefined) this.#held.set(oid, found);
    return found;
  }

  bytesOf({ start, size }: Placed): Uint8Array {
    return this.#linear.bytes.subarray(start, start + size);
  }

  differing(before: Placed | undefined, now: Placed): Difference | undefined {
    const { idBytes } = this.#store;
    const from = before === undefined ? 0 : before.start;
    const end = before === undefined ? 0 : from + before.size;
    const count = this.#code.differ(from, end, now.start, now.start + now.size, idBytes);
    // Below zero: no trees, or more differences than there is room for.
    if (count < 0) return undefined;
    const { buffer } = this.#linear.bytes;
    const listed = new Int32Array(buffer, this.#code.DIFFERENCES.value, count * 2);
    const bytes = Buffer.from(buffer as ArrayBuffer);
    const found = { before: new Map<string, TreeEntry>(), now: new Map<string, TreeEntry>() };
    for (let index = 0; index < count; index++) {
      const [old, fresh] = [listed[index * 2]!, listed[index * 2 + 1]!];
      if (old !== 0 && !entryAt(bytes, old, idBytes, found.before)) return undefined;
      if (fresh !== 0 && !entryAt(bytes, fresh, idBytes, found.now)) return undefined;
    }
    return found;
  }

  #otherwise(oid: string): Placed | undefined {
    const object = this.#store.read(oid);
    if (object instanceof Damage) return undefined;
    const { type, bytes } = object;
    const start = this.#top;
    if (!this.#room(start + bytes.length)) return undefined;
    this.#linear.bytes.set(bytes, start);
    return this.#placed(type, start, bytes.length);
  }

  #packed(id: Uint8Array): Placed | undefined {
    const place = this.#store.locate(id);
    if (place === undefined) return undefined;
    const { pack, offset } = place;
    let kept = this.#kept.get(pack);
    if (kept === undefined) {
      kept = new Map();
      this.#kept.set(pack, kept);
    }
    return kept.get(offset) ?? this.#follow(pack, offset, kept);
  }

  /** Goes from delta to base until one is whole or stands here already, and builds all of them. */
  #follow(pack: Pack, offset: number, kept: Map<number, Placed>): Placed | undefined {
    const chain: Link[] = [];
    let base: Placed | undefined;
    let type: ObjectType | undefined;
    for (let at = offset; type === undefined; ) {
      base = kept.get(at);
      if (base !== undefined) break;
      if (chain.length === LONGEST_CHAIN || !this.#header(pack, at)) return undefined;
      chain.push({ offset: at, size: this.#entry.size });
      type = typeNames[this.#entry.type];
      if (type === undefined) at = this.#baseOf(pack, at);
    }
    let passing: Placed | undefined;
    for (let link = chain.pop(); link !== undefined; link = chain.pop()) {
      const built = this.#build(pack, link, base, base === undefined ? type! : base.type);
      if (built === undefined) return undefined;
      base = passing === undefined ? built : this.#slide(built, passing.start);
      passing = base.size > LARGE && chain.length > 0 ? base : undefined;
      if (passing === undefined) kept.set(link.offset, base);
    }
    return base;
  }

  /** Puts what was built last in the place of its base, which nobody needs any more. */
  #slide({ type, start, size }: Placed, to: number): Placed {
    this.#linear.bytes.copyWithin(to, start, start + size);
    return this.#placed(type, to, size);
  }

  #header(pack: Pack, offset: number): boolean {
    const room = Math.min(LONGEST_HEADER, pack.size - this.#store.idBytes - offset);
    if (offset < 12 || room <= 0) return false;
    const at = this.#linear.reach(pack, offset, room);
    const { bytes } = this.#linear;
    return at > 0 && this.#entry.read(bytes, at, at + room, this.#store.idBytes) === '';
  }

  /** Of the delta whose header was read just now. 0, where no entry is, where another pack has it. */
  #baseOf(pack: Pack, at: number): number {
    const { type, distance, baseAt } = this.#entry;
    if (type === OFS_DELTA) return at - distance;
    if (type !== REF_DELTA) return 0;
    const id = this.#linear.bytes.slice(baseAt, baseAt + this.#store.idBytes);
    return Math.max(0, this.#store.offsetIn(pack, id));
  }

  #build(
    pack: Pack,
    { offset, size }: Link,
    base: Placed | undefined,
    type: ObjectType,
  ): Placed | undefined {
    const most = pack.size - this.#store.idBytes - offset;
    const whole = Math.min(most, LONGEST_HEADER + 256 + Math.ceil(size * 1.01));
    const guess = Math.min(whole, Math.max(SHORT, LONGEST_HEADER + (size >> 1)));
    for (const length of guess < whole ? [guess, whole] : [whole]) {
      const at = this.#linear.reach(pack, offset, length);
      if (at === 0) return undefined;
      let built = this.#unpack(at, at + length, base);
      if (built === NO_ROOM && this.#room(this.#top + this.#linear.wanted))
        built = this.#unpack(at, at + length, base);
      if (built >= 0) return this.#placed(type, this.#top, built);
    }
    return undefined;
  }

  #unpack(at: number, end: number, base: Placed | undefined): number {
    const { bytes } = this.#linear;
    const code = this.#code;
    if (base === undefined) return code.whole(at, end, this.#top, bytes.length, this.#limit);
    const { start, size } = base;
    const { idBytes } = this.#store;
    return code.child(at, end, start, size, this.#top, bytes.length, this.#limit, idBytes);
  }

  #placed(type: ObjectType, start: number, size: number): Placed {
    this.#top = (start + size + 7) & ~7;
    return { type, start, size };
  }

  #room(end: number): boolean {
    const linear = this.#linear;
    const needed = end + linear.spill + 8;
    if (needed > linear.arena + MOST) return false;
    return needed <= linear.bytes.length || linear.grow(needed + (needed >> 3));
  }
}
