/** The DataConnect service itself: one request from its headers to its last byte. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Endpoint, Parameter } from '../../../nodes/catalogue';
import type { Users } from '../accounts/users';
import { BadRequest } from '../answers/answer';
import type { Parameters } from '../answers/question';
import { resolve } from '../answers/resolve';
import type { Caller } from '../answers/service-answers';
import type { Dials, DialValues } from '../dials';
import type { Fault } from '../faults/fault';
import { answeredByFault, sendEmptyList, sendError, sendPage } from '../faults/instead';
import { takeFault } from '../faults/take-fault';
import type { Mailing } from '../render/mail';
import type { LoggedRequest, RequestLog } from '../request-log';
import { COMPANIES, worldOf } from '../world';
import { presentOf } from '../world/clock';
import type { Admission } from './admission';
import { authenticate, type Identity } from './authenticate';
import { prepare } from './prepare';
import { readParameters } from './read-parameters';
import { Refusal } from './refusal';
import type { Routes } from './routes';
import type { Sessions } from './sessions';
import { drop, gone, transmit } from './transmit';

export interface ServiceParts {
  dials: Dials;
  users: Users;
  sessions: Sessions;
  admission: Admission;
  routes: Routes;
  log: RequestLog;
  mailing: Mailing;
  /** Undefined for that of the tests. */
  worldEnd(): number | undefined;
  /** Base URL of this server, once it listens. */
  url(): string;
}

/** One request on its way through. */
interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  entry: LoggedRequest;
  fault: Fault | undefined;
}

export async function serve(parts: ServiceParts, visit: Omit<Visit, 'fault'>): Promise<void> {
  const fault = takeFault(parts.dials.values.faults, 'service', visit.url.pathname);
  const { request, response } = visit;
  const { errorBody } = parts.dials.values;
  if (parts.dials.values.now !== '')
    response.setHeader('date', new Date(presentOf(parts.dials.values).instant).toUTCString());
  if (fault && (await answeredByFault(request, response, fault))) return;
  try {
    await answer(parts, { ...visit, fault });
  } catch (error) {
    if (response.headersSent) drop(response, true);
    else if (error instanceof Refusal) sendError(response, error.status, error.message, errorBody);
    else if (error instanceof BadRequest) sendError(response, 400, error.message, errorBody);
    else throw error;
  }
}

async function answer(parts: ServiceParts, visit: Visit): Promise<void> {
  const { request, response, url, entry, fault } = visit;
  if (request.method !== 'GET' && request.method !== 'POST') throw new Refusal(405, 'Use GET or POST.');
  const { values } = parts.dials;
  const endpoint = parts.routes.find(url.pathname, values.paths);
  const identity = identify(parts, visit, endpoint);
  if (identity) setCookies(parts, request, response, fault);
  if (!endpoint) return answerNowhere(response, url, values.nowhere);

  const parameters = readParameters(url, entry.body, request.headers['content-type'] ?? '', values);
  const company = companyFor(identity, parameters, endpoint);
  if (!identity) return run(parts, visit, endpoint, parameters, company, undefined);
  if (!parts.admission.enter(company, parts.dials.values.capacity)) return refuseForNow(parts, response);
  entry.active = parts.admission.active(company);
  try {
    await run(parts, visit, endpoint, parameters, company, callerOf(parts, identity, company));
    if (!response.writableFinished) await gone(response);
  } finally {
    parts.admission.leave(company);
  }
}

async function run(
  { dials, mailing, worldEnd }: ServiceParts,
  { request, response, fault }: Visit,
  endpoint: Endpoint,
  parameters: Parameters,
  company: number,
  caller: Caller | undefined,
): Promise<void> {
  const world = worldOf(company, worldEnd());
  if (!world) throw new Refusal(403, `Company ${company} is not yours.`);
  while (dials.values.hold && !response.destroyed) await Promise.race([dials.changed(), gone(response)]);
  if (dials.values.delay > 0)
    await Promise.race([new Promise((done) => setTimeout(done, dials.values.delay)), gone(response)]);
  if (response.destroyed) return;

  const values = dials.values;
  checkRequired(endpoint, parameters, values.requireParameters);
  const question = { endpoint, parameters, world, dials: values };
  const resolved = resolve(question, caller);
  if (resolved.count > values.rowLimit) {
    throw new Refusal(
      413,
      `The request would return ${resolved.count} records. The limit is ${values.rowLimit} records.`,
    );
  }
  const outgoing = await prepare(resolved, question, mailing);
  await transmit(request, response, outgoing, values, fault);
}

