/** `.env`, `.env.local` and their kin: the files in which people keep keys, ignored by git or not. */
export function isEnvironment(path: string): boolean {
  return /(^|\/)\.env[^/]*$/i.test(path);
}
