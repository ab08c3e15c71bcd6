import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { quick, randomOf, randomRepository } from '../helpers/ranges.ts';
import { folder, Repo, repository } from '../helpers/repo.ts';

const listed = (text: string) => text.split('\n').filter(Boolean);
const graphOf = (repo: Repo) => join(repo.path, '.git/objects/info/commit-graph');
const layersOf = (repo: Repo) => join(repo.path, '.git/objects/info/commit-graphs');

/** Seconds; commits are a minute apart. */
const SKEWS = [0, 90, 1000, 100_000];
type Dice = (below: number) => number;

/** Writes a graph of some kind: of all or some commits, in one file or in layers, with either sort of generations. */
function writeGraph(repo: Repo, count: number, dice: Dice): string {
  const version = 1 + dice(2);
  const write = ['-c', `commitGraph.generationVersion=${version}`, 'commit-graph', 'write'];
  const some = () => {
    const tips = Array.from({ length: 1 + dice(3) }, () => `b${1 + dice(count)}`);
    return `${repo.git('rev-parse', ...tips)}\n`;
  };
  const kind = ['all', 'some', 'layers', 'layers of all'][dice(4)]!;
  if (kind === 'all')
    repo.git(...write, '--reachable', ...(dice(2) === 0 ? ['--changed-paths'] : []));
  else if (kind === 'some') repo.tryGit([...write, '--stdin-commits'], { input: some() });
  else {
    for (let layer = 0; layer < 4; layer++) {
      repo.tryGit([...write, '--split=no-merge', '--stdin-commits'], { input: some() });
    }
    if (kind === 'layers of all') repo.git(...write, '--split=no-merge', '--reachable');
  }
  repo.git('commit-graph', 'verify');
  return `${kind}, ${version}`;
}

/** What a range brings, as texts in order; undefined where git would have to answer. */
async function contents(repo: Repo, range: readonly string[]) {
  const { clean, seen } = await quick(repo, range);
  return clean && seen.map((bytes) => bytes.toString('latin1')).sort();
}

test.each(['sha1', 'sha256'])(
  'D1 with a commit-graph of any kind a range is what git rev-list says, and what it is without one: %s',
  async (hash) => {
    const seeds = Number(process.env.KEYFENCE_TEST_SEEDS ?? (hash === 'sha1' ? 24 : 6));
    for (let seed = 1; seed <= seeds; seed++) {
      const skew = SKEWS[seed % SKEWS.length]!;
      const { repo, count } = randomRepository(seed, skew, `--object-format=${hash}`);
      const dice = randomOf(seed * 77);
      const any = (prefix: string) => `${prefix}b${1 + dice(count)}`;
      const ranges = Array.from({ length: 5 }, () => {
        const range = [`${any('')}..${any('')}${['', '~1', '^2', '~2'][dice(4)]}`];
        while (dice(3) === 0) range.push(any(dice(2) === 0 ? '^' : ''));
        return range;
      });
      const without: (readonly string[] | undefined)[] = [];
      for (const range of ranges) without.push(await contents(repo, range));
      const kind = writeGraph(repo, count, dice);
      for (const [index, range] of ranges.entries()) {
        const { clean, seen } = await quick(repo, range);
        const told = repo.tryGit(['rev-list', ...range]);
        expect([seed, kind, range, clean !== undefined]).toEqual([
          seed,
          kind,
          range,
          told.status === 0,
        ]);
        const texts = seen.map((bytes) => bytes.toString('latin1'));
        expect([seed, kind, range, [...texts].sort()]).toEqual([
          seed,
          kind,
          range,
          without[index] ?? [],
        ]);
        if (clean === undefined) continue;
        const ids = listed(told.stdout);
        const log = ['log', '--no-walk=unsorted', '--format=%s', ...ids, '--'];
        const expected = ids.length === 0 ? [] : listed(repo.git(...log));
        const own = texts.slice(0, clean.stats.commits).map((text) => text.split('\n\n')[1]!);
        expect([seed, kind, range, own]).toEqual([seed, kind, range, expected]);
      }
    }
  },
  120_000,
);

