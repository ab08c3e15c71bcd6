/**
 * Facts (known.ts) as bytes: the length of a JSON text (u32, big-endian), the text, then the columns one behind
 * the other in this machine's byte order, as long as the text says. The file is sealed, so what it says
 * of itself is true; of another version of this tool, it is not looked at.
 */
import type { Facts } from './known.ts';

const COLUMNS = [
  'commits',
  'trees',
  'parents',
  'times',
  'merges',
  'edgeTrees',
  'edgeObjects',
  'edgeNames',
] as const;

type Column = (typeof COLUMNS)[number];

/** Everything but the columns, and how many entries each has. */
interface Head<Made> {
  readonly made: Made;
  readonly facts: Omit<Facts, Column>;
  readonly lengths: readonly number[];
}

export function encode<Made>(made: Made, facts: Facts): Buffer {
  const plain: Partial<Facts> = { ...facts };
  for (const name of COLUMNS) delete plain[name];
  const lengths = COLUMNS.map((name) => facts[name].length);
  const head: Head<Made> = { made, facts: plain as Omit<Facts, Column>, lengths };
  const text = Buffer.from(JSON.stringify(head));
  const size = Buffer.alloc(4);
  size.writeUInt32BE(text.length);
  const columns = COLUMNS.map((name) => {
    const { buffer, byteOffset, byteLength } = facts[name];
    return Buffer.from(buffer, byteOffset, byteLength);
  });
  return Buffer.concat([size, text, ...columns]);
}

/** undefined where another version has written the bytes. */
export function decode<Made>(
  bytes: Buffer,
): { readonly made: Made; readonly facts: Facts } | undefined {
  const end = 4 + bytes.readUInt32BE(0);
  const head = JSON.parse(bytes.toString('utf8', 4, end)) as Partial<Head<Made>>;
  const { made, facts, lengths } = head;
  if (!made || !facts || lengths?.length !== COLUMNS.length) return undefined;
  let at = bytes.byteOffset + end;
  const columns: Partial<Record<Column, Int32Array | Float64Array>> = {};
  for (const [index, name] of COLUMNS.entries()) {
    const Kind = name === 'times' ? Float64Array : Int32Array;
    const next = at + lengths[index]! * Kind.BYTES_PER_ELEMENT;
    if (!(next <= bytes.byteOffset + bytes.length)) return undefined;
    // Copied: the columns must start at multiples of their width.
    columns[name] = new Kind(bytes.buffer.slice(at, next) as ArrayBuffer);
    at = next;
  }
  return { made, facts: { ...facts, ...(columns as Pick<Facts, Column>) } };
}
