/** Every kind of error the client makes, each as the client itself makes it. The service's own words are `WORDS`. */
import type { AttemptError } from '../../nodes/client/failures/attempt-error';
import { decideRetry } from '../../nodes/client/failures/retry';
import { advisePost, statusError } from '../../nodes/client/failures/status-errors';
import { acceptPreferredEndpoint, acceptRedirect, requireBaseUrl } from '../../nodes/client/host-rules';
import type { ServiceRequest } from '../../nodes/client/request';
import type { Access } from '../../nodes/client/settings';
import { CredentialStanding } from '../../nodes/client/sign-in/credential-standing';
import { FixedAuthorizer } from '../../nodes/client/sign-in/fixed-authorizer';
import { TokenEndpoint } from '../../nodes/client/sign-in/token-endpoint';
import { TokenAuthorizer } from '../../nodes/client/sign-in/tokens';
import { CompressionError, ExpansionError } from '../../nodes/client/transport/body-decoder';
import { bodyError, codingError, limitError } from '../../nodes/client/transport/body-errors';
import type { PooledConnection } from '../../nodes/client/transport/connection-pool';
import { Exchange } from '../../nodes/client/transport/exchange';
import { networkError, ProxyError, TlsSettingsError } from '../../nodes/client/transport/network-errors';
import { routeTo } from '../../nodes/client/transport/proxy';
import { wireRequest } from '../../nodes/client/url';
import { CONNECTION_CLOSED, cancelled } from '../../nodes/client/waiting/cancellation';
import { Redactor } from '../../nodes/secrets/redact';
import { answer } from '../client/scripted-server';
import { errorOf, fetchText, get, never, type PlainSettings, settingsFor, TestBed } from '../client/settings-for';
import { VirtualClock } from '../client/virtual-clock';

/** In no language. */
export const WORDS = 'Xyzzy plugh.';

const HOST = 'h.invalid';
const PATH = '/x';
const STATE = { host: HOST, path: PATH, sent: true, answering: false, bytes: 7 };
const NOTHING = new Redactor([]);

/** Makes one error, by throwing it or by giving it back. */
export type Case = () => unknown;

export const clientCases: Case[] = [
  ...wrongAddresses(),
  ...wrongSettings(),
  ...wrongRequests(),
  ...otherHosts(),
  ...brokenConnections(),
  ...brokenBodies(),
  ...statuses(),
  ...signIns(),
  ...stops(),
  ...unknownOutcomes(),
  ...(['connect', 'first-byte', 'idle', 'total'] as const).map((phase) => () => timeout(phase)),
  () => redirected(get(PATH)),
  () => redirected(get(PATH, { method: 'POST' })),
  () => redirected(get(PATH, { parameters: [['a', 'b']] })),
  () => advisePost(networkError(withCode('ECONNRESET'), STATE), new URL(`https://${HOST}/?${'x'.repeat(9000)}`)),
];

function wrongAddresses(): Case[] {
  const addresses = ['', 'a b', 'x', 'https://a?b', 'https://u@a', 'ftp://a', 'http://a.invalid', 'https://a/..'];
  return [
    ...addresses.map((text) => () => requireBaseUrl(text, 'service-url', 'Zz')),
    () => requireBaseUrl('', 'token-url', 'Zz'),
  ];
}

function wrongSettings(): Case[] {
  const user = { kind: 'password', username: 'u', password: 'p', clientId: 'c', clientSecret: 's' } as const;
  const authentications: Access['authentication'][] = [
    { kind: 'token', accessToken: '' },
    { kind: 'token', accessToken: 'é' },
    { kind: 'basic', username: 'u:v', password: 'p' },
    { ...user, username: '' },
    { ...user, username: 'a\nb' },
    { ...user, password: '' },
    { ...user, clientId: '' },
    { ...user, clientSecret: '' },
  ];
  const bed = new TestBed();
  const settings = (changes: Partial<PlainSettings>) => settingsFor('https://a.invalid', { name: 'Zz', ...changes });
  return [
    ...authentications.map((authentication) => () => bed.client(settings({ authentication }))),
    () => bed.client(settings({ authentication: { kind: 'none' } })).send(get(PATH), { signal: never() }),
    () => routeTo(new URL('https://a.invalid'), { kind: 'environment' }, 'Zz', { HTTPS_PROXY: 'ftp://p' }),
    () => routeTo(new URL('https://a.invalid'), { kind: 'url', url: 'ftp://p', noProxy: [] }, 'Zz'),
  ];
}

