/**
 * The help of an endpoint node, in the form of Node-RED's own: first what comes back, then inputs, outputs, errors.
 * The palette's tooltip shows its first two paragraphs. All help of all types is loaded when the editor starts, so it
 * is kept short: end tags and quotes that html does not need are left out.
 */
import { levelFilterNames } from '../catalogue/roles';
import type { Column, Endpoint, Parameter } from '../catalogue/schema';
import { escapeHtml } from './escape';

/** Words of the help, `locales/<language>/help.json`. */
export interface HelpWords {
  inputs: string;
  outputs: string;
  example: string;
  list: string;
  noParameters: string;
  locationFilter: string;
  columnsUnknown: string;
  dateWindow: string;
  run: string;
  /** With `__path__`. */
  pathUnconfirmed: string;
  /** With `__path__`. */
  path: string;
}

/** Longest sample that is shown; the fields after it are left out. */
const EXAMPLE_LENGTH = 160;

/** A text of the catalogue in the language of the help. */
type Translate = (english: string) => string;

/** @param translate for descriptions; names of the API stay as they are */
export function endpointHelp(endpoint: Endpoint, words: HelpWords, translate: Translate): string {
  const parts = [
    introduction(translate(endpoint.description)),
    pathOf(endpoint, words),
    inputs(endpoint, words, translate),
    outputs(endpoint, words),
    example(endpoint, words),
  ];
  return helpScript(`dataconnect-${endpoint.id}`, parts.join(''));
}

/** @param html the help of a type, generated or written by hand */
export function helpScript(type: string, html: string): string {
  return `<script type="text/html" data-help-name="${type}">${html}</script>\n`;
}

/** The first sentence is a paragraph of its own. */
function introduction(description: string): string {
  return `<p>${escapeHtml(description).replace(/\.\s+(?=\p{Lu})/u, '.<p>')}`;
}

function pathOf({ path, pathEvidence }: Endpoint, words: HelpWords): string {
  const isConfirmed = pathEvidence === 'documented' || pathEvidence === 'observed';
  const sentence = isConfirmed ? words.path : words.pathUnconfirmed;
  return `<p>${escapeHtml(sentence).replace('__path__', `<code>${escapeHtml(path ?? '')}</code>`)}`;
}

function inputs(endpoint: Endpoint, words: HelpWords, translate: Translate): string {
  const grouped = groups.flatMap(({ namesOf }) => namesOf(endpoint));
  const own = endpoint.parameters.filter(({ name }) => !grouped.includes(name));
  const list = groupInputs(endpoint, words) + own.map((parameter) => inputOf(parameter, words, translate)).join('');
  const listed = list ? `<dl class=message-properties>${list}</dl>` : `<p>${escapeHtml(words.noParameters)}`;
  return `<h3>${escapeHtml(words.inputs)}</h3>${listed}`;
}

/** Text is the type that goes without saying. */
function inputOf(parameter: Parameter, words: HelpWords, translate: Translate): string {
  const kind = parameter.format ?? (parameter.type === 'string' ? '' : parameter.type);
  const type = [kind, parameter.list ? words.list : ''].filter(Boolean).join(' ');
  const dt = parameter.required ? '<dt>' : '<dt class=optional>';
  const name = `${dt}${escapeHtml(parameter.name)}${type && `<span class=property-type>${escapeHtml(type)}</span>`}`;
  return `${name}<dd>${escapeHtml(translate(parameter.description))}`;
}

/** Parameters that more than half of the endpoints have: each group is explained in one line. */
const groups = [
  { word: 'dateWindow', namesOf: ({ range }: Endpoint): string[] => Object.values(range ?? {}) },
  { word: 'locationFilter', namesOf: ({ parameters }: Endpoint) => levelFilterNames(parameters) },
] as const;

function groupInputs(endpoint: Endpoint, words: HelpWords): string {
  return groups
    .map(({ word, namesOf }) => {
      const members = endpoint.parameters.filter(({ name }) => namesOf(endpoint).includes(name));
      if (members.length === 0) return '';
      const dt = members.some(({ required }) => required) ? '<dt>' : '<dt class=optional>';
      return `${dt}${members.map(({ name }) => name).join(', ')}<dd>${escapeHtml(words[word])}`;
    })
    .join('');
}

function outputs({ columns, variants = [] }: Endpoint, words: HelpWords): string {
  const parts = variants.map(({ parameter, value, columns }) => columnList(`${parameter} = ${value}: `, columns));
  const known = [...(columns.length > 0 ? [columnList('', columns)] : []), ...parts].join('<br>');
  const payload = known || escapeHtml(words.columnsUnknown);
  return `<h3>${escapeHtml(words.outputs)}</h3><dl class=message-properties><dt>payload<dd>${payload}</dl><p>${escapeHtml(words.run)}`;
}

function columnList(title: string, columns: readonly Column[]): string {
  return escapeHtml(title + columns.map(({ name }) => name).join(', '));
}

function example({ example, variants }: Endpoint, words: HelpWords): string {
  const record = example ?? variants?.find((variant) => variant.example)?.example;
  if (!record) return '';
  return `<h3>${escapeHtml(words.example)}</h3><pre>${escapeHtml(shortRecord(record))}</pre>`;
}

/** The fields that fit into `EXAMPLE_LENGTH`, a line for each. */
function shortRecord(record: Record<string, unknown>): string {
  const lines: string[] = [];
  let length = 0;
  for (const [name, value] of Object.entries(record)) {
    const line = `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
    length += line.length;
    if (length > EXAMPLE_LENGTH) return `{${lines.join(',\n ')}, …}`;
    lines.push(line);
  }
  return `{${lines.join(',\n ')}}`;
}
