import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../../src/git.ts';
import { message } from '../../src/sources.ts';
import { shown } from '../helpers/collect.ts';
import { cleanEnv, type Repo, repository } from '../helpers/repo.ts';

const scissors = '# ------------------------ >8 ------------------------\n';
const template = `subject\n\nbody\n# Please enter\n${scissors}# Do not modify\ndiff --git a/x b/x\n+added\n`;

async function recorded(repo: Repo, text: string | Buffer, env: NodeJS.ProcessEnv) {
  repo.write('MESSAGE', text);
  const file = join(repo.path, 'MESSAGE');
  const all = cleanEnv(env);
  const opened = await openRepository(repo.path, { trust: false, env: all });
  const { blobs } = await shown(message(opened, file, { maxBytes: 1 << 20, env: all }));
  expect(blobs).toHaveLength(1);
  expect(blobs[0]!.origin).toEqual({ kind: 'message', path: '' });
  return Buffer.from(blobs[0]!.bytes).toString('latin1');
}

/** As git calls its commit-msg hook behind an editor, and behind -m. */
const editor = { GIT_INDEX_FILE: '.git/index' };
const noEditor = { GIT_INDEX_FILE: '.git/index', GIT_EDITOR: ':' };

test('C7 behind an editor: comments and the diff of commit -v are not recorded, lines stay in place', async () => {
  const lines = (await recorded(repository(), template, editor)).split('\n');
  expect(lines).toEqual(['subject', '', 'body', ' '.repeat('# Please enter'.length), '']);
});

test('C7 behind -m, and outside of a hook: all of it is recorded, or may be', async () => {
  const repo = repository();
  expect(await recorded(repo, template, noEditor)).toBe(template);
  expect(await recorded(repo, template, {})).toBe(template);
});

test('C7 another comment character, another clean-up', async () => {
  const repo = repository();
  repo.git('config', 'core.commentChar', ';');
  const text = 'a\n; gone\n# kept\n';
  expect(await recorded(repo, text, editor)).toBe('a\n      \n# kept\n');
  expect(await recorded(repo, template.replaceAll('#', ';'), editor)).not.toContain('added');
  repo.git('config', 'core.commentChar', 'auto');
  expect(await recorded(repo, text, editor)).toBe(text);
  repo.git('config', '--unset', 'core.commentChar');
  for (const mode of ['verbatim', 'whitespace', 'scissors']) {
    repo.git('config', 'commit.cleanup', mode);
    expect(await recorded(repo, 'a\n# kept\n', editor)).toBe('a\n# kept\n');
  }
});

test('C7 a line that only looks like scissors cuts nothing', async () => {
  const text = `a\n${scissors}still the message\n`;
  expect(await recorded(repository(), text, editor)).toContain('still the message');
});
