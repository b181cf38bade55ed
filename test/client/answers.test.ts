import assert from 'node:assert/strict';
import { decideRetry } from '../../nodes/client/failures/retry';
import { readContentType, readFilename } from '../../nodes/client/transport/answer-headers';
import { answer, reset } from './scripted-server';
import { BY_PASSWORD, errorOf, get, never, settingsFor, TestBed, textOf } from './settings-for';

describe('what an answer says of itself', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  it('reaches the caller', async () => {
    const headers = {
      'content-type': 'Text/CSV; Charset="UTF-8"',
      'content-disposition': 'attachment;filename=a-2016.csv',
    };
    const server = await bed.server((_request, socket) => void socket.write(answer(200, 'a,b', headers)));
    const received = await bed.client(settingsFor(server.url)).send(get('/x'), { signal: never() });
    const { statusCode, contentType, charset, filename, host, queuedFor } = received;
    assert.deepEqual(
      { statusCode, contentType, charset, filename, host },
      { statusCode: 200, contentType: 'text/csv', charset: 'utf-8', filename: 'a-2016.csv', host: server.host },
    );
    assert.ok(queuedFor >= 0);
    assert.equal(await textOf(received), 'a,b');
  });

  it('is empty when the service names no content type', () => {
    assert.deepEqual(readContentType(undefined), { contentType: '', charset: undefined });
    assert.deepEqual(readContentType('application/json;charset'), {
      contentType: 'application/json',
      charset: undefined,
    });
  });

  for (const [header, name] of [
    ['attachment;filename=reportname-2016-07-11.xlsx', 'reportname-2016-07-11.xlsx'],
    ['attachment; filename="my report.csv"', 'my report.csv'],
    ['attachment; filename=my report.csv', 'my report.csv'],
    ["attachment; filename*=UTF-8''caf%C3%A9.csv", 'café.csv'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename="..\\\\..\\\\boot.ini"', 'boot.ini'],
    ['attachment; filename="C:\\\\x\\\\a.csv"', 'a.csv'],
    ['attachment; filename="/"', undefined],
    ['attachment; filename=".."', undefined],
    ['attachment; filename=""', undefined],
    ['attachment; filename="con.csv"', '_con.csv'],
    ['attachment; filename="a<b>|c?.csv. "', 'abc.csv'],
    ['attachment; filename="a\u202egpj.exe"', 'agpj.exe'],
    [`attachment; filename="${'x'.repeat(500)}.csv"`, `${'x'.repeat(116)}.csv`],
    ['inline', undefined],
    ['', undefined],
    [undefined, undefined],
  ] as const) {
    it(`names the file ${JSON.stringify(name)?.slice(0, 40)} for ${JSON.stringify(header)?.slice(0, 60)}`, () => {
      assert.equal(readFilename(header), name);
    });
  }
});

describe('an e-mail request whose connection is lost', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  const context = { attempt: 1, retries: 4, repeatable: false, handedOn: false };

  it('after it was sent is OUTCOME_UNKNOWN and sent once', async () => {
    const server = await bed.server((_request, socket) => reset(socket));
    const client = bed.client(settingsFor(server.url));
    const error = await errorOf(client.send(get('/mail', { repeatable: false }), { signal: never() }));
    const decision = decideRetry(error, context);
    assert.ok(decision.kind === 'stop');
    assert.equal((decision.error as { code: string }).code, 'OUTCOME_UNKNOWN');
    assert.equal(server.requests.length, 1);
  });

  it('before it was sent is tried again', async () => {
    const server = await bed.server(() => {});
    await server.close();
    const client = bed.client(settingsFor(server.url));
    const error = await errorOf(client.send(get('/mail', { repeatable: false }), { signal: never() }));
    assert.equal(decideRetry(error, context).kind, 'retry');
  });

  it('within its acknowledgement is OUTCOME_UNKNOWN', async () => {
    const server = await bed.server(
      (_request, socket) => void socket.end(answer(200, 'Sen', { 'content-length': '40' })),
    );
    const client = bed.client(settingsFor(server.url));
    const error = await errorOf(client.send(get('/mail', { repeatable: false }), { signal: never() }).then(textOf));
    const decision = decideRetry(error, context);
    assert.equal(decision.kind === 'stop' && (decision.error as { code: string }).code, 'OUTCOME_UNKNOWN');
  });

  it('is tried again when only the sign-in before it failed', async () => {
    const server = await bed.server((request, socket) => {
      if (request.path === '/mail') return assert.fail('nothing is sent');
      if (server.requests.length > 1) return reset(socket);
      socket.write(answer(503, 'not now'));
    });
    const client = bed.client(settingsFor(server.url, { authentication: BY_PASSWORD }));
    for (const code of ['SERVER_ERROR', 'NETWORK']) {
      const error = await errorOf(client.send(get('/mail', { repeatable: false }), { signal: never() }));
      assert.equal(error.code, code);
      assert.equal(decideRetry(error, context).kind, 'retry');
    }
  });
});
