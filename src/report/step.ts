/** One thing to do: what, and where there is something to type or paste, exactly that. */
export interface Step {
  readonly say: string;
  readonly type?: string;
  /** Of a command that serves all findings: where there are several remedies it is said once, there. */
  readonly when?: 'first' | 'last';
}
