/** What doctor is told of a history cache; `test/hook/doctor.test.ts` has what it says. */
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cached } from '../../src/history/cached.ts';
import { userKey, writeSealed } from '../../src/history/seal.ts';
import { folder } from '../helpers/repo.ts';

test('a history cache is believed as history --cache believes it, and looking makes nothing', () => {
  const [gitDir, home] = [folder(), folder()];
  const place = { top: '', gitDir, commonDir: gitDir };
  const tell = (XDG_STATE_HOME = home) => cached(place, { XDG_STATE_HOME });
  expect(tell()).toBeUndefined();
  expect(readdirSync(home)).toEqual([]);
  const cache = join(gitDir, 'keyfence');
  const report = join(cache, 'history-report');
  const key = userKey({ XDG_STATE_HOME: home }, []) as Buffer;
  expect(writeSealed(report, key, Buffer.from('{}'))).toBeUndefined();
  expect(tell()).toEqual({ folder: cache, bytes: 67 });

  const stranger = folder();
  expect(tell(stranger)?.trouble).toMatch(/^its key .* is not there$/);
  expect(readdirSync(stranger)).toEqual([]);
  expect(tell(gitDir)?.trouble).toMatch(/^its key .* is not there$/);
  if (process.platform !== 'win32') {
    chmodSync(report, 0o644);
    expect(tell()?.trouble).toBe('history-report is open to other users');
    chmodSync(report, 0o600);
  }
  writeFileSync(join(cache, 'history-objects'), 'not sealed', { mode: 0o600 });
  expect(tell()).toMatchObject({ bytes: 77, trouble: expect.stringContaining('history-objects') });
});

test.skipIf(process.platform === 'win32')('a link in the place of a cache is not followed', () => {
  const [gitDir, elsewhere] = [folder(), folder()];
  mkdirSync(join(elsewhere, 'deep'));
  writeFileSync(join(elsewhere, 'history-report'), 'x'.repeat(5000));
  symlinkSync(elsewhere, join(gitDir, 'keyfence'));
  const found = cached({ top: '', gitDir, commonDir: gitDir }, { XDG_STATE_HOME: folder() });
  expect(found?.bytes).toBeLessThan(5000);
  expect(found?.trouble).toBeDefined();
});
