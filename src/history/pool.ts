/**
 * Runs a pass on some threads: this one, and workers. The roots are cut into chunks of about the same
 * weight, and each thread takes the next chunk when it is done with its last, so the shares come out
 * even. What is found does not depend on who took which.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Engine } from '../detect/engine.ts';
import { KeyfenceError } from '../errors.ts';
import type { Rule } from '../types.ts';
import { CommitPass, type Commits } from './commits.ts';
import { ContentPass, type Judging } from './content.ts';
import { type Chunk, type Ground, type Hole, type Pass, Thread } from './ground.ts';
import { type TreeJob, TreePass } from './trees.ts';

export type Job =
  | { readonly kind: 'content'; readonly judging: Judging; readonly columns: Commits }
  | { readonly kind: 'commits'; readonly columns: Commits }
  | { readonly kind: 'trees'; readonly judging: Judging; readonly trees: TreeJob };

export interface Work {
  readonly job: Job;
  /** Roots of each part, as places in pack order. */
  readonly roots: readonly Uint32Array[];
  readonly chunks: readonly Chunk[];
  /** Shared: [next chunk, kilobytes done, objects done]. */
  readonly counters: Int32Array;
}

export interface Start {
  readonly ground: Ground;
  readonly rules: readonly Rule[];
}

export interface Done {
  readonly result: unknown;
  readonly holes: readonly Hole[];
}

export function makePass(job: Job, engine: Engine, thread: Thread): Pass<unknown> {
  const place = { catalog: thread.catalog, complete: thread.complete };
  switch (job.kind) {
    case 'content':
      return new ContentPass(engine, job.judging, place, job.columns);
    case 'commits':
      return new CommitPass(place, job.columns);
    case 'trees':
      return new TreePass(engine, job.judging, place, job.trees);
  }
}

/** Takes chunks until there are no more; `pause` says after each whether to stop. */
export function* takeChunks(work: Work, thread: Thread, pass: Pass<unknown>): Generator<undefined> {
  for (;;) {
    const index = Atomics.add(work.counters, 0, 1);
    const chunk = work.chunks[index];
    if (chunk === undefined) return;
    const before = thread.objects;
    thread.run(pass, chunk, work.roots[chunk.part]!);
    Atomics.add(work.counters, 2, thread.objects - before);
    Atomics.add(work.counters, 1, Math.ceil(chunk.weight / 1024));
    yield undefined;
  }
}

/** Between two looks at the clock, the signal and the terminal. */
const BREATH_MS = 40;

export class Pool {
  readonly thread: Thread;
  readonly #engine: Engine;
  readonly #workers: Worker[];
  readonly #signal: AbortSignal | undefined;
  readonly #progress: (kilobytes: number, objects: number) => void;

  constructor(
    ground: Ground,
    engine: Engine,
    options: {
      readonly jobs: number;
      readonly signal: AbortSignal | undefined;
      readonly progress: (kilobytes: number, objects: number) => void;
    },
  ) {
    this.thread = new Thread(ground);
    this.#engine = engine;
    this.#signal = options.signal;
    this.#progress = options.progress;
    const workerData: Start = { ground, rules: engine.rules };
    this.#workers = Array.from({ length: options.jobs - 1 }, () => {
      const worker = new Worker(workerFile(), { workerData });
      worker.unref();
      return worker;
    });
  }

  /** @returns each thread's result; the caller merges and sorts */
  async run<Result>(
    job: Job,
    roots: readonly Uint32Array[],
    chunks: readonly Chunk[],
  ): Promise<{ results: Result[]; holes: Hole[] }> {
    const counters = new Int32Array(new SharedArrayBuffer(12));
    const work: Work = { job, roots, chunks, counters };
    const helpers = chunks.length < 2 ? [] : this.#workers;
    const others = helpers.map((worker) => ask(worker, work));
    const pass = makePass(job, this.#engine, this.thread);
    await this.#work(work, pass);
    const timer = setInterval(() => this.#look(work), BREATH_MS);
    try {
      const done: Done[] = await Promise.all(others);
      const own = { result: pass.result(), holes: this.thread.holes.splice(0) };
      const all = [own, ...done];
      return {
        results: all.map(({ result }) => result as Result),
        holes: all.flatMap(({ holes }) => holes),
      };
    } finally {
      clearInterval(timer);
    }
  }

  async close(): Promise<void> {
    this.thread.close();
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  async #work(work: Work, pass: Pass<unknown>): Promise<void> {
    let last = performance.now();
    for (const _ of takeChunks(work, this.thread, pass)) {
      if (performance.now() - last < BREATH_MS) continue;
      await new Promise((resume) => setImmediate(resume));
      this.#look(work);
      last = performance.now();
    }
  }

  #look({ counters, chunks }: Work): void {
    this.#progress(Atomics.load(counters, 1), Atomics.load(counters, 2));
    if (this.#signal?.aborted) Atomics.store(counters, 0, chunks.length);
  }
}

function ask(worker: Worker, work: Work): Promise<Done> {
  return new Promise((settle, fail) => {
    const ended = () => fail(new KeyfenceError('internal', 'a worker thread ended too soon'));
    worker.ref();
    worker.once('error', fail);
    worker.once('exit', ended);
    worker.once('message', (done: Done) => {
      worker.off('error', fail);
      worker.off('exit', ended);
      worker.unref();
      settle(done);
    });
    worker.postMessage(work);
  });
}

/** The built worker: beside this file's bundle, above its chunk, or (from source) in `dist`. */
function workerFile(): string {
  const paths = ['worker.cjs', '../worker.cjs', '../../dist/worker.cjs'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  return paths.find((path) => existsSync(path)) ?? paths[0]!;
}
