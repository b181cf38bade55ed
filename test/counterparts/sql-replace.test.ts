import assert from 'node:assert/strict';
import type { SqlBatch, SqlOrder } from '../../nodes/output/sql/sql-order';
import {
  allDatabases,
  columnsOfTypes,
  messageFor,
  orderFor,
  type RealDatabase,
  realDatabases,
} from '../output/sql-orders';
import { inEach, type SqlPlace } from './sql-places';

const columns = columnsOfTypes({ Id: 'INT', At: 'DATETIME' });
const march = { from: '2026-03-01T00:00:00.000', before: '2026-04-01T00:00:00.000' };
const april = { from: '2026-04-01T00:00:00.000', before: '2026-05-01T00:00:00.000' };

const replacing = (database: RealDatabase, more: Partial<SqlOrder> = {}) =>
  orderFor(database, { write: 'replace', key: [], dateColumn: 'At', ...more });

async function idsIn(place: SqlPlace): Promise<number[]> {
  const rows = await place.rows(`SELECT ${place.quote('Id')} AS n FROM sales ORDER BY ${place.quote('Id')}`);
  return rows.map(({ n }) => Number(n));
}

/** A run of some batches. */
async function run(place: SqlPlace, order: SqlOrder, batches: SqlBatch['records'][], period = march): Promise<void> {
  for (const [index, records] of batches.entries()) {
    await place.send(messageFor(order, records, { columns, first: index === 0, period }));
  }
}

describe('a run that replaces its period', () => {
  inEach('doubles nothing when it comes again, and mends what was left half', async (place) => {
    const order = replacing(place.database);
    const first = [{ Id: 1, At: '2026-03-01T00:00:00' }];
    const second = [{ Id: 2, At: '2026-03-31T23:59:59.997' }];
    await run(place, order, [first]);
    for (let twice = 0; twice < 2; twice++) {
      await run(place, order, [first, second]);
      assert.deepEqual(await idsIn(place), [1, 2]);
    }
    await run(place, order, [second]);
    assert.deepEqual(await idsIn(place), [2]);
  });

  inEach('leaves the periods beside it, up to the instant', async (place) => {
    const order = replacing(place.database);
    const one = [
      { Id: 1, At: '2026-03-01' },
      { Id: 2, At: '2026-03-01 00:00' },
      { Id: 3, At: '2026-03-31T23:59:59.999' },
    ];
    const other = [
      { Id: 4, At: '2026-04-01' },
      { Id: 5, At: '2026-04-01T00:00:00.000' },
      { Id: 6, At: '2026-04-30 23:59:59' },
    ];
    await run(place, order, [one]);
    await run(place, order, [other], april);
    await run(place, order, [one]);
    assert.deepEqual(await idsIn(place), [1, 2, 3, 4, 5, 6]);
    await run(place, order, [[]], april);
    assert.deepEqual(await idsIn(place), [1, 2, 3]);
    await run(place, order, [[]]);
    assert.deepEqual(await idsIn(place), []);
  });

  inEach(
    'knows instants whatever zone they are written in',
    async (place) => {
      const order = replacing(place.database);
      const records = [
        { Id: 1, At: '2026-03-01T02:00:00+02:00' },
        { Id: 2, At: '2026-03-31T23:59:59.999Z' },
      ];
      const period = { from: '2026-03-01T00:00:00Z', before: '2026-03-31T19:00:00-05:00' };
      for (let twice = 0; twice < 2; twice++) await run(place, order, [records], period);
      assert.deepEqual(await idsIn(place), [1, 2]);
    },
    ['sqlite', 'postgresql'],
  );

  inEach('keeps what was there when the new records cannot be written', async (place) => {
    const order = replacing(place.database);
    const unique = `${place.quote('Id')} INT UNIQUE, ${place.quote('At')} ${place.database === 'sqlite' ? 'TEXT' : 'TIMESTAMP'}`;
    await place.run(`CREATE TABLE sales (${unique})`);
    const at = '2026-03-05T00:00:00';
    await run(place, order, [[{ Id: 1, At: at }]]);
    const twice = [
      { Id: 2, At: at },
      { Id: 2, At: at },
    ];
    await assert.rejects(run(place, order, [twice]));
    assert.deepEqual(await idsIn(place), [1]);
    // No transaction is left open, and what comes next is written at once.
    await run(place, order, [[{ Id: 3, At: at }]]);
    assert.deepEqual(await idsIn(place), [3]);
  });

  inEach('is told apart from one that replaces the whole table', async (place) => {
    const order = replacing(place.database, { dateColumn: '' });
    await run(place, order, [[{ Id: 1, At: null }], [{ Id: 2, At: '2020-01-01' }]]);
    await run(place, order, [[{ Id: 3, At: null }], [{ Id: 4, At: null }]]);
    assert.deepEqual(await idsIn(place), [3, 4]);
    await run(place, order, [[]]);
    assert.deepEqual(await idsIn(place), []);
  });

  const refused = (record: object, period: typeof march | null = march, more: Partial<SqlOrder> = {}) => {
    for (const database of allDatabases) {
      const order = { ...replacing('sqlite', more), database };
      for (const first of [true, false]) {
        const send = () =>
          messageFor(order, [{ Id: 1, At: '2026-03-02' }, record as Record<string, unknown>], {
            first,
            period: period ?? undefined,
          });
        assert.throws(send, { code: 'RECORDS_INVALID' }, database);
      }
    }
  };

  it('takes no record that a second run would double', () => {
    for (const At of ['2026-02-28T23:59:59.999', '2026-04-01', '2026-03-31T23:59:59.9999', null, '', 'n/a', 5])
      refused({ Id: 2, At });
    refused({ Id: 2, At: '2026-02-30' }, { from: '2026-02-01', before: '2026-05-01' });
    refused({ Id: 2 });
  });

  it('needs a period, and a column that says when', () => {
    refused({ Id: 2, At: '2026-03-02' }, null);
    for (const from of ['2026-05-01', 'yesterday', "' OR 1=1 --", ''])
      refused({ Id: 2, At: '2026-03-02' }, { ...march, from });
    refused({ Id: 2, At: '2026-03-02' }, march, { dateColumn: 'Day' });
  });

  it('finds its column whatever its case, and deletes with its first batch alone', () => {
    for (const database of realDatabases) {
      const order = replacing(database, { dateColumn: 'AT' });
      const texts = [true, false].map(
        (first) => messageFor(order, [{ Id: 1, At: '2026-03-02' }], { first, period: march }).text,
      );
      assert.deepEqual(
        texts.map((text) => /DELETE FROM/.test(text)),
        [true, false],
      );
    }
  });
});
