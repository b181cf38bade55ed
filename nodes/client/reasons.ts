/**
 * Why a connection, an answer or a sign-in failed, in words. An error made from a reason carries its key as the fact
 * `reason`, so that another language can replace `detail` and `advice`.
 */
export interface Reason {
  detail: string;
  advice: string;
}

export const REASONS = {
  'name-not-found': {
    detail: 'the name of the host was not found.',
    advice: 'Check the spelling of the service URL.',
  },
  'name-server-down': {
    detail: 'the name of the host could not be looked up because the name server did not answer.',
    advice: 'Check the network of this machine.',
  },
  refused: {
    detail: 'the connection was refused.',
    advice: 'Check the address, and whether a firewall blocks it.',
  },
  unreachable: {
    detail: 'the host cannot be reached from here.',
    advice: 'Check the network of this machine, and whether a proxy is needed.',
  },
  reset: {
    detail: 'the connection was reset.',
    advice: 'Try again; if it stays, look for a firewall or proxy on the way.',
  },
  closed: {
    detail: 'the connection was closed before an answer came.',
    advice: 'Try again; if it stays, look for a firewall or proxy on the way.',
  },
  'not-http': {
    detail: 'the answer is not HTTP.',
    advice: 'Check the address and port of the service URL.',
  },
  other: { detail: 'the connection failed.', advice: 'Try again; if it stays, check the network of this machine.' },
  'tls-expired': {
    detail: 'its certificate has expired or is not valid yet.',
    advice: "Check this machine's clock; otherwise whoever runs the host must renew it.",
  },
  'tls-wrong-host': {
    detail: 'its certificate is for another host.',
    advice: 'Check the service URL; a proxy that reads traffic can be the cause too.',
  },
  'tls-unknown-issuer': {
    detail: 'its certificate comes from an issuer this machine does not trust.',
    advice: 'If that issuer is right, add its certificate as CA in the TLS configuration of the connection.',
  },
  'tls-old-protocol': {
    detail: 'it offers no TLS version or cipher this machine accepts (1.2 or later is needed).',
    advice: 'Whoever runs the host must switch on TLS 1.2.',
  },
  'tls-handshake': {
    detail: 'it broke off the handshake: no cipher suits both, or it wants a client certificate.',
    advice: 'Check the TLS configuration of the connection, and whether it needs certificate and key.',
  },
  'tls-not-tls': {
    detail: 'it does not speak TLS on this port.',
    advice: 'Check the port of the service URL, and whether it should begin with http://.',
  },
  'tls-client-certificate': {
    detail: 'it asks for a client certificate or does not accept the one it got.',
    advice: 'Set certificate and key in the TLS configuration of the connection.',
  },
  'tls-settings': {
    detail: 'the TLS configuration of the connection cannot be used.',
    advice: 'Check its certificate, key and passphrase.',
  },
  'tls-other': { detail: 'the secure connection failed.', advice: 'Check the TLS configuration of the connection.' },
  'proxy-sign-in': { detail: 'it wants another user name or password (407).', advice: '' },
  'proxy-refused': { detail: 'it refused to connect.', advice: '' },
  'proxy-down': { detail: 'it cannot be reached.', advice: '' },
  'proxy-tls': { detail: 'the secure connection to it failed.', advice: '' },
  'wrong-password': { detail: 'the user name or password is wrong, or the user is locked.', advice: '' },
  'wrong-client': { detail: 'the client id or client secret is wrong.', advice: '' },
  'grant-not-allowed': { detail: 'this client id may not sign in with a user name and password.', advice: '' },
  'token-refused': { detail: 'the access token is wrong or has expired.', advice: '' },
  'new-token-refused': { detail: 'the service does not accept the access token it was just given.', advice: '' },
  'basic-refused': { detail: 'the user name or password is wrong, or Basic sign-in is not allowed.', advice: '' },
  'header-size': { detail: 'its headers are larger than 16 KiB.', advice: '' },
  'body-size': { detail: 'its body is larger than 8 GiB.', advice: '' },
  expansion: { detail: 'it expands to more than 250 times its compressed size.', advice: '' },
  'encoding-depth': { detail: 'it is compressed more than twice over.', advice: '' },
} as const satisfies Record<string, Reason>;

export type ReasonKey = keyof typeof REASONS;

/** The facts a reason adds to an error. */
export function factsOf(reason: ReasonKey): { reason: ReasonKey; detail: string; advice: string } {
  return { reason, ...REASONS[reason] };
}
