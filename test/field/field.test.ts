import { charsets } from './charsets';
import { csvFiles } from './csv';
import { emptyAnswers } from './empty';
import { errorsInDisguise } from './errors-in-disguise';
import type { FieldCase } from './field-case';
import { fieldReports } from './field-reports';
import { fileNames, files } from './files';
import { jsonTexts } from './json';
import { runCase } from './run-case';
import { proxyAddresses, signIns } from './sign-in';
import { wires } from './wire';
import { wrappers } from './wrappers';
import { xmlTexts } from './xml';

/** A new case is one entry in one of these lists; a new list is one line here. */
const lists: Readonly<Record<string, readonly FieldCase[]>> = {
  'the field reports': fieldReports,
  'errors in disguise': errorsInDisguise,
  'lists inside of something': wrappers,
  Csv: csvFiles,
  Json: jsonTexts,
  Xml: xmlTexts,
  'letters beyond ASCII': charsets,
  'on the wire': wires,
  'nothing at all': emptyAnswers,
  'names of files': fileNames,
  'workbooks and acknowledgements': files,
  'sign-in': signIns,
  'addresses of proxies': proxyAddresses,
};

describe('what strangers sent', () => {
  for (const [title, cases] of Object.entries(lists)) {
    describe(title, () => {
      for (const each of cases) it(`${each.name} (${each.source})`, () => runCase(each));
    });
  }
});
