/** Databricks access token: `dapi` and 32 hexadecimal digits, perhaps `-2`. */
import type { Rule } from '../src/types.ts';

export const databricks: Rule = {
  id: 'databricks-token',
  title: 'Databricks access token',
  why: 'Whoever reads it can read the data and run jobs in the workspace as its owner.',
  severity: 'error',
  provider: 'Databricks',
  revoke: 'https://docs.databricks.com/dev-tools/auth/pat.html',
  env: 'DATABRICKS_TOKEN',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'dapi', segments: [{ of: '0-9a-fA-F', min: 32, max: 32 }] },
    {
      kind: 'token',
      prefix: 'dapi',
      segments: [
        { of: '0-9a-fA-F', min: 32, max: 32 },
        { literal: '-' },
        { of: '0-9', min: 1, max: 1 },
      ],
    },
  ],
  samples: {
    hits: ['DATABRICKS_TOKEN=dapi{{hex:32}}'],
    misses: ['dapi{{hex:20}}', 'udapi{{hex:32}}'],
  },
};
