/**
 * The commit-graph of a repository, where git itself would believe it: not where the config says otherwise, and not
 * where refs replace objects, as it might be one that was written with them. (Shallow clones and
 * grafts are git's to answer, see quick.ts.)
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommitGraph } from '../objects/commit-graph.ts';
import type { Store } from '../objects/store.ts';
import { hasPacked } from './packed-refs.ts';

/** A match that means something else only costs time; what is included may say anything. */
const SAYS_OTHERWISE = /commitgraph|^\s*\[include/im;
const REPLACED = 'refs/replace/';

export function trustedGraph(commonDir: string, store: Store): CommitGraph | undefined {
  const graph = CommitGraph.open(store.folders, store.idBytes);
  if (graph === undefined || isTrusted(commonDir)) return graph;
  graph.close();
  return undefined;
}

function isTrusted(commonDir: string): boolean {
  if (existsSync(join(commonDir, REPLACED))) return false;
  if (hasPacked(join(commonDir, 'packed-refs'), REPLACED)) return false;
  return ['config', 'config.worktree'].every((name) => {
    const path = join(commonDir, name);
    return !existsSync(path) || !SAYS_OTHERWISE.test(readFileSync(path, 'latin1'));
  });
}
