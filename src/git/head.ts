/** Which commit HEAD names, read from the files of an everyday repository. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from './discover.ts';

const OID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** git follows at most five symbolic refs. */
const LONGEST_CHAIN = 5;

/**
 * @returns the commit's id; 'unborn' before the first commit; undefined where git has to be asked
 */
export function readHead(layout: Layout): string | undefined {
  let content = read(join(layout.gitDir, 'HEAD'));
  for (let step = 0; step < LONGEST_CHAIN; step++) {
    if (content === undefined) return undefined;
    const text = content.trimEnd();
    if (OID.test(text)) return text;
    const ref = /^ref: (refs\/heads\/[^\0\r\n]+)$/.exec(text)?.[1];
    if (ref === undefined || ref.split('/').includes('..')) return undefined;
    content = read(join(layout.commonDir, ref));
    if (content === '') return packedRef(layout, ref);
  }
  return undefined;
}

/** `<id> SP <ref> LF`, one a line, sorted; comments and peeled ids (`^…`) between. */
function packedRef(layout: Layout, ref: string): string | undefined {
  const packed = read(join(layout.commonDir, 'packed-refs'));
  if (packed === undefined) return undefined;
  const at = packed.indexOf(` ${ref}\n`);
  if (at < 0) return 'unborn';
  const oid = packed.slice(packed.lastIndexOf('\n', at) + 1, at);
  return OID.test(oid) ? oid : undefined;
}

/** '' where there is no such file; undefined where it cannot be read, or is empty. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8') || undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? '' : undefined;
  }
}
