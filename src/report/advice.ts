/**
 * What to do about a finding, by where it has got to: only staged, committed here, pushed, on disk.
 * The further it got, the earlier "revoke" comes. One list of steps serves one finding or many that
 * need the same remedy, so that nobody reads the same advice fifty times.
 */
import type { Finding, Target } from '../types.ts';
import { inFile } from './place.ts';
import { ignoreComment, type Language, languageOf, other, readOf } from './remedies.ts';
import type { Step } from './step.ts';
import { clean, clip, masked } from './text.ts';
import { DANGLING, rewriteHistory, rewriteMessage, unstage, untrack } from './undo.ts';
import {
  amend,
  broughtIn,
  type Course,
  courseOf,
  deleteRefs,
  fold,
  goOn,
  goThere,
  isInNoCommit,
  kindOf,
  mark,
  takeOutThere,
} from './undo-commits.ts';
import { placeOf, takeBack, takeOut } from './undo-named.ts';

export type Situation = 'staged' | 'message' | 'local' | 'dangling' | 'pushed' | 'disk' | 'stdin';

/** How far the secret got. Where history cannot tell (no refs read), the worst is assumed. */
export function situation(finding: Finding, target: Target): Situation {
  const { command } = target;
  if (command === 'staged' || command === 'message' || command === 'stdin') return command;
  if (command === 'files') return 'disk';
  if (finding.presence !== undefined) {
    if (finding.presence.remotes.length > 0) return 'pushed';
    if (finding.presence.reach !== 'reached') return 'dangling';
    return command === 'ci' ? 'pushed' : 'local';
  }
  return command === 'push' ? 'local' : 'pushed';
}

/** Findings with the same key share one list of steps. */
function remedyKey(finding: Finding, target: Target): string {
  const { where } = finding;
  return [
    situation(finding, target),
    finding.rule,
    envName(finding),
    inFile(finding) ? languageOf(where.path).name : placeOf(finding),
    shipsToBrowser(finding),
    ...(situation(finding, target) === 'local' ? commitKey(finding) : [goneFromHead(finding)]),
  ].join(' ');
}

function commitKey(finding: Finding): readonly unknown[] {
  const { presence } = finding;
  const branches = presence?.head === 'neither' ? presence.branches : [];
  return [courseIn(finding), kindOf(finding), isInNoCommit(finding), ...branches];
}

const isEnvFile = ({ where }: Finding): boolean => languageOf(where.path).name === '.env';

const courseIn = (finding: Finding): Course => courseOf(finding, isEnvFile(finding));

/** Findings by remedy, in order of first appearance, those with an error first. */
export function byRemedy(findings: readonly Finding[], target: Target): readonly Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const severity of ['error', 'warning']) {
    for (const finding of findings) {
      if (finding.severity !== severity) continue;
      const key = remedyKey(finding, target);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [finding]);
      else group.push(finding);
    }
  }
  return [...groups.values()];
}

export function steps(group: readonly Finding[], target: Target, self: string): readonly Step[] {
  const first = group[0]!;
  const how = situation(first, target);
  if (first.rule === 'google-web-key')
    return [...restrict(first), falseAlarm(group, self, 'Restricted, and public on purpose')];
  // A name holds no secret: there is nothing to revoke or to undo.
  if (first.rule === 'client-exposed-name') return [...serverSide(first), falseAlarm(group, self)];
  switch (how) {
    case 'staged':
      return [unstage(group, target), ...replaceWhereInFile(first), falseAlarm(group, self)];
    case 'message':
      return [...rewriteMessage, falseAlarm(group, self)];
    case 'local':
      return [...undoLocal(group, target), falseAlarm(group, self)];
    case 'dangling':
      return [
        DANGLING,
        revoke(first, 'If this clone was ever shared, revoke it'),
        falseAlarm(group, self),
      ];
    case 'pushed':
      return [
        revoke(first, REVOKE_FIRST),
        ...(goneFromHead(first) ? [] : instead(group, target)),
        ...(inFile(first) ? [rewriteHistory] : takeBack(group)),
        hideRevoked(group, self),
      ];
    case 'disk':
    case 'stdin':
      return [
        ...(first.where.kind === 'path' ? [RENAME] : replaceWhereInFile(first)),
        falseAlarm(group, self),
      ];
  }
}

