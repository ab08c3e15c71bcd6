/**
 * Reads files on some threads: this one, and workers, which start when there is work for them. Each takes
 * the next few paths when it is done with its last, so that the shares come out even; what is found
 * does not depend on who took which.
 */
import { KeyfenceError } from '../errors.ts';
import { type Block, type Counters, Received, Written } from './batches.ts';
import { FilesWorkers, ONE_THREAD } from './files-workers.ts';
import { type FilesPart, type FilesWork, Reading } from './reading.ts';

/** Between two looks at the clock, the signal and the terminal. */
const BREATH_MS = 40;
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
  /** Some that run already. */
  readonly workers: FilesWorkers | undefined;
}

export class FilesPool {
  private readonly workers: FilesWorkers;
  private readonly counters: Counters;
  private readonly written = new Written((block) => this.share(block));
  /** Those that this thread has not come to. */
  private readonly mineToCome: Block[] = [];
  private readonly received = new Received(() => this.mineToCome.shift()!);
  private reading: Reading | undefined;
  private readonly mine: Promise<void>;
  private last = performance.now();
  private given = 0;
  private waking = false;
  private wake: () => void = () => {};

  constructor(
    private readonly work: FilesWork,
    private readonly sharing: Sharing,
  ) {
    this.workers = sharing.threads > 1 && sharing.workers ? sharing.workers : new FilesWorkers();
    this.counters = this.workers.counters;
    this.workers.send(work);
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
    // One that is a little larger is not cut: its rest would be a batch of its own.
    const size = paths.length > 2 * BATCH ? BATCH : 2 * BATCH;
    for (let from = 0; from < paths.length; from += size) {
      this.written.add({ paths: paths.slice(from, from + size).join('\0'), entered });
      this.counters.give();
    }
    this.given += paths.length;
    if (this.given > ONE_THREAD) this.startWorkers();
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
    this.counters.complete();
    this.wake();
    await this.mine;
    const timer = setInterval(() => this.look(), BREATH_MS);
    try {
      return [...(this.reading ? [this.reading.part] : []), ...(await this.workers.parts())];
    } finally {
      clearInterval(timer);
    }
  }

  /** Ends whatever still runs. */
  close(): void {
    this.workers.close();
    this.wake();
  }

  private startWorkers(): void {
    this.workers.start(this.sharing.threads - 1);
  }

  private share(block: Block): void {
    this.mineToCome.push(block);
    this.workers.send(block);
  }

  private async readHere(): Promise<void> {
    for (;;) {
      const more = this.counters.open;
      const index =
        more && this.counters.left < this.workers.length * AHEAD ? -1 : this.counters.take();
      if (index >= 0) await this.readBatch(index);
      else if (!more) break;
      else await new Promise<void>((resume) => this.sleep(resume));
      if (!this.due()) continue;
      // Few files, but large ones.
      if (this.counters.left > 0) this.startWorkers();
      await this.breathe();
    }
    if (this.reading) await completed(this.reading);
  }

  private async readBatch(index: number): Promise<void> {
    if (!this.reading) {
      this.reading = new Reading(this.work);
      await completed(this.reading);
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

/** Has an engine, where it lacks one: loading it takes longer than a small scan does. */
export async function completed(reading: Reading): Promise<void> {
  if (reading.lacksEngine) reading.bring((await import('./files-engine.ts')).engineFor);
}
