/** One thread's part of `keyfence files`: reads files, searches them, judges what was found. */
import { type Engine, Hits } from '../detect/engine.ts';
import { type JudgeContext, judge } from '../detect/findings.ts';
import { Disk, type Refusal } from '../sources/disk.ts';
import { nameOf } from '../sources/raw.ts';
import type { Finding, Rule } from '../types.ts';
import { sha256 } from './judging.ts';

/** What every thread is told; it can be sent to one. */
export interface FilesWork {
  readonly root: string;
  /** Raw, a NUL between two: one string crosses to a thread sooner than an array of many. */
  readonly paths: string;
  readonly rules: readonly Rule[];
  readonly maxBytes: number;
  readonly inline: JudgeContext['inline'];
  readonly webKeys: 'error' | 'warning' | 'off';
  readonly showSecrets: boolean;
  /** Shared: [the next path that nobody has taken, paths done]. */
  readonly counters: Int32Array;
}

/** What a thread has found, by the path's place in the list. */
export interface FilesPart {
  readonly findings: { readonly index: number; readonly found: readonly Finding[] }[];
  readonly refused: { readonly index: number; readonly refusal: Refusal }[];
  files: number;
  bytes: number;
  ignored: number;
}

export const NEXT = 0;
export const DONE = 1;
/** Paths that a thread takes at a time: neighbours share a folder. */
const CHUNK = 64;

export class Reading {
  readonly part: FilesPart = { findings: [], refused: [], files: 0, bytes: 0, ignored: 0 };
  private readonly paths: readonly string[];
  private readonly hits = new Hits();
  private readonly disk: Disk;

  constructor(
    private readonly engine: Engine,
    private readonly work: FilesWork,
  ) {
    this.paths = work.paths.split('\0');
    this.disk = new Disk(work.root, work.maxBytes);
  }

  /** Takes chunks until there are no more; the caller may stop after each. */
  *run(): Generator<undefined> {
    const { counters } = this.work;
    for (;;) {
      const first = Atomics.add(counters, NEXT, CHUNK);
      if (first >= this.paths.length) return;
      const stop = Math.min(first + CHUNK, this.paths.length);
      for (let index = first; index < stop; index++) this.look(index);
      Atomics.add(counters, DONE, stop - first);
      yield undefined;
    }
  }

  private look(index: number): void {
    const { part, hits } = this;
    const bytes = this.disk.read(this.paths[index]!);
    if (!(bytes instanceof Uint8Array)) {
      part.refused.push({ index, refusal: bytes });
      return;
    }
    part.files++;
    part.bytes += bytes.length;
    hits.clear();
    this.engine.scan(bytes, 0, bytes.length, hits);
    if (hits.length > 0) this.judge(index, bytes);
  }

  private judge(index: number, bytes: Uint8Array): void {
    const { inline, webKeys, showSecrets } = this.work;
    const origin = { kind: 'file', ...nameOf(this.paths[index]!) } as const;
    const context = { origin, sha256, inline, webKeys, showSecrets };
    const { findings, ignored } = judge(this.engine, bytes, this.hits, context);
    this.part.ignored += ignored;
    if (findings.length > 0) this.part.findings.push({ index, found: findings });
  }
}
