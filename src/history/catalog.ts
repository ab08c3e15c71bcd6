/**
 * One number for every object of a repository: tables of sorted ids (one per pack, one for the loose
 * objects) laid end to end. Numbers take a tenth of the room of ids and index columns.
 */
import { findId, shared } from '../objects/forest.ts';
import { fillFanout, type IdTable } from '../objects/idx.ts';
import { findMany, type Ids, idsIn } from '../objects/many.ts';

/** Of three look-ups, more than one is for an id among these few; more of them would leave the near cache. */
const RECENT = 4096;
/** Room for the longest id. */
const WIDTH = 32;

export class Catalog {
  /** Number of the first id of each table. */
  readonly firsts: number[] = [];
  readonly total: number;
  readonly idBytes: number;

  /**
   * The ids found last, by their first 12 bits, and their numbers: the same ones are asked for again
   * and again, and a look into the tables is a walk through memory that no cache holds.
   */
  readonly #recent = new Int32Array(RECENT).fill(-1);
  readonly #recentIds = new Uint8Array(RECENT * WIDTH);

  readonly #ids: Ids[];

  constructor(readonly tables: readonly IdTable[]) {
    let total = 0;
    this.#ids = tables.map(({ ids }) => idsIn(ids));
    for (const { count } of tables) {
      this.firsts.push(total);
      total += count;
    }
    this.total = total;
    this.idBytes = tables[0]!.idBytes;
  }

  /** Number of the id at id[at…], or -1. An object in two packs goes by the first. */
  find(id: Uint8Array, at: number): number {
    const key = id[at]! * 16 + (id[at + 1]! >> 4);
    const start = key * WIDTH;
    const { idBytes } = this;
    let same = 0;
    while (same < idBytes && this.#recentIds[start + same] === id[at + same]) same++;
    if (same === idBytes && this.#recent[key]! >= 0) return this.#recent[key]!;
    for (let index = 0; index < this.tables.length; index++) {
      const position = findId(this.tables[index]!, id, at);
      if (position < 0) continue;
      this.#recent[key] = this.firsts[index]! + position;
      for (let byte = 0; byte < idBytes; byte++) this.#recentIds[start + byte] = id[at + byte]!;
      return this.#recent[key]!;
    }
    return -1;
  }

  /** Numbers of the first `count` ids, or -1, into `found`. */
  findAll(ids: Ids, count: number, found: Int32Array): void {
    found.fill(-1, 0, count);
    for (let index = 0; index < this.tables.length; index++) {
      const job = { found, count, first: this.firsts[index]! };
      findMany(this.tables[index]!, this.#ids[index]!, ids, job);
    }
  }

  /** Numbers of many ids in hexadecimal, each of full length; -1 for what is not there. */
  numbersOf(oids: readonly string[]): Int32Array {
    const found = new Int32Array(oids.length);
    const bytes = new Uint8Array(oids.length * this.idBytes);
    bytes.set(Buffer.from(oids.join(''), 'hex'));
    this.findAll(idsIn(bytes), oids.length, found);
    return found;
  }

  findHex(oid: string): number {
    return this.find(Buffer.from(oid, 'hex'), 0);
  }

  /** The id as lower-case hex. */
  hex(number: number): string {
    let index = this.tables.length - 1;
    while (this.firsts[index]! > number) index--;
    const { ids, idBytes } = this.tables[index]!;
    const at = (number - this.firsts[index]!) * idBytes;
    return Buffer.from(ids.subarray(at, at + idBytes)).toString('hex');
  }

  /** Distinct ids: those that no earlier table has. */
  distinct(): number {
    let count = this.tables[0]?.count ?? 0;
    for (let index = 1; index < this.tables.length; index++) {
      const { ids, idBytes } = this.tables[index]!;
      for (let at = 0, number = this.firsts[index]!; at < ids.length; at += idBytes, number++) {
        if (this.find(ids, at) === number) count++;
      }
    }
    return count;
  }
}

/** The table of some ids given as sorted hex. */
export function tableOf(oids: readonly string[], idBytes: number): IdTable {
  const ids = new Uint8Array(shared(oids.length * idBytes));
  for (let index = 0; index < oids.length; index++) {
    ids.set(Buffer.from(oids[index]!, 'hex'), index * idBytes);
  }
  const fanout = new Uint32Array(shared(65_537 * 4));
  fillFanout(ids, idBytes, fanout);
  return { count: oids.length, idBytes, ids, fanout };
}
