/** Kinds of stored fields that are a text: names, dates in words, durations, folders, ids, secrets. */
import type { PhraseKey } from '../errors';
import { cleanText, unseenCharacter } from '../parameters/clean-text';
import { parseDateExpression } from '../parameters/date-expression';
import { minutesOf, parseDuration } from '../parameters/duration';
import { isWholePath, problemOfPattern } from '../parameters/file-pattern';
import { readPaths } from '../parameters/path-list';
import { namesIn, propertyOf, takenName } from '../parameters/property-names';
import { isTimeZone } from '../parameters/time-zone';
import { unresolvedEnvironment } from './environment-text';
import {
  type Field,
  fieldOf,
  isGroup,
  type NodeIdField,
  type Reading,
  right,
  shown,
  type TextField,
  unfit,
  type WordsField,
} from './field';

/**
 * Any text as it is; empty by default.
 * @param say how what is no text is said
 */
export function textField(say = shown): TextField {
  return fieldOf('text', '', (given) =>
    typeof given === 'string' ? right(given) : unfit('field-not-text', { value: say(given) }),
  );
}

/** @param nodeType of the node; its field in the dialog is Node-RED's, which stores null where none was ever chosen */
export function nodeIdField(nodeType: string): NodeIdField {
  const id = textField();
  return { ...id, kind: 'node', nodeType, read: (given) => id.read(given ?? undefined) };
}

/** The name of a message property that takes the data; a blank one is the default. */
export function propertyField(byDefault: string): TextField {
  const identifier = identifierField();
  return fieldOf('text', byDefault, (given) => {
    const read = identifier.read(given);
    if (read.kind === 'wrong') return read;
    const taken = takenName(namesIn(read.value));
    if (taken !== undefined) return unfit('property-taken', { value: shown(given), taken });
    return right(propertyOf(read.value) || byDefault);
  });
}

/** The pattern of a file's name; a blank one is the default. */
export function patternField(byDefault: string): TextField {
  const identifier = identifierField();
  return fieldOf('text', byDefault, (given) => {
    const read = identifier.read(given);
    if (read.kind === 'wrong' || read.value === '') return read.kind === 'wrong' ? read : right(byDefault);
    const problem = problemOfPattern(read.value, '');
    return problem ? unfit(problem.kind, problem.facts) : read;
  });
}

/** A date in the words of `date-expression.ts`; a blank one is the default. */
export function dateField(byDefault: string): WordsField {
  const isDate = (text: string) => parseDateExpression(text) !== undefined;
  return wordsField('date', byDefault, (text, value) => (isDate(text) ? undefined : unfit('not-date', { value })));
}

/** The longest duration that is taken, in minutes. */
const A_YEAR = minutesOf({ count: 1, unit: 'year' });

/** Blank, or a duration in the words of `duration.ts`: a year at most. @param least in minutes; a minute, or none */
export function durationField(least: 0 | 1): WordsField {
  return wordsField('duration', '', (text, value) => {
    const duration = parseDuration(text);
    if (!duration) return unfit('not-duration', { value });
    const minutes = minutesOf(duration);
    if (minutes > A_YEAR) return unfit('duration-too-long', { value });
    return minutes < least ? unfit('duration-too-short', { value }) : undefined;
  });
}

function wordsField<Kind extends string>(
  kind: Kind,
  byDefault: string,
  problemOf: (text: string, value: string) => Reading<never> | undefined,
): Field<string> & { kind: Kind } {
  const identifier = identifierField();
  return fieldOf(kind, byDefault, (given) => {
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
  return fieldOf('text', '', (given) => {
    if (typeof given !== 'string') return unfit('field-not-text', { value: say(given) });
    const clean = cleanText(given);
    const variable = unresolvedEnvironment(clean);
    if (variable !== undefined) return unfit('environment-not-set', { variable });
    const code = unseenCharacter(clean);
    return code === undefined ? right(clean) : unfit('unseen-character', { code });
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
  return fieldOf('text', '', (given) => {
    const read = identifier.read(typeof given === 'number' ? String(given) : given);
    const problem = read.kind === 'value' ? problemOf(read.value) : undefined;
    return problem === undefined ? read : unfit(problem, { value: shown(given) });
  });
}
