import assert from 'node:assert/strict';
import { readableText } from '../../nodes/charset/readable-text';
import { AnswerFaults } from '../../nodes/decode/answer-faults';
import type { RecordFormat } from '../../nodes/decode/create-reader';
import { textOfBody } from '../../nodes/decode/utf8';
import { failure, records, tiny } from './reading';

const faults = new AnswerFaults({ host: 'dataconnect.test', path: '/report' }, 'Csv');
const windows1252 = '€‚ƒ„…†‡ˆ‰Š‹Œ Ž‘’“”•–—˜™š›œ žŸ';

/** The bytes of a text in windows-1252. */
function ansi(text: string): Buffer {
  const special = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
  return Buffer.from(
    Array.from(text, (character) => {
      const at = special.indexOf(character);
      return at < 0 ? character.charCodeAt(0) : 0x80 + at;
    }),
  );
}

function utf32(text: string, order: 'le' | 'be'): Buffer {
  const bytes = Buffer.alloc([...text].length * 4);
  [...text].forEach((character, index) => {
    const code = character.codePointAt(0)!;
    if (order === 'le') bytes.writeUInt32LE(code, index * 4);
    else bytes.writeUInt32BE(code, index * 4);
  });
  return bytes;
}

const bodies: Record<'Json' | 'Csv' | 'Xml', (value: string) => string> = {
  Json: (value) => `[{"A":"${value}","B":"x"}]`,
  Csv: (value) => `A,B\r\n${value},x\r\n`,
  Xml: (value) => `<T><R><A>${value}</A><B>x</B></R></T>`,
};

/** The value as each format reads it, and as text. */
function everywhere(value: string, bytesOf: (text: string) => Buffer, charset: string, expected = value): void {
  for (const [format, bodyOf] of Object.entries(bodies)) {
    const body = bytesOf(bodyOf(value));
    for (const splits of [[body.length], [1], [3, 7]]) {
      const [row] = records(format as RecordFormat, body, { charset, splits, limits: tiny });
      assert.equal(row?.A, expected, `${format}, ${charset}, chunks of ${splits}`);
    }
    assert.equal(textOfBody(body, charset, faults), bodyOf(expected));
    assert.equal(readableText(body, charset), bodyOf(expected));
  }
}

