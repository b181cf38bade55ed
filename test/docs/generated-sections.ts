/** The parts of the documents that follow from the code, each between two marks. */
import { dateWordsTable } from './date-words-table';
import { endpointTables } from './endpoint-table';
import { errorList, errorTable } from './error-table';
import { exceptionList, neededTable, presetTable } from './preset-tables';
import { connectionTable, limitsTable, nodeTable, sqlTable } from './settings-tables';
import { sqlTypesTable } from './sql-types-table';

/** For each document, its sections by name. */
const sections: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  'README.md': { errors: errorList, limits: limitsTable },
  'docs/databases.md': { types: sqlTypesTable },
  'docs/dates-and-stores.md': { words: dateWordsTable },
  'docs/dropped-nodes.md': { presets: presetTable, needed: neededTable, exceptions: exceptionList },
  'docs/endpoints.md': { endpoints: endpointTables },
  'docs/errors.md': { errors: errorTable },
  'docs/settings.md': { connection: connectionTable, node: nodeTable, sql: sqlTable },
};

export const generatedDocuments = Object.keys(sections);

/**
 * @param document its path in the repository
 * @param text as it is
 * @returns the text with every generated section as it must be
 * @throws Error when a section has no marks, or several
 */
export function withSections(document: string, text: string): string {
  const own = Object.entries(sections[document] ?? {});
  return own.reduce((before, [name, write]) => replaceSection(document, before, name, write()), text);
}

function replaceSection(document: string, text: string, name: string, content: string): string {
  const begin = `<!-- ${name}: made by npm run docs -->`;
  const end = `<!-- end of ${name} -->`;
  const [before, inside, ...more] = text.split(begin);
  const after = inside?.split(end)[1];
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`${document} must have the marks "${begin}" and "${end}" once.`);
  }
  return `${before}${begin}\n\n${content}\n\n${end}${after}`;
}
