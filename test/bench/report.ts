/** The tables of the documentation. Times are ratios: how fast a machine is says nothing of the package. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { nodeRedVersion } from '../browser/node-red-process';
import { setNames } from '../package/set-pages';
import { repository } from '../package-files';
import { databaseTable, sharesTable } from './databases/database-tables';
import { typeCount } from './empty-types';
import { groups, INCREMENTAL } from './groups';
import { incrementalTable } from './incremental-table';
import { milliseconds, ratio } from './numbers';
import { type Contender, type Format, type Measured, nameOf, type Order, TYPES } from './order';
import { inGroup, type Medians, type Results } from './samples';
import { sharingTable } from './sharing-table';
import { targets } from './targets';

const DOCUMENT = path.join(repository, 'docs', 'benchmark.md');
const BEGIN = '<!-- written by npm run bench: begin -->';
const END = '<!-- written by npm run bench: end -->';

/** @param rounds the medians are of */
export function tables(results: Results, rounds: number): string {
  const conditions = `Node ${process.versions.node}, medians of ${rounds}.`;
  const parts = groups.map(({ name, orders, into }) => {
    if (into) return databaseTable(name, orders, into, results.medians);
    return (name === INCREMENTAL ? incrementalTable : groupTable)(name, orders, results.medians);
  });
  const all = [
    ...parts,
    sharesTable(results.medians),
    sharingTable(results),
    startTable(results),
    targetTable(results),
  ];
  return [conditions, ...all.filter((part) => part !== undefined)].join('\n\n');
}

/** Replaces what the last run wrote. */
export function writeDocument(text: string): void {
  const document = readFileSync(DOCUMENT, 'utf8');
  const [before, rest] = [document.split(BEGIN)[0]!, document.split(END)[1] ?? ''];
  writeFileSync(DOCUMENT, `${before}${BEGIN}\n${text}\n${END}${rest}`);
}

function groupTable(name: string, orders: Order[], medians: Medians): string | undefined {
  const measured = orders.filter((order) => medians.has(inGroup(name, nameOf(order))));
  const [reference] = measured;
  if (!reference) return undefined;
  const one = medians.get(inGroup(name, nameOf(reference)))!;
  return [
    `### ${TITLES[name] ?? `${name} rows`}`,
    '',
    '| | time | processor time | first record | memory growth | longest stall |',
    '|---|---|---|---|---|---|',
    ...measured.map((order) => row(labelOf(order), medians.get(inGroup(name, nameOf(order)))!, one)),
  ].join('\n');
}

const TITLES: Readonly<Record<string, string>> = {
  '10': '10 rows, many answers',
  windows: '10,000 rows of 1000 days, cut into windows',
  files: '1,000,000 rows of 37 columns into a file',
};

function row(label: string, measured: Measured, one: Measured): string {
  const ratios = [
    ratio(measured.time, one.time),
    ratio(measured.processor, one.processor),
    ratio(measured.first, one.time),
  ];
  const cells = [...ratios, `${Math.round(measured.growth / 1e6)} MB`, milliseconds(measured.stall)];
  return `| ${[label, ...cells].join(' | ')} |`;
}

function labelOf({ contender, format, gzip, load, rows }: Order): string {
  const split = load.kind === 'reports' ? ', split' : '';
  const words = [CONTENDERS[contender]?.(format, split), format, ...(gzip ? ['gzip'] : [])].join(' ');
  if (load.kind === 'answers') return `${words}, ${load.atOnce === 1 ? 'one by one' : `${load.atOnce} at a time`}`;
  if (load.kind === 'windows') return `${words}, windows of ${load.days} days`;
  const times = load.count > 1 ? `${load.count} times ` : '';
  return `${words}, ${times}${rows.toLocaleString('en-US')}`;
}

const CONTENDERS: Readonly<Partial<Record<Contender, (format: Format, split: string) => string>>> = {
  node: () => 'our node,',
  core: (format, split) => `core nodes (http request${format === 'Json' ? '' : `, ${format.toLowerCase()}`}${split}),`,
  'body.json()': () => 'undici `body.json()`, no Node-RED,',
  socket: () => 'the bytes alone, no Node-RED,',
  pipe: () => 'undici `body.pipe(file)`, nothing checked, no Node-RED,',
};

function startTable({ starts }: Results): string | undefined {
  const one = starts.get('empty');
  if (!one) return undefined;
  const rows = TYPES.flatMap((types) => {
    const start = starts.get(types);
    return start
      ? [`| ${STARTED[types]} | ${ratio(start.server, one.server)} | ${ratio(start.editor, one.editor)} |`]
      : [];
  });
  return [
    `### The start of Node-RED ${nodeRedVersion}, ${typeCount} types in ${setNames.length} sets`,
    '',
    '| | server | editor |',
    '|---|---|---|',
    ...rows,
  ].join('\n');
}

const STARTED = { empty: 'as many empty types', ours: 'our types', none: 'neither' };

function targetTable(results: Results): string {
  const rows = targets.flatMap(({ text, verdict }) => {
    const known = verdict(results);
    return known ? [`| ${text} | ${known.measured} | ${known.holds ? 'yes' : 'no'} |`] : [];
  });
  return ['### Targets', '', '| target | measured | holds |', '|---|---|---|', ...rows].join('\n');
}
