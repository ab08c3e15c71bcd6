/** Values that both the flag table and the config check against; the hook loads only these. */

export const formatNames = [
  'pretty',
  'json',
  'sarif',
  'junit',
  'github',
  'gitlab',
  'csv',
  'markdown',
  'html',
] as const;
export const compatTools = ['gitleaks', 'detect-secrets'] as const;
export const webKeyLevels = ['error', 'warning', 'off'] as const;
