/**
 * The syntax of a regular expression as a tree, for questions that RegExp does not answer: how long can
 * a match be, how far around it does the pattern look, how often can it go wrong (regex-bounds.ts). The
 * source has compiled already, so only meaning is read here, not correctness. Text is Latin-1: a set of
 * characters is a table of 256.
 */
import { classTable } from './classes.ts';

export type Node =
  | { readonly kind: 'set'; readonly set: Uint8Array }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly ways: readonly Node[] }
  | { readonly kind: 'repeat'; readonly body: Node; readonly min: number; readonly max: number }
  | { readonly kind: 'look'; readonly body: Node; readonly back: boolean }
  /** Takes no text: `^`, `$`, `\b`, `\B`. */
  | { readonly kind: 'edge' };

const SHORTHAND: Readonly<Record<string, string>> = {
  d: '0-9',
  w: 'A-Za-z0-9_',
  s: '\t\n\v\f\r \u00a0',
};
const CONTROL: Readonly<Record<string, string>> = { t: '\t', n: '\n', v: '\v', f: '\f', r: '\r' };

/** @throws Error whose message says what is not supported */
export function parseRegex(source: string, flags: string): Node {
  const parser = new Parser(source, flags);
  return parser.choice();
}

class Parser {
  private at = 0;
  private readonly source: string;
  private readonly fold: boolean;
  private readonly dotAll: boolean;

  constructor(source: string, flags: string) {
    this.source = source;
    this.fold = flags.includes('i');
    this.dotAll = flags.includes('s');
  }

  choice(): Node {
    const ways = [this.sequence()];
    while (this.eat('|')) ways.push(this.sequence());
    return ways.length === 1 ? ways[0]! : { kind: 'choice', ways };
  }

  private sequence(): Node {
    const parts: Node[] = [];
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at]!)) {
      parts.push(this.repeated(this.atom()));
    }
    return { kind: 'sequence', parts };
  }

  private repeated(body: Node): Node {
    const bounds = this.bounds();
    if (!bounds) return body;
    this.eat('?');
    return { kind: 'repeat', body, min: bounds[0], max: bounds[1] };
  }

  private bounds(): readonly [min: number, max: number] | undefined {
    if (this.eat('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.eat('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.eat('?')) return [0, 1];
    const counted = /^\{(\d+)(,?)(\d*)\}/.exec(this.source.slice(this.at, this.at + 32));
    if (!counted) return undefined;
    this.at += counted[0].length;
    const min = Number(counted[1]);
    if (!counted[2]) return [min, min];
    return [min, counted[3] ? Number(counted[3]) : Number.POSITIVE_INFINITY];
  }

  private atom(): Node {
    const char = this.source[this.at++]!;
    switch (char) {
      case '(':
        return this.group();
      case '[':
        return this.set(this.members());
      case '.':
        return this.set(this.dotAll ? full() : without('\n\r'));
      case '^':
      case '$':
        return { kind: 'edge' };
      case '\\':
        if ('bB'.includes(this.source[this.at]!)) {
          this.at++;
          return { kind: 'edge' };
        }
        return this.set(this.escape());
      default:
        return this.set(only(char));
    }
  }

  private group(): Node {
    const head = /^\?(?:[:=!]|<[=!]|<[^>]+>)/.exec(this.source.slice(this.at, this.at + 80))?.[0];
    if (this.source[this.at] === '?' && head === undefined) {
      throw new Error('a group of this kind is not supported');
    }
    this.at += head?.length ?? 0;
    const body = this.choice();
    this.eat(')');
    const looks = head !== undefined && /^\?<?[=!]$/.test(head);
    return looks ? { kind: 'look', body, back: head.startsWith('?<') } : body;
  }

  /** What stands between `[` and `]`. */
  private members(): Uint8Array {
    const negated = this.eat('^');
    const table = new Uint8Array(256);
    while (this.at < this.source.length && !this.eat(']')) {
      const first = this.member();
      const from = single(first);
      const range = this.source[this.at] === '-' && this.source[this.at + 1] !== ']';
      if (!range || from < 0) {
        merge(table, first);
        continue;
      }
      this.at++;
      const second = this.member();
      const to = single(second);
      if (to < 0) merge(table, second);
      for (let code = from; code <= (to < 0 ? 255 : to); code++) table[code] = 1;
    }
    return negated ? inverse(this.folded(table)) : table;
  }

  private member(): Uint8Array {
    const char = this.source[this.at++]!;
    if (char !== '\\') return only(char);
    if (this.eat('b')) return only('\b');
    return this.escape();
  }

  /** The set behind a backslash. */
  private escape(): Uint8Array {
    const char = this.source[this.at++]!;
    const lower = char.toLowerCase();
    if (SHORTHAND[lower] !== undefined) {
      const table = classTable(SHORTHAND[lower]);
      return char === lower ? table : inverse(table);
    }
    if (lower === 'p' && this.source[this.at] === '{') {
      this.at = this.source.indexOf('}', this.at) + 1;
      return full();
    }
    if (/[1-9k]/.test(char)) throw new Error('it refers back to a group');
    if (CONTROL[char] !== undefined) return only(CONTROL[char]);
    const rest = this.source.slice(this.at, this.at + 10);
    const code = /^x([0-9a-f]{2})|^u([0-9a-f]{4})|^u\{([0-9a-f]+)\}/i.exec(char + rest);
    if (code) {
      this.at += code[0].length - 1;
      return only(String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? code[3]!, 16)));
    }
    if (char === 'c') return only(String.fromCharCode(this.source.charCodeAt(this.at++) & 31));
    return only(char === '0' ? '\0' : char);
  }

  private set(table: Uint8Array): Node {
    return { kind: 'set', set: this.folded(table) };
  }

  private folded(table: Uint8Array): Uint8Array {
    if (!this.fold) return table;
    const both = table.slice();
    for (let code = 65; code <= 90; code++) {
      if (table[code] || table[code + 32]) both[code] = both[code + 32] = 1;
    }
    return both;
  }

  private eat(char: string): boolean {
    if (this.source[this.at] !== char) return false;
    this.at++;
    return true;
  }
}

const full = () => new Uint8Array(256).fill(1);

/** A character beyond Latin-1 never occurs, so that its set is empty. */
function only(char: string): Uint8Array {
  const table = new Uint8Array(256);
  const code = char.codePointAt(0)!;
  if (code < 256) table[code] = 1;
  return table;
}

function without(chars: string): Uint8Array {
  const table = full();
  for (const char of chars) table[char.charCodeAt(0)] = 0;
  return table;
}

const inverse = (table: Uint8Array) => table.map((one) => 1 - one);

function merge(into: Uint8Array, from: Uint8Array): void {
  for (let code = 0; code < 256; code++) if (from[code]) into[code] = 1;
}

/** The only member of a set, or -1. */
function single(table: Uint8Array): number {
  const first = table.indexOf(1);
  return first >= 0 && table.indexOf(1, first + 1) < 0 ? first : -1;
}