describe('a charset that was declared', () => {
  it('is right where its words only look like UTF-8', () => {
    const words = 'NESCAFÉ®,CAFÉ’S,CAFÉ™ x,NATÄ®,“MENÜ”,BLÅ®,Strauß®,ROMÃ®,“Nescafé®”,12° É,Nescafé® ™';
    for (const word of words.split(',')) {
      for (const charset of ['windows-1252', 'cp1252', 'Windows_1252', 'iso-8859-1', 'latin-1']) {
        everywhere(word, ansi, charset);
      }
    }
  });

  it('is wrong where the bytes are UTF-8 that it does not explain', () => {
    const words =
      'café|Café|CAFÉ|É|Crème brûlée®|Pawłowski|Škoda|привет|A → B|5≥3|naïve|😀|e\u0301|日本|Acme®|£5|10 €|Santa Fé|Dé à coudre|Zoé’s|“x”|½|Müller und Söhne';
    for (const word of words.split('|')) {
      for (const charset of [
        'iso-8859-1',
        'windows-1252',
        'us-ascii',
        'iso-8859-15',
        'no-such-charset',
        'utf8',
        'UTF_8',
      ]) {
        everywhere(word, Buffer.from, charset);
      }
    }
  });

  it('gives every character of windows-1252, on every Node.js', () => {
    everywhere(windows1252, ansi, 'windows-1252');
    everywhere('10 € – “café”', ansi, 'iso-8859-1');
  });

  it('of another alphabet is undone', () => {
    everywhere('Привет, мир'.replace(',', ';'), (text) => Buffer.from(Array.from(text, cyrillic)), 'windows-1251');
    everywhere('¤', (text) => Buffer.from(text.replace('¤', '\u00a4'), 'latin1'), 'iso-8859-15', '€');
    everywhere('商品', (text) => Buffer.from(text.replace('商品', '\u00c9\u00cc\u00c6\u00b7'), 'latin1'), 'gb18030');
  });

  it('of two or four bytes a character counts where the bytes have such characters, with a mark or without', () => {
    for (const mark of ['', '\ufeff']) {
      for (const [charset, bytesOf] of [
        ['utf-16', (text: string) => Buffer.from(mark + text, 'utf16le')],
        ['utf-16', (text: string) => Buffer.from(mark + text, 'utf16le').swap16()],
        ['utf-16be', (text: string) => Buffer.from(mark + text, 'utf16le')],
        ['utf-32', (text: string) => utf32(mark + text, 'le')],
        ['utf-32', (text: string) => utf32(mark + text, 'be')],
        ['utf-8', (text: string) => utf32(mark + text, 'le')],
      ] as const) {
        everywhere('é€😀', bytesOf, charset);
      }
    }
    for (const charset of ['utf-16', 'UTF-16LE', 'ucs-2', 'unicode', 'utf-32', 'utf-16be']) {
      everywhere('row1', Buffer.from, charset);
      everywhere('café', Buffer.from, charset);
    }
    const chinese = Buffer.from('商品\r\n商店\r\n', 'utf16le');
    assert.deepEqual(records('Csv', chinese, { charset: 'utf-16', splits: [1] }), [{ 商品: '商店' }]);
  });

  it('is found in an XML declaration, too', () => {
    const body = '<?xml version="1.0" encoding="windows-1252"?><T><R><A>NESCAFÉ® €</A></R></T>';
    for (const splits of [[1000], [1]]) assert.deepEqual(records('Xml', ansi(body), { splits }), [{ A: 'NESCAFÉ® €' }]);
    assert.equal(textOfBody(ansi(body), undefined, faults), body);
  });

  it('makes no difference to where the first word stands', () => {
    const body = `A\r\n${'x\r\n'.repeat(30_000)}NESCAFÉ®\r\n${'y\r\n'.repeat(30_000)}`;
    for (const splits of [[1 << 20], [1000], [17]]) {
      const rows = records('Csv', ansi(body), { charset: 'windows-1252', splits });
      assert.equal(rows[30_000]!.A, 'NESCAFÉ®');
    }
  });
});

describe('byte order marks', () => {
  it('are passed over, however many there are', () => {
    for (const count of [1, 2, 3]) {
      const marks = '\ufeff'.repeat(count);
      const encodings = [(text: string) => Buffer.from(text), (text: string) => Buffer.from(text, 'utf16le')];
      for (const bytesOf of encodings) {
        for (const charset of ['utf-8', 'windows-1252', 'utf-16']) {
          everywhere('é', (text) => bytesOf(marks + text), charset);
        }
      }
    }
    const body = Buffer.from('\ufeff\ufeffStoreName,StoreID\r\nA,1\r\n');
    for (const splits of [[100], [1], [4]]) {
      assert.deepEqual(records('Csv', body, { splits, limits: tiny }), [{ StoreName: 'A', StoreID: '1' }]);
    }
    assert.deepEqual(records('Csv', Buffer.from('\ufeff\ufeff')), []);
  });
});

describe('text in no charset that it can be', () => {
  it('is an error as text and as records', () => {
    const body = Buffer.from('A\r\ncaf\xe9 x\r\n', 'latin1');
    assert.throws(() => textOfBody(body, undefined, faults), failure('MALFORMED', /byte 6/));
    assert.throws(
      () => textOfBody(Buffer.from('\ufeffA\r\n', 'utf16le').subarray(0, -1), 'utf-16', faults),
      failure('TRUNCATED'),
    );
  });

  it('is read as well as it can be where it is only shown', () => {
    assert.equal(readableText(Buffer.from('caf\xe9 x', 'latin1'), undefined), 'café x');
    assert.equal(readableText(Buffer.from('café').subarray(0, -1), undefined), 'caf');
    assert.equal(readableText(Buffer.from('\ufeffcafé', 'utf16le').subarray(0, -1), undefined), 'caf');
    assert.equal(readableText(ansi('Délai dépassé'), 'utf-8'), 'Délai dépassé');
  });
});

function cyrillic(character: string): number {
  const code = character.codePointAt(0)!;
  return code < 0x80 ? code : code - 0x410 + 0xc0;
}
