/**
 * Reads objects of a repository wherever they are: a loose file first (what `git add` has just
 * written), then the packs by our own reader, then git. A git process is only started where the
 * repository is not an everyday one, or to hear a second opinion on what seems missing or damaged.
 */
import { statSync } from 'node:fs';
import { KeyfenceError } from '../errors.ts';
import type { Repository } from '../git.ts';
import { type GitObject, loosePath, readLoose, readLooseHeader } from '../objects/loose.ts';
import type { Store } from '../objects/store.ts';
import type { SkipReason } from '../types.ts';

/** zlib cannot make 1 byte out of more than 1,032, so smaller files need no look at their header. */
const MOST_DEFLATED = 1032;

/** Why there are no bytes. */
export class Unread {
  readonly reason: SkipReason;
  readonly detail: string;

  constructor(reason: SkipReason, detail: string) {
    this.reason = reason;
    this.detail = detail;
  }
}

export class Objects {
  private readonly repo: Repository;
  private readonly maxBytes: number;
  private store: Store | undefined;

  /** @param maxBytes what is larger is Unread `too-large` */
  constructor(repo: Repository, maxBytes: number) {
    this.repo = repo;
    this.maxBytes = maxBytes;
  }

  /** Bytes of an object of that type, which belong to the caller. */
  async read(oid: string, type: GitObject['type']): Promise<Uint8Array | Unread> {
    const found = this.loose(oid) ?? (await this.packed(oid));
    if (found instanceof Unread) return found;
    return found.type === type ? found.bytes : new Unread('corrupt', `it is a ${found.type}`);
  }

  /** As `read`, from loose files and packs that are open already: nothing is waited for. */
  readNow(oid: string, type: GitObject['type']): Uint8Array | undefined {
    const found = readLoose(this.repo.objectsDir, oid) ?? this.store?.read(oid);
    return found !== undefined && 'type' in found && found.type === type ? found.bytes : undefined;
  }

  /** Opens the packs, which `close` closes. */
  async openPacks(): Promise<Store> {
    if (this.store) return this.store;
    const { Store } = await import('../objects/store.ts');
    const { objectsDir, hash } = this.repo;
    this.store ??= new Store({ objectsDir, hash, limit: this.maxBytes });
    return this.store;
  }

  close(): void {
    this.store?.close();
    this.store = undefined;
  }

  private loose(oid: string): GitObject | Unread | undefined {
    const { objectsDir } = this.repo;
    try {
      const deflated = statSync(loosePath(objectsDir, oid), { throwIfNoEntry: false });
      if (deflated === undefined) return undefined;
      if (deflated.size > this.maxBytes / MOST_DEFLATED) {
        const size = readLooseHeader(objectsDir, oid)?.size ?? 0;
        if (size > this.maxBytes) return tooLarge(size);
      }
      return readLoose(objectsDir, oid);
    } catch (error) {
      if (!(error instanceof KeyfenceError)) throw error;
      const reason = error.code === 'corrupt-object' ? 'corrupt' : 'unreadable';
      return new Unread(reason, error.message);
    }
  }

  private async packed(oid: string): Promise<GitObject | Unread> {
    if (this.repo.plain) {
      const found = (await this.openPacks()).read(oid);
      if ('type' in found) return found;
      if (found.reason === 'too-large') return new Unread('too-large', found.why);
    }
    const answer = await this.repo.object(oid, this.maxBytes);
    if (answer === 'missing') return new Unread('missing', 'git does not have this object');
    if (answer === 'corrupt') return new Unread('corrupt', 'git cannot unpack this object');
    return 'bytes' in answer ? (answer as GitObject) : tooLarge(answer.size);
  }
}

const tooLarge = (size: number) => new Unread('too-large', `${size} bytes`);