/** What has to be done once for all findings, where they need several remedies. */
export function shared(
  findings: readonly Finding[],
  target: Target,
): { readonly first: readonly Step[]; readonly last: readonly Step[] } {
  const files = findings.filter((one) => inFile(one) && one.rule !== 'google-web-key');
  const are = (how: Situation) => files.filter((one) => situation(one, target) === how);
  const staged = are('staged');
  const takes = (course: Course) => are('local').filter((one) => courseIn(one) === course);
  return {
    first: staged.length > 0 ? [unstage(staged, target)] : [],
    last: [
      ...(takes('amend').length > 0 ? [amend(false)] : []),
      ...fold(takes('fold')),
      ...(are('pushed').length > 0 ? [rewriteHistory] : []),
    ],
  };
}

/** The steps of one finding as sentences. */
export function advice(finding: Finding, target: Target, self: string): readonly string[] {
  return steps([finding], target, self).map(({ say, type }) =>
    type === undefined ? `${say}.` : `${say}: ${type}`,
  );
}

const RENAME: Step = { say: 'Give it another name: its name holds the key' };

const REVOKE_FIRST = 'Revoke it first; it was pushed, so others may have it';

const isGoogle = (finding: Finding): boolean =>
  finding.env === 'GEMINI_API_KEY' || finding.env === 'GOOGLE_API_KEY';

const PUBLIC_NAME =
  /^(VITE|NEXT_PUBLIC|REACT_APP|EXPO_PUBLIC|PUBLIC|NUXT_PUBLIC|GATSBY|VUE_APP|NG_APP|STORYBOOK)_/;

function shipsToBrowser(finding: Finding): boolean {
  return (
    (inFile(finding) && languageOf(finding.where.path).ships === 'browser') ||
    (finding.name !== undefined && PUBLIC_NAME.test(finding.name)) ||
    finding.remarks.includes('client-exposed')
  );
}

/** The rule's variable; else the name in the source turned into one: `apiKey` → `API_KEY`. */
export function envName(finding: Finding): string {
  if (finding.env !== undefined) return finding.env;
  const named = finding.name === undefined ? '' : constantCase(finding.name);
  if (named !== '' && !/^(X_)?API_?KEY$/.test(named)) return named;
  const provider = finding.provider === undefined ? '' : constantCase(finding.provider);
  return provider === '' ? 'API_KEY' : `${provider}_API_KEY`;
}

function constantCase(name: string): string {
  return clip(masked(name), 48)
    .replace(PUBLIC_NAME, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '')
    .toUpperCase();
}

function replace(finding: Finding): readonly Step[] {
  const language = inFile(finding) ? languageOf(finding.where.path) : other;
  if (isEnvFile(finding)) return keepEnvFile(finding);
  const env = envName(finding);
  if (shipsToBrowser(finding)) return serverSide(finding);
  return [readInstead(language, env), keep(finding)];
}

const replaceWhereInFile = (finding: Finding): readonly Step[] =>
  inFile(finding) ? replace(finding) : [];

const goneFromHead = ({ presence }: Finding): boolean => presence?.inHead === false;

/** What HEAD holds of a secret that others have: no more of it in what comes. */
function instead(group: readonly Finding[], target: Target): readonly Step[] {
  const [first] = group;
  const untracks = inFile(first!) && isEnvFile(first!) ? [untrack(group, target)] : [];
  return [...untracks, ...replaceWhereInFile(first!).slice(0, 1)];
}

