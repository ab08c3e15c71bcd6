/** ignore: adds entries by fingerprint, makes a baseline, lists entries and removes dead ones. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../rules/index.ts';
import { compatTools } from '../choices.ts';
import { compileGlob } from '../config/globs.ts';
import {
  diskPolicy,
  type Options,
  type PolicySource,
  readIgnores,
  resolveOptions,
} from '../config.ts';
import { compile, Hits } from '../detect/engine.ts';
import { KeyfenceError } from '../errors.ts';
import type { CommandLine, FlagValues } from '../flags.ts';
import { openRepository, type Repository } from '../git.ts';
import {
  addIgnores,
  type IgnoreEntry,
  type Ignores,
  ignoreFileName,
  parseFingerprint,
  subtract,
  writeIgnores,
} from '../ignores.ts';
import { didYouMean } from '../nearest.ts';
import type { Finding } from '../types.ts';
import { print } from './output.ts';
import { policyOf } from './plan.ts';
import { self } from './scanning.ts';
import { visible } from './words.ts';

const STDOUT = 1;

/** What every branch of the command works on. */
interface Desk {
  readonly repository: Repository;
  readonly top: string;
  readonly options: Options;
  readonly ignores: Ignores;
  readonly today: string;
}

export async function runIgnore(line: CommandLine): Promise<number> {
  const { flags } = line;
  const { env } = process;
  const cwd = process.cwd();
  const repository = await openRepository(cwd, { trust: flags['trust-repo'] === true, env });
  try {
    return await obey(line, repository);
  } finally {
    repository.close();
  }
}

async function obey(line: CommandLine, repository: Repository): Promise<number> {
  const { flags, operands } = line;
  const { env } = process;
  const cwd = process.cwd();
  const { top } = repository;
  checkMode(flags, operands);
  if (!top) refuse('A bare repository has no file to keep ignores in.', 'Run it in a clone.');
  const reading = flags.list || (flags.unused && !flags.prune);
  if (flags['policy-ref'] !== undefined && !reading) {
    const next = 'Leave --policy-ref out, or add --list or --unused to look at its entries.';
    refuse('Entries are written to the working tree, not to a commit.', next);
  }
  const policy = await policyOf(line, repository);
  const options = await resolveOptions({ flags, top, cwd, env, terminal: false, policy });
  if (flags.merge) return merge(top, policy);
  const ignores = await readIgnores(policy);
  const today = new Date().toISOString().slice(0, 10);
  const desk = { repository, top, options, ignores, today };
  if (flags.list && ignores.entries.length === 0) return say(['There are no entries.']);
  if (flags.list) return list(ignores.entries, today);
  if (flags.unused) return unused(desk, flags.prune === true);
  if (flags.compat) return takeOverFrom(desk, flags);
  const fingerprints = flags.all ? await everything(desk) : operands;
  return add(desk, fingerprints, flags);
}

/** One thing at a time: a fingerprint beside `--all` would be passed over without a word. */
function checkMode(flags: FlagValues, operands: readonly string[]): void {
  const modes = [
    ...(['all', 'list', 'unused', 'merge', 'compat'] as const)
      .filter((name) => flags[name])
      .map((name) => `--${name}`),
    ...(operands.length > 0 ? ['a fingerprint'] : []),
  ];
  if (modes.length > 1) {
    const next = 'Each is a run of its own; see `npx keyfence help ignore`.';
    refuse(`${modes[0]} does not go together with ${modes[1]}.`, next);
  }
  if (flags.prune && !flags.unused)
    refuse('--prune goes with --unused.', 'Write --unused --prune.');
  const adds = !flags.list && !flags.unused && !flags.merge;
  for (const name of ['reason', 'by', 'expires', 'path'] as const) {
    if (flags[name] === undefined || (adds && !(name === 'path' && flags.compat))) continue;
    refuse(
      `--${name} does not go with ${modes[0]}.`,
      'Leave it out; see `npx keyfence help ignore`.',
    );
  }
}

