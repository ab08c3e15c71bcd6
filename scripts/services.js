/**
 * `node scripts/services.js [NAME…]`: the recipes of docs/ci.md, run by programs that run such files as the services
 * do: act (GitHub's, with the real actions/checkout over https) and gitlab-ci-local (GitLab's), both without
 * containers. A recipe whose program is not on PATH is said not to be run. `npx keyfence@…` gets the packed
 * package from a registry on this machine. $KEYFENCE_ACTIONS may name a folder with clones of actions/checkout and
 * others, else act fetches them; $KEYFENCE_GITLAB_SCHEMA a copy of GitLab's schema;
 * $KEYFENCE_DOCKER another engine than docker, which has to have the image node:22. Exits 1 on a miss.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { authKey, block, mustHide, mustTell, root, Trial, write } from './trial.js';

const trial = new Trial('services');
const { work, env } = trial;
const host = join(work, 'host');
const must = trial.must.bind(trial);
const page = (heading, index) => block('docs/ci.md', `## ${heading}`, index);

function expect(what, answer, status, ...words) {
  const { text } = answer;
  if (answer.status !== status)
    throw new Error(`${what}: ${answer.status}, not ${status}\n${text}`);
  const missing = words.find((word) => !text.includes(word));
  if (missing !== undefined) throw new Error(`${what}: no “${missing}”\n${text}`);
}

/** A repository with a branch `feature`, one commit ahead of main, and that commit's merge as a pull request has it. */
function repository(name, files, text) {
  const folder = join(work, name);
  mkdirSync(folder);
  must(folder, 'git', 'init', '-q', '-b', 'main');
  const commit = (message) => {
    must(folder, 'git', 'add', '-A');
    must(folder, 'git', 'commit', '-q', '-m', message);
    return must(folder, 'git', 'rev-parse', 'HEAD');
  };
  for (const [path, content] of Object.entries(files)) write(folder, path, content);
  const base = commit('base');
  must(folder, 'git', 'checkout', '-q', '-b', 'feature');
  write(folder, 'ai.ts', text);
  const head = commit('change');
  const tree = `${head}^{tree}`;
  const merge = must(folder, 'git', 'commit-tree', '-p', base, '-p', head, '-m', 'merge', tree);
  must(folder, 'git', 'update-ref', 'refs/pull/1/merge', merge);
  const bare = join(host, 'ada', `${name}.git`);
  must(work, 'git', 'clone', '-q', '--mirror', folder, bare);
  return { name, folder, base, head, merge };
}

const clean = 'export const ai = create({ apiKey: process.env.GEMINI_API_KEY });\n';
const leaking = (secret) => `export const ai = create({ apiKey: '${secret}' });\n`;

/** What GitHub sends, as far as the actions and keyfence ask for it. */
const events = {
  pull_request: ({ base, head }) => ({
    action: 'opened',
    number: 1,
    pull_request: {
      number: 1,
      base: { ref: 'main', sha: base },
      head: { ref: 'feature', sha: head },
    },
  }),
  push: ({ base, head }) => ({ ref: 'refs/heads/feature', before: base, after: head }),
};

const ACTIONS = ['checkout', 'upload-artifact', 'download-artifact'];

function actions() {
  const folder = process.env.KEYFENCE_ACTIONS;
  const own = ['--local-repository', `keyfence/keyfence@v0.1.0=${join(work, 'action')}`];
  if (!folder) return own;
  const clones = ACTIONS.map((name) => `actions/${name}@v4=${join(folder, name)}`);
  return [...own, ...clones.flatMap((one) => ['--local-repository', one])];
}

/** One event of a workflow, on this machine instead of in a container. */
function act(event, made, services, ...more) {
  const { name, folder, merge } = made;
  const repository = { full_name: `ada/${name}`, default_branch: 'main' };
  write(work, `${name}.json`, JSON.stringify({ repository, ...events[event](made) }));
  must(folder, 'git', 'remote', 'add', 'origin', `https://${services.git}/ada/${name}`);
  if (event === 'pull_request') must(folder, 'git', 'checkout', '-q', '--detach', merge);
  const where = ['-P', 'ubuntu-latest=-self-hosted', '--no-skip-checkout'];
  const hosts = ['--github-instance', services.git, '--secret', 'GITHUB_TOKEN=none'];
  const known = [`npm_config_registry=${services.npm}`, `GIT_SSL_CAINFO=${services.cert}`];
  const variables = [...known, ...more].flatMap((one) => ['--env', one]);
  const kept = [
    '--action-cache-path',
    join(work, 'act'),
    '--artifact-server-path',
    `${folder}.kept`,
  ];
  const served = ['--artifact-server-addr', '127.0.0.1', '--artifact-server-port', services.free];
  const files = ['--eventpath', join(work, `${name}.json`), ...actions(), ...kept, ...served];
  return trial.run(folder, 'act', event, ...where, ...hosts, ...files, ...variables);
}

