/**
 * Seeded random repositories, small and nasty: secrets on the seams of deltas, binary files, giant
 * lines, CRLF, UTF-16, base64; packed with odd windows and depths, or with deltas made by hand, whose
 * copies go where git's never would.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { authKey, genericValue, random, randomText, standardKey } from '../helpers/keys.ts';

type Dice = (bound: number) => number;

/** Makes a repository at `path` out of the seed; returns its git directory. */
export function randomRepository(path: string, seed: number, env: NodeJS.ProcessEnv): string {
  const dice = random(seed);
  const hash = seed % 8 === 7 ? 'sha256' : 'sha1';
  skeleton(path, hash);
  if (seed % 3 === 0) handMade(path, dice, { env, hash });
  else imported(path, dice, env);
  return path;
}

/** What `git init --bare` makes, without its process. */
function skeleton(path: string, hash: 'sha1' | 'sha256'): void {
  mkdirSync(join(path, 'objects', 'pack'), { recursive: true });
  mkdirSync(join(path, 'refs', 'heads'), { recursive: true });
  writeFileSync(join(path, 'HEAD'), 'ref: refs/heads/main\n');
  const version = hash === 'sha256' ? 1 : 0;
  const format = hash === 'sha256' ? '[extensions]\n\tobjectformat = sha256\n' : '';
  writeFileSync(
    join(path, 'config'),
    `[core]\n\trepositoryformatversion = ${version}\n\tbare = true\n${format}`,
  );
}

function git(
  path: string,
  env: NodeJS.ProcessEnv,
  args: string[],
  input: Uint8Array | string = '',
): string {
  const ran = spawnSync('git', ['--git-dir', path, ...args], { env, input, maxBuffer: 2 ** 30 });
  if (ran.status !== 0) throw new Error(`git ${args.join(' ')}: ${ran.stderr}`);
  return ran.stdout.toString();
}

/** A history written by fast-import, then perhaps packed anew. */
function imported(path: string, dice: Dice, env: NodeJS.ProcessEnv): void {
  const files = Array.from({ length: 1 + dice(4) }, () => content(dice));
  const pieces: Buffer[] = [];
  const commits = 3 + dice(12);
  for (let index = 0; index < commits; index++) {
    const message = dice(5) === 0 ? secret(dice) : `change ${index}`;
    pieces.push(
      Buffer.from(`commit refs/heads/${dice(4) === 0 ? 'side' : 'main'}\n`),
      Buffer.from(`committer A <a@example.com> ${1_700_000_000 + index} +0000\n`),
      data(Buffer.from(message)),
    );
    for (let file = 0; file < files.length; file++) {
      if (index > 0 && dice(2) === 0) continue;
      files[file] = changed(files[file]!, dice);
      const name = dice(12) === 0 ? `dir/${secret(dice)}` : `dir/file${file}`;
      pieces.push(
        Buffer.from(`M 100644 inline ${name.replace(/[\n"\\]/g, '_')}\n`),
        data(files[file]!),
      );
    }
  }
  const depth = `--depth=${dice(30)}`;
  git(
    path,
    env,
    ['-c', 'fastimport.unpackLimit=1', 'fast-import', '--quiet', depth],
    Buffer.concat(pieces),
  );
  repack(path, dice, env);
}

function repack(path: string, dice: Dice, env: NodeJS.ProcessEnv): void {
  const choice = dice(4);
  if (choice === 0) return;
  const window = `--window=${[0, 1, 2, 10, 60][dice(5)]}`;
  const depth = `--depth=${[1, 2, 7, 50, 300][dice(5)]}`;
  const index = ['1', '2', '2,0x40'][dice(3)];
  const set = ['-c', `pack.indexVersion=${index![0]}`];
  if (choice === 1) {
    git(path, env, [...set, 'repack', '-adfq', window, depth]);
    return;
  }
  const base = join(path, 'objects', 'pack', 'pack');
  const style = dice(2) === 0 ? ['--delta-base-offset'] : [];
  const options = [
    '--all',
    '--no-reuse-delta',
    `--index-version=${index}`,
    window,
    depth,
    ...style,
  ];
  git(path, env, ['pack-objects', '-q', ...options, base]);
}