/** After a merge in which both branches changed the file's same place, or created it. */
async function merge(top: string, policy: PolicySource): Promise<number> {
  const text = policy.read(ignoreFileName);
  if (text === undefined) refuse(`There is no ${ignoreFileName}.`, 'So there is nothing to merge.');
  const { readConflicted } = await import('../config/ignore-file.ts');
  const { entries } = await readConflicted({ name: ignoreFileName, text });
  writeIgnores(top, entries);
  return say([`${ignoreFileName} holds the entries of both sides.`, `git add ${ignoreFileName}`]);
}

async function takeOverFrom(desk: Desk, flags: FlagValues): Promise<number> {
  const common = commonOf(flags, desk.today);
  const { takeOver } = await import('./takeover.ts');
  for (const tool of compatTools.filter((name) => flags.compat?.includes(name))) {
    const { taken, needless } = await takeOver(desk.repository, desk.options, tool);
    const wanted = taken.map(({ fingerprint, path }) => {
      return { ...parseFingerprint(fingerprint)!, ...common, path };
    });
    const { entries } = await readIgnores(diskPolicy(desk.top));
    const { entries: together, added } = addIgnores(entries, wanted);
    writeIgnores(desk.top, together);
    const rest = needless ? `; ${needless} name nothing that keyfence reports` : '';
    say([`${tool}: ${added} added to ${ignoreFileName}${rest}.`]);
  }
  return 0;
}

async function add(
  desk: Desk,
  fingerprints: readonly string[],
  flags: FlagValues,
): Promise<number> {
  const { ignores, options, top, today } = desk;
  if (fingerprints.length === 0 && flags.all) return say(['Nothing to add: the history is clean.']);
  if (fingerprints.length === 0) {
    refuse('ignore needs a fingerprint.', 'It stands below each finding: google-api-key:0a1b…');
  }
  const common = commonOf(flags, today);
  const known = [...rules, ...options.customRules].map((rule) => rule.id);
  const wanted: IgnoreEntry[] = [];
  for (const text of fingerprints) {
    const { rule, hash } = parseFingerprint(text) ?? malformed(text);
    if (!known.includes(rule)) {
      refuse(`There is no rule ${rule}.${didYouMean(rule, known)}`, `See ${self()} rules`);
    }
    for (const path of flags.path ?? [undefined]) {
      wanted.push({ rule, hash, ...common, ...(path !== undefined && { path }) });
    }
  }
  const { entries, added } = addIgnores(ignores.entries, wanted);
  const union = await unionHint(desk);
  writeIgnores(top, entries);
  const replaced = wanted.length - added;
  return say([
    `${added} added to ${ignoreFileName}${replaced ? `, ${replaced} replaced` : ''}.`,
    ...(flags.all ? ['They are set aside, not harmless: revoke those that still work.'] : []),
    `Commit it with the change: git add ${ignoreFileName}`,
    ...union,
    ...(flags.all ? [`So that no new key gets in: ${self()} install`] : []),
  ]);
}

/** Two branches that both create the file have no common one to merge from: git needs to be told how. */
async function unionHint({ repository, top }: Desk): Promise<readonly string[]> {
  if (existsSync(join(top, ignoreFileName))) return [];
  const attribute = await repository.git(['check-attr', 'merge', '--', ignoreFileName]);
  if (attribute.toString().trim().endsWith(': union')) return [];
  return [
    'So that branches which both add to it merge without a conflict:',
    `  echo '${ignoreFileName} merge=union' >> .gitattributes && git add .gitattributes`,
  ];
}

