/** Answers with nothing in them: no records is a fact, an empty file or text is none. */
import { asking, type FieldCase, failed, ok, status } from './field-case';

export const emptyAnswers: readonly FieldCase[] = ['Json', 'JsonDataTable', 'Xml', 'XmlDataTable', 'Csv'].flatMap(
  (format) => [
    {
      name: `${format}: 204`,
      source: 'ASP.NET Web API',
      answers: [status(204)],
      ask: asking(format),
      expect: { records: [] },
    },
    {
      name: `${format}: 200 without a body`,
      source: 'a servlet',
      answers: [ok('')],
      ask: asking(format),
      expect: { records: [] },
    },
    {
      name: `${format}: white space alone`,
      source: 'a template',
      answers: [ok('\r\n ')],
      ask: asking(format),
      expect: { records: [], orRefused: true },
    },
    {
      name: `${format} as text: 204`,
      source: 'ASP.NET Web API',
      answers: [status(204)],
      ask: asking(format, { output: 'text' }),
      expect: failed,
    },
    {
      name: `${format} as text: 200 without a body`,
      source: 'a servlet',
      answers: [ok('')],
      ask: asking(format, { output: 'text' }),
      expect: failed,
    },
    {
      name: `${format} as a Buffer: 200 without a body`,
      source: 'a servlet',
      answers: [ok('')],
      ask: asking(format, { output: 'buffer' }),
      expect: failed,
    },
  ],
);
