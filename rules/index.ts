/** All built-in rules, in the order in which they are listed. */
import type { Rule } from '../src/types.ts';
import { companies } from './companies.ts';
import { generic } from './generic.ts';
import { google } from './google.ts';
import { providers } from './providers.ts';

export const rules: readonly Rule[] = [...google, ...providers, ...companies, ...generic];