function data(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}

interface Entry {
  readonly bytes: Buffer;
  readonly at: number;
  readonly oid: Buffer;
}

/** A pack of blobs whose deltas are made here; `git index-pack` makes the index, and checks all of it. */
function handMade(
  path: string,
  dice: Dice,
  { env, hash }: { env: NodeJS.ProcessEnv; hash: 'sha1' | 'sha256' },
): void {
  const entries: Entry[] = [];
  const seen = new Set<string>();
  const pieces: Buffer[] = [];
  let length = 12;
  const wanted = 10 + dice(40);
  while (entries.length < wanted) {
    const base = entries.length > 0 && dice(8) > 0 ? entries[dice(entries.length)] : undefined;
    const made = base ? randomDelta(base.bytes, dice) : undefined;
    const bytes = made?.result ?? content(dice);
    const oid = createHash(hash).update(`blob ${bytes.length}\0`).update(bytes).digest();
    if (seen.has(oid.toString('hex'))) continue;
    seen.add(oid.toString('hex'));
    const byId = dice(3) === 0;
    const piece = made
      ? deltaEntry(made.delta, base!, byId ? -1 : length)
      : entryOf(3, bytes.length, bytes);
    entries.push({ bytes, at: length, oid });
    pieces.push(piece);
    length += piece.length;
  }
  const header = Buffer.from('PACK\0\0\0\u0002\0\0\0\0', 'latin1');
  header.writeUInt32BE(entries.length, 8);
  const pack = Buffer.concat([header, ...pieces]);
  const sum = createHash(hash).update(pack).digest();
  const file = join(path, 'objects', 'pack', 'pack-made.pack');
  writeFileSync(file, Buffer.concat([pack, sum]));
  git(path, env, ['index-pack', ...(dice(2) === 0 ? ['--index-version=1'] : []), file]);
}

export function entryOf(
  type: number,
  size: number,
  bytes: Uint8Array,
  middle: Uint8Array = Buffer.alloc(0),
): Buffer {
  const head: number[] = [];
  let rest = Math.floor(size / 16);
  head.push((type << 4) | (size & 15) | (rest > 0 ? 0x80 : 0));
  while (rest > 0) {
    head.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  }
  return Buffer.concat([Buffer.from(head), middle, deflateSync(bytes)]);
}

/** @param at where the entry will stand, for an offset delta; -1 for a ref delta */
function deltaEntry(delta: Buffer, base: Entry, at: number): Buffer {
  if (at < 0) return entryOf(7, delta.length, delta, base.oid);
  let distance = at - base.at;
  const bytes = [distance & 0x7f];
  for (distance >>>= 7; distance > 0; distance >>>= 7) {
    distance--;
    bytes.unshift(0x80 | (distance & 0x7f));
  }
  return entryOf(6, delta.length, delta, Buffer.from(bytes));
}

/** A valid delta of random copies and inserts; inserts may hold secrets, whole or cut. */
function randomDelta(base: Buffer, dice: Dice): { delta: Buffer; result: Buffer } {
  const steps: Buffer[] = [];
  const parts: Buffer[] = [];
  let at = 0;
  for (let left = 1 + dice(12); left > 0 || parts.length === 0; left--) {
    if (dice(3) > 0 && base.length > 0) {
      const from = Math.min(dice(3) === 0 ? atSecret(base, dice) : at, base.length - 1);
      const size = Math.min(
        1 + dice(dice(4) === 0 ? base.length : 200),
        base.length - from,
        0xffffff,
      );
      steps.push(copyStep(from, size));
      parts.push(base.subarray(from, from + size));
      at = from + size + (dice(2) === 0 ? 0 : dice(40));
    } else {
      const text =
        dice(2) === 0
          ? Buffer.from(secret(dice))
          : Buffer.from(randomText(1 + dice(30), dice(1e6)));
      const cut = text.subarray(dice(4) === 0 ? dice(text.length) : 0).subarray(0, 127);
      if (cut.length === 0) continue;
      steps.push(Buffer.from([cut.length]), cut);
      parts.push(cut);
    }
  }
  const result = Buffer.concat(parts);
  return { delta: Buffer.concat([varint(base.length), varint(result.length), ...steps]), result };
}

