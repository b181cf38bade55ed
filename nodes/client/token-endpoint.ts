/** The accounts service: one call, one token (API.md, Authentication). */

import { DataConnectError, type Phrase } from '../errors';
import { headerText, readContentType } from './answer-headers';
import { AttemptError } from './attempt-error';
import type { StopSignal } from './cancellation';
import { factsOf, type ReasonKey } from './reasons';
import type { Redactor } from './redact';
import { readRetryAfter } from './retry-after';
import { serviceMessage } from './service-message';
import { readSmallBody } from './small-body';
import { statusError } from './status-errors';
import type { RawAnswer } from './transport';
import { encodeForm } from './url';

/** What the person is told was called. */
export const TOKEN_PATH = '/oauth2/token';

export type Grant =
  | { kind: 'password'; username: string; password: string }
  | { kind: 'refresh_token'; refreshToken: string };

export interface TokenSet {
  accessToken: string;
  refreshToken: string | undefined;
  /** Life in milliseconds from the moment it was received. */
  lifetime: number;
}

/** Posts a form to the token endpoint. */
export type PostForm = (url: URL, form: string, signal: StopSignal) => Promise<RawAnswer>;

/** A token without a stated life is taken to live this long; a 401 would renew it anyway. */
const UNSTATED_LIFETIME = 3_600_000;

/** The sign-in was refused; asking again with the same credentials would be refused too and could lock the user. */
export class SignInRefused extends AttemptError {}

export class TokenEndpoint {
  readonly #url: URL;

  /** @param base the accepted token URL, up to and including its version */
  constructor(
    base: URL,
    readonly client: { id: string; secret: string },
    readonly post: PostForm,
    readonly redactor: Redactor,
  ) {
    this.#url = new URL(base.origin + base.pathname.replace(/\/+$/, '') + TOKEN_PATH);
  }

  /**
   * Asks for a token.
   * @throws SignInRefused (`AUTH_FAILED`), or what the transport and the statuses give
   */
  async request(grant: Grant, signal: StopSignal): Promise<TokenSet> {
    const answer = await this.post(this.#url, encodeForm(this.#fields(grant)), signal);
    const body = await readSmallBody(answer);
    if (answer.statusCode !== 200) throw this.#refusal(answer, body.text, grant);
    const tokens = await this.#read(answer, body.text);
    this.redactor.learn('token', tokens.accessToken);
    this.redactor.learn('token', tokens.refreshToken);
    return tokens;
  }

  #fields(grant: Grant): [string, string][] {
    const fields: [string, string][] = [
      ['grant_type', grant.kind],
      ['client_id', this.client.id],
      ['client_secret', this.client.secret],
    ];
    if (grant.kind === 'refresh_token') return [...fields, ['refresh_token', grant.refreshToken]];
    return [...fields, ['username', grant.username], ['password', grant.password]];
  }

  #refusal(answer: RawAnswer, text: string, grant: Grant): DataConnectError {
    const { statusCode: status, headers, url } = answer;
    const message = serviceMessage(text, this.redactor);
    const retryAfter = readRetryAfter(headerText(headers['retry-after']), headerText(headers.date));
    const refused = statusError({ status, message, retryAfter, host: url.host, path: TOKEN_PATH });
    const oauth = oauthError(text);
    if (status !== 401 && status !== 403 && !(status === 400 && oauth)) return refused;
    const facts = oauth && oauth in OAUTH_REASONS ? factsOf(OAUTH_REASONS[oauth]!) : { detail: message };
    const step: Phrase = { phrase: grant.kind === 'password' ? 'step-password' : 'step-refresh' };
    return new SignInRefused('AUTH_FAILED', { step, host: url.host, status, ...facts }, { kind: 'final' }, true);
  }

  async #read(answer: RawAnswer, text: string): Promise<TokenSet> {
    const { z } = await import('zod');
    const schema = z.object({
      // What may stand in a header (RFC 6750 allows less).
      access_token: z.string().regex(/^[\x21-\x7e]{1,16384}$/),
      refresh_token: z.string().min(1).nullish(),
      expires_in: z.coerce.number().positive().max(31_536_000).nullish().catch(undefined),
    });
    const result = schema.safeParse(json(text));
    if (!result.success) throw this.#notAToken(answer, text);
    const { access_token, refresh_token, expires_in } = result.data;
    const lifetime = expires_in ? expires_in * 1000 : UNSTATED_LIFETIME;
    return { accessToken: access_token, refreshToken: refresh_token ?? undefined, lifetime };
  }

  #notAToken(answer: RawAnswer, text: string): DataConnectError {
    const facts = { host: answer.url.host, path: TOKEN_PATH, format: { phrase: 'a-token' } } as const;
    const { contentType } = readContentType(answer.headers['content-type']);
    if (text.trimStart().startsWith('<')) {
      const came = { contentType: contentType || PAGE, advice: { phrase: 'check-token-url' } } as const;
      return new DataConnectError('WRONG_CONTENT_TYPE', { ...facts, ...came });
    }
    const detail: Phrase = { phrase: 'no-access-token' };
    return new DataConnectError('MALFORMED', { ...facts, where: contentType || UNTYPED, detail });
  }
}

const PAGE: Phrase = { phrase: 'a-page' };
const UNTYPED: Phrase = { phrase: 'no-content-type' };

const OAUTH_REASONS: Readonly<Record<string, ReasonKey>> = {
  invalid_grant: 'wrong-password',
  invalid_client: 'wrong-client',
  unauthorized_client: 'wrong-client',
  unsupported_grant_type: 'grant-not-allowed',
};

/** The `error` of an OAuth answer (RFC 6749, 5.2); undefined when the body is no such answer. */
function oauthError(text: string): string | undefined {
  const value = json(text);
  if (typeof value !== 'object' || value === null || !('error' in value)) return undefined;
  return typeof value.error === 'string' ? value.error : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
