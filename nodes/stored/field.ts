/** Kinds of stored fields: what a flow may hold for one, what stands for it where it is absent, and what is wrong else. */
import type { Facts, PhraseKey } from '../errors';
import { cleanText, unseenCharacter } from '../parameters/clean-text';
import { type ChosenColumn, nameTwice, TREATMENTS } from '../parameters/column-choice';
import { parseDateExpression } from '../parameters/date-expression';
import { minutesOf, parseDuration } from '../parameters/duration';
import { isWholePath, problemOfPattern } from '../parameters/file-pattern';
import { readPaths } from '../parameters/path-list';
import type { FieldProblem } from '../parameters/problem';
import { namesIn, propertyOf, takenName } from '../parameters/property-names';
import { isTimeZone } from '../parameters/time-zone';
import { unresolvedEnvironment } from './environment-text';
import { namesOf } from './name-list';

export type Reading<Value> = { kind: 'value'; value: Value } | { kind: 'wrong'; fault: PhraseKey; facts: Facts };

/** How one field is read. What is absent, `undefined`, has a default: a node stores only what a person set. */
export interface Field<Value> {
  readonly byDefault: Value;
  read(given: unknown): Reading<Value>;
}

/** One of a few texts. */
export type ChoiceField<Value extends string> = Field<Value> & { kind: 'choice'; choices: readonly Value[] };
/** A number within bounds, stored as one or as its text. */
export type NumberField = Field<number> & { kind: 'number'; least: number; most: number; unit: string };
/** A switch. */
export type FlagField = Field<boolean> & { kind: 'flag' };
/** Names, in their order. */
export type NamesField = Field<readonly string[]> & { kind: 'names' };
/** Columns by their names, in their order, and what becomes of each. */
export type ColumnsField = Field<readonly ChosenColumn[]> & { kind: 'columns' };
/** A date in words or written out, or how long something is: the text of it. */
export type WordsField = Field<string> & { kind: 'date' | 'duration' };
/** Any text. */
export type TextField = Field<string> & { kind: 'text' };
/** The id of another config node. */
export type NodeIdField = Field<string> & { kind: 'node'; nodeType: string };

/** A field that a dialog shows by its kind, and the documentation by what it says of it. */
export type Setting = (
  | ChoiceField<string>
  | NumberField
  | FlagField
  | TextField
  | WordsField
  | NodeIdField
  | NamesField
  | ColumnsField
) & {
  readonly about: string;
  /** The choice that gives it a meaning, such as `output.mode`, and those of its values that do. */
  readonly usedWith?: { readonly setting: string; readonly values: readonly string[] };
  /** Shown in a blank field of text that has no default. */
  readonly example?: string;
};

/** Has a meaning, and a place in the dialog, with these values of the choice beside it only. */
export function onlyWith(setting: string, ...values: string[]) {
  return { usedWith: { setting, values } };
}

/** Longest piece of a wrong value that is repeated. */
const SHOWN = 60;

/** @param byDefault stands for an absent one */
export function choiceField<const Value extends string>(
  choices: readonly Value[],
  byDefault: NoInfer<Value>,
): ChoiceField<Value> {
  const choice = field('choice', byDefault, (given) => {
    const known = choices.find((choice) => choice === given);
    if (known !== undefined) return right(known);
    return wrong('not-a-choice', { choices: choices.join(', '), value: shown(given) });
  });
  return { ...choice, choices };
}

/** True or false, as such or in letters: a value from the environment is text. */
export function flagField(byDefault = false): FlagField {
  return field('flag', byDefault, (given) => {
    if (given === true || given === 'true') return right(true);
    if (given === false || given === 'false') return right(false);
    return wrong('not-boolean', { value: shown(given) });
  });
}

/**
 * A number, as such or in digits.
 * @param unit key of the dialog's word behind the number; only `seconds` may have a fraction
 */
export function numberField(unit: string, [least, most]: readonly [number, number], byDefault: number): NumberField {
  const number = field('number', byDefault, (given) => {
    const number = isNumeric(given) ? Number(given) : Number.NaN;
    const isRight = number >= least && number <= most && (unit === 'seconds' || Number.isInteger(number));
    return isRight ? right(number) : wrong('field-not-a-number', { least, most, value: shown(given) });
  });
  return { ...number, least, most, unit };
}

/**
 * Any text as it is; empty by default.
 * @param say how what is no text is said
 */
