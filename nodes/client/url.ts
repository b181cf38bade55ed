/** The one place that builds URLs and request bodies. Whatever could be read in two ways is refused before any traffic. */
import { problemOfText, shorten } from '../parameters/given-value';
import { ParameterError } from '../parameters/parameter-error';
import { problemOfName } from '../parameters/parameter-name';
import { encodePath, problemOfPath } from '../parameters/path-rules';
import type { Problem } from '../parameters/problem';
import type { ServiceRequest } from './request';

/** A request as it goes on the wire, still without credentials. */
export interface WireRequest {
  url: URL;
  body: string | undefined;
  contentType: string | undefined;
}

const THE_PATH = { phrase: 'the-path' } as const;

type Parameter = readonly [name: string, value: string];

/**
 * Joins base URL, path and parameters.
 * @param base an accepted base URL; the path is put below its own path
 * @param companyId sent as `CompanyID` where the request names none and is authenticated
 * @throws DataConnectError `PARAMETER_INVALID` when path or parameters cannot be sent
 */
export function wireRequest(base: URL, request: ServiceRequest, companyId: string | undefined): WireRequest {
  const parameters = withCompany(request, companyId);
  const problems = [
    problemOfPath(request.path, THE_PATH),
    ...parameters.map(problemOfParameter),
    problemOfBody(request),
  ];
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length > 0) throw new ParameterError(shorten(request.path).replace(/\p{Cc}/gu, ' '), found);

  const address = base.origin + base.pathname.replace(/\/+$/, '') + encodePath(request.path);
  if (request.method === 'POST') return { url: new URL(address), ...bodyOf(request, parameters) };
  const query = parameters.length > 0 ? `?${encodeForm(parameters)}` : '';
  return { url: new URL(address + query), body: undefined, contentType: undefined };
}

/** The `CompanyID` a request is about: its own, else the connection's. Names are compared without regard to case. */
export function companyOf(request: ServiceRequest, companyId: string | undefined): string | undefined {
  const own = request.parameters.find(([name]) => name.toLowerCase() === 'companyid');
  return own?.[1] ?? companyId;
}

/** `application/x-www-form-urlencoded`; spaces as `%20`, which every reader understands in URL and body. */
export function encodeForm(parameters: ReadonlyArray<Parameter>): string {
  return parameters.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}

function withCompany(request: ServiceRequest, companyId: string | undefined): ReadonlyArray<Parameter> {
  const company = companyOf(request, undefined);
  if (!companyId || company !== undefined || !request.authenticated) return request.parameters;
  return [...request.parameters, ['CompanyID', companyId]];
}

function bodyOf(request: ServiceRequest, parameters: ReadonlyArray<Parameter>): Omit<WireRequest, 'url'> {
  if (request.body === 'form') {
    return { body: encodeForm(parameters), contentType: 'application/x-www-form-urlencoded' };
  }
  return { body: JSON.stringify(Object.fromEntries(parameters)), contentType: 'application/json' };
}

function problemOfParameter([name, value]: Parameter): Problem | undefined {
  return problemOfName(name) ?? problemOfText(value, name);
}

function problemOfBody(request: ServiceRequest): Problem | undefined {
  if (request.method !== 'POST' || request.body !== 'json') return undefined;
  const names = new Set<string>();
  const twice = request.parameters.find(([name]) => names.size === names.add(name).size);
  return twice === undefined ? undefined : { kind: 'given-twice', facts: { field: shorten(twice[0]) } };
}
