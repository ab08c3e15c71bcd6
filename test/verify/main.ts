/** What `npm run verify` does: equality over a real repository, or over many random ones. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { rules } from '../../rules/index.ts';
import { compile } from '../../src/detect/engine.ts';
import { cleanEnv } from '../helpers/environment.ts';
import { attribution } from './attribution.ts';
import { type Equality, equality } from './equality.ts';
import { randomRepository } from './random.ts';

const engine = compile(rules);

/** @returns whether all agreed */
export async function verifyRepository(path: string): Promise<boolean> {
  const env = cleanEnv();
  const ask = (...args: string[]) =>
    execFileSync('git', ['-C', path, '-c', 'safe.directory=*', ...args], {
      env,
      encoding: 'utf8',
    }).trim();
  const gitDir = resolve(path, ask('rev-parse', '--absolute-git-dir'));
  const objectsDir = resolve(path, ask('rev-parse', '--git-path', 'objects'));
  const hash = ask('rev-parse', '--show-object-format') === 'sha256' ? 'sha256' : 'sha1';
  const start = performance.now();
  const found = await equality(gitDir, objectsDir, {
    engine,
    git: 'git',
    env,
    hash,
    arena: 1 << 28,
  });
  report(path, found, performance.now() - start);
  return found.differences.length === 0;
}

/** @returns whether all agreed */
export async function verifyRandom(count: number, first: number): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'kf-verify-'));
  const start = performance.now();
  const sum = {
    objects: 0,
    bytes: 0,
    hits: 0,
    scanned: 0,
    together: 0,
    differences: [] as string[],
  };
  try {
    for (let seed = first; seed < first + count; seed++) {
      const path = randomRepository(join(folder, `${seed}`), seed, cleanEnv());
      const hash = seed % 8 === 7 ? 'sha256' : 'sha1';
      const options = {
        engine,
        git: 'git',
        env: cleanEnv(),
        hash,
        arena: seed % 5 === 0 ? 4096 : 1 << 28,
      } as const;
      const found = await equality(path, join(path, 'objects'), options);
      sum.objects += found.objects;
      sum.bytes += found.bytes;
      sum.hits += found.hits;
      sum.scanned += found.scanned;
      sum.together += found.together;
      sum.differences.push(...found.differences.map((text) => `seed ${seed}: ${text}`));
      rmSync(path, { recursive: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  report(`${count} random repositories`, sum, performance.now() - start);
  return sum.differences.length === 0;
}

/** @returns whether the attribution agrees with git in all of them */
export async function verifyAttribution(count: number, first: number): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'kf-attribution-'));
  const differences: string[] = [];
  let findings = 0;
  try {
    for (let seed = first; seed < first + count; seed++) {
      const found = await attribution(join(folder, `${seed}`), seed, { engine, env: cleanEnv() });
      findings += found.findings;
      differences.push(...found.differences.map((text) => `seed ${seed}: ${text}`));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const verdict = differences.length === 0 ? 'equal' : 'DIFFERENT';
  console.log(`${verdict}  attribution in ${count} random repositories: ${findings} findings`);
  for (const text of differences) console.log(`  ${text}`);
  return differences.length === 0;
}

function report(
  name: string,
  { objects, bytes, hits, scanned, together, differences }: Equality,
  ms: number,
): void {
  const share = bytes === 0 ? 0 : Math.round((100 * scanned) / bytes);
  const megabytes = Math.round(bytes / 1e6);
  console.log(
    `${differences.length === 0 ? 'equal' : 'DIFFERENT'}  ${name}: ${objects} objects, ${megabytes} MB, ` +
      `${hits} hits, ${share} % of the bytes scanned, ${together} objects many at once, ${Math.round(ms / 1000)} s`,
  );
  for (const text of differences) console.log(`  ${text}`);
}
