/**
 * What of V8's compilers a scan of everything changes. V8 optimizes a function after it has run for some
 * thousandths of a second, on threads of its own; here those compete with the scan for the same cores, and most of
 * what is optimized so early has run for the better part of its time. The flags are of the whole process, so only
 * a command that runs alone sets them, and only those that this version of V8 is known to have: it prints a line
 * about any other.
 */
const LATER: Readonly<Record<string, string>> = {
  // Node 20: bytes of code that run between two looks at whether to optimize; 67,584 without it.
  '11.3': '--interrupt-budget=400000',
  // Node 22: calls, and rounds of loops, before it; 3,000 without it. Node 24 is not quicker with more.
  '12.4': '--invocation-count-for-turbofan=15000',
};

/** Undefined where this version is best left as it is. */
export const later = (v8 = process.versions.v8): string | undefined =>
  LATER[v8.split('.', 2).join('.')];

/** Has functions optimized that run for long; threads that are started later heed it as well. */
export async function optimizeLater(): Promise<void> {
  const flag = later();
  if (flag !== undefined) (await import('node:v8')).setFlagsFromString(flag);
}
