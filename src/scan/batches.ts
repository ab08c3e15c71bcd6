/**
 * Paths on their way from the one thread that lists them to all that read: every thread is sent every
 * batch, and shared counters say who takes which. So no thread waits for another but where there is
 * nothing left to take, and reading begins while the list is still being made.
 */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';

export interface Batch {
  /** Raw, a NUL between two: one string crosses to a thread sooner than an array of many. */
  readonly paths: string;
  /** They were found by walking from folder to folder, so that none lies behind a link. */
  readonly entered: boolean;
}

/** Shared: the next batch that nobody has taken, batches given, paths read, and what is to come. */
const NEXT = 0;
const GIVEN = 1;
const DONE = 2;
const STATE = 3;
const COUNTERS = 4;

const OPEN = 0;
const COMPLETE = 1;
const STOPPED = 2;

export class Counters {
  private readonly cells: Int32Array;

  /** @param shared those of another thread; new ones where absent */
  constructor(readonly shared = new SharedArrayBuffer(COUNTERS * 4)) {
    this.cells = new Int32Array(shared);
  }

  /** Number of a batch that belongs to the caller alone; -1 where there is none now. */
  take(): number {
    const { cells } = this;
    if (Atomics.load(cells, STATE) === STOPPED) return -1;
    for (;;) {
      const next = Atomics.load(cells, NEXT);
      if (next >= Atomics.load(cells, GIVEN)) return -1;
      if (Atomics.compareExchange(cells, NEXT, next, next + 1) === next) return next;
    }
  }

  /** One more batch, sent to every thread before. */
  give(): void {
    Atomics.add(this.cells, GIVEN, 1);
    Atomics.notify(this.cells, GIVEN);
  }

  /** Nothing more will be given. */
  complete(): void {
    this.end(COMPLETE);
  }

  /** Nothing more is to be taken. */
  stop(): void {
    this.end(STOPPED);
  }

  get open(): boolean {
    return Atomics.load(this.cells, STATE) === OPEN;
  }

  get stopped(): boolean {
    return Atomics.load(this.cells, STATE) === STOPPED;
  }

  /** Sleeps until there may be something to take. Not for the main thread, whose event loop it stops. */
  wait(): void {
    const { cells } = this;
    const given = Atomics.load(cells, GIVEN);
    if (this.open && Atomics.load(cells, NEXT) >= given) Atomics.wait(cells, GIVEN, given, NAP_MS);
  }

  /** That so many paths have been read. */
  add(paths: number): void {
    Atomics.add(this.cells, DONE, paths);
  }

  get done(): number {
    return Atomics.load(this.cells, DONE);
  }

  private end(state: number): void {
    Atomics.compareExchange(this.cells, STATE, OPEN, state);
    if (state === STOPPED) Atomics.store(this.cells, STATE, STOPPED);
    Atomics.notify(this.cells, GIVEN);
  }
}

/** The list's end does not change what is waited for, and may come between the look and the sleep. */
const NAP_MS = 5;

/** The batches as another thread gets them: by messages, of which the counters say how many there are. */
export class Received {
  private readonly batches: Batch[] = [];

  constructor(private readonly port: MessagePort) {}

  /** @param index below the number of batches given: its message has been sent */
  batch(index: number): Batch {
    while (this.batches.length <= index) {
      const received = receiveMessageOnPort(this.port);
      if (received) this.batches.push(received.message as Batch);
    }
    return this.batches[index]!;
  }
}
