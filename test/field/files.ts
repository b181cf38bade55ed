/** Workbooks, acknowledgements and the names of files. */
import { strToU8, zipSync } from 'fflate';
import { answered, asking, type Expected, type FieldCase, failed, latin1, ok, refused, status } from './field-case';

const WORKBOOK = Buffer.from(
  zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'xl/workbook.xml': strToU8('<workbook/>') }),
);
const mail = { 'Email.To': 'anna@example.com' };
const CSV = 'StoreName,StoreID\r\nA,1\r\n';

/** What a Csv answer with that header is called in the end. */
function named(source: string, disposition: string, filename: string | RegExp): FieldCase {
  return {
    name: `Content-Disposition: ${disposition.slice(0, 60)}`,
    source,
    answers: [ok(CSV, { 'content-type': 'text/csv', 'content-disposition': disposition })],
    ask: asking('Csv', { output: 'text' }),
    expect: { filename },
  };
}

const MADE_UP = /^[^/\\]+\.csv$/;
const HARMLESS = /^(?!con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$|com[¹²³]|lpt[¹²³])[^/\\:]+\.csv$/i;

/** A header's bytes are Latin-1; these are the bytes of UTF-8. */
const asUtf8 = (text: string) => Buffer.from(text).toString('latin1');

export const fileNames: readonly FieldCase[] = [
  named('the service', 'attachment;filename=locations-2016-07-11.csv', 'locations-2016-07-11.csv'),
  named('RFC 6266', 'attachment; filename="caf.csv"; filename*=UTF-8\'\'caf%C3%A9.csv', 'café.csv'),
  named('ASP.NET Core', "attachment; filename=caf_.csv; filename*=UTF-8''caf%C3%A9%20%E2%82%AC.csv", 'café €.csv'),
  named('RFC 5987 in Latin-1', "attachment; filename*=iso-8859-1'en'caf%E9.csv", 'café.csv'),
  named('a servlet that writes UTF-8', `attachment; filename="${asUtf8('café.csv')}"`, 'café.csv'),
  named('a servlet that writes Latin-1', 'attachment; filename="caf\xe9.csv"', 'café.csv'),
  named('no quotes, UTF-8', `attachment; filename=${asUtf8('日本.csv')}`, '日本.csv'),
  named('a mail library, base 64', 'attachment; filename="=?UTF-8?B?Y2Fmw6kuY3N2?="', 'café.csv'),
  named('a mail library, quoted', 'attachment; filename="=?utf-8?Q?caf=C3=A9_1.csv?="', 'café 1.csv'),
  named('Internet Explorer', 'attachment; filename=caf%C3%A9%201.csv', 'café 1.csv'),
  named('a wrong escape beside a good name', "attachment; filename=ok.csv; filename*=UTF-8''bad%ZZ.csv", 'ok.csv'),
  named('no quotes around spaces', 'attachment; filename=my report 2016.csv', 'my report 2016.csv'),
  named('a semicolon inside quotes', 'attachment; filename="a;b.csv"', 'a;b.csv'),
  named('no disposition type', 'filename="a.csv"', 'a.csv'),
  named('inline', 'inline; filename=a.csv', 'a.csv'),
  named('another case', 'ATTACHMENT; FILENAME="a.csv"', 'a.csv'),

  named('an attacker, settings', 'attachment; filename=settings.js', /^(?!settings\.js$).*\.csv$/),
  named('an attacker, encoded', "attachment; filename*=UTF-8''settings.js", /\.csv$/),
  named('an attacker, two extensions', 'attachment; filename=report.csv.exe', /\.csv$/),
  named('an attacker, a name that begins with a point', 'attachment; filename=.npmrc', /^[^.].*\.csv$/),
  named('an attacker, no extension', 'attachment; filename=authorized_keys', /\.csv$/),
  named('an attacker, another letter case', 'attachment; filename=report.JS', /\.csv$/),
  named('an attacker, up and away', 'attachment; filename="../../../etc/cron.d/x.csv"', 'x.csv'),
  named('an attacker, up and away on Windows', 'attachment; filename="..\\..\\x.csv"', HARMLESS),
  named('an attacker, encoded slashes', "attachment; filename*=UTF-8''..%2F..%2Fx.csv", 'x.csv'),
  named('an attacker, percent signs', 'attachment; filename=..%2F..%2Fx.csv', HARMLESS),
  named('an attacker, a stream', 'attachment; filename="x.csv:evil.js"', HARMLESS),
  named('an attacker, right to left', "attachment; filename*=UTF-8''x%E2%80%AEvsc.exe", /^[^\u202e]+\.csv$/),
  named('an attacker, an end of text', "attachment; filename*=UTF-8''settings.js%00.csv", /^[^\0]+\.csv$/),
  ...['con.csv', 'aux .csv', 'COM1.csv', 'CONIN$', 'CONOUT$.csv', 'nul.tar.csv', 'prn', 'LPT9 .x.csv'].map((device) =>
    named('a name of Windows', `attachment; filename="${device}"`, HARMLESS),
  ),
  ...['COM%C2%B9.csv', 'lpt%C2%B3.csv', 'COM%C2%B2'].map((device) =>
    named('a name of Windows, superscript', `attachment; filename*=UTF-8''${device}`, HARMLESS),
  ),
  named('points and spaces at the end', 'attachment; filename="report.csv. . "', /^report(\.csv)?\.csv$/),
  named('a name of nothing', 'attachment; filename=""', MADE_UP),
  named('a name of points', 'attachment; filename=".."', MADE_UP),
  named('no name', 'attachment', MADE_UP),
  named('a long name', `attachment; filename="${'x'.repeat(400)}.csv"`, /^x{20,250}\.csv$/),
  ...['é', '日', '😀'].map((letter) =>
    named(
      `a long name of ${letter}`,
      `attachment; filename*=UTF-8''${encodeURIComponent(letter.repeat(200))}.csv`,
      longerThanNone(letter),
    ),
  ),
];

