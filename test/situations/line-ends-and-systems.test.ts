/**
 * The same repository gives the same bytes of JSON, whatever the machine does to line ends, times and
 * names. What differs between systems is set here by git's own settings; no test ran on Windows or macOS.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authKey, genericValue, standardKey } from '../helpers/keys.ts';
import { folder, Repo, repository, root } from '../helpers/repo.ts';

const lf = `first\nconst a = "${authKey(1)}";\nb = { apiKey: "${genericValue(2)}" }\n`;
const crlf = lf.replaceAll('\n', '\r\n');

function origin(): Repo {
  const repo = repository();
  repo.git('config', 'core.autocrlf', 'false');
  repo.commit('src/Deep/lf.ts', lf);
  repo.commit('src/crlf.ts', crlf.replace(authKey(1), standardKey(3)));
  return repo;
}

test('I3 history and staged: the same bytes with core.autocrlf on, off and input, in any time zone', () => {
  const from = origin();
  const said = { history: new Set<string>(), staged: new Set<string>() };
  for (const autocrlf of ['true', 'false', 'input']) {
    const path = `${folder()}/clone`;
    from.git('clone', '-q', '-c', `core.autocrlf=${autocrlf}`, from.path, path);
    const clone = new Repo(path);
    const systems: NodeJS.ProcessEnv[] = [
      { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
      { TZ: 'America/New_York', LANG: 'C' },
    ];
    clone.git('rm', '-q', '-r', '--cached', '.');
    clone.git('commit', '-q', '--no-verify', '-m', 'empty');
    clone.git('add', '-A');
    for (const env of systems) {
      const json = ['--format', 'json'];
      said.staged.add(clone.keyfence(['staged', ...json], { env }).stdout);
      const range = ['history', 'HEAD~1', ...json];
      said.history.add(clone.keyfence(range, { env }).stdout);
    }
  }
  expect([...said.history].length).toBe(1);
  // With autocrlf on, git itself normalises what is staged anew: lf.ts is the same blob everywhere.
  const shapes = [...said.staged].map((text) =>
    JSON.parse(text).findings.map(
      (one: { fingerprint: string; where: { path: string; line: number; column: number } }) =>
        `${one.fingerprint} ${one.where.path}:${one.where.line}:${one.where.column}`,
    ),
  );
  expect(shapes[0].length).toBe(4);
  for (const shape of shapes) expect(shape).toEqual(shapes[0]);
});

test('I3 a file with CRLF has the same fingerprints, lines and columns as with LF, on disk too', () => {
  const shapes = [lf, crlf].map((text) => {
    const repo = repository();
    repo.write('src/a.ts', text);
    const { findings } = JSON.parse(repo.keyfence(['files', '--format', 'json']).stdout);
    return findings.map((one: { fingerprint: string; where: object }) => [
      one.fingerprint,
      one.where,
    ]);
  });
  expect(shapes[0].length).toBe(2);
  expect(shapes[1]).toEqual(shapes[0]);
});

test('I3 paths have `/`, keep their case, and may be longer than Windows once allowed', () => {
  const repo = repository();
  const deep = `${'a-folder-with-a-long-name/'.repeat(12)}KEY.Ts`;
  expect(deep.length).toBeGreaterThan(300);
  repo.stage(deep, lf);
  for (const command of ['staged', 'files']) {
    const { stdout } = repo.keyfence([command, '--format', 'json']);
    const paths = JSON.parse(stdout).findings.map(
      (one: { where: { path: string } }) => one.where.path,
    );
    expect(paths).toEqual([deep, deep]);
  }
});

test('I3 nothing that makes a report asks for the system, its locale, its clock or its environment', () => {
  const asks =
    /process\.(platform|arch|env)\b|\bEOL\b|toLocale\w+\((?!'en'\))|\bIntl\.|localeCompare|new Date\(\)|Date\.now|homedir|hostname/;
  const rooms = ['detect', 'report', 'history', 'scan', 'ignores.ts', 'scan.ts'];
  const files = rooms.flatMap((room) =>
    room.endsWith('.ts')
      ? [room]
      : readdirSync(join(root, 'src', room), { recursive: true }).map((name) => `${room}/${name}`),
  );
  const asking = files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.as.ts'))
    // The page's script runs in a reader's browser, and the remedies quote other people's code. Where the key
    // of the cache lies differs by system, and makes no report.
    .filter((file) => !/html-|remedies|exposed|history\/seal/.test(file))
    .flatMap((file) =>
      readFileSync(join(root, 'src', file), 'utf8')
        .split('\n')
        .map((line) => `${file}: ${line.trim()}`),
    )
    .filter((line) => asks.test(line));
  expect(files.length).toBeGreaterThan(80);
  expect(asking).toEqual([]);
});
