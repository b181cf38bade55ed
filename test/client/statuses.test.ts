import assert from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import type { AttemptError } from '../../nodes/client/failures/attempt-error';
import { readRetryAfter } from '../../nodes/client/failures/retry-after';
import { answer, head, reset, type Script } from './scripted-server';
import { errorOf, fetchText, settingsFor, TestBed } from './settings-for';

describe('an answer that is no answer', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  async function errorFor(status: number, body: string, headers: Record<string, string> = {}) {
    const server = await bed.server((_request, socket) => void socket.write(answer(status, body, headers)));
    return (await errorOf(fetchText(bed.client(settingsFor(server.url)), '/reports/x'))) as AttemptError;
  }

  const said = (message: string) => JSON.stringify({ Error: true, Message: message });

  for (const [status, code] of [
    [400, 'BAD_REQUEST'],
    [401, 'AUTH_FAILED'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [413, 'TOO_MANY_ROWS'],
    [429, 'RATE_LIMITED'],
    [500, 'SERVER_ERROR'],
    [502, 'SERVER_ERROR'],
    [503, 'SERVER_ERROR'],
    [504, 'SERVER_ERROR'],
    [599, 'SERVER_ERROR'],
    [408, 'SERVER_ERROR'],
    [425, 'SERVER_ERROR'],
    [449, 'SERVER_ERROR'],
    [522, 'SERVER_ERROR'],
    [507, 'SERVER_ERROR'],
    [418, 'UNEXPECTED_STATUS'],
  ] as const) {
    it(`is ${code} for ${status}, with the service's own words`, async () => {
      const error = await errorFor(status, said('Too bad, said the service.'));
      assert.equal(error.code, code);
      assert.match(error.message, /Too bad, said the service\./);
      assert.doesNotMatch(error.message, /__|undefined/);
      if (status !== 401) assert.deepEqual(error.failure, { kind: 'status', status, retryAfter: undefined });
    });
  }

  it('finds the words in text, HTML, XML and OData', async () => {
    for (const [body, words] of [
      ['plain words', /plain words/],
      ['<html><head><title>502 Bad &amp; Gateway</title></head><body>x</body></html>', /502 Bad & Gateway/],
      ['<!DOCTYPE html><body><script>var a</script><p>Down for repair</p></body>', /Down for repair/],
      ['<Error><Message>No such column</Message></Error>', /No such column/],
      ['{"message":"lower case"}', /lower case/],
      ['"only a string"', /only a string/],
      ['{"Message":', /\{"Message":/],
    ] as const) {
      assert.match((await errorFor(500, body)).message, words);
    }
  });

  it('reads the words in the character set of the answer', async () => {
    const words = 'Délai d’attente dépassé';
    const ansi = Buffer.from(words.replace('’', '\u0092'), 'latin1');
    for (const [body, charset] of [
      [Buffer.from(words), ''],
      [ansi, ''],
      [ansi, '; charset=windows-1252'],
      [Buffer.from(words), '; charset=iso-8859-1'],
      [Buffer.from(`\ufeff${words}`, 'utf16le'), ''],
      [Buffer.from(words, 'utf16le'), '; charset=utf-16'],
    ] as const) {
      const server = await bed.server((_request, socket) => {
        socket.write(answer(500, body, { 'content-type': `text/plain${charset}` }));
      });
      const error = await errorOf(fetchText(bed.client(settingsFor(server.url)), '/reports/x'));
      assert.match(error.message, new RegExp(words), charset);
    }
  });

  it('keeps the words short and clean', async () => {
    const error = await errorFor(500, said(`a\r\nb\u202e\u0000c${'x'.repeat(5000)}`));
    assert.match(String(error.facts.detail), /^a b c?x*|^a b cx/);
    assert.ok(String(error.facts.detail).length < 310);
    assert.doesNotMatch(error.message, /[\r\n\u202e\0]/);
  });

  it('does not repeat a secret the service repeats', async () => {
    const error = await errorFor(400, said('Bad header: Bearer pasted-token-123456 and cGFzdGVkLXRva2VuLTEyMzQ1Ng=='));
    assert.doesNotMatch(JSON.stringify(error.facts) + error.message, /pasted-token|cGFzdGVk/);
    assert.match(error.message, /Bearer \*\*\* and \*\*\*/);
  });

  it('tells a missing employee from a missing permission where the words do', async () => {
    assert.equal((await errorFor(403, said('User is not mapped to an employee'))).facts.reason, 'employee-mapping');
    assert.equal((await errorFor(403, said('You do not have permission'))).facts.reason, 'permission');
    assert.equal((await errorFor(403, '')).facts.reason, undefined);
  });

  it('is read no further than needed, and its connection is closed', async () => {
    const server = await bed.server((_request, socket) => {
      socket.write(Buffer.concat([head(500, { 'content-length': '99999999' }), Buffer.alloc(200_000, 'a')]));
    });
    const error = await errorOf(fetchText(bed.client(settingsFor(server.url)), '/x'));
    assert.equal(error.code, 'SERVER_ERROR');
    await server.allClosed();
  });

  it('keeps its status when its body breaks', async () => {
    const server = await bed.server((_request, socket) => {
      socket.end(Buffer.concat([head(503, { 'content-length': '100' }), Buffer.from('half a mess')]));
    });
    const error = await errorOf(fetchText(bed.client(settingsFor(server.url)), '/x'));
    assert.equal(error.facts.status, 503);
  });

  it('leaves its connection for the next request', async () => {
    const server = await bed.server((_request, socket) => void socket.write(answer(404, said('no'))));
    const client = bed.client(settingsFor(server.url));
    for (let round = 0; round < 3; round++) await errorOf(fetchText(client, '/x'));
    assert.equal(server.connections, 1);
  });

  it('advises POST for a request that is too long', async () => {
    assert.match((await errorFor(414, '')).message, /POST/);
  });

  const LONG = 'x'.repeat(140_000);
  const refusals: [string, Script][] = [
    ['a lost connection', (_request, socket) => reset(socket)],
    ['a closed connection', (_request, socket) => void socket.end()],
    ['400', (_request, socket) => void socket.write(answer(400, 'Bad Request - Request Too Long'))],
    ['404', (_request, socket) => void socket.write(answer(404, ''))],
    ['414', (_request, socket) => void socket.write(answer(414, ''))],
    ['431', (_request, socket) => void socket.write(answer(431, ''))],
    ['494', (_request, socket) => void socket.write(answer(494, ''))],
  ];
  for (const [how, script] of refusals) {
    it(`advises POST for a GET of 140 kB that is answered by ${how}`, async () => {
      const server = await bed.server(script);
      const client = bed.client(settingsFor(server.url));
      const asking = (parameter: string) => fetchText(client, '/x', { parameters: [['p', parameter]] });
      const error = await errorOf(asking(LONG));
      assert.match(error.message, /by POST/);
      assert.doesNotMatch(error.message, /__|undefined|xxx/);
      if (/connection|40/.test(how)) assert.doesNotMatch((await errorOf(asking('x'))).message, /POST/);
    });
  }

  it('advises POST when a server closes the connection while it is still asked', async () => {
    const server = net.createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.resetAndDestroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const client = bed.client(settingsFor(`http://127.0.0.1:${port}`));
    const error = await errorOf(fetchText(client, '/x', { parameters: [['p', LONG.repeat(10)]] }));
    assert.equal(error.code, 'NETWORK');
    assert.match(error.message, /by POST/);
    await new Promise((resolve) => server.close(resolve));
  });

  it('carries the wait the service asks for', async () => {
    const error = await errorFor(429, said('busy'), { 'retry-after': '7' });
    assert.deepEqual(error.failure, { kind: 'status', status: 429, retryAfter: 7000 });
  });
});

describe('Retry-After', () => {
  const NOW = Date.parse('Sun, 06 Nov 1994 08:49:37 GMT');
  for (const [value, date, expected] of [
    ['7', undefined, 7000],
    [' 0 ', undefined, 0],
    ['86400', undefined, 86_400_000],
    ['Sun, 06 Nov 1994 08:50:07 GMT', undefined, 30_000],
    ['Sun, 06 Nov 1994 08:49:07 GMT', undefined, 0],
    ['Sun, 06 Nov 1994 09:50:07 GMT', 'Sun, 06 Nov 1994 09:49:37 GMT', 30_000],
    ['Sun, 06 Nov 1994 08:50:07 GMT', 'garbage', 30_000],
    ['soon', undefined, undefined],
    ['-5', undefined, undefined],
    ['1.5', undefined, 1500],
    ['0.2', undefined, 200],
    ['1.', undefined, 1000],
    ['99999999999999999999', undefined, undefined],
    ['1700000000000', undefined, undefined],
    ['1700000000', undefined, undefined],
    ['1e3', undefined, undefined],
    ['+5', undefined, undefined],
    ['Sunday, 06-Nov-94 08:50:07 GMT', undefined, 30_000],
    ['Sun Nov  6 08:50:07 1994', undefined, 30_000],
    ['Sun, 6 Nov 1994 08:50:07 UTC', undefined, 30_000],
    ['Sun, 06 Nov 1994 08:50:07', undefined, undefined],
    ['Sun, 99 Nov 1994 08:50:07 GMT', undefined, undefined],
    ['2024', undefined, 2_024_000],
    ['2024-01-01', undefined, undefined],
    ['', undefined, undefined],
    [undefined, undefined, undefined],
  ] as const) {
    it(`of ${JSON.stringify(value)} is ${expected}`, () => assert.equal(readRetryAfter(value, date, NOW), expected));
  }
});
