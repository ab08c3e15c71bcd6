/**
 * Whole-process timing in pairs: A B A B …, so that a slow moment of the machine hits both. What is
 * quoted is the ratio of the medians; seconds are only printed beside it.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** As a user's shell has it, less what distorts start-up or steers git. */
export function plainEnv(extra = {}) {
  const env = {
    ...process.env,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    ...extra,
  };
  for (const name of Object.keys(env)) {
    if (/^(NODE_|GIT_(?!CONFIG)|CI$|HUSKY|npm_)/.test(name) && !(name in extra)) delete env[name];
  }
  return env;
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

function once([command, ...args], options) {
  const start = process.hrtime.bigint();
  const result = spawnSync(command, args, { stdio: 'ignore', env: plainEnv(), ...options });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (result.error) throw result.error;
  return { milliseconds, status: result.status };
}

/**
 * Runs `ours` and `theirs` in turn.
 * @returns medians in milliseconds and their ratio
 */
export function pair(ours, theirs, { cwd, runs = 21, status = 0, env } = {}) {
  const options = { cwd, ...(env && { env }) };
  const times = { ours: [], theirs: [] };
  for (let run = -2; run < runs; run++) {
    const a = once(ours, options);
    const b = once(theirs, options);
    if (a.status !== status) throw new Error(`${ours.join(' ')} exited ${a.status}, not ${status}`);
    if (run < 0) continue;
    times.ours.push(a.milliseconds);
    times.theirs.push(b.milliseconds);
  }
  const [mine, other] = [median(times.ours), median(times.theirs)];
  return { ours: mine, theirs: other, ratio: mine / other };
}

/** Peak resident memory of a Node command in MiB, told by the process itself as it ends. */
export function peakMemory(args, { cwd, status = 0 } = {}) {
  const probe = join(tmpdir(), `keyfence-rss-${process.pid}.cjs`);
  writeFileSync(
    probe,
    "process.on('exit', () => process.stderr.write(`\\nRSS ${process.resourceUsage().maxRSS}\\n`));",
  );
  const result = spawnSync(process.execPath, ['--require', probe, ...args], {
    cwd,
    env: plainEnv(),
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (result.status !== status)
    throw new Error(`${args.join(' ')} → ${result.status}\n${result.stderr}`);
  return Number(/RSS (\d+)/.exec(result.stderr)[1]) / 1024;
}
