/** Kinds of stored fields that are a list: of names, of columns. */
import { cleanText } from '../parameters/clean-text';
import { type ChosenColumn, nameTwice, TREATMENTS } from '../parameters/column-choice';
import { type ColumnsField, fieldOf, isGroup, type NamesField, right, shown, unfit } from './field';
import { namesOf } from './name-list';
import { identifierField } from './text-fields';

/** A list of names, or a text of them as `name-list.ts` reads it; an empty list by default. */
export function namesField(): NamesField {
  const identifier = identifierField();
  return fieldOf('names', [], (given) => {
    const list: unknown = typeof given === 'string' ? namesOf(given) : given;
    if (!Array.isArray(list)) return unfit('field-not-names', { value: shown(given) });
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
  return fieldOf('columns', [], (given) => {
    const columns: unknown = typeof given === 'string' ? namesOf(given) : given;
    if (!Array.isArray(columns)) return unfit('field-not-columns', { value: shown(given) });
    const list: ChosenColumn[] = [];
    for (const each of columns as unknown[]) {
      const column = columnIn(each);
      if (!column) return unfit('field-not-columns', { value: shown(each) });
      list.push(column);
    }
    const names = list.map(({ name }) => name);
    const twice = names.find((name, place) => names.indexOf(name) < place) ?? nameTwice(list);
    return twice === undefined ? right(list) : unfit('columns-same-name', { name: twice });
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
