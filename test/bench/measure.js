/** One run of a program: seconds of wall clock and of CPU, children included, and the peak of memory. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TIME = '/usr/bin/time';
const FORMAT = '%U %S %M';
/** GNU time asks the kernel; other systems' `time` has other words, and there only the clock counts. */
const hasTime =
  existsSync(TIME) && spawnSync(TIME, ['-f', FORMAT, 'true'], { stdio: 'ignore' }).status === 0;

/**
 * `nowhere`: what is printed goes to the null device. A pipe, and a reader of it, would cost a program that prints
 * gigabytes half as much again.
 * @returns {Promise<{ wall: number, cpu: number, peak: number, status: number }>} peak in MB
 */
export function measure([command, args], { cwd, env, seconds, nowhere = false }) {
  const told = join(tmpdir(), `keyfence-time-${process.pid}`);
  const wrapped = hasTime ? [TIME, ['-f', FORMAT, '-o', told, command, ...args]] : [command, args];
  return new Promise((settle, fail) => {
    const start = performance.now();
    const child = spawn(wrapped[0], wrapped[1], {
      cwd,
      env,
      stdio: ['ignore', nowhere ? 'ignore' : 'pipe', 'ignore'],
      detached: process.platform !== 'win32',
    });
    const timer = setTimeout(() => end(child), seconds * 1000);
    child.stdout?.resume();
    child.on('error', fail);
    child.on('close', (code) => {
      clearTimeout(timer);
      const wall = (performance.now() - start) / 1000;
      const last = hasTime && existsSync(told) ? readFileSync(told, 'utf8').trim() : '';
      rmSync(told, { force: true });
      // Behind "Command exited with non-zero status 1" comes the line that was asked for.
      const [user, system, kilobytes] = last.split('\n').at(-1).split(' ').map(Number);
      const cpu = (user || 0) + (system || 0);
      settle({ wall, cpu, peak: (kilobytes || 0) / 1024, status: code === null ? -1 : code });
    });
  });
}

function end(child) {
  if (process.platform === 'win32') child.kill();
  else process.kill(-child.pid, 'SIGKILL');
}

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
