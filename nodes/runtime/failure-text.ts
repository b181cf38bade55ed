import { DataConnectError } from '../errors';

/** What was thrown, in its own words: JSONata and context stores throw plain objects and texts, too. */
export function failureText(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { message, code, token } = error as Record<string, unknown>;
  if (typeof message === 'string' && message !== '') return message;
  const facts = [code, token].filter((fact) => typeof fact === 'string' && fact !== '');
  return facts.length > 0 ? facts.join(' ') : (jsonOf(error) ?? Object.prototype.toString.call(error));
}

/** The error itself, or `INTERNAL` with its text as detail. */
export function asDataConnectError(error: unknown): DataConnectError {
  if (error instanceof DataConnectError) return error;
  return new DataConnectError('INTERNAL', { detail: failureText(error) }, { cause: error });
}

function jsonOf(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
