/** How large a tree is, at a glance: a few of its folders say so. */
import { type Dirent, readdirSync } from 'node:fs';
import { isGitName } from './raw.ts';

/** Folders that are looked into, those near the top first. */
const FOLDERS = 32;

/**
 * True where there are likely so many names below the root: those in its first few folders, and as many in each that
 * is known by then as these hold on average.
 * @param packages true looks into `node_modules` too
 */
export function seemsLarge(root: string, many: number, packages: boolean): boolean {
  const folders = [root];
  let names = 0;
  let looked = 0;
  while (looked < folders.length && looked < FOLDERS && names < many) {
    const folder = folders[looked++]!;
    const entries = namesIn(folder);
    names += entries.length;
    for (const entry of entries) {
      const enters = !isGitName(entry.name) && (packages || entry.name !== 'node_modules');
      if (enters && entry.isDirectory()) folders.push(`${folder}/${entry.name}`);
    }
  }
  return (names * folders.length) / looked >= many;
}

function namesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // Who lists it says so.
  }
}
