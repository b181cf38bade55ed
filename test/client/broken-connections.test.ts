import assert from 'node:assert/strict';
import type { AttemptError } from '../../nodes/client/failures/attempt-error';
import { answer, chunk, head, LAST_CHUNK, reset, type Script } from './scripted-server';
import { errorOf, fetchText, get, never, settingsFor, TestBed } from './settings-for';

describe('a connection that breaks', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  async function failing(script: Script) {
    const server = await bed.server(script);
    const error = await errorOf(fetchText(bed.client(settingsFor(server.url)), '/x'));
    await server.allClosed();
    return error;
  }

  it('is NETWORK when it is refused', async () => {
    const server = await bed.server(() => {});
    await server.close();
    const error = await errorOf(fetchText(bed.client(settingsFor(server.url)), '/x'));
    assert.equal(error.code, 'NETWORK');
    assert.equal(error.facts.reason, 'refused');
    assert.deepEqual((error as AttemptError).failure, { kind: 'connect' });
    assert.equal((error as AttemptError).sent, false);
  });

  it('is NETWORK when the name is unknown', async () => {
    const error = await errorOf(fetchText(bed.client(settingsFor('https://nobody.invalid')), '/x'));
    assert.equal(error.code, 'NETWORK');
    assert.match(String(error.facts.reason), /^name-/);
    assert.equal((error as AttemptError).failure.kind, 'lookup');
  });

  for (const [when, before] of [
    ['before the headers', ''],
    ['within the headers', 'HTTP/1.1 200 OK\r\nContent-'],
  ] as const) {
    it(`is NETWORK when reset ${when}`, async () => {
      const error = await failing((_request, socket) => {
        if (before) socket.write(before, () => setTimeout(reset, 20, socket));
        else reset(socket);
      });
      assert.equal(error.code, 'NETWORK');
      assert.deepEqual((error as AttemptError).failure, { kind: 'lost' });
      assert.equal((error as AttemptError).sent, true);
    });

    it(`is NETWORK when closed ${when}`, async () => {
      const error = await failing((_request, socket) => void socket.end(before));
      assert.equal(error.code, 'NETWORK');
    });
  }

  const HALF = '[{"a":1},{"a":';
  const framings: [string, Buffer][] = [
    ['with a content length', Buffer.concat([head(200, { 'content-length': '1000' }), Buffer.from(HALF)])],
    ['in chunks', Buffer.concat([head(200, { 'transfer-encoding': 'chunked' }), chunk(HALF)])],
    [
      'in chunks, after the last byte but before the end of chunking',
      Buffer.concat([head(200, { 'transfer-encoding': 'chunked' }), chunk('[]')]),
    ],
    [
      'with a content length and connection: close',
      Buffer.concat([head(200, { 'content-length': '1000', connection: 'close' }), Buffer.from(HALF)]),
    ],
    [
      'in chunks and connection: close',
      Buffer.concat([head(200, { 'transfer-encoding': 'chunked', connection: 'close' }), chunk(HALF)]),
    ],
  ];
  for (const [how, bytes] of framings) {
    it(`is TRUNCATED when a body ${how} is closed in the middle`, async () => {
      const error = await failing((_request, socket) => void socket.end(bytes));
      assert.equal(error.code, 'TRUNCATED');
      assert.deepEqual((error as AttemptError).failure, { kind: 'lost' });
      assert.ok(Number(error.facts.bytes) > 0);
    });

    it(`is an error when a body ${how} is reset in the middle`, async () => {
      const error = await failing((_request, socket) => {
        socket.write(bytes, () => setTimeout(reset, 20, socket));
      });
      assert.match(error.code, /^(TRUNCATED|NETWORK)$/);
      assert.deepEqual((error as AttemptError).failure, { kind: 'lost' });
    });
  }

  it('is an error when a body without any length is reset, which undici takes for its end', async () => {
    const error = await failing((_request, socket) => {
      socket.write(Buffer.concat([head(200, {}), Buffer.from(HALF)]), () => setTimeout(reset, 20, socket));
    });
    assert.match(error.code, /^(TRUNCATED|NETWORK)$/);
  });

  it('is no failure when a body without any length ends in order', async () => {
    const server = await bed.server(
      (_request, socket) => void socket.end(Buffer.concat([head(200, {}), Buffer.from('[]')])),
    );
    assert.equal(await fetchText(bed.client(settingsFor(server.url)), '/x'), '[]');
  });

  it('is TRUNCATED when more bytes come than announced', async () => {
    const error = await failing((_request, socket) => {
      socket.write(Buffer.concat([head(200, { 'content-length': '5' }), Buffer.from('[1,2,3,4,5]')]));
    });
    assert.equal(error.code, 'TRUNCATED');
  });

  it('is TRUNCATED when a whole other answer follows', async () => {
    const error = await failing(
      (_request, socket) => void socket.write(Buffer.concat([answer(200, '[]'), answer(200, '[1]')])),
    );
    assert.equal(error.code, 'TRUNCATED');
  });

  it('is an error when the answer is not HTTP', async () => {
    const error = await failing((_request, socket) => void socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    assert.equal(error.code, 'NETWORK');
    assert.equal(error.facts.reason, 'not-http');
  });

  it('gives LIMIT_EXCEEDED for a header line of 32 KiB', async () => {
    const error = await failing(
      (_request, socket) => void socket.write(answer(200, '[]', { 'x-long': 'x'.repeat(32_768) })),
    );
    assert.equal(error.code, 'LIMIT_EXCEEDED');
  });

  it('is not blamed on an answer in full whose connection ends right after', async () => {
    const server = await bed.server((_request, socket) => void socket.end(answer(200, '[]')));
    const client = bed.client(settingsFor(server.url));
    for (let round = 0; round < 5; round++) assert.equal(await fetchText(client, '/x'), '[]');
  });
});

