import assert from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import type { RequestProgress } from '../../nodes/client/request';
import { answer, chunk, head, type Script } from './scripted-server';
import { BY_PASSWORD, errorOf, fetchText, get, never, settingsFor, TestBed } from './settings-for';

describe('a run that is stopped', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  /** Stops when the server has seen a request, and expects one CANCELLED, a closed socket and a free slot. */
  async function stoppedWhen(script: Script, changes: Parameters<typeof settingsFor>[1] = {}) {
    const controller = new AbortController();
    let calm = false;
    const server = await bed.server((request, socket) => {
      if (calm) return void socket.write(answer(200, '{"access_token":"t"}'));
      void script(request, socket);
      setTimeout(() => controller.abort('redeploy'), 20);
    });
    const client = bed.client(settingsFor(server.url, { requestsAtOnce: 1, ...changes }));
    const work = client.send(get('/x'), { signal: controller.signal }).then((received) => received.consume(() => {}));
    const error = await errorOf(work);
    assert.equal(error.code, 'CANCELLED');
    assert.match(error.message, /redeploy/);
    await server.allClosed();
    calm = true;
    await fetchText(client, '/x');
  }

  it('while waiting for the first byte', () => stoppedWhen(() => {}));

  it('while signing in', () => stoppedWhen(() => {}, { authentication: BY_PASSWORD }));

  it('while reading', () =>
    stoppedWhen((_request, socket) => void socket.write(head(200, { 'content-length': '10' }))));

  it('while expanding', () =>
    stoppedWhen((_request, socket) => {
      socket.write(head(200, { 'transfer-encoding': 'chunked', 'content-encoding': 'gzip' }));
      socket.write(chunk(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])));
    }));

  it('while the error page is read', () =>
    stoppedWhen((_request, socket) => void socket.write(head(500, { 'content-length': '10' }))));

  it('while the flow takes its time', async () => {
    const server = await bed.server((_request, socket) => void socket.write(head(200, { 'content-length': '10' })));
    const client = bed.client(settingsFor(server.url));
    const controller = new AbortController();
    const received = await client.send(get('/x'), { signal: controller.signal });
    const work = received.consume(() => new Promise(() => {}));
    controller.abort();
    assert.equal((await errorOf(work)).code, 'CANCELLED');
    await server.allClosed();
  });

  it('between the headers and the body', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(200, '[]')));
    const client = bed.client(settingsFor(server.url));
    const controller = new AbortController();
    const received = await client.send(get('/x'), { signal: controller.signal });
    controller.abort();
    assert.equal((await errorOf(received.consume(() => {}))).code, 'CANCELLED');
    await server.allClosed();
  });

  it('before it began', async () => {
    const server = await bed.server(() => assert.fail('nothing is sent'));
    const work = bed.client(settingsFor(server.url)).send(get('/x'), { signal: AbortSignal.abort() });
    assert.equal((await errorOf(work)).code, 'CANCELLED');
    assert.equal(server.connections, 0);
  });

  it('while connecting', async () => {
    const sockets: net.Socket[] = [];
    const controller = new AbortController();
    const silent = net.createServer((socket) => {
      sockets.push(socket.on('error', () => {}).resume());
      setTimeout(() => controller.abort(), 20);
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const error = await errorOf(bed.client(settingsFor(url)).send(get('/x'), { signal: controller.signal }));
    assert.equal(error.code, 'CANCELLED');
    for (const socket of sockets) if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => silent.close(resolve));
  });

  it('while queued, and leaves the queue', async () => {
    const server = await bed.server((_request, socket) => void socket.write(head(200, { 'content-length': '2' })));
    const client = bed.client(settingsFor(server.url, { requestsAtOnce: 1 }));
    const first = await client.send(get('/x'), { signal: never() });
    const controller = new AbortController();
    const places: RequestProgress[] = [];
    const second = client.send(get('/y'), {
      signal: controller.signal,
      onProgress: (progress) => places.push(progress),
    });
    const third = client.send(get('/z'), { signal: never(), onProgress: (progress) => places.push(progress) });
    await new Promise(setImmediate);
    controller.abort();
    assert.equal((await errorOf(second)).code, 'CANCELLED');
    first.dispose();
    (await third).dispose();
    assert.deepEqual(places, [
      { kind: 'queued', place: 1 },
      { kind: 'queued', place: 2 },
      { kind: 'queued', place: 1 },
      { kind: 'sending' },
      { kind: 'receiving' },
    ]);
    assert.deepEqual(
      server.requests.map(({ path }) => path),
      ['/x', '/z'],
    );
  });

  it('leaves no listener behind when it ends by itself', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(200, '[]')));
    const client = bed.client(settingsFor(server.url));
    const controller = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = controller.signal;
    Object.assign(controller.signal, {
      addEventListener(...given: Parameters<typeof addEventListener>) {
        listeners += 1;
        addEventListener.apply(this, given);
      },
      removeEventListener(...given: Parameters<typeof removeEventListener>) {
        listeners -= 1;
        removeEventListener.apply(this, given);
      },
    });
    for (let round = 0; round < 3; round++) {
      const received = await client.send(get('/x'), { signal: controller.signal });
      await received.consume(() => {});
    }
    assert.equal(listeners, 0);
  });
});

describe('a connection that is closed', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  it('aborts everything, and no socket is left when it settles', async () => {
    const server = await bed.server((request, socket) => {
      if (request.path === '/idle') socket.write(answer(200, '[]'));
      if (request.path === '/read') socket.write(head(200, { 'content-length': '10' }));
    });
    const client = bed.client(settingsFor(server.url, { requestsAtOnce: 2 }));
    await fetchText(client, '/idle');
    const reading = (await client.send(get('/read'), { signal: never() })).consume(() => {});
    const waiting = client.send(get('/wait'), { signal: never() });
    const queued = client.send(get('/queued'), { signal: never() });
    const errors = Promise.all([reading, waiting, queued].map(errorOf));
    while (server.requests.length < 3) await new Promise(setImmediate);
    await client.close();
    assert.deepEqual(
      (await errors).map(({ code }) => code),
      ['CANCELLED', 'CANCELLED', 'CANCELLED'],
    );
    await server.allClosed();
    assert.equal((await errorOf(client.send(get('/x'), { signal: never() }))).code, 'CANCELLED');
    await client.close();
  });
});