/** At most 255 bytes, and no letter cut in the middle. */
function longerThanNone(letter: string): RegExp {
  const most = Math.floor((255 - '.csv'.length) / Buffer.byteLength(letter));
  return new RegExp(`^(${letter}){10,${most}}\\.csv$`, 'u');
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const files: readonly FieldCase[] = [
  answered('Excel', 'a workbook', 'the service', WORKBOOK, { bytes: WORKBOOK }, { contentType: XLSX }),
  answered(
    'Excel',
    'a workbook under another media type',
    'IIS',
    WORKBOOK,
    { bytes: WORKBOOK },
    { contentType: 'text/html' },
  ),
  answered('Excel', 'a Csv', 'a service that ignores Response', CSV, refused, { contentType: 'text/csv' }),
  answered(
    'Excel',
    'a workbook of Excel 97',
    'an old exporter',
    latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'.padEnd(600, '\0')),
    refused,
  ),
  answered('Excel', 'half a workbook', 'a broken stream', WORKBOOK.subarray(0, 60), failed, { contentType: XLSX }),
  answered('Excel', 'an empty zip archive', 'a zip library', latin1(`PK\x05\x06${'\0'.repeat(18)}`), refused, {
    contentType: XLSX,
  }),
  { name: 'Excel: 204', source: 'ASP.NET Web API', answers: [status(204)], ask: asking('Excel'), expect: failed },
  { name: 'Excel: 200 without a body', source: 'a servlet', answers: [ok('')], ask: asking('Excel'), expect: failed },
  ...acknowledged(
    'a sentence',
    'The report will be sent to anna@example.com.',
    'The report will be sent to anna@example.com.',
  ),
  ...acknowledged('digits a double cannot hold', '{"JobId":12345678901234567890,"Size":1.10}', {
    JobId: '12345678901234567890',
    Size: 1.1,
  }),
  ...acknowledged('a text in quotes', '"queued"', 'queued'),
  ...acknowledged('a byte order mark', '\ufeff{"Sent":true}', { Sent: true }),
];

function acknowledged(name: string, body: string, acknowledgement: unknown): FieldCase[] {
  const expect: Expected = { acknowledged: acknowledgement };
  return ['Excel.Email', 'Csv.Email', 'Xml.Email'].map((format) =>
    answered(format, `an acknowledgement: ${name}`, 'the service', body, expect, {
      parameters: mail,
      contentType: 'text/plain; charset=utf-8',
    }),
  );
}
