/**
 * Paths, author names and ref names can hold a secret themselves. What is printed of them goes
 * through here: the secret's middle is masked as in any finding.
 */
import { type Engine, Hits } from '../detect/engine.ts';
import { judge } from '../detect/findings.ts';
import { type Judging, sha256 } from './content.ts';

/** No key of the built-in rules is shorter. */
const SHORTEST_KEY = 20;

/** A text of fewer bytes holds no hit: a custom rule's has at least a keyword in it. */
export function shortestHit({ rules }: Engine): number {
  const keywords = rules
    .flatMap(({ patterns }) => patterns)
    .flatMap((pattern) => (pattern.kind === 'regex' ? pattern.keywords : []));
  return keywords.reduce((least, { length }) => Math.min(least, length), SHORTEST_KEY);
}

export class Veil {
  readonly #engine: Engine;
  readonly #judging: Judging;
  readonly #shortest: number;
  readonly #hits = new Hits();
  readonly #known = new Map<string, string>();

  constructor(engine: Engine, judging: Judging) {
    this.#engine = engine;
    this.#judging = judging;
    this.#shortest = shortestHit(engine);
  }

  text(text: string): string {
    if (text.length < this.#shortest) return text;
    let veiled = this.#known.get(text);
    if (veiled === undefined) {
      veiled = this.#veiled(text);
      this.#known.set(text, veiled);
    }
    return veiled;
  }

  /** A path of one character per byte, as it is shown, and its bytes where they are not UTF-8. */
  path(latin1: string): { path: string; pathBytes?: Uint8Array } {
    const bytes = Buffer.from(latin1, 'latin1');
    const path = bytes.toString();
    const veiled = path
      .split('/')
      .map((name) => this.text(name))
      .join('/');
    const exact = veiled === path && !Buffer.from(path).equals(bytes);
    return exact ? { path: veiled, pathBytes: new Uint8Array(bytes) } : { path: veiled };
  }

  #veiled(text: string): string {
    const bytes = Buffer.from(text);
    this.#hits.clear();
    this.#engine.scan(bytes, 0, bytes.length, this.#hits);
    if (this.#hits.length === 0) return text;
    const context = { ...this.#judging, inline: false, webKeys: 'error', sha256 } as const;
    const origin = { kind: 'path', path: '' } as const;
    const { findings } = judge(this.#engine, bytes, this.#hits, { ...context, origin });
    return findings[0]?.frame[0]?.text ?? text;
  }
}
