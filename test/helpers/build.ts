/** Builds once before the tests when a source is newer than the build: they run the real bin. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

function newest(folder: string): number {
  let latest = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) {
      latest = Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
    }
  }
  return latest;
}

export default function build(): void {
  const built = join(root, 'dist', 'cli.cjs');
  const sources = Math.max(newest(join(root, 'src')), newest(join(root, 'rules')));
  if (existsSync(built) && statSync(built).mtimeMs > sources) return;
  const rolldown = join(root, 'node_modules', 'rolldown', 'bin', 'cli.mjs');
  execFileSync(process.execPath, [rolldown, '-c'], { cwd: root, stdio: 'inherit' });
}
