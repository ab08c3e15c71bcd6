/** What the rules and the judge say to the places that a first look has found; loaded where there are any. */
import { rules } from '../../rules/index.ts';
import type { Options } from '../config.ts';
import { needlesOfRows } from '../detect/glance.ts';
import { Hits } from '../detect/hits.ts';
import { owners } from '../detect/owners.ts';
import { Sparse } from '../detect/sparse.ts';
import type { GitObject } from '../history/quick.ts';
import { judge, sha256 } from './judging.ts';

export class Placed {
  readonly #sparse = new Sparse(rules, needlesOfRows(), owners);
  readonly #hits = new Hits();
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** False where there is a finding, or something that is ignored. */
  isClean({ type, bytes }: GitObject, found: Int32Array, count: number): boolean {
    const hits = this.#hits;
    hits.clear();
    this.#sparse.scan(bytes, found, count, hits);
    if (hits.length === 0) return true;
    // Of commits, tags and trees the parts are judged, each by itself: the whole scan does that.
    if (type !== 'blob') return false;
    const { inline, webKeys, showSecrets } = this.#options;
    const context = { inline, webKeys, showSecrets, sha256, origin: { kind: type, path: '' } };
    const { findings, ignored } = judge(this.#sparse, bytes, hits, context);
    return findings.length === 0 && ignored === 0;
  }
}
