import { expect, test } from 'vitest';
import { edgesTo } from '../../src/history/edges.ts';
import { allRoots, Thread } from '../../src/history/ground.ts';
import { chunksOf } from '../../src/history/holders.ts';
import { Survey } from '../../src/history/survey.ts';
import { TreePass } from '../../src/history/trees.ts';
import { TREE } from '../../src/objects/entry.ts';
import { engine } from '../helpers/history.ts';
import { authKey, random } from '../helpers/keys.ts';
import { type MadeEntry, oidOf, writePack } from '../helpers/packs.ts';
import { folder } from '../helpers/repo.ts';
import { copyStep, entryOf, varint } from '../verify/random.ts';

type Dice = (bound: number) => number;
const judging = { inline: true, webKeys: 'error', showSecrets: false } as const;

/** A tree's entries, and where each starts. */
interface Made {
  readonly bytes: Buffer;
  readonly starts: readonly number[];
}

function treeOf(entries: readonly Buffer[]): Made {
  const starts = [0];
  for (const { length } of entries) starts.push(starts.at(-1)! + length);
  return { bytes: Buffer.concat(entries), starts };
}

/** An entry; now and then with a secret for a name, and rarely none at all. */
function freshEntry(dice: Dice, oids: readonly string[]): Buffer {
  const name = dice(60) === 0 ? authKey(dice(9)) : 'name-of-a-file-'.slice(dice(15)) + dice(30);
  const oid = dice(30) === 0 ? `${dice(9)}`.repeat(40) : oids[dice(oids.length)]!;
  if (dice(900) === 0) return Buffer.from('no entry');
  const mode = ['40000', '100644', '160000', '40000'][dice(4)]!;
  return Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, 'hex')]);
}

/** A version of the tree and the steps that make it: what is copied is moved, repeated, cut in two. */
function versionOf(base: Made, dice: Dice, oids: readonly string[]): [Made, Buffer] {
  const steps = [varint(base.bytes.length)];
  const entries: Buffer[] = [];
  const insert = (bytes: Buffer) => {
    for (let at = 0; at < bytes.length; at += 100) {
      const part = bytes.subarray(at, at + 100);
      steps.push(Buffer.from([part.length]), part);
    }
  };
  const { starts } = base;
  for (let index = 0; index + 1 < starts.length; ) {
    const first = dice(9) === 0 ? dice(starts.length - 1) : index;
    const last = Math.min(starts.length - 1, first + 1 + dice(6));
    const [from, to] = [starts[first]!, starts[last]!];
    if (dice(6) > 0) {
      const cut = dice(3) === 0 ? dice(to - starts[last - 1]!) : 0;
      if (to - cut > from) steps.push(copyStep(from, to - cut - from));
      insert(base.bytes.subarray(to - cut, to));
      for (let one = first; one < last; one++) {
        entries.push(base.bytes.subarray(starts[one], starts[one + 1]));
      }
    }
    if (dice(3) === 0) {
      const entry = freshEntry(dice, oids);
      insert(entry);
      entries.push(entry);
    }
    index = first === index ? last : index + 1;
  }
  const made = treeOf(entries);
  return [made, Buffer.concat([steps[0]!, varint(made.bytes.length), ...steps.slice(1)])];
}

/** Trees, most of them deltas of each other; some blobs between them; now and then a spoiled entry. */
function entriesOf(dice: Dice): MadeEntry[] {
  const blobs = Array.from({ length: 30 }, (_, index) => Buffer.from(`blob ${index} ${dice(1e6)}`));
  const oids = blobs.map((bytes) => oidOf('blob', bytes));
  const entries = blobs.map((bytes, index) => ({
    oid: oids[index]!,
    bytes: entryOf(3, bytes.length, bytes),
  }));
  const trees: { made: Made; oid: string }[] = [];
  for (let left = 60; left > 0; left--) {
    const base =
      dice(6) > 0 ? trees[trees.length - 1 - dice(Math.min(9, trees.length))] : undefined;
    const fresh = treeOf(Array.from({ length: dice(20) }, () => freshEntry(dice, oids)));
    const [made, delta] = base ? versionOf(base.made, dice, oids) : [fresh, undefined];
    const oid = oidOf('tree', made.bytes);
    if (oids.includes(oid)) continue;
    const bytes = delta
      ? entryOf(7, delta.length, delta, Buffer.from(base!.oid, 'hex'))
      : entryOf(2, made.bytes.length, made.bytes);
    if (dice(300) === 0) bytes[bytes.length - 1]! ^= 1;
    entries.splice(dice(entries.length + 1), 0, { oid, bytes });
    trees.push({ made, oid });
    oids.push(oid);
  }
  return entries;
}

/** What the tree pass says, in an order of its own. */
function passOver(thread: Thread, ground: Parameters<typeof chunksOf>[0], job: TreePass['job']) {
  const { catalog, complete } = thread;
  const pass = new TreePass(engine, judging, { catalog, complete }, job);
  const roots = allRoots(ground, [TREE]);
  for (const chunk of chunksOf(ground, roots)) thread.run(pass, chunk, roots[chunk.part]!);
  const { notes, rows, missing, malformed, ...counts } = pass.result();
  const leading = job.sought.slice();
  const edges = job.sought.length > 0 ? edgesTo([notes].flat(), leading) : undefined;
  const lines = [...(edges?.trees ?? [])].map(
    (tree, index) => `${tree} ${edges!.names[edges!.nameIndexes[index]!]} ${edges!.objects[index]}`,
  );
  return {
    ...counts,
    leading,
    edges: [...new Set(lines)].sort(),
    rows: rows.map((row) => JSON.stringify(row)).sort(),
    missing: [...missing].sort(),
    malformed: [...malformed].sort(),
    holes: thread.holes.splice(0).sort((a, b) => a.number - b.number),
  };
}

test('families of trees gone over in WebAssembly say what a walk over each tree says', async () => {
  let malformed = 0;
  let named = 0;
  for (let seed = 0; seed < 40; seed++) {
    const dice = random(seed);
    const at = folder();
    const objectsDir = writePack(at, entriesOf(dice));
    const run = () => Promise.reject(new Error('git is not asked'));
    const survey = new Survey(
      { gitDir: at, commonDir: at, objectsDir, hash: 'sha1', run },
      2 ** 30,
    );
    const ground = await survey.all();
    const thread = new Thread(ground);
    const laid = thread.plan(TREE).map((one) => one ?? expect.fail('nothing is laid'));
    expect(thread.lay(laid)).toBe(true);
    const every = Uint8Array.from(
      { length: thread.catalog.total },
      (_, index) => +(index % 7 === 3),
    );
    for (const sought of [new Uint8Array(0), every]) {
      const walked = passOver(thread, ground, { sought, first: true, laid: [] });
      expect(passOver(thread, ground, { sought, first: true, laid })).toEqual(walked);
      malformed += walked.malformed.length;
      named += walked.rows.length;
    }
    thread.close();
    survey.store.close();
  }
  expect(malformed).toBeGreaterThan(20);
  expect(named).toBeGreaterThan(20);
});
