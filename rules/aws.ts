/** AWS: access key ids (four letters for the kind and 16 characters), Bedrock API keys, and secret keys under their names. */
import type { Rule } from '../src/types.ts';

export const aws: Rule = {
  id: 'aws-access-key-id',
  title: 'AWS access key id',
  why: 'With its secret half, which often stands nearby, whoever reads it acts on the AWS account.',
  severity: 'error',
  provider: 'Amazon Web Services',
  revoke: 'https://console.aws.amazon.com/iam/home#/security_credentials',
  env: 'AWS_ACCESS_KEY_ID',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'AKIA', segments: [{ of: 'A-Z0-9', min: 16, max: 16 }] },
    { kind: 'token', prefix: 'ASIA', segments: [{ of: 'A-Z0-9', min: 16, max: 16 }] },
    { kind: 'token', prefix: 'ABIA', segments: [{ of: 'A-Z0-9', min: 16, max: 16 }] },
    { kind: 'token', prefix: 'ACCA', segments: [{ of: 'A-Z0-9', min: 16, max: 16 }] },
    {
      kind: 'token',
      prefix: 'ABSKQmVkcm9ja0FQSUtleS',
      segments: [{ of: 'A-Za-z0-9+/=', min: 80, max: 269 }],
    },
  ],
  samples: {
    hits: [
      'aws_access_key_id = AKIA{{base32:16}}',
      'AWS_BEARER_TOKEN_BEDROCK=ABSKQmVkcm9ja0FQSUtleS1{{alnum:109}}=',
    ],
    misses: ['AKIA{{base32:15}}', 'AKIA{{base32:17}}', 'AKIA{{base32:9}}EXAMPLE'],
  },
};
