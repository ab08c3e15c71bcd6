/**
 * What of V8's compilers a scan of everything changes. V8 optimizes a function after it has run for some
 * thousandths of a second, on threads of its own; here those compete with the scan for the same cores, and most of
 * what is optimized so early has run for the better part of its time. The flags are of the whole process, so only
 * a command that runs alone sets them, and only those that this version of V8 is known to have: it prints a line
 * about any other.
 */
interface Later {
  readonly flag: string;
  readonly value: number;
  /** What it is where nobody sets it. */
  readonly usual: number;
}

const LATER: Readonly<Record<string, Later>> = {
  // Node 20: bytes of code that run between two looks at whether to optimize.
  '11.3': { flag: '--interrupt-budget', value: 400_000, usual: 67_584 },
  // Node 22: calls, and rounds of loops, before it. Node 24 is not quicker with more.
  '12.4': { flag: '--invocation-count-for-turbofan', value: 15_000, usual: 3000 },
};

/** Undefined where this version is best left as it is. */
export const later = (v8 = process.versions.v8): Later | undefined =>
  LATER[v8.split('.', 2).join('.')];

/**
 * Has functions optimized that run for long, in threads that are started later too. Code that was compiled ahead is
 * refused meanwhile: what is known to be needed is best loaded before.
 * @returns what ends that
 */
export async function optimizeLater(): Promise<() => void> {
  const known = later();
  if (known === undefined) return () => {};
  const { flag, value, usual } = known;
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString(`${flag}=${value}`);
  return () => setFlagsFromString(`${flag}=${usual}`);
}
