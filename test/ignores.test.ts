import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commitPolicy, diskPolicy, readIgnores } from '../src/config.ts';
import {
  type IgnoreEntry,
  ignoreFileName,
  newEntries,
  parseFingerprint,
  renderIgnores,
  subtract,
} from '../src/ignores.ts';
import type { Finding, Where } from '../src/types.ts';
import { random } from './helpers/keys.ts';
import { type Repo, repository } from './helpers/repo.ts';

const hashOf = (seed: number) => {
  const next = random(seed);
  return Array.from({ length: 32 }, () => next(16).toString(16)).join('');
};
const entry = (seed: number, more: Partial<IgnoreEntry> = {}): IgnoreEntry => ({
  rule: 'google-api-key',
  hash: hashOf(seed),
  reason: 'a sample of the documentation',
  ...more,
});
const at = (path: string): Where => ({
  kind: 'staged',
  path,
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 2,
});
function finding(seed: number, ...paths: string[]): Finding {
  const places = (paths.length ? paths : ['a.ts']).map(at);
  return {
    rule: 'google-api-key',
    title: 'Google API key',
    why: 'x',
    severity: 'error',
    confidence: 'high',
    secret: '…',
    fingerprint: `google-api-key:${hashOf(seed)}`,
    where: places[0]!,
    places,
    count: places.length,
    frame: [],
    remarks: [],
  };
}
const from = (text: string) =>
  readIgnores(commitPolicy('HEAD', new Map([[ignoreFileName, Buffer.from(text)]])));
const of = (...entries: IgnoreEntry[]) => from(renderIgnores(entries));

describe('the file', () => {
  test('F2 the same entries in any order give the same bytes, sorted, one a line', () => {
    const entries = Array.from({ length: 300 }, (_, seed) => entry(seed));
    const once = renderIgnores(entries);
    expect(renderIgnores([...entries].reverse())).toBe(once);
    expect(renderIgnores([...entries, ...entries])).toBe(once);
    const lines = once.split('\n').filter((line) => line.startsWith('{'));
    expect(lines.length).toBe(300);
    const hashes = lines.map((line) => JSON.parse(line.replace(/,$/, '')).hash);
    expect(hashes).toEqual([...hashes].sort());
    expect(once).not.toMatch(/"line"|"date"|"version"|@/);
  });

  test('F2 what is written is read back, also after a formatter has been over it', async () => {
    const entries = [
      entry(1, { path: 'docs/**', by: 'Team Docs', expires: '2027-01-31' }),
      entry(2),
    ];
    const sorted = (await of(...entries)).entries;
    expect([...sorted].sort((a, b) => (a.hash < b.hash ? -1 : 1))).toEqual(sorted);
    expect(new Set(sorted.map((one) => one.hash))).toEqual(new Set(entries.map((one) => one.hash)));
    const spread = JSON.stringify(JSON.parse(renderIgnores(entries)), null, 4);
    expect((await from(spread)).entries).toEqual(sorted);
  });

  test('F5 a broken file names line, column and the key that was meant', async () => {
    const line = JSON.stringify({ rule: 'google-api-key', hash: hashOf(1), raeson: 'x' });
    await expect(from(`[\n${line}\n]\n`)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringMatching(
        /^HEAD:\.keyfenceignore\.json:2:\d+: "raeson" is not a known key\. Did you mean "reason"\?$/,
      ),
    });
    const bad: [object, RegExp][] = [
      [{ rule: 'google-api-key', hash: hashOf(1) }, /needs "reason"/],
      [
        { rule: 'google-api-key', hash: hashOf(1), reason: '  ' },
        /"\[0\]\.reason" must fit \\S \(not empty\)/,
      ],
      [
        { ...entry(1), expires: '2027-13-01' },
        /"\[0\]\.expires" must fit .* \(a day, written YYYY-MM-DD\)/,
      ],
      [{ ...entry(1), by: 'ada@example.com' }, /"\[0\]\.by" must fit/],
      [{ ...entry(1), hash: 'zz' }, /"\[0\]\.hash" must fit/],
      [{ ...entry(1), path: 'a[b' }, /not closed/],
    ];
    for (const [value, what] of bad) {
      await expect(from(`[${JSON.stringify(value)}]`)).rejects.toThrow(what);
    }
    await expect(from('<<<<<<< HEAD\n[]')).rejects.toMatchObject({ code: 'config' });
    await expect(from('[ // no\n]')).rejects.toThrow(/comment/i);
  });

  test('a fingerprint has one form', () => {
    expect(parseFingerprint(`google-api-key:${hashOf(3)}`)).toEqual({
      rule: 'google-api-key',
      hash: hashOf(3),
    });
    for (const text of ['', 'google-api-key', 'x:short', `Google:${hashOf(3)}`]) {
      expect(parseFingerprint(text)).toBeUndefined();
    }
  });
});

