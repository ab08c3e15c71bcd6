/** How a walk from a name to its value (bridge.ts) stands at a place, beside the place itself. */
import type { Trails } from './trails.ts';

/** What stood last on the way. */
export const NAME = 0;
export const OPERATOR = 1;
export const OPENING = 2;
export const WORD = 3;

/** More brackets than a walk passes. */
const DEEPER = 256;

export class Stance {
  last = NAME;
  /** Brackets that are open. */
  depth = 0;
  words = 0;
  inARow = 0;
  lines = 0;
  newItem = false;
  closed = false;
  called = false;
  /** The last literal was a flag's short form: `("api-key", "k", "…")`. */
  brief = false;
  /** The last word announces the value or tells of it: `default`, `help`. A sentence may follow. */
  heralded = false;
  /** The quote around a template that the walk has stepped into (`"${X:-…}"`), and the depth there. */
  around = 0;
  outside = 0;

  /** Behind a name. */
  reset(): void {
    this.last = NAME;
    this.depth = 0;
    this.words = 0;
    this.inARow = 0;
    this.lines = 0;
    this.newItem = false;
    this.closed = false;
    this.called = false;
    this.brief = false;
    this.heralded = false;
    this.around = 0;
  }

  /** @param isFlag the walk began behind a flag, `--api-key`: it goes other ways than one that did not */
  write(to: Trails, isFlag: boolean): void {
    const signs = (this.newItem ? 1 : 0) | (this.closed ? 2 : 0) | (this.called ? 4 : 0);
    const flags = signs | (this.brief ? 8 : 0) | (isFlag ? 16 : 0);
    const deeper = this.around === 0 ? 0 : this.depth - this.outside;
    const inside = (this.around << 11) | ((deeper + DEEPER) << 18);
    to.state = this.last | (flags << 2) | (this.heralded ? 128 : 0) | (this.inARow << 8) | inside;
    to.words = this.words;
    to.lines = this.lines;
    to.depth = this.depth;
  }

  read({ state, words, lines, depth }: Trails): void {
    this.last = state & 3;
    this.newItem = (state & 4) > 0;
    this.closed = (state & 8) > 0;
    this.called = (state & 16) > 0;
    this.brief = (state & 32) > 0;
    this.heralded = (state & 128) > 0;
    this.inARow = (state >> 8) & 7;
    this.around = (state >> 11) & 127;
    this.depth = depth;
    this.outside = depth - ((state >> 18) - DEEPER);
    this.words = words;
    this.lines = lines;
  }
}