describe('a kept connection the server has closed', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  /** Answers the first request of each connection, and closes the connection on its second. */
  const closesOnSecond = (): Script => {
    const served = new Set<number>();
    return (request, socket) => {
      if (served.has(request.connection)) return reset(socket);
      served.add(request.connection);
      socket.write(answer(200, '[]'));
    };
  };

  it('costs one silent repetition', async () => {
    const server = await bed.server(closesOnSecond());
    const client = bed.client(settingsFor(server.url));
    for (let round = 0; round < 4; round++) assert.equal(await fetchText(client, '/x'), '[]');
    assert.equal(server.requests.length, 7, 'every request after the first met a closed connection');
  });

  it('is replaced once only', async () => {
    const server = await bed.server((request, socket) => {
      if (request.path === '/first') socket.write(answer(200, '[]'));
      else reset(socket);
    });
    const client = bed.client(settingsFor(server.url));
    await fetchText(client, '/first');
    const error = await errorOf(fetchText(client, '/x'));
    assert.equal(error.code, 'NETWORK');
    assert.equal(server.requests.length, 3);
  });

  it('is not used for a request that must not be sent twice', async () => {
    const server = await bed.server(closesOnSecond());
    const client = bed.client(settingsFor(server.url));
    await fetchText(client, '/x');
    assert.equal(await fetchText(client, '/mail', { repeatable: false }), '[]');
    assert.equal(server.requests.length, 2);
  });

  it('does not repeat what had begun to be answered', async () => {
    const server = await bed.server((request, socket) => {
      if (request.path === '/first') socket.write(answer(200, '[]'));
      else socket.end('HTTP/1.1 200 OK\r\nContent-Le');
    });
    const client = bed.client(settingsFor(server.url));
    await fetchText(client, '/first');
    await errorOf(fetchText(client, '/x'));
    assert.equal(server.requests.length, 2);
  });
});

