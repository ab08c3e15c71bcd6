/** The ignore comment that the advice gives is the one that the judge takes, in every language. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { compile, Hits } from '../../src/detect/engine.ts';
import { judge } from '../../src/detect/findings.ts';
import { advice } from '../../src/report/advice.ts';
import { authKey } from '../helpers/keys.ts';
import { finding, report } from './sample.ts';

const engine = compile(rules);
const { target } = report('staged');

function found(path: string, text: string): number {
  const bytes = Buffer.from(text);
  const hits = new Hits();
  engine.scan(bytes, 0, bytes.length, hits);
  const judged = judge(engine, bytes, hits, {
    origin: { kind: 'staged', path },
    sha256: (value) => createHash('sha256').update(value).digest('hex'),
    inline: true,
    webKeys: 'warning',
    showSecrets: false,
  });
  return judged.findings.length;
}

const PATHS = [
  ...[
    'a.js',
    'a.cjs',
    'a.jsx',
    'a.ts',
    'a.tsx',
    'a.py',
    'a.go',
    'A.java',
    'A.kt',
    'a.gradle',
    'A.scala',
  ],
  ...[
    'a.cs',
    'a.vb',
    'a.php',
    'a.rb',
    'a.rs',
    'a.dart',
    'a.swift',
    'a.c',
    'a.cpp',
    'a.m',
    'a.lua',
    'a.r',
  ],
  ...[
    'a.ex',
    'a.jl',
    'a.pl',
    'a.sh',
    '.envrc',
    'a.ps1',
    'a.bat',
    'a.jsonc',
    'a.yml',
    'a.toml',
    'a.ini',
  ],
  ...[
    'a.conf',
    'a.properties',
    'a.xml',
    'a.plist',
    'a.tf',
    'a.sql',
    'a.md',
    'a.mdx',
    'a.adoc',
    'a.html',
  ],
  ...[
    'a.vue',
    'a.svelte',
    'a.astro',
    '.env',
    '.env.local',
    'Dockerfile',
    '.github/workflows/a.yml',
  ],
];

test.each(PATHS)('F7 the comment advised for %s is taken', (path) => {
  const step = advice(finding(path), target, 'npx keyfence').at(-1)!;
  const [, place, comment] =
    /^False alarm\? Write (at the end of the line|on the line above): (.+)$/.exec(step)!;
  const reason = comment!.replace('<reason>', 'made up for a test');
  const line = `GEMINI_API_KEY=${authKey(9)}`;
  expect(found(path, `x\n${line}\n`)).toBe(1);
  const text = place === 'on the line above' ? `x\n${reason}\n${line}\n` : `x\n${line} ${reason}\n`;
  expect(found(path, text)).toBe(0);
  expect(found(path, `${text}${line}\n`)).toBe(1);
});
