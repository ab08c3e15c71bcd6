/** Hugging Face token: `hf_` and 34 letters. */
import type { Rule } from '../src/types.ts';

export const huggingface: Rule = {
  id: 'huggingface-token',
  title: 'Hugging Face token',
  why: 'Whoever reads it can read, and with a write token change, the private models and datasets of its owner.',
  severity: 'error',
  provider: 'Hugging Face',
  revoke: 'https://huggingface.co/settings/tokens',
  env: 'HF_TOKEN',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'hf_', segments: [{ of: 'A-Za-z0-9', min: 34, max: 34 }] },
    { kind: 'token', prefix: 'api_org_', segments: [{ of: 'A-Za-z0-9', min: 34, max: 34 }] },
  ],
  samples: {
    hits: ["login(token='hf_{{letters:34}}')"],
    misses: ['hf_{{letters:20}}', 'hf_hub_download_with_retries_and_cache'],
  },
};
