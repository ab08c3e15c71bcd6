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
  /** Once aborted, no thread takes another path. */
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (done: number) => void;
}

/** The workers, started before it is known what there is to read: they are ready by then. */
export class FilesPool {
  private readonly workers: readonly Worker[];

  /** @param threads this one included */
  constructor(threads: number) {
    this.workers = Array.from({ length: threads - 1 }, () => {
      const worker = new Worker(workerFile());
      worker.unref();
      return worker;
    });
  }

  close(): void {
    for (const worker of this.workers) void worker.terminate();
  }

  /**
   * Once only; the workers end with it.
   * @returns what each thread has found
   */
  async read(engine: Engine, work: FilesWork, sharing: Sharing): Promise<readonly FilesPart[]> {
    const { signal, onProgress } = sharing;
    const look = () => {
      onProgress(Atomics.load(work.counters, DONE));
      if (signal?.aborted) Atomics.store(work.counters, NEXT, NOBODY_ELSE);
    };
    const others = Promise.all(this.workers.map((worker) => ask(worker, work)));
    others.catch(() => {}); // Met below.
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
      return [reading.part, ...(await others)];
    } finally {
      clearInterval(timer);
    }
  }
}

/** Behind every list: the most that 32 bits hold, less the room that adding to it needs. */
const NOBODY_ELSE = 2 ** 30;

function ask(worker: Worker, work: FilesWork): Promise<FilesPart> {
  return new Promise((settle, fail) => {
    worker.ref();
    worker.once('message', settle);
    worker.once('error', fail);
    // Behind a message this says nothing new.
    worker.once('exit', () =>
      fail(new KeyfenceError('internal', 'a worker thread ended too soon')),
    );
    worker.postMessage(work);
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
