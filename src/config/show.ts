/** What `keyfence config` prints: every value in force, and where it comes from. */
import { defaults, type Options } from '../config.ts';

type Row = readonly [key: string, value: string, origin: string];

const shown = [
  'webKeys',
  'inline',
  'compat',
  'strict',
  'failOnUnused',
  'maxBytes',
  'jobs',
] as const;

export function showConfig(options: Options, ignored: number): string[] {
  const { origins } = options;
  const rows: Row[] = shown.map((key) => [key, textOf(options[key]), originOf(key, origins)]);
  const root = options.layers().find(({ under }) => under === '')?.layer;
  const webKeys = root?.config.rules?.['google-web-key'];
  // Its place in the config is the rule's; the flag is there for a single run.
  if (webKeys !== undefined && origins.webKeys === undefined) {
    rows[0] = ['webKeys', webKeys, root!.place(['rules', 'google-web-key'])];
  }
  for (const { under, layer } of options.layers()) {
    const at = under === '' ? '' : `${under}: `;
    for (const [id, severity] of Object.entries(layer.config.rules ?? {})) {
      rows.push([`${at}rules.${id}`, severity, layer.place(['rules', id])]);
    }
    for (const [index, { glob, broad }] of layer.excludes.entries()) {
      const value = broad ? `${glob} (broad)` : glob;
      rows.push([`${at}exclude[${index}]`, value, layer.place(['exclude', index])]);
    }
    for (const [index, { id }] of (layer.config.customRules ?? []).entries()) {
      rows.push([`${at}customRules[${index}]`, id, layer.place(['customRules', index])]);
    }
  }
  const files = options.layers().map(({ layer }) => layer.name);
  return [
    ...table(rows),
    '',
    files.length
      ? `config files: ${files.join(', ')}`
      : 'config files: none; all values are defaults',
    `rules off: ${options.rulesOff.length ? options.rulesOff.join(', ') : 'none'}`,
    `ignore entries: ${ignored || 'none'}`,
  ];
}

const textOf = (value: unknown) =>
  Array.isArray(value) ? value.join(', ') || 'none' : String(value);

function originOf(key: string, origins: Options['origins']): string {
  const place = origins[key];
  if (place !== undefined) return place;
  return key in defaults ? 'default' : 'default (this machine)';
}

function table(rows: readonly Row[]): string[] {
  const first = Math.max(...rows.map((row) => row[0].length));
  const second = Math.max(...rows.map((row) => row[1].length));
  return rows.map(([key, value, origin]) =>
    `${key.padEnd(first)}  ${value.padEnd(second)}  ${origin}`.trimEnd(),
  );
}
