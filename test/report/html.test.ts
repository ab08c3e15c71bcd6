/** The page in a real browser. Skipped, visibly, where there is no chromium ($KEYFENCE_CHROMIUM or PATH). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { html } from '../../src/report/html.ts';
import type { Finding, Report } from '../../src/types.ts';
import { Browser, chromium } from './browser.ts';
import { cloudFinding, commit, finding, plain, presence, report, text, where } from './sample.ts';

const path = chromium();

function history(): readonly Finding[] {
  const at = (file: string, line: number) =>
    where(file, { kind: 'blob', line, commit: commit('a1'), author: 'Ada' });
  const left = {
    commit: commit('d4'),
    author: 'Grace',
    date: '2025-02-01T00:00:00Z',
    path: 'old.py',
  };
  return [
    finding('', {
      where: at('src/ai/client.ts', 12),
      presence: presence({ remotes: ['origin/main'] }),
      fingerprint: 'gemini-auth-key:1111',
    }),
    finding('', {
      where: at('server/ask.py', 3),
      presence: presence(),
      fingerprint: 'gemini-auth-key:2222',
      count: 7,
    }),
    finding('', {
      where: at('old.py', 9),
      fingerprint: 'gemini-auth-key:3333',
      presence: presence({
        inHead: false,
        lastSeen: left,
        firstSeen: { ...left, date: '2024-01-01T00:00:00Z' },
        branches: ['old'],
      }),
    }),
    cloudFinding('', {
      where: at('public/firebase.js', 4),
      rule: 'google-web-key',
      title: 'Public web key',
      severity: 'warning',
      fingerprint: 'google-web-key:4444',
      presence: presence(),
    }),
  ];
}

describe.skipIf(path === undefined)('HTML in chromium (skipped where there is none)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kf-html-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await Browser.open(path!, join(folder, 'profile'));
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  async function show(shown: Report): Promise<void> {
    const file = join(folder, 'report.html');
    writeFileSync(file, text(html(shown, plain)));
    await browser.visit(pathToFileURL(file).href);
  }
  const texts = (selector: string) =>
    browser.evaluate<string[]>(
      `[...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => one.innerText)`,
    );
  const places = () => texts('.finding .place');

  test('the page shows every finding, worst first, who holds it and what to do', async () => {
    await show(report('history', { findings: history() }));
    expect(await texts('h1')).toEqual(['4 secrets in 10 places to take care of']);
    expect(await places()).toEqual([
      'src/ai/client.ts:12:12 in a1a1a1a1a1',
      'server/ask.py:3:12 in a1a1a1a1a1 and 6 more places',
      'old.py:9:12 in a1a1a1a1a1',
      'public/firebase.js:4:12 in a1a1a1a1a1',
    ]);
    expect((await texts('#finding-0 .chips'))[0]).toContain('on remote origin/main');
    expect((await texts('#finding-2 .chips'))[0]).toContain('not in HEAD');
    expect((await texts('#finding-0 details'))[0]).toContain('https://aistudio.google.com/apikey');
    expect(await texts('.rule b')).toEqual(['3', '1']);
  });

  test('the timeline: one bar a secret, from when it entered to when it left', async () => {
    await show(report('history', { findings: history() }));
    const bars = await browser.evaluate<[string, number, number][]>(
      "[...document.querySelectorAll('.track i')].map((bar) => [bar.className, parseFloat(bar.style.left), parseFloat(bar.style.left) + parseFloat(bar.style.width)])",
    );
    expect(bars).toHaveLength(4);
    const [gone, ...held] = bars;
    expect(gone![0]).not.toContain('head');
    expect(gone![2]).toBeLessThan(60);
    for (const [name, , right] of held) {
      expect(name).toContain('head');
      expect(right).toBeCloseTo(100);
    }
  });

  test('who holds them, and which files hold most: each row filters', async () => {
    await show(report('history', { findings: history() }));
    const rows = (await texts('.holder')).map((row) => row.replace(/\s+/g, ' ').trim());
    expect(rows.slice(0, 3)).toEqual([
      'in HEAD and on a remote 1',
      'in HEAD, on no remote 2',
      'gone from HEAD, on local refs 1',
    ]);
    expect(rows).toContain('src/ai/client.ts 1');
    const widths = "[...document.querySelectorAll('.stack i')].map((one) => one.style.width)";
    expect(await browser.evaluate<string[]>(widths)).toEqual(['25%', '50%', '25%']);
    await browser.evaluate("document.querySelector('[data-value=local]').click()");
    expect(await places()).toEqual(['old.py:9:12 in a1a1a1a1a1']);
    await browser.evaluate("document.querySelector('[data-value=local]').click()");
    await browser.evaluate('document.querySelector(\'.file[title="server/ask.py"]\').click()');
    expect(await places()).toEqual(['server/ask.py:3:12 in a1a1a1a1a1 and 6 more places']);
    await show(report('staged', { findings: [finding('a.ts'), finding('b: 1 in c.ts')] }));
    expect(await texts('#holders-title')).toEqual(['Where they are']);
    expect(await texts('.file .mono')).toEqual(['a.ts', 'b: 1 in c.ts']);
  });

  test('how many there were at each time: the number now, ever, and under the pointer', async () => {
    await show(report('history', { findings: history() }));
    expect(await texts('.over b')).toEqual(['3']);
    expect(await texts('.over small')).toEqual(['of 4 still in the files']);
    const heights = (tone: string) =>
      browser.evaluate<number[]>(
        `[...document.querySelector('.${tone}').getAttribute('d').matchAll(/V([0-9.]+)H/g)].map((step) => Number(step[1]))`,
      );
    // A quarter of the height is one secret: before the first, after the first, after it left, at the end.
    expect([...new Set(await heights('ever'))]).toEqual([96, 73, 4]);
    expect([...new Set(await heights('alive'))]).toEqual([96, 73, 27]);
    const said = await browser.evaluate<string>(
      "(() => { const chart = document.querySelector('.area'), box = chart.getBoundingClientRect(); chart.dispatchEvent(new PointerEvent('pointermove', { clientX: box.left + box.width / 4 })); return document.querySelector('.said').textContent; })()",
    );
    expect(said).toMatch(/^20\d\d-\d\d-\d\d: 1 in the files, 1 ever committed$/);
  });

  test('search and filters; the number shown is told', async () => {
    await show(report('history', { findings: history() }));
    await browser.evaluate("document.querySelector('[data-value=warning]').click()");
    expect(await places()).toEqual(['public/firebase.js:4:12 in a1a1a1a1a1']);
    expect(await texts('#shown')).toEqual(['1 of 4 findings']);
    await browser.evaluate("document.querySelector('[data-value=warning]').click()");
    await browser.evaluate(
      "(() => { const held = document.querySelector('select[name=held]'); held.value = 'gone'; held.dispatchEvent(new Event('change')); })()",
    );
    expect(await places()).toEqual(['old.py:9:12 in a1a1a1a1a1']);
  });

  test('keyboard: / searches, Escape clears, every control can be reached and is named', async () => {
    await show(report('history', { findings: history() }));
    await browser.press('/', '/');
    for (const char of 'ask.py') await browser.press(char, char);
    await browser.evaluate('new Promise((done) => setTimeout(done, 30))');
    expect(await places()).toEqual(['server/ask.py:3:12 in a1a1a1a1a1 and 6 more places']);
    await browser.press('Escape');
    expect(await places()).toHaveLength(4);
    await show(report('history', { findings: history() }));
    const seen = new Set<string>();
    for (let step = 0; step < 30; step++) {
      await browser.press('Tab');
      seen.add(
        await browser.evaluate<string>(
          "document.activeElement.id || document.activeElement.name || document.activeElement.className.split(' ')[0] || document.activeElement.tagName",
        ),
      );
    }
    for (const control of [
      'theme',
      'tile',
      'rule',
      'life',
      'search',
      'severity',
      'held',
      'SUMMARY',
    ]) {
      expect([...seen]).toContain(control);
    }
    const unnamed = await browser.evaluate<number>(
      "[...document.querySelectorAll('button, input, select')].filter((one) => !one.innerText.trim() && !one.getAttribute('aria-label')).length",
    );
    expect(unnamed).toBe(0);
  });

  test('dark mode follows the system and the button', async () => {
    const background = () =>
      browser.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    await show(report('history', { findings: history() }));
    const light = await background();
    await browser.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: 'dark' }],
    });
    const dark = await background();
    expect(dark).not.toBe(light);
    await browser.evaluate("document.getElementById('theme').click()");
    expect(await background()).toBe(light);
    await browser.send('Emulation.setEmulatedMedia', { features: [] });
    await browser.evaluate('localStorage.clear()');
  });

  test('hostile names stay text; nothing runs, nothing is loaded', async () => {
    const evil = '</script><img src=x onerror="window.bad=1"><script>window.bad=1</script>';
    const at = where(evil, { kind: 'blob', author: evil });
    const found = finding('', {
      where: at,
      title: evil,
      why: evil,
      frame: [{ line: 1, text: `${evil} AIza… ${evil}`, mark: [evil.length + 1, 5] }],
      presence: presence({ branches: [evil], remotes: ['https://example.com/x.png'] }),
    });
    await show(
      report('history', {
        findings: [found],
        target: { command: 'history', scope: evil },
        skipped: [{ path: evil, reason: 'missing', harmless: false, detail: evil }],
        complete: false,
        failure: { code: 'x', message: evil, next: evil },
      }),
    );
    expect(await browser.evaluate<boolean>("'bad' in window")).toBe(false);
    expect(await browser.evaluate<number>("document.querySelectorAll('img').length")).toBe(0);
    expect((await places())[0]).toContain('</script><img src=x');
    expect(await texts('h1')).toEqual(['The scan is incomplete; 1 found so far']);
    expect(browser.requests.filter((url) => !/^(file:|about:|data:)/.test(url))).toEqual([]);
  });

  test('clean, empty and incomplete look different', async () => {
    await show(report('staged'));
    expect(await texts('h1')).toEqual(['Nothing found. All that was in scope was read.']);
    await show(report('staged', { stats: { files: 0, messages: 0, bytes: 0, commits: 0 } }));
    expect(await texts('h1')).toEqual(['Nothing to scan.']);
    await show(report('staged', { complete: false }));
    expect(await texts('h1')).toEqual(['The scan is incomplete. This is no all-clear.']);
  });

  test('20,000 findings: the page answers, and draws the first screens', async () => {
    const one = history()[0]!;
    const findings = Array.from({ length: 20_000 }, (_, index) => ({
      ...one,
      fingerprint: `gemini-auth-key:${index}`,
      where: { ...one.where, path: `src/file${index}.ts` },
    }));
    await show(report('history', { findings }));
    expect(await texts('#shown')).toEqual(['20,000 of 20,000 findings']);
    expect(await places()).toHaveLength(60);
    await browser.evaluate("document.getElementById('more').click()");
    expect(await places()).toHaveLength(360);
  });
});