/** Commits one behind the other, and a merge of three in the middle; loose, so that one can be taken away. */
function line(...initArgs: string[]): Repo {
  const repo = repository(...initArgs);
  for (let commit = 0; commit < 12; commit++)
    repo.commit(`n${commit % 4}`, `${commit}`, `c${commit}`);
  const [one, two] = [repo.git('rev-parse', 'HEAD~3'), repo.git('rev-parse', 'HEAD~5')];
  const tree = repo.git('rev-parse', 'HEAD^{tree}');
  const sides = [one, two].map((parent, index) =>
    repo.git('commit-tree', '-p', parent, '-m', `side ${index}`, tree),
  );
  const parents = ['HEAD', ...sides].flatMap((parent) => ['-p', parent]);
  repo.git('reset', '-q', '--hard', repo.git('commit-tree', ...parents, '-m', 'merge', tree));
  for (let commit = 0; commit < 6; commit++)
    repo.commit(`m${commit % 4}`, `m${commit}`, `d${commit}`);
  return repo;
}

/** Takes a commit away that is behind the range HEAD~4..HEAD, and is walked: only a graph can do without it. */
function removeOne(repo: Repo): void {
  const oid = repo.git('rev-parse', 'HEAD~6');
  rmSync(join(repo.path, '.git/objects', oid.slice(0, 2), oid.slice(2)), { force: true });
}

const RANGE = ['HEAD~4..HEAD'];
const isUsed = async (repo: Repo) => (await contents(repo, RANGE)) !== undefined;

test('commits outside of a range are not read where the graph has them; those within are', async () => {
  const repo = line();
  repo.git('commit-graph', 'write', '--reachable');
  const oid = repo.git('rev-parse', 'HEAD~2');
  removeOne(repo);
  expect(await isUsed(repo)).toBe(true);
  rmSync(join(repo.path, '.git/objects', oid.slice(0, 2), oid.slice(2)), { force: true });
  expect(await isUsed(repo)).toBe(false);
});

test('a graph is not used where git would not use it', async () => {
  const repo = line();
  repo.git('commit-graph', 'write', '--reachable');
  removeOne(repo);
  const never = async (make: () => void, undo: () => void) => {
    expect(await isUsed(repo)).toBe(true);
    make();
    expect(await isUsed(repo)).toBe(false);
    undo();
  };
  const config = (...args: string[]) => repo.git('config', ...args);
  await never(
    () => config('core.commitGraph', 'false'),
    () => config('--unset', 'core.commitGraph'),
  );
  await never(
    () => config('include.path', 'other'),
    () => config('--remove-section', 'include'),
  );
  const head = repo.git('rev-parse', 'HEAD');
  const replace = `refs/replace/${repo.git('rev-parse', 'HEAD~1')}`;
  const many = Array.from({ length: 2000 }, (_, index) => `create refs/tags/t${index} ${head}\n`);
  for (const lines of [[], many]) {
    repo.tryGit(['update-ref', '--stdin'], { input: lines.join('') });
    repo.git('pack-refs', '--all');
    rmSync(join(repo.path, '.git/refs/replace'), { recursive: true, force: true });
    await never(
      () => repo.git('update-ref', replace, head),
      () => repo.git('pack-refs', '--all'),
    );
    rmSync(join(repo.path, '.git/refs/replace'), { recursive: true, force: true });
    expect(await isUsed(repo)).toBe(false);
    repo.git('update-ref', '-d', replace);
    rmSync(join(repo.path, '.git/refs/replace'), { recursive: true, force: true });
  }
  expect(await isUsed(repo)).toBe(true);
});

