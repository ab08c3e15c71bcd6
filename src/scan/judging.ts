/** What only a hit needs, in one chunk: most commits have none, and should not load it. */
export { judge } from '../detect/findings.ts';

let crypto: typeof import('node:crypto') | undefined;

/** Lower-case hex of the digest. Loading what makes it takes 3 ms, in every thread, and few files hold a secret. */
export function sha256(bytes: Uint8Array): string {
  crypto ??= process.getBuiltinModule('node:crypto');
  return crypto.createHash('sha256').update(bytes).digest('hex');
}
