import assert from 'node:assert/strict';
import { endpointById } from '../../nodes/catalogue/index';
import type { ResponseFormat } from '../../nodes/catalogue/shared-parameters';
import { DataConnectError } from '../../nodes/errors';
import { makePlan } from '../../nodes/extract/make-plan';
import { run } from '../../nodes/extract/run';
import type { OutputMode } from '../../nodes/extract/run-order';
import { RunFacts } from '../../nodes/extract/run-progress';
import { describeBody } from '../../nodes/runtime/messages/body-message';
import { answer } from '../client/scripted-server';
import { never, settingsFor, TestBed } from '../client/settings-for';
import { type OrderChanges, orderFor, shared } from './run-against';

interface Sent {
  status?: number;
  type?: string;
  body: string | Buffer;
}

const LOCATIONS = 'location-master-list';
const ANY_REQUEST: OrderChanges = { endpoint: undefined, path: '/anything' };
const AN_ERROR = 'An error has occurred.';

describe('an answer with status 200', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  /** What a run hands on: its records, or the one value of a body. */
  async function ask(
    sent: Sent,
    response: ResponseFormat = 'Json',
    output: OutputMode = { kind: 'all' },
    more: OrderChanges = {},
  ): Promise<unknown> {
    const { url } = await bed.server((_, socket) => {
      socket.write(answer(sent.status ?? 200, sent.body, { 'content-type': sent.type ?? 'application/json' }));
    });
    const given = { Response: response, ...(response.endsWith('.Email') && { 'Email.To': 'a@b.example' }) };
    const { plan } = makePlan(orderFor(LOCATIONS, given, { output, anyway: true, retries: 0, ...more }));
    const records: unknown[] = [];
    const result = await run(plan, bed.client(settingsFor(url)), {
      shared,
      signal: never(),
      facts: new RunFacts(),
      take: (batch) => {
        records.push(...batch.records);
      },
    });
    if (result.kind === 'records' || result.kind === 'file') return records;
    return describeBody(result, plan, output.kind === 'buffer' ? 'buffer' : 'text', { zone: 'UTC', isPractice: false })
      .value;
  }

  const failsAs =
    (code: string, text: RegExp = /./) =>
    (error: unknown) => {
      assert.ok(error instanceof DataConnectError, String(error));
      assert.equal(error.code, code, error.message);
      assert.match(error.message, text);
      return true;
    };

  const objects: Array<[name: string, body: unknown, said: RegExp]> = [
    ['ASP.NET', { Message: AN_ERROR }, /An error has occurred/],
    ['ASP.NET with details', { Message: AN_ERROR, ExceptionMessage: 'Timeout.', StackTrace: 'at X' }, /Timeout/],
    ['ASP.NET without a route', { Message: 'No route.', MessageDetail: 'No type.' }, /No route\. No type\./],
    ['ASP.NET with a model', { Message: 'The request is invalid.', ModelState: { a: ['Bad.'] } }, /invalid/],
    ['a problem', { type: 'about:blank', title: 'Gateway Timeout', status: 504, detail: 'upstream' }, /upstream/],
    ['a problem with a trace', { title: 'Bad', status: 400, traceId: '0-1', errors: { a: ['no'] } }, /Bad/],
    ['OAuth', { error: 'invalid_grant', error_description: 'Locked.' }, /Locked/],
    ['OData', { error: { code: '', message: { lang: 'en-us', value: 'No such set.' } } }, /No such set/],
    ['Azure', { Error: { Code: 'Throttled', Message: 'Slow down.' } }, /Slow down/],
    ['a list of errors', { errors: [{ code: 1, message: 'First.' }, { message: 'Second.' }] }, /First\. Second\./],
    ['no success', { success: false, message: 'Not today.', data: null }, /Not today/],
    ['no success and nothing else', { Success: false }, /no message/],
    ['an error as text', { Error: 'Timeout expired.' }, /Timeout expired/],
    ['SOAP as Json', { fault: { faultcode: 'Server', faultstring: 'Down.' } }, /Down/],
    ['a gateway', { status: 'error', message: 'No backend.' }, /No backend/],
    ['a code', { code: 503, message: 'Busy.' }, /Busy/],
    ['a detail', { detail: 'Not found.' }, /Not found/],
    ['an error inside', { ResponseStatus: { ErrorCode: 'Timeout', Message: 'Too slow.' } }, /Too slow/],
    ['a result that is an error', { result: { error: 'Too slow.' } }, /Too slow/],
    ['the error of the service', { Error: true, Message: 'Rate Limiting Applied.' }, /Rate Limiting/],
  ];

  for (const [name, body, said] of objects) {
    it(`is the error it says, and no record: ${name}`, async () => {
      const json = JSON.stringify(body);
      for (const format of ['Json', 'JsonDataTable', 'Csv', 'Xml', 'Excel'] as ResponseFormat[]) {
        for (const more of [{}, ANY_REQUEST]) {
          await assert.rejects(ask({ body: json }, format, { kind: 'all' }, more), failsAs('API_ERROR', said), format);
        }
      }
      for (const kind of ['text', 'buffer'] as const) {
        await assert.rejects(ask({ body: json }, 'Json', { kind }), failsAs('API_ERROR', said), kind);
      }
      await assert.rejects(ask({ body: `[${json}]` }), failsAs('API_ERROR', said), 'in a list');
    });
  }

  it('is an error when it is a text, a number or a word', async () => {
    await assert.rejects(ask({ body: JSON.stringify(AN_ERROR) }), failsAs('API_ERROR', /An error has occurred/));
    for (const body of ['true', 'false', '0', '42', '-1.5e3', '"[]"', '""', '["no"]', '[1]', '[[]]']) {
      for (const format of ['Json', 'JsonDataTable'] as ResponseFormat[]) {
        await assert.rejects(ask({ body }, format), failsAs('MALFORMED'), body);
      }
    }
  });

  it('is a problem when its media type says so, whatever it holds', async () => {
    const problem = { body: '{"StoreID":1,"balance":30}', type: 'application/problem+json' };
    for (const format of ['Json', 'Csv', 'Excel'] as ResponseFormat[]) {
      await assert.rejects(ask(problem, format), failsAs('API_ERROR'));
    }
  });

  it('is an error when one stands beside the list of records', async () => {
    for (const body of [
      '{"Records":[],"Error":"Timeout expired.","Schema":[]}',
      '{"Error":"Timeout expired.","Schema":[],"Records":[{"StoreID":1}]}',
      '{"Records":[{"StoreID":1}],"errors":[{"message":"Timeout expired."}]}',
      '{"Records":null,"Error":"Timeout expired."}',
      '{"Records":[],"Message":"Timeout expired."}',
      '{"d":{"results":[],"error":{"message":"Timeout expired."}}}',
      '{"value":[],"success":false,"message":"Timeout expired."}',
      '{"data":null,"status":"fail","message":"Timeout expired."}',
    ]) {
      for (const format of ['Json', 'JsonDataTable'] as ResponseFormat[]) {
        for (const more of [{}, ANY_REQUEST]) {
          await assert.rejects(
            ask({ body }, format, { kind: 'all' }, more),
            failsAs('API_ERROR', /Timeout expired/),
            `${format} ${body}`,
          );
        }
      }
    }
  });

  it('is an error when the last record of the list is one', async () => {
    const body = `[{"StoreID":1},{"Error":true,"Message":"${AN_ERROR}"}]`;
    await assert.rejects(ask({ body }), failsAs('API_ERROR', /An error has occurred/));
  });

  const documents: Array<[string, RegExp]> = [
    [`<HttpError><Message>${AN_ERROR}</Message></HttpError>`, /An error has occurred/],
    [`<?xml version="1.0"?><!-- x --><Error><Code>1</Code><Message>No &amp; no.</Message></Error>`, /No & no\./],
    ['<Error>Timeout expired.</Error>', /Timeout expired/],
    ['<ServiceException>Timeout expired.</ServiceException>', /Timeout expired/],
    ['<error code="5"/>', /no message/],
    ['<Errors><Error><Message>First.</Message></Error></Errors>', /First/],
    ['<Exception><ExceptionMessage>Bad cast.</ExceptionMessage></Exception>', /Bad cast/],
    ['<a:Fault xmlns:a="u"><a:Reason><a:Text>Down.</a:Text></a:Reason></a:Fault>', /Down/],
    ['<problem xmlns="urn:ietf:rfc:7807"><title>Gone</title><status>410</status></problem>', /Gone/],
    [
      '<s:Envelope xmlns:s="u"><s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring>Down.</faultstring></s:Fault></s:Body></s:Envelope>',
      /Down/,
    ],
    [`<Table><Error>Timeout expired.</Error></Table>`, /Timeout expired/],
    [`<Table><Message>${AN_ERROR}</Message></Table>`, /An error has occurred/],
    [`<Response><Error>true</Error><Message>${AN_ERROR}</Message></Response>`, /An error has occurred/],
    [`<Response><Success>false</Success><Message>${AN_ERROR}</Message></Response>`, /An error has occurred/],
    [`<Response><Error><Code>1</Code><Message>${AN_ERROR}</Message></Error></Response>`, /An error has occurred/],
    [`<NewDataSet><Table><Error>Timeout expired.</Error></Table></NewDataSet>`, /Timeout expired/],
  ];
  for (const [body, said] of documents) {
    it(`is the error it says, as Xml: ${body.slice(0, 60)}`, async () => {
      const sent = { body, type: 'text/xml' };
      for (const format of ['Xml', 'XmlDataTable'] as ResponseFormat[]) {
        await assert.rejects(ask(sent, format), failsAs('API_ERROR', said), format);
        await assert.rejects(ask(sent, format, { kind: 'text' }), failsAs('API_ERROR', said), `${format} as text`);
      }
      for (const format of ['Json', 'Csv', 'Excel'] as ResponseFormat[]) {
        await assert.rejects(ask(sent, format), failsAs('API_ERROR', said), format);
      }
    });
  }

  it('is an error when it is a sentence and Csv was asked for', async () => {
    const sentence = 'An error occurred while processing your request.';
    for (const body of [
      sentence,
      `${sentence}\r\n`,
      'Sorry, an error occurred while reading.',
      'Service Unavailable',
      'Error: Timeout expired.\nPlease try again later.\n',
      'System.Data.SqlClient.SqlException: Timeout expired\r\n   at System.Data.SqlClient.Connection\r\n   at Main()\r\n',
    ]) {
      for (const type of ['text/plain', 'text/html', 'text/plain; charset=utf-8']) {
        await assert.rejects(ask({ body, type }, 'Csv'), failsAs('API_ERROR'), body);
        await assert.rejects(ask({ body, type }, 'Csv', { kind: 'text' }), failsAs('API_ERROR'), body);
      }
    }
    for (const more of [{}, ANY_REQUEST]) {
      const word = { body: 'Unauthorized', type: 'text/plain' };
      await assert.rejects(ask(word, 'Csv', { kind: 'all' }, more), failsAs('API_ERROR', /Unauthorized/));
    }
    for (const type of ['text/csv', 'application/octet-stream', '']) {
      for (const more of [{}, ANY_REQUEST]) {
        await assert.rejects(
          ask({ body: sentence, type }, 'Csv', { kind: 'all' }, more),
          failsAs('API_ERROR', /processing/),
        );
      }
    }
    await assert.rejects(ask({ body: 'StoreNum|StoreNam\r\nA|1\r\n', type: 'text/csv' }, 'Csv'), failsAs('MALFORMED'));
    await assert.rejects(ask({ body: JSON.stringify(AN_ERROR), type: 'text/csv' }, 'Csv'), failsAs('API_ERROR'));
  });

  it('is an error when it is an object that has none of the columns', async () => {
    for (const body of ['{}', '{"Foo":1}', '{"Foo":{"StoreID":1}}', '{"value":[1,2]}', '{"d":"[{\\"StoreID\\":1}]"}']) {
      await assert.rejects(ask({ body }), failsAs('MALFORMED', /none of the columns/), body);
    }
    await assert.rejects(
      ask({ body: '<Table><Foo>1</Foo></Table>', type: 'text/xml' }, 'Xml'),
      failsAs('MALFORMED', /none of the columns/),
    );
  });

  it('is records where its columns are those words', async () => {
    const entryTypes = [{ EntryTypeID: 1, EntryTypeDescription: 'Swiped', Message: AN_ERROR }];
    const asList = { endpoint: endpointById('list-entry-types')! };
    assert.deepEqual(await ask({ body: JSON.stringify(entryTypes) }, 'Json', { kind: 'all' }, asList), entryTypes);
    assert.deepEqual(await ask({ body: JSON.stringify(entryTypes[0]) }, 'Json', { kind: 'all' }, asList), entryTypes);
    const types = [{ Type: 'Store' }];
    const locationTypes = { endpoint: endpointById('list-location-types')! };
    assert.deepEqual(await ask({ body: '[{"Type":"Store"}]' }, 'Json', { kind: 'all' }, locationTypes), types);
    for (const [record, more] of [
      [{ StoreID: 1, Error: true, Message: AN_ERROR, Status: 500 }, {}],
      [{ Error: true, Message: AN_ERROR }, ANY_REQUEST],
      [{ Message: 'x', Status: 1 }, ANY_REQUEST],
    ] as const) {
      assert.deepEqual(await ask({ body: JSON.stringify([record]) }, 'Json', { kind: 'all' }, more), [record]);
    }
    for (const record of [
      { ID: 1, Message: AN_ERROR },
      { JobID: 7, Status: 'failed' },
      { Error: false, Count: 3 },
    ]) {
      assert.deepEqual(await ask({ body: JSON.stringify(record) }, 'Json', { kind: 'all' }, ANY_REQUEST), [record]);
    }
  });

  it('is records where columns are missing, new or all unknown', async () => {
    for (const records of [[{ StoreID: 1 }], [{ StoreID: 1, Invented: 'x' }], [{ Invented: 'x' }], []]) {
      assert.deepEqual(await ask({ body: JSON.stringify(records) }), records);
    }
    assert.deepEqual(await ask({ body: 'Foo,Bar\r\n', type: 'text/csv' }, 'Csv'), []);
    assert.deepEqual(await ask({ body: 'Nr.,Bez.\r\n', type: 'text/csv' }, 'Csv'), []);
    assert.deepEqual(
      await ask({ body: 'Is this one?\r\nyes\r\nno\r\n', type: 'text/csv' }, 'Csv', { kind: 'all' }, ANY_REQUEST),
      [{ 'Is this one?': 'yes' }, { 'Is this one?': 'no' }],
    );
    assert.deepEqual(await ask({ body: 'Store Name\r\n', type: 'text/csv' }, 'Csv', { kind: 'all' }, ANY_REQUEST), []);
  });

  it('is one record for the endpoints that answer with one object, and for another path that a person set', async () => {
    const version = { ApplicationName: 'IQ', ApplicationVersion: '1.3.0.51' };
    const ofVersion = { endpoint: endpointById('version')! };
    for (const format of ['Json', 'JsonDataTable'] as ResponseFormat[]) {
      assert.deepEqual(await ask({ body: JSON.stringify(version) }, format, { kind: 'all' }, ofVersion), [version]);
    }
    assert.deepEqual(await ask({ body: JSON.stringify(version) }, 'Json', { kind: 'all' }, { path: '/ping' }), [
      version,
    ]);
  });

  it('gives the list in a wrapper', async () => {
    const records = [{ StoreID: 1 }, { StoreID: 2 }];
    const list = JSON.stringify(records);
    for (const body of [
      ...['value', 'd', 'Table', 'Records', 'data', 'results', 'items', 'rows', 'Table1'].map(
        (name) => `{"${name}":${list}}`,
      ),
      `{"d":{"results":${list}}}`,
      `{"d":{"results":${list},"__count":"2"}}`,
      `{"NewDataSet":{"Table":${list}}}`,
      `{"@odata.context":"$metadata#S","value":${list},"@odata.count":2}`,
      `{"status":"ok","message":"2 stores","data":${list},"error":null,"errors":[]}`,
      `{"count":2,"next":null,"previous":null,"results":${list}}`,
      `{"Stores":${list}}`,
      `{"Schema":[],"Records":${list}}`,
    ]) {
      for (const format of ['Json', 'JsonDataTable'] as ResponseFormat[]) {
        for (const more of [{}, ANY_REQUEST]) {
          assert.deepEqual(await ask({ body }, format, { kind: 'all' }, more), records, `${format} ${body}`);
        }
      }
    }
    assert.deepEqual(await ask({ body: list }, 'JsonDataTable'), records);
    assert.deepEqual(await ask({ body: '{"value":[]}' }), []);
  });

  it('keeps a list inside a record', async () => {
    for (const record of [
      { ID: 7, Items: [{ a: 1 }] },
      { Items: [{ a: 1 }], ID: 7 },
      { data: [{ a: 1 }], Total: 'x', b: [{}] },
    ]) {
      assert.deepEqual(await ask({ body: JSON.stringify(record) }, 'Json', { kind: 'all' }, ANY_REQUEST), [record]);
    }
    const store = { StoreID: 1, Table: [{ a: 1 }] };
    assert.deepEqual(await ask({ body: JSON.stringify(store) }), [store]);
  });

  it('is refused when its list is doubtful, or a part only', async () => {
    for (const [body, said] of [
      ['{"Table":[{"StoreID":1}],"Table1":[{"StoreID":2}]}', /more than one list/],
      ['{"value":[{"StoreID":1}],"@odata.nextLink":"/x?page=2"}', /another page/],
      ['{"d":{"results":[{"StoreID":1}],"__next":"/x"}}', /another page/],
      ['{"data":[{"StoreID":1}],"hasMore":true}', /another page/],
      ['{"data":[{"StoreID":1}],"links":{"next":"/x"}}', /another page/],
    ] as const) {
      for (const more of [{}, ANY_REQUEST]) {
        await assert.rejects(ask({ body }, 'Json', { kind: 'all' }, more), failsAs('MALFORMED', said), body);
      }
    }
  });

  it('reads a large list in a wrapper as it arrives', async () => {
    const records = Array.from({ length: 5000 }, (_, id) => ({ StoreID: id, Text: 'x'.repeat(40) }));
    for (const [before, behind] of [
      ['{"value":', '}'],
      ['{"@odata.context":"c","d":{"results":', ',"__count":"5000"},"n":1}'],
    ]) {
      const body = `${before}${JSON.stringify(records)}${behind}`;
      assert.deepEqual(await ask({ body }), records);
      await assert.rejects(ask({ body: body.replace(/}$/, ',"StoreID":7}') }), failsAs('MALFORMED', /beside the list/));
      await assert.rejects(ask({ body: body.replace(/}$/, ',"Error":"Timeout."}') }), failsAs('API_ERROR', /Timeout/));
      await assert.rejects(ask({ body: body.slice(0, -1) }), failsAs('TRUNCATED'));
    }
    const large = { ID: 7, Text: 'x'.repeat(200_000), Items: records };
    assert.deepEqual(await ask({ body: JSON.stringify(large) }, 'Json', { kind: 'all' }, ANY_REQUEST), [large]);
  });

  it('may be empty for records, not for a file or a text', async () => {
    for (const body of ['', ' \r\n', '\ufeff']) {
      for (const format of ['Json', 'JsonDataTable', 'Xml', 'XmlDataTable', 'Csv'] as ResponseFormat[]) {
        assert.deepEqual(await ask({ body }, format), [], format);
        for (const kind of ['text', 'buffer'] as const) {
          await assert.rejects(ask({ body }, format, { kind }), failsAs('WRONG_CONTENT_TYPE', /empty answer/), format);
        }
      }
      await assert.rejects(ask({ body }, 'Excel'), failsAs('WRONG_CONTENT_TYPE', /empty answer instead of Excel/));
    }
    await assert.rejects(ask({ status: 204, body: '' }, 'Excel'), failsAs('WRONG_CONTENT_TYPE', /empty answer/));
    await assert.rejects(ask({ status: 204, body: '' }, 'Json', { kind: 'text' }), failsAs('WRONG_CONTENT_TYPE'));
    const headless = { given: new Map(Object.entries({ Response: 'Csv', 'CSV.Headers': 'false' })) };
    assert.equal(await ask({ body: '', type: 'text/csv' }, 'Csv', { kind: 'text' }, headless), '');
  });

  it('acknowledges a mail in whatever way, unless it speaks of an error', async () => {
    for (const body of [
      '',
      'OK',
      'The report was sent.',
      '{"Message":"Report sent to a@b.example"}',
      '<Sent/>',
      '[]',
      '0 errors',
    ]) {
      await ask({ body, type: 'text/plain' }, 'Csv.Email');
    }
    for (const body of [
      `{"Message":"${AN_ERROR}"}`,
      '{"Error":true,"Message":"x"}',
      '{"success":false}',
      `<Error><Message>${AN_ERROR}</Message></Error>`,
      `<R><Message>${AN_ERROR}</Message></R>`,
      AN_ERROR,
      JSON.stringify('The mail could not be sent.'),
    ]) {
      await assert.rejects(ask({ body, type: 'text/plain' }, 'Csv.Email'), failsAs('API_ERROR'), body);
    }
  });

  it('acknowledges a mail with every digit of a number', async () => {
    const body = '{"MailID":12345678901234567890,"Size":0.1,"__proto__":{"a":1}}';
    const value = (await ask({ body }, 'Excel.Email')) as Record<string, unknown>;
    assert.equal(value.MailID, '12345678901234567890');
    assert.equal(value.Size, 0.1);
    assert.deepEqual(value.__proto___, { a: 1 });
    assert.equal(await ask({ body: '12345678901234567890' }, 'Excel.Email'), '12345678901234567890');
    assert.equal(await ask({ body: '{"a":1} and more' }, 'Excel.Email'), '{"a":1} and more');
  });

  it('is quoted in its own charset when it is an error', async () => {
    const sent = { body: Buffer.from('{"Error":true,"Message":"Straße zu"}'), type: 'text/csv' };
    await assert.rejects(ask(sent, 'Csv'), failsAs('API_ERROR', /Straße zu/));
    const latin = {
      body: Buffer.from('{"Error":true,"Message":"Straße zu"}', 'latin1'),
      type: 'text/csv; charset=iso-8859-1',
    };
    await assert.rejects(ask(latin, 'Csv.Email'), failsAs('API_ERROR', /Straße zu/));
  });
});
