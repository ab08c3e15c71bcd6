/**
 * The script lines of docs/ci.md, cut out of the page and run by a shell under each system's environment.
 * `npx` of the published name is answered by this checkout; the services themselves are not here.
 */
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { authKey } from '../helpers/keys.ts';
import { bin, folder, Repo, repository, root, run } from '../helpers/repo.ts';

const page = readFileSync(join(root, 'docs/ci.md'), 'utf8');

/** Command lines of the section's code block that start keyfence. */
function linesOf(heading: string): string[] {
  const section = page.slice(page.indexOf(`\n## ${heading}\n`));
  const [, block] = /```\w+\n([\s\S]*?)```/.exec(section)!;
  const lines = block!.match(/npx --yes keyfence@[^"'\]\n]+/g) ?? [];
  return lines.map((line) => line.trim());
}

interface Commits {
  readonly before: string;
  readonly after: string;
}

const systems: Record<string, (commits: Commits) => NodeJS.ProcessEnv> = {
  'GitHub Actions': ({ before, after }) => {
    const event = JSON.stringify({ ref: 'refs/heads/feature', before, after });
    const { path } = new Repo(folder()).write('event.json', event);
    const file = { GITHUB_EVENT_PATH: join(path, 'event.json') };
    return { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'push', ...file };
  },
  'GitLab CI': ({ before, after }) => ({
    GITLAB_CI: 'true',
    CI_PIPELINE_SOURCE: 'push',
    CI_COMMIT_BRANCH: 'feature',
    CI_COMMIT_BEFORE_SHA: before,
    CI_COMMIT_SHA: after,
    CI_DEFAULT_BRANCH: 'main',
  }),
  'Bitbucket Pipelines': ({ after }) => ({
    BITBUCKET_BUILD_NUMBER: '1',
    BITBUCKET_BRANCH: 'feature',
    BITBUCKET_COMMIT: after,
  }),
  'Azure Pipelines': ({ after }) => ({
    TF_BUILD: 'True',
    BUILD_REASON: 'IndividualCI',
    BUILD_SOURCEBRANCH: 'refs/heads/feature',
    BUILD_SOURCEVERSION: after,
  }),
  CircleCI: ({ after }) => ({ CIRCLECI: 'true', CIRCLE_BRANCH: 'feature', CIRCLE_SHA1: after }),
  Jenkins: ({ after }) => ({
    JENKINS_URL: 'http://jenkins',
    BRANCH_NAME: 'feature',
    GIT_COMMIT: after,
  }),
};

describe.skipIf(process.platform === 'win32')('D1 the recipes of docs/ci.md', () => {
  function shim(): string {
    const home = new Repo(folder());
    const answer = `#!/bin/sh\n[ "$1" = --yes ] || exit 99\ncase "$2" in keyfence@[0-9]*) ;; *) exit 98;; esac\nshift 2\nexec node '${bin}' "$@"\n`;
    mkdirSync(join(home.path, 'bin'));
    home.write('bin/npx', answer);
    run('chmod', ['+x', join(home.path, 'bin/npx')], {});
    symlinkSync(process.execPath, join(home.path, 'bin', 'node'));
    return `${join(home.path, 'bin')}:${process.env.PATH}`;
  }

  for (const [system, environment] of Object.entries(systems)) {
    test(`${system}: each of its lines passes a clean push and fails one with a key`, () => {
      const origin = repository();
      const base = origin.commit('README.md', 'x');
      origin.git('checkout', '-q', '-b', 'feature');
      const clean = origin.commit('a.md', 'y');
      const leak = origin.commit('a.ts', `export const k = "${authKey(1)}";\n`);
      origin.git('checkout', '-q', 'main');
      const env = { CI: 'true', PATH: shim() };
      const lines = linesOf(system);
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        for (const [before, after, code] of [
          [base, clean, 0],
          [clean, leak, 1],
        ] as const) {
          const clone = new Repo(join(folder(), 'clone'));
          origin.git('branch', '-q', '-f', 'feature', after);
          origin.git('clone', '-q', '--branch=feature', `file://${origin.path}`, clone.path);
          const ran = run('sh', ['-euc', line], {
            cwd: clone.path,
            env: { ...env, ...environment({ before, after }) },
          });
          expect([ran.status, ran.stderr], `${line}\n${ran.stdout}`).toEqual([code, '']);
          expect(ran.stdout).not.toContain(authKey(1));
          const report = /gitlab=(\S+)/.exec(line)?.[1];
          if (report) expect(existsSync(join(clone.path, report))).toBe(true);
        }
      }
    });
  }
});
