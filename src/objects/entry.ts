/**
 * The header of one pack entry. First byte: top bit "more follow", three bits of type, four of size;
 * then seven bits of size a byte, lowest first. An offset delta then says how far back its base
 * starts: seven bits a byte, highest first, each further byte adding one. A ref delta gives its
 * base's id. The zlib stream follows.
 */
import type { ObjectType } from './loose.ts';

export const COMMIT = 1;
export const TREE = 2;
export const BLOB = 3;
export const TAG = 4;
export const OFS_DELTA = 6;
export const REF_DELTA = 7;

/** No header is longer: ten bytes of size, ten of distance or an id. */
export const LONGEST_HEADER = 10 + 32;

export const typeNames: readonly (ObjectType | undefined)[] = [
  undefined,
  'commit',
  'tree',
  'blob',
  'tag',
];

/** One entry's header, reused from entry to entry: the sweep over a pack reads a million. */
export class Entry {
  type = 0;
  /** Bytes after inflation: of the object, or of the delta. */
  size = 0;
  /** Where the zlib stream starts in the bytes given to `read`. */
  dataAt = 0;
  /** Offset delta: how many bytes before this entry its base starts. */
  distance = 0;
  /** Ref delta: where the base's id stands in the bytes given to `read`. */
  baseAt = 0;

  /**
   * Reads the header at bytes[at], not past `end`.
   * @returns '' or what is wrong
   */
  read(bytes: Uint8Array, at: number, end: number, idBytes: number): string {
    const next = this.#readSize(bytes, at, end);
    if (next < 0) return 'the entry header is cut short or its size is absurd';
    this.dataAt = next;
    switch (this.type) {
      case COMMIT:
      case TREE:
      case BLOB:
      case TAG:
        return '';
      case OFS_DELTA:
        return this.#readDistance(bytes, next, end);
      case REF_DELTA:
        this.baseAt = next;
        this.dataAt = next + idBytes;
        return this.dataAt <= end ? '' : 'the entry header is cut short';
      default:
        return `entry type ${this.type} is not known`;
    }
  }

  #readSize(bytes: Uint8Array, at: number, end: number): number {
    if (at >= end) return -1;
    let byte = bytes[at++]!;
    this.type = (byte >> 4) & 7;
    let size = byte & 15;
    let unit = 16;
    while (byte & 0x80) {
      if (at >= end || unit > 2 ** 46) return -1;
      byte = bytes[at++]!;
      size += (byte & 0x7f) * unit;
      unit *= 128;
    }
    this.size = size;
    return at;
  }

  #readDistance(bytes: Uint8Array, at: number, end: number): string {
    if (at >= end) return 'the entry header is cut short';
    let byte = bytes[at++]!;
    let distance = byte & 0x7f;
    while (byte & 0x80) {
      if (at >= end || distance > 2 ** 44) return 'the distance to the delta base is absurd';
      byte = bytes[at++]!;
      distance = (distance + 1) * 128 + (byte & 0x7f);
    }
    this.distance = distance;
    this.dataAt = at;
    return '';
  }
}
