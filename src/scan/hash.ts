/** SHA-256, loaded only where something was found: `node:crypto` costs milliseconds of start-up. */
import { createHash } from 'node:crypto';

/** Lower-case hex of the digest. */
export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');