export function copyStep(from: number, size: number): Buffer {
  const bytes: number[] = [];
  let code = 0x80;
  for (let index = 0; index < 4; index++) {
    const byte = (from >>> (8 * index)) & 0xff;
    if (byte !== 0) {
      code |= 1 << index;
      bytes.push(byte);
    }
  }
  for (let index = 0; index < 3; index++) {
    const byte = (size >>> (8 * index)) & 0xff;
    if (byte !== 0) {
      code |= 0x10 << index;
      bytes.push(byte);
    }
  }
  return Buffer.from([code, ...bytes]);
}

export function varint(value: number): Buffer {
  const bytes: number[] = [];
  while (value > 0x7f) {
    bytes.push((value & 0x7f) | 0x80);
    value >>>= 7;
  }
  return Buffer.from([...bytes, value]);
}

function secret(dice: Dice): string {
  const seed = dice(50);
  switch (dice(5)) {
    case 0:
      return standardKey(seed);
    case 1:
      return authKey(seed);
    case 2:
      return `${['api', 'Key'].join('')} = "${genericValue(seed)}"`;
    case 3:
      return Buffer.from(`x ${standardKey(seed)} y`).toString('base64');
    default:
      return `?key=${standardKey(seed)}&alt=sse`;
  }
}

function line(dice: Dice): string {
  if (dice(9) === 0) return `const value = '${secret(dice)}';`;
  return `${randomText(dice(8), dice(1e6))} ${randomText(dice(60), dice(1e6))}`;
}

function content(dice: Dice): Buffer {
  const lines = Array.from({ length: 1 + dice(60) }, () => line(dice));
  switch (dice(7)) {
    case 0:
      return Buffer.from(lines.join('\r\n'));
    case 1:
      return Buffer.from(`\ufeff${lines.join('\n')}`, 'utf16le');
    case 2:
      return Buffer.from(lines.join(' ').repeat(1 + dice(20)));
    case 3:
      return binary(lines, dice);
    default:
      return Buffer.from(`${lines.join('\n')}\n`);
  }
}

function binary(lines: string[], dice: Dice): Buffer {
  const noise = Buffer.alloc(200 + dice(2000));
  for (let index = 0; index < noise.length; index++) noise[index] = dice(256);
  return Buffer.concat([noise, Buffer.from(lines.slice(0, 3).join('\0')), noise.subarray(0, 100)]);
}

/** One to three edits anywhere, in the middle of a secret too. */
function changed(bytes: Buffer, dice: Dice): Buffer {
  let now = bytes;
  for (let left = 1 + dice(3); left > 0; left--) {
    const at = dice(3) === 0 ? atSecret(now, dice) : dice(now.length + 1);
    const gone = dice(3) === 0 ? dice(120) : 0;
    const fresh = Buffer.from(dice(3) === 0 ? secret(dice) : randomText(dice(30), dice(1e6)));
    now = Buffer.concat([
      now.subarray(0, at),
      dice(4) === 0 ? Buffer.alloc(0) : fresh,
      now.subarray(at + gone),
    ]);
  }
  return now;
}

/** At the start of a secret, or a byte or two beside it; anywhere where there is none. */
function atSecret(bytes: Buffer, dice: Dice): number {
  const at = bytes.indexOf(['AIza', 'AQ.'][dice(2)]!, dice(bytes.length + 1));
  return at < 0 ? dice(bytes.length + 1) : Math.min(bytes.length, at + dice(3));
}
