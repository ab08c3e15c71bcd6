/** How large a tree is, at a glance: a few of its folders say so. */
import { type Dirent, readdirSync } from 'node:fs';
import { isGitName } from './raw.ts';

/** Folders that are looked into, those near the top first. */
const FOLDERS = 32;

/**
 * True where there are at least so many names in the first few folders.
 * @param packages true looks into `node_modules` too
 */
export function seemsLarge(root: string, many: number, packages: boolean): boolean {
  const folders = [root];
  let names = 0;
  for (let index = 0; index < folders.length && index < FOLDERS; index++) {
    const folder = folders[index]!;
    const entries = namesIn(folder);
    names += entries.length;
    if (names >= many) return true;
    for (const entry of entries) {
      const enters = !isGitName(entry.name) && (packages || entry.name !== 'node_modules');
      if (enters && entry.isDirectory()) folders.push(`${folder}/${entry.name}`);
    }
  }
  return false;
}

function namesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // Who lists it says so.
  }
}
