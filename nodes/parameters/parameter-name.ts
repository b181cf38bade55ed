import { problemOfText, shorten } from './given-value';
import type { Problem } from './problem';

/**
 * What no parameter can be called, known or not. `Auth`, a third way to sign in (docs/api.md, Authentication), is in the
 * URL: every log on the way would keep it.
 */
export function problemOfName(name: string): Problem | undefined {
  if (name === '') return { kind: 'parameter-unnamed', facts: { field: '' } };
  if (name.toLowerCase() === 'auth') return { kind: 'credentials-in-parameters', facts: { field: name } };
  if (!problemOfText(name, '')) return undefined;
  return { kind: 'parameter-name-unsendable', facts: { field: JSON.stringify(shorten(name)) } };
}
