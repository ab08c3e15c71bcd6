/** `node test/bench/inflate.js GIT_DIR`: inflate.ts on the largest pack of a repository. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importBundled } from '../../scripts/bundle.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const { run } = await importBundled(join(here, 'inflate.ts'));
run(process.argv[2]);