export function textField(say = shown): TextField {
  return field('text', '', (given) =>
    typeof given === 'string' ? right(given) : wrong('field-not-text', { value: say(given) }),
  );
}

/** @param nodeType of the node; its field in the dialog is Node-RED's, which stores null where none was ever chosen */
export function nodeIdField(nodeType: string): NodeIdField {
  const id = textField();
  return { ...id, kind: 'node', nodeType, read: (given) => id.read(given ?? undefined) };
}

/** A list of names, or a text of them as `name-list.ts` reads it; an empty list by default. */
export function namesField(): NamesField {
  const identifier = identifierField();
  return field('names', [], (given) => {
    const list: unknown = typeof given === 'string' ? namesOf(given) : given;
    if (!Array.isArray(list)) return wrong('field-not-names', { value: shown(given) });
    const read = list.map((name: unknown) => identifier.read(name));
    const fault = read.find((each) => each.kind === 'wrong');
    if (fault) return fault;
    return right(read.flatMap((each) => (each.kind === 'value' && each.value !== '' ? each.value : [])));
  });
}

/**
 * Names of columns, or what is said of each: `{ name, leave, as, personal }`, or a text of names as `name-list.ts` reads
 * it; an empty list by default.
 */
export function columnsField(): ColumnsField {
  return field('columns', [], (given) => {
    const columns: unknown = typeof given === 'string' ? namesOf(given) : given;
    if (!Array.isArray(columns)) return wrong('field-not-columns', { value: shown(given) });
    const list: ChosenColumn[] = [];
    for (const each of columns as unknown[]) {
      const column = columnIn(each);
      if (!column) return wrong('field-not-columns', { value: shown(each) });
      list.push(column);
    }
    const names = list.map(({ name }) => name);
    const twice = names.find((name, place) => names.indexOf(name) < place) ?? nameTwice(list);
    return twice === undefined ? right(list) : wrong('columns-same-name', { name: twice });
  });
}

/** @returns undefined for what is none */
function columnIn(given: unknown): ChosenColumn | undefined {
  const stored = typeof given === 'string' ? { name: given } : given;
  if (!isGroup(stored)) return undefined;
  const { name, leave, as, personal } = stored;
  const treatment = TREATMENTS.find((each) => each === personal);
  if (typeof name !== 'string' || name === '' || (as !== undefined && !isColumnName(as))) return undefined;
  if ((leave !== undefined && typeof leave !== 'boolean') || (personal !== undefined && !treatment)) return undefined;
  return { name, ...(leave === true && { leave }), ...(as && { as }), ...(treatment && { personal: treatment }) };
}

/** Node-RED's cloneMessage would turn `__proto__` into a prototype. */
function isColumnName(given: unknown): given is string {
  return typeof given === 'string' && given !== '__proto__' && given === cleanText(given);
}

/** The name of a message property that takes the data; a blank one is the default. */
export function propertyField(byDefault: string): TextField {
  const identifier = identifierField();
  return field('text', byDefault, (given) => {
    const read = identifier.read(given);
    if (read.kind === 'wrong') return read;
    const taken = takenName(namesIn(read.value));
    if (taken !== undefined) return wrong('property-taken', { value: shown(given), taken });
    return right(propertyOf(read.value) || byDefault);
  });
}

/** The pattern of a file's name; a blank one is the default. */
export function patternField(byDefault: string): TextField {
  const identifier = identifierField();
  return field('text', byDefault, (given) => {
    const read = identifier.read(given);
    if (read.kind === 'wrong' || read.value === '') return read.kind === 'wrong' ? read : right(byDefault);
    const problem = problemOfPattern(read.value, '');
    return problem ? wrong(problem.kind, problem.facts) : read;
  });
}

/** A date in the words of `date-expression.ts`; a blank one is the default. */
export function dateField(byDefault: string): WordsField {
  const isDate = (text: string) => parseDateExpression(text) !== undefined;
  return wordsField('date', byDefault, (text, value) => (isDate(text) ? undefined : wrong('not-date', { value })));
}

/** The longest duration that is taken, in minutes. */
const A_YEAR = minutesOf({ count: 1, unit: 'year' });

/** Blank, or a duration in the words of `duration.ts`: a year at most. @param least in minutes; a minute, or none */
export function durationField(least: 0 | 1): WordsField {
  return wordsField('duration', '', (text, value) => {
    const duration = parseDuration(text);
    if (!duration) return wrong('not-duration', { value });
    const minutes = minutesOf(duration);
    if (minutes > A_YEAR) return wrong('duration-too-long', { value });
    return minutes < least ? wrong('duration-too-short', { value }) : undefined;
  });
}

