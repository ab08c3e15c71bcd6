/**
 * Hits → findings: everything that is not local. Overlaps are resolved (the specific rule beats the
 * generic one), filler is dropped, confidence graded, public web keys told apart, inline ignores applied,
 * lines counted, secrets masked. Runs only where there are hits, so it may read and think.
 *
 * A fingerprint is `rule:hash`; the hash is of the decoded secret alone, so the same key in another
 * file, line or encoding has the same one. The rule's id is part of it: who ignored a key as a public
 * web key (`google-web-key`) hears again when it turns up with Gemini (`google-api-key`).
 */
import type {
  Confidence,
  Finding,
  Origin,
  Place,
  Remark,
  Rule,
  Severity,
  Where,
} from '../types.ts';
import { isFingerprint, isObjectId, namesCount } from './business.ts';
import type { Engine, Hits } from './engine.ts';
import { type Foreign, ForeignIgnores } from './foreign.ts';
import { type Cover, Frames } from './frame.ts';
import { gradeToken } from './grade.ts';
import { InlineIgnores } from './inline.ts';
import { Lines } from './lines.ts';
import { masked } from './mask.ts';
import type { Secret } from './matcher.ts';
import { originOf } from './plausible.ts';
import { isSearchKey, type Surroundings, surroundings } from './web.ts';

/** What the judge asks of the engine. */
type Known = Pick<Engine, 'rules' | 'explain'>;

export interface JudgeContext {
  readonly origin: Origin;
  /** Lower-case hex SHA-256. */
  readonly sha256: (bytes: Uint8Array) => string;
  /** Whether inline ignore comments count; a list: ours, and those of these tools too. */
  readonly inline: boolean | readonly Foreign[];
  readonly webKeys: 'error' | 'warning' | 'off';
  /** Secrets unmasked: only where the user asked for it on a terminal. */
  readonly showSecrets: boolean;
}

export interface Judged {
  readonly findings: Finding[];
  /** Secrets whose every place an inline comment covers. */
  readonly ignored: number;
}

/** The domain of the fingerprints; a change of it would end every ignore entry. */
const DOMAIN = 'keyfence:v1\0';
const MOST_PLACES = 100;
/** Places of one key whose surroundings are read; the others stand like the last of them. */
const MOST_SURROUNDINGS = 500;
const USED: Remark = 'web-key-used-for-gemini';
/** Weight of the rules of a provider's own shape. */
const PROVIDER = 20;
const BUILT =
  /(?:^|\/)(?:dist|build|out|\.next|\.nuxt|\.output|\.svelte-kit|\.vercel|storybook-static)\/|\.map$|\.min\.\w+$|\.bundle\.js$/;

/** A secret at one place, with what is known of it so far. */
interface Spotted {
  rule: Rule;
  /** The rule by which it was found, where another took over and may be switched off. */
  otherwise?: Rule;
  readonly secret: Secret;
  name: string | undefined;
  provider: string | undefined;
  confidence: Confidence;
  severity: Severity;
  remarks: readonly Remark[];
}

const BUILT_OUTPUT: Remark = 'built-output';
const NO_REMARKS: readonly Remark[] = [];

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

const LEVELS = { low: 0, medium: 1, high: 2 } as const;

/** Findings of one blob, in order of their first place. The hits must be the engine's, of these bytes. */
export function judge(engine: Known, bytes: Uint8Array, hits: Hits, context: JudgeContext): Judged {
  if (hits.length === 0) return { findings: [], ignored: 0 };
  return new Judge(engine, bytes, context).run(hits);
}

class Judge {
  readonly #engine: Known;
  readonly #bytes: Uint8Array;
  readonly #context: JudgeContext;
  readonly #samples = new Map<string, boolean>();
  readonly #wide: boolean;

  constructor(engine: Known, bytes: Uint8Array, context: JudgeContext) {
    this.#engine = engine;
    this.#bytes = bytes;
    this.#context = context;
    this.#wide = new Lines(bytes).unit !== 'bytes';
  }

