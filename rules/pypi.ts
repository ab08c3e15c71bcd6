/** PyPI upload token: a macaroon in base64url: after `pypi-` stands the name of the site. */
import type { Rule } from '../src/types.ts';

export const pypi: Rule = {
  id: 'pypi-token',
  title: 'PyPI upload token',
  why: 'Whoever reads it can publish releases of its projects.',
  severity: 'error',
  provider: 'PyPI',
  revoke: 'https://pypi.org/manage/account/token/',
  env: 'TWINE_PASSWORD',
  weight: 20,
  patterns: [
    {
      kind: 'token',
      prefix: 'pypi-AgEIcHlwaS5vcmc',
      segments: [{ of: 'A-Za-z0-9_-', min: 50, max: 250 }],
    },
    {
      kind: 'token',
      prefix: 'pypi-AgENdGVzdC5weXBpLm9yZw',
      segments: [{ of: 'A-Za-z0-9_-', min: 50, max: 250 }],
    },
  ],
  samples: {
    hits: ['password = pypi-AgEIcHlwaS5vcmc{{base64url:150}}'],
    misses: ['pypi-AgEIcHlwaS5vcmc{{base64url:20}}'],
  },
};