test('the graph may be that of a repository whose objects are borrowed, or a layer above it', async () => {
  const repo = line();
  repo.git('commit-graph', 'write', '--split', '--reachable');
  const clone = new Repo(join(folder(), 'clone'));
  repo.git('clone', '-q', '--shared', repo.path, clone.path);
  removeOne(repo);
  expect(await isUsed(clone)).toBe(true);
  clone.commit('own', 'own');
  const input = `${clone.git('rev-parse', 'HEAD')}\n`;
  clone.tryGit(['commit-graph', 'write', '--split=no-merge', '--stdin-commits'], { input });
  expect(readdirSync(layersOf(clone)).length).toBe(2);
  expect(await isUsed(clone)).toBe(true);
  rmSync(join(layersOf(repo)), { recursive: true });
  expect(await isUsed(clone)).toBe(false);
});

/** A graph's bytes and where its parts are. */
class Graph {
  readonly count: number;

  constructor(readonly bytes: Buffer) {
    this.count = bytes.readUInt32BE(this.at('OIDF') + 255 * 4);
  }

  /** Where the n-th entry of the table of chunks is. */
  entry(index: number): number {
    return 8 + index * 12;
  }

  at(id: string): number {
    for (let index = 0; index <= this.bytes[6]!; index++) {
      const entry = this.entry(index);
      if (this.bytes.toString('latin1', entry, entry + 4) === id)
        return Number(this.bytes.readBigUInt64BE(entry + 4));
    }
    throw new Error(id);
  }

  row(oid: string): number {
    for (let index = 0; index < this.count; index++) {
      const id = this.at('OIDL') + index * 20;
      if (this.bytes.toString('hex', id, id + 20) === oid) return this.at('CDAT') + index * 36;
    }
    throw new Error(oid);
  }

  write(value: number, at: number): void {
    this.bytes.writeUInt32BE(value >>> 0, at);
  }
}

/** Changes the bytes, or gives others. */
type Flaw = (graph: Graph, id: (revision: string) => string) => unknown;

const all = (graph: Graph, change: (row: number) => void) => {
  for (let index = 0; index < graph.count; index++) change(graph.at('CDAT') + index * 36);
};

