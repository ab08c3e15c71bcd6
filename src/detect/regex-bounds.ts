/**
 * What a regular expression can cost. A backtracking matcher tries at one place at most as many ways
 * as the pattern has to read one and the same text; `ways` counts them from above, and counts only one
 * where the next character decides. Patterns here are bounded, and a checker that asks how the time grows
 * with the text calls each of them safe, `(?:a{1,10}){1,10}b` with its ten billion ways too: so the count.
 */
import { type Node, parseRegex } from './regex-syntax.ts';

export interface Bounds {
  /** Characters of a match, at least and at most. */
  readonly min: number;
  readonly max: number;
  /** How far before its start and behind its end the pattern looks. */
  readonly before: number;
  readonly after: number;
  /** Steps that a failing match can take at one place, at most. */
  readonly steps: number;
}

/** @throws Error whose message says what is not supported */
export function boundsOf(source: string, flags: string): Bounds {
  const tree = parseRegex(source, flags);
  const size = sizeOf(tree);
  const steps = waysOf(tree, NOTHING) * Math.max(1, size.max + size.before + size.after);
  return { ...size, steps };
}

type Size = Omit<Bounds, 'steps'>;
const POINT: Size = { min: 0, max: 0, before: 0, after: 0 };

function sizeOf(node: Node): Size {
  switch (node.kind) {
    case 'set':
      return { ...POINT, min: 1, max: 1 };
    case 'edge':
      return { ...POINT, before: 1, after: 1 };
    case 'look': {
      const { max, before, after } = sizeOf(node.body);
      return node.back
        ? { ...POINT, before: max + before, after }
        : { ...POINT, before, after: max + after };
    }
    case 'repeat': {
      const body = sizeOf(node.body);
      return { ...body, min: times(body.min, node.min), max: times(body.max, node.max) };
    }
    case 'choice':
      return node.ways
        .map(sizeOf)
        .reduce((a, b) => ({ ...widest(a, b), min: Math.min(a.min, b.min) }));
    case 'sequence':
      return node.parts.map(sizeOf).reduce(
        // What a part in the middle looks at beyond the match's ends is counted too: never too little.
        (a, b) => ({ ...widest(a, b), min: a.min + b.min, max: a.max + b.max }),
        POINT,
      );
  }
}

const times = (size: number, count: number) => (size === 0 ? 0 : size * count);

function widest(a: Size, b: Size): Size {
  return {
    min: Math.max(a.min, b.min),
    max: Math.max(a.max, b.max),
    before: Math.max(a.before, b.before),
    after: Math.max(a.after, b.after),
  };
}

/** What may come next. */
interface Next {
  /** The characters that it may start with. */
  readonly set: Uint8Array;
  /** It may take no text at all. */
  readonly end: boolean;
  /** It is nothing: the match is made, and no other way is tried. */
  readonly made?: boolean;
}

const NOTHING: Next = { set: new Uint8Array(256), end: true, made: true };

/** Ways to read one text by this node when `next` follows. */
function waysOf(node: Node, next: Next): number {
  switch (node.kind) {
    case 'set':
    case 'edge':
      return 1;
    case 'look':
      return waysOf(node.body, NOTHING);
    case 'choice': {
      const ways = node.ways.map((way) => waysOf(way, next));
      const decided = disjoint(node.ways.map((way) => startOf(way, next).set));
      return decided ? Math.max(...ways) : ways.reduce((sum, one) => sum + one, 0);
    }
    case 'sequence': {
      let follows = next;
      let ways = 1;
      for (let index = node.parts.length - 1; index >= 0; index--) {
        ways *= waysOf(node.parts[index]!, follows);
        follows = startOf(node.parts[index]!, follows);
      }
      return ways;
    }
    case 'repeat':
      return waysOfRepeat(node, next);
  }
}

function waysOfRepeat(node: Extract<Node, { kind: 'repeat' }>, next: Next): number {
  const { body, min, max } = node;
  const again = startOf(body, NOTHING);
  // Inside, either the body comes again or what follows.
  const inside = { set: max > 1 ? union(again.set, next.set) : next.set, end: next.end };
  const once = waysOf(body, inside);
  const decided = next.made
    ? body.kind === 'set'
    : !next.end && !again.end && disjoint([again.set, next.set]);
  if (decided || min === max) return once ** max;
  let sum = 0;
  for (let count = min; count <= Math.min(max, 4096); count++) sum += once ** count;
  return max === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : sum;
}

/** The characters that a match of `node`, then `next`, can start with. */
function startOf(node: Node, next: Next): Next {
  switch (node.kind) {
    case 'set':
      return { set: node.set, end: false };
    case 'edge':
    case 'look':
      return { set: next.set, end: next.end };
    case 'choice':
      return node.ways
        .map((way) => startOf(way, next))
        .reduce((a, b) => ({ set: union(a.set, b.set), end: a.end || b.end }));
    case 'sequence':
      return node.parts.reduceRight((follows, part) => startOf(part, follows), next);
    case 'repeat': {
      const body = startOf(node.body, next);
      if (node.min > 0) return body;
      return { set: union(body.set, next.set), end: body.end || next.end };
    }
  }
}

function union(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((one, code) => one | b[code]!);
}

function disjoint(sets: readonly Uint8Array[]): boolean {
  for (let code = 0; code < 256; code++) {
    let holders = 0;
    for (const set of sets) holders += set[code]!;
    if (holders > 1) return false;
  }
  return true;
}

/**
 * How far into a match the expression spells a word (given in lower case), at least and at most;
 * undefined where it does not spell it in so many characters.
 */
export function spelledAt(
  source: string,
  flags: string,
  word: string,
): readonly [least: number, most: number] | undefined {
  const parts = flat(parseRegex(source, flags));
  for (let first = 0; first + word.length <= parts.length; first++) {
    if (![...word].every((char, index) => spells(parts[first + index]!, char))) continue;
    const before = sizeOf({ kind: 'sequence', parts: parts.slice(0, first) });
    return [before.min, before.max];
  }
  return undefined;
}

/** Sequences in sequences, as groups make them, as one. Edges and looks take no text and go. */
function flat(node: Node): Node[] {
  if (node.kind === 'edge' || node.kind === 'look') return [];
  return node.kind === 'sequence' ? node.parts.flatMap(flat) : [node];
}

/** True where the node is this letter, in one or either case, and nothing else. */
function spells(node: Node, char: string): boolean {
  if (node.kind !== 'set') return false;
  const cases = [char.charCodeAt(0), char.toUpperCase().charCodeAt(0)];
  return node.set.every((one, code) => !one || cases.includes(code)) && node.set.includes(1);
}
