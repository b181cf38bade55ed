import assert from 'node:assert/strict';
import { readFilename } from '../../nodes/client/transport/answer-headers';
import { fileName } from '../../nodes/parameters/file-name';
import { answer, head } from './scripted-server';
import { get, never, settingsFor, TestBed, textOf } from './settings-for';

const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

describe('a file name with letters beyond ASCII', () => {
  for (const [how, header, name] of [
    ['as RFC 6266 says', "attachment; filename*=UTF-8''caf%C3%A9%20%E2%82%AC.csv", 'café €.csv'],
    ['with a language', "attachment; filename*=utf-8'fr'caf%c3%a9.csv", 'café.csv'],
    ['in Latin-1 as RFC 6266 says', "attachment; filename*=ISO-8859-1''caf%E9.csv", 'café.csv'],
    ['in another charset', "attachment; filename*=koi8-r''%C4%C1.csv", 'да.csv'],
    ['in quotes that do not belong there', `attachment; filename*="UTF-8''caf%C3%A9.csv"`, 'café.csv'],
    ['in the plain name', "attachment; filename=UTF-8''caf%C3%A9.csv", 'café.csv'],
    ['not encoded', `attachment; filename*=UTF-8''${utf8('café')}.csv`, 'café.csv'],
    ['beside a plain one', `attachment; filename="cafe.csv"; filename*=UTF-8''caf%C3%A9.csv`, 'café.csv'],
    ['before a plain one', `attachment; filename*=UTF-8''caf%C3%A9.csv; filename="cafe.csv"`, 'café.csv'],
    ['in bytes of UTF-8', `attachment; filename="${utf8('Größe 日本 €.csv')}"`, 'Größe 日本 €.csv'],
    ['in bytes of UTF-8 without quotes', `attachment;filename=${utf8('Größe.csv')}`, 'Größe.csv'],
    ['in bytes of Latin-1', 'attachment; filename="Größe.csv"', 'Größe.csv'],
    ['in bytes of windows-1252', 'attachment; filename="Preis \x80.csv"', 'Preis €.csv'],
    ['percent-encoded', 'attachment; filename="caf%C3%A9%20x.csv"', 'café x.csv'],
    ['percent-encoded Latin-1', 'attachment; filename=caf%E9.csv', 'café.csv'],
    ['in encoded words, B', `attachment; filename="=?utf-8?B?${btoa(utf8('Größe.csv'))}?="`, 'Größe.csv'],
    ['in encoded words, Q', 'attachment; filename="=?ISO-8859-1?Q?Gr=F6=DFe_1.csv?="', 'Größe 1.csv'],
    ['in encoded words without quotes', 'attachment; filename==?utf-8?q?caf=C3=A9.csv?=', 'café.csv'],
    ['in words that cut a character', 'attachment; filename="=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9.csv?="', 'café.csv'],
    ['in words and plain text', 'attachment; filename="a =?utf-8?Q?=C3=A9?= b.csv"', 'a é b.csv'],
    ['in pieces', "attachment; filename*0*=UTF-8''caf%C3; filename*1*=%A9; filename*2=.csv", 'café.csv'],
  ] as const) {
    it(`is read when it is written ${how}`, () => assert.equal(readFilename(header), name));
  }

  for (const [how, header, name] of [
    ['no such charset', `attachment; filename*=UTF-99''a.csv; filename=b.csv`, 'b.csv'],
    ['a percent sign alone', `attachment; filename*=UTF-8''a%.csv; filename=b.csv`, 'b.csv'],
    ['bytes that are not UTF-8', `attachment; filename*=UTF-8''caf%E9.csv; filename=b.csv`, 'b.csv'],
    ['no charset', 'attachment; filename*=a.csv; filename=b.csv', 'b.csv'],
    ['an empty value', "attachment; filename*=UTF-8''; filename=b.csv", 'b.csv'],
    ['an empty plain name', `attachment; filename=""; filename*=UTF-8''a.csv`, 'a.csv'],
    ['an open quote', `attachment; filename*=UTF-8''a.csv; filename="b`, 'a.csv'],
    ['nothing else', "attachment; filename*=UTF-8''caf%E9.csv", 'café.csv'],
    ['nothing else but its name', 'attachment; filename*=a.csv', 'a.csv'],
  ] as const) {
    it(`is read as well as can be when one of its two forms is broken: ${how}`, () =>
      assert.equal(readFilename(header), name));
  }

  for (const [how, header, name] of [
    ['quoted pairs', String.raw`attachment; filename="a\"b\\c.csv"`, 'c.csv'],
    ['a quoted letter', String.raw`attachment; filename="f\oo.csv"`, 'foo.csv'],
    ['a path of Windows', String.raw`attachment; filename="C:\temp\new.csv"`, 'new.csv'],
    ['a semicolon in quotes', 'attachment; filename="a;b;filename=c.csv"; x=y', 'a;b;filename=c.csv'],
    ['a word in it', 'attachment; filename="a filename=b.csv"', 'a filename=b.csv'],
    ['spaces and no quotes', 'attachment; filename=my report 1.csv ; size=3', 'my report 1.csv'],
    ['single quotes', "attachment; filename='a b.csv'", 'a b.csv'],
    ['an open quote', 'attachment; filename="a b.csv', 'a b.csv'],
    ['spaces around the equals sign', 'attachment; filename = "a.csv"', 'a.csv'],
    ['no disposition', 'filename=a.csv', 'a.csv'],
    ['no semicolon', 'attachment filename=a.csv', 'a.csv'],
    ['capitals', 'ATTACHMENT; FILENAME="a.csv"', 'a.csv'],
    ['other parameters first', 'attachment; creation-date="Mon; filename=x"; filename=a.csv', 'a.csv'],
    ['two names', 'attachment; filename=a.csv; filename=b.csv', 'a.csv'],
    ['a percent sign that means itself', 'attachment; filename="10%.csv"', '10%.csv'],
    ['a name that ends in the middle of an escape', 'attachment; filename="a.csv\\', 'a.csv'],
  ] as const) {
    it(`is no matter of ${how}`, () => assert.equal(readFilename(header), name));
  }

  it('is the same in the next line of the header', () => {
    assert.equal(readFilename(['inline', 'attachment; filename=a.csv']), 'a.csv');
  });
});

