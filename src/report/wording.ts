/**
 * Every sentence that does not depend on a file's language: what a remark, a skip and a notice
 * mean, and the verdict of a run. One exhaustive table each, so that the compiler asks for the
 * words of a new code.
 */
import type { Notice, OriginKind, Remark, Report, SkipReason } from '../types.ts';
import { counted, number, rulesOff } from './summary.ts';

export * from './summary.ts';

export const remarks = {
  'looks-made-up':
    'It does not have the inner structure of keys that Google issues: perhaps made up for a test.',
  'known-public-sample':
    'It is a well-known public sample key. Some of those work, so it is reported, not hidden.',
  'unknown-inner-prefix':
    'Its inner prefix is not the one Google uses today: perhaps a newer kind of key.',
  'encoded-base64': 'It is base64-encoded here; whoever decodes it has the key.',
  'encoded-codes':
    'It is written as the numbers of its characters here; whoever runs the code has the key.',
  'encoded-hex': 'It is written in hexadecimal here; whoever decodes it has the key.',
  'encoded-percent': 'It is percent-encoded here; whoever decodes it has the key.',
  'encoded-escape': 'It is written with escapes here; a parser reads the plain key.',
  'encoded-entity': 'It is written with character entities here; a browser reads the plain key.',
  'encoded-utf16': 'The file is UTF-16, which many scanners and diffs show as binary.',
  'search-key':
    'It stands beside a search index: a search-only key may be public, an admin key may not.',
  'web-config': 'It stands in a public web or app configuration.',
  'web-key-used-for-gemini':
    'The same key is used for Gemini here, so being in a public web config does not excuse it.',
  'client-exposed': 'This name makes the bundler ship the value to every visitor’s browser.',
  split: 'It is put together from several literals; the pieces are no safer than the whole.',
  'built-output': 'This is built output: the key comes from the sources or the build environment.',
  'ignored-by-git': 'The file is ignored by git, on disk only.',
} as const satisfies Record<Remark, string>;

export const skipReasons = {
  binary: 'binary',
  'too-large': 'too large',
  'ignored-by': 'ignored by configuration',
  unreadable: 'not readable',
  lfs: 'stored in Git LFS',
  submodule: 'a submodule',
  missing: 'missing from the object database',
  corrupt: 'corrupt',
  symlink: 'a symbolic link',
  'special-file': 'not a regular file',
  unmerged: 'not merged yet',
} as const satisfies Record<SkipReason, string>;

const FSCK = 'See what is damaged with `git fsck`; stage the file anew, or fetch or clone again.';
/** What to do about a skip that makes the scan incomplete. */
export const skipNext: Partial<Record<SkipReason, string>> = {
  corrupt: FSCK,
  missing: FSCK,
  unreadable: 'Make it readable for you, then run the same command again.',
  'special-file':
    'A pipe, socket or device is not read by its name: give what comes out of it to `keyfence stdin`, or leave it out.',
  'too-large':
    'Raise the limit with `--max-bytes` or "maxBytes" in the config, or exclude the file there.',
};

export const placeKinds = {
  file: '',
  staged: '',
  blob: '',
  stdin: 'stdin',
  message: 'commit message',
  commit: 'commit object',
  tag: 'tag message',
  note: 'git note',
  author: 'author or committer',
  path: 'file name',
  ref: 'branch or tag name',
} as const satisfies Record<OriginKind, string>;

type Words = (count: number, values: string, self: string) => string;

const notices = {
  'nothing-staged': () => 'Nothing is staged, so there was nothing to scan.',
  'already-committed': (count, values, self) =>
    `${counted(count, 'key')} already committed in ${values || 'a file of this commit'}: ` +
    `not blamed on this commit. See who holds it with ${self} history`,
  'rules-off': (_, values) => rulesOff(values),
  'policy-ref': (_, values) => `Configuration and ignores were read from ${values}.`,
  'new-suppressions': (count, values) =>
    `${counted(count, 'new suppression')} in this range, please review: ${values}`,
  'unused-ignores': (count, values, self) =>
    `${counted(count, 'ignore entry', 'ignore entries')} matched nothing: ${values}. ` +
    `List them with ${self} ignore --unused`,
  'expired-ignores': (count, values, self) =>
    `${counted(count, 'ignore entry', 'ignore entries')} expired and no longer ` +
    `${count === 1 ? 'hides' : 'hide'} anything: ${values}. Revoke the key, or set it aside anew ` +
    `with ${self} ignore and a later --expires`,
  'compat-ignores': (count, values, self) =>
    `${counted(count, 'finding')} ignored as other tools were told to: ${values}. ` +
    `Make them entries of your own with ${self} ignore --compat`,
  'fallback-to-git': (_, values) =>
    `Read through git, which is slower, because of ${values || 'the way objects are stored here'}.`,
  fetched: (count, values) =>
    `${counted(count, 'missing object')} ${count === 1 ? 'was' : 'were'} fetched from ${values}.`,
  'cache-unused': (_, values) =>
    `Everything was read: what is remembered of the last scan could not be used. ${values}`,
  'tree-only': (_, values) =>
    `Commits are missing here (shallow clone)${values && `: ${values}`}. Only the present tree was scanned.`,
  'cut-short': () =>
    'This clone is shallow: what its first commits were made of is here and was scanned, what came before them is not.',
  'ci-scope': (_, values) => `What this CI run is about: ${values}.`,
  'ignored-by-git': (count, values) =>
    `${counted(count, 'file')} that git ignores ${count === 1 ? 'was' : 'were'} scanned too (on disk only): ${values}`,
  'config-used': (_, values) => `config: ${values}`,
} as const satisfies Record<Notice['code'], Words>;

/** Codes that tell how the run was set up rather than something to act on: only with --verbose. */
const QUIET_NOTICES: ReadonlySet<Notice['code']> = new Set(['config-used', 'fallback-to-git']);
const VALUES = 5;

export const onlyVerbose = (notice: Notice): boolean => QUIET_NOTICES.has(notice.code);

/** The sentence of a notice. Values are data from the repository: the caller escapes the result. */
export function noticeText(notice: Notice, self: string): string {
  const values = notice.values === undefined ? [] : notice.values;
  const count = notice.count === undefined ? values.length : notice.count;
  const more = values.length > VALUES ? ` and ${values.length - VALUES} more` : '';
  return notices[notice.code](count, values.slice(0, VALUES).join(', ') + more, self);
}

/** Skips in a few words: `3 binary, 1 too large`. */
export function skipSummary(report: Report): string {
  const counts = new Map<SkipReason, number>();
  for (const skip of report.skipped) counts.set(skip.reason, (counts.get(skip.reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${number(count)} ${skipReasons[reason]}`).join(', ');
}
