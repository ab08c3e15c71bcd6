/**
 * `node scripts/recipes.js [NAME…]`: the recipes of docs/hooks.md, run for real. For each, a new repository gets
 * the packed keyfence and the hook manager (both by npm or pip, so this needs the registries), the text of
 * the recipe as the page has it, and four trials: a clean commit must pass; a key in a file, in a message and
 * in a push must be stopped. Prints one line for each recipe, with the manager's version; exits 1 on a miss.
 */
import { chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { authKey, block as blockOf, mustTell, Trial, write } from './trial.js';

const trial = new Trial('recipes');
const { work } = trial;
const run = trial.run.bind(trial);
const must = trial.must.bind(trial);
const block = (heading) => blockOf('docs/hooks.md', `### ${heading}`);

/** The hook files of a block in which each is introduced by a comment with its name, or names. */
function hookFiles(text) {
  const files = new Map();
  let names = [];
  for (const line of text.split('\n')) {
    const found = [...line.matchAll(/\.husky\/[a-z-]+/g)].map(([name]) => name);
    if (line.startsWith('# .husky')) names = found;
    else if (line) for (const name of names) files.set(name, `${files.get(name) ?? ''}${line}\n`);
  }
  return files;
}

function husky(project, heading) {
  must(project, 'npx', 'husky');
  for (const [path, text] of hookFiles(block(heading))) {
    write(project, path, text);
    chmodSync(join(project, path), 0o755);
  }
}

const withTarball = (text, tarball) => text.replaceAll(/keyfence@[\d.]+/g, tarball);

/** What each recipe needs, and which of the trials it covers. */
const recipes = {
  husky: {
    packages: ['husky'],
    set: (project) => husky(project, 'husky 9'),
    trials: ['staged', 'message', 'push'],
  },
  lefthook: {
    packages: ['lefthook'],
    set(project) {
      write(project, 'lefthook.yml', block('lefthook'));
      must(project, 'npx', 'lefthook', 'install');
    },
    trials: ['staged', 'message', 'push'],
  },
  'lint-staged': {
    packages: ['husky', 'lint-staged'],
    set(project) {
      husky(project, 'lint-staged');
      write(project, 'lint-staged.config.mjs', "export default { '*.ts': 'node --version' };\n");
    },
    trials: ['staged'],
  },
  'simple-git-hooks': {
    packages: ['simple-git-hooks'],
    set(project) {
      const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
      Object.assign(manifest, JSON.parse(`{${block('simple-git-hooks')}}`));
      write(project, 'package.json', JSON.stringify(manifest));
      must(project, 'npx', 'simple-git-hooks');
    },
    trials: ['staged', 'message', 'push'],
  },
  'pre-commit': {
    packages: [],
    program: 'pre-commit',
    set(project, tarball) {
      const text = withTarball(block('The pre-commit framework'), tarball);
      write(project, '.pre-commit-config.yaml', text);
      must(project, 'pre-commit', 'install');
    },
    trials: ['staged', 'message', 'push'],
  },
};

const trials = {
  staged(project, secret) {
    write(project, 'ai.ts', `export const ai = create({ apiKey: '${secret}' });\n`);
    must(project, 'git', 'add', 'ai.ts');
    const result = run(project, 'git', 'commit', '-m', 'leak');
    must(project, 'git', 'rm', '-q', '--cached', 'ai.ts');
    rmSync(join(project, 'ai.ts'));
    return result;
  },
  message: (project, secret) =>
    run(project, 'git', 'commit', '--allow-empty', '-m', `use ${secret}`),
  push(project, secret) {
    write(project, 'ai.ts', `export const ai = create({ apiKey: '${secret}' });\n`);
    must(project, 'git', 'add', 'ai.ts');
    const tree = must(project, 'git', 'write-tree');
    const commit = must(project, 'git', 'commit-tree', '-p', 'HEAD', '-m', 'leak', tree);
    must(project, 'git', 'reset', '-q', '--hard', commit);
    return run(project, 'git', 'push', 'origin', 'main');
  },
};

function prepare(name, tarball) {
  const { packages } = recipes[name];
  const project = join(work, name);
  mkdirSync(project);
  write(project, 'package.json', '{ "name": "trial", "private": true }\n');
  write(project, '.gitignore', 'node_modules\n');
  must(project, 'git', 'init', '-q', '-b', 'main');
  must(project, 'git', 'init', '-q', '--bare', `${project}.git`);
  must(project, 'git', 'remote', 'add', 'origin', `${project}.git`);
  must(project, 'npm', 'install', '--no-audit', '--no-fund', '-D', tarball, ...packages);
  return project;
}

function attempt(name, tarball) {
  const { packages, program, set, trials: wanted } = recipes[name];
  const project = prepare(name, tarball);
  set(project, tarball);
  must(project, 'git', 'add', '-A');
  must(project, 'git', 'commit', '-m', 'clean');
  must(project, 'git', 'push', '-q', 'origin', 'main');
  for (const one of wanted) {
    const secret = authKey();
    const { status, text } = trials[one](project, secret);
    if (status === 0) throw new Error(`${one}: the key was not stopped\n${text}`);
    mustTell(text, secret);
  }
  const versions = packages.map((one) => {
    const file = join(project, 'node_modules', one, 'package.json');
    return `${one} ${JSON.parse(readFileSync(file, 'utf8')).version}`;
  });
  if (program) versions.push(must(project, program, '--version'));
  return `clean commit passed; stopped: ${wanted.join(', ')} (${versions.join(', ')})`;
}

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(recipes, name));
if (unknown !== undefined) {
  console.error(`There is no recipe ${unknown}: ${Object.keys(recipes).join(', ')}`);
  process.exit(2);
}
try {
  const tarball = trial.pack();
  for (const name of asked.length > 0 ? asked : Object.keys(recipes)) {
    try {
      console.log(`${name}: ${attempt(name, tarball)}`);
    } catch (error) {
      console.log(`${name}: FAILED ${error.message}`);
      process.exitCode = 1;
    }
  }
} finally {
  trial.close();
}
