/**
 * The worker threads of `keyfence files`. Starting one takes longer than a small scan does: in a large tree
 * they start before anything else, and are told what to do when it is known.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { KeyfenceError } from '../errors.ts';
import { seemsLarge } from '../sources/size.ts';
import type { Finding } from '../types.ts';
import { type Block, Counters } from './batches.ts';
import type { FilesPart, FilesWork, Posted } from './reading.ts';

/** Fewer files are read by one thread before a second one has started. */
export const ONE_THREAD = 4000;

/** One that starts at once where the folder holds much; undefined where that cannot be told at a glance. */
export function startAhead(folder: string, packages: boolean): FilesWorkers | undefined {
  if (availableParallelism() < 2 || !seemsLarge(folder, ONE_THREAD, packages)) return undefined;
  const workers = new FilesWorkers();
  workers.start(1);
  return workers;
}

export class FilesWorkers {
  readonly counters = new Counters();
  /** What one that starts now has to be sent. */
  private readonly sent: (FilesWork | Block)[] = [];
  private readonly workers: Worker[] = [];
  private readonly answers: Promise<readonly FilesPart[]>[] = [];

  get length(): number {
    return this.workers.length;
  }

  /** Until there are so many. */
  start(count: number): void {
    const workerData = this.counters.shared;
    while (this.workers.length < count) {
      // What it opens it closes; keeping a list of that costs more than closing.
      const worker = new Worker(workerFile(), {
        workerData,
        env: SHARE_ENV,
        trackUnmanagedFds: false,
      });
      for (const message of this.sent) worker.postMessage(message);
      const answer = answerOf(worker);
      answer.catch(() => {}); // Met at the end.
      this.workers.push(worker);
      this.answers.push(answer);
    }
  }

  /** First the work, then the blocks of paths. */
  send(message: FilesWork | Block): void {
    this.sent.push(message);
    for (const worker of this.workers) worker.postMessage(message);
  }

  /** What they have found, after the last path. */
  async parts(): Promise<readonly FilesPart[]> {
    return (await Promise.all(this.answers)).flat();
  }

  /** Ends whatever still runs. */
  close(): void {
    this.counters.stop();
    for (const worker of this.workers) void worker.terminate();
  }
}

function answerOf(worker: Worker): Promise<readonly FilesPart[]> {
  const parts: FilesPart[] = [];
  const words = new Map<string, string>();
  return new Promise((settle, fail) => {
    worker.on('message', ({ part, last }: Posted) => {
      for (const { found } of part.findings) for (const one of found) shareWords(one, words);
      parts.push(part);
      if (last) settle(parts);
    });
    worker.once('error', fail);
    // Behind a message this says nothing new.
    worker.once('exit', () =>
      fail(new KeyfenceError('internal', 'a worker thread ended too soon')),
    );
  });
}

/** Between threads each string is copied each time; of a hundred thousand findings that is half the memory. */
function shareWords(finding: Finding, words: Map<string, string>): void {
  const fields = finding as unknown as Record<string, unknown>;
  for (const name of WORDS) {
    const word = fields[name];
    if (typeof word !== 'string') continue;
    const known = words.get(word);
    if (known === undefined) words.set(word, word);
    else fields[name] = known;
  }
}

/** What the rule says, and not the place. */
const WORDS = ['rule', 'title', 'severity', 'confidence', 'why', 'provider', 'revoke', 'env'];

/** The built worker: beside this file's bundle, above its chunk, or (from source) in `dist`. */
function workerFile(): string {
  const name = 'files-worker.cjs';
  const paths = [name, `../${name}`, `../../dist/${name}`].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  return paths.find((path) => existsSync(path)) ?? paths[0]!;
}
