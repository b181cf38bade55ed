/** The message catalogs and help files of a node set, put together from `locales/<language>/`. */
import { labelOf, paletteLabel } from '../catalogue/label';
import type { Endpoint, Parameter } from '../catalogue/schema';
import { sharedParameters } from '../catalogue/shared-parameters';
import { textKey } from '../editor/text-key';
import { nodeFields, settingNames } from '../stored/stored-node';
import { withErrorCodes } from './error-help';
import { escapeHtml } from './escape';
import { endpointHelp, type HelpWords, helpScript } from './help';
import { type NodeSet, typesOf } from './node-set';

/** Everything of one language: `locales/<language>/*.json` and `*.html` by their names. */
export interface Language {
  messages: Record<string, unknown>;
  /** Help written by hand, by node type without `dataconnect-`. */
  help: Record<string, string>;
}

/** Files that are read by the build and not by Node-RED. */
const forBuild = ['help', 'catalogue', 'search-words', 'example-tabs'];

/**
 * What is not in every set: of Test connection, of Records to SQL, and phrases that the server needs, taken from the
 * connection's set by all; the preview of Records to SQL says them, too.
 */
const onlyIn: Readonly<Record<string, readonly string[]>> = {
  'check-up': ['connection', 'service'],
  confirm: ['output'],
  diagnosis: ['connection'],
  sidebar: ['connection'],
  phrases: ['connection', 'output'],
  sql: ['output'],
};

/**
 * Node-RED gives each set a catalog of its own and a set may be loaded without the others, so every set has all shared
 * texts. Each file becomes the key of its name (`errors.TIMEOUT`); the file named like a set goes to that set only.
 * Of the catalogue's translations a set gets those that its palette and dialogs show.
 */
export function setMessages(set: NodeSet, language: Language, setNames: readonly string[]): Record<string, unknown> {
  const isElsewhere = (file: string) => {
    const owners = setNames.includes(file) ? [file] : onlyIn[file];
    return forBuild.includes(file) || owners?.includes(set.name) === false;
  };
  const shared = Object.entries(language.messages).filter(([file]) => !isElsewhere(file));
  return { ...Object.fromEntries(shared), ...paletteMessages(set, language), ...catalogueMessages(set, language) };
}

/** Node-RED looks a category up by its name with underscores. */
function paletteMessages({ name, category, title }: NodeSet, language: Language): Record<string, unknown> {
  const { sql } = language.messages as { sql?: { category: string } };
  const translated = name === 'output' ? sql?.category : translations(language)[title];
  if (!translated) return {};
  return { palette: { label: { [category.replaceAll(' ', '_')]: `DataConnect ${escapeHtml(translated)}` } } };
}

function catalogueMessages(set: NodeSet, language: Language): Record<string, unknown> {
  const known = translations(language);
  const shown = [
    ...set.endpoints.flatMap(endpointTexts),
    ...(set.name === 'connection' ? [] : sharedParameters.flatMap(parameterTexts)),
  ];
  const texts = [...new Set(shown)].filter((text) => known[text] !== undefined && known[text] !== text);
  if (texts.length === 0) return {};
  return { texts: Object.fromEntries(texts.map((text) => [textKey(text).replace('texts.', ''), known[text]])) };
}

function endpointTexts(endpoint: Endpoint): string[] {
  const reports = (endpoint.parameterSets ?? []).map(({ name }) => name);
  return [paletteLabel(endpoint), ...reports, ...endpoint.parameters.flatMap(parameterTexts)];
}

function parameterTexts(parameter: Parameter): string[] {
  const { description, choices = [], preset } = parameter;
  const reason = preset ? [preset.reason] : [];
  return [labelOf(parameter), description, ...choices.flatMap(({ label }) => label ?? []), ...reason];
}

/** English texts of the catalogue and what they are in the language; none for English itself. */
function translations({ messages }: Language): Record<string, string> {
  return (messages.catalogue ?? {}) as Record<string, string>;
}

/** @param language with all words of the help and the help of connection and request; see `withFallback` */
export function setHelp(set: NodeSet, language: Language): string {
  const { help, messages } = language;
  const byHand = typesOf(set)
    .map((type) => type.replace(/^dataconnect-/, ''))
    .filter((id) => help[id] !== undefined)
    .map((id) => helpScript(`dataconnect-${id}`, compact(help[id]!)));
  const known = translations(language);
  const generated = set.endpoints.map((endpoint) =>
    endpointHelp(endpoint, messages.help as HelpWords, (text) => known[text] ?? text),
  );
  return [...byHand, ...generated].join('');

  function compact(html: string): string {
    return withDefaults(withErrorCodes(html, messages.errors as Record<string, string>))
      .replace(/>\s+</g, '><')
      .trim();
  }
}

/** Puts the default of a setting in the place of its name: `__flow.seconds__`. */
function withDefaults(help: string): string {
  return settingNames.reduce((text, name) => text.replaceAll(`__${name}__`, String(nodeFields[name].byDefault)), help);
}

/** A language that lacks a file of the help has the English one: Node-RED looks no further once a set's file is there. */
export function withFallback(language: Language, english: Language): Language {
  const words = { ...(english.messages.help as object), ...(language.messages.help as object | undefined) };
  return { messages: { ...language.messages, help: words }, help: { ...english.help, ...language.help } };
}
