/** Other scanners, as they are told to read all of a repository's history and to ask no network. */
import { spawnSync } from 'node:child_process';

const file = (repo) => `file://${repo}`;

/** Each: what prints its version, and its command line. `out` is a folder that may be written to. */
const peers = {
  gitleaks: {
    version: ['version'],
    scan: (repo) => ['git', '--log-opts=--all --full-history', '--no-banner', repo],
  },
  betterleaks: {
    version: ['version'],
    scan: (repo) => ['git', '--log-opts=--all --full-history', '--no-banner', repo],
  },
  trufflehog: {
    version: ['--version'],
    scan: (repo, { bare }) => [
      'git',
      file(repo),
      '--no-verification',
      '--no-update',
      '--json',
      ...(bare ? ['--bare'] : []),
    ],
  },
  kingfisher: {
    version: ['--version'],
    scan: (repo) => ['scan', repo, '--git-history', 'full', '--no-validate', '--no-update-check'],
  },
  noseyparker: {
    version: ['--version'],
    scan: (repo, { out }) => [
      'scan',
      '--datastore',
      `${out}/noseyparker-${process.hrtime.bigint()}`,
      repo,
    ],
  },
};

/** Those that are installed: name, version, and a function from repository to command. */
export function installed() {
  return Object.entries(peers).flatMap(([name, { version, scan }]) => {
    const { error, stdout, stderr } = spawnSync(name, version, { encoding: 'utf8' });
    if (error) return [];
    const text = `${stdout}${stderr}`
      .trim()
      .split('\n')[0]
      .replace(/^\D*(?=\d)/, '');
    return [{ name, version: text, command: (repo, how) => [name, scan(repo, how)] }];
  });
}
