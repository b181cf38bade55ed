/** Kinds of stored fields: what a flow may hold for one, what stands for it where it is absent, and what is wrong else. */
import type { Facts, PhraseKey } from '../errors';
import { cleanText, unseenCharacter } from '../parameters/clean-text';
import type { FieldProblem } from '../parameters/problem';
import { namesIn, takenName } from '../parameters/property-names';
import { isTimeZone } from '../parameters/time-zone';
import { unresolvedEnvironment } from './environment-text';

export type Reading<Value> = { kind: 'value'; value: Value } | { kind: 'wrong'; fault: PhraseKey; facts: Facts };

/** How one field is read. What is absent, `undefined`, has a default: a node stores only what a person set. */
export interface Field<Value> {
  readonly byDefault: Value;
  read(given: unknown): Reading<Value>;
}

export interface ChoiceField<Value extends string> extends Field<Value> {
  readonly choices: readonly Value[];
}

export interface NumberBounds {
  least: number;
  most: number;
  /** False where a fraction is allowed. */
  whole: boolean;
  byDefault: number;
}

/** Longest piece of a wrong value that is repeated. */
const SHOWN = 60;

export function choiceField<const Value extends string>(
  choices: readonly Value[],
  byDefault: NoInfer<Value>,
): ChoiceField<Value> {
  return {
    choices,
    ...field(byDefault, (given) => {
      const known = choices.find((choice) => choice === given);
      if (known !== undefined) return right(known);
      return wrong('not-a-choice', { choices: choices.join(', '), value: shown(given) });
    }),
  };
}

/** True or false, as such or in letters: a value from the environment is text. */
export function flagField(): Field<boolean> {
  return field(false, (given) => {
    if (given === true || given === 'true') return right(true);
    if (given === false || given === 'false') return right(false);
    return wrong('not-boolean', { value: shown(given) });
  });
}

/** A number, as such or in digits. */
export function numberField({ least, most, whole, byDefault }: NumberBounds): Field<number> {
  return field(byDefault, (given) => {
    const number = isNumeric(given) ? Number(given) : Number.NaN;
    const isRight = number >= least && number <= most && (!whole || Number.isInteger(number));
    return isRight ? right(number) : wrong('field-not-a-number', { least, most, value: shown(given) });
  });
}

export function textField(): Field<string> {
  return field('', (given) =>
    typeof given === 'string' ? right(given) : wrong('field-not-text', { value: shown(given) }),
  );
}

/** The name of a message property that takes the data. */
export function propertyField(): Field<string> {
  const text = identifierField();
  return field('', (given) => {
    const read = text.read(given);
    const taken = read.kind === 'value' ? takenName(namesIn(read.value)) : undefined;
    return taken === undefined ? read : wrong('property-taken', { value: shown(given), taken });
  });
}

/**
 * Text that is compared letter by letter, such as a name or an address: what nobody sees is no part of it.
 * @param say how what is no text is said
 */
export function identifierField(say = shown): Field<string> {
  return field('', (given) => {
    if (typeof given !== 'string') return wrong('field-not-text', { value: say(given) });
    const text = cleanText(given);
    const variable = unresolvedEnvironment(text);
    if (variable !== undefined) return wrong('environment-not-set', { variable });
    const code = unseenCharacter(text);
    return code === undefined ? right(text) : wrong('unseen-character', { code });
  });
}

/** A secret is taken letter by letter, and what is wrong with it is said without it. */
export function secretField(): Field<string> {
  return field('', (given) =>
    typeof given === 'string' ? right(given) : wrong('field-not-text', { value: kindOf(given) }),
  );
}

/** For values that may be secrets, or hold some. */
export function kindOf(given: unknown): string {
  if (given === null) return 'null';
  return Array.isArray(given) ? '[…]' : isGroup(given) ? '{…}' : typeof given;
}

/** Blank, or a whole number as text, which a hand-written flow may hold as a number. */
export function wholeNumberField(): Field<string> {
  return checkedIdentifier((text) => (/^\d*$/.test(text) ? undefined : 'not-integer'));
}

/** Blank, or the name of a time zone. */
export function zoneField(): Field<string> {
  return checkedIdentifier((text) => (text === '' || isTimeZone(text) ? undefined : 'not-a-time-zone'));
}

function checkedIdentifier(problemOf: (text: string) => PhraseKey | undefined): Field<string> {
  const identifier = identifierField();
  return field('', (given) => {
    const read = identifier.read(typeof given === 'number' ? String(given) : given);
    const problem = read.kind === 'value' ? problemOf(read.value) : undefined;
    return problem === undefined ? read : wrong(problem, { value: shown(given) });
  });
}

function field<Value>(byDefault: Value, read: (given: unknown) => Reading<Value>): Field<Value> {
  return {
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

export function faultOf(name: string, kind: PhraseKey, facts: Facts): FieldProblem {
  return { kind, facts: { ...facts, field: name } };
}

/** Neither a blank, which `Number` takes for 0, nor `0x10` or `1e9`, which no person means. */
function isNumeric(given: unknown): boolean {
  return typeof given === 'number' || (typeof given === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(given));
}

/** A wrong value as it stands in the flow file. */
export function shown(given: unknown): string {
  const text = typeof given === 'string' ? given : (JSON.stringify(given) ?? String(given));
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

export function isGroup(given: unknown): given is Record<string, unknown> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}
