/**
 * Runs a pass on some threads: this one, and workers. The roots are cut into chunks of about the same
 * weight, and each thread takes the next chunk when it is done with its last, so the shares come out
 * even. What is found does not depend on who took which.
 */
import type { Engine } from '../detect/engine.ts';
import type { Laid } from '../objects/lay.ts';
import { CommitPass } from './commits.ts';
import { ContentPass } from './content.ts';
import { type Chunk, type Ground, type Hole, type Pass, Thread } from './ground.ts';
import type { HistoryOptions, Progress } from './options.ts';
import { TreePass } from './trees.ts';
import type { Job, Work, Workers } from './workers.ts';

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

/** What is under way, for who shows progress. */
export class Phase {
  readonly #onProgress: HistoryOptions['onProgress'];
  #name: Progress['phase'] = 'blobs';
  #total = 0;

  constructor(onProgress: HistoryOptions['onProgress']) {
    this.#onProgress = onProgress;
  }

  begin(name: Progress['phase'], chunks: readonly { weight: number }[]): void {
    this.#name = name;
    this.#total = chunks.reduce((sum, { weight }) => sum + weight, 0);
  }

  readonly told = (kilobytes: number, objects: number): void => {
    const done = kilobytes * 1024;
    this.#onProgress?.({ phase: this.#name, done, total: this.#total, objects });
  };
}

/** Between two looks at the clock, the signal and the terminal. */
const BREATH_MS = 40;

export class Pool {
  readonly thread: Thread;
  readonly #engine: Engine;
  readonly #workers: Workers | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #progress: (kilobytes: number, objects: number) => void;

  constructor(
    ground: Ground,
    engine: Engine,
    options: {
      /** Those that run passes too; whoever started them ends them. */
      readonly workers: Workers | undefined;
      readonly signal: AbortSignal | undefined;
      readonly progress: (kilobytes: number, objects: number) => void;
    },
  ) {
    this.thread = new Thread(ground);
    this.#engine = engine;
    this.#signal = options.signal;
    this.#progress = options.progress;
    this.#workers = options.workers;
    this.#workers?.standOn(ground);
  }

  /** Lays all entries of a type out for the passes over them; none where that cannot be done. */
  async lay(type: number): Promise<readonly (Laid | undefined)[]> {
    const laid = this.thread.plan(type);
    if (laid.every((one) => one === undefined)) return [];
    const others = this.#workers?.lay(laid);
    const own = this.thread.lay(laid);
    const all = (await others) ?? true;
    return own && all ? laid : [];
  }

  /**
   * @param meanwhile what this thread does first, while the others have begun
   * @returns each thread's result; the caller merges and sorts
   */
  async run<Result>(
    job: Job,
    roots: readonly Uint32Array[],
    chunks: readonly Chunk[],
    meanwhile?: () => Promise<void>,
  ): Promise<{ results: Result[]; holes: Hole[] }> {
    const counters = new Int32Array(new SharedArrayBuffer(12));
    const work: Work = { job, roots, chunks, counters };
    const others = chunks.length < 2 ? [] : this.#workers?.run(work);
    // Met where it is awaited.
    if (others instanceof Promise) others.catch(() => {});
    await meanwhile?.();
    const pass = makePass(job, this.#engine, this.thread);
    await this.#work(work, pass);
    const timer = setInterval(() => this.#look(work), BREATH_MS);
    try {
      // While the others may still be at theirs.
      const own = { result: pass.result(), holes: this.thread.holes.splice(0) };
      const all = [own, ...((await others) ?? [])];
      return {
        results: all.map(({ result }) => result as Result),
        holes: all.flatMap(({ holes }) => holes),
      };
    } finally {
      clearInterval(timer);
    }
  }

  close(): void {
    this.thread.close();
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
