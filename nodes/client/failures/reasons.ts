/** Why a connection, an answer or a sign-in failed: `reason-…` of the phrases says it, here is the phrase that helps. */
import type { Facts, Phrase, PhraseKey } from '../../errors';

/** What the phrases know, and so what can be the reason of an error. */
export type ReasonKey = PhraseKey extends infer Key ? (Key extends `reason-${infer Reason}` ? Reason : never) : never;

const ADVICE: Readonly<Partial<Record<ReasonKey, PhraseKey>>> = {
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
};

/**
 * The facts a reason adds to an error: its key as `reason`, what happened as `detail`, and `advice` where there is any.
 * @param facts what the phrase of the reason says besides
 */
export function factsOf(reason: ReasonKey, facts: Facts = {}): Facts & { reason: ReasonKey; detail: Phrase } {
  const advice = ADVICE[reason];
  return { reason, detail: { phrase: `reason-${reason}`, facts }, ...(advice && { advice: { phrase: advice } }) };
}
