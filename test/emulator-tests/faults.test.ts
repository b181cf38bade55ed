import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import type { Fault } from '../emulator';
import { askRaw, emulated, PATIENCE, type Raw, until } from './ask';

describe('the faults of the emulator', () => {
  const the = emulated();
  let whole: Buffer;
  const gzip = { 'accept-encoding': 'gzip' };
  const next = (fault: Fault) => the.emulator.dials.addFault({ fault, times: 1 });
  const withFault = (fault: Fault, headers: Record<string, string> = {}): Promise<Raw> => {
    next(fault);
    return askRaw(the, '/lists/stores', headers);
  };

  before(async function () {
    this.timeout(PATIENCE);
    whole = (await askRaw(the, '/lists/stores')).body;
  });
  afterEach(async function () {
    this.timeout(PATIENCE);
    assert.deepEqual(the.emulator.crashes, []);
    assert.deepEqual((await askRaw(the, '/lists/stores')).body, whole);
    assert.equal(the.emulator.admission.active(42), 0);
    await until(() => the.emulator.sockets() === 0);
  });

  describe('a connection that ends', () => {
    for (const rst of [false, true]) {
      const how = rst ? 'with a reset' : 'plainly';
      it(`${how} before the headers`, async () => {
        const raw = await withFault({ kind: 'reset', at: 'before-headers', rst });
        assert.equal(raw.status, undefined);
        assert.equal(raw.error, 'ECONNRESET');
      });
      it(`${how} after the headers`, async () => {
        const raw = await withFault({ kind: 'reset', at: 'after-headers', rst });
        assert.deepEqual([raw.status, raw.body.length, raw.complete], [200, 0, false]);
      });
      it(`${how} in the middle of the body`, async () => {
        const raw = await withFault({ kind: 'reset', at: 'mid-body', afterBytes: 33, rst });
        assert.deepEqual(raw.body, whole.subarray(0, 33));
        assert.equal(raw.complete, false);
      });
      it(`${how} after the last byte but before the end of the chunking`, async () => {
        const raw = await withFault({ kind: 'reset', at: 'before-end', rst });
        assert.deepEqual(raw.body, whole);
        assert.equal(raw.complete, false);
      });
    }

    it('in the middle of a body that is shorter than asked still lacks a byte', async () => {
      const raw = await withFault({ kind: 'reset', at: 'mid-body', afterBytes: 100_000 });
      assert.deepEqual(raw.body, whole.subarray(0, -1));
    });

    it('without a word after a right answer', async () => {
      const raw = await withFault({ kind: 'close-after' });
      assert.equal(raw.complete, true);
      assert.deepEqual(raw.body, whole);
    });
  });

  describe('a length that is wrong', () => {
    it('too large: bytes are missing at the end', async () => {
      const raw = await withFault({ kind: 'content-length', by: 5 });
      assert.equal(raw.headers['content-length'], String(whole.length + 5));
      assert.equal(raw.complete, false);
    });
    it('too small: the answer ends early', async () => {
      const raw = await withFault({ kind: 'content-length', by: -5 });
      assert.deepEqual(raw.body, whole.subarray(0, -5));
    });
  });

  describe('a compression that is broken', () => {
    it('truncated', async () => {
      const raw = await withFault({ kind: 'encoding', how: 'truncated' }, gzip);
      assert.throws(() => gunzipSync(raw.body), /unexpected end of file/);
    });
    it('with garbage behind it', async () => {
      const raw = await withFault({ kind: 'encoding', how: 'trailing-garbage' }, gzip);
      assert.match(raw.body.toString('latin1'), /garbage after the end$/);
    });
    it('claimed but not done', async () => {
      const raw = await withFault({ kind: 'encoding', how: 'claims-gzip' }, gzip);
      assert.deepEqual([raw.headers['content-encoding'], raw.body], ['gzip', whole]);
    });
    it('done but not said', async () => {
      const raw = await withFault({ kind: 'encoding', how: 'hides-gzip' }, gzip);
      assert.deepEqual([raw.headers['content-encoding'], gunzipSync(raw.body)], [undefined, whole]);
    });
    it('done many times', async () => {
      const raw = await withFault({ kind: 'encoding', how: 'nested', levels: 3 }, gzip);
      assert.equal(raw.headers['content-encoding'], 'gzip, gzip, gzip');
      assert.deepEqual(gunzipSync(gunzipSync(gunzipSync(raw.body))), whole);
    });
    it('a bomb', async () => {
      const raw = await withFault({ kind: 'encoding', how: 'bomb', megabytes: 20 }, gzip);
      assert.ok(raw.body.length < 200_000);
      assert.ok(gunzipSync(raw.body).length > 20_000_000);
    });
  });

  describe('an answer that stalls', () => {
    const forgotten = async () => {
      await until(() => the.emulator.requests.last()?.closed === true);
      assert.equal(the.emulator.requests.last()?.finished, false);
    };

    it('before the headers, until the client gives up', async () => {
      next({ kind: 'stall', at: 'before-headers' });
      const abort = new AbortController();
      const asking = askRaw(the, '/lists/stores', {}, { signal: abort.signal });
      await until(() => the.emulator.dials.values.faults.length === 0);
      abort.abort();
      assert.equal((await asking).status, undefined);
      await forgotten();
    });
    for (const [at, bytes] of [
      ['after-headers', 0],
      ['mid-body', 100],
    ] as const) {
      it(`${at.replace('-', ' ')}, until the client gives up`, async () => {
        next({ kind: 'stall', at });
        const raw = await askRaw(the, '/lists/stores', {}, { afterBytes: bytes });
        assert.deepEqual([raw.status, raw.body, raw.complete], [200, whole.subarray(0, bytes), false]);
        await forgotten();
      });
    }

    it('slow bytes arrive all the same', async () => {
      const raw = await withFault({ kind: 'slow', bytes: 200, everyMs: 1 });
      assert.deepEqual(raw.body, whole);
      assert.ok(raw.pieces.length > 1);
    });
    it('tiny chunks arrive all the same', async () => {
      const raw = await withFault({ kind: 'chunks', bytes: 1 });
      assert.deepEqual([raw.body, raw.complete], [whole, true]);
    });
  });

  describe('an answer that is something else', () => {
    for (const value of ['text/html', 'text/plain', 'application/octet-stream', '']) {
      it(`with the content type '${value}'`, async () => {
        const raw = await withFault({ kind: 'content-type', value });
        assert.deepEqual([raw.headers['content-type'] ?? '', raw.body], [value, whole]);
      });
    }
    for (const status of [200, 502]) {
      it(`an HTML page with ${status}`, async () => {
        const raw = await withFault({ kind: 'page', status });
        assert.equal(raw.status, status);
        assert.match(raw.body.toString(), /^<!DOCTYPE html>/);
      });
    }
    it('an error with 200', async () => {
      const raw = await withFault({ kind: 'error-object' });
      assert.deepEqual([raw.status, JSON.parse(raw.body.toString()).Error], [200, true]);
    });
    it('an error with 200 that repeats the request', async () => {
      const raw = await withFault({ kind: 'error-object', echoes: true });
      assert.match(JSON.parse(raw.body.toString()).Message, /authorization: Bearer /);
    });
    for (const status of [204, 200]) {
      it(`nothing, with ${status}`, async () => {
        const raw = await withFault({ kind: 'empty', status });
        assert.deepEqual([raw.status, raw.body.length, raw.complete], [status, 0, true]);
      });
    }
    it('206', async () => {
      assert.equal((await withFault({ kind: 'partial' })).status, 206);
    });
    for (const [to, expected] of [
      ['same-host', /^\/lists\/languages$/],
      ['other-host', /^https:\/\/elsewhere\.example\/lists\/stores$/],
      ['http', /^http:\/\/127\.0\.0\.1:\d+\/lists\/stores$/],
      ['loop', /^\/lists\/stores$/],
      ['https://iqmetrix.net.evil.test/', /^https:\/\/iqmetrix\.net\.evil\.test\/$/],
    ] as const) {
      it(`a redirect: ${to}`, async () => {
        const raw = await withFault({ kind: 'redirect', to, status: 307 });
        assert.equal(raw.status, 307);
        assert.match(raw.headers.location ?? '', expected);
      });
    }
    it('one more header', async () => {
      const raw = await withFault({ kind: 'header', name: 'x-long', value: 'a'.repeat(10_000) });
      assert.equal(raw.headers['x-long']?.length, 10_000);
    });
    it('one more cookie', async () => {
      const raw = await withFault({ kind: 'header', name: 'Set-Cookie', value: 'a=b; Domain=other.example' });
      assert.equal(raw.headers['set-cookie']?.length, 4);
    });
  });

  describe('a body that is malformed', () => {
    it('cut, although all else says it is whole', async () => {
      const raw = await withFault({ kind: 'body', cutAt: 0.5 }, gzip);
      assert.deepEqual(gunzipSync(raw.body), whole.subarray(0, Math.floor(whole.length / 2)));
      assert.equal(raw.complete, true);
    });
    it('with something in front and behind', async () => {
      const raw = await withFault({ kind: 'body', prefix: '\ufeff', append: ',]' });
      assert.equal(raw.body.toString(), `\ufeff${whole.toString()},]`);
    });
    it('in UTF-16, with a byte order mark', async () => {
      const raw = await withFault({ kind: 'charset', encoding: 'utf16be', mark: true, declared: 'utf-16' });
      assert.equal(raw.headers['content-type'], 'application/json; charset=utf-16');
      assert.deepEqual(raw.body.subarray(0, 2), Buffer.from([0xfe, 0xff]));
      assert.equal(raw.body.subarray(2).swap16().toString('utf16le'), whole.toString());
    });
  });

  describe('a refusal', () => {
    it('so many times, of a path, after some were left alone', async () => {
      the.emulator.dials.addFault({ fault: { kind: 'status', status: 503 }, path: '/LISTS/*', skip: 1, times: 2 });
      const statuses: Array<number | undefined> = [];
      for (let turn = 0; turn < 4; turn++) statuses.push((await askRaw(the, '/lists/stores')).status);
      assert.deepEqual(statuses, [200, 503, 503, 200]);
    });
    it('of nothing else', async () => {
      the.emulator.dials.addFault({ fault: { kind: 'status', status: 500 }, path: '/lists/stores' });
      assert.equal((await askRaw(the, '/lists/languages')).status, 200);
      assert.equal((await askRaw(the, '/lists/stores')).status, 500);
      the.emulator.dials.reset();
    });
    it('because the token has expired, for good', async () => {
      const { access } = the.emulator.users.issue(the.emulator.users.users[0] as never, 100);
      next({ kind: 'expire-token' });
      const headers = { authorization: `Bearer ${access}` };
      assert.equal((await askRaw(the, '/lists/stores', headers)).status, 401);
      assert.equal((await askRaw(the, '/lists/stores', headers)).status, 401);
    });
    it('of the session only', async () => {
      const first = await askRaw(the, '/lists/stores');
      const cookie = first.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
      const second = await withFault({ kind: 'forget-session' }, { cookie });
      assert.equal(second.status, 200);
      assert.equal(second.headers['set-cookie']?.length, 3);
    });
  });

  describe('what stands around a right answer', () => {
    it('zero bytes behind gzip', async () => {
      const { body } = await withFault({ kind: 'encoding', how: 'padded' }, gzip);
      assert.deepEqual(body.subarray(-4), Buffer.alloc(4));
      assert.deepEqual(gunzipSync(body.subarray(0, -4)), whole);
    });

    it('a coding that is none', async () => {
      const raw = await withFault({ kind: 'encoding', how: 'no-coding' }, gzip);
      assert.deepEqual([raw.headers['content-encoding'], raw.body], ['utf-8', whole]);
    });

    it('408 behind it', async () => {
      const raw = await withFault({ kind: 'close-after', says408: true });
      assert.deepEqual([raw.status, raw.body], [200, whole]);
    });

    it('an unasked 100 Continue', async () => {
      const raw = await withFault({ kind: 'interim', times: 2 });
      assert.deepEqual([raw.status, raw.body], [200, whole]);
    });

    it('other line ends', async () => {
      next({ kind: 'line-ends', first: '\n', rest: '\r' });
      const { body } = await askRaw(the, '/lists/stores?Response=Csv');
      const ends = body.toString().match(/\r\n|\n|\r/g)!;
      assert.deepEqual([...new Set(ends.slice(1))], ['\r']);
      assert.equal(ends[0], '\n');
    });

    it('something else in its place', async () => {
      const raw = await withFault({ kind: 'disguise', contentType: 'text/plain', body: 'An error occurred.' });
      assert.deepEqual([raw.status, raw.body.toString()], [200, 'An error occurred.']);
    });
  });
});
