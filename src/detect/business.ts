/**
 * Where a rule that goes by names has no business: lock files, source maps and minified code are full
 * of hashes and of names that a bundler gave. Rules that go by an exact shape look there too.
 */
import type { Rule } from '../types.ts';
import { latin1 } from './classes.ts';
import type { Secret } from './matcher.ts';

const LOCK =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.ya?ml|bun\.lockb?|deno\.lock|composer\.lock|cargo\.lock|gemfile\.lock|poetry\.lock|pdm\.lock|uv\.lock|pipfile\.lock|go\.sum|gopkg\.lock|mix\.lock|pubspec\.lock|podfile\.lock|package\.resolved|flake\.lock|paket\.lock|packages\.lock\.json|gradle\.lockfile|verification-metadata\.xml|\.terraform\.lock\.hcl|conda-lock\.ya?ml|module\.bazel\.lock)$/i;
const GENERATED = /\.map$|[.-]min\.\w+$|\.(?:svg|css|scss|less|wasm|snap)$/i;
const CODE = /\.(?:[cm]?jsx?|html?|vue|svelte)$/i;

/** Xcode's projects name everything by such an id, files about API keys among them. */
const PROJECT = /\.pbxproj$/;
const OBJECT_ID = /^[0-9A-F]{24}$/;

/** True for the id of something else. */
export function isObjectId(path: string, value: string): boolean {
  return PROJECT.test(path) && OBJECT_ID.test(value);
}

/** A line of code this long was written by a bundler, bytes. */
const LONG_LINE = 1500;
const NEWLINE = 0x0a;
/** Longest id of a rule. */
const LONGEST_ID = 64;

export function namesCount(path: string, bytes: Uint8Array, at: number): boolean {
  // A range's blobs have no path at first, and making these patterns takes a millisecond.
  if (path === '') return true;
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

/**
 * Our own fingerprints (`openai-api-key:` and 32 hex digits) read like a literal under an API key's
 * name; they stand in ignore commands, reports and pull requests.
 */
export function isFingerprint(rules: readonly Rule[], bytes: Uint8Array, secret: Secret): boolean {
  if (!/^[0-9a-f]{32}$/.test(secret.value)) return false;
  const before = latin1(bytes, Math.max(0, secret.start - LONGEST_ID), secret.start);
  return rules.some(({ id }) => before.endsWith(`${id}:`));
}
