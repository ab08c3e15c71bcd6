/**
 * The configs of a repository, by folder: the root's first, then the one nearest to a path wins key
 * by key for its subtree. A folder is looked up once, when a path below it is first asked for.
 */
import type { Severity } from '../types.ts';
import type { Layer, ReadLayer } from './layer.ts';
import { configName, configPath, type PolicySource, readNamed } from './policy.ts';

type Rules = Readonly<Record<string, 'off' | Severity>>;

export interface PlacedLayer {
  /** The folder's path with its final `/`, '' for the root. */
  readonly under: string;
  readonly layer: Layer;
}

interface Folder {
  readonly rules: Rules;
  /** Innermost last. */
  readonly layers: readonly PlacedLayer[];
}

interface Verdict {
  readonly excludedBy?: { readonly glob: string; readonly config: string };
  readonly rules: Rules;
}

const nothing: Folder = { rules: Object.freeze({}), layers: [] };

export class Folders {
  private readonly known = new Map<string, Folder | Promise<Folder>>();
  private readonly met: PlacedLayer[] = [];
  /** Rules that a flag decides, above every config. */
  private readonly fixed: Record<string, 'off' | Severity> = {};

  constructor(private readonly source: PolicySource) {}

  layers(): readonly PlacedLayer[] {
    return [...this.met];
  }

  fix(rule: string, to: 'off' | Severity): void {
    this.fixed[rule] = to;
  }

  /** The root's config, undefined where there is none. */
  async root(): Promise<Layer | undefined> {
    return (await this.folder('')).layers[0]?.layer;
  }

  /** `--config FILE` in place of the root's own config. */
  async named(asked: { readonly top: string; readonly cwd: string }, file: string): Promise<Layer> {
    const source = readNamed(this.source, configPath(asked.top, file, asked.cwd));
    const layer = await (await import('./layer.ts')).readLayer(source, { root: true, custom: [] });
    this.known.set('', this.join(nothing, '', layer));
    return layer;
  }

  policyFor(path: string): Verdict | Promise<Verdict> {
    const folder = this.folder(path.slice(0, path.lastIndexOf('/') + 1));
    if (folder instanceof Promise) return folder.then((known) => this.judge(known, path));
    return this.judge(folder, path);
  }

  private judge(folder: Folder, path: string): Verdict | Promise<Verdict> {
    const rules = { ...folder.rules, ...this.fixed, ...this.samplesOf(folder, path) };
    for (const { under, layer } of folder.layers) {
      const below = path.slice(under.length);
      for (const { glob, near, match, load } of layer.excludes) {
        if (!near(below)) continue;
        if (!match) return load().then(() => this.judge(folder, path));
        if (match(below)) return { rules, excludedBy: { glob, config: layer.name } };
      }
    }
    return { rules };
  }

  /** The samples of custom rules stand in the config itself, and are no leaks there. */
  private samplesOf(folder: Folder, path: string): Rules {
    const layer = folder.layers[0]?.layer;
    if (!layer?.customRules.length || !layer.name.endsWith(path)) return {};
    if (layer.name !== this.source.prefix + path) return {};
    return Object.fromEntries(layer.customRules.map(({ id }) => [id, 'off']));
  }

  private folder(under: string): Folder | Promise<Folder> {
    let folder = this.known.get(under);
    if (folder === undefined) {
      folder = this.lookUp(under);
      this.known.set(under, folder);
      if (folder instanceof Promise) {
        folder.then((known) => this.known.set(under, known)).catch(() => {});
      }
    }
    return folder;
  }

  private lookUp(under: string): Folder | Promise<Folder> {
    const above = under === '' ? nothing : this.folder(parentOf(under));
    if (/(^|\/)(node_modules|\.git)\//.test(under)) return above;
    const text = this.source.read(`${under}${configName}`);
    const inPackage = this.source.read(`${under}package.json`, '"keyfence"');
    if (text === undefined && inPackage === undefined) return above;
    return this.load(above, under, { text, inPackage });
  }

  private async load(
    above: Folder | Promise<Folder>,
    under: string,
    found: { text: string | undefined; inPackage: string | undefined },
  ): Promise<Folder> {
    const { readFolder } = await import('./layer.ts');
    const outer = await above;
    const custom = outer.layers[0]?.layer.customRules.map(({ id }) => id) ?? [];
    const where: ReadLayer = { prefix: this.source.prefix + under, root: under === '', custom };
    const layer = await readFolder(where, found);
    return layer ? this.join(outer, under, layer) : outer;
  }

  private join(above: Folder, under: string, layer: Layer): Folder {
    this.met.push({ under, layer });
    return {
      rules: Object.freeze({ ...above.rules, ...layer.config.rules }),
      layers: [...above.layers, { under, layer }],
    };
  }
}

const parentOf = (folder: string) =>
  folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
