/**
 * What a node begins with when it is dropped into a flow, by rules that hold for all endpoints. An entry says itself
 * what no rule gives: which of its choices returns most, which period a monthly report is for.
 */
import { categories, levels } from './lookups';
import { isCompany, isDate } from './roles';
import type { Parameter, Preset } from './schema';

const YESTERDAY: Preset = { value: 'yesterday', reason: 'The last day that is over: nothing is added to it any more.' };
const NO: Preset = { value: false, reason: 'A switch is off until you want it.' };

/** The month before this one, for reports whose figures mean little for a single day. */
export const wholeMonth: Preset = {
  value: 'previous month',
  reason: 'The last month that is over: for a single day these figures mean little.',
};

/** Of a choice: the value that leaves nothing out. */
export function returnsMost(value: string | number | boolean): Preset {
  return { value, reason: 'Returns most: nothing is left out.' };
}

/** Where nothing but the documentation's own sample request shows a value that works. */
export function asInSample(value: string | number | boolean): Preset {
  return { value, reason: "As in the documentation's sample request." };
}

/** Of a search: the one by category, which goes by the whole tree. */
export function everyCategory(value: string | number): Preset {
  return { value, reason: 'By category, of which the root is all of them.' };
}

/** Where only programs that use the service show a value that works. */
export function asClientCode(value: string | number): Preset {
  return { value, reason: 'As known client code sends it.' };
}

/** Two digits per level of the tree. */
export const rootCategory: Preset = { value: 10, reason: 'The root of the category tree: every product is below it.' };

const wholeCompany: Preset = { value: 1, reason: 'The whole company, the only level with a documented number.' };

/** The parameter with its preset where a rule gives one: what must not be missing has it, and nothing else. */
export function withPreset(parameter: Parameter): Parameter {
  if (parameter.preset || !(parameter.required || parameter.neededWith)) return parameter;
  const preset = byRule(parameter);
  return preset ? { ...parameter, preset } : parameter;
}

function byRule(parameter: Parameter): Preset | undefined {
  const { name, type, all, lookup, neededWith } = parameter;
  if (isDate(parameter)) return YESTERDAY;
  if (all?.[0] !== undefined) return { value: all[0], reason: 'Documented as all of them.' };
  if (type === 'boolean') return NO;
  if (isCompany(name)) {
    return {
      account: 'first',
      reason: 'The company of the connection; without one, the first that the account may read.',
    };
  }
  if (lookup?.endpoint === categories.endpoint) return rootCategory;
  if (lookup?.endpoint === levels.endpoint) return wholeCompany;
  // Who comes to search for one thing wants to say which.
  return lookup && !neededWith ? { account: 'first', reason: 'The first in the list of the account.' } : undefined;
}

/** Node types that cannot run as they are dropped, and why. The documentation has the same list. */
export const NOT_AS_DROPPED: ReadonlyArray<{ type: string; reason: string }> = [
  { type: 'dataconnect-request', reason: 'Which path it asks for is the one thing that you have to say.' },
  { type: 'dataconnect-records-to-sql', reason: 'It writes to a table that has the name you give it.' },
  {
    type: 'dataconnect-import-traffic-count',
    reason: 'It changes data in RQ: nobody wants visitors counted that a default made up.',
  },
  {
    type: 'dataconnect-trade-in-activity',
    reason: 'It asks for a trade-in provider by its number, and the service has no list of them.',
  },
];
