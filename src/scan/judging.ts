/** What only a hit needs, in one chunk: most commits have none, and should not load it. */
import { createHash } from 'node:crypto';

export { judge } from '../detect/findings.ts';

/** Lower-case hex of the digest. */
export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');
