/**
 * Keys of companies whose keys have a length and nothing else that would tell them: they are found where the
 * company is named right before them. Under a name with "API key" in it the generic rule finds them too, and wins.
 */
import type { Rule } from '../src/types.ts';

export const awsSecret: Rule = {
  id: 'aws-secret-access-key',
  title: 'AWS secret access key',
  why: 'With its access key id, which often stands beside it, whoever reads it acts on the AWS account.',
  severity: 'error',
  provider: 'Amazon Web Services',
  revoke: 'https://console.aws.amazon.com/iam/home#/security_credentials',
  env: 'AWS_SECRET_ACCESS_KEY',
  weight: 9,
  patterns: [
    {
      kind: 'named',
      keywords: [
        'secret_access_key',
        'secretaccesskey',
        'secret-access-key',
        'secret access key',
        'aws_secret_key',
        'awssecretkey',
        'aws.secretkey',
        'aws_secret',
      ],
      value: { of: 'A-Za-z0-9/+', min: 40, max: 40 },
    },
  ],
  samples: {
    hits: [
      'aws_secret_access_key = {{base64:40}}',
      'secretAccessKey: "{{base64:40#2}}",',
      '"AwsSecretKey": "{{base64:40#3}}"',
    ],
    misses: [
      'AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      'secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,',
      'secret_access_key: {{hex:40}}',
      'aws_secret_access_key = {{base64:39}}',
    ],
  },
};

export const cohere: Rule = {
  id: 'cohere-api-key',
  title: 'Cohere API key',
  why: 'Whoever reads it can call the Cohere API at the cost of its owner.',
  severity: 'error',
  provider: 'Cohere',
  revoke: 'https://dashboard.cohere.com/api-keys',
  env: 'CO_API_KEY',
  weight: 9,
  patterns: [
    {
      kind: 'named',
      keywords: ['cohere_k', 'cohere_api_t', 'cohere.Client', 'cohere.AsyncClient'],
      value: { of: 'A-Za-z0-9', min: 40, max: 40 },
    },
  ],
  samples: {
    hits: [
      "co = cohere.Client('{{alnum:40}}')",
      'COHERE_KEY={{alnum:40#2}}',
      'cohere_api_token = "{{alnum:40#3}}"',
    ],
    misses: ['cohere.Client(os.environ["CO_API_KEY"])', 'cohere_commit: {{hex:40}}'],
  },
};

export const mistral: Rule = {
  id: 'mistral-api-key',
  title: 'Mistral AI API key',
  why: 'Whoever reads it can call the Mistral API at the cost of its owner.',
  severity: 'error',
  provider: 'Mistral AI',
  revoke: 'https://console.mistral.ai/api-keys',
  env: 'MISTRAL_API_KEY',
  weight: 9,
  patterns: [
    {
      kind: 'named',
      keywords: ['mistral_k', 'mistral_t', 'mistral_api_t', 'MistralKey'],
      value: { of: 'A-Za-z0-9', min: 32, max: 32 },
    },
  ],
  samples: {
    hits: [
      'mistral_key = {{alnum:32}}',
      'MISTRAL_KEY: {{alnum:32#2}}',
      'mistral_token = {{alnum:32#3}}',
    ],
    misses: ['model: "mistral-large-latest"', 'mistral_md5 = {{hex:32}}'],
  },
};

export const azureOpenai: Rule = {
  id: 'azure-openai-key',
  title: 'Azure OpenAI key',
  why: 'Whoever reads it can call the models of the resource at the cost of its owner.',
  severity: 'error',
  provider: 'Microsoft Azure',
  revoke: 'https://portal.azure.com',
  env: 'AZURE_OPENAI_API_KEY',
  weight: 9,
  patterns: [
    {
      kind: 'named',
      keywords: ['openai_k', 'OpenAIKey', 'openAIKey', 'penaiKey', 'subscription-key'],
      value: { of: 'A-Za-z0-9', min: 84, max: 84 },
    },
  ],
  samples: {
    hits: [
      'AZURE_OPENAI_KEY={{alnum:84}}',
      '"Ocp-Apim-Subscription-Key": "{{alnum:84#2}}"',
      'azureOpenaiKey: "{{alnum:84#3}}"',
    ],
    misses: ['AZURE_OPENAI_KEY=${AZURE_OPENAI_KEY}', 'azure_openai_key: {{hex:84}}'],
  },
};

export const companies: readonly Rule[] = [awsSecret, cohere, mistral, azureOpenai];
