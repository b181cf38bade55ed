/** Why a connection, an answer or a sign-in failed: `reason-…` of the phrases says it, here is the phrase that helps. */
import type { Facts, Phrase, PhraseKey } from '../../errors';

const ADVICE = {
  'name-not-found': 'check-spelling',
  'name-server-down': 'check-network',
  refused: 'check-firewall',
  unreachable: 'check-network-and-proxy',
  reset: 'look-for-firewall',
  closed: 'look-for-firewall',
  'not-http': 'check-port',
  other: 'try-again',
  'tls-expired': 'check-clock',
  'tls-wrong-host': 'check-url-and-proxy',
  'tls-unknown-issuer': 'add-issuer',
  'tls-old-protocol': 'wants-newer-tls',
  'tls-handshake': 'check-client-certificate',
  'tls-not-tls': 'check-port-and-scheme',
  'tls-client-certificate': 'set-client-certificate',
  'tls-settings': 'check-certificate-and-key',
  'tls-other': 'check-tls',
  'proxy-sign-in': undefined,
  'proxy-refused': undefined,
  'proxy-down': undefined,
  'proxy-tls': undefined,
  'wrong-password': undefined,
  'wrong-client': undefined,
  'grant-not-allowed': undefined,
  'token-refused': undefined,
  'new-token-refused': undefined,
  'basic-refused': undefined,
  'header-size': undefined,
  'body-size': undefined,
  expansion: undefined,
  'encoding-depth': undefined,
} as const satisfies Record<string, PhraseKey | undefined>;

export type ReasonKey = keyof typeof ADVICE;

/**
 * The facts a reason adds to an error: its key as `reason`, what happened as `detail`, and `advice` where there is any.
 * @param facts what the phrase of the reason says besides
 */
export function factsOf(reason: ReasonKey, facts: Facts = {}): Facts & { reason: ReasonKey; detail: Phrase } {
  const advice = ADVICE[reason];
  return { reason, detail: { phrase: `reason-${reason}`, facts }, ...(advice && { advice: { phrase: advice } }) };
}