function wordsField<Kind extends string>(
  kind: Kind,
  byDefault: string,
  problemOf: (text: string, value: string) => Reading<never> | undefined,
): Field<string> & { kind: Kind } {
  const identifier = identifierField();
  return field(kind, byDefault, (given) => {
    const read = identifier.read(given);
    if (read.kind === 'wrong') return read;
    return read.value === '' ? right(byDefault) : (problemOf(read.value, shown(given)) ?? read);
  });
}

/** Blank, or the whole path of a folder, of whatever system. */
export function folderField(): TextField {
  return checkedIdentifier((text) => (text === '' || isWholePath(text) ? undefined : 'folder-not-absolute'));
}

/**
 * Text that is compared letter by letter, such as a name or an address: what nobody sees is no part of it.
 * @param say how what is no text is said
 */
export function identifierField(say = shown): TextField {
  return field('text', '', (given) => {
    if (typeof given !== 'string') return wrong('field-not-text', { value: say(given) });
    const clean = cleanText(given);
    const variable = unresolvedEnvironment(clean);
    if (variable !== undefined) return wrong('environment-not-set', { variable });
    const code = unseenCharacter(clean);
    return code === undefined ? right(clean) : wrong('unseen-character', { code });
  });
}

/** A secret is taken letter by letter, and what is wrong with it is said without it. */
export function secretField(): TextField {
  return textField(kindOf);
}

/** For values that may be secrets, or hold some. */
export function kindOf(given: unknown): string {
  if (given === null) return 'null';
  return Array.isArray(given) ? '[…]' : isGroup(given) ? '{…}' : typeof given;
}

/** Blank, or a whole number as text, which a hand-written flow may hold as a number. */
export function wholeNumberField(): TextField {
  return checkedIdentifier((text) => (/^\d*$/.test(text) ? undefined : 'not-integer'));
}

/** Blank, or paths of endpoints, as `path-list.ts` reads them. */
export function pathsField(): TextField {
  return checkedIdentifier((text) => (readPaths(text) ? undefined : 'not-paths'));
}

/** Blank, or the name of a time zone. */
export function zoneField(): TextField {
  return checkedIdentifier((text) => (text === '' || isTimeZone(text) ? undefined : 'not-a-time-zone'));
}

function checkedIdentifier(problemOf: (text: string) => PhraseKey | undefined): TextField {
  const identifier = identifierField();
  return field('text', '', (given) => {
    const read = identifier.read(typeof given === 'number' ? String(given) : given);
    const problem = read.kind === 'value' ? problemOf(read.value) : undefined;
    return problem === undefined ? read : wrong(problem, { value: shown(given) });
  });
}

function field<Kind extends string, Value>(
  kind: Kind,
  byDefault: Value,
  read: (given: unknown) => Reading<Value>,
): Field<Value> & { kind: Kind } {
  return {
    kind,
    byDefault,
    read: (given) => {
      if (given === undefined) return right(byDefault);
      const variable = unresolvedEnvironment(given);
      return variable === undefined ? read(given) : wrong('environment-not-set', { variable });
    },
  };
}

function right<Value>(value: Value): Reading<Value> {
  return { kind: 'value', value };
}

function wrong(fault: PhraseKey, facts: Facts): Reading<never> {
  return { kind: 'wrong', fault, facts };
}

/** Reads a field by its name. @param faults takes what is wrong with it; the default stands for it then */
export function readField<Value>(name: string, field: Field<Value>, given: unknown, faults: FieldProblem[]): Value {
  const reading = field.read(given);
  if (reading.kind === 'value') return reading.value;
  faults.push(faultOf(name, reading.fault, reading.facts));
  return field.byDefault;
}

/** @param name of the field, as the flow has it */
export function faultOf(name: string, kind: PhraseKey, facts: Facts): FieldProblem {
  return { kind, facts: { ...facts, field: name } };
}

/** Neither a blank, which `Number` takes for 0, nor `0x10` or `1e9`, which no person means. */
export function isNumeric(given: unknown): boolean {
  return typeof given === 'number' || (typeof given === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(given));
}

/** A wrong value as it stands in the flow file. */
export function shown(given: unknown): string {
  const text = typeof given === 'string' ? given : (JSON.stringify(given) ?? String(given));
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** Whether a stored value has fields of its own. */
export function isGroup(given: unknown): given is Record<string, unknown> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}