const FLAWS: Record<string, Flaw> = {
  'no bytes': () => Buffer.alloc(0),
  'seven bytes': ({ bytes }) => bytes.subarray(0, 7),
  'another magic': ({ bytes }) => bytes.write('CGPX', 'latin1'),
  'version 2': ({ bytes }) => bytes.writeUInt8(2, 4),
  'another hash': ({ bytes }) => bytes.writeUInt8(2, 5),
  'a chunk fewer': ({ bytes }) => bytes.writeUInt8(bytes[6]! - 1, 6),
  'a chunk more': ({ bytes }) => bytes.writeUInt8(bytes[6]! + 1, 6),
  '255 chunks': ({ bytes }) => bytes.writeUInt8(255, 6),
  'a layer below': ({ bytes }) => bytes.writeUInt8(1, 7),
  'a byte more': ({ bytes }) => Buffer.concat([bytes, Buffer.alloc(1)]),
  'a byte less': ({ bytes }) => bytes.subarray(0, -1),
  'the half': ({ bytes }) => bytes.subarray(0, bytes.length >> 1),
  'a chunk past the end': (graph) => graph.write(1, graph.entry(2) + 4),
  'chunks that go back': (graph) => graph.write(0, graph.entry(1) + 8),
  'a chunk twice': (graph) =>
    void graph.bytes.copy(graph.bytes, graph.entry(1), graph.entry(0), graph.entry(0) + 4),
  'no rows': (graph) => graph.bytes.write('XDAT', graph.entry(2), 'latin1'),
  'a last chunk with a name': (graph) => graph.write(1, graph.entry(graph.bytes[6]!)),
  'a fan-out that goes down': (graph) => graph.write(1000, graph.at('OIDF') + 100 * 4),
  'a commit more': (graph) => graph.write(graph.count + 1, graph.at('OIDF') + 255 * 4),
  'no commits': (graph) => graph.bytes.fill(0, graph.at('OIDF'), graph.at('OIDL')),
  'a parent past the end': (graph, id) => graph.write(graph.count, graph.row(id('HEAD')) + 20),
  'a parent outside that is past the end': (graph, id) =>
    graph.write(graph.count, graph.row(id('HEAD~5')) + 20),
  'itself as parent': (graph, id) => {
    const row = graph.row(id('HEAD~5'));
    graph.write((row - graph.at('CDAT')) / 36, row + 20);
  },
  'a child as parent': (graph, id) => {
    const row = graph.row(id('HEAD~3'));
    graph.write((row - graph.at('CDAT')) / 36, graph.row(id('HEAD~4')) + 20);
  },
  'a wanted commit with another parent': (graph, id) => {
    const row = graph.row(id('HEAD~8'));
    graph.write((row - graph.at('CDAT')) / 36, graph.row(id('HEAD~1')) + 20);
  },
  'no parent': (graph, id) => graph.write(0x7000_0000, graph.row(id('HEAD~2')) + 20),
  'a second parent alone': (graph, id) => {
    graph.write(0x7000_0000, graph.row(id('HEAD~5')) + 20);
    graph.write(0, graph.row(id('HEAD~5')) + 24);
  },
  'more parents than are listed': (graph, id) =>
    graph.write(0xffff_fff0, graph.row(id('HEAD~5')) + 24),
  'a list of parents without end': (graph) => {
    for (let at = graph.at('EDGE'); at < graph.at('GDA2'); at += 4) graph.bytes[at]! &= 0x7f;
  },
  'no generations, as the first version wrote it': (graph) =>
    all(graph, (row) => graph.write(graph.bytes.readUInt32BE(row + 28) & 3, row + 28)),
  'the same generation': (graph) => all(graph, (row) => graph.write(5 << 2, row + 28)),
  'the highest generation': (graph) => all(graph, (row) => graph.write(0xffff_fffc, row + 28)),
  'another time within': (graph, id) => graph.write(5, graph.row(id('HEAD~1')) + 32),
  'another tree within': (graph, id) => {
    const [from, to] = [graph.row(id('HEAD~6')), graph.row(id('HEAD~1'))];
    graph.bytes.copy(graph.bytes, to, from, from + 20);
  },
  'a tree that is not there': (graph, id) => {
    graph.bytes.fill(7, graph.row(id('HEAD~4')), graph.row(id('HEAD~4')) + 20);
  },
  'an id that is not there': (graph, id) => {
    const index = (graph.row(id('HEAD~1')) - graph.at('CDAT')) / 36;
    const at = graph.at('OIDL') + index * 20;
    graph.bytes.fill(0x55, at + 4, at + 20);
  },
};

test('a commit-graph with a flaw is not believed', async () => {
  const repo = line();
  const id = (revision: string) => repo.git('-c', 'core.commitGraph=false', 'rev-parse', revision);
  const ranges = [RANGE, ['HEAD~9..HEAD'], ['HEAD'], ['HEAD~6^2..HEAD~1']];
  const without: unknown[] = [];
  for (const range of ranges) without.push(await contents(repo, range));
  repo.git('commit-graph', 'write', '--reachable');
  chmodSync(graphOf(repo), 0o644);
  const sound = readFileSync(graphOf(repo));
  for (const [name, flaw] of Object.entries(FLAWS)) {
    const graph = new Graph(Buffer.from(sound));
    const changed = flaw(graph, id);
    writeFileSync(graphOf(repo), changed instanceof Buffer ? changed : graph.bytes);
    for (const [index, range] of ranges.entries()) {
      expect([name, range, await contents(repo, range)]).toEqual([name, range, without[index]]);
    }
  }
}, 60_000);

