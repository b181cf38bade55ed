/** What a request would be on the wire, found out without a byte being sent: no token, no preferred endpoint is asked for. */
import type { Facts } from '../errors';
import type { ServiceRequest } from './request';
import { requestHeaders } from './request-headers';
import { type Parts, signInNeeded, wireOf } from './sending';
import { addedOnTheWire } from './transport/added-headers';
import { companyOf, type WireRequest, wireRequest } from './url';

export interface ForeseenRequest {
  method: ServiceRequest['method'];
  url: string;
  /** As the service gets them; what lets in is masked. */
  headers: Record<string, string>;
  /** As text, where it has one. */
  body?: string;
}

/** What is only known once the first request was sent: which token, which host of the service, which cookies. */
export interface OpenQuestion {
  kind: 'sign-in' | 'preferred-host' | 'cookies';
  facts: Facts;
}

/** A request as it is known before it is sent, and what of it is not. */
export interface Foreseen {
  request: ForeseenRequest;
  open: OpenQuestion[];
}

const MASK = '***';

/** @throws DataConnectError `PARAMETER_INVALID` or `CONNECTION_INVALID` for what would not be sent */
export function foresee(parts: Parts, request: ServiceRequest): Foreseen {
  const { limits, service, authorizer, session, preferred } = parts;
  if (request.authenticated && !authorizer) throw signInNeeded(limits.name, request.path);
  const signed = request.authenticated ? authorizer : undefined;
  const company = companyOf(request, limits.companyId);
  const base = signed && preferred?.known(company);
  const wire =
    base && base.href !== service.href ? wireRequest(base, request, limits.companyId) : wireOf(parts, request);
  const cookie = signed && session.cookiesFor(wire.url);
  const headers = requestHeaders(wire, signed && `${signed.scheme} ${MASK}`, cookie && masked(cookie));
  const { url, body } = wire;
  return {
    request: {
      method: request.method,
      url: url.href,
      headers: { ...addedOnTheWire(wire), ...headers },
      ...(body !== undefined && { body }),
    },
    open: signed ? openQuestions(parts, wire, company, cookie) : [],
  };
}

function openQuestions(
  { authorizer, preferred }: Parts,
  { url }: WireRequest,
  company: string | undefined,
  cookie: string | undefined,
): OpenQuestion[] {
  const { tokenUrl } = authorizer!;
  const open: OpenQuestion[] = [];
  if (tokenUrl) open.push({ kind: 'sign-in', facts: { url: tokenUrl.href } });
  if (preferred && !preferred.known(company)) open.push({ kind: 'preferred-host', facts: { host: url.host } });
  if (!cookie) open.push({ kind: 'cookies', facts: {} });
  return open;
}

/** The names stay: they say whose cookies go along. */
function masked(cookie: string): string {
  return cookie.replace(/=[^;]*/g, `=${MASK}`);
}
