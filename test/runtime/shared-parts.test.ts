import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import type { NodeAPI } from 'node-red';
import { SharedParts } from '../../nodes/runtime/shared-parts';
import { answer } from '../client/scripted-server';
import { BY_PASSWORD, errorOf, get, never, settingsFor, TestBed, textOf } from '../client/settings-for';
import { startEmulator } from '../emulator';
import { clientFor, orderFor, runAgainst } from '../extract/run-against';

const EACH = 6;
const AT_ONCE = 4;

describe('what all connections of a process share', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  /** Two connections to one company send six requests each; the service answers when `expected` of them are there. */
  async function sendFrom(parts: readonly [SharedParts, SharedParts], expected: number): Promise<number> {
    const waiting: Socket[] = [];
    let came = 0;
    const server = await bed.server((_request, socket) => {
      waiting.push(socket);
      if (++came < expected) return;
      for (const each of waiting.splice(0)) each.write(answer(200, '[]'));
    });
    let queued = 0;
    const clients = parts.map((shared) => bed.client(settingsFor(server.url, { requestsAtOnce: AT_ONCE }), shared));
    const sendOne = async (client: (typeof clients)[number]) => {
      let hasQueued = false;
      const onProgress = ({ kind }: { kind: string }) => {
        hasQueued ||= kind === 'queued';
      };
      await textOf(await client.send(get('/x'), { signal: never(), onProgress }));
      if (hasQueued) queued++;
    };
    await Promise.all(clients.flatMap((client) => Array.from({ length: EACH }, () => sendOne(client))));
    return queued;
  }

  it('is one queue: together they have no more requests under way than one of them may', async () => {
    const shared = new SharedParts();
    assert.equal(await sendFrom([shared, shared], AT_ONCE), 2 * EACH - AT_ONCE);
  });

  it('is not shared with another process', async () => {
    assert.equal(await sendFrom([new SharedParts(), new SharedParts()], 2 * AT_ONCE), 2 * (EACH - AT_ONCE));
  });

  it('is one memory of refused credentials', async () => {
    const asked = async (parts: readonly SharedParts[]) => {
      let count = 0;
      const server = await bed.server((_request, socket) => {
        count++;
        socket.write(answer(400, '{"error":"invalid_grant"}'));
      });
      for (const shared of parts) {
        const client = bed.client(settingsFor(server.url, { authentication: BY_PASSWORD }), shared);
        assert.equal((await errorOf(client.send(get('/x'), { signal: never() }))).code, 'AUTH_FAILED');
      }
      return count;
    };
    const shared = new SharedParts();
    assert.equal(await asked([shared, shared]), 1);
    assert.equal(await asked([new SharedParts(), new SharedParts()]), 2);
  });

  it('is what was learned of the row limit', async () => {
    const emulator = bed.closes(await startEmulator({ dials: { rowLimit: 100 } }));
    const span = { StartDate: '2026-01-15', StopDate: '2026-04-14' };
    const order = orderFor('product-detail', {
      ...span,
      SearchMethod: 3,
      ManufacturerID: -1,
      CategoryNumber: 10,
      ReportPart: 1,
    });
    const refused = async (shared: SharedParts) => {
      const { error, facts } = await runAgainst(bed.closes(clientFor(emulator)), order, { shared });
      assert.equal(error, undefined);
      return facts.refused;
    };
    const shared = new SharedParts();
    const first = await refused(shared);
    assert.ok(first > 0);
    assert.ok((await refused(shared)) < first);
    assert.equal(await refused(new SharedParts()), first);
  });

  it('is one tracker for each Node-RED', () => {
    const redOf = () => ({ hooks: {}, events: {} }) as NodeAPI;
    const shared = new SharedParts();
    const [one, other] = [redOf(), redOf()];
    // Each node set has an API object of its own.
    assert.equal(shared.trackerOf(one), shared.trackerOf({ ...one }));
    assert.notEqual(shared.trackerOf(one), shared.trackerOf(other));
    assert.notEqual(shared.trackerOf(one), new SharedParts().trackerOf(one));
  });
});
