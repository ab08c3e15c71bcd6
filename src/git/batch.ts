/**
 * One kept `git cat-file --batch`: a line with an id goes in, `<id> SP <type> SP <size> LF`, the
 * content and a LF come out. Answers come in the order of the questions.
 */
import type { ChildProcess } from 'node:child_process';

export type Answer =
  | { readonly type: string; readonly bytes: Buffer }
  /** Larger than asked for: read past, not kept. */
  | { readonly type: string; readonly size: number }
  | 'missing'
  /** git gave its size, then ended: that is what it does over a damaged object. */
  | 'corrupt';

interface Question {
  readonly maxBytes: number;
  readonly settle: (answer: Answer) => void;
  readonly fail: (error: unknown) => void;
}

const FEED = 0x0a;
/** An id, a type, a size; what is longer is not a header. */
const LONGEST_HEADER = 128;

export class Batch {
  private readonly child: ChildProcess;
  private readonly waiting: Question[] = [];
  private header = '';
  private type = '';
  private size = 0;
  /** Bytes of content still to come, with the LF behind them; -1 while a header is read. */
  private left = -1;
  private content: Buffer[] = [];
  private dead: unknown;

  /** @param explain words a process that ended, as an error */
  constructor(child: ChildProcess, explain: (how: string) => unknown) {
    this.child = child;
    child.stdout?.on('data', (chunk: Buffer) => this.take(chunk));
    child.stdin?.on('error', () => {});
    child.stderr?.resume();
    child.on('error', (error) => this.die(explain(error.message)));
    child.on('close', (code, signal) => {
      if (signal === null && this.left >= 0) this.settle('corrupt');
      this.die(explain(signal === null ? `exit code ${code}` : `stopped by ${signal}`));
    });
  }

  get usable(): boolean {
    return this.dead === undefined;
  }

  /** @param maxBytes a longer object is read past and answered by its size */
  ask(oid: string, maxBytes: number): Promise<Answer> {
    return new Promise((settle, fail) => {
      if (this.dead !== undefined) return fail(this.dead);
      this.waiting.push({ maxBytes, settle, fail });
      this.child.stdin?.write(`${oid}\n`);
    });
  }

  close(): void {
    this.child.stdin?.end();
    this.child.stdout?.destroy();
    this.child.kill();
  }

  private die(why: unknown): void {
    this.dead ??= why;
    for (const question of this.waiting.splice(0)) question.fail(this.dead);
  }

  private take(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && this.waiting.length > 0) {
      at = this.left < 0 ? this.takeHeader(chunk, at) : this.takeContent(chunk, at);
    }
  }

  private takeHeader(chunk: Buffer, from: number): number {
    const feed = chunk.indexOf(FEED, from);
    const end = feed < 0 ? chunk.length : feed;
    this.header += chunk.toString('latin1', from, end);
    if (this.header.length > LONGEST_HEADER) this.garbled();
    if (feed < 0) return end;
    const parts = /^[0-9a-f]+ (?:(missing)|([a-z]+) (\d+))$/.exec(this.header);
    this.header = '';
    if (!parts) this.garbled();
    else if (parts[1] !== undefined) this.settle('missing');
    else this.expect(parts[2]!, Number(parts[3]));
    return feed + 1;
  }

  private expect(type: string, size: number): void {
    this.type = type;
    this.size = size;
    this.left = size + 1;
  }

  private takeContent(chunk: Buffer, from: number): number {
    const end = Math.min(chunk.length, from + this.left);
    const kept = this.size <= this.waiting[0]!.maxBytes;
    if (kept) this.content.push(chunk.subarray(from, end));
    this.left -= end - from;
    if (this.left > 0) return end;
    this.left = -1;
    const { type, size } = this;
    const bytes = this.content.length === 1 ? this.content[0]! : Buffer.concat(this.content);
    this.content = [];
    this.settle(kept ? { type, bytes: bytes.subarray(0, size) } : { type, size });
    return end;
  }

  private settle(answer: Answer): void {
    this.waiting.shift()!.settle(answer);
  }

  private garbled(): void {
    this.header = '';
    this.child.kill();
    this.die(new Error('git cat-file answered in a form that is not known'));
  }
}
