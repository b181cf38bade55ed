import assert from 'node:assert/strict';
import type { Column } from '../../nodes/catalogue/schema';
import { DataConnectError } from '../../nodes/errors';
import { transformsFor } from '../../nodes/output/transforms';
import type { ColumnInfo, DataRecord } from '../../nodes/record';
import { Secret } from '../../nodes/secrets/secret';
import { readStoredNode } from '../../nodes/stored/stored-node';
import { column } from '../decode/reading';
import { recordSecret } from '../secrets/transcript';

const key = 'a key that nobody would guess';
recordSecret(key);

const catalogue: Column[] = [
  column('SaleInvoiceID', 'integer', { sqlType: 'INT' }),
  column('DateCreated', 'string', { format: 'date-time', sqlType: 'DATETIME' }),
  column('CustomerName', 'string', { sqlType: 'VARCHAR(151)' }),
  column('PhoneNumber', 'string', { sqlType: 'VARCHAR(30)' }),
  column('CustomerID', 'integer', { sqlType: 'INT' }),
];
const columns = catalogue.map(
  ({ name, type, sqlType }): ColumnInfo => ({ name, type, sqlType: sqlType!, source: 'catalogue' }),
);
const sale: DataRecord = {
  SaleInvoiceID: 7,
  DateCreated: '2026-03-01T10:00:00Z',
  CustomerName: 'Ann Lee',
  PhoneNumber: '5551234',
  CustomerID: 12,
};

/** A node's columns, as it stores them, at work. */
function made(stored: object, output: object = {}, expected = catalogue, ownKey = key) {
  const { settings, faults } = readStoredNode({ columns: stored, output });
  assert.deepEqual(faults, []);
  const { output: choices, columns } = settings;
  return transformsFor({ choices, columns, expected, zone: undefined, hashKey: new Secret(ownKey), title: 'Sales' });
}

function shaped(stored: object, records: DataRecord[] = [sale], info = columns, output: object = {}) {
  const copies = records.map((record) => ({ ...record }));
  return made(stored, output).reduce((piece, transform) => transform.apply(piece), { records: copies, columns: info });
}

const hashOf = (value: DataRecord[string], ownKey = key) =>
  made({ personal: 'hash' }, {}, catalogue, ownKey)[0]!.apply({ records: [{ CustomerName: value }], columns })
    .records[0]!.CustomerName;

describe('columns as a node sends them on', () => {
  it('are those of the reader, untouched, where nothing is chosen', () => {
    assert.deepEqual(made({}), []);
    assert.deepEqual(made({ personal: 'keep', others: 'pass', list: [] }), []);
  });

  it('are chosen, renamed and put in order, in records and columns alike', () => {
    const list = ['PhoneNumber', { name: 'SaleInvoiceID', as: 'invoice' }, { name: 'CustomerName', leave: true }];
    const { records, columns: info } = shaped({ list, others: 'drop' });
    assert.deepEqual(Object.entries(records[0]!), [
      ['PhoneNumber', '5551234'],
      ['invoice', 7],
    ]);
    assert.deepEqual(info, [
      columns[3],
      { name: 'invoice', originalName: 'SaleInvoiceID', type: 'integer', sqlType: 'INT', source: 'catalogue' },
    ]);
  });

  it('that are not listed pass behind those that are, or are left out', () => {
    const records = [{ ...sale, Unheard: 1 }];
    const info = [...columns, { name: 'Unheard', type: 'integer', source: 'data' } satisfies ColumnInfo];
    const names = (stored: object) => Object.keys(shaped(stored, records, info).records[0]!);
    assert.deepEqual(names({ list: ['CustomerID'] }), [
      ...['CustomerID', 'SaleInvoiceID', 'DateCreated', 'CustomerName', 'PhoneNumber', 'Unheard'],
    ]);
    assert.deepEqual(names({ list: ['CustomerID'], others: 'drop' }), ['CustomerID']);
    // Without a list it is the catalogue that says which are meant.
    assert.deepEqual(names({ others: 'drop' }), Object.keys(sale));
    assert.deepEqual(
      made({ others: 'drop' }, {}, [])[0]!.apply({ records: [{ A: 1 }], columns: [] }).records,
      [{ A: 1 }],
      'where nothing is known nothing is left out',
    );
  });

  it('of a former window, which the columns of the piece lack, are treated all the same', () => {
    const { records } = shaped({ personal: 'mask' }, [{ ...sale, EmployeeName: 'Bo' }]);
    assert.deepEqual(records, [{ ...sale, CustomerName: '***', PhoneNumber: '***', EmployeeName: '***' }]);
  });

  it('that come twice are treated and left out as the first of the name', () => {
    const info: ColumnInfo[] = [
      ...columns,
      { name: 'CustomerName_2', originalName: 'CustomerName', type: 'string', source: 'catalogue' },
    ];
    const records = [{ ...sale, CustomerName_2: 'Cy' }];
    const masked = shaped({ list: [{ name: 'customername', personal: 'mask', as: 'Who' }] }, records, info);
    assert.equal(masked.records[0]!.Who, '***');
    assert.equal(masked.records[0]!.CustomerName_2, '***');
    const left = shaped({ list: [{ name: 'CustomerName', leave: true }] }, records, info);
    assert.ok(!('CustomerName_2' in left.records[0]!));
  });

  it('keep dates as Date objects when they are renamed', () => {
    const { records } = shaped({ list: [{ name: 'DateCreated', as: 'when' }] }, [sale], columns, { dates: 'date' });
    assert.deepEqual(records[0]!.when, new Date('2026-03-01T10:00:00Z'));
  });

  it('are shaped where no record came', () => {
    assert.deepEqual(
      shaped({ list: [{ name: 'CustomerName', as: 'who' }], others: 'drop' }, []).columns.map(({ name }) => name),
      ['who'],
    );
  });

  it('end the run where a new name is that of a column nobody listed', () => {
    const collides = () => shaped({ list: [{ name: 'CustomerName', as: 'PhoneNumber' }] });
    assert.throws(collides, (error: unknown) => {
      assert.ok(error instanceof DataConnectError);
      assert.equal(error.code, 'NODE_INVALID');
      assert.match(error.message, /Two columns would be called "PhoneNumber"/);
      return true;
    });
    assert.doesNotThrow(() => shaped({ list: [{ name: 'CustomerName', as: 'PhoneNumber' }], others: 'drop' }));
  });
});

