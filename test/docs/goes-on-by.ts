/** By what a run goes on from an earlier one, in a cell of the table of endpoints: each fact with what it is known from. */
import type { Endpoint } from '../../nodes/catalogue';
import { goesOnBy, knownKeyOf, rangeColumnOf, waysToGoOn } from '../../nodes/catalogue/going-on';
import { allParameters } from '../../nodes/catalogue/shared-parameters';
import { code } from './markdown';

export function goesOnByOf(endpoint: Endpoint): string {
  const whole = { ...endpoint, parameters: allParameters(endpoint) };
  const ways = waysToGoOn(whole);
  if (ways.length === 0) return '–';
  const parts = [
    ...(ways.includes('new') ? [datesOf(whole), dateColumnOf(endpoint), lateOf(endpoint)] : []),
    ...(ways.includes('changes') ? ['the whole list'] : []),
    keyOf(endpoint),
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function datesOf(endpoint: Parameters<typeof goesOnBy>[0]): string {
  const { start, stop, takes, of, evidence } = goesOnBy(endpoint)!;
  const names = [start, stop].filter((name) => name !== undefined).map(code);
  const grain = takes === 'date' ? 'days' : 'days and times';
  return `${of === 'changes' ? 'changes of ' : ''}${names.join('–')}, ${grain} (${evidence})`;
}

/** Of each form of an answer that has several. */
function dateColumnOf(endpoint: Endpoint): string {
  const dates = formsOf(endpoint).map((textOf) => rangeColumnOf(endpoint, textOf));
  const known = dates.filter(({ name }) => name !== undefined);
  if (known.length === 0) return 'its column is not known';
  return `date in ${onceEach(known.map(({ name, evidence }) => `${code(name!)} (${evidence})`))}`;
}

function lateOf({ late }: Endpoint): string {
  if (!late) return '';
  const words =
    late.days === null ? 'late without a known end' : late.days === 0 ? 'never late' : `late by ${late.days} days`;
  return `${words} (${late.evidence})`;
}

function keyOf(endpoint: Endpoint): string {
  const keys = formsOf(endpoint).flatMap((textOf) => knownKeyOf(endpoint, textOf) ?? []);
  if (keys.length === 0) return 'no key known';
  return `key ${onceEach(keys.map(({ columns, evidence }) => `${columns.map(code).join(' + ')} (${evidence})`))}`;
}

type TextOf = (parameter: string) => string | undefined;

function formsOf({ variants = [] }: Endpoint): TextOf[] {
  return variants.length === 0
    ? [() => undefined]
    : variants.map(
        ({ parameter, value }) =>
          (name) =>
            name === parameter ? String(value) : undefined,
      );
}

function onceEach(texts: readonly string[]): string {
  return [...new Set(texts)].join(' or ');
}
