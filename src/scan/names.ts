/** Secrets in the names of files: each is a finding of its own, and nothing else that names the file shows it. */
import type { Options } from '../config.ts';
import type { Veil } from '../history/veil.ts';
import type { Finding, Where } from '../types.ts';
import type { LazyEngine } from './lazy-engine.ts';

export class Names {
  /** Paths and folders whose last name has been looked at. */
  private readonly met = new Set<string>();
  private veil: Veil | undefined;

  constructor(
    private readonly lazy: LazyEngine,
    private readonly options: Options,
  ) {}

  /** Secrets in the names of which a path consists, but not those of a folder that was met before. */
  async findingsIn(path: string): Promise<Finding[]> {
    const findings: Finding[] = [];
    const parts = path.split('/');
    for (const [depth, name] of parts.entries()) {
      const whole = parts.slice(0, depth + 1).join('/');
      if (this.met.has(whole)) continue;
      this.met.add(whole);
      findings.push(...(await this.judged('path', name, whole)));
    }
    return findings;
  }

  /** Secrets in the whole name of a ref. */
  findingsInRef(name: string): Promise<readonly Finding[]> {
    return this.judged('ref', name, '');
  }

  /** @param path the finding's, as it is; what is secret in it is masked */
  private async judged(
    kind: 'path' | 'ref',
    text: string,
    path: string,
  ): Promise<readonly Finding[]> {
    const bytes = Buffer.from(text);
    if (!(await this.lazy.find(bytes))) return [];
    await this.learn([path]);
    const { engine, hits } = (await this.lazy.find(bytes))!;
    const { judge, sha256 } = await import('./judging.ts');
    const origin = { kind, path: this.shown(path) };
    return judge(engine, bytes, hits, { ...this.judging(), inline: false, sha256, origin })
      .findings;
  }

  /** Makes `shown` mask what is secret in these paths. Where nothing is, no rule is loaded. */
  async learn(paths: readonly string[]): Promise<void> {
    if (this.veil || paths.length === 0) return;
    const found = await this.lazy.find(Buffer.from(paths.join('\0')));
    if (!found) return;
    const { Veil } = await import('../history/veil.ts');
    this.veil = new Veil(found.engine, this.judging());
  }

  /** Whether `shown` masks anything. */
  get veils(): boolean {
    return this.veil !== undefined;
  }

  /** A path with the secrets in it masked, as far as they were learnt of. */
  shown(path: string): string {
    const { veil } = this;
    if (!veil) return path;
    return path
      .split('/')
      .map((name) => veil.text(name))
      .join('/');
  }

  /** What names a path in one way or two, the secrets in it masked: no bytes of it are left then. */
  masked<Named extends { readonly path: string; readonly pathBytes?: unknown }>(row: Named): Named {
    const path = this.shown(row.path);
    if (path === row.path) return row;
    const { pathBytes: _, ...rest } = row;
    return { ...rest, path } as Named;
  }

  async inFindings(findings: readonly Finding[]): Promise<readonly Finding[]> {
    await this.learn([...new Set(findings.map(({ where }) => where.path))]);
    if (!this.veil) return findings;
    const mask = (where: Where) => this.masked(where);
    return findings.map((finding) => {
      const places = finding.places.map(mask);
      const first = finding.places.indexOf(finding.where);
      return { ...finding, where: places[first] ?? mask(finding.where), places };
    });
  }

  private judging() {
    const { inline, webKeys, showSecrets } = this.options;
    return { inline, webKeys, showSecrets };
  }
}
