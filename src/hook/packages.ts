/** The package manager of a project, by the lock file that is there, and what to type to it. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

type Manager = 'npm' | 'pnpm' | 'yarn' | 'bun';

const LOCKS: readonly (readonly [file: string, manager: Manager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
];

const managerOf = (folder: string) => LOCKS.find(([file]) => existsSync(join(folder, file)))?.[1];

/** The command that installs what a package asks for. */
export function repairIn(top: string, holder: string): string {
  const change = holder === '' || holder === '.' ? '' : `cd ${JSON.stringify(holder)} && `;
  return `${change}${managerOf(join(top, holder)) ?? 'npm'} install`;
}

/**
 * The command that makes keyfence a development dependency.
 * @param project the folder of the package.json that is meant; a workspace's lock file may lie above it
 * @param top where to stop looking
 */
export function addingIn(project: string, top: string): string {
  let at = project;
  while (managerOf(at) === undefined && at !== top && at !== dirname(at)) at = dirname(at);
  switch (managerOf(at)) {
    case 'pnpm': {
      // At the root of a workspace pnpm wants to be told that the root is meant.
      const root = existsSync(join(project, 'pnpm-workspace.yaml')) ? ' --workspace-root' : '';
      return `pnpm add --save-dev${root} keyfence`;
    }
    case 'yarn':
      return 'yarn add --dev keyfence';
    case 'bun':
      return 'bun add --dev keyfence';
    default:
      return 'npm install --save-dev keyfence';
  }
}
