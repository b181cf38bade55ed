import assert from 'node:assert/strict';
import { columnsOfTypes, messageFor, orderFor } from '../output/sql-orders';
import { inEach, type SqlPlace } from './sql-places';

/** Values of each sort; a hundred thousand doubles are read by each database. */
const COUNT = 12_500;
const BATCH = 5_000;

describe('a double in a database', () => {
  inEach('is the double that came, to the last bit, however large or small', async (place) => {
    await sendAndCompare(place, 'FLOAT', Object.values(sorts).flatMap(valuesOf));
  });

  inEach(
    'is that in a column of any numbers, too, and where it came as digits in a text',
    async (place) => {
      // Beyond the whole numbers of 64 bits nothing is a NUMERIC that was a double, but for texts of digits.
      const values = [sorts.anyBits, sorts.fourDecimals, sorts.manyDigits].flatMap((sort) => valuesOf(sort));
      await sendAndCompare(place, 'DECIMAL', values);
      await sendAndCompare(place, 'FLOAT', values, String);
    },
    ['sqlite'],
  );

  inEach(
    'is an error where a column of texts would shorten it',
    async (place) => {
      await place.run('CREATE TABLE sales (Id INTEGER PRIMARY KEY, Amount TEXT)');
      const send = (Amount: unknown) =>
        place.send(
          messageFor(orderFor('sqlite'), [{ Id: 1, Amount }], { columns: columnsOfTypes({ Amount: 'FLOAT' }) }),
        );
      for (const amount of [0.30000000000000004, 1234567890123.4568, '0.30000000000000004', 1.2345678901234566e25]) {
        await assert.rejects(send(amount), /Amount of this table is TEXT.*NUMERIC/);
      }
      for (const amount of [0.3, 19.99, 123456789012.345, '19.99', 2 ** 53 + 2, 1e300]) {
        await send(amount);
        assert.equal(Number((await place.rows('SELECT Amount FROM sales'))[0]?.Amount), Number(amount));
      }
    },
    ['sqlite'],
  );
});

async function sendAndCompare(
  place: SqlPlace,
  type: string,
  values: readonly number[],
  write: (value: number) => unknown = (value) => value,
): Promise<void> {
  const order = orderFor(place.database, { write: 'append', key: [] });
  const columns = columnsOfTypes({ Id: 'INT', Amount: type });
  await place.run('DROP TABLE IF EXISTS sales');
  for (let from = 0; from < values.length; from += BATCH) {
    const records = values
      .slice(from, from + BATCH)
      .map((value, index) => ({ Id: from + index, Amount: write(value) }));
    await place.send(messageFor(order, records, { columns }));
  }
  const rows = await place.rows(`SELECT ${place.quote('Amount')} AS a FROM sales ORDER BY ${place.quote('Id')}`);
  assert.equal(rows.length, values.length);
  const wrong = values.flatMap((value, index) => {
    const found = Number(rows[index]?.a);
    // There is no other zero in a database.
    return found === value ? [] : [`${value} is ${found}`];
  });
  assert.deepEqual(wrong.slice(0, 5), []);
}

const bits = new DataView(new ArrayBuffer(8));

/** @param high the upper 32 bits */
function doubleOf(high: number, low: number): number {
  bits.setUint32(0, high);
  bits.setUint32(4, low);
  return bits.getFloat64(0);
}

/** A double from two random numbers of 32 bits. */
type Sort = (one: number, other: number) => number;

const sorts = {
  anyBits: doubleOf,
  subnormal: (one, other) => doubleOf(one & 0x800fffff, other),
  huge: (one, other) => doubleOf((one & 0x800fffff) | 0x7fe00000, other),
  aroundOne: (one, other) => doubleOf((one & 0x801fffff) | 0x3fe00000, other),
  cents: (one) => (one | 0) / 100,
  fourDecimals: (one, other) => ((one & 0xfffff) * 2 ** 32 + other) / 10_000,
  manyDecimals: (one, other) => (one * 128 + (other & 127)) / 1_000_000,
  manyDigits: (one, other) => ((one & 0x1fffff) * 2 ** 32 + other) * 10 ** (other % 20),
} satisfies Record<string, Sort>;

/** The same in each run, and those that are at an edge, or that were read wrongly once. */
const EDGES = [
  ...[0, -0, 5e-324, 2.2250738585072014e-308, 2.225073858507201e-308, 1.7976931348623157e308, -1.7976931348623157e308],
  ...[1e308, 1e23, 8.5e22, 2 ** 53 + 2, 2 ** 63, -(2 ** 63), 2 ** 64, 0.1 + 0.2, -6.43186349655406e-170],
];

function valuesOf(sort: Sort): number[] {
  let state = 20_240_229;
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    const mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    return (mixed ^ (mixed >>> 13) ^ Math.imul(mixed, 0xc2b2ae35)) >>> 0;
  };
  return [...EDGES, ...Array.from({ length: COUNT }, () => sort(next(), next())).filter(Number.isFinite)];
}
