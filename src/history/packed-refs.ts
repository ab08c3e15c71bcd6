/**
 * `packed-refs`: a line for each ref, `id SP name`, below a header that says `sorted` where git wrote it; a
 * line that begins with `^` belongs to the tag above it. Repositories with many branches have megabytes of it,
 * so a single name is looked up by halving, as git does it.
 */
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';

/** Below this the whole file is as quick to read. */
const SMALL = 1 << 16;
/** Read around each half; holds some dozen lines. */
const AROUND = 1 << 12;
const ID = /^[0-9a-f]{40,64}$/;
const SORTED = /^# pack-refs with:[^\n]* sorted [^\n]*\n/;

/** The id of a ref as it stands there, 'none', or undefined where the file has to be read from end to end. */
export function packedId(path: string, ref: string): string | 'none' | undefined {
  const found = opened(path, (file, size) => around(file, size, ref));
  if (found === undefined || ID.test(found)) return found;
  const at = found.indexOf(` ${ref}\n`);
  if (at < 0) return 'none';
  return found.slice(found.lastIndexOf('\n', at) + 1, at);
}

/** Whether any ref there begins with that. */
export function hasPacked(path: string, prefix: string): boolean {
  if (!existsSync(path)) return false;
  const found = opened(path, (file, size) => around(file, size, prefix));
  return (found ?? readFileSync(path, 'latin1')).includes(` ${prefix}`);
}

function opened<T>(path: string, look: (file: number, size: number) => T): T | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    const { size } = fstatSync(file);
    return size < SMALL ? undefined : look(file, size);
  } finally {
    closeSync(file);
  }
}

/**
 * The lines among which the ref stands or would stand, up to the one behind it; or its id alone.
 * undefined where they cannot be told.
 */
function around(file: number, size: number, ref: string): string | undefined {
  const bytes = Buffer.allocUnsafeSlow(AROUND);
  const text = (at: number) => bytes.toString('latin1', 0, readSync(file, bytes, 0, AROUND, at));
  const header = SORTED.exec(text(0));
  if (header === null) return undefined;
  // The line sought begins in [low, high), if there is one; low is where a line begins.
  let low = header[0].length;
  let high = size;
  while (high - low > AROUND / 2) {
    const middle = low + ((high - low) >> 1);
    const part = text(middle);
    const line = /\n([0-9a-f]{40,64}) ([^\n]+)\n/.exec(part);
    if (line === null) return undefined;
    if (line[2] === ref) return line[1];
    const start = middle + line.index + 1;
    if (line[2]! < ref) low = start;
    else if (start >= high) return undefined;
    else high = start;
  }
  return text(low);
}
