/** The accounts service: one call, one token (docs/api.md, Authentication). */
import type { Phrase } from '../../errors';
import type { Redactor } from '../../secrets/redact';
import { Secret } from '../../secrets/secret';
import { AttemptError } from '../failures/attempt-error';
import { factsOf, type ReasonKey } from '../failures/reasons';
import { readRetryAfter } from '../failures/retry-after';
import { isJsonObject, jsonIn, serviceMessage } from '../failures/service-message';
import { statusError } from '../failures/status-errors';
import { headerText, readContentType } from '../transport/answer-headers';
import { readSmallBody } from '../transport/small-body';
import type { RawAnswer } from '../transport/transport';
import type { StopSignal } from '../waiting/cancellation';
import { authFailed } from './authorizer';

/** What the person is told was called. */
export const TOKEN_PATH = '/oauth2/token';

export type Grant =
  | { kind: 'password'; username: string; password: string }
  | { kind: 'refresh_token'; refreshToken: string };

export interface TokenSet {
  accessToken: Secret;
  refreshToken: Secret | undefined;
  /** Life in milliseconds from the moment it was received. */
  lifetime: number;
}

/** Posts a form to the token endpoint. */
export type PostForm = (url: URL, fields: [name: string, value: string][], signal: StopSignal) => Promise<RawAnswer>;

/** A token without a stated life is taken to live this long; a 401 would renew it anyway. */
const UNSTATED_LIFETIME = 3_600_000;

export class TokenEndpoint {
  readonly url: URL;
  readonly #client: { id: string; secret: string };

  /** @param base the accepted token URL, up to and including its version */
  constructor(
    base: URL,
    client: { id: string; secret: string },
    readonly post: PostForm,
    readonly redactor: Redactor,
  ) {
    this.#client = client;
    this.url = new URL(base.origin + base.pathname.replace(/\/+$/, '') + TOKEN_PATH);
  }

  /**
   * Asks for a token.
   * @throws AttemptError `AUTH_FAILED` when the answer says no, or what the transport, the statuses and an unreadable
   *   answer give
   */
  async request(grant: Grant, signal: StopSignal): Promise<TokenSet> {
    const answer = await this.post(this.url, this.#fields(grant), signal);
    const { text } = await readSmallBody(answer);
    const body = jsonIn(text);
    this.redactor.learnTokens(body);
    if (answer.statusCode !== 200) throw this.#refusal(answer, text, body, grant);
    const tokens = await tokensIn(body);
    if (tokens) return tokens;
    throw saysNo(body) ? this.#saidNo(answer, text, body, grant) : this.#notAToken(answer, text);
  }

  #fields(grant: Grant): [string, string][] {
    const fields: [string, string][] = [
      ['grant_type', grant.kind],
      ['client_id', this.#client.id],
      ['client_secret', this.#client.secret],
    ];
    if (grant.kind === 'refresh_token') return [...fields, ['refresh_token', grant.refreshToken]];
    return [...fields, ['username', grant.username], ['password', grant.password]];
  }

  #refusal(answer: RawAnswer, text: string, body: unknown, grant: Grant): AttemptError {
    const { statusCode: status, headers, url } = answer;
    const isForCredentials = status === 400 || status === 422;
    if (status === 401 || status === 403 || (isForCredentials && isJsonObject(body)) || reasonIn(body)) {
      return this.#saidNo(answer, text, body, grant);
    }
    const message = serviceMessage(text, this.redactor);
    const retryAfter = readRetryAfter(headerText(headers['retry-after']), headerText(headers.date));
    const refused = statusError({ status, message, retryAfter, host: url.host, path: TOKEN_PATH });
    if (status === 404) return refused.with({ facts: { ...refused.facts, advice: CHECK_URL } });
    return status < 400 ? refused.with({ facts: { ...refused.facts, detail: [message, CHECK_URL] } }) : refused;
  }

  #saidNo({ statusCode: status, url }: RawAnswer, text: string, body: unknown, grant: Grant): AttemptError {
    const reason = reasonIn(body);
    const facts = reason ? factsOf(reason) : { detail: serviceMessage(text, this.redactor) };
    const step: Phrase = { phrase: grant.kind === 'password' ? 'step-password' : 'step-refresh' };
    return authFailed({ step, host: url.host, status, ...facts });
  }

  #notAToken(answer: RawAnswer, text: string): AttemptError {
    const facts = { host: answer.url.host, path: TOKEN_PATH, format: { phrase: 'a-token' } } as const;
    const { contentType } = readContentType(answer.headers['content-type']);
    if (text.trimStart().startsWith('<')) {
      const came = { contentType: contentType || PAGE, advice: CHECK_URL };
      return new AttemptError('WRONG_CONTENT_TYPE', { ...facts, ...came }, { kind: 'final' }, true);
    }
    const detail: Phrase = { phrase: 'no-access-token' };
    const where = contentType || UNTYPED;
    return new AttemptError('MALFORMED', { ...facts, where, detail }, { kind: 'final' }, true);
  }
}

const PAGE: Phrase = { phrase: 'a-page' };
const UNTYPED: Phrase = { phrase: 'no-content-type' };
const CHECK_URL: Phrase = { phrase: 'check-token-url' };

const OAUTH_REASONS: ReadonlyMap<unknown, ReasonKey> = new Map([
  ['invalid_grant', 'wrong-password'],
  ['invalid_client', 'wrong-client'],
  ['unauthorized_client', 'wrong-client'],
  ['unsupported_grant_type', 'grant-not-allowed'],
]);

/** What the `error` of an OAuth answer says (RFC 6749, 5.2). */
function reasonIn(body: unknown): ReasonKey | undefined {
  return isJsonObject(body) ? OAUTH_REASONS.get(body.error) : undefined;
}

/** True for an object that speaks of an error, as OAuth or the service does (docs/api.md, Errors and limits). */
function saysNo(body: unknown): boolean {
  return isJsonObject(body) && Object.entries(body).some(([name, value]) => value && /^(error|message)/i.test(name));
}

/** The tokens, unless there are none or the same answer says no. */
async function tokensIn(body: unknown): Promise<TokenSet | undefined> {
  answerWithTokens ??= tokenSchema();
  const result = (await answerWithTokens).safeParse(body);
  if (!result.success) return undefined;
  const { access_token, refresh_token, expires_in } = result.data;
  const lifetime = expires_in ? expires_in * 1000 : UNSTATED_LIFETIME;
  const refreshToken = refresh_token ? new Secret(refresh_token) : undefined;
  return { accessToken: new Secret(access_token), refreshToken, lifetime };
}

/** Made by the first answer: loading zod and making a schema takes a moment. */
let answerWithTokens: ReturnType<typeof tokenSchema> | undefined;

async function tokenSchema() {
  const { z } = await import('zod');
  return z.object({
    // What may stand in a header (RFC 6750 allows less).
    access_token: z.string().regex(/^[\x21-\x7e]{1,16384}$/),
    refresh_token: z.string().min(1).nullish(),
    expires_in: z.coerce.number().positive().max(31_536_000).nullish().catch(undefined),
    error: z.literal('').nullish(),
  });
}
