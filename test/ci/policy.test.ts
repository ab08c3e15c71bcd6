import { describe, expect, test } from 'vitest';
import { policyFiles } from '../../src/ci.ts';
import { commitPolicy, readIgnores, resolveOptions } from '../../src/config.ts';
import { openRepository } from '../../src/git.ts';
import { renderIgnores } from '../../src/ignores.ts';
import { cleanEnv, repository } from '../helpers/repo.ts';
import { ask, cloneOf, fixture, github } from './fixture.ts';

describe('F4 the policy of a change is that of its base', () => {
  test('F4 config and ignores come from the base, not from the change; inline comments are off', async () => {
    const { origin, id } = fixture();
    origin.git('checkout', '-q', 'feature');
    const entry = { rule: 'google-api-key', hash: 'ab'.repeat(16), reason: 'mine' };
    origin.commit('.keyfencerc.json', '{ "rules": { "google-api-key": "off" } }');
    const head = origin.commit('.keyfenceignore.json', renderIgnores([entry]));
    origin.git('checkout', '-q', 'main');
    origin.commit('.keyfencerc.json', '{ "strict": true }');
    const clone = cloneOf(origin, undefined, ['--branch=feature']);
    const payload = { pull_request: { base: { sha: id.m1, ref: 'main' }, head: { sha: head } } };
    const run = await ask(clone, github('pull_request', payload));
    expect(run).toMatchObject({ inline: false, policy: { ref: 'origin/main' } });

    const repo = await openRepository(clone.path, { env: cleanEnv(), trust: false });
    const { ref } = run.policy!;
    const policy = commitPolicy(ref, await policyFiles(repo, run.policy!));
    repo.close();
    const where = { top: clone.path, cwd: clone.path, env: {}, terminal: false };
    const options = await resolveOptions({ flags: {}, ...where, policy });
    expect(options).toMatchObject({ strict: true, rulesOff: [] });
    expect((await readIgnores(policy)).entries).toEqual([]);
    const own = await resolveOptions({ flags: {}, ...where });
    expect(own.rulesOff).toEqual(['google-api-key']);
  });

  test('B9 a link or a giant in that commit is refused', async () => {
    const origin = repository();
    origin.commit('.keyfenceignore.json', '[]'.padEnd((1 << 20) + 1));
    const repo = await openRepository(origin.path, { env: cleanEnv(), trust: false });
    const files = policyFiles(repo, { commit: origin.git('rev-parse', 'HEAD'), ref: 'main' });
    await expect(files).rejects.toThrow('main:.keyfenceignore.json: It is larger than 1 MiB.');
    repo.close();
    const link = repository();
    const blob = link.tryGit(['hash-object', '-w', '--stdin'], { input: '/etc/passwd' });
    const cacheinfo = `120000,${blob.stdout.trim()},.keyfencerc.json`;
    link.git('update-index', '--add', '--cacheinfo', cacheinfo);
    link.git('commit', '-q', '-m', 'link');
    const other = await openRepository(link.path, { env: cleanEnv(), trust: false });
    const linked = policyFiles(other, { commit: link.git('rev-parse', 'HEAD'), ref: 'main' });
    await expect(linked).rejects.toThrow('main:.keyfencerc.json: It is not a regular file.');
    other.close();
  });
});