  run(hits: Hits): Judged {
    const all = this.#spot(hits);
    const spotted = withoutOverlaps(all);
    if (spotted.length === 0) return { findings: [], ignored: 0 };
    const covers = withGaps(
      all,
      spotted.map((one) => this.#cover(one)),
    );
    this.#placeGoogleKeys(spotted);
    const shown = spotted.filter(
      ({ rule }) => rule.id !== 'google-web-key' || this.#context.webKeys !== 'off',
    );
    return this.#collect(shown, covers);
  }

  /** Asks the matchers again, in full, and grades; in order of where the secrets stand. */
  #spot(hits: Hits): Spotted[] {
    const found: Spotted[] = [];
    for (let index = 0; index < hits.length; index++) {
      const rule = this.#engine.rules[hits.rule(index)]!;
      if (rule.patterns[0]?.kind === 'named' && !this.#namesCount(hits.start(index))) continue;
      const secret = this.#engine.explain(hits.rule(index), this.#bytes, hits.start(index));
      if (secret && this.#isOther(secret)) continue;
      for (const each of secret ? [secret, ...(secret.also ?? [])] : []) {
        const one = this.#grade(rule, this.#aligned(each));
        if (one) found.push(one);
      }
    }
    return found.sort((a, b) => a.secret.start - b.secret.start);
  }

  /** An id that looks like a key. */
  #isOther(secret: Secret): boolean {
    const { rules } = this.#engine;
    return (
      isFingerprint(rules, this.#bytes, secret) ||
      isObjectId(this.#context.origin.path, secret.value)
    );
  }

  #namesCount(at: number): boolean {
    return namesCount(this.#context.origin.path, this.#bytes, at);
  }

  /** In big-endian UTF-16 a character's byte is the second of its two. */
  #aligned(secret: Secret): Secret {
    if (secret.encoding !== 'utf16' || !this.#wide || secret.start % 2 === 0) return secret;
    return { ...secret, start: secret.start - 1, end: secret.end - 1 };
  }

  #grade(rule: Rule, secret: Secret): Spotted | undefined {
    const remarks = secret.remarks ? [...secret.remarks] : [];
    if (secret.encoding) remarks.push(`encoded-${secret.encoding}`);
    let { confidence } = secret;
    let severity = rule.severity;
    if (rule.grades) {
      const grade = gradeToken(secret, rule.grades, (value) => this.#isSample(rule, value));
      if (!grade) return undefined;
      confidence = grade.confidence;
      remarks.push(...grade.remarks);
      if (grade.remarks.includes('known-public-sample')) severity = 'warning';
    }
    if (rule.weight === PROVIDER) {
      const origin = originOf(secret.value.slice(secret.publicPrefix));
      if (origin === undefined) return undefined;
      if (origin === 'typed') {
        remarks.push('looks-made-up');
        severity = 'warning';
        confidence = 'low';
      }
    }
    if (rule.patterns[0]?.kind === 'named' && isSearchKey(this.#bytes, secret)) {
      remarks.push('search-key');
      severity = 'warning';
    }
    const { name } = secret;
    const provider = secret.provider === undefined ? rule.provider : secret.provider;
    return { rule, secret, name, provider, confidence, severity, remarks };
  }

  #isSample(rule: Rule, value: string): boolean {
    let known = this.#samples.get(value);
    if (known === undefined) {
      known = rule.grades!.publicSamples.includes(this.#context.sha256(bytesOf(value)));
      this.#samples.set(value, known);
    }
    return known;
  }

  /** Web keys and exposed keys. A key that is used for Gemini anywhere in the blob is no web key. */
  #placeGoogleKeys(spotted: readonly Spotted[]): void {
    const used = new Set<string>();
    const web: Spotted[] = [];
    const seen = new Map<string, { times: number; where: Surroundings }>();
    for (const one of spotted) {
      if (one.rule.grades === undefined) continue;
      const known = seen.get(one.secret.value);
      const where =
        known && known.times >= MOST_SURROUNDINGS
          ? known.where
          : surroundings(this.#bytes, one.secret, this.#context.origin.path);
      seen.set(one.secret.value, { times: known ? known.times + 1 : 1, where });
      one.name ??= where.name;
      const isPublic = where.web && one.rule.publicAs !== undefined;
      if (isPublic && !where.gemini) web.push(one);
      if (where.gemini) used.add(one.secret.value);
      if (isPublic && where.gemini) this.#remark(one, USED);
      else if (where.client && !isPublic) this.#expose(one);
    }
    for (const one of web) {
      const rule = this.#engine.rules.find(({ id }) => id === one.rule.publicAs);
      if (used.has(one.secret.value)) this.#remark(one, USED);
      else if (rule) this.#makePublic(one, rule);
    }
  }

  #makePublic(one: Spotted, rule: Rule): void {
    one.rule = rule;
    one.severity = this.#context.webKeys === 'error' ? 'error' : 'warning';
    this.#remark(one, 'web-config');
  }

  #expose(one: Spotted): void {
    this.#remark(one, 'client-exposed');
    const rule = this.#engine.rules.find(({ id }) => id === one.rule.exposedAs);
    if (!rule) return;
    one.otherwise = one.rule;
    one.rule = rule;
  }

  #remark(one: Spotted, remark: Remark): void {
    one.remarks = [...one.remarks, remark];
  }

  #cover(one: Spotted): Cover {
    const { start, end } = one.secret;
    return { start, end, label: masked(one.secret, this.#context.showSecrets) };
  }

  /** One finding per rule and secret, with its places; those under an inline ignore are taken away. */
  #collect(shown: readonly Spotted[], covers: readonly Cover[]): Judged {
    const { origin, inline } = this.#context;
    const ids = new Set(this.#engine.rules.map(({ id }) => id));
    const lines = new Lines(this.#bytes);
    const ignores = inline ? new InlineIgnores(this.#bytes, lines, origin.path, ids) : undefined;
    const foreign = Array.isArray(inline) ? new ForeignIgnores(this.#bytes, inline) : undefined;
    const groups = new Map<string, Group>();
    const ignored = new Set<string>();
    for (const one of shown) {
      const key = `${one.rule.id}:${one.secret.value}`;
      const range = lines.startOf(one.secret.start);
      if (ignores?.covers(one.rule.id, range) || foreign?.covers(range)) ignored.add(key);
      else add(groups, key, one, this.#place(lines, one.secret));
    }
    const frames = new Frames(this.#bytes, new Lines(this.#bytes), covers);
    const findings = [...groups.values()].map((group) => this.#finding(group, frames));
    return { findings, ignored: [...ignored].filter((key) => !groups.has(key)).length };
  }

  #place(lines: Lines, secret: Secret): Place {
    const first = lines.locate(secret.start);
    const last = lines.locate(secret.end);
    return { line: first.line, column: first.column, endLine: last.line, endColumn: last.column };
  }

  #finding({ best, places, count }: Group, frames: Frames): Finding {
    const { rule, otherwise, secret, name, provider, confidence, severity } = best;
    const { origin, sha256, showSecrets } = this.#context;
    const where = places.map((place) => whereOf(origin, place));
    const hash = sha256(bytesOf(DOMAIN + secret.value)).slice(0, 32);
    const remarks = BUILT.test(origin.path) ? [...best.remarks, BUILT_OUTPUT] : best.remarks;
    const finding: Writable<Finding> = {
      rule: rule.id,
      title: rule.title,
      severity,
      confidence,
      secret: masked(secret, showSecrets),
      // Joined: what `+` makes keeps its parts, and their own parts, in memory.
      fingerprint: [rule.id, hash].join(':'),
      where: where[0]!,
      places: where,
      count,
      frame: frames.around(secret.start, secret.end),
      remarks: remarks.length === 0 ? NO_REMARKS : [...new Set(remarks)],
      why: rule.why,
    };
    // Not by `...(x && { x })`: each object would have a hidden class of its own, as large as itself.
    if (otherwise) finding.otherwise = { rule: otherwise.id, title: otherwise.title };
    if (provider !== undefined) finding.provider = provider;
    if (name !== undefined) finding.name = name;
    if (rule.revoke !== undefined) finding.revoke = rule.revoke;
    if (rule.env !== undefined) finding.env = rule.env;
    return finding;
  }
}

interface Group {
  /** What the finding is worded from: its first place. */
  readonly best: Spotted;
  readonly places: Place[];
  count: number;
}

function add(groups: Map<string, Group>, key: string, one: Spotted, place: Place): void {
  const group = groups.get(key);
  if (!group) {
    groups.set(key, { best: one, places: [place], count: 1 });
    return;
  }
  group.count++;
  if (group.places.length < MOST_PLACES) group.places.push(place);
  group.best.severity = worse(group.best.severity, one.severity);
  const { best } = group;
  if (one.remarks.includes(USED) && !best.remarks.includes(USED)) {
    best.remarks = [...best.remarks, USED];
  }
}

function worse(a: Severity, b: Severity): Severity {
  return a === 'error' || b === 'error' ? 'error' : 'warning';
}

/** Of secrets on the same bytes the best stays, and learns the name that the others knew. */
function withoutOverlaps(spotted: readonly Spotted[]): Spotted[] {
  const kept: Spotted[] = [];
  for (const one of spotted) {
    const last = kept.at(-1);
    if (!last || one.secret.start >= last.secret.end) {
      kept.push(one);
      continue;
    }
    const [winner, loser] = beats(one, last) ? [one, last] : [last, one];
    winner.name ??= loser.name;
    winner.provider ??= loser.provider;
    kept[kept.length - 1] = winner;
  }
  return kept;
}

/** What only a loser of an overlap covers is hidden too. Both lists are in order of start. */
function withGaps(all: readonly Spotted[], winners: readonly Cover[]): Cover[] {
  const covers: Cover[] = [];
  let next = 0;
  let done = 0;
  for (const { secret } of all) {
    for (let at = Math.max(done, secret.start); at < secret.end; at = done) {
      const winner = winners[next];
      const stop = winner ? Math.min(winner.start, secret.end) : secret.end;
      if (at < stop) covers.push({ start: at, end: stop, label: '…' });
      done = stop;
      if (winner && winner.start < secret.end) {
        covers.push(winner);
        done = winner.end;
        next++;
      }
    }
  }
  return covers;
}

function beats(one: Spotted, other: Spotted): boolean {
  if (one.rule.weight !== other.rule.weight) return one.rule.weight > other.rule.weight;
  const level = LEVELS[one.confidence] - LEVELS[other.confidence];
  return level !== 0 ? level > 0 : one.secret.value.length > other.secret.value.length;
}

function whereOf({ kind, path, pathBytes, oid }: Origin, place: Place): Where {
  const { line, column, endLine, endColumn } = place;
  // A place in a file as it mostly is, and in one piece: a hundred thousand of them may be kept.
  if (!pathBytes && oid === undefined) return { kind, path, line, column, endLine, endColumn };
  return {
    kind,
    path,
    ...(pathBytes && { pathBytes: base64(pathBytes) }),
    ...(oid !== undefined && { oid }),
    ...place,
  };
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** One byte per character: the secrets are Latin-1 by construction. */
function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}
