/**
 * What one entry of the catalogue may say. The entries are plain data; `test/catalogue` checks every one of them
 * against this schema, so that a slip in a data file fails the build and never a person's flow.
 */
import { z } from 'zod';
import { COLUMN_TYPES } from '../record';
import { domains } from './domains';
import { PERSONAL_KINDS } from './personal-kinds';
import { topicNames } from './search-topics';

/** How sure we are of a fact: read in public documentation, seen in client code, derived from a convention, or a guess. */
export const evidence = z.enum(['documented', 'observed', 'inferred', 'unknown']);

/** Kinds of public material: the project's own extracts, today's documentation, that of 2016 to 2019, client code. */
export const source = z.enum(['seed', 'current-docs', 'older-docs', 'client-code']);

export const choice = z.strictObject({
  value: z.union([z.string(), z.number()]),
  /** Words for the value; the value itself is shown where there are none. */
  label: z.string().optional(),
});

/**
 * Where a field's values can be looked up: one of the list endpoints and the columns to read from it. A value may come
 * in several rows (a table in the bridge schema has one per column).
 */
export const lookup = z.strictObject({
  endpoint: z.string(),
  /** Column sent to the service. */
  value: z.string(),
  /** Column shown to the person. */
  label: z.string(),
  /** Column that names the parent row, where the rows form a tree. */
  parent: z.string().optional(),
  /** Parameters of the list that take the value of a parameter of this endpoint: list parameter -> own parameter. */
  from: z.record(z.string(), z.string()).optional(),
});

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/**
 * What a node that is dropped into a flow begins with, and why. Unlike `default` it is sent, and seen in the dialog:
 * a value as a person would type it (`yesterday`, `-1`), or what only the account knows, the first value of the
 * parameter's lookup.
 */
export const preset = z.union([
  z.strictObject({ value: scalar, reason: z.string().min(1) }),
  z.strictObject({ account: z.literal('first'), reason: z.string().min(1) }),
]);

/** The other parameter, and those of its values with which a parameter counts; it may be missing then if `optional`. */
export const neededWith = z.strictObject({
  parameter: z.string(),
  values: z.array(scalar).min(1),
  optional: z.literal(true).optional(),
});

export const parameter = z.strictObject({
  /** The API's own spelling; the service silently ignores any other. */
  name: z.string().min(1),
  /** Words for the dialog; derived from the name where left out (`labelOf`). */
  label: z.string().optional(),
  type: z.enum(['string', 'integer', 'number', 'boolean']),
  format: z.enum(['date', 'date-time', 'guid']).optional(),
  /** True where the value is a comma-separated list whose items are of `type`. */
  list: z.boolean().optional(),
  /**
   * As the documentation of 2016 marks it, but for `neededWith`; the service is laxer in places, so a person may send
   * without.
   */
  required: z.boolean().optional(),
  /** Has no effect without: only then it is asked for. */
  neededWith: neededWith.optional(),
  /** What the service takes where nothing is sent. */
  default: scalar.optional(),
  /** Left out where a rule gives it (`presets.ts`); a parameter that may be missing has one only where it is said here. */
  preset: preset.optional(),
  example: scalar.optional(),
  choices: z.array(choice).optional(),
  /** Values that mean "all of them", as sent: `-1`, `*`. Accepted whatever the type, alone or as an item of a list. */
  all: z.array(z.string()).optional(),
  lookup: lookup.optional(),
  /** Other spellings seen in documentation; named in the "did you mean" answer, never sent. */
  aliases: z.array(z.string()).optional(),
  /** On the end of a range of dates: the parameter that starts it. Words such as `last 7 days` end on their last day there. */
  startedBy: z.string().optional(),
  /**
   * On the ids of the locations that the request is narrowed to, of the level that the parameter in `lookup.from` takes.
   * Where both filters are given the service ignores the `legacy` one.
   */
  locationFilter: z.enum(['current', 'legacy']).optional(),
  description: z.string().min(1),
});

/**
 * The parameters between whose dates the records lie. Their `format` says whether they take a time. Whether records at
 * the stop belong to the answer is documented for no endpoint: it is a setting of the connection.
 */
export const range = z.strictObject({ start: z.string(), stop: z.string() });

