/**
 * What an endpoint node stores. Dialog and run both read it here: what one shows the other sends, and what one cannot
 * read the other refuses.
 */
import { usualReach } from '../incremental/windows/grain';
import { TREATMENTS } from '../parameters/column-choice';
import { sayDuration } from '../parameters/duration';
import type { FieldProblem } from '../parameters/problem';
import { isEnvironmentText, unresolvedEnvironment } from './environment-text';
import {
  choiceField,
  type Field,
  faultOf,
  flagField,
  isGroup,
  numberField,
  onlyWith,
  readField,
  type Setting,
  shown,
} from './field';
import { columnsField, namesField } from './list-fields';
import { migrate, newestVersion, nodeSteps } from './migrations';
import { dateField, durationField, identifierField, patternField, propertyField, textField } from './text-fields';

/** Two runs of a day are one file, unless a person wants otherwise. */
const DEFAULT_PATTERN = '{report} {date}';

/** Where the value of any parameter can come from. */
export const sources = ['fixed', 'msg', 'flow', 'global', 'env', 'jsonata'] as const;
/** Of a parameter whose values a list of the account knows, also from there. */
const storedSources = [...sources, 'account'] as const;
export type Source = (typeof storedSources)[number];

/** The one rule there is for a value of the account: the first in the list, a company's own where the connection has it. */
export const FIRST_OF_ACCOUNT = 'first';

/** How one parameter's value is found. */
export interface ParameterValue {
  type: Source;
  value: string;
  /** The source may have nothing: then the parameter is left out. */
  optional?: true;
  /** Where what is stored is neither. */
  fault?: FieldProblem;
}

/** Only where the next dates are asked for. */
const whereNew = onlyWith('incremental.mode', 'new');

