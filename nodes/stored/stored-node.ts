/**
 * What an endpoint node stores. Dialog and run both read it here: what one shows the other sends, and what one cannot
 * read the other refuses.
 */
import type { FieldProblem } from '../parameters/problem';
import { isEnvironmentText, unresolvedEnvironment } from './environment-text';
import {
  choiceField,
  type Field,
  faultOf,
  flagField,
  identifierField,
  isGroup,
  numberField,
  propertyField,
  readField,
  shown,
  textField,
} from './field';

/** Where the value of a parameter comes from. */
export const sources = ['fixed', 'msg', 'flow', 'global', 'env', 'jsonata'] as const;
export type Source = (typeof sources)[number];

/** How one parameter's value is found. */
export interface ParameterValue {
  type: Source;
  value: string;
  /** The source may have nothing: then the parameter is left out. */
  optional?: true;
  /** Where what is stored is neither. */
  fault?: FieldProblem;
}

/** How long a flow may take with one message before the run goes on without it; a day, for who wants to wait for ever. */
export const FLOW_SECONDS = { least: 0.001, most: 86_400, whole: false, byDefault: 30 };
export const BATCH_SIZE = { least: 1, most: 1_000_000, whole: true, byDefault: 1000 };
/** Days, weeks or months of one window. */
export const WINDOW_COUNT = { least: 1, most: 366, whole: true, byDefault: 1 };

/** The groups of settings and their fields. */
export const nodeFields = {
  sending: {
    method: choiceField(['GET', 'POST'], 'GET'),
    body: choiceField(['form', 'json'], 'form'),
    /** `msg.params` may replace values set in the node; otherwise it only fills blanks. */
    override: flagField(),
    /** Send in spite of problems. */
    anyway: flagField(),
  },
  output: {
    mode: choiceField(['all', 'batches', 'each', 'text', 'buffer'], 'all'),
    batchSize: numberField(BATCH_SIZE),
    /** Message property that takes the records or the body. */
    property: propertyField(),
    dates: choiceField(['text', 'date'], 'text'),
    /** Messages about the progress of runs go to a second output. */
    progress: flagField(),
  },
  /** Into which a run cuts its range of dates. */
  windows: {
    kind: choiceField(['auto', 'none', 'day', 'week', 'month'], 'auto'),
    count: numberField(WINDOW_COUNT),
  },
  /** Whether a message waits until the flow has completed the one before; `seconds` is the longest wait of `auto`. */
  flow: {
    wait: choiceField(['auto', 'always', 'off'], 'auto'),
    seconds: numberField(FLOW_SECONDS),
  },
} as const;

export type GroupName = keyof typeof nodeFields;
export const groupNames = Object.keys(nodeFields) as GroupName[];

type ValueOf<Read> = Read extends Field<infer Value> ? Value : never;
export type NodeSettings = {
  [Group in GroupName]: { [Name in keyof (typeof nodeFields)[Group]]: ValueOf<(typeof nodeFields)[Group][Name]> };
};

/** As it stands in the flow file, where anything may stand: flows are written by hand, and by other releases. */
export type StoredNode = Readonly<Partial<Record<GroupName | 'connection' | 'path' | 'params', unknown>>>;

export interface NodeReading {
  connection: string;
  path: string;
  params: Map<string, ParameterValue>;
  /** With the default of each field that is absent or wrong. */
  settings: NodeSettings;
  faults: FieldProblem[];
}

export function readStoredNode(stored: StoredNode): NodeReading {
  const faults: FieldProblem[] = [];
  const params = readParams(stored.params, faults);
  faults.push(...[...params.values()].flatMap(({ fault }) => fault ?? []));
  return {
    connection: readField('connection', textField(), stored.connection, faults),
    path: readField('path', identifierField(), stored.path, faults),
    params,
    settings: readSettings(stored, faults),
    faults,
  };
}

/** @param faults takes what is wrong with them */
export function readSettings(stored: StoredNode, faults: FieldProblem[]): NodeSettings {
  const groups = groupNames.map((group) => [group, readGroup(group, stored[group], faults)]);
  return Object.fromEntries(groups) as NodeSettings;
}

function readGroup(group: GroupName, stored: unknown, faults: FieldProblem[]): Record<string, unknown> {
  if (stored !== undefined && !isGroup(stored)) faults.push(notAGroup(group, stored));
  const given = isGroup(stored) ? stored : {};
  const fields = Object.entries<Field<unknown>>(nodeFields[group]);
  return Object.fromEntries(
    fields.map(([name, field]) => {
      const fullName = `${group}.${name}`;
      const value = isIdle(fullName, given[name], given) ? undefined : given[name];
      return [name, readField(fullName, field, value, faults)];
    }),
  );
}

/** The numbers that only some values of the choice beside them give a meaning. */
const usedWith: Readonly<Record<string, { choice: string; values: readonly unknown[] }>> = {
  'output.batchSize': { choice: 'mode', values: ['batches'] },
  'windows.count': { choice: 'kind', values: ['day', 'week', 'month'] },
  'flow.seconds': { choice: 'wait', values: ['auto', undefined] },
};

/** A number without a meaning: its field is not shown, and what it held last stays there. */
function isIdle(name: string, value: unknown, group: Record<string, unknown>): boolean {
  const use = usedWith[name];
  if (!use || (typeof value !== 'number' && typeof value !== 'string')) return false;
  const choice = group[use.choice];
  return !use.values.includes(choice) && !isEnvironmentText(choice);
}

/**
 * A value may also stand alone, as a person writes it who writes a flow by hand: `"QuantityMin": 3`.
 * @param faults takes what is wrong with them as a whole; what is wrong with one is its own
 */
export function readParams(stored: unknown, faults: FieldProblem[]): Map<string, ParameterValue> {
  if (stored !== undefined && !isGroup(stored)) faults.push(notAGroup('params', stored));
  const entries = Object.entries(isGroup(stored) ? stored : {});
  return new Map(entries.map(([name, entry]) => [name, readParameter(name, entry)]));
}

const source = choiceField(sources, 'fixed');

function readParameter(name: string, stored: unknown): ParameterValue {
  const { type, value = '', optional } = isGroup(stored) ? stored : { value: stored };
  const faults: FieldProblem[] = [];
  const read: ParameterValue = {
    type: readField(`params.${name}.type`, source, type, faults),
    value: valueText(value) ?? '',
    ...(readField(`params.${name}.optional`, flagField(), optional, faults) && { optional: true }),
  };
  if (valueText(value) === undefined) {
    faults.push(faultOf(`params.${name}`, 'field-not-text', { value: shown(value) }));
  }
  return faults[0] ? { ...read, fault: faults[0] } : read;
}

/** A list is written as its items with commas between them, as in its field. */
function valueText(value: unknown): string | undefined {
  if (!Array.isArray(value)) return scalarText(value);
  const items = value.map(scalarText);
  return items.every((item) => item !== undefined && !item.includes(',')) ? items.join(',') : undefined;
}

function scalarText(value: unknown): string | undefined {
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isScalar ? String(value) : undefined;
}

function notAGroup(field: string, stored: unknown): FieldProblem {
  const variable = unresolvedEnvironment(stored);
  if (variable !== undefined) return faultOf(field, 'environment-not-set', { variable });
  return faultOf(field, 'field-not-a-group', { value: shown(stored) });
}
