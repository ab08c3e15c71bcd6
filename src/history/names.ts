/**
 * Everyday names of commits, read from the files of a repository: HEAD, branches, tags, remote-tracking
 * branches, full ids, and `~n` and `^n` behind them. Whatever else a revision may say, git is asked
 * (pick.ts): every function here answers `undefined` for that.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packedId } from './packed-refs.ts';

export interface RefPlace {
  readonly gitDir: string;
  readonly commonDir: string;
}

/** One end of a range as typed: a name, and the steps `~n` and `^n` behind it. */
export interface Revision {
  readonly name: string;
  readonly steps: readonly Step[];
  /** `^name`, or left of `..`: what it reaches is not wanted. */
  readonly excluded: boolean;
}

export interface Step {
  readonly kind: '~' | '^';
  readonly count: number;
}

const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** No `@{…}`, no `:path`, no `-g1234567` of describe, nothing that a shell or git would read twice. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_./+-]*$/;
const END = /^(.+?)((?:~\d*|\^\d*)*)$/;
const SHARED = /^refs\/(?:heads|tags|remotes)\/./;
const LONGEST_CHAIN = 5;

/** `A..B`, `A`, `^A`. */
export function parseRevision(text: string): Revision[] | undefined {
  const dots = text.indexOf('..');
  if (dots >= 0) {
    if (text.startsWith('^') || text.includes('..', dots + 1)) return undefined;
    const from = endOf(text.slice(0, dots) || 'HEAD', true);
    const to = endOf(text.slice(dots + 2) || 'HEAD', false);
    return from && to && [from, to];
  }
  const excluded = text.startsWith('^');
  const end = endOf(excluded ? text.slice(1) : text, excluded);
  return end && [end];
}

function endOf(text: string, excluded: boolean): Revision | undefined {
  const match = END.exec(text);
  if (match === null) return undefined;
  const name = match[1] === '@' ? 'HEAD' : match[1]!;
  if (!NAME.test(name) || /\/\/|\.\.|\/\.|\.lock(\/|$)|[./]$/.test(name)) return undefined;
  const steps = (match[2]!.match(/[~^]\d*/g) ?? []).map((step) => ({
    kind: step[0] as Step['kind'],
    count: step.length === 1 ? 1 : Number(step.slice(1)),
  }));
  return { name, steps, excluded };
}

export class Names {
  readonly #place: RefPlace;
  #packed: Buffer | undefined;

  constructor(place: RefPlace) {
    this.#place = place;
  }

  /** The id that a name stands for, before tags are followed. */
  idOf(name: string): string | undefined {
    if (ID.test(name)) return name;
    if (name === 'HEAD') return this.#follow('HEAD');
    for (const ref of [name, `refs/${name}`, `refs/tags/${name}`, `refs/heads/${name}`]) {
      if (SHARED.test(ref)) {
        const id = this.#follow(ref);
        if (id !== 'none') return id;
      } else if (this.#has(ref)) return undefined;
    }
    for (const ref of [`refs/remotes/${name}`, `refs/remotes/${name}/HEAD`]) {
      const id = this.#follow(ref);
      if (id !== 'none') return id;
    }
    return undefined;
  }

  /** Ids of all refs below `refs/remotes/<remote>/`; undefined where one of them is odd. */
  remotes(remote: string): string[] | undefined {
    const prefix = `refs/remotes/${remote}/`;
    const names = new Set([...this.#looseBelow(prefix), ...this.#packedBelow(prefix)]);
    const ids = new Set<string>();
    for (const name of names) {
      const id = this.#follow(name);
      if (id === undefined) return undefined;
      // A branch that the remote's HEAD names and that is gone: git passes over it as well.
      if (id !== 'none') ids.add(id);
    }
    return [...ids];
  }

  #follow(first: string): string | 'none' | undefined {
    let ref = first;
    for (let step = 0; step < LONGEST_CHAIN; step++) {
      const folder = ref === 'HEAD' ? this.#place.gitDir : this.#place.commonDir;
      const text = read(join(folder, ref))?.toString('latin1').trimEnd();
      if (text === undefined) return this.#inPacked(ref);
      if (ID.test(text)) return text;
      const next = /^ref: (refs\/(?:heads|tags|remotes)\/[^\0\r\n]+)$/.exec(text)?.[1];
      if (next === undefined || next.split('/').includes('..')) return undefined;
      ref = next;
    }
    return undefined;
  }

  #has(ref: string): boolean {
    const { gitDir, commonDir } = this.#place;
    return [gitDir, commonDir].some((folder) => existsSync(join(folder, ref)));
  }

  #inPacked(ref: string): string | 'none' | undefined {
    const known = this.#packed ? undefined : packedId(this.#packedPath, ref);
    if (known !== undefined) return known === 'none' || ID.test(known) ? known : undefined;
    const packed = this.#packedRefs();
    const at = packed.indexOf(` ${ref}\n`);
    if (at < 0) return 'none';
    const id = packed.toString('latin1', packed.lastIndexOf('\n', at) + 1, at);
    return ID.test(id) ? id : undefined;
  }

  #packedBelow(prefix: string): string[] {
    const packed = this.#packedRefs();
    const names: string[] = [];
    const start = ` ${prefix}`;
    for (let at = packed.indexOf(start); at >= 0; at = packed.indexOf(start, at + 1)) {
      names.push(packed.toString('latin1', at + 1, packed.indexOf('\n', at)));
    }
    return names;
  }

  #looseBelow(prefix: string): string[] {
    const folder = join(this.#place.commonDir, prefix);
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.lock'))
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length))
      .map((name) => prefix + name.replaceAll('\\', '/'));
  }

  #packedRefs(): Buffer {
    this.#packed ??= read(this.#packedPath) ?? Buffer.alloc(0);
    return this.#packed;
  }

  get #packedPath(): string {
    return join(this.#place.commonDir, 'packed-refs');
  }
}

/** undefined where there is no such file; a folder stands where longer names begin. */
function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
