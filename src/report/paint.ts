/**
 * Drawing for a terminal: colours, word wrap and the code frame. Repository text is cleaned before
 * it is coloured, so the only control bytes that leave are the colour codes below.
 */
import type { FrameLine, Style } from '../types.ts';
import { clip, clipStart, visible } from './text.ts';

const CODES = {
  bold: '1',
  dim: '2',
  red: '31',
  green: '32',
  yellow: '33',
  cyan: '36',
} as const;

export type Paint = (ink: keyof typeof CODES, text: string) => string;

export const painter = (style: Style): Paint =>
  style.color ? (ink, text) => `\u001b[${CODES[ink]}m${text}\u001b[0m` : (_, text) => text;

/**
 * Breaks prose at spaces; every line but the first is indented; `width` is without the indent. A
 * longer word stands alone. No line begins with `::`, which a CI runner would take as an order.
 */
export function wrap(text: string, width: number, indent: string): string {
  let out = '';
  let used = 0;
  for (const word of text.split(' ')) {
    if (used > 0 && used + 1 + word.length > width && !word.startsWith('::')) {
      out += `\n${indent}${word}`;
      used = word.length;
    } else {
      out += used > 0 ? ` ${word}` : word;
      used += (used > 0 ? 1 : 0) + word.length;
    }
  }
  return out;
}

/** Most of a line that is ever shown, whatever the terminal's width: lines may be megabytes long. */
const EXCERPT = 200;

/** The frame's lines, the finding's own marked with `>`. */
export function frame(lines: readonly FrameLine[], style: Style, paint: Paint): string {
  const digits = String(Math.max(0, ...lines.map(({ line }) => line))).length;
  const room = Math.max(20, Math.min(EXCERPT, style.width - digits - 7));
  let out = '';
  for (const { line, text, mark } of lines) {
    const gutter = `${mark === undefined ? ' ' : '>'} ${String(line).padStart(digits)} │`;
    const shown = mark === undefined ? context(text, room, paint) : marked(text, mark, room, paint);
    out += `  ${paint(mark === undefined ? 'dim' : 'red', gutter)} ${shown}`.trimEnd();
    out += '\n';
  }
  return out;
}

const shown = (text: string): string => visible(text.replaceAll('\t', '  '));

const context = (text: string, room: number, paint: Paint): string =>
  paint('dim', clip(shown(text.slice(0, EXCERPT + 1)), room));

function marked(
  text: string,
  [start, length]: readonly [number, number],
  room: number,
  paint: Paint,
): string {
  const secret = clip(shown(text.slice(start, start + length)), room);
  const left = shown(text.slice(Math.max(0, start - EXCERPT), start));
  const right = shown(text.slice(start + length, start + length + EXCERPT));
  const spare = room - secret.length;
  const forLeft = Math.max(Math.floor(spare / 2), spare - right.length);
  const before = clipStart(left, Math.max(0, forLeft));
  const after = clip(right, Math.max(0, spare - before.length));
  return before + paint('red', secret) + (spare - before.length > 0 ? after : '');
}
