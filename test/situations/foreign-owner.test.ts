import { chownSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authKey } from '../helpers/keys.ts';
import { folder, repository } from '../helpers/repo.ts';

test.skipIf(process.getuid?.() !== 0)(
  'D5 a repository of another user: exit 2 and the line to type, unless it is trusted by a flag',
  () => {
    const home = folder();
    for (const kind of [[], ['--object-format=sha256']]) {
      const repo = repository(...kind);
      repo.stage('leak.ts', `const key = "${authKey(12)}";\n`);
      for (const path of ['.', '.git']) chownSync(join(repo.path, path), 12345, 12345);
      const env = { HOME: home, GIT_CONFIG_GLOBAL: join(home, '.gitconfig') };
      const refused = repo.keyfence(['staged'], { env });
      const said = (refused.stdout + refused.stderr).replace(/\s+/g, ' ');
      expect(refused.status, said).toBe(2);
      expect(said).toContain(`git config --global --add safe.directory '${repo.path}'`);
      expect(said).not.toMatch(/: clean|safe\.directory '?\*/);
      expect(repo.keyfence(['staged', '--trust-repo'], { env }).status).toBe(1);
      expect(existsSync(join(home, '.gitconfig'))).toBe(false);
    }
  },
);
