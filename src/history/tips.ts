/** What refs themselves tell a scan of everything: secrets in their names, and what they name and is not there. */
import { Candidates } from '../detect/candidates.ts';
import { type Engine, Hits } from '../detect/engine.ts';
import { judge } from '../detect/findings.ts';
import { Damage } from '../objects/reader.ts';
import type { Skip } from '../types.ts';
import type { Catalog } from './catalog.ts';
import { type Judging, type Row, sha256 } from './content.ts';
import type { Thread } from './ground.ts';
import type { Ref, Refs } from './refs.ts';
import { findCandidates } from './seams.ts';

export interface Tips {
  readonly rows: (Row & { readonly name: string })[];
  /** Ids that HEAD, a ref or the stash names and that the repository does not have. */
  readonly gone: readonly string[];
  readonly skips: readonly Skip[];
}

export function tipsOf(refs: Refs, engine: Engine, judging: Judging, thread: Thread): Tips {
  return {
    rows: nameRows(refs, engine, judging, thread.catalog),
    gone: goneTips(refs, thread),
    skips: refs.broken > 0 ? [brokenRefs(refs.broken)] : [],
  };
}

function goneTips({ head, refs, stash }: Refs, { catalog, store }: Thread): string[] {
  const ids = new Set(refs.map(({ oid }) => oid));
  for (const oid of [head, stash]) if (oid !== undefined) ids.add(oid);
  const all = [...ids];
  const numbers = catalog.numbersOf(all);
  const unknown = all.filter((_, index) => numbers[index]! < 0);
  // What has come since the packs were listed is no damage.
  return unknown.filter((oid) => {
    const found = store.read(oid);
    return found instanceof Damage && found.reason === 'missing';
  });
}

/** What they named may be scanned all the same, but nobody can tell. */
function brokenRefs(count: number): Skip {
  const refs = count === 1 ? '1 ref holds' : `${count} refs hold`;
  const detail = `${refs} no id of an object: \`git for-each-ref\` names what it cannot read`;
  return { path: '', reason: 'corrupt', detail, harmless: false };
}

/** No ref's name holds one. */
const FEED = 10;

/** Secrets in the names of refs. */
function nameRows(
  { refs }: Refs,
  engine: Engine,
  judging: Judging,
  catalog: Catalog,
): (Row & { name: string })[] {
  const hits = new Hits();
  return suspects(refs, engine).flatMap(({ name, oid }) => {
    const bytes = Buffer.from(name);
    hits.clear();
    engine.scan(bytes, 0, bytes.length, hits);
    if (hits.length === 0) return [];
    const origin = { kind: 'ref', path: '' } as const;
    const { findings } = judge(engine, bytes, hits, { ...judging, origin, sha256 });
    const number = catalog.findHex(oid);
    const latin1 = bytes.toString('latin1');
    return findings.map(({ fingerprint, count }) => ({
      fingerprint,
      number,
      kind: 'ref' as const,
      count,
      name: latin1,
    }));
  });
}

/** Those with a candidate in their name, of maybe 50,000: all names are searched as one text. */
function suspects(refs: readonly Ref[], engine: Engine): Ref[] {
  const text = Buffer.from(refs.map(({ name }) => name).join('\n'));
  const found = new Candidates();
  findCandidates(engine, text, found);
  const picked: Ref[] = [];
  for (let next = 0, at = 0, index = 0; next < found.length; index++) {
    const feed = text.indexOf(FEED, at);
    const end = feed < 0 ? text.length : feed;
    if (found.places[next]! < end) picked.push(refs[index]!);
    while (next < found.length && found.places[next]! <= end) next++;
    at = end + 1;
  }
  return picked;
}