function answerNowhere(response: ServerResponse, { pathname }: URL, how: DialValues['nowhere']): void {
  if (how === 'page') sendPage(response, 200);
  else if (how === 'json') sendEmptyList(response);
  else throw new Refusal(Number(how), `No HTTP resource was found that matches '${pathname}'.`);
}

/** @returns undefined for an endpoint that works without credentials */
function identify(
  { users, dials }: ServiceParts,
  { request, url, fault }: Visit,
  endpoint: Endpoint | undefined,
): Identity | undefined {
  if (endpoint?.authentication === 'none') return undefined;
  const identity = authenticate(request, url, users, dials.values.lockAfter);
  if (fault?.kind === 'expire-token' && identity?.accessToken) {
    const token = users.byAccess(identity.accessToken);
    if (token) users.revoke(token);
  } else if (identity) {
    return identity;
  }
  throw new Refusal(401, 'Authorization has been denied for this request.');
}

function setCookies(
  { sessions, dials }: ServiceParts,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
): void {
  if (/\/session\/abandon$/i.test(request.url?.split('?')[0] ?? ''))
    sessions.abandon(request, dials.values.sessionCookie);
  if (!dials.values.sessionCookies) return;
  if (fault?.kind === 'forget-session') sessions.abandon(request, dials.values.sessionCookie);
  const cookies = sessions.cookiesFor(request, dials.values.sessionCookie);
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
}

/** The company asked for, else the caller's own. Reports need an employee (docs/api.md, Authentication). */
function companyFor(identity: Identity | undefined, parameters: Parameters, endpoint: Endpoint): number {
  const own = COMPANIES[0].id;
  if (!identity) return own;
  const { user } = identity;
  const isAboutService = endpoint.domain.toLowerCase() === 'service';
  if (user.employeeId === undefined && !isAboutService) {
    throw new Refusal(403, 'The user is not mapped to an employee of the company.');
  }
  const company = parameters.integer('CompanyID') ?? user.companies[0] ?? own;
  if (!user.companies.includes(company)) throw new Refusal(403, `Company ${company} is not yours.`);
  return company;
}

function callerOf({ users, dials, log, url }: ServiceParts, identity: Identity, companyId: number): Caller {
  const { user, basicToken } = identity;
  const accessToken = identity.accessToken ?? users.issue(user, dials.values.tokenLifetime).access;
  return {
    user,
    companyId,
    accessToken,
    basicToken,
    preferredEndpoint: dials.values.preferredEndpoint || url(),
    log: log.all(),
  };
}

function refuseForNow({ dials }: ServiceParts, response: ServerResponse): void {
  const { retryAfter, capacity, errorBody } = dials.values;
  const ahead = /^date([+-]\d+)$/.exec(retryAfter)?.[1];
  if (retryAfter)
    response.setHeader('retry-after', ahead ? new Date(Date.now() + Number(ahead) * 1000).toUTCString() : retryAfter);
  sendError(response, 429, `Rate Limiting Applied. ${capacity} active requests are already in progress.`, errorBody);
}

/** Names that are not known are ignored, as the service does; missing ones are not. */
function checkRequired(endpoint: Endpoint, parameters: Parameters, asDocumented: boolean): void {
  if (!asDocumented) return;
  const missing = endpoint.parameters
    .filter((parameter) => isRequired(parameter, parameters) && !parameters.has(parameter.name))
    .map(({ name }) => name);
  if (missing.length > 0) throw new BadRequest(`Missing required parameter: ${missing.join(', ')}.`);
}

function isRequired({ required, neededWith }: Parameter, parameters: Parameters): boolean {
  if (!neededWith) return required === true;
  const beside = parameters.text(neededWith.parameter);
  return !neededWith.optional && neededWith.values.some((value) => String(value) === beside);
}
