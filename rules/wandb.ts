/** Weights & Biases API key: `wandb_v1_` and 77 characters. */
import type { Rule } from '../src/types.ts';

export const wandb: Rule = {
  id: 'wandb-api-key',
  title: 'Weights & Biases API key',
  why: 'Whoever reads it can read and change the runs and models of the account.',
  severity: 'error',
  provider: 'Weights & Biases',
  revoke: 'https://wandb.ai/authorize',
  env: 'WANDB_API_KEY',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'wandb_v1_', segments: [{ of: 'A-Za-z0-9_', min: 77, max: 77 }] },
  ],
  samples: { hits: ['WANDB_API_KEY=wandb_v1_{{alnum:77}}'], misses: ['wandb_v1_{{alnum:40}}'] },
};