function undoLocal(group: readonly Finding[], target: Target): readonly Step[] {
  const first = group[0]!;
  if (!inFile(first)) return takeOut(group);
  const refs = deleteRefs(group);
  if (refs !== undefined) return refs;
  const untracks = isEnvFile(first) ? [untrack(group, target)] : [];
  switch (courseIn(first)) {
    case 'amend':
      return [...untracks, ...replace(first), amend(isEnvFile(first))];
    case 'fold':
      return [...replace(first), ...fold(group)];
    case 'gone':
      return takeOutThere(group, target);
    case 'edit':
      return [
        ...goThere(group),
        mark(group, 'edit', broughtIn(group)),
        ...untracks,
        ...replace(first),
        goOn(isEnvFile(first)),
      ];
  }
}

function readInstead(language: Language, env: string): Step {
  const read = readOf(language, env);
  const say =
    language.instead === undefined ? 'Read it from the environment instead' : language.instead;
  return read === undefined ? { say: `${say}, as ${env}` } : { say, type: read };
}

function keep(finding: Finding): Step {
  const language = languageOf(finding.where.path);
  if (language.ships === 'app') return { say: `In an app that ships to users, ${proxy(finding)}` };
  if (!isGoogle(finding)) return { say: 'Keep the value in .env, and .env in .gitignore' };
  return { say: GOOGLE_ENV };
}

const GOOGLE_ENV =
  'Keep it in .env, and .env in .gitignore; Google’s SDKs read GEMINI_API_KEY or GOOGLE_API_KEY by themselves (GOOGLE_API_KEY wins where both are set)';

const proxy = (finding: Finding): string =>
  isGoogle(finding)
    ? 'call Gemini through your own server, or hand out ephemeral tokens'
    : 'call the API through your own server';

const serverSide = (finding: Finding): readonly Step[] => [
  { say: `Whatever this file holds reaches every visitor: ${proxy(finding)}` },
  { say: 'On the server, read it from the environment', type: envName(finding) },
];

function keepEnvFile(finding: Finding): readonly Step[] {
  const name = finding.where.path.slice(finding.where.path.lastIndexOf('/') + 1);
  const example = name.startsWith('.env') ? '.env.example' : `${clean(name)}.example`;
  return [
    { say: 'Keep the file on your disk only, with this line in .gitignore', type: clean(name) },
    { say: `Commit ${example} with the names and no values`, type: `${envName(finding)}=` },
  ];
}

function revoke(finding: Finding, say: string): Step {
  if (finding.revoke !== undefined) return { say, type: finding.revoke };
  const issuer =
    finding.provider === undefined ? 'whoever issued it' : clip(masked(finding.provider), 40);
  return { say: `${say} (at ${issuer})` };
}

function restrict(finding: Finding): readonly Step[] {
  return [
    revoke(finding, 'Restrict it to your site or app, and to the APIs it needs'),
    {
      say: 'Make sure that the Generative Language API is off for it, or anybody can use Gemini at your cost',
    },
  ];
}

const ignoreCommand = (group: readonly Finding[], self: string, reason: string): string => {
  const [first] = group;
  const same = group.every(({ fingerprint }) => fingerprint === first!.fingerprint);
  return `${self} ignore ${same ? first!.fingerprint : '<fingerprint>'} --reason "${reason}"`;
};

function falseAlarm(group: readonly Finding[], self: string, when = 'False alarm'): Step {
  const first = group[0]!;
  const language =
    inFile(first) && first.where.kind !== 'blob' ? languageOf(first.where.path) : other;
  const comment = ignoreComment(language);
  if (comment === undefined) return { say: when, type: ignoreCommand(group, self, 'why') };
  const place = language.above === true ? 'on the line above' : 'at the end of the line';
  return { say: `${when}? Write ${place}`, type: comment };
}

const hideRevoked = (group: readonly Finding[], self: string): Step => ({
  say: 'Revoked, or a false alarm? Take it off the list',
  type: ignoreCommand(group, self, 'revoked'),
});
