import assert from 'node:assert/strict';
import { isCsv, readingOf } from '../../nodes/check-up/body-questions';
import { lookAtCsv } from '../../nodes/check-up/format-questions';
import type { Observation } from '../../nodes/client/observe';

const STORES = '[{"ID":1,"Description":"84 West"},{"ID":2,"Description":"Cornwall Centre"}]';
const COMPANY = '[{"ID":0,"Description":"KENTEL"}]';

function answer(body: string, more: Partial<Observation> = {}): Observation {
  const what = { status: 200, contentType: 'application/json', charset: 'utf-8', coding: '', cookies: [], host: 'h' };
  return { ...what, body: Buffer.from(body), complete: true, milliseconds: 1, ...more };
}

/** What an emulator cannot be brought to answer. */
describe('whether a body was read', () => {
  const csv = { contentType: 'text/csv' };
  const cases: Array<[what: string, came: Observation, without: Observation, reading: string]> = [
    [
      'comes as asked, with the records',
      answer('ID,Description\n1,84 West\n2,Cornwall Centre\n', csv),
      answer(COMPANY),
      'whole',
    ],
    ['comes as asked, with others', answer('ID,Description\n0,KENTEL\n', csv), answer(COMPANY), 'unclear'],
    ['has the records', answer(STORES), answer(COMPANY), 'partly'],
    ['has what comes without', answer(COMPANY), answer(COMPANY), 'unread'],
    ['has what comes with and without', answer(STORES), answer(STORES), 'unclear'],
    ['has something else', answer('[{"ID":9}]'), answer(COMPANY), 'unclear'],
    ['is a page', answer('<!DOCTYPE html><p>84 West'), answer(COMPANY), 'unclear'],
    ['says that such a body is not taken', answer('', { status: 415 }), answer(COMPANY), 'unread'],
    ['fails', answer('', { status: 500 }), answer(COMPANY), 'unclear'],
  ];
  for (const [what, came, without, reading] of cases) {
    it(`${reading}: it ${what}`, () => assert.equal(readingOf(came, answer(STORES), without, isCsv), reading));
  }

  it('cannot be told where the list itself does not come', () => {
    for (const wanted of [answer('[]'), answer('', { status: 404 }), answer('{"Error":true}')]) {
      assert.equal(readingOf(answer(STORES), wanted, answer(COMPANY), isCsv), 'unclear');
    }
  });
});

describe('what Csv looks like', () => {
  const look = (text: string) => {
    const { lineEnds, fields } = lookAtCsv(text);
    return [[...lineEnds].join(), fields.needless, fields.needed, fields.plain];
  };

  it('is told by what is outside quotes', () => {
    assert.deepEqual(look('a,b\r\n1,"x\ny"\r\n'), ['crlf', 0, 1, 3]);
    assert.deepEqual(look('"a","b"\n"1","2"\n'), ['lf', 4, 0, 0]);
    assert.deepEqual(look('a\r1\r'), ['cr', 0, 0, 2]);
    assert.deepEqual(look('a\r\n"1 ""2"" 3"\n'), ['crlf,lf', 0, 1, 1]);
  });

  it('is told of what is cut, too', () => {
    assert.deepEqual(look('a,"b'), ['', 1, 0, 1]);
    assert.deepEqual(look(''), ['', 0, 0, 0]);
    assert.deepEqual(look('a,\n,b'), ['lf', 0, 0, 4]);
  });
});
