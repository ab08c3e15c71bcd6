/**
 * Reads files on some threads: this one, and workers. Each takes the next few paths when it is done
 * with its last, so that the shares come out even; what is found does not depend on who took which.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Engine } from '../detect/engine.ts';
import { KeyfenceError } from '../errors.ts';
import { DONE, type FilesPart, type FilesWork, NEXT, Reading } from './reading.ts';

/** Between two looks at the clock, the signal and the terminal. */
const BREATH_MS = 40;

export interface Sharing {
  /** Threads, this one included. */
  readonly threads: number;
  /** Once aborted, no thread takes another path. */
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (done: number) => void;
}

/** @returns what each thread has found */
export async function readShared(
  engine: Engine,
  work: FilesWork,
  sharing: Sharing,
): Promise<readonly FilesPart[]> {
  const { signal, onProgress } = sharing;
  const look = () => {
    onProgress(Atomics.load(work.counters, DONE));
    if (signal?.aborted) Atomics.store(work.counters, NEXT, NOBODY_ELSE);
  };
  const others = Array.from({ length: sharing.threads - 1 }, () => inWorker(work));
  const all = Promise.all(others);
  all.catch(() => {}); // Met below.
  const reading = new Reading(engine, work);
  let last = performance.now();
  for (const _ of reading.run()) {
    if (performance.now() - last < BREATH_MS) continue;
    await new Promise((resume) => setImmediate(resume));
    look();
    last = performance.now();
  }
  const timer = setInterval(look, BREATH_MS);
  try {
    return [reading.part, ...(await all)];
  } finally {
    clearInterval(timer);
  }
}

/** Behind every list: the most that 32 bits hold, less the room that adding to it needs. */
const NOBODY_ELSE = 2 ** 30;

function inWorker(work: FilesWork): Promise<FilesPart> {
  return new Promise((settle, fail) => {
    const worker = new Worker(workerFile(), { workerData: work });
    worker.once('message', settle);
    worker.once('error', fail);
    // Behind a message this says nothing new.
    worker.once('exit', () =>
      fail(new KeyfenceError('internal', 'a worker thread ended too soon')),
    );
  });
}

/** The built worker: beside this file's bundle, above its chunk, or (from source) in `dist`. */
function workerFile(): string {
  const name = 'files-worker.cjs';
  const paths = [name, `../${name}`, `../../dist/${name}`].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  return paths.find((path) => existsSync(path)) ?? paths[0]!;
}
