/** From a message to the plan of its run: the way of every message, and of whoever asks what would be sent. */
import { isCompany } from '../catalogue/roles';
import type { StopSignal } from '../client/waiting/cancellation';
import { makePlan, type Planned } from '../extract/make-plan';
import { LATER } from '../parameters/needed';
import { requireRecords, requireShapable } from './columns/shaping';
import type { Connection } from './connection/connection';
import { accountValue } from './lists/account-value';
import type { EndpointNodeSettings } from './node-config';
import type { PlanMemory } from './plan-memory';
import { type AskAccount, type ParameterMessage, type ParameterOrder, resolveParameters } from './resolve-parameters';

/** What of a node its plans are made of. */
export interface PlanningNode extends ParameterOrder {
  settings: EndpointNodeSettings;
  memory: PlanMemory;
}

/**
 * @param signal ends the wait for sources that do not answer
 * @param options where `sends` is false nothing is sent: what the account would be asked for stays open
 * @throws ParameterError; DataConnectError `CONNECTION_INVALID` where dates are sent and their zone is not known,
 *   or columns hashed without a key, `CANCELLED`
 */
export async function planMessage(
  origin: PlanningNode,
  connection: Connection,
  msg: ParameterMessage,
  signal: StopSignal,
  options = { sends: true },
): Promise<Planned> {
  return planOf(origin, connection, await givenFor(origin, connection, msg, signal, options));
}

/**
 * The values of the parameters, by their names.
 * @throws as `planMessage`
 */
export async function givenFor(
  origin: PlanningNode,
  connection: Connection,
  msg: ParameterMessage,
  signal: StopSignal,
  { sends } = { sends: true },
): Promise<Map<string, unknown>> {
  requireShapable(origin, connection);
  const ask: AskAccount = async (parameter, textOf) => {
    if (isCompany(parameter.name) && connection.terms.companyId) return undefined;
    return sends ? accountValue(connection, parameter, textOf, signal) : LATER;
  };
  return resolveParameters(origin, msg, signal, ask);
}

/** @throws as `planMessage` */
export function planOf(origin: PlanningNode, connection: Connection, given: ReadonlyMap<string, unknown>): Planned {
  const { endpoint, settings, memory } = origin;
  const planned = memory.recall(connection, given, () =>
    makePlan({ endpoint, choice: settings, given, terms: connection.terms, now: new Date() }),
  );
  if (!planned.timeless) connection.requireZone();
  requireRecords(origin, planned.plan);
  return planned;
}