/** The settings, `group.name` each, in the order of the dialog. The texts are for the documentation. */
export const nodeFields = {
  'output.mode': of(
    choiceField(['all', 'batches', 'each', 'text', 'buffer', 'file'], 'all'),
    'Records, or the answer as it came.',
  ),
  'output.batchSize': {
    ...of(numberField('records', [1, 1_000_000], 1000), 'Records of one batch.'),
    ...onlyWith('output.mode', 'batches'),
  },
  'output.file': {
    ...of(patternField(DEFAULT_PATTERN), 'Its name, and folders below the one that the connection allows.'),
    ...onlyWith('output.mode', 'file'),
  },
  'output.exists': {
    ...of(choiceField(['replace', 'number', 'error'], 'replace'), 'What happens to a file of that name.'),
    ...onlyWith('output.mode', 'file'),
  },
  'flow.wait': of(
    choiceField(['auto', 'always', 'off'], 'auto'),
    'A message is sent when the flow is done with the one before.',
  ),
  'flow.seconds': {
    ...of(numberField('seconds', [0.001, 86_400], 30), 'Then the run goes on, and names the slow nodes.'),
    ...onlyWith('flow.wait', 'auto'),
  },
  'flow.stopOnFailure': {
    ...of(flagField(true), 'Then the run ends as `FLOW_FAILED`; without, it ends when the last message is sent.'),
    ...onlyWith('flow.wait', 'auto', 'always'),
  },
  'output.property': of(propertyField('payload'), 'Property of the message that takes the data.'),
  'output.dates': {
    ...of(choiceField(['text', 'date'], 'text'), 'What dates in records become.'),
    ...onlyWith('output.mode', 'all', 'batches', 'each'),
  },
  'output.progress': of(flagField(), 'At most one message a second.'),
  'columns.personal': of(
    choiceField(TREATMENTS, 'keep'),
    'What becomes of names, phones, e-mail, addresses, serial and account numbers in records.',
  ),
  'columns.drift': of(
    choiceField(['pass', 'drop', 'fail'], 'pass'),
    'What happens when columns come that the last run, or the catalogue, did not have.',
  ),
  'columns.others': of(choiceField(['pass', 'drop'], 'pass'), 'What becomes of columns that are not listed.'),
  'columns.list': of(columnsField(), 'Columns in their order; left out, renamed or treated otherwise.'),
  'windows.kind': {
    ...of(
      choiceField(['auto', 'none', 'day', 'week', 'month'], 'auto'),
      'Totals over a range are cut only if you say how.',
    ),
    ...onlyWith('output.mode', 'all', 'batches', 'each', 'file'),
  },
  'windows.count': {
    ...of(numberField('at-a-time', [1, 366], 1), 'Days, weeks or months of one window.'),
    ...onlyWith('windows.kind', 'day', 'week', 'month'),
  },
  'windows.share': {
    ...of(
      choiceField(['off', 'flow', 'count-unproven'], 'off'),
      'Whether the Node-RED of a cluster share the windows; what counts as done.',
    ),
    ...onlyWith('windows.kind', 'day', 'week', 'month'),
  },
  'incremental.mode': of(
    choiceField(['off', 'new', 'changes'], 'off'),
    'Whether a run goes on from what the flow confirmed: the next dates, or what differs from the last answer.',
  ),
  'incremental.from': { ...of(dateField('yesterday'), 'Where the first run begins.'), ...whereNew },
  'incremental.grain': {
    ...of(choiceField(['day', 'instant'], 'day'), 'Parameters that take days alone always go by days.'),
    ...whereNew,
  },
  'incremental.lookback': {
    ...of(durationField(0), `Asked for again, for what came late. ${usual('lookback')}`),
    ...whereNew,
  },
  'incremental.delay': {
    ...of(durationField(0), `Not asked for yet, before now. ${usual('delay')}`),
    ...whereNew,
  },
  'incremental.step': {
    ...of(durationField(1), `Length of a window, which is confirmed as a whole. ${usual('step')}`),
    ...whereNew,
  },
  'incremental.most': {
    ...of(numberField('windows-a-run', [1, 10_000], 100), 'After an outage; the next run goes on.'),
    ...whereNew,
  },
  'incremental.rows': {
    ...of(choiceField(['all', 'new', 'marked'], 'new'), 'What becomes of records that were delivered before.'),
    ...whereNew,
  },
  'incremental.key': {
    ...of(
      namesField(),
      'Columns that tell records apart. Blank: those of the catalogue; where it has none, whole records.',
    ),
    ...onlyWith('incremental.mode', 'changes'),
  },
  'incremental.removed': {
    ...of(
      numberField('percent', [0, 100], 20),
      'Where more is gone, the run ends with an error and nothing is removed.',
    ),
    ...onlyWith('incremental.mode', 'changes'),
  },
  'incremental.confirm': {
    ...of(
      choiceField(['flow', 'hand', 'count-unproven'], 'flow'),
      'What moves the point from which the next run goes on.',
    ),
    ...onlyWith('incremental.mode', 'new', 'changes'),
  },
  'incremental.alarm': {
    ...of(
      numberField('minutes', [1, 10_080], 30),
      'Then the node says that a window is not confirmed yet, and what holds it.',
    ),
    ...onlyWith('incremental.mode', 'new', 'changes'),
  },
  'sending.method': of(choiceField(['GET', 'POST'], 'GET'), 'How the service is asked.'),
  'sending.body': {
    ...of(choiceField(['connection', 'form', 'json'], 'connection'), 'How parameters are written in a body.'),
    ...onlyWith('sending.method', 'POST'),
  },
  'sending.override': of(flagField(), 'Otherwise `msg.params` only fills what is left blank.'),
  'sending.anyway': of(flagField(), 'For a service that is laxer than its documentation.'),
} as const satisfies Record<`${string}.${string}`, Setting>;

/** What holds where a duration is blank. */
function usual(name: 'delay' | 'lookback' | 'step'): string {
  const [day, instant] = [usualReach.day[name], usualReach.instant[name]].map((each) => sayDuration(each, 'en'));
  return `Blank: ${day} by days, ${instant} by time of day.`;
}

function of<Kind>(field: Kind, about: string) {
  return { ...field, about };
}

export type SettingName = keyof typeof nodeFields;
export const settingNames = Object.keys(nodeFields) as SettingName[];

export type GroupName = SettingName extends `${infer Group}.${string}` ? Group : never;
export const groupNames = [...new Set(settingNames.map((name) => placeOf(name)[0]))];

