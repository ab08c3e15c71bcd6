/** What attribution asks of commits and refs. It does not wait for the trees, and is begun beside them. */
import { type AttributeOptions, Attribution } from './attribute.ts';
import type { Commits } from './commits.ts';
import { Graph } from './graph.ts';
import type { Thread } from './ground.ts';
import type { HistoryRepository } from './refs.ts';
import { type Refs, readRefs, reflogIds } from './refs.ts';

export interface Begun {
  readonly graph: Graph;
  readonly attribution: Attribution;
  readonly refs: Refs;
}

/** @param refs where they are being read already */
export async function beginAttribution(
  repo: HistoryRepository,
  thread: Thread,
  commits: { readonly columns: Commits; readonly merges: readonly number[] },
  { refs, options }: { refs: Promise<Refs> | undefined; options: AttributeOptions },
): Promise<Begun> {
  const { columns, merges } = commits;
  const graph = new Graph(columns, merges, (number) => thread.catalog.hex(number));
  const read = await (refs ?? readRefs(repo.run, true));
  const stash = read.stash === undefined ? [] : [read.stash];
  const reflogs = [...(await reflogIds(repo)), ...stash];
  const known = { thread, graph, refs: read, reflogs };
  return { graph, attribution: new Attribution(known, options), refs: known.refs };
}
