/** The parts of the README that follow from the code, each between two marks. */
import { endpointTables } from './endpoint-table';
import { errorTable } from './error-table';
import { limitsTable } from './limits-table';

const sections = { endpoints: endpointTables, errors: errorTable, limits: limitsTable };

/**
 * @returns the text with every generated section as it must be
 * @throws Error when a section has no marks, or several
 */
export function withSections(readme: string): string {
  return Object.entries(sections).reduce((text, [name, write]) => replaceSection(text, name, write()), readme);
}

function replaceSection(readme: string, name: string, content: string): string {
  const begin = `<!-- ${name}: made by npm run docs -->`;
  const end = `<!-- end of ${name} -->`;
  const [before, inside, ...more] = readme.split(begin);
  const after = inside?.split(end)[1];
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`The README must have the marks "${begin}" and "${end}" once.`);
  }
  return `${before}${begin}\n\n${content}\n\n${end}${after}`;
}
