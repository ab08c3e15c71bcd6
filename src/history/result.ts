/** What a scan of history answers. */
import type { KeyfenceError } from '../errors.ts';
import type { ShardReport } from '../types/shard.ts';
import type { Finding, Notice, Skip, Stats } from '../types.ts';

/** What a Report takes from a walk over history. */
export interface HistoryResult {
  readonly findings: readonly Finding[];
  readonly skipped: readonly Skip[];
  readonly ignored: number;
  readonly notices: readonly Notice[];
  readonly stats: Stats;
  /** Distinct objects in the repository's database, all types. */
  readonly objects: number;
  /** Why the scan is incomplete, where it is; the findings hold all the same. */
  readonly failure?: KeyfenceError;
  /** Of a shard: what `merge` needs besides. */
  readonly shard?: Omit<ShardReport, 'settings' | 'policy'>;
}
