/** What a dropped node begins with, by the reasons that the catalogue gives, and what cannot run as it is dropped. */
import { endpoints, paletteLabel } from '../../nodes/catalogue';
import { NOT_AS_DROPPED } from '../../nodes/catalogue/presets';
import type { Preset } from '../../nodes/catalogue/schema';
import { cell, code, tableOf } from './markdown';

/** A row per reason, the most frequent first. */
export function presetTable(): string {
  const begun = endpoints.flatMap(({ parameters }) =>
    parameters.flatMap(({ name, preset }) => (preset ? [{ name, preset }] : [])),
  );
  const byReason = grouped(begun, ({ preset }) => preset.reason);
  const sorted = [...byReason].sort(([, one], [, other]) => other.length - one.length);
  return tableOf(
    ['Why', 'Parameters'],
    sorted.map(([reason, all]) => [cell(reason), shortList(new Set(all.map(begunWith)))]),
  );
}

function begunWith({ name, preset }: { name: string; preset: Preset }): string {
  return 'value' in preset ? code(`${name} = ${preset.value}`) : `${code(name)}, left to the account`;
}

/** Many of one rule say no more than a few of them. */
function shortList(texts: ReadonlySet<string>): string {
  const shown = [...texts].slice(0, 8).join('; ');
  return texts.size > 8 ? `${shown} and ${texts.size - 8} more` : shown;
}

/** A line for each type. */
export function exceptionList(): string {
  return NOT_AS_DROPPED.map(({ type, reason }) => `- ${labelOf(type)} (${code(type)}): ${reason}`).join('\n');
}

const OTHER_LABELS: Readonly<Record<string, string>> = {
  'dataconnect-request': 'Any request',
  'dataconnect-records-to-sql': 'Records to SQL',
};

function labelOf(type: string): string {
  const endpoint = endpoints.find(({ id }) => type === `dataconnect-${id}`);
  return `**${endpoint ? paletteLabel(endpoint) : OTHER_LABELS[type]}**`;
}

/** Parameters that count with the value of another only, and the nodes in which they do. */
export function neededTable(): string {
  const found = endpoints.flatMap((endpoint) =>
    endpoint.parameters.flatMap(({ name, neededWith }) =>
      neededWith ? [{ name, neededWith, label: paletteLabel(endpoint) }] : [],
    ),
  );
  const alike = grouped(found, ({ name, neededWith }) => JSON.stringify([name, neededWith]));
  const rows = [...alike.values()].map((all) => [all[0]!, [...new Set(all.map(({ label }) => label))]] as const);
  return tableOf(
    ['Parameter', 'Counts with', 'In'],
    rows.map(([{ name, neededWith }, labels]) => {
      const values = neededWith.values.map((value) => code(`${neededWith.parameter} = ${value}`));
      return [code(name), values.join(' or '), labels.map(cell).join(', ')];
    }),
  );
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
