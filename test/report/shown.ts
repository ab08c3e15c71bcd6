/** What `pretty` prints. */
import { pretty } from '../../src/report/pretty.ts';
import type { Command, Finding, Report, Style } from '../../src/types.ts';
import { commit, plain, report, text, where } from './sample.ts';

export const show = (shown: Report, style: Partial<Style> = {}) =>
  text(pretty(shown, { ...plain, ...style }));

export const show1 = (command: Command, found: Finding, change: Partial<Report> = {}) =>
  show(report(command, { findings: [found], ...change }));

export const inHistory = (path: string, change: Partial<Finding['where']> = {}) =>
  where(path, { kind: 'blob', commit: commit('a1b2c3d4'), author: 'Ada', ...change });
