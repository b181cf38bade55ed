/** Which of the nine responses is asked for, and what it looks like on the way out. */
import type { OutgoingHttpHeaders } from 'node:http';
import { type Answer, BadRequest } from '../answers/answer';
import type { Question } from '../answers/question';
import { gathered } from '../faults/mangle';
import type { Pieces } from '../render/compress';
import { csvFormat } from '../render/csv';
import { EXCEL_TYPE, excelPieces } from '../render/excel';
import { jsonFormat, jsonTableFormat } from '../render/json';
import type { Mailing } from '../render/mail';
import { pieces } from '../render/pieces';
import type { TextFormat } from '../render/text-format';
import { xmlFormat, xmlTableFormat } from '../render/xml';
import { dateText, presentOf } from '../world/clock';
import type { Outgoing } from './transmit';

const FORMATS = ['Json', 'JsonDataTable', 'Xml', 'XmlDataTable', 'Csv', 'Excel'] as const;

type Format = (typeof FORMATS)[number];

/** @throws BadRequest for a response that does not exist, or an e-mail without a recipient */
export async function prepare(answer: Answer, question: Question, mailing: Mailing): Promise<Outgoing> {
  const asked = question.parameters.text('Response') ?? 'Json';
  const byMail = /\.email$/i.test(asked);
  const format = FORMATS.find((name) => name.toLowerCase() === asked.replace(/\.email$/i, '').toLowerCase());
  if (!format || (byMail && !['Excel', 'Csv', 'Xml'].includes(format))) {
    throw new BadRequest(`'${asked}' is not a valid Response.`);
  }
  const file = fileOf(format, answer, question);
  return byMail ? mailed(file, question, mailing) : downloaded(file, format, answer, question);
}

interface File {
  name: string;
  contentType: string;
  pieces: Pieces;
}

function fileOf(format: Format, answer: Answer, question: Question): File {
  if (format === 'Excel') {
    const sheet = question.endpoint.title;
    return { name: nameOf(question, 'xlsx'), contentType: EXCEL_TYPE, pieces: excelPieces(answer, sheet) };
  }
  const text = textFormat(format, answer, question);
  const marked =
    question.dials.byteOrderMark && /^(Csv|Xml)/.test(format) ? { ...text, head: `\ufeff${text.head}` } : text;
  return { name: nameOf(question, text.extension), contentType: text.contentType, pieces: pieces(answer, marked) };
}

function textFormat(format: Exclude<Format, 'Excel'>, answer: Answer, { parameters, dials }: Question): TextFormat {
  switch (format) {
    case 'Json':
      return jsonFormat(answer);
    case 'JsonDataTable':
      return jsonTableFormat(answer);
    case 'Xml':
      return xmlFormat(answer, dials);
    case 'XmlDataTable':
      return xmlTableFormat(answer, dials);
    case 'Csv':
      return csvFormat(answer, parameters, dials);
  }
}

/** The name asked for, or the report's name with the date (`reportname-2016-07-11.xlsx`). */
function nameOf({ endpoint, parameters, dials }: Question, extension: string): string {
  const asked = parameters.text('Filename')?.replace(/[\\/\r\n";]/g, '_');
  const today = dateText(presentOf(dials).wall);
  const report = (endpoint.path ?? endpoint.id).split('/').at(-1) ?? endpoint.id;
  return `${asked ?? `${report.toLowerCase()}-${today}`}.${extension}`;
}

function downloaded(file: File, format: Format, answer: Answer, question: Question): Outgoing {
  const headers: OutgoingHttpHeaders = { 'content-type': file.contentType };
  if (/^(Csv|Xml|Excel)$/.test(format)) headers['content-disposition'] = disposition(file.name);
  const key = answer.series && format !== 'Excel' ? () => seriesKey(format, question) : undefined;
  return { status: 200, headers, pieces: file.pieces, key };
}

function disposition(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]/g, '_');
  return ascii === name
    ? `attachment;filename=${name}`
    : `attachment;filename=${ascii};filename*=UTF-8''${encodeURIComponent(name)}`;
}

/** Everything that made-up rows depend on. */
function seriesKey(format: Format, { endpoint, parameters, world, dials }: Question): string {
  return JSON.stringify([format, endpoint.id, world.company.id, parameters.all(), { ...dials, faults: [] }]);
}

async function mailed(file: File, { parameters }: Question, mailing: Mailing): Promise<Outgoing> {
  if (!parameters.has('Email.To')) throw new BadRequest('Missing required parameter: Email.To.');
  const said = await mailing.send(
    { name: file.name, contentType: file.contentType, content: await gathered(file.pieces) },
    parameters,
  );
  const body = JSON.stringify({ Error: false, Message: said });
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, pieces: [Buffer.from(body)] };
}
