import assert from 'node:assert/strict';
import type { ResponseFormat } from '../../nodes/catalogue/shared-parameters';
import { checkContent } from '../../nodes/decode/content-check';
import { failure } from './reading';

function check(format: ResponseFormat, firstBytes: string | Buffer, contentType = ''): void {
  const place = { host: 'dataconnect.test', path: '/report' };
  checkContent({ format, contentType, charset: undefined, firstBytes: Buffer.from(firstBytes as string), ...place });
}

const bodies: Record<string, string> = {
  Json: ' [{"a":1}]',
  JsonDataTable: '{"Records":[]}',
  Xml: '\r\n<Table />',
  XmlDataTable: '<?xml version="1.0"?><Table>',
  Csv: 'ID,"Name"\r\n1,a',
  Excel: 'PK\u0003\u0004xxxx',
};
const formats = Object.keys(bodies) as ResponseFormat[];

describe('what an answer must begin with', () => {
  it('is accepted whatever the media type says', () => {
    for (const format of formats) {
      for (const type of ['', 'text/html', 'text/plain', 'application/octet-stream', 'application/json']) {
        check(format, bodies[format]!, type);
      }
    }
    check('Json', 'null');
    check('Csv', '[ID],{Name}\n');
    check('Csv', 'Name <mail>,b\n');
  });

  it('may be nothing at all', () => {
    for (const format of formats) for (const body of ['', ' \r\n', '\ufeff']) check(format, body);
  });

  it('is found behind a byte order mark and in UTF-16', () => {
    check('Json', '\ufeff[]');
    for (const mark of ['\ufeff', '']) {
      check('Json', Buffer.from(`${mark}[{"a":1}]`, 'utf16le'));
      check('Xml', Buffer.from(`${mark}<Table/>`, 'utf16le').swap16());
      check('Csv', Buffer.from(`${mark}ID,Name`, 'utf16le'));
    }
  });

  it('is not an HTML page, whatever was asked for', () => {
    for (const page of [
      '<!DOCTYPE html><html>',
      '\n<HTML lang="en">',
      '<?xml version="1.0"?>\n<!-- x --><!doctype HTML>',
    ]) {
      for (const format of [...formats, 'Csv.Email'] as ResponseFormat[]) {
        assert.throws(() => check(format, page, 'text/html'), failure('WRONG_CONTENT_TYPE', /an HTML page instead of/));
      }
    }
  });

  it('is not another format', () => {
    for (const asked of formats) {
      for (const [sent, body] of Object.entries(bodies)) {
        if (sent.slice(0, 3) === asked.slice(0, 3)) continue;
        if (asked === 'Csv' && sent === 'Excel') assert.throws(() => check(asked, body), failure('WRONG_CONTENT_TYPE'));
        else assert.throws(() => check(asked, body), failure('WRONG_CONTENT_TYPE'), `${sent} for ${asked}`);
      }
    }
    assert.throws(
      () => check('Json', 'Service unavailable', 'text/plain'),
      failure('WRONG_CONTENT_TYPE', /text\/plain/),
    );
    assert.throws(() => check('Excel', 'PK-Nr,Name'), failure('WRONG_CONTENT_TYPE'));
    check('Csv', 'PK-Nr,Name\n');
  });

  it('is an error of the service where its error object came in place of a file', () => {
    for (const format of ['Xml', 'Csv', 'Excel', 'Csv.Email'] as ResponseFormat[]) {
      const body = '{"Error": true, "Message": "Rate Limiting Applied."}';
      assert.throws(() => check(format, body), failure('API_ERROR', /Rate Limiting Applied/));
    }
  });

  it('is anything else in the acknowledgement of a mail', () => {
    for (const body of ['OK', '{"Sent":true}', '<Sent/>', '[]']) check('Excel.Email', body);
  });
});
