/** The formats that hold records: how a whole answer is made, what hurts in it, and how it is read slowly. */
import type { RecordFormat } from '../../nodes/decode/create-reader';
import type { Random } from './random';
import type { Readings } from './reading';
import { csvReadings } from './slow-csv';
import { jsonReadings, jsonTableReadings } from './slow-json';
import { xmlReadings, xmlTableReadings } from './slow-xml';
import { anyTable, csvOf, jsonOf, jsonTableOf, xmlOf, xmlTableOf } from './tables';

export interface FuzzedFormat {
  format: RecordFormat;
  mediaType: string;
  /** Delimiter of the Csv. */
  delimiter: string;
  whole(random: Random): string;
  /** Undefined where the slow reader cannot tell. */
  readings(text: string): Readings | undefined;
  structure: readonly string[];
}

const JSON_PARTS = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  '\\u',
  '\\ud83d',
  '0',
  '-',
  'e',
  '.',
  'null',
  'true',
  ' ',
  '\0',
  '\ufeff',
  '{"Error":true}',
  '"__proto__":1,',
  '[]',
  '{}',
  '/*',
  '\n',
];
const XML_PARTS = [
  '<',
  '>',
  '/',
  '&',
  ';',
  '"',
  "'",
  '=',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '<!DOCTYPE x>',
  '</',
  '/>',
  '<a>',
  '</a>',
  '<a/>',
  '&#65;',
  '&lt;',
  '&x;',
  ' x="1"',
  ' ',
  '\r\n',
  '\0',
  '\ufeff',
  '_x0020_',
  '<Error>true</Error>',
];
const CSV_PARTS = [
  ',',
  '|',
  '"',
  '""',
  '\r',
  '\n',
  '\r\n',
  '\n\r',
  ' ',
  '\0',
  '\ufeff',
  'sep=,\r\n',
  '\t',
  ';',
  '",',
  ',"',
  '"\r\n',
  '\x1a',
];

const json = { mediaType: 'application/json', delimiter: ',', structure: JSON_PARTS };
const xml = { mediaType: 'text/xml', delimiter: ',', structure: XML_PARTS };
const csv = (delimiter: string): FuzzedFormat => ({
  format: 'Csv',
  mediaType: 'text/csv',
  delimiter,
  whole: (random) => csvOf(anyTable(random), random, delimiter),
  readings: (text) => csvReadings(text, delimiter),
  structure: [...CSV_PARTS, delimiter],
});

/** Several of one format take turns. */
export const fuzzedFormats: readonly (readonly FuzzedFormat[])[] = [
  [{ ...json, format: 'Json', whole: (random) => jsonOf(anyTable(random), random), readings: jsonReadings }],
  [
    {
      ...json,
      format: 'JsonDataTable',
      whole: (random) => jsonTableOf(anyTable(random), random),
      readings: jsonTableReadings,
    },
  ],
  [{ ...xml, format: 'Xml', whole: (random) => xmlOf(anyTable(random), random), readings: xmlReadings }],
  [
    {
      ...xml,
      format: 'XmlDataTable',
      whole: (random) => xmlTableOf(anyTable(random), random),
      readings: xmlTableReadings,
    },
  ],
  [csv(','), csv('|'), csv('||'), csv('\t')],
];
