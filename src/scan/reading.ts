/** One thread's part of `keyfence files`: reads files, looks at them, judges what was found. */
import { rules } from '../../rules/index.ts';
import type { Engine } from '../detect/engine.ts';
import { type JudgeContext, judge } from '../detect/findings.ts';
import { Glance, needlesOfRows } from '../detect/glance.ts';
import { Hits } from '../detect/hits.ts';
import { owners } from '../detect/owners.ts';
import { Sparse } from '../detect/sparse.ts';
import { Disk, type Refusal } from '../sources/disk.ts';
import { isAscii, nameOf } from '../sources/raw.ts';
import type { Finding, Rule } from '../types.ts';
import type { Module } from '../wasm.ts';
import type { Batch } from './batches.ts';
import { sha256 } from './judging.ts';

/** What every thread is told; it can be sent to one. */
export interface FilesWork {
  /** Raw absolute path, no `/` at its end. */
  readonly root: string;
  /** See Disk. */
  readonly here: boolean;
  /** Beside the built-in ones. */
  readonly customRules: readonly Rule[];
  /** The first look, where there are no others. */
  readonly glance: Module | undefined;
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
  /** Paths, a NUL between two, of which one may hold a secret. */
  readonly names: string[];
  files: number;
  bytes: number;
  ignored: number;
}

/** So large a memory is left to others. */
const MOST = 1 << 30;
const PACKAGE = 'package.json';
const IN_PACKAGE = '"keyfence"';

/** What a worker posts: some parts on the way, so that what is found never lies there twice in full, and the last. */
export interface Posted {
  readonly part: FilesPart;
  readonly last: boolean;
}

export const emptyPart = (): FilesPart => ({
  findings: [],
  refused: [],
  packages: [],
  names: [],
  files: 0,
  bytes: 0,
  ignored: 0,
});

/** Of an engine, or of what stands in for it. */
type Known = Pick<Engine, 'rules' | 'explain'>;

export class Reading {
  part = emptyPart();
  /** Files whose needles are too many for the first look, while there is no engine at hand. */
  private dense: { readonly path: string; readonly entered: boolean }[] = [];
  private readonly hits = new Hits();
  /** Files are read to where it looks at them. */
  private readonly glance: Glance | undefined;
  private readonly sparse = new Sparse(rules, needlesOfRows(), owners);
  private readonly disk: Disk;

  /** @param engine for what the first look cannot tell: compiling it takes as long as reading many files */
  constructor(
    private readonly work: FilesWork,
    private engine?: () => Engine,
  ) {
    const { root, here, maxBytes, glance } = work;
    this.glance = glance && maxBytes <= MOST ? Glance.open(glance) : undefined;
    this.disk = new Disk(root, maxBytes, this.glance, here);
  }

  /** @returns how many paths there were */
  read({ paths, entered }: Batch): number {
    const list = paths.split('\0');
    const plain = isAscii(paths);
    if (this.glance?.look(Buffer.from(paths, 'latin1')) !== 0) this.part.names.push(paths);
    for (let index = 0; index < list.length; index++) this.look(list[index]!, entered, plain);
    return list.length;
  }

  /** Where there is no first look; and, after the last path, where something was left. */
  get lacksEngine(): boolean {
    return !this.glance || this.dense.length > 0;
  }

  /** Looks at what was left, and has one for all that comes. */
  bring(engineFor: (customRules: readonly Rule[]) => Engine): void {
    const { dense, work } = this;
    let engine: Engine | undefined;
    this.engine ??= () => {
      engine ??= engineFor(work.customRules);
      return engine;
    };
    this.dense = [];
    for (const { path, entered } of dense) this.look(path, entered, false);
  }

  /** What has been found since the last call. */
  takePart(): FilesPart {
    const { part } = this;
    this.part = emptyPart();
    return part;
  }

  private look(path: string, entered: boolean, plain: boolean): void {
    const { part, glance } = this;
    const length = this.disk.fill(path, entered, plain);
    if (typeof length !== 'number') {
      part.refused.push({ path, refusal: length });
      return;
    }
    const count = glance ? glance.lookHere(length) : -1;
    if (count < 0 && !this.engine) {
      this.dense.push({ path, entered });
      return;
    }
    part.files++;
    part.bytes += length;
    if (path.endsWith(PACKAGE) && holds(this.disk.bytes(length), IN_PACKAGE)) {
      part.packages.push(path);
    }
    if (count !== 0) this.search(path, this.disk.bytes(length), count);
  }

  /** @param count places that the first look has found; -1 where it has not */
  private search(path: string, bytes: Uint8Array, count: number): void {
    const { hits } = this;
    hits.clear();
    if (count > 0) {
      this.sparse.scan(bytes, this.glance!.found, count, hits);
      if (hits.length > 0) this.judge(path, bytes, this.sparse);
    } else {
      const engine = this.engine!();
      engine.scan(bytes, 0, bytes.length, hits);
      if (hits.length > 0) this.judge(path, bytes, engine);
    }
  }

  private judge(path: string, bytes: Uint8Array, known: Known): void {
    const { inline, webKeys, showSecrets } = this.work;
    const origin = { kind: 'file', ...nameOf(path) } as const;
    const context = { origin, sha256, inline, webKeys, showSecrets };
    const { findings, ignored } = judge(known, bytes, this.hits, context);
    this.part.ignored += ignored;
    if (findings.length > 0) this.part.findings.push({ path, found: findings });
  }
}

const holds = ({ buffer, byteOffset, length }: Uint8Array, text: string) =>
  Buffer.from(buffer, byteOffset, length).includes(text);
