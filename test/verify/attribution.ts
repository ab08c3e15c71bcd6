/**
 * Who brought a secret, who has it still, which refs reach it: what `scanHistory` says of a random
 * repository beside what git says, commit by commit (`ls-tree -r`, `for-each-ref --contains`,
 * `log --find-object`).
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../src/detect/engine.ts';
import { scanHistory } from '../../src/history/history.ts';
import type { Finding } from '../../src/types.ts';
import { random, standardKey } from '../helpers/keys.ts';

type Dice = (bound: number) => number;
type Git = (args: readonly string[], input?: string | Uint8Array) => Buffer;

const FOLDERS = ['', 'lib/', 'lib/deep/', 'lib/deep/down/', 'docs/'];
/** Enough names in a folder that its versions are worth a delta. */
const FILLERS = 9;
const SECRETS = 4;

interface Commit {
  readonly oid: string;
  readonly time: number;
  readonly parents: readonly string[];
  /** Path → blob. */
  readonly files: ReadonlyMap<string, string>;
}

/** @returns how what the scan says differs from git; empty where it does not */
export async function attribution(
  path: string,
  seed: number,
  { engine, env }: { readonly engine: Engine; readonly env: NodeJS.ProcessEnv },
): Promise<{ findings: number; differences: string[] }> {
  const git: Git = (args, input = '') => {
    const ran = spawnSync('git', ['--git-dir', path, ...args], { env, input, maxBuffer: 2 ** 30 });
    if (ran.status !== 0) throw new Error(`git ${args.join(' ')}: ${ran.stderr}`);
    return ran.stdout;
  };
  make(path, seed, git);
  const run = async (
    args: readonly string[],
    options: { readonly input?: string; readonly accept?: readonly number[] } = {},
  ) => {
    const ran = spawnSync('git', ['--git-dir', path, ...args], { env, input: options.input ?? '' });
    return { code: ran.status ?? 1, stdout: new Uint8Array(ran.stdout) };
  };
  const place = { gitDir: path, commonDir: path, objectsDir: join(path, 'objects') };
  const result = await scanHistory({ ...place, hash: 'sha1', run }, engine, {
    jobs: 1,
    maxBytes: 2 ** 30,
    allPlaces: true,
    allowShallow: false,
    unreachable: true,
    inline: true,
    webKeys: 'error',
    showSecrets: true,
  });
  const differences = compare(result.findings, seed, git);
  if (result.failure !== undefined) differences.push(`${result.failure.message}`);
  rmSync(path, { recursive: true });
  return { findings: result.findings.length, differences };
}