describe('a file name on its way from the service', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  it('keeps its letters over a real connection', async () => {
    for (const [framing, value] of [
      ['content-length', '2'],
      ['connection', 'close'],
    ] as const) {
      const server = await bed.server((_request, socket) => {
        const disposition = `attachment; filename="${utf8('Größe €.csv')}"`;
        const headers = head(200, { [framing]: value, 'content-disposition': disposition });
        socket.end(Buffer.concat([headers, Buffer.from('[]')]));
      });
      const received = await bed.client(settingsFor(server.url)).send(get('/x'), { signal: never() });
      assert.equal(received.filename, 'Größe €.csv');
      await textOf(received);
    }
    const server = await bed.server((_request, socket) => {
      socket.write(answer(200, '[]', { 'content-disposition': 'attachment; filename=Größe.csv' }));
    });
    const received = await bed.client(settingsFor(server.url)).send(get('/x'), { signal: never() });
    assert.equal(received.filename, 'Größe.csv');
    await textOf(received);
  });
});

describe('a file', () => {
  for (const [named, extension, name] of [
    ['settings.js', 'csv', 'settings.csv'],
    ['flows.json', 'xml', 'flows.xml'],
    ['report.csv', 'csv', 'report.csv'],
    ['REPORT.CSV', 'csv', 'REPORT.CSV'],
    ['report.csv.exe', 'csv', 'report.csv'],
    ['report.xls', 'xlsx', 'report.xlsx'],
    ['Store.Sales', 'csv', 'Store.Sales.csv'],
    ['sales-2026.07.11', 'csv', 'sales-2026.07.11.csv'],
    ['sales', 'txt', 'sales.txt'],
    ['.npmrc', 'csv', 'npmrc.csv'],
    ['..js', 'csv', 'js.csv'],
    ['a.js . ', 'csv', 'a.csv'],
    ['a\u0000.js', 'csv', 'a.csv'],
    ['a.js:stream', 'csv', 'a.jsstream.csv'],
    ['../../settings.js', 'csv', 'settings.csv'],
    ['/', 'csv', undefined],
    ['', 'csv', undefined],
    ['. . .', 'csv', undefined],
  ] as const) {
    it(`called ${JSON.stringify(named)} becomes ${name}`, () => assert.equal(fileName(named, extension), name));
  }

  for (const device of [
    'con',
    'PRN',
    'aux',
    'NUL',
    'CONIN$',
    'conout$',
    'CLOCK$',
    'com0',
    'COM9',
    'lpt1',
    'COM¹',
    'LPT³',
  ]) {
    it(`is no device of Windows: ${device}`, () => {
      for (const named of [
        device,
        `${device}.csv`,
        `${device} .csv`,
        `${device}.tar.csv`,
        ` ${device} `,
        `x/${device}`,
      ]) {
        assert.match(fileName(named, 'csv')!, /^_/, named);
      }
      assert.doesNotMatch(fileName(`${device}x.csv`, 'csv')!, /^_/);
    });
  }

  it('has a name that fits in 255 bytes, with its ending and without half a character', () => {
    for (const character of ['x', 'é', '日', '😀', 'e\u0301', '👍🏽']) {
      for (const before of ['', 'a', 'ab', 'abc']) {
        const name = fileName(`${before}${character.repeat(400)}.js`, 'csv')!;
        assert.ok(Buffer.byteLength(name) <= 255, `${Buffer.byteLength(name)} bytes`);
        assert.ok(Buffer.byteLength(name) >= 110, 'not cut more than needed');
        const kept = name.slice(before.length, -4);
        assert.equal(kept, character.repeat(kept.length / character.length), 'whole characters');
        assert.ok(name.endsWith('.csv'));
      }
    }
    assert.ok(Buffer.byteLength(fileName(`e${'\u0301'.repeat(500)}`, 'csv')!) <= 255);
    assert.equal(fileName(`${'x'.repeat(115)}.. . ${'x'.repeat(50)}`, 'csv'), `${'x'.repeat(115)}.csv`);
  });
});
