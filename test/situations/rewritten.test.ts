/** What a rebase or an amended commit leaves behind is kept by git, and tells less than what came of it. */
import { expect, test } from 'vitest';
import { history } from '../helpers/history.ts';
import { standardKey } from '../helpers/keys.ts';
import { repository } from '../helpers/repo.ts';

test('D6 a secret of an amended commit is told of the commit that a branch has, and of the old one without it', async () => {
  const repo = repository();
  repo.commit('a', 'a\n');
  const old = repo.commit('k.txt', `${standardKey(1)}\n`, 'first words');
  repo.git('commit', '-q', '--amend', '-m', 'other words');
  const kept = repo.git('rev-parse', 'HEAD');
  repo.commit('k.txt', 'gone\n');
  const seen = async () => {
    const [finding] = (await history(repo, { allPlaces: true })).findings;
    const { firstSeen, lastSeen, reach } = finding!.presence!;
    const { commit } = finding!.where;
    return [firstSeen!.commit, lastSeen!.commit, commit, finding!.places[0]!.commit, reach];
  };
  expect(await seen()).toEqual([kept, kept, kept, kept, 'reached']);
  const range = await history(repo, { selection: { revisions: [old], options: [] } });
  expect(range.findings[0]!.presence!.firstSeen!.commit).toBe(old);
  // Where no ref leads to either, both are all that there is.
  repo.git('reset', '-q', '--hard', 'HEAD~2');
  const [first, , , , reach] = await seen();
  expect([[old, kept].includes(first!), reach]).toEqual([true, 'reflog']);
});
