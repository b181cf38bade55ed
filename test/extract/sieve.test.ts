import assert from 'node:assert/strict';
import type { DataConnectClient } from '../../nodes/client/client';
import type { Sieve } from '../../nodes/extract/sieve';
import type { RecordPiece } from '../../nodes/output/transform';
import { type Emulator, startEmulator } from '../emulator';
import { clientFor, orderFor, runAgainst } from './run-against';

/** Lets every other record leave, and knows how many of them it has noted. */
class EveryOther implements Sieve {
  sifted = 0;
  noted = 0;
  #seen = 0;

  mark(): () => void {
    return () => undefined;
  }

  async sift({ records, columns }: RecordPiece): Promise<RecordPiece> {
    const leaving = records.filter(() => this.#seen++ % 2 === 0);
    this.sifted += leaving.length;
    return { records: leaving, columns };
  }

  async note(): Promise<void> {
    await new Promise(setImmediate);
    this.noted = this.sifted;
  }
}

describe('a sieve in a run', () => {
  let emulator: Emulator;
  let client: DataConnectClient;
  before(async () => {
    emulator = await startEmulator({ dials: { rows: { availability: { count: 3001 } } } });
    client = clientFor(emulator);
  });
  after(async () => {
    await client.close();
    await emulator.close();
  });

  it('has noted what it lets through before it leaves, in batches or in one', async () => {
    for (const output of [{ kind: 'batches', size: 100 } as const, { kind: 'all' } as const]) {
      const sieve = new EveryOther();
      let left = 0;
      const take = ({ records }: RecordPiece) => {
        left += records.length;
        assert.ok(sieve.noted >= left, `${left} left, ${sieve.noted} noted`);
      };
      const { error } = await runAgainst(client, orderFor('availability', {}, { output }), { sieve, take });
      assert.equal(error, undefined);
      assert.equal(left, 1501);
    }
  });

  it('lets nothing leave that it could not note', async () => {
    const sieve = new EveryOther();
    sieve.note = () => Promise.reject(new Error('no space left'));
    const { batches, error } = await runAgainst(client, orderFor('availability', {}), { sieve });
    assert.match(String(error), /no space left/);
    assert.deepEqual(batches, []);
  });

  it('holds nothing back from who looks at records as they are read', async () => {
    let read = 0;
    const onRead = ({ records }: RecordPiece) => {
      read += records.length;
    };
    const { records } = await runAgainst(client, orderFor('availability', {}), { sieve: new EveryOther(), onRead });
    assert.deepEqual([read, records.length], [3001, 1501]);
  });
});