/** Some branches, merges, tags and remotes; secrets come, move and go, in files and in their names. */
function make(path: string, seed: number, git: Git): void {
  const dice = random(seed);
  mkdirSync(join(path, 'objects'), { recursive: true });
  mkdirSync(join(path, 'refs'), { recursive: true });
  writeFileSync(join(path, 'HEAD'), 'ref: refs/heads/main\n');
  writeFileSync(join(path, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n');
  const limit = `fastimport.unpackLimit=${dice(3) === 0 ? 10_000 : 1}`;
  git(['-c', limit, 'fast-import', '--quiet', '--force'], history(seed, dice));
  for (const name of ['side', 'lost']) {
    if (dice(3) === 0) git(['update-ref', '-d', `refs/heads/${name}`]);
  }
  const pack = [`--window=${1 + dice(20)}`, `--depth=${1 + dice(20)}`];
  if (dice(4) !== 0) git(['repack', '-adkfq', ...pack]);
  if (dice(2) === 0) git(['pack-refs', '--all']);
}

function history(seed: number, dice: Dice): string {
  const lines: string[] = [];
  const branches = ['main', 'side', 'lost'];
  const tips = new Map<string, number>();
  const commits = 5 + dice(5);
  for (let mark = 1; mark <= commits; mark++) {
    const branch = mark < 3 ? 'main' : branches[dice(3)]!;
    const parent = tips.get(branch) ?? tips.get('main');
    const other = tips.get(branches[dice(3)]!);
    // Times go up and down, and no two are the same.
    const time = 1_700_000_000 + mark * 100 + (dice(4) === 0 ? 450 : 0) + mark;
    const subject = `change ${mark}`;
    lines.push(`commit refs/heads/${branch}`, `mark :${mark}`);
    lines.push(`committer A <a@example.com> ${time} +0100`, `data ${subject.length}`, subject);
    if (parent !== undefined) lines.push(`from :${parent}`);
    if (other !== undefined && other !== parent && dice(2) === 0) lines.push(`merge :${other}`);
    if (mark === 1) for (const file of fillers()) lines.push(...modify(file, `first of ${file}`));
    for (let change = 1 + dice(3); change > 0; change--) lines.push(...changed(seed, mark, dice));
    lines.push('');
    tips.set(branch, mark);
    if (dice(4) === 0) lines.push(`reset refs/remotes/origin/r${dice(2)}`, `from :${mark}`, '');
    if (dice(4) === 0) lines.push(`reset refs/tags/light${mark}`, `from :${mark}`, '');
    if (dice(4) === 0) {
      lines.push(`tag noted${mark}`, `from :${mark}`, `tagger A <a@example.com> ${time} +0000`);
      lines.push('data 4', 'note');
    }
  }
  return `${lines.join('\n')}\n`;
}

function fillers(): string[] {
  return FOLDERS.flatMap((folder) =>
    Array.from({ length: FILLERS }, (_, index) => `${folder}file${index}.txt`),
  );
}

/** One change of a commit: a filler, a file with a secret, a name with one, or either of them gone. */
function changed(seed: number, mark: number, dice: Dice): string[] {
  const folder = FOLDERS[dice(FOLDERS.length)]!;
  const secret = keyOf(seed, dice(SECRETS));
  const named = `${folder}${keyOf(seed, SECRETS + dice(2))}`;
  const holder = `${folder}file${dice(3)}.txt`;
  switch (dice(7)) {
    case 0:
    case 1:
      return modify(holder, `${mark} key = "${secret}"`);
    case 2:
      return modify(holder, `key = "${secret}"`);
    case 3:
      return modify(holder, `nothing in ${mark}`);
    case 4:
      return modify(named, 'x');
    case 5:
      return [`D ${named}`];
    default:
      return modify(`${folder}file${dice(FILLERS)}.txt`, `change ${mark}`);
  }
}

function modify(path: string, content: string): string[] {
  return [`M 100644 inline ${path}`, `data ${content.length}`, content];
}

function keyOf(seed: number, index: number): string {
  return standardKey(1000 + seed * 10 + index);
}

function compare(findings: readonly Finding[], seed: number, git: Git): string[] {
  const commits = commitsOf(git);
  const texts = textsOf(git);
  const differences: string[] = [];
  for (let index = 0; index < SECRETS + 2; index++) {
    const secret = keyOf(seed, index);
    const has = (path: string, blob: string) =>
      index < SECRETS ? texts.get(blob)!.includes(secret) : path.endsWith(secret);
    const finding = findings.find((one) => (one.secret as string) === secret);
    const wanted = expected(commits, has, git, index < SECRETS);
    const all = [...texts.values()].filter((text) => text.includes(secret)).length;
    if (index < SECRETS && finding?.presence?.versions !== (all === 0 ? undefined : all)) {
      differences.push(`secret ${index}: ${all} blobs have it, not ${finding?.presence?.versions}`);
    }
    // What was overwritten within one commit is kept and in none.
    if (wanted === undefined && finding?.presence?.reach === 'unreachable') continue;
    const got = finding && said(finding, index < SECRETS);
    if (JSON.stringify(got) !== JSON.stringify(wanted)) {
      differences.push(
        `secret ${index}: git ${JSON.stringify(wanted)}, the scan ${JSON.stringify(got)}`,
      );
    }
  }
  return differences;
}

/** The bytes of every blob that the repository keeps, one character each. */
function textsOf(git: Git): Map<string, string> {
  const texts = new Map<string, string>();
  const bytes = git(['cat-file', '--batch-all-objects', '--batch']).toString('latin1');
  for (let at = 0; at < bytes.length; ) {
    const feed = bytes.indexOf('\n', at);
    const [oid, type, size] = bytes.slice(at, feed).split(' ');
    at = feed + 1 + Number(size) + 1;
    if (type === 'blob') texts.set(oid!, bytes.slice(feed + 1, at - 1));
  }
  return texts;
}

/** All commits that the repository keeps, reached or not. */
function commitsOf(git: Git): Map<string, Commit> {
  const listed = git([
    'cat-file',
    '--batch-all-objects',
    '--batch-check=%(objecttype) %(objectname)',
  ]);
  const oids = (listed.toString().match(/^commit .*$/gm) ?? []).map((line) => line.slice(7));
  const shown = git(
    ['log', '--no-walk=unsorted', '--format=%H %ct %P', '--stdin'],
    oids.join('\n'),
  );
  const commits = new Map<string, Commit>();
  for (const line of shown.toString().trim().split('\n')) {
    const [oid, time, ...parents] = line.trim().split(' ');
    const files = new Map<string, string>();
    for (const entry of git(['ls-tree', '-r', '-z', oid!]).toString('latin1').split('\0')) {
      const match = /^\d+ \w+ (\w+)\t(.*)$/s.exec(entry);
      if (match !== null) files.set(match[2]!, match[1]!);
    }
    commits.set(oid!, { oid: oid!, time: Number(time), parents, files });
  }
  return new Map(
    [...commits].map(([oid, one]) => [oid, { ...one, time: corrected(one, commits) }]),
  );
}

/** git's corrected date: no commit is earlier than its parents, whatever clocks said. */
function corrected({ time, parents }: Commit, commits: Map<string, Commit>): number {
  const least = parents.map((parent) => corrected(commits.get(parent)!, commits) + 1);
  return Math.max(time, ...least);
}

type Has = (path: string, blob: string) => boolean;

/** What git says of a secret; undefined where no commit has it. */
function expected(commits: Map<string, Commit>, has: Has, git: Git, inFiles: boolean): unknown {
  const pathsOf = ({ files }: Commit) =>
    [...files].filter(([path, blob]) => has(path, blob)).map(([path]) => path);
  const holding = [...commits.values()].filter((commit) => pathsOf(commit).length > 0);
  if (holding.length === 0) return undefined;
  const own = new Set(holding.map(({ oid }) => oid));
  const byTime = (a: Commit, b: Commit) => a.time - b.time || (a.oid < b.oid ? -1 : 1);
  const reached = git(['rev-list', '--all']).toString();
  const inReach = holding.filter(({ oid }) => reached.includes(oid));
  // What only a deleted branch had tells of a secret only where no ref leads to it any more.
  const telling = inReach.length > 0 ? inReach : holding;
  const brought = telling.filter(({ parents }) => !parents.some((parent) => own.has(parent)));
  const first = brought.sort(byTime)[0]!;
  const last = telling.sort(byTime).at(-1)!;
  const head = git(['rev-parse', 'HEAD']).toString().trim();
  const contains = [...own].map((oid) => `--contains=${oid}`);
  const refs = git(['for-each-ref', '--format=%(refname)', ...contains])
    .toString()
    .split('\n');
  const below = (prefix: string) =>
    refs
      .filter((ref) => ref.startsWith(prefix))
      .map((ref) => ref.slice(prefix.length))
      .sort();
  const blobs = new Set(
    holding.flatMap(({ files }) =>
      [...files].filter(([path, blob]) => has(path, blob)).map(([, blob]) => blob),
    ),
  );
  if (inFiles) checkWithLog(first, blobs, git);
  return {
    first: first.oid,
    firstPath: inFiles ? pathsOf(first).sort()[0] : undefined,
    last: last.oid,
    lastPath: inFiles ? pathsOf(last).sort()[0] : undefined,
    parents: first.parents.length,
    inHead: own.has(head),
    head: headIs(head, first, git),
    branches: below('refs/heads/'),
    tags: below('refs/tags/'),
    remotes: below('refs/remotes/'),
    reach: inReach.length > 0 ? 'reached' : 'unreachable',
    ...(inFiles && { paths: [...new Set(holding.flatMap(pathsOf))].sort() }),
  };
}

function headIs(head: string, { oid }: Commit, git: Git): string {
  if (head === oid) return 'itself';
  const ancestors = git(['rev-list', head]).toString();
  return ancestors.includes(oid) ? 'descendant' : 'neither';
}

/** git's own search for a blob must name the commit too. */
function checkWithLog(first: Commit, blobs: ReadonlySet<string>, git: Git): void {
  const named = [...blobs].some((blob) =>
    git(['log', '--no-walk', '-m', '--root', `--find-object=${blob}`, '--format=%H', first.oid])
      .toString()
      .includes(first.oid),
  );
  if (!named) throw new Error(`git log --find-object does not name ${first.oid}`);
}

/** The same of a finding. */
function said({ presence, places }: Finding, inFiles: boolean): unknown {
  const { firstSeen, lastSeen, inHead, head, branches, tags, remotes, reach } = presence!;
  const paths = new Set(places.map(({ path }) => path).filter((path) => path !== ''));
  return {
    first: firstSeen?.commit,
    firstPath: inFiles ? firstSeen?.path : undefined,
    last: lastSeen?.commit,
    lastPath: inFiles ? lastSeen?.path : undefined,
    parents: firstSeen?.parents,
    inHead,
    head,
    branches,
    tags,
    remotes,
    reach,
    ...(inFiles && { paths: [...paths].sort() }),
  };
}
