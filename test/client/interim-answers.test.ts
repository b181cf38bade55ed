import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { certificateFor } from './certificates';
import { answer, type Script } from './scripted-server';
import { BY_PASSWORD, errorOf, fetchText, settingsFor, TestBed, withTokens } from './settings-for';

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const FINAL = answer(200, '[{"a":1}]');

/** Writes bytes in pieces that arrive one by one. */
async function inPieces(socket: Socket, bytes: Buffer, size: number): Promise<void> {
  for (let at = 0; at < bytes.length; at += size) {
    await new Promise<void>((resolve) => socket.write(bytes.subarray(at, at + size), () => resolve()));
    await new Promise(setImmediate);
  }
}

describe('an unasked 100 Continue before an answer', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  const before =
    (interim: string): Script =>
    (_request, socket) => {
      socket.write(Buffer.concat([Buffer.from(interim), FINAL]));
    };

  for (const [what, interim] of [
    ['alone', CONTINUE],
    ['several times', CONTINUE.repeat(50)],
    ['with headers', 'HTTP/1.1 100 Continue\r\nServer: Microsoft-IIS/10.0\r\nDate: now\r\n\r\n'],
    ['without a reason', 'HTTP/1.1 100\r\n\r\n'],
    ['with bare line feeds', 'HTTP/1.1 100 Continue\n\n'],
    ['in the old version', 'HTTP/1.0 100 Continue\r\n\r\n'],
    [
      'among other interim answers',
      `HTTP/1.1 102 Processing\r\n\r\n${CONTINUE}HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n`,
    ],
  ] as const) {
    for (const method of ['GET', 'POST'] as const) {
      it(`does no harm: ${what} (${method})`, async () => {
        const server = await bed.server(before(interim));
        const client = bed.client(settingsFor(server.url));
        for (let round = 0; round < 3; round++) {
          assert.equal(await fetchText(client, '/x', { method, parameters: [['a', 'b']] }), '[{"a":1}]');
        }
        assert.equal(server.connections, 1, 'the connection is kept');
      });
    }
  }

  it('does no harm wherever the pieces are cut', async () => {
    const bytes = Buffer.concat([Buffer.from(`${CONTINUE}HTTP/1.1 102 P\r\nA: b\r\n\r\n`), FINAL]);
    const server = await bed.server((request, socket) => {
      const size = Number(request.query.get('size'));
      if (size > 0) return inPieces(socket, bytes, size);
      return inPieces(socket, bytes.subarray(0, -size), 1000).then(() => inPieces(socket, bytes.subarray(-size), 1000));
    });
    const client = bed.client(settingsFor(server.url));
    for (const size of [1, 2, 3, 7, 11, 12, 13, ...Array.from({ length: 70 }, (_, at) => -1 - at)]) {
      assert.equal(await fetchText(client, '/x', { parameters: [['size', String(size)]] }), '[{"a":1}]');
    }
    assert.equal(server.connections, 1);
  });

  it('does no harm over TLS, in the sign-in and before an error', async () => {
    const secure = await certificateFor(['localhost']);
    const server = await bed.server((request, socket) => {
      socket.write(CONTINUE);
      if (request.path === '/wrong') socket.write(answer(404, 'no such report'));
      else void withTokens((_request, over) => void over.write(FINAL))(request, socket);
    }, secure);
    const settings = settingsFor(server.url, { tls: { ca: [secure.cert] }, authentication: BY_PASSWORD });
    const client = bed.client(settings);
    assert.equal(await fetchText(client, '/x', { method: 'POST' }), '[{"a":1}]');
    assert.equal((await errorOf(fetchText(client, '/wrong'))).code, 'NOT_FOUND');
  });

  it('is no answer: the time for the first byte passes', async () => {
    const server = await bed.server((_request, socket) => void socket.write(CONTINUE));
    const timeouts = { connect: 5000, firstByte: 60, idle: 5000, total: 20_000 };
    const error = await errorOf(fetchText(bed.client(settingsFor(server.url, { timeouts })), '/x'));
    assert.equal(error.code, 'TIMEOUT');
    await server.allClosed();
  });

  it('is NETWORK when the connection ends behind it', async () => {
    for (const bytes of [CONTINUE, 'HTTP/1.1 10', 'HTTP/1.1 100 Con']) {
      const server = await bed.server((_request, socket) => void socket.end(bytes));
      assert.equal((await errorOf(fetchText(bed.client(settingsFor(server.url)), '/x'))).code, 'NETWORK');
    }
  });

  it('has an end', async () => {
    const server = await bed.server((_request, socket) => {
      socket.write(`HTTP/1.1 100 Continue\r\n${'A: b\r\n'.repeat(10_000)}`);
    });
    const error = await errorOf(fetchText(bed.client(settingsFor(server.url)), '/x'));
    assert.equal(error.code, 'LIMIT_EXCEEDED');
    await server.allClosed();
  });

  it('is none when the server wants to speak another protocol', async () => {
    const server = await bed.server((_request, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
    });
    assert.equal((await errorOf(fetchText(bed.client(settingsFor(server.url)), '/x'))).code, 'NETWORK');
  });
});
