/** One thread's part of `keyfence files`: reads files, searches them, judges what was found. */
import { type Engine, Hits } from '../detect/engine.ts';
import { type JudgeContext, judge } from '../detect/findings.ts';
import { Disk, type Refusal } from '../sources/disk.ts';
import { nameOf } from '../sources/raw.ts';
import type { Finding, Rule } from '../types.ts';
import type { Batch } from './batches.ts';
import { sha256 } from './judging.ts';

/** What every thread is told; it can be sent to one. */
export interface FilesWork {
  /** Raw absolute path, no `/` at its end. */
  readonly root: string;
  readonly rules: readonly Rule[];
  readonly maxBytes: number;
  readonly inline: JudgeContext['inline'];
  readonly webKeys: 'error' | 'warning' | 'off';
  readonly showSecrets: boolean;
}

/** What a thread has found, by raw path. */
export interface FilesPart {
  readonly findings: { readonly path: string; readonly found: readonly Finding[] }[];
  readonly refused: { readonly path: string; readonly refusal: Refusal }[];
  /** Each package.json that may hold a config. */
  readonly packages: string[];
  files: number;
  bytes: number;
  ignored: number;
}

const PACKAGE = 'package.json';
const IN_PACKAGE = '"keyfence"';

/** What a worker posts: some parts on the way, so that what is found never lies there twice in full, and the last. */
export interface Posted {
  readonly part: FilesPart;
  readonly last: boolean;
}

const emptyPart = (): FilesPart => ({
  findings: [],
  refused: [],
  packages: [],
  files: 0,
  bytes: 0,
  ignored: 0,
});

export class Reading {
  part = emptyPart();
  private readonly hits = new Hits();
  private readonly disk: Disk;

  constructor(
    private readonly engine: Engine,
    private readonly work: FilesWork,
  ) {
    this.disk = new Disk(work.root, work.maxBytes);
  }

  /** @returns how many paths there were */
  read({ paths, entered }: Batch): number {
    const list = paths.split('\0');
    for (let index = 0; index < list.length; index++) this.look(list[index]!, entered);
    return list.length;
  }

  /** What has been found since the last call. */
  takePart(): FilesPart {
    const { part } = this;
    this.part = emptyPart();
    return part;
  }

  private look(path: string, entered: boolean): void {
    const { part, hits } = this;
    const bytes = this.disk.read(path, entered);
    if (!(bytes instanceof Uint8Array)) {
      part.refused.push({ path, refusal: bytes });
      return;
    }
    part.files++;
    part.bytes += bytes.length;
    if (path.endsWith(PACKAGE) && bytes.includes(IN_PACKAGE)) part.packages.push(path);
    hits.clear();
    this.engine.scan(bytes, 0, bytes.length, hits);
    if (hits.length > 0) this.judge(path, bytes);
  }

  private judge(path: string, bytes: Uint8Array): void {
    const { inline, webKeys, showSecrets } = this.work;
    const origin = { kind: 'file', ...nameOf(path) } as const;
    const context = { origin, sha256, inline, webKeys, showSecrets };
    const { findings, ignored } = judge(this.engine, bytes, this.hits, context);
    this.part.ignored += ignored;
    if (findings.length > 0) this.part.findings.push({ path, found: findings });
  }
}
