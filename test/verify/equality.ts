/**
 * The central property: delta-aware scanning = a full scan of each object = a full scan of what
 * `git cat-file --batch-all-objects` prints, hit for hit, object for object. Used by the test over
 * random repositories and by `npm run verify`.
 */
import { spawn } from 'node:child_process';
import { type Engine, Hits } from '../../src/detect/engine.ts';
import { Carry } from '../../src/history/carry.ts';
import { contentCode } from '../../src/history/content-code.ts';
import { ContentFamilies } from '../../src/history/content-families.ts';
import { rootsOf } from '../../src/history/ground.ts';
import { BLOB, COMMIT, TAG, TREE, typeNames } from '../../src/objects/entry.ts';
import type { Forest } from '../../src/objects/forest.ts';
import { Damage } from '../../src/objects/reader.ts';
import { hex, Store } from '../../src/objects/store.ts';
import { type Standing, Walk } from '../../src/objects/walk.ts';

export interface Equality {
  readonly objects: number;
  readonly bytes: number;
  readonly hits: number;
  /** Bytes that the delta-aware scan looked at. */
  readonly scanned: number;
  /** Objects that were gone over many at once, as a scan of history does where it can. */
  readonly together: number;
  /** What differs, in words; empty where the three agree. */
  readonly differences: string[];
}

export interface EqualityOptions {
  readonly engine: Engine;
  readonly git: string;
  readonly env: NodeJS.ProcessEnv;
  readonly hash: 'sha1' | 'sha256';
  /** Room of the walk, in bytes; small ones make it read objects alone. */
  readonly arena: number;
}

const ALL = [COMMIT, TREE, BLOB, TAG];
const MOST = 20;
/** Roots whose families are gone over in one call. */
const FAMILIES = 200;

/** Compares the three ways over all objects below `objectsDir`. */
export async function equality(
  gitDir: string,
  objectsDir: string,
  options: EqualityOptions,
): Promise<Equality> {
  const own = new Own(objectsDir, options);
  own.run();
  const differences = own.differences;
  const hits = new Hits();
  let objects = 0;
  let bytes = 0;
  let count = 0;
  for await (const { oid, type, content } of batchAll(gitDir, options)) {
    objects++;
    bytes += content.length;
    hits.clear();
    options.engine.scan(content, 0, content.length, hits);
    count += hits.length;
    const mine = own.seen.get(oid);
    own.seen.delete(oid);
    if (mine === undefined) differences.push(`${oid}: git has this ${type}, the walk has not`);
    else if (mine.type !== type || mine.size !== content.length) {
      differences.push(
        `${oid}: git says ${type} of ${content.length}, the walk ${mine.type} of ${mine.size}`,
      );
    } else if (mine.hits !== textOf(hits)) {
      differences.push(`${oid}: git's bytes give [${textOf(hits)}], the walk [${mine.hits}]`);
    }
    if (differences.length > MOST) break;
  }
  for (const oid of own.seen.keys()) differences.push(`${oid}: the walk has it, git has not`);
  return {
    objects,
    bytes,
    hits: count,
    scanned: own.scanned,
    together: own.together,
    differences: differences.slice(0, MOST),
  };
}

interface Seen {
  readonly type: string;
  readonly size: number;
  readonly hits: string;
}

/** The walk's side: each object scanned delta-aware and, in the same breath, in full. */
class Own {
  readonly seen = new Map<string, Seen>();
  readonly differences: string[] = [];
  scanned = 0;
  together = 0;
  readonly #store: Store;
  readonly #options: EqualityOptions;
  readonly #full = new Hits();

  constructor(objectsDir: string, options: EqualityOptions) {
    this.#options = options;
    this.#store = new Store({ objectsDir, hash: options.hash, limit: 2 ** 31 - 1024 });
  }

