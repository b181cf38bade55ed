/** Whom a connection asks, and as whom. */
import { createHash } from 'node:crypto';
import type { ConnectionSettings } from '../../client/settings';
import { hostOfAddress } from '../../parameters/base-url';

/** Kept with a run, so that it is not done again unseen where somebody else would be asked. */
export interface AskedService {
  /** Its host. */
  service: string;
  /** Tells that it is another, of another company, and not which. */
  account: string;
}

/** Digits of a hash that thousands of names have in common: nobody finds one out by it. */
const DIGITS = 5;

export function askedService({ serviceUrl, access, companyId = '' }: ConnectionSettings): AskedService {
  const { authentication } = access.reveal();
  const who = Object.entries(authentication).filter(([name]) => name !== 'password' && name !== 'clientSecret');
  const account = createHash('sha256').update(JSON.stringify([who, companyId]));
  return { service: hostOfAddress(serviceUrl), account: account.digest('hex').slice(0, DIGITS) };
}