function wrongRequests(): Case[] {
  const paths = [
    '',
    `/${'x'.repeat(2100)}`,
    '/\n',
    '/?',
    '/#',
    '/\\',
    '//x',
    '/%',
    '/%2f',
    '/..',
    '/\ud800',
    '/%2525252541',
  ];
  const parameters: [string, string][] = [
    ['', '1'],
    ['\n', '1'],
    ['Auth', '1'],
    ['A', '\n'],
    ['A', '\ud800'],
  ];
  const send = (changes: Partial<ServiceRequest>) => () =>
    wireRequest(new URL('https://a.invalid'), get(PATH, changes), undefined);
  return [
    ...paths.map((path) => send({ path })),
    send({ parameters }),
    ...parameters.map((parameter) => send({ parameters: [parameter] })),
    send({
      method: 'POST',
      body: 'json',
      parameters: [
        ['A', '1'],
        ['A', '2'],
      ],
    }),
  ];
}

function otherHosts(): Case[] {
  const service = new URL('https://dataconnect.iqmetrix.net');
  return [
    () => acceptPreferredEndpoint('https://evil.invalid', service),
    () => acceptPreferredEndpoint('mailto:x', service),
    () => acceptRedirect('http://[', service),
  ];
}

function brokenConnections(): Case[] {
  const codes = [
    ...['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH', 'ECONNRESET', 'UND_ERR_SOCKET', 'HPE', 'EPROTO'],
    ...['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_INVALID_ARG'],
    ...['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'CERT_UNTRUSTED', 'ERR_SSL_UNSUPPORTED_PROTOCOL'],
    ...['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'ERR_SSL_HTTP_REQUEST', 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'],
  ];
  const proxies = [
    new ProxyError('p.invalid:1', 407),
    new ProxyError('p.invalid:1', 403),
    new ProxyError('p.invalid:1', undefined, { cause: withCode('ECONNREFUSED') }),
    new ProxyError('p.invalid:1', undefined, { cause: withCode('ERR_SSL_HTTP_REQUEST') }),
  ];
  const thrown = [...codes.map(withCode), ...proxies, new TlsSettingsError()];
  return [
    ...thrown.map((error) => () => networkError(error, STATE)),
    () => networkError(withCode('UND_ERR_SOCKET'), { ...STATE, answering: true }),
  ];
}

function brokenBodies(): Case[] {
  return [
    () => bodyError(new CompressionError(false, { cause: undefined }), STATE),
    () => bodyError(new CompressionError(true, { cause: undefined }), STATE),
    () => bodyError(new ExpansionError('expansion'), STATE),
    () => bodyError(new ExpansionError('body-size'), STATE),
    () => limitError('encoding-depth', STATE),
    () => codingError('unknown-coding', STATE),
  ];
}

function statuses(): Case[] {
  return [400, 401, 403, 404, 413, 414, 418, 429, 431, 500].flatMap((status) =>
    ['', WORDS].map((message) => () => statusOf(status, message)),
  );
}

function statusOf(status: number, message: string): AttemptError {
  return statusError({ status, message, retryAfter: undefined, host: HOST, path: PATH });
}

function signIns(): Case[] {
  const user = { kind: 'password', username: 'u', password: 'p', clientId: 'c', clientSecret: 's' } as const;
  const password = { kind: 'password', username: 'u', password: 'p' } as const;
  const refresh = { kind: 'refresh_token', refreshToken: 'r' } as const;
  const clock = new VirtualClock();
  const refused = (error: string) => accounts(400, JSON.stringify({ error, error_description: WORDS }));
  return [
    () => new FixedAuthorizer('', 'token', new CredentialStanding(), clock).refusedAgain(WORDS),
    () => new FixedAuthorizer('', 'basic', new CredentialStanding(), clock).refusedAgain(''),
    () => new TokenAuthorizer(user, accounts(500, ''), new CredentialStanding(), clock).refusedAgain(WORDS, PATH),
    ...['invalid_grant', 'invalid_client', 'unsupported_grant_type', 'other'].map(
      (error) => () => refused(error).request(password, never()),
    ),
    () => refused('invalid_grant').request(refresh, never()),
    () => accounts(302, WORDS).request(password, never()),
    () => accounts(404, WORDS).request(password, never()),
    () => accounts(200, '<html>').request(password, never()),
    () => accounts(200, '<html>', 'text/html').request(password, never()),
    () => accounts(200, '{}').request(password, never()),
    () => accounts(200, '{}', 'application/json').request(password, never()),
  ];
}

/** An accounts service with one answer. */
function accounts(statusCode: number, body: string, contentType?: string): TokenEndpoint {
  const url = new URL('https://a.invalid/v1');
  const post = async () => ({
    statusCode,
    headers: { 'content-type': contentType },
    url,
    consume: async (take: (chunk: Buffer) => void | Promise<void>) => {
      await take(Buffer.from(body));
      return body.length;
    },
    abandon: () => {},
    over: Promise.resolve(),
  });
  return new TokenEndpoint(url, { id: 'c', secret: 's' }, post, NOTHING);
}

function stops(): Case[] {
  return [undefined, CONNECTION_CLOSED].map((reason) => () => {
    const controller = new AbortController();
    controller.abort(reason);
    return cancelled(controller.signal, PATH);
  });
}

function unknownOutcomes(): Case[] {
  const outcomeOf = (error: AttemptError) => {
    const decision = decideRetry(error, { attempt: 1, retries: 0, repeatable: false, handedOn: false });
    return decision.kind === 'stop' ? decision.error : undefined;
  };
  return [
    () => outcomeOf(statusOf(503, '')),
    () => outcomeOf(statusOf(503, WORDS)),
    () => outcomeOf(bodyError(new CompressionError(true, { cause: undefined }), STATE) as AttemptError),
    () => outcomeOf(networkError(withCode('ECONNRESET'), STATE) as AttemptError),
    async () => outcomeOf(await timeout('first-byte')),
  ];
}

/** A request over a connection on which nothing ever happens, until the limit of the phase has passed. */
async function timeout(phase: 'connect' | 'first-byte' | 'idle' | 'total'): Promise<AttemptError> {
  const clock = new VirtualClock();
  const signal = never();
  const connection = { dispatch: () => {}, served: 0 } as unknown as PooledConnection;
  const outgoing = { url: new URL(`https://${HOST}`), method: 'GET', headers: {}, body: undefined } as const;
  const timeouts = { connect: 1000, firstByte: 1000, idle: 1000, total: phase === 'total' ? 500 : 0 };
  const exchange = new Exchange(connection, outgoing, { path: PATH, signal, timeouts, clock }, () => {});
  const controller = { pause: () => {}, resume: () => {} } as Parameters<Exchange['onRequestStart']>[0];
  let failing: Promise<unknown> = exchange.headers;
  if (phase !== 'connect') exchange.onRequestStart(controller);
  if (phase === 'idle') {
    exchange.onResponseStart(controller, 200, {});
    failing = exchange.consume(() => {});
  }
  clock.pass(1000);
  return (await errorOf(failing)) as AttemptError;
}

/** A redirect that leads to itself. */
async function redirected(request: ServiceRequest): Promise<unknown> {
  const bed = new TestBed();
  try {
    const server = await bed.server((_, socket) => void socket.write(answer(302, '', { location: '/x' })));
    return await errorOf(fetchText(bed.client(settingsFor(server.url)), request.path, request));
  } finally {
    await bed.close();
  }
}

function withCode(code: string): Error {
  return Object.assign(new Error('never shown'), { code });
}