export const column = z.strictObject({
  name: z.string().min(1),
  type: z.enum(COLUMN_TYPES),
  format: z.enum(['date', 'date-time', 'guid']).optional(),
  /** SQL Server's type as documented: `INT`, `MONEY`, `VARCHAR(50)` … */
  sqlType: z.string().optional(),
  description: z.string().min(1),
  /** The value in the documentation's sample record; absent where the sample lacks the column. */
  example: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
  /** The values the column is known to hold, with words for them. */
  choices: z.array(choice).optional(),
  /** True for columns that carry a live credential: they are masked before anything reaches a flow. */
  secret: z.boolean().optional(),
  /** What of a person it holds, where the rules (`personal.ts`) take it for another; `no` where they see one and none is. */
  personal: z.enum([...PERSONAL_KINDS, 'no']).optional(),
});

/**
 * Columns that no two records of an answer share and that none lacks, in the order of the columns. No endpoint has its
 * key documented: where the columns do not make one plain, there is none here, for a wrong key loses records.
 */
export const key = z.strictObject({ columns: z.array(z.string()).min(1), evidence });

/**
 * By what a run can ask for, or tell, what was changed since an earlier one, and not only what happened since. Where
 * there is none, a run goes on from the stop of its `range` and looks back as far as `late` says.
 */
export const cursor = z.strictObject({
  /** Takes the moment from which changes are asked for. */
  parameter: z.string().optional(),
  /** Hold the moment of a record's last change; the first of them that is not null. */
  columns: z.array(z.string()).min(1).optional(),
  evidence,
});

/** Whether records of a day that is over still come, or change; derived for what has a range (`entry.ts`). */
export const late = z.strictObject({
  /** Days after which nothing more comes; null where no bound is known. */
  days: z.number().int().nonnegative().nullable(),
  evidence,
});

/** The columns an endpoint answers with when one of its parameters has a certain value. */
export const variant = z.strictObject({
  name: z.string(),
  parameter: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]),
  columns: z.array(column),
  example: z.record(z.string(), z.unknown()).optional(),
  /** As those of the endpoint, for this part alone. */
  recordDate: z.string().optional(),
  key: key.optional(),
});

export const endpoint = z.strictObject({
  /** Part of the node type: `dataconnect-<id>`. Never changes once released. */
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string().min(1),
  /** Two or three words for the palette, where the title is longer. */
  label: z.string().optional(),
  domain: z.enum(domains.map((domain) => domain.id)),
  /** What people look for who mean it, beside what its title says already (`search-topics.ts`). */
  words: z.array(z.enum(topicNames)).optional(),
  method: z.enum(['GET', 'POST']),
  /** As the service spells it; null where not even a suggestion is known (only the request node reaches it then). */
  path: z.string().startsWith('/').nullable(),
  pathEvidence: evidence,
  pathCandidates: z.array(z.string()).optional(),
  /** `none`: works without credentials. */
  authentication: z.literal('none').optional(),
  /**
   * True where to ask is to do something at the service: data is sent in, a session ends. It is done where a flow or a
   * person means it, and never to look (`extract/side-effect.ts`).
   */
  changes: z.literal(true).optional(),
  /** False where sending twice could do a thing twice: such a request is never repeated once sent. */
  repeatable: z.literal(false).optional(),
  /** One sentence first that says what comes back. */
  description: z.string().min(1),
  parameters: z.array(parameter),
  columns: z.array(column),
  /** Others may come, or of another type: by what is asked for, or since documents disagree. */
  columnsVary: z.literal(true).optional(),
  /** What a run may cut into windows; the pair of dates, where the endpoint has one pair and sends nothing in. */
  range: range.optional(),
  /**
   * Column whose value lies in the `range`: each record belongs to that instant, so that the answers
   * of shorter windows make up the answer of the whole. Absent where records are totals over the window, and in doubt.
   */
  recordDate: z.string().optional(),
  /**
   * Column that names the one location, at store level, that each record belongs to, so that the answers of single
   * locations make up the answer of them all. Absent where a record sums up several locations, and in doubt.
   */
  recordLocation: z.string().optional(),
  key: key.optional(),
  cursor: cursor.optional(),
  late: late.optional(),
  variants: z.array(variant).optional(),
  /** Named sets of parameters that belong together, where an endpoint serves several reports. */
  parameterSets: z.array(z.strictObject({ name: z.string(), required: z.array(z.string()) })).optional(),
  example: z.record(z.string(), z.unknown()).optional(),
  /** Where the facts come from. */
  sources: z.array(source).min(1),
});

