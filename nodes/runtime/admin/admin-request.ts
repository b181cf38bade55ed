import type { Translate } from '../translate';

/** What a dialog sends, as the handlers of its requests take it. */
export interface AdminRequest {
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, unknown>>;
  body: unknown;
  /** Into the language of whoever reads the answer. */
  translate: Translate;
}
