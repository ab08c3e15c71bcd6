/**
 * Reads files on some threads: this one, and workers, which start when there is work for them. Each takes
 * the next few paths when it is done with its last, so that the shares come out even; what is found
 * does not depend on who took which.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { KeyfenceError } from '../errors.ts';
import type { Finding } from '../types.ts';
import { type Block, Counters, Received, Written } from './batches.ts';
import { type FilesPart, type FilesWork, type Posted, Reading } from './reading.ts';

/** Between two looks at the clock, the signal and the terminal. */
const BREATH_MS = 40;
/** For so few files a second thread costs more than it brings. */
const ONE_THREAD = 400;
/** Paths that a thread takes at a time: neighbours share a folder. */
const BATCH = 64;

/** While there is more to list, so many batches are left to each of the other threads. */
const AHEAD = 4;

export interface Sharing {
  /** This thread included. */
  readonly threads: number;
  /** Once aborted, no thread takes another path. */
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (done: number, given: number) => void;
}

export class FilesPool {
  private readonly counters = new Counters();
  /** Those that a worker which starts now would have to be sent. */
  private readonly blocks: Block[] = [];
  private readonly written = new Written((block) => this.share(block));
  /** Those that this thread has not come to. */
  private readonly mineToCome: Block[] = [];
  private readonly received = new Received(() => this.mineToCome.shift()!);
  private readonly workers: Worker[] = [];
  private readonly answers: Promise<readonly FilesPart[]>[] = [];
  private reading: Reading | undefined;
  private readonly mine: Promise<void>;
  private last = performance.now();
  private given = 0;
  private pending: string[] = [];
  private entered = false;
  private waking = false;
  private wake: () => void = () => {};

  constructor(
    private readonly work: FilesWork,
    private readonly sharing: Sharing,
  ) {
    this.mine = this.readHere();
    this.mine.catch(() => {}); // Met at the end.
  }

  /**
   * These are to be read, in any order.
   * @param entered see Batch
   * @returns a promise now and then, when other work is due
   * @throws KeyfenceError 'interrupted'
   */
  give(paths: readonly string[], entered: boolean): Promise<void> | undefined {
    if (this.counters.stopped) throw new KeyfenceError('interrupted');
    if (entered !== this.entered) this.send(0);
    this.entered = entered;
    for (const path of paths) this.pending.push(path);
    this.send(BATCH - 1);
    this.given += paths.length;
    if (this.given > ONE_THREAD && this.workers.length === 0) this.startWorkers();
    this.wakeLater();
    return this.due() ? this.breathe() : undefined;
  }

  /** As soon as this thread has nothing to list: listing comes first, or the others would have nothing to take. */
  private wakeLater(): void {
    if (this.waking) return;
    this.waking = true;
    setImmediate(() => {
      this.waking = false;
      this.wake();
    });
  }

  /**
   * That was all.
   * @returns what each thread has found
   */
  async finish(): Promise<readonly FilesPart[]> {
    this.send(0);
    this.counters.complete();
    this.wake();
    await this.mine;
    const timer = setInterval(() => this.look(), BREATH_MS);
    try {
      return [
        ...(this.reading ? [this.reading.part] : []),
        ...(await Promise.all(this.answers)).flat(),
      ];
    } finally {
      clearInterval(timer);
    }
  }

  /** Ends whatever still runs. */
  close(): void {
    this.counters.stop();
    this.wake();
    for (const worker of this.workers) void worker.terminate();
  }

  /** Makes batches of what is pending, but for so many paths at most: most folders hold a few files. */
  private send(left: number): void {
    const { pending, entered } = this;
    let from = 0;
    for (; pending.length - from > left; from += BATCH) {
      this.written.add({ paths: pending.slice(from, from + BATCH).join('\0'), entered });
      this.counters.give();
    }
    pending.splice(0, from);
  }

  private share(block: Block): void {
    this.blocks.push(block);
    this.mineToCome.push(block);
    for (const worker of this.workers) worker.postMessage(block);
  }

  private startWorkers(): void {
    const workerData = { work: this.work, counters: this.counters.shared };
    for (let count = 1; count < this.sharing.threads; count++) {
      const worker = new Worker(workerFile(), { workerData });
      for (const block of this.blocks) worker.postMessage(block);
      const answer = answerOf(worker);
      answer.catch(() => {}); // Met at the end.
      this.workers.push(worker);
      this.answers.push(answer);
    }
  }

  private async readHere(): Promise<void> {
    for (;;) {
      const more = this.counters.open;
      const index =
        more && this.counters.left < this.workers.length * AHEAD ? -1 : this.counters.take();
      if (index >= 0) await this.readBatch(index);
      else if (!more) break;
      else await new Promise<void>((resume) => this.sleep(resume));
      if (this.due()) await this.breathe();
    }
    await this.reading?.bringEngine();
  }

  private async readBatch(index: number): Promise<void> {
    if (!this.reading) {
      this.reading = new Reading(this.work);
      await this.reading.bringEngine();
    }
    this.counters.add(this.reading.read(this.received.batch(index)));
  }

  private sleep(resume: () => void): void {
    this.wake = resume;
  }

  private due(): boolean {
    return performance.now() - this.last >= BREATH_MS;
  }

  private async breathe(): Promise<void> {
    await new Promise((resume) => setImmediate(resume));
    this.look();
    this.last = performance.now();
  }

  private look(): void {
    this.sharing.onProgress(this.counters.done, this.given);
    if (this.sharing.signal?.aborted) this.counters.stop();
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
