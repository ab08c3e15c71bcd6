import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import type { scan as Scan } from '../src/index.ts';
import { authKey, standardKey } from './helpers/keys.ts';
import { folder, repository, root, run } from './helpers/repo.ts';

// The built library, as a user gets it: by a path that the type checker does not follow.
const built = pathToFileURL(join(root, 'dist', 'index.js')).href;
const { scan } = (await import(built)) as { scan: typeof Scan };

test('the library and --format json give the same objects, for staged and for history', async () => {
  const repo = repository();
  repo.commit('old.env', `GEMINI_API_KEY=${authKey(3)}\n`);
  repo.stage('new.ts', `const ai = start({ apiKey: '${standardKey(4)}' });\n`);
  for (const command of ['staged', 'history'] as const) {
    const printed = repo.keyfence([command, '--format', 'json']);
    expect(printed.status).toBe(1);
    const report = await scan({ command, cwd: repo.path });
    expect(report).toEqual(JSON.parse(printed.stdout));
    expect(report.findings.length).toBeGreaterThan(0);
  }
});

test('content is scanned without a repository, and each finding is told as it is found', async () => {
  const told: string[] = [];
  const report = await scan({
    command: 'content',
    cwd: '/',
    path: 'src/app.py',
    content: `client = Client(api_key="${authKey(5)}")\n`,
    onFinding: (finding) => told.push(finding.fingerprint),
  });
  expect(report.complete).toBe(true);
  expect(
    report.findings.map(({ rule, where }) => [rule, where.path, where.line, where.column]),
  ).toEqual([['gemini-auth-key', 'src/app.py', 1, 26]]);
  expect(told).toEqual(report.findings.map(({ fingerprint }) => fingerprint));
  expect(JSON.stringify(report)).not.toContain(authKey(5).slice(10, -4));
});

test('what cannot be read rejects with a code, or makes the report incomplete', async () => {
  await expect(scan({ command: 'history', cwd: '/' })).rejects.toMatchObject({
    code: 'not-a-repository',
  });
  const report = await scan({ command: 'message', cwd: root, operands: ['no-such-file'] });
  expect(report.complete).toBe(false);
  expect(report.failure?.next).toMatch(/\S/);
});

const consumer = `
import { scan, KeyfenceError, type JsonFinding, type JsonReport } from 'keyfence';
const seen: JsonFinding[] = [];
const report: JsonReport = await scan({
  command: 'content', content: 'x', path: 'a.ts', onFinding: (one) => seen.push(one),
});
const first = report.findings[0];
export const words = first && [first.where.path, first.secret, first.presence?.inHead, first.advice[0]];
// @ts-expect-error there is no such command
await scan({ command: 'nope' });
// @ts-expect-error what is found is not to be written to
report.findings.push(seen[0]);
export function next(error: unknown): string | undefined {
  return error instanceof KeyfenceError && error.code === 'not-a-repository' ? error.next : undefined;
}
`;

test('the types: a strict program of somebody else is checked against the declarations that are built', () => {
  // The build that the tests do by themselves where a source is newer makes none: rolldown alone, which is quick.
  const types = join(root, 'dist', 'types', 'src', 'index.d.ts');
  if (!existsSync(types)) {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const made = run(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root });
    expect(made.status, made.stdout).toBe(0);
  }
  const file = join(folder(), 'consumer.mts');
  writeFileSync(file, consumer);
  const program = ts.createProgram([file], {
    noEmit: true,
    strict: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    paths: { keyfence: [types] },
    types: [],
  });
  // Ours and theirs, not the standard library's.
  const ours = program
    .getSourceFiles()
    .filter(({ fileName }) => !/[\\/]lib\.[\w.]+$/.test(fileName));
  expect(ours.length).toBeGreaterThan(3);
  const said = ours.flatMap((source) => [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ]);
  expect(said.map(({ messageText }) => messageText)).toEqual([]);
});
