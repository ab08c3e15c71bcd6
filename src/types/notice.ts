/** What a run tells besides its findings. */

/** Something the user should know that is no finding: `code` picks the sentence. */
export interface Notice {
  readonly code:
    | 'nothing-staged'
    | 'already-committed'
    | 'rules-off'
    | 'policy-ref'
    | 'new-suppressions'
    | 'unused-ignores'
    | 'expired-ignores'
    | 'compat-ignores'
    | 'fallback-to-git'
    | 'cache-unused'
    | 'fetched'
    | 'tree-only'
    | 'cut-short'
    | 'ci-scope'
    | 'ignored-by-git'
    | 'config-used';
  readonly count?: number;
  readonly values?: readonly string[];
}
