/** Reads a source to its end, in this process: what was yielded, in words that a test can compare. */
import { openRepository } from '../../src/git.ts';
import { staged } from '../../src/sources.ts';
import type { Blob, Skip } from '../../src/types.ts';
import { cleanEnv, type Repo } from './repo.ts';

export interface CollectOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly trust?: boolean;
  readonly maxBytes?: number;
}

/** The staged source as `path → content` or `path → (reason)`; parents' versions in `previous`, new paths in `names`. */
export async function collect(repo: Repo, options: CollectOptions = {}) {
  const env = cleanEnv(options.env);
  const cwd = options.cwd ?? repo.path;
  const opened = await openRepository(cwd, { trust: options.trust ?? false, env });
  try {
    return await shown(staged(opened, { maxBytes: options.maxBytes ?? 1 << 24 }));
  } finally {
    opened.close();
  }
}

export async function shown(source: AsyncIterable<Blob | Skip>) {
  const content: Record<string, string> = {};
  const previous: Record<string, string[]> = {};
  const skips: Skip[] = [];
  const blobs: Blob[] = [];
  const names: string[] = [];
  for await (const item of source) {
    if ('reason' in item) {
      skips.push(item);
      content[item.path] = `(${item.reason})`;
      continue;
    }
    if (item.origin.kind === 'path') {
      names.push(...Buffer.from(item.bytes).toString().split('\0').slice(0, -1));
      continue;
    }
    blobs.push({ ...item, bytes: Uint8Array.from(item.bytes) });
    content[item.origin.path] = Buffer.from(item.bytes).toString();
    const versions = (await item.previous?.()) ?? [];
    previous[item.origin.path] = versions.map((bytes) => Buffer.from(bytes).toString());
  }
  return { content, previous, skips, blobs, names };
}
