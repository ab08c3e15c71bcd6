/**
 * ignore --compat: takes over what another tool was told to ignore. Those files name lines (gitleaks) or SHA-1
 * sums (detect-secrets); here each is looked up once, in the file it speaks of, and becomes an entry for
 * the value that stands there, which no longer depends on lines.
 */
import { createHash } from 'node:crypto';
import { diskPolicy, type Options } from '../config.ts';
import { KeyfenceError } from '../errors.ts';
import type { Repository } from '../git.ts';
import { judge, sha256 } from '../scan/judging.ts';
import { load } from '../scan/rules.ts';
import type { Finding } from '../types.ts';

/** One line of another tool's file. */
interface Excused {
  readonly path: string;
  /** Commit id, or HEAD. */
  readonly commit: string;
  readonly line?: number;
  /** Lower-case hex. */
  readonly sha1?: string;
}

export interface Taken {
  readonly fingerprint: string;
  /** A glob that fits this one path. */
  readonly path: string;
}

export interface Takeover {
  readonly taken: readonly Taken[];
  /** Lines that name nothing which keyfence would report: they need no entry. */
  readonly needless: number;
}

const files = { gitleaks: '.gitleaksignore', 'detect-secrets': '.secrets.baseline' } as const;
const readers = { gitleaks: readGitleaks, 'detect-secrets': readBaseline } as const;

export async function takeOver(
  repository: Repository,
  options: Options,
  tool: keyof typeof files,
): Promise<Takeover> {
  const name = files[tool];
  const text = diskPolicy(repository.top).read(name);
  if (text === undefined) throw new KeyfenceError('config', name, 'There is no such file.');
  const taken: Taken[] = [];
  let needless = 0;
  for (const excused of readers[tool](text, name)) {
    const found = (await findingsIn(repository, options, excused)).filter((finding) =>
      excused.sha1 === undefined
        ? finding.places.some((place) => place.line === excused.line)
        : sha1(finding.secret) === excused.sha1,
    );
    if (found.length === 0) needless++;
    const path = excused.path.replace(/[[\]{}()*?!+@|\\]/g, '\\$&');
    for (const { fingerprint } of found) taken.push({ fingerprint, path });
  }
  return { taken, needless };
}

/** The findings of the file as that commit has it. Their secrets are not masked: they stay in this module. */
async function findingsIn(
  repository: Repository,
  options: Options,
  { commit, path }: Excused,
): Promise<readonly Finding[]> {
  const args = ['rev-parse', '--verify', '--quiet', `${commit}:${path}`];
  const { code, stdout } = await repository.run(args, { accept: [1, 128] });
  if (code !== 0) return [];
  const answer = await repository.object(stdout.toString().trim(), options.maxBytes);
  if (typeof answer === 'string' || !('bytes' in answer) || answer.type !== 'blob') return [];
  const { engine, hits } = load(options);
  engine.scan(answer.bytes, 0, answer.bytes.length, hits);
  const origin = { kind: 'blob', path } as const;
  const context = { origin, sha256, inline: false, webKeys: 'warning', showSecrets: true } as const;
  return judge(engine, answer.bytes, hits, context).findings;
}

/** `[commit:]file:rule:line`, one a line, `#` before comments. */
function readGitleaks(text: string, name: string): Excused[] {
  const all: Excused[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const parts = /^(?:([0-9a-f]{40}|[0-9a-f]{64}):)?(.+):[^:]+:(\d+)\s*$/.exec(line);
    if (!parts) throw new KeyfenceError('config', `${name}:${index + 1}`, 'It is no fingerprint.');
    const [, commit = 'HEAD', path, number] = parts;
    all.push({ commit, path: path!, line: Number(number) });
  }
  return all;
}

interface Baseline {
  readonly results?: Readonly<Record<string, readonly { readonly hashed_secret?: string }[]>>;
}

function readBaseline(text: string, name: string): Excused[] {
  let baseline: Baseline;
  try {
    baseline = JSON.parse(text) as Baseline;
  } catch {
    throw new KeyfenceError('config', name, 'It is not JSON.');
  }
  return Object.entries(baseline.results ?? {}).flatMap(([file, secrets]) =>
    secrets.map(({ hashed_secret: hash }) => {
      if (hash && /^[0-9a-f]{40}$/.test(hash)) {
        return { commit: 'HEAD', path: file.replaceAll('\\', '/'), sha1: hash };
      }
      throw new KeyfenceError('config', name, 'A result has no "hashed_secret".');
    }),
  );
}

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