const WORKFLOW = '.github/workflows/keyfence.yml';

function github(services) {
  const workflow = page('GitHub Actions');
  const files = { [WORKFLOW]: workflow };
  for (const event of Object.keys(events)) {
    const passed = act(event, repository(`${event}-clean`, files, clean), services);
    expect(`${event}, no key`, passed, 0, '1 commit, 0 skipped: clean', 'Job succeeded');
    const secret = authKey();
    const failed = act(event, repository(`${event}-key`, files, leaking(secret)), services);
    const words = ['::error file=ai.ts,line=1', 'Secrets found', '1 commit, 0 skipped: 1 error'];
    expect(`${event}, a key`, failed, 1, ...words, 'Job failed');
    mustTell(failed.text, secret);
  }
  const shallow = workflow.replace(/ *with:\n *fetch-depth: 0\n/, '');
  const cut = act('pull_request', repository('cut', { [WORKFLOW]: shallow }, clean), services);
  expect('a shallow checkout', cut, 1, 'fetch-depth: 0', 'Job failed');
  return 'pull request and push: without a key passed, with one failed and annotated; shallow refused';
}

/** action.yml as another repository uses it. */
function action(services) {
  mkdirSync(join(work, 'action'));
  copyFileSync(join(root, 'action.yml'), join(work, 'action', 'action.yml'));
  const steps = [
    '      - uses: actions/checkout@v4\n        with: { fetch-depth: 0 }',
    '      - uses: keyfence/keyfence@v0.1.0',
    '        with: { version: 0.1.0, sarif: keyfence.sarif, args: --web-keys error }',
    '      - if: always()\n        run: cp keyfence.sarif "$KEPT"',
  ];
  const head = 'on: pull_request\njobs:\n  keyfence:\n    runs-on: ubuntu-latest\n    steps:\n';
  const files = { [WORKFLOW]: `${head}${steps.join('\n')}\n` };
  const sarif = join(work, 'kept.sarif');
  const results = () => JSON.parse(readFileSync(sarif, 'utf8')).runs[0].results;
  const passed = act('pull_request', repository('use', files, clean), services, `KEPT=${sarif}`);
  expect('no key', passed, 0, 'Job succeeded');
  if (results().length !== 0) throw new Error('results in the SARIF of a clean run');
  const secret = authKey();
  const made = repository('use-key', files, leaking(secret));
  const failed = act('pull_request', made, services, `KEPT=${sarif}`);
  expect('a key', failed, 1, '::error file=ai.ts,line=1', 'Secrets found', 'Job failed');
  mustTell(failed.text, secret);
  if (results().length !== 1) throw new Error('not one result in the SARIF');
  mustHide(readFileSync(sarif, 'utf8'), secret);
  return 'pull request: without a key passed, with one failed, annotated, and in the SARIF';
}

const SHARDS = 'One huge repository over several machines';

function githubShards(services) {
  const files = { [WORKFLOW]: `on: push\n${page(SHARDS)}` };
  const passed = act('push', repository('shards', files, clean), services);
  expect('no key', passed, 0, ' commits, 0 skipped: clean', 'Job succeeded');
  const secret = authKey();
  const failed = act('push', repository('shards-key', files, leaking(secret)), services);
  expect('a key', failed, 1, ' commits, 0 skipped: 1 error', 'Job failed');
  mustTell(failed.text, secret);
  return 'clone, four shards, merge: without a key passed, with one failed';
}

const REPORT = 'gl-secret-detection-report.json';

