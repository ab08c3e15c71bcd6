/**
 * Paths on their way from the one thread that lists them to all that read: they lie in memory that all
 * threads share, and shared counters say who takes which. So no thread waits for another but where there
 * is nothing left to take, and reading begins while the list is still being made.
 */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';

export interface Batch {
  /** Raw, a NUL between two. */
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

  /** One more batch, which has been written. */
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

  /** Batches that nobody has taken yet. */
  get left(): number {
    return Atomics.load(this.cells, GIVEN) - Atomics.load(this.cells, NEXT);
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

/** Full, or with batches to come: how many there are in it, or -1; then the end of each, and how it is; then text. */
const CLOSED = 0;
const ENDS = 1;
const MOST = 255;
const HEAD = (ENDS + MOST) * 4;
const ROOM = 1 << 20;
const UNKNOWN = -1;

/** Memory that all threads share: some batches, one behind the other. */
export type Block = SharedArrayBuffer;

/** The batches as the thread that lists writes them, block after block. */
export class Written {
  private head: Int32Array = new Int32Array(0);
  private text: Buffer = Buffer.alloc(0);
  private count = MOST;
  private end = 0;

  /** @param send makes a new block known to every thread, those that start later too */
  constructor(private readonly send: (block: Block) => void) {}

  add({ paths, entered }: Batch): void {
    if (this.count === MOST || this.end + paths.length > this.text.length) this.begin(paths.length);
    this.end += this.text.write(paths, this.end, 'latin1');
    this.head[ENDS + this.count++] = this.end * 2 + Number(entered);
  }

  private begin(wanted: number): void {
    if (this.text.length > 0) Atomics.store(this.head, CLOSED, this.count);
    const block = new SharedArrayBuffer(Math.max(ROOM, HEAD + wanted));
    this.head = new Int32Array(block, 0, ENDS + MOST);
    this.head[CLOSED] = UNKNOWN;
    this.text = Buffer.from(block, HEAD);
    this.count = 0;
    this.end = 0;
    this.send(block);
  }
}

/** The same batches as each thread reads them, those that are its own, in order of their numbers. */
export class Received {
  /** Before the first block comes an empty one. */
  private head: Int32Array = new Int32Array(1);
  private text: Buffer = Buffer.alloc(0);
  /** Number of the block's first batch. */
  private first = 0;

  /** @param next the block behind the last one; it has been sent by then */
  constructor(private readonly next: () => Block) {}

  /** @param index above that of the last call, and given */
  batch(index: number): Batch {
    for (;;) {
      const closed = Atomics.load(this.head, CLOSED);
      if (closed === UNKNOWN || index < this.first + closed) break;
      const block = this.next();
      this.first += closed;
      this.head = new Int32Array(block, 0, ENDS + MOST);
      this.text = Buffer.from(block, HEAD);
    }
    const at = ENDS + index - this.first;
    const start = index === this.first ? 0 : this.head[at - 1]! >>> 1;
    const end = this.head[at]!;
    return { paths: this.text.toString('latin1', start, end >>> 1), entered: (end & 1) === 1 };
  }
}

/** The next message, in a worker whose event loop stands still. It has been sent, or is about to be. */
export function receive(port: MessagePort): unknown {
  for (;;) {
    const received = receiveMessageOnPort(port);
    if (received) return received.message;
  }
}
