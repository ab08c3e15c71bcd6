/**
 * Inflating pack entries. A call of `inflateSync` costs three to five microseconds before its first
 * byte (it makes a stream object each time), and a pack has a million entries of a few dozen bytes.
 * So one Inflate object is kept, and the binding behind it is called directly: a tenth of the cost,
 * and the bytes land where they belong. That binding is not documented; it is tried out once, before its
 * first use, and where anything about it differs `inflateSync` does the work. zlib is loaded only then: a
 * range is unpacked by WebAssembly, and loading costs as much as a tenth of it.
 */

/** What is used of node's zlib binding; the same from Node 10 to 24. */
interface Binding {
  reset(): void;
  writeSync(
    flush: number,
    input: Uint8Array,
    inputAt: number,
    inputLength: number,
    output: Uint8Array,
    outputAt: number,
    outputLength: number,
  ): void;
  onerror: (message: string) => void;
}

interface Kept {
  readonly binding: Binding;
  /** After a call: [free output, unused input]. */
  readonly state: Uint32Array;
  /** Z_FINISH */
  readonly finish: number;
}

let failure = '';

/** What to inflate and where to; kept and changed, as there are a million calls. */
export class Inflation {
  /** The zlib stream is input[from, to); it may end before `to`. */
  input: Uint8Array = new Uint8Array(0);
  from = 0;
  to = 0;
  /** It goes to output[at, at + size), and the output has room for one byte more: only so does a stream that is too long show. */
  output: Uint8Array = new Uint8Array(0);
  at = 0;
  size = 0;

  /** @returns '' or, in a few words, what is wrong */
  run(): string {
    if (!isTried) tryOnce();
    return kept === undefined ? inflatePlain(this) : inflateKept(kept, this);
  }
}

function inflateKept({ binding, state, finish }: Kept, job: Inflation): string {
  const { from, size } = job;
  failure = '';
  binding.reset();
  binding.writeSync(finish, job.input, from, job.to - from, job.output, job.at, size + 1);
  if (failure !== '') return failure;
  return state[0] === 1 ? '' : wrongSize(size, size + 1 - state[0]!);
}

function inflatePlain({ input, from, to, output, at, size }: Inflation): string {
  try {
    const bytes = zlib().inflateSync(input.subarray(from, to), {
      chunkSize: Math.max(64, size + 1),
      maxOutputLength: size + 1,
    });
    if (bytes.length !== size) return wrongSize(size, bytes.length);
    output.set(bytes, at);
    return '';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? wrongSize(size, size + 1)
      : (error as Error).message;
  }
}

function wrongSize(size: number, held: number): string {
  return held > size ? `holds more than its ${size} bytes` : `holds ${held} of its ${size} bytes`;
}

/** Tries the binding on a good, a cut, a long and a broken stream. */
function tryBinding(): Kept | undefined {
  if (process.env.KEYFENCE_PLAIN_ZLIB !== undefined) return undefined;
  try {
    const { constants, createInflate } = zlib();
    const inflate = createInflate() as unknown as { _handle: Binding; _writeState: Uint32Array };
    const found: Kept = {
      binding: inflate._handle,
      state: inflate._writeState,
      finish: constants.Z_FINISH,
    };
    found.binding.onerror = (message) => {
      failure = message;
    };
    // "abcabcabcabc"
    const stream = Buffer.from('eJxLTEpOhCEAHeAEmQ==', 'base64');
    const output = Buffer.alloc(16);
    const run = (to: number, size: number) => {
      const job = Object.assign(new Inflation(), {
        input: stream,
        from: 0,
        to,
        output,
        at: 1,
        size,
      });
      return inflateKept(found, job) === '';
    };
    const works = run(stream.length, 12) && output.toString('latin1', 1, 13) === 'abcabcabcabc';
    const strict =
      !run(stream.length - 1, 12) && !run(stream.length, 11) && !run(stream.length, 13);
    stream[4]! ^= 0xff;
    return works && strict && !run(stream.length, 12) ? found : undefined;
  } catch {
    return undefined;
  }
}

const zlib = () => process.getBuiltinModule('node:zlib');

let kept: Kept | undefined;
let isTried = false;

function tryOnce(): void {
  isTried = true;
  kept = tryBinding();
}

/** True where the fast way is in use; the tests want to know. */
export function usesBinding(): boolean {
  if (!isTried) tryOnce();
  return kept !== undefined;
}
