/**
 * One number for every object of a repository: tables of sorted ids (one per pack, one for the loose
 * objects) laid end to end. Numbers take a tenth of the room of ids and index columns.
 */
import { findId, shared } from '../objects/forest.ts';
import { fillFanout, type IdTable } from '../objects/idx.ts';

export class Catalog {
  /** Number of the first id of each table. */
  readonly firsts: number[] = [];
  readonly total: number;
  readonly idBytes: number;

  constructor(readonly tables: readonly IdTable[]) {
    let total = 0;
    for (const { count } of tables) {
      this.firsts.push(total);
      total += count;
    }
    this.total = total;
    this.idBytes = tables[0]!.idBytes;
  }

  /** Number of the id at id[at…], or -1. An object in two packs goes by the first. */
  find(id: Uint8Array, at: number): number {
    for (let index = 0; index < this.tables.length; index++) {
      const position = findId(this.tables[index]!, id, at);
      if (position >= 0) return this.firsts[index]! + position;
    }
    return -1;
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