describe('personal data', () => {
  it('are masked by one switch, and what a column says goes before it', () => {
    const list = [
      { name: 'PhoneNumber', personal: 'keep' },
      { name: 'CustomerID', personal: 'mask' },
    ];
    const { records, columns: info } = shaped({ personal: 'mask', list });
    assert.deepEqual(records[0], { ...sale, CustomerName: '***', CustomerID: '***' });
    const typed = new Map(info.map((each) => [each.name, each]));
    assert.deepEqual(typed.get('CustomerID'), {
      ...{ name: 'CustomerID', type: 'string', source: 'catalogue', personal: 'mask' },
    });
    assert.deepEqual(typed.get('PhoneNumber'), columns[3]);
  });

  it('are hashed: equal values stay equal, others differ, with another key all differ', () => {
    const hash = hashOf('Ann Lee');
    assert.match(String(hash), /^[0-9a-f]{32}$/);
    assert.equal(hashOf(' Ann Lee '), hash);
    assert.notEqual(hashOf('Ann lee'), hash);
    assert.notEqual(hashOf('Ann Lee', 'another key that nobody would guess'), hash);
    assert.equal(hashOf(5551234), hashOf('5551234'), 'a number in Json, its digits in Csv');
    const { columns: info } = shaped({ personal: 'hash' });
    assert.deepEqual(info[2], {
      ...{ name: 'CustomerName', type: 'string', source: 'catalogue' },
      ...{ sqlType: 'VARCHAR(32)', length: 32, personal: 'hash' },
    });
  });

  it('that are missing stay so: null and blank texts', () => {
    for (const personal of ['mask', 'hash']) {
      const { records } = shaped({ personal }, [{ CustomerName: null, PhoneNumber: '' }]);
      assert.deepEqual(records, [{ CustomerName: null, PhoneNumber: '' }]);
    }
  });

  it('are found below a column, and in columns that the catalogue does not have', () => {
    const nested = { Customer2Phone: '1', Lines: [{ IMEI: '35', Sku: 'x', Buyer: { EmailAddress: 'a@b.c' } }] };
    const { records } = shaped({ personal: 'mask' }, [nested], []);
    assert.deepEqual(records, [
      { Customer2Phone: '***', Lines: [{ IMEI: '***', Sku: 'x', Buyer: { EmailAddress: '***' } }] },
    ]);
  });
});

describe('columns that a node stores', () => {
  const faultOf = (list: unknown) => readStoredNode({ columns: { list } }).faults.map(({ kind }) => kind);

  it('are refused where they are none, or two would have one name', () => {
    for (const list of [7, [7], [{}], [''], [{ name: 'A', as: 7 }], [{ name: 'A', personal: 'shred' }]]) {
      assert.deepEqual(faultOf(list), ['field-not-columns'], JSON.stringify(list));
    }
    assert.deepEqual(faultOf([{ name: 'A', as: '__proto__' }]), ['field-not-columns']);
    assert.deepEqual(faultOf(['A', { name: 'B', as: 'A' }]), ['columns-same-name']);
    assert.deepEqual(faultOf(['A', 'A']), ['columns-same-name']);
    assert.deepEqual(
      faultOf([
        { name: 'A', leave: true },
        { name: 'B', as: 'A' },
      ]),
      [],
    );
  });
});
