import assert from 'node:assert/strict';
import dns, { type LookupAddress } from 'node:dns';
import net from 'node:net';
import type { AttemptError } from '../../nodes/client/failures/attempt-error';
import { startBusyListener } from './busy-listener';
import { type Certificate, certificateFor } from './certificates';
import { startConnectProxy } from './connect-proxy';
import { answer } from './scripted-server';
import { errorOf, fetchText, get, settingsFor, TestBed } from './settings-for';

describe('a host with two addresses', () => {
  const bed = new TestBed();
  const { lookup } = dns;
  let certificate: Certificate;
  before(async () => {
    certificate = await certificateFor(['localhost']);
  });
  afterEach(async () => {
    dns.lookup = lookup;
    await bed.close();
  });

  /** `localhost` leads to these from now on, for whoever looks it up. */
  function leadsTo(...addresses: string[]): void {
    const found: LookupAddress[] = addresses.map((address) => ({ address, family: net.isIP(address) }));
    dns.lookup = ((_name: string, _options: object, give: (error: null, found: LookupAddress[]) => void) => {
      setImmediate(give, null, found);
    }) as typeof dns.lookup;
  }

  const limits = (connect: number) => ({ connect, firstByte: 10_000, idle: 10_000, total: 20_000 });
  const settings = (port: number, connect: number) =>
    settingsFor(`http://localhost:${port}`, { timeouts: limits(connect) });

  it('is waited for as long as "Connect" says when the first is slow and the second is none', async () => {
    const slow = bed.closes(await startBusyListener('127.0.0.1', 0, answer(200, '[]')));
    leadsTo('127.0.0.1', '::1');
    const going = fetchText(bed.client(settings(slow.port, 15_000)), '/x');
    // Longer than Node gives an address, and no more than that.
    setTimeout(() => slow.release(), 900);
    assert.equal(await going, '[]');
  }).timeout(30_000);

  it('is reached by the second while the first leads nowhere', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(200, '[]')));
    const nowhere = bed.closes(await startBusyListener('127.0.0.2', server.port));
    leadsTo('127.0.0.2', '127.0.0.1');
    const client = bed.client(settings(nowhere.port, 15_000));
    assert.equal(await fetchText(client, '/x'), '[]');
    assert.equal(server.connections, 1);
  });

  it('is reached by the second at once when the first refuses', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(200, '[]')));
    leadsTo('127.0.0.2', '127.0.0.3', '::1', '127.0.0.1');
    assert.equal(await fetchText(bed.client(settings(server.port, 15_000)), '/x'), '[]');
  });

  it('is reached securely by the second as well, and checked by its name', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(200, '[]')), certificate);
    const nowhere = bed.closes(await startBusyListener('127.0.0.2', server.port));
    leadsTo('127.0.0.2', '127.0.0.1');
    const tls = { ca: [certificate.cert] };
    const client = bed.client({
      ...settingsFor(`https://localhost:${nowhere.port}`, { tls }),
      timeouts: limits(15_000),
    });
    assert.equal(await fetchText(client, '/x'), '[]');
    await client.close();
    await server.allClosed();
  });

  it('may be a proxy', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(200, '[]')), certificate);
    const proxy = bed.closes(await startConnectProxy({ leadTo: () => server.port }));
    const port = Number(new URL(proxy.url).port);
    bed.closes(await startBusyListener('127.0.0.2', port));
    leadsTo('127.0.0.2', '127.0.0.1');
    const client = bed.client({
      ...settingsFor(`https://localhost:${server.port}`, { tls: { ca: [certificate.cert] } }),
      proxy: { kind: 'url', url: `http://localhost:${port}`, noProxy: [] },
      timeouts: limits(15_000),
    });
    assert.equal(await fetchText(client, '/x'), '[]');
    assert.deepEqual(proxy.asked, [`localhost:${server.port}`]);
  });

  it('that are both none is said at once, with the reason of the first', async () => {
    leadsTo('127.0.0.1', '::1');
    const error = (await errorOf(fetchText(bed.client(settings(1, 15_000)), '/x'))) as AttemptError;
    assert.equal(error.code, 'NETWORK');
    assert.equal(error.facts.reason, 'refused');
    assert.deepEqual(error.failure, { kind: 'connect' });
  });

  it('that both lead nowhere is the timeout "Connect"', async () => {
    const one = bed.closes(await startBusyListener('127.0.0.2'));
    bed.closes(await startBusyListener('127.0.0.3', one.port));
    leadsTo('127.0.0.2', '127.0.0.3');
    const error = (await errorOf(fetchText(bed.client(settings(one.port, 600)), '/x'))) as AttemptError;
    assert.equal(error.code, 'TIMEOUT');
    assert.deepEqual(error.failure, { kind: 'timeout', phase: 'connect' });
  });

  it('and a name that is not found is said as before', async () => {
    dns.lookup = ((_name: string, _options: object, give: (error: Error) => void) => {
      setImmediate(give, Object.assign(new Error('none'), { code: 'ENOTFOUND' }));
    }) as unknown as typeof dns.lookup;
    const error = await errorOf(fetchText(bed.client(settings(1, 15_000)), '/x'));
    assert.equal(error.facts.reason, 'name-not-found');
  });

  it('are let go of when the run is stopped', async () => {
    const one = bed.closes(await startBusyListener('127.0.0.2'));
    bed.closes(await startBusyListener('127.0.0.3', one.port));
    leadsTo('127.0.0.2', '127.0.0.3');
    const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
    const before = sockets();
    const stop = new AbortController();
    const client = bed.client(settings(one.port, 15_000));
    const stopped = errorOf(client.send(get('/x'), { signal: stop.signal }));
    while (sockets() < before + 2) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    assert.equal((await stopped).code, 'CANCELLED');
    await client.close();
    while (sockets() > before) await new Promise((resolve) => setTimeout(resolve, 5));
  });
});
