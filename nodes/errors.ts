/**
 * The one error class of the package. Its `code` is documented in the README, its `facts` fill the sentence that
 * `locales/<language>/errors.json` has for the code: what happened, where, and what to do.
 */
import english from '../locales/en-US/errors.json';

export type ErrorCode = keyof typeof english;

export type Facts = Readonly<Record<string, string | number | undefined>>;

export class DataConnectError extends Error {
  override readonly name = 'DataConnectError';

  /**
   * @param code one of the documented codes
   * @param facts what fills the sentence; must be free of secrets. `detail`, where given, is the service's own
   *   message, scrubbed
   * @param options `cause`: what was thrown below, free of secrets as well
   */
  constructor(
    readonly code: ErrorCode,
    readonly facts: Facts = {},
    options?: { cause?: unknown },
  ) {
    super(sentence(english[code], facts), options);
  }

  /** A Catch node shows this: the sentence alone, without the name of a class before it. */
  override toString(): string {
    return this.message;
  }
}

/** Fills the `__name__` places of a sentence (the i18next form Node-RED uses); a place without a fact is left empty. */
export function sentence(template: string, facts: Facts): string {
  return template
    .replace(/__(\w+?)__/g, (_, name: string) => String(facts[name] ?? ''))
    .replace(/ {2,}/g, ' ')
    .trim();
}
