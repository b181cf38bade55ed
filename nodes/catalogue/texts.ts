/**
 * The English texts of the catalogue that a person reads in palette, dialogs and help. A language translates all of
 * them in `locales/<language>/catalogue.json`, English text to translation. Column names and descriptions are not among
 * them: they are the database's and stay as they are in every language.
 */
import { domains, endpoints, labelOf, paletteLabel, sharedParameters } from './index';
import type { Endpoint, Parameter } from './schema';

/** Each text once, in the order of the catalogue. */
export function catalogueTexts(): Set<string> {
  return new Set([
    ...domains.map(({ title }) => title),
    ...sharedParameters.flatMap(parameterTexts),
    ...endpoints.flatMap(endpointTexts),
  ]);
}

function endpointTexts(endpoint: Endpoint): string[] {
  const { title, description, parameters, variants = [], parameterSets = [] } = endpoint;
  return [
    title,
    paletteLabel(endpoint),
    description,
    ...parameters.flatMap(parameterTexts),
    ...variants.filter(({ name, value }) => name !== value).map(({ name }) => name),
    ...parameterSets.map(({ name }) => name),
  ];
}

function parameterTexts(parameter: Parameter): string[] {
  const { description, preset } = parameter;
  return [labelOf(parameter), description, ...choiceTexts(parameter), ...(preset ? [preset.reason] : [])];
}

/** A choice without a label shows its value, which is the service's word and not ours to translate. */
function choiceTexts({ choices = [] }: Parameter): string[] {
  return choices.flatMap(({ label }) => (label === undefined || isColumnNames(label) ? [] : label));
}

/** Labels such as `StoreID + VendorID`: the columns a report is searched by. */
function isColumnNames(label: string): boolean {
  return label.split(' + ').every((part) => /^([A-Z]+[a-z]+[A-Z]|[A-Z]{2,}[a-z]{2,})\w*$/.test(part));
}