/** What all new entries have in common, checked. */
function commonOf(
  flags: FlagValues,
  today: string,
): Pick<IgnoreEntry, 'reason' | 'by' | 'expires'> {
  const { reason, by, expires } = flags;
  if (!reason?.trim()) {
    return refuse('An ignore entry needs a reason.', 'Add --reason "why this is no leak".');
  }
  if (by?.includes('@')) {
    refuse('--by takes a name, not a mail address: the file is public.', 'Use a name or a team.');
  }
  if (expires !== undefined && !(isDate(expires) && expires >= today)) {
    refuse(`--expires ${visible(expires)} is no day to come.`, 'Write it as YYYY-MM-DD.');
  }
  for (const glob of flags.path ?? []) checkGlob(glob);
  refuseSecrets([reason, by ?? '', ...(flags.path ?? [])]);
  return { reason: reason.trim(), ...(by && { by }), ...(expires && { expires }) };
}

/** The file is committed: a key that was pasted into the reason would be out. */
function refuseSecrets(texts: readonly string[]): void {
  const bytes = Buffer.from(texts.join('\n'));
  const hits = new Hits();
  compile(rules).scan(bytes, 0, bytes.length, hits);
  if (hits.length > 0) {
    refuse('The reason, name or glob holds what looks like a secret.', 'Say it without the key.');
  }
}

function checkGlob(glob: string): void {
  try {
    compileGlob(glob);
  } catch (error) {
    refuse(`--path: ${(error as Error).message}`, 'Globs are relative to the repository’s root.');
  }
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Fingerprints of what the whole history holds and no entry covers yet. */
async function everything(desk: Desk): Promise<readonly string[]> {
  const { kept } = subtract(await findAll(desk), desk.ignores, desk.today);
  return [...new Set(kept.map((finding) => finding.fingerprint))];
}

async function unused(desk: Desk, prune: boolean): Promise<number> {
  const { ignores, today, top } = desk;
  if (ignores.entries.length === 0) return say(['There are no entries.']);
  const { unused: dead, expired } = subtract(await findAll(desk), ignores, today);
  const gone = new Set([...dead, ...expired]);
  if (gone.size === 0) return say(['Every entry matches something.']);
  list([...gone], today);
  if (!prune) return say([`Remove them: ${self()} ignore --unused --prune`]);
  writeIgnores(
    top,
    ignores.entries.filter((entry) => !gone.has(entry)),
  );
  return say([`${gone.size} removed from ${ignoreFileName}.`]);
}

/** All findings of the history, as if there were no ignore file. A scan with a gap is refused. */
async function findAll({ repository, options, today }: Desk): Promise<readonly Finding[]> {
  const { scan } = await import('../scan.ts');
  const nothing = { prefix: '', read: () => undefined };
  const where = { repository, policy: nothing, cwd: process.cwd(), env: process.env };
  const walk = { allPlaces: true, unreachable: true, allowShallow: false };
  const asked = { command: 'history' as const, version: '', operands: [], walk };
  const request = { ...asked, ...where, started: `${today}T00:00:00` };
  const report = await scan(request, options);
  if (report.complete) return report.findings;
  const { message, next } = report.failure ?? {
    message: `${report.skipped.length} objects could not be scanned.`,
    next: `See ${self()} history`,
  };
  return refuse(`The history could not be scanned whole: ${message}`, next);
}

function list(entries: readonly IgnoreEntry[], today: string): number {
  return say(
    entries.map((entry) => {
      const { rule, hash, path, reason, by, expires } = entry;
      const expired = expires !== undefined && expires < today ? ' (expired)' : '';
      const facts = [path, reason, by, expires && `until ${expires}${expired}`];
      return `${rule}:${hash}  ${facts.filter(Boolean).join(', ')}`;
    }),
  );
}

function say(lines: readonly string[]): number {
  print(
    STDOUT,
    lines.map((line) => `${visible(line)}\n`),
  );
  return 0;
}

/** Not repeated to the terminal: somebody may have pasted the key itself. */
function malformed(text: string): never {
  return refuse(
    `An argument of ${text.length} characters is no fingerprint.`,
    'A fingerprint is a rule, a colon and hexadecimal digits: google-api-key:0a1b…',
  );
}

function refuse(what: string, next: string): never {
  throw new KeyfenceError('usage', what, next);
}
