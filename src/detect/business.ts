/**
 * Where a rule that goes by names has no business: lock files, source maps and minified code are full
 * of hashes and of names that a bundler gave. Rules that go by an exact shape look there too.
 */

const LOCK =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.ya?ml|bun\.lockb?|deno\.lock|composer\.lock|cargo\.lock|gemfile\.lock|poetry\.lock|pdm\.lock|uv\.lock|pipfile\.lock|go\.sum|gopkg\.lock|mix\.lock|pubspec\.lock|podfile\.lock|package\.resolved|flake\.lock|paket\.lock|packages\.lock\.json|gradle\.lockfile|verification-metadata\.xml|\.terraform\.lock\.hcl|conda-lock\.ya?ml|module\.bazel\.lock)$/i;
const GENERATED = /\.map$|[.-]min\.\w+$|\.(?:svg|css|scss|less|wasm|snap)$/i;
const CODE = /\.(?:[cm]?jsx?|html?|vue|svelte)$/i;

/** A line of code this long was written by a bundler, bytes. */
const LONG_LINE = 1500;
const NEWLINE = 0x0a;

export function namesCount(path: string, bytes: Uint8Array, at: number): boolean {
  if (LOCK.test(path) || GENERATED.test(path)) return false;
  return !CODE.test(path) || !onLongLine(bytes, at);
}

function onLongLine(bytes: Uint8Array, at: number): boolean {
  const first = bytes.subarray(Math.max(0, at - LONG_LINE), at).lastIndexOf(NEWLINE);
  const before = first < 0 ? Math.min(at, LONG_LINE) : Math.min(at, LONG_LINE) - first - 1;
  const next = bytes.subarray(at, at + LONG_LINE).indexOf(NEWLINE);
  const after = next < 0 ? Math.min(bytes.length - at, LONG_LINE) : next;
  return before + after >= LONG_LINE;
}
