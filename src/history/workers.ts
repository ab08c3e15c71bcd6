/**
 * The threads beside this one. They are started before anything is known of the packs, as loading their
 * code and compiling the rules takes as long as reading an index. What is asked of a thread is answered in
 * the order of asking.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { KeyfenceError } from '../errors.ts';
import type { Broken, Sweeping } from '../objects/forest.ts';
import type { Laid } from '../objects/lay.ts';
import type { Rule } from '../types.ts';
import type { Commits } from './commits.ts';
import type { Judging } from './content.ts';
import type { Chunk, Ground, Hole } from './ground.ts';
import type { TreeJob } from './trees.ts';

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
  readonly rules: readonly Rule[];
}

/** What a thread is told: to help with a sweep, what to stand on (not answered), to help with laying, a pass to run. */
export type Message =
  | { readonly sweeping: Sweeping; readonly file: number }
  | { readonly ground: Ground }
  | { readonly laying: readonly (Laid | undefined)[] }
  | { readonly work: Work };

export interface Done {
  readonly result: unknown;
  readonly holes: readonly Hole[];
}

interface Asked {
  readonly settle: (answer: unknown) => void;
  readonly fail: (error: Error) => void;
}

/** Below so many packed bytes a second thread costs more than it brings. */
const ONE_THREAD = 24 << 20;

export class Workers {
  readonly #workers: readonly Worker[];
  /** Of each worker, who waits for its answers. */
  readonly #asked: readonly Asked[][];
  #failed: Error | undefined;
  #isClosing = false;

  private constructor(count: number, rules: readonly Rule[]) {
    const workerData: Start = { rules };
    this.#asked = Array.from({ length: count }, () => []);
    this.#workers = this.#asked.map((asked) => {
      const worker = new Worker(workerFile(), { workerData });
      worker.unref();
      worker.on('message', (answer) => {
        asked.shift()?.settle(answer);
        if (asked.length === 0) worker.unref();
      });
      worker.on('error', (error) => this.#fail(error));
      worker.on('exit', () =>
        this.#fail(new KeyfenceError('internal', 'a worker thread ended too soon')),
      );
      return worker;
    });
  }

  /** So many threads less one as there are jobs; undefined where one is enough for so many packed bytes. */
  static start(jobs: number, packed: number, rules: readonly Rule[]): Workers | undefined {
    return jobs < 2 || packed < ONE_THREAD ? undefined : new Workers(jobs - 1, rules);
  }

  /** Has all of them help with a sweep. */
  async sweep(sweeping: Sweeping, file: number): Promise<Broken[]> {
    const answers = await this.#ask<Broken[] | string>({ sweeping, file });
    return answers.flatMap((answer) => {
      if (typeof answer === 'string') throw new Error(answer);
      return answer;
    });
  }

  /** Has all of them help with laying. @returns whether all could read */
  async lay(laying: readonly (Laid | undefined)[]): Promise<boolean> {
    return (await this.#ask<boolean>({ laying })).every(Boolean);
  }

  run(work: Work): Promise<Done[]> {
    return this.#ask({ work });
  }

  standOn(ground: Ground): void {
    for (const worker of this.#workers) worker.postMessage({ ground } satisfies Message);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #ask<Answer>(message: Message): Promise<Answer[]> {
    if (this.#failed) return Promise.reject(this.#failed);
    return Promise.all(
      this.#workers.map(
        (worker, index) =>
          new Promise<Answer>((settle, fail) => {
            this.#asked[index]!.push({ settle: settle as Asked['settle'], fail });
            worker.ref();
            worker.postMessage(message);
          }),
      ),
    );
  }

  /** One that has ended answers nobody any more. */
  #fail(error: Error): void {
    if (this.#isClosing) return;
    this.#failed ??= error;
    for (const asked of this.#asked) for (const { fail } of asked.splice(0)) fail(this.#failed);
  }
}

/** The built worker: beside this file's bundle, above its chunk, or (from source) in `dist`. */
function workerFile(): string {
  const paths = ['worker.cjs', '../worker.cjs', '../../dist/worker.cjs'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  return paths.find((path) => existsSync(path)) ?? paths[0]!;
}
