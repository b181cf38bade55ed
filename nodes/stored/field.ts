/** Kinds of stored fields: what a flow may hold for one, what stands for it where it is absent, and what is wrong else. */
import type { Facts, PhraseKey } from '../errors';
import type { ChosenColumn } from '../parameters/column-choice';
import type { FieldProblem } from '../parameters/problem';
import { unresolvedEnvironment } from './environment-text';

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
  const choice = fieldOf('choice', byDefault, (given) => {
    const known = choices.find((choice) => choice === given);
    if (known !== undefined) return right(known);
    return unfit('not-a-choice', { choices: choices.join(', '), value: shown(given) });
  });
  return { ...choice, choices };
}

/** True or false, as such or in letters: a value from the environment is text. */
export function flagField(byDefault = false): FlagField {
  return fieldOf('flag', byDefault, (given) => {
    if (given === true || given === 'true') return right(true);
    if (given === false || given === 'false') return right(false);
    return unfit('not-boolean', { value: shown(given) });
  });
}

/**
 * A number, as such or in digits.
 * @param unit key of the dialog's word behind the number; only `seconds` may have a fraction
 */
export function numberField(unit: string, [least, most]: readonly [number, number], byDefault: number): NumberField {
  const number = fieldOf('number', byDefault, (given) => {
    const number = isNumeric(given) ? Number(given) : Number.NaN;
    const isRight = number >= least && number <= most && (unit === 'seconds' || Number.isInteger(number));
    return isRight ? right(number) : unfit('field-not-a-number', { least, most, value: shown(given) });
  });
  return { ...number, least, most, unit };
}

/** A kind of field. @param read of what is there, with no variable of the environment in it */
export function fieldOf<Kind extends string, Value>(
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
      return variable === undefined ? read(given) : unfit('environment-not-set', { variable });
    },
  };
}

/** What was read. */
export function right<Value>(value: Value): Reading<Value> {
  return { kind: 'value', value };
}

/** Why nothing was read. */
export function unfit(fault: PhraseKey, facts: Facts): Reading<never> {
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
