/** What an index remembers of the trees that were last written from it: its TREE extension. */

const FEED = 0x0a;
const SPACE = 0x20;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
/** Digits of a number of subtrees. */
const LONGEST_COUNT = 9;

/**
 * One directory of the TREE extension: `path NUL entries SP subtrees LF [id]`, then the subtrees in
 * the same form. `entries` is -1, and the id absent, where the directory changed since its tree was
 * written. Read in place: of ten thousand directories a commit asks for a handful.
 */
export class CacheTree {
  /** How many entries of the index lie in it; -1 where that is not known. */
  readonly entries: number;
  private readonly bytes: Buffer;
  private readonly hashBytes: number;
  private readonly subtrees: number;
  /** Offset behind `subtrees LF`. */
  private readonly bodyAt: number;
  private known: Map<string, CacheTree> | undefined;

  constructor(bytes: Buffer, hashBytes: number, at: number) {
    this.bytes = bytes;
    this.hashBytes = hashBytes;
    const nul = bytes.indexOf(0, at);
    const feed = bytes.indexOf(FEED, nul);
    const counts = bytes.toString('latin1', nul + 1, feed).split(' ');
    this.entries = Number(counts[0]);
    this.subtrees = Number(counts[1]);
    this.bodyAt = feed + 1;
  }

  /** Lower-case hex of the directory's tree. */
  get oid(): string | undefined {
    const { bytes, bodyAt, hashBytes } = this;
    return this.entries < 0 ? undefined : bytes.toString('hex', bodyAt, bodyAt + hashBytes);
  }

  /** By name, one latin1 character a byte. */
  get children(): ReadonlyMap<string, CacheTree> {
    if (this.known) return this.known;
    const known = new Map<string, CacheTree>();
    let at = this.bodyAt + (this.entries < 0 ? 0 : this.hashBytes);
    for (let left = this.subtrees; left > 0; left--) {
      const name = this.bytes.toString('latin1', at, this.bytes.indexOf(0, at));
      known.set(name, new CacheTree(this.bytes, this.hashBytes, at));
      at = passTree(this.bytes, at, this.hashBytes);
    }
    this.known = known;
    return known;
  }
}

/** Undefined where the extension is damaged: then nothing is skipped and all trees are read. */
export function cacheTree(bytes: Buffer, hashBytes: number): CacheTree | undefined {
  if (passTree(bytes, 0, hashBytes) !== bytes.length) return undefined;
  return new CacheTree(bytes, hashBytes, 0);
}

/** Offset behind the directory at `at` and all below it; -1 where that is no such record. */
export function passTree(bytes: Buffer, at: number, hashBytes: number): number {
  const end = bytes.length;
  for (let left = 1; left > 0; left--) {
    while (at < end && bytes[at] !== 0) at++;
    const changed = bytes[++at] === MINUS;
    if (changed) at++;
    let digits = at;
    while (isDigit(bytes[at])) at++;
    if (at === digits || bytes[at] !== SPACE) return -1;
    let subtrees = 0;
    for (digits = ++at; isDigit(bytes[at]); at++) subtrees = subtrees * 10 + bytes[at]! - ZERO;
    if (at === digits || at - digits > LONGEST_COUNT || bytes[at] !== FEED) return -1;
    at += changed ? 1 : 1 + hashBytes;
    if (at > end) return -1;
    left += subtrees;
  }
  return at;
}

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= ZERO && byte <= NINE;