describe('a 408 on a kept connection', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  const LEFT = answer(408, 'Request Time-out', { connection: 'close' });
  /** Answers the first request of each connection, and says of the second that it came too late. */
  const tiresOfSecond = (): Script => {
    const served = new Set<number>();
    return (request, socket) => {
      if (served.has(request.connection)) return void socket.end(LEFT);
      served.add(request.connection);
      socket.write(answer(200, '[]'));
    };
  };

  it('costs one silent repetition, as one that was closed', async () => {
    const server = await bed.server(tiresOfSecond());
    const client = bed.client(settingsFor(server.url));
    for (let round = 0; round < 3; round++) assert.equal(await fetchText(client, '/x'), '[]');
    assert.equal(server.requests.length, 5);
    assert.equal(server.connections, 3);
  });

  it('is an error that may pass on a new one', async () => {
    const server = await bed.server((_request, socket) => void socket.end(LEFT));
    const error = (await errorOf(fetchText(bed.client(settingsFor(server.url)), '/x'))) as AttemptError;
    assert.equal(error.code, 'SERVER_ERROR');
    assert.deepEqual(error.failure, { kind: 'status', status: 408, retryAfter: undefined });
    assert.equal(server.requests.length, 1);
  });
});

describe('an answer on a connection that closes, while we do not read', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  const BEGUN = Buffer.concat([head(200, { connection: 'close', 'content-length': '9' }), Buffer.from('[1,')]);

  it('can be dropped', async () => {
    for (const bytes of [BEGUN, answer(200, '[]', { connection: 'close' }), head(200, { connection: 'close' })]) {
      const server = await bed.server((_request, socket) => void socket.write(bytes));
      const client = bed.client(settingsFor(server.url, { requestsAtOnce: 1 }));
      for (let round = 0; round < 3; round++) (await client.send(get('/x'), { signal: never() })).dispose();
      await server.allClosed();
    }
  });

  it('is an error when it is reset', async () => {
    let lost = () => {};
    const server = await bed.server((_request, socket) => {
      lost = () => reset(socket);
      socket.write(BEGUN);
    });
    const client = bed.client(settingsFor(server.url));
    const received = await client.send(get('/x'), { signal: never() });
    lost();
    await server.allClosed();
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.match((await errorOf(received.consume(() => {}))).code, /^(NETWORK|TRUNCATED)$/);
  });
});

describe('statuses without records', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  it('gives an empty body for 204 and for an empty 200', async () => {
    const server = await bed.server((request, socket) => {
      socket.write(request.path === '/204' ? head(204, {}) : answer(200, ''));
    });
    const client = bed.client(settingsFor(server.url));
    const empty = await client.send(get('/204'), { signal: never() });
    assert.equal(empty.statusCode, 204);
    assert.equal(await empty.consume(() => assert.fail('no bytes')), 0);
    assert.equal(await fetchText(client, '/200'), '');
  });

  it('skips 1xx and takes the answer after it', async () => {
    const server = await bed.server((_request, socket) => {
      socket.write(Buffer.concat([head(103, { link: '</x>' }), answer(200, '[1]')]));
    });
    assert.equal(await fetchText(bed.client(settingsFor(server.url)), '/x'), '[1]');
  });

  for (const status of [201, 206, 304, 418]) {
    it(`is UNEXPECTED_STATUS for ${status}`, async () => {
      const server = await bed.server(
        (_request, socket) => void socket.write(status === 304 ? head(304, {}) : answer(status, '[1]')),
      );
      const error = await errorOf(fetchText(bed.client(settingsFor(server.url)), '/x'));
      assert.equal(error.code, 'UNEXPECTED_STATUS');
      assert.equal(error.facts.status, status);
    });
  }
});

describe('a body in twenty thousand pieces', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  it('arrives whole', async () => {
    const server = await bed.server((_request, socket) => {
      socket.write(head(200, { 'transfer-encoding': 'chunked' }));
      for (let round = 0; round < 20; round++)
        socket.write(Buffer.concat(Array.from({ length: 1000 }, () => chunk('é'))));
      socket.write(LAST_CHUNK);
    });
    assert.equal(await fetchText(bed.client(settingsFor(server.url)), '/x'), 'é'.repeat(20_000));
  });
});
