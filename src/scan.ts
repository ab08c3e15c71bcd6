/** The run: a Request under Options → a Report. One line per stage. */
import { applyPolicy, type Options, readIgnores } from './config.ts';
import { failureOf } from './errors.ts';
import { type Ignores, subtract } from './ignores.ts';
import { Collector } from './scan/collector.ts';
import { LazyEngine } from './scan/lazy-engine.ts';
import { Names } from './scan/names.ts';
import type { Request } from './scan/request.ts';
import { dayOf, sourceOf } from './scan/scope.ts';
import type { Report } from './types.ts';

/**
 * Never rejects: what goes wrong is the Report's `failure`, and `complete` is false then.
 */
export async function scan(request: Request, options: Options): Promise<Report> {
  const engine = new LazyEngine(options);
  const names = new Names(engine, options);
  const collector = new Collector(request, options, names);
  try {
    const items = request.walk ? undefined : sourceOf(request, options);
    const ignores = await readIgnores(request.policy);
    collector.ignores = ignores;
    try {
      await collector.takeRefs(request.newRefs ?? []);
      for await (const item of items ?? []) await collector.take(item, engine);
      if (request.walk) {
        const allPlaces = request.walk.allPlaces || byPath(options, ignores);
        const run =
          request.command === 'files'
            ? (await import('./scan/files.ts')).scanFiles
            : (await import('./scan/walk.ts')).walk;
        const { reports, shard } = request.walk;
        const walk = { ...request.walk, allPlaces };
        const shards = reports || shard ? await import('./scan/shards.ts') : undefined;
        if (shard) {
          collector.settings = shards!.settingsOf(options, walk);
          collector.policy = shards!.policyOf(options, ignores);
        }
        await collector.takeWalk(
          reports ? shards!.joined(reports, options, ignores) : await run(request, options, walk),
        );
      }
    } finally {
      const judged = await applyPolicy(collector.findings, options);
      await collector.settle(subtract(judged, ignores, dayOf(request)));
    }
  } catch (error) {
    collector.failure = failureOf(error);
  } finally {
    request.repository?.close();
  }
  return collector.report();
}

/** True where it matters under which paths a secret stands, and not only that it does. */
function byPath(options: Options, ignores: Ignores): boolean {
  const layers = options.layers().map(({ layer }) => layer);
  return (
    options.compat.length > 0 ||
    ignores.matchers.some(Boolean) ||
    layers.some(({ excludes, config }) => excludes.length > 0 || config.rules !== undefined)
  );
}
