/**
 * The ignore comments of other tools, obeyed only where the user asks for it (`--compat`). Those tools take
 * them anywhere on a line and for every rule, so they do so here; they reach no further than that line.
 */
import { latin1 } from './classes.ts';
import type { LineRange } from './inline.ts';

export type Foreign = 'gitleaks' | 'detect-secrets';

const SAME: Readonly<Record<Foreign, RegExp>> = {
  gitleaks: /gitleaks:allow/,
  'detect-secrets': /pragma: ?(?:allow|white)list[ -]secret/,
};
const NEXT = /pragma: ?(?:allow|white)list[ -]nextline[ -]secret/;
/** Bytes of a line that are looked at; behind them nobody reads a comment. */
const REACH = 1 << 16;

export class ForeignIgnores {
  readonly #bytes: Uint8Array;
  readonly #tools: readonly Foreign[];
  /** Text of the line that was asked for last, by its start. */
  #start = -1;
  #text = '';

  constructor(bytes: Uint8Array, tools: readonly Foreign[]) {
    this.#bytes = bytes;
    this.#tools = tools;
  }

  covers({ start, previous, end }: LineRange): boolean {
    if (previous < start && this.#tools.includes('detect-secrets')) {
      if (NEXT.test(this.#line(previous, start))) return true;
    }
    const text = this.#line(start, end);
    return this.#tools.some((tool) => SAME[tool].test(text));
  }

  /** Without the zero bytes of UTF-16. */
  #line(start: number, end: number): string {
    if (start !== this.#start) {
      const stop = Math.min(end, start + REACH);
      this.#text = latin1(this.#bytes, start, stop).replaceAll('\0', '');
      this.#start = start;
    }
    return this.#text;
  }
}
