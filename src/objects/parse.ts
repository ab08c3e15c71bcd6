/** The text of commits and tags: header lines `key SP value`, an empty line, the message. */

export interface CommitText {
  readonly tree: string;
  readonly parents: readonly string[];
  /** `Name <mail>` and the rest of its line; '' where there is none. */
  readonly author: Person;
  readonly committer: Person;
  /** The message's bytes; a view of the commit's. */
  readonly message: Uint8Array;
}

export interface Person {
  /** Name and address, as stored. */
  readonly name: string;
  /** Seconds since 1970; 0 where there are none. */
  readonly time: number;
  /** `+0200`; '' where there is none. */
  readonly zone: string;
}

const FEED = 10;
const nobody: Person = { name: '', time: 0, zone: '' };

/** Reads a commit; what is missing comes out empty, for git has written many odd ones. */
export function parseCommit(bytes: Uint8Array): CommitText {
  const { lines, message } = split(bytes);
  const parents: string[] = [];
  let tree = '';
  let author = nobody;
  let committer = nobody;
  for (const line of lines) {
    if (line.startsWith('tree ')) tree = line.slice(5);
    else if (line.startsWith('parent ')) parents.push(line.slice(7));
    else if (line.startsWith('author ')) author = person(line.slice(7));
    else if (line.startsWith('committer ')) committer = person(line.slice(10));
  }
  return { tree, parents, author, committer, message };
}

export interface TagText {
  readonly object: string;
  readonly name: string;
  readonly tagger: Person;
  readonly message: Uint8Array;
}

export function parseTag(bytes: Uint8Array): TagText {
  const { lines, message } = split(bytes);
  const value = (key: string) =>
    lines.find((line) => line.startsWith(`${key} `))?.slice(key.length + 1) ?? '';
  return {
    object: value('object'),
    name: value('tag'),
    tagger: person(value('tagger')),
    message,
  };
}

/** `2026-06-01T14:00:00+02:00` of a person's time. */
export function isoDate({ time, zone }: Person): string {
  const match = /^([+-])(\d\d)(\d\d)$/.exec(zone);
  const minutes = match
    ? (Number(match[2]) * 60 + Number(match[3])) * (match[1] === '-' ? -1 : 1)
    : 0;
  const date = new Date((time + minutes * 60) * 1000);
  if (Number.isNaN(date.getTime())) return '1970-01-01T00:00:00+00:00';
  const offset = match ? `${match[1]}${match[2]}:${match[3]}` : '+00:00';
  return `${date.toISOString().slice(0, 19)}${offset}`;
}

/** Header lines, a continuation (it starts with a space) being part of its line; and the message. */
function split(bytes: Uint8Array): { lines: string[]; message: Uint8Array } {
  const lines: string[] = [];
  let at = 0;
  while (at < bytes.length && bytes[at] !== FEED) {
    let end = bytes.indexOf(FEED, at);
    if (end < 0) end = bytes.length;
    const line = text(bytes.subarray(at, end));
    if (line.startsWith(' ') && lines.length > 0) lines[lines.length - 1] += `\n${line.slice(1)}`;
    else lines.push(line);
    at = end + 1;
  }
  return { lines, message: bytes.subarray(Math.min(bytes.length, at + 1)) };
}

function person(value: string): Person {
  const match = /^(.*>) (\d+)(?: ([+-]\d{4}))?\s*$/s.exec(value);
  if (!match) return { name: value, time: 0, zone: '' };
  return { name: match[1]!, time: Number(match[2]), zone: match[3] ?? '' };
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}