  run(): void {
    for (const path of this.#store.packPaths) this.#pack(path);
    for (const oid of this.#store.looseIds()) {
      const found = this.#store.read(oid);
      if (found instanceof Damage) this.differences.push(`${oid}: ${found.why}`);
      else this.#note(oid, found.type, found.bytes);
    }
    for (const { path, why } of this.#store.unusable) this.differences.push(`${path}: ${why}`);
    this.#store.close();
  }

  #pack(path: string): void {
    const { engine, arena } = this.#options;
    const { forest, broken } = this.#store.sweep(path);
    for (const { index, why } of broken) this.differences.push(`${path}, entry ${index}: ${why}`);
    const limits = { object: 2 ** 31 - 1024, arena };
    const walk = new Walk(this.#store.pack(path), forest, this.#store.outside(forest), limits);
    const carry = new Carry(engine);
    const oidOf = (index: number) => {
      const at = forest.order[index]! * forest.idBytes;
      return hex(forest.ids.subarray(at, at + forest.idBytes));
    };
    const visitor = {
      visit: (object: Standing) => {
        const carried = textOf(carry.scan(object));
        if (object.index < 0) return;
        const oid = oidOf(object.index);
        const type = typeNames[forest.types[object.index]!]!;
        const full = this.#note(oid, type, object.bytes);
        if (full === carried) return;
        this.differences.push(`${oid}: a full scan gives [${full}], carried are [${carried}]`);
      },
      damaged: (index: number, damage: Damage) => {
        this.differences.push(`${oidOf(index)}: ${damage.why}`);
      },
    };
    for (const root of rootsOf(forest, ALL)) walk.from(root, visitor);
    this.scanned += carry.scanned;
    this.#together(forest, walk);
  }

  /** The same as `keyfence history` does it, many objects in one call. */
  #together(forest: Forest, { pack, limits }: Walk): void {
    const made = contentCode();
    if (made === undefined) return;
    const carry = new Carry(this.#options.engine, made);
    const found = new Map<number, string>();
    let met = 0;
    const families = new ContentFamilies<undefined>(made, {
      rest: (object, number, _type, likely) => {
        found.set(number, textOf(carry.rest(object, likely)));
      },
      oddCommit: () => {},
      mark: () => undefined,
      back: () => {},
      commit: () => {},
      count: (_type, objects) => {
        met += objects;
      },
    });
    carry.begin();
    const roots = rootsOf(forest, ALL);
    const left = new Set<number>();
    for (let from = 0; from < roots.length; from += FAMILIES) {
      const some = roots.subarray(from, from + FAMILIES);
      for (const root of families.run({ part: 0, forest, pack, first: 0, limits }, some).left) {
        left.add(root);
      }
    }
    const rootOf = (index: number): number =>
      forest.bases[index]! < 0 ? index : rootOf(forest.bases[index]!);
    let expected = 0;
    for (let index = 0; index < forest.count; index++) {
      if (forest.types[index] === 0 || left.has(rootOf(index))) continue;
      expected++;
      const position = forest.order[index]!;
      const oid = hex(
        forest.ids.subarray(position * forest.idBytes, (position + 1) * forest.idBytes),
      );
      const hits = found.get(position) ?? '';
      if (hits === this.seen.get(oid)!.hits) continue;
      this.differences.push(`${oid}: many at once have [${hits}]`);
    }
    this.together += met;
    if (met !== expected) this.differences.push(`${met} objects at once, not ${expected}`);
  }

  #note(oid: string, type: string, bytes: Uint8Array): string {
    this.#full.clear();
    this.#options.engine.scan(bytes, 0, bytes.length, this.#full);
    const hits = textOf(this.#full);
    this.seen.set(oid, { type, size: bytes.length, hits });
    return hits;
  }
}

function textOf(hits: Hits): string {
  let text = '';
  for (let index = 0; index < hits.length; index++) {
    text += `${hits.rule(index)}@${hits.start(index)}-${hits.end(index)} `;
  }
  return text;
}

interface Printed {
  readonly oid: string;
  readonly type: string;
  readonly content: Uint8Array;
}

/** Each object as `git cat-file --batch` prints it: a line `id type size`, the content, a line feed. */
async function* batchAll(gitDir: string, { git, env }: EqualityOptions): AsyncGenerator<Printed> {
  const args = ['--no-replace-objects', '--git-dir', gitDir, 'cat-file', '--batch-all-objects'];
  const child = spawn(git, [...args, '--unordered', '--batch'], {
    env: { ...env, GIT_NO_LAZY_FETCH: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let pieces: Buffer[] = [];
  let held = 0;
  let wanted = 1;
  for await (const piece of child.stdout as AsyncIterable<Buffer>) {
    pieces.push(piece);
    held += piece.length;
    if (held < wanted) continue;
    let bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    for (;;) {
      const feed = bytes.indexOf(10);
      wanted = bytes.length + 1; // The line is cut: any more bytes may hold the rest of it.
      if (feed < 0) break;
      const [oid, type, size] = bytes.toString('latin1', 0, feed).split(' ');
      wanted = feed + 2 + Number(size);
      if (bytes.length < wanted) break;
      yield { oid: oid!, type: type!, content: bytes.subarray(feed + 1, wanted - 1) };
      bytes = bytes.subarray(wanted);
      wanted = 1;
    }
    pieces = [bytes];
    held = bytes.length;
  }
  if (held > 0) throw new Error(`git cat-file ended with ${held} bytes over`);
}
