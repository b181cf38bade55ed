/** Turns what Node, its TLS and undici throw into the documented codes, with the advice that helps. */
import { DataConnectError, type ErrorCode, type Facts } from '../../errors';
import { AttemptError, type Failure } from '../failures/attempt-error';
import { factsOf, type ReasonKey } from '../failures/reasons';

/** What is known of the attempt that failed. */
export interface AttemptState {
  host: string;
  path: string;
  /** True once any part of the request may have left this machine. */
  sent: boolean;
  /** True once the answer's headers were here. */
  answering: boolean;
  /** Bytes of the body received so far. */
  bytes: number;
}

/** Thrown while a tunnel through a proxy is built. */
export class ProxyError extends Error {
  /**
   * @param proxy host and port of the proxy, without credentials
   * @param status the proxy's answer to CONNECT, where it gave one
   */
  constructor(
    readonly proxy: string,
    readonly status: number | undefined,
    options?: { cause?: unknown },
  ) {
    super('the proxy did not open a tunnel', options);
  }
}

/** Thrown when TLS cannot even be started with the options of the connection. */
export class TlsSettingsError extends Error {}

/** The error of an attempt that broke below HTTP. Errors that already are one pass unchanged. */
export function networkError(thrown: unknown, state: AttemptState): DataConnectError {
  if (thrown instanceof DataConnectError) return thrown;
  if (thrown instanceof ProxyError) return proxyError(thrown, state);
  const code = systemCode(thrown);
  const { kind, reason, failure } = classify(thrown, code, state);
  const { host, path, bytes } = state;
  const refused: Facts = kind === 'INTERNAL' ? { detail: { phrase: 'refused-by-http-library', facts: { code } } } : {};
  const facts = { host, path, bytes, ...(reason && factsOf(reason)), ...refused };
  return new AttemptError(kind, facts, failure, state.sent, { cause: shortCause(thrown, code) });
}

type Class = { kind: ErrorCode; reason: ReasonKey | undefined; failure: Failure };

const FINAL: Failure = { kind: 'final' };

function classify(thrown: unknown, code: string, state: AttemptState): Class {
  if (thrown instanceof TlsSettingsError) return { kind: 'TLS_FAILED', reason: 'tls-settings', failure: FINAL };
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return { kind: 'LIMIT_EXCEEDED', reason: 'header-size', failure: FINAL };
  if (state.answering && ENDED_EARLY.has(code)) {
    return { kind: 'TRUNCATED', reason: undefined, failure: { kind: 'lost' } };
  }
  if (code === PARSER_ERROR || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
    return { kind: 'NETWORK', reason: 'not-http', failure: FINAL };
  }
  const tls =
    TLS_REASONS[code] ?? (/^(ERR_SSL_|ERR_TLS_|ERR_OSSL|EPROTO|CERT_|CRL_)/.test(code) ? 'tls-other' : undefined);
  if (tls) return { kind: 'TLS_FAILED', reason: tls, failure: FINAL };
  if (code.startsWith('UND_ERR_INVALID')) return { kind: 'INTERNAL', reason: undefined, failure: FINAL };
  const reason = NETWORK_REASONS[code] ?? 'other';
  return { kind: 'NETWORK', reason, failure: networkFailure(code, state) };
}

function networkFailure(code: string, state: AttemptState): Failure {
  if (code === 'ENOTFOUND') return { kind: 'lookup', temporary: false };
  if (code.startsWith('EAI_')) return { kind: 'lookup', temporary: true };
  return { kind: state.sent ? 'lost' : 'connect' };
}

/** undici's parser errors have no code, only a name. */
export const PARSER_ERROR = 'HTTPParserError';

/** How undici ends a body that is shorter than announced, depending on its framing and on `Connection: close`. */
const ENDED_EARLY: ReadonlySet<string> = new Set([
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_SOCKET',
  PARSER_ERROR,
]);

const NETWORK_REASONS: Readonly<Record<string, ReasonKey>> = {
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-server-down',
  EAI_FAIL: 'name-server-down',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'unreachable',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'closed',
};

const TLS_REASONS: Readonly<Record<string, ReasonKey>> = {
  CERT_HAS_EXPIRED: 'tls-expired',
  CERT_NOT_YET_VALID: 'tls-expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-wrong-host',
  HOSTNAME_MISMATCH: 'tls-wrong-host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-unknown-issuer',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT: 'tls-unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-unknown-issuer',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-unknown-issuer',
  CERT_UNTRUSTED: 'tls-unknown-issuer',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'tls-old-protocol',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'tls-old-protocol',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: 'tls-handshake',
  // As OpenSSL 3.5 (Node 24) spells them.
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE': 'tls-handshake',
  'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE': 'tls-client-certificate',
  ERR_SSL_NO_PROTOCOLS_AVAILABLE: 'tls-old-protocol',
  ERR_SSL_WRONG_VERSION_NUMBER: 'tls-not-tls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'tls-not-tls',
  ERR_SSL_HTTP_REQUEST: 'tls-not-tls',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'tls-client-certificate',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'tls-client-certificate',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'tls-client-certificate',
};

function proxyError(thrown: ProxyError, state: AttemptState): AttemptError {
  const code = systemCode(thrown.cause);
  const reason = proxyReason(thrown.status, code);
  const { host, path } = state;
  const { proxy, status } = thrown;
  const facts = { host, path, proxy, status, ...factsOf(reason, { status }) };
  const passes = status === undefined ? reason !== 'proxy-tls' : status >= 500;
  const failure: Failure = passes ? { kind: 'connect' } : FINAL;
  return new AttemptError('PROXY_FAILED', facts, failure, false, { cause: shortCause(thrown.cause ?? thrown, code) });
}

function proxyReason(status: number | undefined, code: string): ReasonKey {
  if (status === 407) return 'proxy-sign-in';
  if (status !== undefined) return 'proxy-refused';
  return TLS_REASONS[code] || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') ? 'proxy-tls' : 'proxy-down';
}

/** A host with several addresses gives one error per address, in an AggregateError that may have no code itself. */
function systemCode(thrown: unknown): string {
  if (!(thrown instanceof Error)) return '';
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code;
  if (thrown instanceof AggregateError) return systemCode(thrown.errors[0]);
  return thrown.name === PARSER_ERROR ? PARSER_ERROR : '';
}

/** Of what was thrown below only name and code are kept: messages and fields there can hold pieces of the answer. */
function shortCause(thrown: unknown, code: string): Error {
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  return Object.assign(new Error(code || name), { code });
}