describe('F2 branches that each add entries merge with real git', () => {
  function branches(base: IgnoreEntry[], ours: IgnoreEntry[], theirs: IgnoreEntry[]): Repo {
    const repo = repository();
    repo.commit(ignoreFileName, renderIgnores(base));
    repo.git('checkout', '-q', '-b', 'theirs');
    repo.commit(ignoreFileName, renderIgnores([...base, ...theirs]));
    repo.git('checkout', '-q', 'main');
    repo.commit(ignoreFileName, renderIgnores([...base, ...ours]));
    return repo;
  }
  const inBucket = (bucket: number, seed: number) => {
    const first = (bucket * 4).toString(16).padStart(2, '0');
    return { ...entry(seed), hash: first + hashOf(seed).slice(2) };
  };

  test('neighbouring places, first and last place, empty and full files: no conflict, the union', async () => {
    const full = Array.from({ length: 200 }, (_, seed) => entry(seed + 1000));
    const pairs = [
      [inBucket(5, 1), inBucket(6, 2)],
      [inBucket(0, 3), inBucket(63, 4)],
      [inBucket(0, 5), inBucket(1, 6)],
      [inBucket(62, 7), inBucket(63, 8)],
    ] as const;
    for (const base of [[], full]) {
      for (const [ours, theirs] of pairs) {
        const repo = branches(base, [ours], [theirs]);
        repo.git('merge', '-q', '-m', 'both', 'theirs');
        const merged = await readIgnores(diskPolicy(repo.path));
        expect(merged.entries.length).toBe(base.length + 2);
        expect(renderIgnores(merged.entries)).toBe(renderIgnores([...base, ours, theirs]));
      }
    }
  });

  test('with merge=union even the same place merges, and the result is read', async () => {
    const [ours, theirs] = [inBucket(9, 1), inBucket(9, 2)];
    const repo = repository();
    repo.commit('.gitattributes', `${ignoreFileName} merge=union\n`);
    repo.commit(ignoreFileName, renderIgnores([]));
    repo.git('checkout', '-q', '-b', 'theirs');
    repo.commit(ignoreFileName, renderIgnores([theirs]));
    repo.git('checkout', '-q', 'main');
    repo.commit(ignoreFileName, renderIgnores([ours]));
    repo.git('merge', '-q', '-m', 'both', 'theirs');
    const merged = await readIgnores(diskPolicy(repo.path));
    expect(renderIgnores(merged.entries)).toBe(renderIgnores([ours, theirs]));
  });
});