test('a chain of layers with a flaw is not believed', async () => {
  const repo = line();
  const [without] = [await contents(repo, RANGE)];
  for (const revision of ['HEAD~10', 'HEAD~5', 'HEAD']) {
    const input = `${repo.git('rev-parse', revision)}\n`;
    repo.tryGit(['commit-graph', 'write', '--split=no-merge', '--stdin-commits'], { input });
  }
  const chain = join(layersOf(repo), 'commit-graph-chain');
  const text = readFileSync(chain, 'latin1');
  const [first, second, third] = text.trimEnd().split('\n');
  expect(await contents(repo, RANGE)).toEqual(without);
  removeOne(repo);
  expect(await isUsed(repo)).toBe(true);
  chmodSync(chain, 0o644);
  const orders = [
    [second, first, third],
    [first, third],
    [third],
    [second, third],
    [first, first, second],
  ];
  const odd = ['', '\n', text.trimEnd(), text.toUpperCase(), `${text}\n`, `${text}../../x\n`];
  const missing = `${text}${'0'.repeat(40)}\n`;
  const many = `${first}\n`.repeat(1000);
  for (const flawed of [...orders.map((one) => `${one.join('\n')}\n`), ...odd, missing, many]) {
    writeFileSync(chain, flawed);
    expect([flawed, await isUsed(repo)]).toEqual([flawed, false]);
  }
  writeFileSync(chain, `${first}\n${second}\n`);
  expect(await isUsed(repo)).toBe(true);
  rmSync(chain);
  mkdirSync(chain);
  expect(await isUsed(repo)).toBe(false);
});

test('whatever bytes of a graph are changed, no commit is missed that git does not miss', async () => {
  const seeds = Number(process.env.KEYFENCE_TEST_SEEDS ?? 5);
  const rounds = 60;
  let believed = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const { repo, count } = randomRepository(seed + 500, 0);
    const dice = randomOf(seed * 31);
    writeGraph(repo, count, dice);
    const place = existsSync(graphOf(repo)) ? [graphOf(repo)] : [];
    if (existsSync(layersOf(repo))) {
      place.push(...readdirSync(layersOf(repo)).map((name) => join(layersOf(repo), name)));
    }
    if (place.length === 0) continue;
    const sound = new Map(place.map((path) => [path, readFileSync(path)]));
    for (const path of place) chmodSync(path, 0o644);
    for (let round = 0; round < rounds; round++) {
      const range = [`b${1 + dice(count)}..b${1 + dice(count)}`];
      const expected = new Set(
        listed(repo.git('-c', 'core.commitGraph=false', 'rev-list', ...range)),
      );
      const path = place[dice(place.length)]!;
      const bytes = Buffer.from(sound.get(path)!);
      for (let change = 1 + dice(3); change > 0; change--) {
        // Mostly in rows and ids, which is where a change is not noticed at once.
        bytes[dice(bytes.length)] = [0, 0xff, dice(256), dice(8)][dice(4)]!;
      }
      writeFileSync(path, dice(20) === 0 ? bytes.subarray(0, dice(bytes.length)) : bytes);
      const { clean, seen } = await quick(repo, range);
      expect([seed, round, clean !== undefined]).toEqual([seed, round, true]);
      const texts = new Set(seen.map((one) => one.toString('latin1')));
      const names = [...expected].filter(
        (oid) => !texts.has(repo.tryGit(['cat-file', 'commit', oid]).stdout),
      );
      if (names.length > 0) {
        const { stdout } = repo.tryGit(['rev-list', ...range]);
        const theirs = new Set(listed(stdout));
        expect([seed, round, names.filter((oid) => theirs.has(oid))]).toEqual([seed, round, []]);
        believed++;
      }
      writeFileSync(path, sound.get(path)!);
    }
  }
  expect(believed).toBeLessThan((seeds * rounds) / 50);
}, 120_000);
