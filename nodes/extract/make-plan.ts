/** From what a person set and a message brought to a plan: the one place that decides what is sent. */
import { chosenVariant, isByDate, isDate, isLight, mayBeTotals, usualRange } from '../catalogue/roles';
import type { Endpoint, Parameter } from '../catalogue/schema';
import {
  allParameters,
  defaultResponse,
  hasRecords,
  isEmail,
  type ResponseFormat,
  responseNamed,
} from '../catalogue/shared-parameters';
import { checkParameters, isRefused, withDefaults } from '../parameters/check-parameters';
import { dateAxis } from '../parameters/date-axis';
import { LATER } from '../parameters/needed';
import { ParameterError } from '../parameters/parameter-error';
import { plainPath } from '../parameters/path-rules';
import { cutShort, type Problem } from '../parameters/problem';
import { MOST_WINDOWS, windowCount } from '../parameters/window-count';
import { locationFilter } from './location-filter';
import { type OutputMode, type RunOrder, titleOf } from './run-order';
import type { RunOutput, RunPlan, WindowPlan } from './run-plan';

export interface Planned {
  plan: RunPlan;
  /** Problems that `anyway` overruled. */
  warnings: readonly Problem[];
  /** Parameters whose values only a run will know, which are not in the plan. */
  later: readonly string[];
  /** True where the same order gives the same plan at any time: a date can be `today`. */
  timeless: boolean;
}

/** @throws ParameterError before any traffic */
export function makePlan(order: RunOrder): Planned {
  const { endpoint, choice, terms, now } = order;
  const title = titleOf(order);
  const path = pathFor(order);
  const parameters = allParameters(endpoint);
  const given = withDefaults(order.given, parameters, terms.companyId);
  const rules = { parameters, open: endpoint === undefined };
  const { sent, problems } = checkParameters(given, rules, { now, zone: terms.zone });
  if (problems.some((problem) => isRefused(problem, choice.anyway))) throw new ParameterError(title, problems);
  const response = responseOf(sent);
  const output = runOutput(choice.output, response);
  const windows = windowPlan(order, sent, output.kind !== 'file' || response === 'Csv');
  requireFewWindows(windows, title);
  const plan: RunPlan = {
    endpoint: title,
    request: {
      method: endpoint?.method === 'POST' ? 'POST' : choice.method,
      path,
      parameters: [...sent],
      body: choice.body === 'connection' ? terms.postBody : choice.body,
      authenticated: endpoint ? endpoint.authentication !== 'none' : terms.signsIn,
      repeatable: endpoint?.repeatable !== false && !isEmail(response),
      weight: endpoint && isLight(endpoint) ? 'light' : 'report',
    },
    response,
    columns: chosenVariant(endpoint?.variants, (name) => sent.get(name))?.columns ?? endpoint?.columns ?? [],
    columnsAreCertain: endpoint !== undefined && isPathOf(endpoint, path),
    changes: endpoint?.changes === true,
    output,
    windows,
    terms,
    pathIsGuess: path === endpoint?.path && ['inferred', 'unknown'].includes(endpoint.pathEvidence),
  };
  return {
    plan,
    warnings: cutShort(problems),
    later: [...given].filter(([, value]) => value === LATER).map(([name]) => name),
    timeless: !parameters.some((each) => sent.has(each.name) && isDate(each)),
  };
}

/** That of the node, else of the connection, else of the catalogue. */
function pathFor({ endpoint, choice, terms }: RunOrder): string {
  return choice.path || (endpoint && (terms.paths.get(endpoint.id) ?? endpoint.path)) || '';
}

/** Whether the path is the endpoint's own: not overridden, or by another spelling of it. */
function isPathOf(endpoint: Endpoint, path: string): boolean {
  return plainPath(path) === plainPath(endpoint.path ?? '');
}

/** A response the catalogue does not know comes this far only by "send anyway"; its answer is read as records of JSON. */
function responseOf(sent: ReadonlyMap<string, string>): ResponseFormat {
  return responseNamed(sent.get('Response') ?? defaultResponse) ?? defaultResponse;
}

/** A slip in a date (0202-01-01) would keep the run, and Node-RED, busy with windows for ever. */
function requireFewWindows({ axis, choice }: WindowPlan, title: string): void {
  if (!axis || choice.kind !== 'calendar') return;
  const count = windowCount(axis.span, choice.unit, choice.count);
  if (count <= MOST_WINDOWS) return;
  const facts = { start: axis.startText, stop: axis.stopText, count, most: MOST_WINDOWS };
  throw new ParameterError(title, [{ kind: 'too-many-windows', facts }]);
}

/** @param isJoined whether the answers of several windows make one result */
function windowPlan(order: RunOrder, sent: ReadonlyMap<string, string>, isJoined: boolean): WindowPlan {
  const { endpoint, choice, terms } = order;
  const parameters = allParameters(endpoint);
  const axis = dateAxis(sent, endpoint ? endpoint.range : usualRange, parameters, terms.zone, terms.stopDate);
  const others = [...sent].filter(([name]) => ![axis?.startName, axis?.stopName, 'Response'].includes(name));
  return {
    choice: isJoined && !isNamedTwice(sent, parameters) ? choice.windows : { kind: 'none' },
    axis,
    locations: locationFilter(sent, parameters),
    byDate: endpoint !== undefined && isByDate(endpoint, (name) => sent.get(name)),
    mayBeTotals: endpoint !== undefined && mayBeTotals(endpoint),
    byLocation: endpoint?.recordLocation !== undefined,
    memory: JSON.stringify([terms.serviceUrl, terms.companyId, pathFor(order), others]),
  };
}

/**
 * True where a name goes out in two spellings, which only "send anyway" lets through: which of them the service takes
 * is not known, so the one that is changed for a window might change nothing.
 */
function isNamedTwice(sent: ReadonlyMap<string, string>, parameters: readonly Parameter[]): boolean {
  const known = new Set(parameters.map(({ name }) => name));
  const others = [...sent.keys()].filter((name) => !known.has(name));
  if (others.length === 0) return false;
  const spellings = new Set(parameters.map(({ name }) => name.toLowerCase()));
  return others.some((name) => spellings.has(name.toLowerCase()));
}

function runOutput(output: OutputMode, response: ResponseFormat): RunOutput {
  if (output.kind === 'file' && !isEmail(response)) return { kind: 'file' };
  if (!hasRecords(response) || output.kind === 'text' || output.kind === 'buffer') return { kind: 'body' };
  if (output.kind === 'batches') return { kind: 'records', size: output.size };
  return { kind: 'records', size: output.kind === 'each' ? 1 : Number.POSITIVE_INFINITY };
}
