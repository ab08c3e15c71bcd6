/** Long scans: progress on a terminal, nothing on a pipe, and Ctrl-C that still reports what was found. */
import type { Options } from '../config.ts';
import type { FlagValues } from '../flags.ts';
import { number } from '../report/summary.ts';
import type { FilesWorkers } from '../scan/files-workers.ts';
import type { NamedReport, Request, WalkProgress } from '../scan/request.ts';
import { scan } from '../scan.ts';
import type { Report } from '../types.ts';
import { isTerminal } from './output.ts';
import type { Plan } from './plan.ts';

const STDERR = 2;

export async function scanWalking(
  request: Request,
  options: Options,
  how: {
    readonly flags: FlagValues;
    readonly selection: Plan['selection'];
    readonly reports?: readonly NamedReport[];
    readonly workers?: FilesWorkers;
  },
): Promise<Report> {
  const { flags, selection } = how;
  const abort = new AbortController();
  const stop = () => abort.abort();
  // What takes an instant is ended by the signal itself, and need not pay for listening.
  let listens = false;
  const listen = () => {
    if (!listens) process.once('SIGINT', stop);
    listens = true;
  };
  if (!selection) listen();
  const silent = options.quiet || process.env.CI;
  const progress = silent ? undefined : selection ? onceNeeded() : await progressLine();
  try {
    const walk = {
      allPlaces: flags['all-places'] === true,
      unreachable: flags['no-unreachable'] !== true,
      allowShallow: flags['allow-shallow'] === true,
      alone: true as const,
      ...(selection && { selection }),
      ...(flags['allow-fetch'] && { allowFetch: true as const }),
      ...(flags.cache && { cache: true as const }),
      ...(flags.shard !== undefined && { shard: await shardOf(flags.shard) }),
      ...(how.reports && { reports: how.reports }),
      ...(how.workers && { workers: how.workers }),
      signal: abort.signal,
      onWhole: listen,
      ...(progress && { onProgress: progress.show }),
    };
    return await scan({ ...request, walk }, options);
  } finally {
    if (listens) process.off('SIGINT', stop);
    progress?.end();
  }
}

async function shardOf(text: string) {
  return (await import('../scan/shards.ts')).parseShard(text);
}

interface ProgressLine {
  readonly show: (progress: WalkProgress) => void;
  readonly end: () => void;
}

const PHASES = {
  files: 'reading files',
  blobs: 'reading files',
  trees: 'reading names',
  fetch: 'fetching what is missing',
  attribution: 'finding who holds them',
} as const satisfies Record<WalkProgress['phase'], string>;

async function progressLine(): Promise<ProgressLine | undefined> {
  // A terminal without a width (docker -t, `script` in a pipe) would be wiped line by line for ever.
  if (!(await isTerminal(STDERR)) || !process.stderr.columns) return undefined;
  const { default: ora } = await import('ora');
  const spinner = ora({ stream: process.stderr, text: 'looking around' }).start();
  const clock = new Clock();
  return {
    show: (progress) => {
      spinner.text = `${PHASES[progress.phase]}: ${clock.text(progress)}`;
    },
    end: () => spinner.stop(),
  };
}

/** A range is mostly done before a line could be drawn, and what draws it is loaded longer than that. */
function onceNeeded(): ProgressLine {
  let line: ProgressLine | undefined;
  let asked = false;
  let ended = false;
  return {
    show: (progress) => {
      if (!asked) {
        asked = true;
        void progressLine().then((made) => {
          if (ended) made?.end();
          else line = made;
        });
      }
      line?.show(progress);
    },
    end: () => {
      ended = true;
      line?.end();
    },
  };
}

/** Share and objects done, speed and time left of the phase that runs. */
class Clock {
  private phase = '';
  private start = 0;

  text(progress: WalkProgress): string {
    const { phase, done, total } = progress;
    if (phase === 'fetch') return `${total} objects`;
    if (phase !== this.phase) {
      this.phase = phase;
      this.start = performance.now();
    }
    const seconds = (performance.now() - this.start) / 1000;
    const percent = total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : 100;
    const read = 'objects' in progress ? `, ${number(progress.objects)} objects` : '';
    if (seconds < 0.5 || done === 0) return `${percent}%${read}`;
    const speed = done / seconds;
    const left = Math.ceil((total - done) / speed);
    const pace =
      phase === 'files' ? `${Math.round(speed)} files` : `${(speed / 1e6).toFixed(0)} MB packed`;
    return `${percent}%${read}, ${pace} a second, ${left} s left`;
  }
}