/** A pipeline for a merge request, its jobs run by this machine's shell in folders of their own. */
function pipeline({ name, folder, base, head }, services) {
  must(folder, 'git', 'remote', 'add', 'origin', `https://gitlab.example.com/ada/${name}.git`);
  must(folder, 'git', 'update-ref', 'refs/remotes/origin/main', base);
  must(folder, 'git', 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  const variables = Object.entries({
    GITLAB_CI: 'true',
    CI_PIPELINE_SOURCE: 'merge_request_event',
    CI_MERGE_REQUEST_IID: '1',
    CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
    CI_COMMIT_SHA: head,
    npm_config_registry: services.npm,
  });
  const given = variables.flatMap(([variable, value]) => ['--variable', `${variable}=${value}`]);
  const how = ['--force-shell-executor', '--shell-isolation'];
  return trial.run(folder, 'gitlab-ci-local', ...how, ...given);
}

function gitlab(services) {
  const files = { '.gitlab-ci.yml': page('GitLab CI') };
  const report = ({ folder }) => {
    const kept = join(folder, '.gitlab-ci-local', 'artifacts', 'keyfence', REPORT);
    const built = join(folder, '.gitlab-ci-local', 'builds', 'keyfence', REPORT);
    return checked(readFileSync(existsSync(kept) ? kept : built, 'utf8'));
  };
  const good = repository('merge', files, clean);
  expect('merge request, no key', pipeline(good, services), 0, '1 commit, 0 skipped: clean');
  if (report(good).vulnerabilities.length !== 0) throw new Error('something in a clean report');
  const secret = authKey();
  const bad = repository('merge-key', files, leaking(secret));
  const failed = pipeline(bad, services);
  expect('merge request, a key', failed, 1, '1 commit, 0 skipped: 1 error');
  mustTell(failed.text, secret);
  const found = report(bad);
  mustHide(JSON.stringify(found), secret);
  if (found.vulnerabilities.length !== 1) throw new Error('not one vulnerability in the report');
  const by = process.env.KEYFENCE_GITLAB_SCHEMA ? 'fits the schema' : 'is not asked of a schema';
  return `merge request: without a key passed, with one failed; the report ${by}`;
}

function gitlabShards(services) {
  const files = { '.gitlab-ci.yml': page(SHARDS, 1) };
  const passed = pipeline(repository('parts', files, clean), services);
  expect('no key', passed, 0, ' commits, 0 skipped: clean');
  const secret = authKey();
  const failed = pipeline(repository('parts-key', files, leaking(secret)), services);
  expect('a key', failed, 1, ' commits, 0 skipped: 1 error');
  mustTell(failed.text, secret);
  return 'clone, four shards, merge: without a key passed, with one failed';
}

const ENGINE = process.env.KEYFENCE_DOCKER || 'docker';
/** Of nobody: the folder is another user's than the container's. */
const STRANGER = 12_345;

/** The image that the page names is this machine's own: none is fetched here. */
function docker(services) {
  const files = { 'README.md': 'x\n' };
  const reach = `${ENGINE} run --network host -e npm_config_registry=${services.npm}`;
  const line = page('Docker').replace('docker run', reach);
  const start = ({ folder }) => {
    if (process.getuid() === 0) must(folder, 'chown', '-R', `${STRANGER}`, '.');
    return trial.run(folder, 'sh', '-c', line);
  };
  expect('no key', start(repository('image', files, clean)), 0, ' commits, 0 skipped: clean');
  const secret = authKey();
  const failed = start(repository('image-key', files, leaking(secret)));
  expect('a key', failed, 1, ' commits, 0 skipped: 1 error');
  mustTell(failed.text, secret);
  const mine = process.getuid() === 0 ? ' of another user' : '';
  return `a repository${mine}: without a key passed, with one failed`;
}

function checked(text) {
  const parsed = JSON.parse(text);
  const path = process.env.KEYFENCE_GITLAB_SCHEMA;
  if (!path) return parsed;
  const schema = { ...JSON.parse(readFileSync(path, 'utf8')), $schema: undefined };
  const ajv = new Ajv2020({ strict: false, validateSchema: false, logger: false });
  const fits = ajv.compile(schema);
  if (!fits(parsed)) throw new Error(`not what the schema asks: ${ajv.errorsText(fits.errors)}`);
  return parsed;
}

const recipes = {
  github: { program: 'act', attempt: github },
  action: { program: 'act', attempt: action },
  'github-shards': { program: 'act', attempt: githubShards },
  gitlab: { program: 'gitlab-ci-local', attempt: gitlab },
  docker: { program: ENGINE, attempt: docker },
  'gitlab-shards': { program: 'gitlab-ci-local', attempt: gitlabShards },
};

function versionOf(program) {
  try {
    return trial.must(work, program, '--version').split('\n').at(-1).replace(/^.* /, '');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function standIns() {
  const program = join(root, 'scripts', 'stand-ins.js');
  const stdio = ['pipe', 'pipe', 'inherit'];
  const child = spawn(process.execPath, [program, trial.pack(), host], { env, stdio });
  const [line] = await once(child.stdout, 'data');
  return { ...JSON.parse(line), close: () => child.stdin.end() };
}

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(recipes, name));
if (unknown !== undefined) {
  console.error(`There is no recipe ${unknown}: ${Object.keys(recipes).join(', ')}`);
  process.exit(2);
}
mkdirSync(join(host, 'ada'), { recursive: true });
const services = await standIns();
try {
  for (const name of asked.length > 0 ? asked : Object.keys(recipes)) {
    const { program, attempt } = recipes[name];
    const version = versionOf(program);
    if (version === undefined) {
      console.log(`${name}: not run, for ${program} is not on PATH`);
      continue;
    }
    try {
      console.log(`${name}: ${attempt(services)} (${program} ${version})`);
    } catch (error) {
      console.log(`${name}: FAILED ${error.message}`);
      process.exitCode = 1;
    }
  }
} finally {
  services.close();
  if (process.exitCode === 1) console.log(`Left for a look: ${work}`);
  else rmSync(work, { recursive: true, force: true });
}