/** What a node stores beside its name, and what a new one begins with, in the order of the flow file. */
export const nodeProperties = {
  connection: '',
  version: newestVersion(nodeSteps),
  params: {},
  sending: {},
  path: '',
  output: {},
  windows: {},
  flow: {},
  columns: {},
  incremental: {},
  /** Number of outputs, which Node-RED reads. */
  outputs: 1,
} satisfies Record<GroupName, object> & Record<string, unknown>;

/** `output.mode`: the field `mode` of the group `output`. */
export function placeOf(name: SettingName): [group: GroupName, field: string] {
  return name.split('.') as [GroupName, string];
}

/** Key of a setting's label in `locales/`; those of its choices, its note and its hint begin with it. */
export function settingKey(name: string): string {
  return `dialog.${name.replace('.', '-')}`;
}

type ValueOf<Read> = Read extends Field<infer Value> ? Value : never;
type NameOf<Group extends GroupName> = Extract<SettingName, `${Group}.${string}`>;
export type NodeSettings = {
  [Group in GroupName]: {
    [Name in NameOf<Group> as Name extends `${Group}.${infer Each}` ? Each : never]: ValueOf<(typeof nodeFields)[Name]>;
  };
};

/** As it stands in the flow file, where anything may stand: flows are written by hand, and by other releases. */
export type StoredNode = Readonly<Partial<Record<keyof typeof nodeProperties, unknown>>>;

export interface NodeReading {
  connection: string;
  path: string;
  params: Map<string, ParameterValue>;
  /** With the default of each field that is absent or wrong. */
  settings: NodeSettings;
  faults: FieldProblem[];
}

/** @param node of any version as the flow has it, where anything may stand */
export function readStoredNode(node: StoredNode, steps = nodeSteps): NodeReading {
  const faults: FieldProblem[] = [];
  const stored: StoredNode = migrate(node, steps, faults) ?? {};
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
  faults.push(...groupNames.flatMap((group) => notAGroup(group, stored[group])));
  const settings: Record<string, Record<string, unknown>> = {};
  for (const name of settingNames) {
    const [group, field] = placeOf(name);
    const given = isWithoutUse(name, stored) ? undefined : storedSetting(stored, name);
    settings[group] = { ...settings[group], [field]: readField<unknown>(name, nodeFields[name], given, faults) };
  }
  return settings as NodeSettings;
}

/** As it stands in the flow file; undefined where it is absent, or its group is none. */
export function storedSetting(stored: StoredNode, name: SettingName): unknown {
  const [group, field] = placeOf(name);
  const settings = stored[group];
  return isGroup(settings) ? settings[field] : undefined;
}

const TYPED: readonly Setting['kind'][] = ['number', 'date', 'duration'];

/** What is typed where the choice beside it gives it no meaning: its field is not shown, and what it held stays there. */
function isWithoutUse(name: SettingName, stored: StoredNode): boolean {
  const { kind, usedWith }: Setting = nodeFields[name];
  const given = storedSetting(stored, name);
  if (!TYPED.includes(kind) || !usedWith || (typeof given !== 'number' && typeof given !== 'string')) return false;
  const setting = usedWith.setting as SettingName;
  const stands = storedSetting(stored, setting);
  const choice = stands === undefined ? nodeFields[setting].byDefault : stands;
  return !usedWith.values.some((value) => value === choice) && !isEnvironmentText(choice);
}

/**
 * A value may also stand alone, as a person writes it who writes a flow by hand: `"QuantityMin": 3`.
 * @param faults takes what is wrong with them as a whole; what is wrong with one is its own
 */
export function readParams(stored: unknown, faults: FieldProblem[]): Map<string, ParameterValue> {
  faults.push(...notAGroup('params', stored));
  const entries = Object.entries(isGroup(stored) ? stored : {});
  return new Map(entries.map(([name, entry]) => [name, readParameter(name, entry)]));
}

const source = choiceField(storedSources, 'fixed');

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

function notAGroup(field: string, stored: unknown): FieldProblem[] {
  if (stored === undefined || isGroup(stored)) return [];
  const variable = unresolvedEnvironment(stored);
  if (variable !== undefined) return [faultOf(field, 'environment-not-set', { variable })];
  return [faultOf(field, 'field-not-a-group', { value: shown(stored) })];
}
