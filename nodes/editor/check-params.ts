/**
 * What is wrong with the parameters of a node as they stand, by the rules of a run (`resolve-parameters.ts`,
 * `make-plan.ts`). What only a run will know is taken to be right.
 */
import { allParameters } from '../catalogue/shared-parameters';
import { checkParameters, isRefused, withDefaults } from '../parameters/check-parameters';
import { hasNoValue, isBlank } from '../parameters/given-value';
import { LATER } from '../parameters/needed';
import type { Problem } from '../parameters/problem';
import { isEnvironmentText } from '../stored/environment-text';
import { readField } from '../stored/field';
import { evaluationFailed, problemOfNothing, problemOfSource } from '../stored/parameter-source';
import { companySent, connectionFields } from '../stored/stored-connection';
import type { NodeSettings, ParameterValue } from '../stored/stored-node';
import { parameterOf } from './catalogue';
import { zoneOf } from './date-preview';
import type { EditorEndpoint } from './packed-catalogue';
import type { EditorNode } from './red';
import { parameterLabel, problemText, type Words } from './words';

export interface CheckedNode {
  /** Undefined for the request node. */
  endpoint: EditorEndpoint | undefined;
  params: ReadonlyMap<string, ParameterValue>;
  settings: Pick<NodeSettings, 'sending' | 'incremental'>;
  connection: EditorNode | null;
}

export interface ParameterFinding {
  name: string;
  problem: Problem;
  /** False where the node sends in spite of it. */
  isRefused: boolean;
}

/** One finding for each problem that a run would have, also of those in spite of which it sends. */
export function findProblems({ endpoint, params, settings, connection }: CheckedNode): ParameterFinding[] {
  const { sending, incremental } = settings;
  const { goesOn } = endpoint ?? {};
  // The run sets these itself, whatever stands in their fields.
  const set = incremental.mode === 'new' && goesOn ? [goesOn.start, ...(goesOn.stop ? [goesOn.stop] : [])] : [];
  const found: ParameterFinding[] = [];
  const given = new Map<string, unknown>();
  for (const [name, stored] of params) {
    if (set.includes(name)) continue;
    const problem = problemOfValue(
      name,
      stored,
      parameterOf(endpoint, name)?.lookup !== undefined && endpoint !== undefined,
    );
    if (problem && isFinal(problem)) found.push({ name, problem, isRefused: true });
    const isKnown = stored.type === 'fixed' && problem === undefined;
    if (!isKnown || !hasNoValue(stored.value, name)) given.set(name, isKnown ? stored.value : LATER);
  }
  const parameters = allParameters(endpoint);
  const all = withDefaults(given, parameters, companyOf(connection));
  // `msg.params` is then meant to bring what is blank.
  if (sending.override) for (const { name } of parameters) if (isBlank(all.get(name))) all.set(name, LATER);
  for (const name of set) all.set(name, LATER);
  const clock = { now: new Date(), zone: zoneOf(connection) };
  const { problems } = checkParameters(all, { parameters, open: endpoint === undefined }, clock);
  const checked = problems.map((problem) => {
    return { name: String(problem.facts.field), problem, isRefused: isRefused(problem, sending.anyway) };
  });
  return [...found, ...checked];
}

/** A variable may be set where the flow runs. */
export function isFinal({ kind }: Problem): boolean {
  return kind !== 'environment-not-set';
}

function problemOfValue(name: string, stored: ParameterValue, isListed: boolean): Problem | undefined {
  const problem = stored.fault ?? problemOfSource(name, stored, isListed);
  if (problem) return problem;
  return stored.type === 'fixed' ? problemOfNothing(name, stored, stored.value) : problemOfExpression(name, stored);
}

/** By Node-RED's own reading, which is the same where the flow runs. */
function problemOfExpression(name: string, source: ParameterValue): Problem | undefined {
  if (source.type === 'env' || source.type === 'account') return undefined;
  // Without the store that Node-RED writes before the key: `#:(file)::key`.
  const valid = RED.utils.validateTypedProperty(source.value.replace(/^#:\(.+?\)::/, ''), source.type, {});
  return valid === true ? undefined : evaluationFailed(name, source, String(valid));
}

function companyOf(connection: EditorNode | null): unknown {
  if (isEnvironmentText(connection?.companyId)) return LATER;
  const companyId = readField('companyId', connectionFields.companyId, connection?.companyId, []);
  return companySent(connection?.authentication, companyId);
}

/** In words, with the labels of the dialog. */
export function findingText(
  { name, problem }: ParameterFinding,
  endpoint: CheckedNode['endpoint'],
  words: Words,
): string {
  const labelOf = (each: string) => {
    const parameter = parameterOf(endpoint, each);
    return parameter ? parameterLabel(words, parameter) : each;
  };
  const { field } = problem.facts;
  // Of `params.X.type` the last part is what is wrong.
  const [, part] = String(field).split(`params.${name}.`);
  const label = part === undefined ? labelOf(name) : `${labelOf(name)} (${part})`;
  const others = (['start', 'other'] as const).flatMap((key): Array<[string, string]> => {
    const named = problem.facts[key];
    return typeof named === 'string' ? [[key, labelOf(named)]] : [];
  });
  return problemText({ ...problem, facts: { ...problem.facts, ...Object.fromEntries(others) } }, words, label);
}
