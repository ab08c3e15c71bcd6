/**
 * What a file's own language offers instead of a literal: how it reads the environment, and how it
 * writes a comment. Found by the file's name; nothing here looks at content.
 */

export interface Language {
  readonly name: string;
  /** The expression that replaces the literal, `NAME` standing for the variable's name. */
  readonly read?: string;
  /** Said instead of "read it from the environment" where the file cannot do that by itself. */
  readonly instead?: string;
  /** `…` stands for the comment's text. Absent: the format has no comments, or none that is safe. */
  readonly comment?: string;
  /** The comment must stand on the line above: at the end of a line it would be part of the value. */
  readonly above?: boolean;
  /** Where this file's content ends up: in every visitor's browser, or often in a shipped app. */
  readonly ships?: 'browser' | 'app';
}

const javascript: Language = { name: 'JavaScript', read: 'process.env.NAME', comment: '// …' };
const jvm = (name: string): Language => cLike(name, 'System.getenv("NAME")');
const app = (language: Language): Language => ({ ...language, ships: 'app' });
const shell: Language = { name: 'shell', read: '"$NAME"', comment: '# …' };
const cLike = (name: string, read: string): Language => ({ name, read, comment: '// …' });
const hash = (name: string, read: string): Language => ({ name, read, comment: '# …' });
const markup = (name: string): Language => ({ name, comment: '<!-- … -->', ships: 'browser' });
const PLACEHOLDER = 'Write a placeholder where the key stands';
const MOVED = 'Move it out of this file: read it at start-up from the environment';

const typescript: Language = { ...javascript, name: 'TypeScript' };
const json: Language = { name: 'JSON', instead: MOVED };
const xml: Language = { name: 'XML', instead: MOVED, comment: '<!-- … -->' };
const yaml: Language = {
  name: 'YAML',
  instead:
    'Move it out of this file: a variable that is filled in at deploy time, or a secret store',
  read: '${NAME}',
  comment: '# …',
};
const ini = (name: string, mark: string): Language => ({
  name,
  instead: MOVED,
  comment: `${mark} …`,
  above: true,
});
const prose = (name: string, comment?: string): Language => ({
  name,
  instead: PLACEHOLDER,
  read: 'YOUR_NAME',
  ...(comment !== undefined && { comment }),
});
const hcl: Language = {
  name: 'Terraform',
  instead: 'Declare a variable with sensitive = true and set it from the environment',
  read: 'TF_VAR_NAME',
  comment: '# …',
};

export const dotenv: Language = { name: '.env', comment: '# …', above: true };
export const other: Language = { name: 'this file', instead: 'Read the key from the environment' };

