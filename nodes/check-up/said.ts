import type english from '../../locales/en-US/check-up.json';
import type { DataConnectError, Facts } from '../errors';

/** Key of a sentence in `locales/<language>/check-up.json`. */
export type CheckUpKey = keyof typeof english;

/** Such a sentence, or the error that an answer was. */
export type Said = { key: CheckUpKey; facts?: Facts } | DataConnectError;
