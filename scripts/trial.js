/** What the scripts that try recipes share: a folder to work in, programs run in it, text cut out of a page, keys. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Programs that ran there have neither this user's git settings nor a hook manager's or CI's variables. */
export class Trial {
  constructor(name) {
    this.work = realpathSync(mkdtempSync(join(tmpdir(), `keyfence-${name}-`)));
    const GIT_CONFIG_GLOBAL = join(this.work, 'gitconfig');
    this.env = { ...process.env, GIT_CONFIG_GLOBAL, GIT_CONFIG_NOSYSTEM: '1' };
    for (const variable of Object.keys(this.env))
      if (/^GIT_(?!CONFIG)/.test(variable) || ['HUSKY', 'LEFTHOOK', 'CI'].includes(variable))
        delete this.env[variable];
    writeFileSync(GIT_CONFIG_GLOBAL, '[user]\n\tname = Ada\n\temail = ada@example.com\n');
  }

  run(cwd, command, ...args) {
    const options = { cwd, env: this.env, encoding: 'utf8', maxBuffer: 1 << 26 };
    const { status, stdout, stderr, error } = spawnSync(command, args, options);
    if (error) throw error;
    return { status, text: stripVTControlCharacters(stdout + stderr) };
  }

  must(cwd, command, ...args) {
    const { status, text } = this.run(cwd, command, ...args);
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} → ${status}\n${text}`);
    return text.trim();
  }

  /** @returns the path of the package, as it would be published */
  pack() {
    const pack = ['pack', '--json', '--silent', '--ignore-scripts', '--pack-destination'];
    const answer = this.must(root, 'npm', ...pack, this.work);
    return join(this.work, JSON.parse(answer.replace(/^[^[]*/, ''))[0].filename);
  }

  close() {
    rmSync(this.work, { recursive: true, force: true });
  }
}

/** The first code block below a heading of a page, or one that follows it. */
export function block(page, heading, index = 0) {
  const text = readFileSync(join(root, page), 'utf8');
  const section = text.slice(text.indexOf(`\n${heading}\n`));
  return [...section.matchAll(/```\w+\n([\s\S]*?)```/g)][index][1];
}

export function write(project, path, text) {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

export function authKey() {
  const body = Buffer.concat([Buffer.from('01bf1137a2', 'hex'), randomBytes(32)]);
  return `AQ.${body.toString('base64url')}`;
}

/** Fails where the key was not reported by keyfence, or was printed. */
export function mustTell(text, secret) {
  if (!text.includes('gemini-auth-key')) throw new Error(`not by keyfence\n${text}`);
  mustHide(text, secret);
}

export function mustHide(text, secret) {
  if (text.includes(secret.slice(9, -4))) throw new Error('the key was printed');
}