const byExtension: Readonly<Record<string, Language>> = {
  js: javascript,
  mjs: javascript,
  cjs: javascript,
  jsx: javascript,
  ts: typescript,
  mts: typescript,
  cts: typescript,
  tsx: typescript,
  py: hash('Python', 'os.environ["NAME"]'),
  pyi: hash('Python', 'os.environ["NAME"]'),
  ipynb: {
    name: 'notebook',
    read: 'os.environ["NAME"]',
    instead: 'Read it from the environment (in Colab: userdata.get) and clear the cell outputs',
  },
  go: cLike('Go', 'os.Getenv("NAME")'),
  java: app(jvm('Java')),
  kt: app(jvm('Kotlin')),
  kts: jvm('Kotlin'),
  scala: jvm('Scala'),
  groovy: jvm('Groovy'),
  gradle: jvm('Gradle'),
  cs: cLike('C#', 'Environment.GetEnvironmentVariable("NAME")'),
  fs: cLike('F#', 'Environment.GetEnvironmentVariable "NAME"'),
  vb: { name: 'Visual Basic', read: 'Environment.GetEnvironmentVariable("NAME")', comment: "' …" },
  php: cLike('PHP', "getenv('NAME')"),
  rb: hash('Ruby', "ENV.fetch('NAME')"),
  rs: cLike('Rust', 'std::env::var("NAME")?'),
  dart: app(cLike('Dart', "Platform.environment['NAME']")),
  swift: app(cLike('Swift', 'ProcessInfo.processInfo.environment["NAME"]')),
  c: cLike('C', 'getenv("NAME")'),
  h: cLike('C', 'getenv("NAME")'),
  cc: cLike('C++', 'std::getenv("NAME")'),
  cpp: cLike('C++', 'std::getenv("NAME")'),
  hpp: cLike('C++', 'std::getenv("NAME")'),
  m: cLike('Objective-C', 'NSProcessInfo.processInfo.environment[@"NAME"]'),
  lua: { name: 'Lua', read: 'os.getenv("NAME")', comment: '-- …' },
  r: hash('R', 'Sys.getenv("NAME")'),
  ex: hash('Elixir', 'System.fetch_env!("NAME")'),
  exs: hash('Elixir', 'System.fetch_env!("NAME")'),
  jl: hash('Julia', 'ENV["NAME"]'),
  pl: hash('Perl', '$ENV{NAME}'),
  sh: shell,
  bash: shell,
  zsh: shell,
  ps1: hash('PowerShell', '$env:NAME'),
  psm1: hash('PowerShell', '$env:NAME'),
  bat: { name: 'batch', read: '%NAME%', comment: 'REM …', above: true },
  cmd: { name: 'batch', read: '%NAME%', comment: 'REM …', above: true },
  json,
  jsonc: { ...json, comment: '// …' },
  json5: { ...json, comment: '// …' },
  yaml,
  yml: yaml,
  toml: { name: 'TOML', instead: MOVED, comment: '# …' },
  ini: ini('INI', ';'),
  cfg: ini('configuration', '#'),
  conf: ini('configuration', '#'),
  properties: ini('properties', '#'),
  xml,
  plist: xml,
  csv: { name: 'CSV', instead: 'Take the column out, or mask it' },
  tf: hcl,
  tfvars: hcl,
  sql: { name: 'SQL', instead: MOVED, comment: '-- …' },
  md: prose('Markdown', '<!-- … -->'),
  mdx: prose('Markdown', '{/* … */}'),
  rst: prose('text'),
  txt: prose('text'),
  adoc: prose('text', '// …'),
  log: { name: 'log', instead: 'Leave logs out of git, and stop writing the key into them' },
  html: markup('HTML'),
  htm: markup('HTML'),
  vue: markup('Vue'),
  svelte: markup('Svelte'),
  astro: markup('Astro'),
  map: { name: 'source map', instead: 'Do not commit build output that holds a key; rebuild' },
};

const dockerfile: Language = {
  name: 'Dockerfile',
  instead: 'Pass it when the container runs, not when the image is built',
  read: 'docker run -e NAME …',
  comment: '# …',
  above: true,
};
const workflow: Language = { ...yaml, name: 'workflow', read: '${{ secrets.NAME }}' };
const gitlabCi: Language = { ...yaml, name: 'GitLab CI', read: '$NAME' };

/** The language of a path by its name; `other` where nothing is known. */
export function languageOf(path: string): Language {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (/^\.env(\.|$)|\.env$|^\.envrc$/.test(name)) return name === '.envrc' ? shell : dotenv;
  if (/^(dockerfile|containerfile)(\.|$)|\.dockerfile$/.test(name)) return dockerfile;
  if (/(^|\/)\.(github|gitea|forgejo)\/workflows\//.test(path)) return workflow;
  if (/^\.gitlab-ci\.ya?ml$/.test(name)) return gitlabCi;
  const dot = name.lastIndexOf('.');
  const extension = dot < 0 ? '' : name.slice(dot + 1);
  return Object.hasOwn(byExtension, extension) ? byExtension[extension]! : other;
}

/** The expression with the variable's name filled in. */
export const readOf = (language: Language, env: string): string | undefined =>
  language.read?.replace('NAME', () => env);

/** The whole ignore comment, e.g. `// keyfence:ignore-line <reason>`. */
export function ignoreComment(language: Language): string | undefined {
  const marker = language.above ? 'keyfence:ignore-next-line' : 'keyfence:ignore-line';
  return language.comment?.replace('…', `${marker} <reason>`);
}
