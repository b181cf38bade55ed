import assert from 'node:assert/strict';
import { askRaw, emulated, until } from './ask';

describe('the emulated limits', () => {
  const the = emulated();

  it('refuses more rows than the limit with 413, before any of them', async () => {
    the.emulator.dials.set({ rowLimit: 11 });
    const refused = await the.ask('/lists/stores');
    assert.equal(refused.status, 413);
    assert.match(((await refused.json()) as { Message: string }).Message, /12 records/);
    the.emulator.dials.set({ rowLimit: 12 });
    assert.equal((await the.ask('/lists/stores')).status, 200);
  });

  it('estimates 1,048,576 rows as few enough and one more as too many', async () => {
    const path = '/customizedreports/SalesExtendedDetailReport?StartDate=2025-01-01&StopDate=2026-12-31';
    the.emulator.dials.set({ rows: { 'sales-extended-detail': { count: 1_048_577 } } });
    assert.equal((await the.ask(path)).status, 413);
    the.emulator.dials.set({ rows: { 'sales-extended-detail': { count: 1_048_576 } } });
    const accepted = await the.ask(path);
    assert.equal(accepted.status, 200);
    await accepted.body?.cancel();
  });

  describe('of active requests', () => {
    const limited = async (count: number) => {
      the.emulator.dials.set({ hold: true });
      const waiting = Array.from({ length: count }, () => the.ask('/lists/stores'));
      await admitted(count);
      return waiting;
    };
    const release = async (waiting: Array<Promise<Response>>) => {
      the.emulator.dials.set({ hold: false });
      for (const response of await Promise.all(waiting)) await response.text();
    };

    it('refuses the ninth with the words of the service', async () => {
      const waiting = await limited(8);
      const refused = await the.ask('/lists/stores');
      assert.equal(refused.status, 429);
      assert.equal(
        await refused.text(),
        '{"Error": true, "Message": "Rate Limiting Applied. 8 active requests are already in progress."}',
      );
      assert.equal(refused.headers.get('retry-after'), null);
      await release(waiting);
      assert.equal((await the.ask('/lists/stores')).status, 200);
    });

    it('counts each company for itself', async () => {
      the.emulator.dials.set({ capacity: 1 });
      const waiting = await limited(1);
      const other = the.ask('/lists/stores?CompanyID=43');
      await release([...waiting, other]);
      assert.equal((await other).status, 200);
    });

    it('can shrink while requests are active', async () => {
      const waiting = await limited(3);
      the.emulator.dials.set({ capacity: 2 });
      assert.equal((await the.ask('/lists/stores')).status, 429);
      await release(waiting);
      assert.equal((await the.ask('/lists/stores')).status, 200);
    });

    it('frees the place of a client that has gone', async () => {
      the.emulator.dials.set({ capacity: 1, hold: true });
      const abort = new AbortController();
      const leaving = the.ask('/lists/stores', { signal: abort.signal }).catch((error: Error) => error);
      await admitted(1);
      abort.abort();
      await leaving;
      await admitted(0);
      the.emulator.dials.set({ hold: false });
      assert.equal((await the.ask('/lists/stores')).status, 200);
    });

    it('remembers the most that were active', async () => {
      the.emulator.admission.resetMaximum();
      await release(await limited(5));
      assert.equal(the.emulator.admission.maximum, 5);
    });

    for (const [dial, expected] of [
      ['7', /^7$/],
      ['soon', /^soon$/],
      ['date+60', /GMT$/],
    ] as const) {
      it(`can say Retry-After ${dial}`, async () => {
        the.emulator.dials.set({ capacity: 0, retryAfter: dial });
        assert.match((await the.ask('/lists/stores')).headers.get('retry-after') ?? '', expected);
      });
    }
  });

  const admitted = (count: number) => until(() => the.emulator.admission.active(42) === count);
});

describe('the emulator’s sockets', () => {
  const the = emulated();

  it('are counted while open and gone when the client has gone', async () => {
    the.emulator.dials.set({ hold: true });
    const asking = askRaw(the, '/lists/stores');
    await until(() => the.emulator.admission.active(42) === 1);
    assert.equal(the.emulator.sockets(), 1);
    the.emulator.dials.set({ hold: false });
    assert.equal((await asking).complete, true);
    await until(() => the.emulator.sockets() === 0);
  });
});