export const catalogue = z.array(
  endpoint.superRefine((entry, { addIssue }) => {
    for (const message of roleSlips(entry)) addIssue({ code: 'custom', message: `${entry.id}: ${message}` });
  }),
);

/** Roles that name what the endpoint does not have. */
function roleSlips(entry: z.infer<typeof endpoint>): string[] {
  const { parameters, range, columns, variants = [], key, cursor } = entry;
  const named = new Map(parameters.map((each) => [each.name, each]));
  const stops = parameters.filter(({ startedBy }) => startedBy !== undefined);
  const filters = parameters.filter(({ locationFilter }) => locationFilter !== undefined);
  return [
    ...stops.flatMap(({ name, startedBy, format }) => {
      const start = named.get(startedBy!);
      const isRange = start?.format === format && (format === 'date' || format === 'date-time');
      return isRange ? [] : `${name} cannot be started by ${startedBy}`;
    }),
    ...(!range || named.get(range.stop)?.startedBy === range.start ? [] : [`no range ${range.start}, ${range.stop}`]),
    ...filters.filter(({ lookup }) => !lookup).map(({ name }) => `nobody lists the ids of ${name}`),
    ...filters.flatMap(({ name, lookup }) =>
      Object.values(lookup?.from ?? {})
        .filter((level) => !named.has(level))
        .map((level) => `${name} needs the parameter ${level}`),
    ),
    ...parameters.flatMap((each) => presetSlips(each, named)),
    ...missingColumns('key', key?.columns, columns),
    ...variants.flatMap((part) => missingColumns(`key of ${part.name}`, part.key?.columns, part.columns)),
    ...missingColumns('cursor', cursor?.columns, columns),
    ...(cursor?.parameter === undefined || named.has(cursor.parameter) ? [] : [`no parameter ${cursor.parameter}`]),
    ...(cursor && !cursor.parameter && !cursor.columns ? ['a cursor by nothing'] : []),
    ...(entry.repeatable === false && !entry.changes ? ['twice is another thing than once, yet nothing changes'] : []),
  ];
}

function presetSlips(
  { name, preset, choices, lookup, neededWith }: Parameter,
  named: Map<string, Parameter>,
): string[] {
  const isChoice = (value: unknown, among: Choice[] = []) => among.some((each) => each.value === value);
  const other = neededWith && named.get(neededWith.parameter);
  const odd = other?.choices ? neededWith?.values.filter((value) => !isChoice(value, other.choices)) : [];
  return [
    ...(!preset || !('value' in preset) || !choices || isChoice(preset.value, choices)
      ? []
      : [`${name} begins with ${preset.value}, which is none of its choices`]),
    ...(preset && 'account' in preset && !lookup ? [`nobody lists the account's values of ${name}`] : []),
    ...(neededWith && !other ? [`${name} is needed with ${neededWith.parameter}, which is not there`] : []),
    ...(odd ?? []).map((value) => `${name} is needed with ${value}, which ${neededWith?.parameter} cannot be`),
  ];
}

function missingColumns(role: string, wanted: readonly string[] = [], columns: readonly Column[]): string[] {
  const names = new Set(columns.map(({ name }) => name));
  return wanted
    .filter((name) => !names.has(name))
    .map((name) => `${role} names the column ${name}, which is not there`);
}

export type Evidence = z.infer<typeof evidence>;
export type Key = z.infer<typeof key>;
export type Cursor = z.infer<typeof cursor>;
export type Late = z.infer<typeof late>;
export type DateRange = z.infer<typeof range>;
export type NeededWith = z.infer<typeof neededWith>;
export type Preset = z.infer<typeof preset>;
export type Choice = z.infer<typeof choice>;
export type Lookup = z.infer<typeof lookup>;
export type Parameter = z.infer<typeof parameter>;
export type Column = z.infer<typeof column>;
export type Variant = z.infer<typeof variant>;
export type Endpoint = z.infer<typeof endpoint>;