describe('F2 two branches that each create the file, with real git', () => {
  /** Both branches add through the bin; the merge is git's own. */
  function bothCreate(attributes: boolean): { repo: Repo; entries: IgnoreEntry[] } {
    const repo = repository();
    repo.commit('.gitattributes', attributes ? `${ignoreFileName} merge=union\n` : '');
    const entries = [
      entry(1),
      entry(2),
      { ...entry(3), hash: hashOf(1).slice(0, 3) + hashOf(3).slice(3) },
    ];
    const add = (one: IgnoreEntry) => {
      const args = ['ignore', `${one.rule}:${one.hash}`, '--reason', one.reason];
      expect(repo.keyfence(args).status).toBe(0);
      repo.git('add', '-A');
      repo.git('commit', '-q', '-m', one.hash);
    };
    repo.git('checkout', '-q', '-b', 'theirs');
    add(entries[1]!);
    add(entries[2]!);
    repo.git('checkout', '-q', 'main');
    add(entries[0]!);
    return { repo, entries };
  }

  test('F2 with the attribute that `ignore` proposes there is no conflict, and the union holds', async () => {
    const { repo, entries } = bothCreate(true);
    repo.git('merge', '-q', '-m', 'both', 'theirs');
    const merged = await readIgnores(diskPolicy(repo.path));
    expect(renderIgnores(merged.entries)).toBe(renderIgnores(entries));
    expect(repo.keyfence(['ignore', '--list']).stdout.trim().split('\n').length).toBe(3);
  });

  test('F2 without it the conflict is exit 2 and names the command that keeps both sides', async () => {
    const { repo, entries } = bothCreate(false);
    for (const style of ['merge', 'diff3', 'zdiff3']) {
      const conflict = ['-c', `merge.conflictStyle=${style}`, 'merge', '-q', 'theirs'];
      if (repo.tryGit(conflict).status !== 1) continue; // zdiff3 came with git 2.35
      const refused = repo.keyfence(['staged']);
      expect(refused.status, style).toBe(2);
      expect((refused.stdout + refused.stderr).replace(/\s+/g, ' ')).toMatch(
        /\.keyfenceignore\.json:\d+: It holds git’s conflict markers\. `npx keyfence ignore --merge`/,
      );
      expect(repo.keyfence(['ignore', '--merge']).status, style).toBe(0);
      expect(readFileSync(join(repo.path, ignoreFileName), 'utf8')).toBe(renderIgnores(entries));
      const merged = await readIgnores(diskPolicy(repo.path));
      expect(renderIgnores(merged.entries), style).toBe(renderIgnores(entries));
      repo.git('merge', '--abort');
    }
  });

  test('the first entry proposes the attribute, once', () => {
    const repo = repository();
    repo.commit('a', '');
    const add = (seed: number) =>
      repo.keyfence(['ignore', `google-api-key:${hashOf(seed)}`, '--reason', 'x']).stdout;
    const line = `${ignoreFileName} merge=union`;
    expect(add(1)).toContain(`echo '${line}' >> .gitattributes`);
    expect(add(2)).not.toContain('.gitattributes');
    repo.write('.gitattributes', `${line}\n`).git('rm', '-q', '--cached', '--ignore-unmatch', 'x');
    rmSync(join(repo.path, ignoreFileName));
    expect(add(3)).not.toContain('.gitattributes');
  });
});

describe('subtract', () => {
  test('F1 F6 an entry takes away its own value and nothing else', async () => {
    const ignores = await of(entry(1));
    const other = { ...finding(2), where: finding(1).where };
    const result = subtract([finding(1), other, finding(1, 'moved/b.py')], ignores, '2026-06-01');
    expect(result).toEqual({ kept: [other], ignored: 2, unused: [], expired: [] });
    const otherRule = { ...finding(1), fingerprint: `gemini-auth-key:${hashOf(1)}` };
    expect(subtract([otherRule], ignores, '2026-06-01').kept).toEqual([otherRule]);
  });

  test('a path glob covers places, case-sensitively, and the others stay', async () => {
    const ignores = await of(entry(1, { path: 'docs/**' }));
    expect(subtract([finding(1, 'docs/deep/.x')], ignores, '').ignored).toBe(1);
    expect(subtract([finding(1, 'Docs/a.md')], ignores, '').ignored).toBe(0);
    const both = finding(1, 'docs/a.md', 'src/a.ts', 'docs/b.md');
    const [left] = subtract([both], ignores, '').kept;
    expect(left).toMatchObject({
      count: 1,
      where: { path: 'src/a.ts' },
      places: [{ path: 'src/a.ts' }],
    });
    const capped = { ...finding(1, 'docs/a.md'), count: 2 };
    expect(subtract([capped], ignores, '').kept).toEqual([capped]);
  });

  test('an expired entry no longer counts, on its last day it does; unused ones are listed', async () => {
    const ignores = await of(entry(1, { expires: '2026-06-01' }), entry(2));
    const last = subtract([finding(1)], ignores, '2026-06-01');
    expect(last).toMatchObject({ ignored: 1, expired: [], unused: [{ hash: hashOf(2) }] });
    const after = subtract([finding(1)], ignores, '2026-06-02');
    expect(after).toMatchObject({ ignored: 0, expired: [{ hash: hashOf(1) }] });
    expect(after.kept.length).toBe(1);
  });

  test('F4 new suppressions: entries added, widened in path or prolonged', async () => {
    const before = await of(entry(1, { expires: '2026-06-01' }), entry(2, { path: 'a/**' }));
    const now = await of(
      entry(1, { expires: '2026-12-01', reason: 'later' }),
      entry(2, { path: 'a/**', reason: 'reworded' }),
      entry(2),
      entry(3),
    );
    const added = newEntries(before, now).map((one) => one.hash);
    expect(new Set(added)).toEqual(new Set([hashOf(1), hashOf(2), hashOf(3)]));
    expect(added.length).toBe(3);
    expect(newEntries(now, now)).toEqual([]);
  });
});
