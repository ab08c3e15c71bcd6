/** `ulimit -v`, as shared machines have it: V8 cannot set aside what a memory of WebAssembly may grow to. */
import { expect, test } from 'vitest';
import { standardKey } from '../helpers/keys.ts';
import { bin, repository, run } from '../helpers/repo.ts';

test.skipIf(process.platform !== 'linux')(
  'H3 where addresses are few, everything is scanned without WebAssembly, with the same report',
  () => {
    const repo = repository();
    for (let number = 0; number < 12; number++) {
      repo.commit('a.txt', `${'some text\n'.repeat(50 * number)}key = "${standardKey(number)}"\n`);
    }
    repo.git('repack', '-adfq');
    const large = `${'line of text\n'.repeat(400_000)}key = "${standardKey(1)}"\n`;
    for (const [args, input] of [
      [['history'], ''],
      [['history', '--jobs', '1'], ''],
      [['history', 'HEAD~3..HEAD'], ''],
      [['files'], ''],
      [['stdin'], large],
    ] as const) {
      const all = [...args, '--format', 'json'];
      const script = 'ulimit -v 4000000; exec "$@"';
      const few = run('sh', ['-c', script, 'sh', process.execPath, bin, ...all], {
        cwd: repo.path,
        input,
      });
      const plain = repo.keyfence(all, { input });
      expect([args, few.status]).toEqual([args, 1]);
      expect(few.stdout).toBe(plain.stdout);
    }
  },
);
