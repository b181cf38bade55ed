import assert from 'node:assert/strict';
import { endpointById } from '../../nodes/catalogue';
import type { DataRecord } from '../../nodes/record';
import { recordSecret } from '../secrets/transcript';
import { exampleNode } from './example-parameters';
import { FlowFixture } from './flow-fixture';
import type { FlowNode, Message } from './node-red';

const hashKey = 'the key of the hashes in this test';
recordSecret(hashKey);
const withKey = { credentials: { hashKey } };

const customers = endpointById('customer-list')!;
const months = { StartDate: '2026-01-01', StopDate: '2026-06-30' };
const PERSONAL = ['CustomerFirstName', 'CustomerLastName', 'Email', 'ContactNumber', 'Address', 'PostalCode'];

function node(columns: object, output: object = {}, response = 'Json'): FlowNode {
  return { ...exampleNode(customers, { ...months, Response: response }), id: 'customers', columns, output };
}

/** The records of all messages. */
function recordsOf(messages: readonly Message[]): DataRecord[] {
  return messages.flatMap(({ payload }) => payload as DataRecord[]);
}

describe('the columns of a node', () => {
  const fixture = new FlowFixture();

  async function asked(columns: object, output: object = {}, response?: string) {
    const flow = await fixture.open([node(columns, output, response)], withKey);
    return flow.ask('customers');
  }

  async function shaped(columns: object, output: object = {}, response?: string): Promise<DataRecord[]> {
    const { messages, error } = await asked(columns, output, response);
    assert.equal(error, undefined, error?.message);
    return recordsOf(messages);
  }

  it('leave as the node says: all at once, in batches, one by one, in every form that has records', async () => {
    const columns = {
      list: [{ name: 'CustomerLastName', as: 'who', personal: 'mask' }, 'CustomerID'],
      others: 'drop',
    };
    const plain = await shaped({});
    assert.ok(plain.length > 20);
    for (const output of [{ mode: 'all' }, { mode: 'batches', batchSize: 7 }, { mode: 'each' }]) {
      for (const response of ['Json', 'Csv', 'XmlDataTable']) {
        const records = await shaped(columns, output, response);
        assert.equal(records.length, plain.length, `${output.mode} ${response}`);
        for (const [place, record] of records.entries()) {
          const { CustomerLastName: name, CustomerID: id } = plain[place]!;
          assert.deepEqual(Object.entries(record), [
            ['who', name ? '***' : name],
            ['CustomerID', id],
          ]);
        }
      }
    }
  });

  it('hide all that is personal by one switch, and msg.columns says so', async () => {
    const plain = await shaped({});
    const { messages } = await asked({ personal: 'hash' });
    const [first] = recordsOf(messages);
    for (const name of PERSONAL) {
      const value = plain[0]![name];
      if (value === null || value === '') assert.equal(first![name], value);
      else assert.match(String(first![name]), /^[0-9a-f]{32}$/, name);
    }
    assert.equal(first!.CustomerID, plain[0]!.CustomerID);
    const told = (messages[0]!.columns as Array<{ name: string; personal?: string }>).filter((each) => each.personal);
    for (const name of PERSONAL)
      assert.ok(
        told.some((each) => each.name === name),
        name,
      );
    // Whatever the form of the answer: what was equal is equal.
    assert.deepEqual(
      (await shaped({ personal: 'hash' }, {}, 'Csv')).map(({ Email }) => Email || null),
      recordsOf(messages).map(({ Email }) => Email || null),
    );
  });

  it('are refused, and nothing is sent, where the answer leaves as it came', async () => {
    for (const [mode, response] of [
      ...[
        ['text', 'Csv'],
        ['buffer', 'Csv'],
        ['file', 'Csv'],
        ['all', 'Excel'],
      ],
    ] as const) {
      const { messages, error } = await asked({ personal: 'mask' }, { mode }, response);
      assert.deepEqual([messages.length, error?.code], [0, 'PARAMETER_INVALID'], `${mode} ${response}`);
      assert.match(error!.message, /in records only/);
    }
    const reports = fixture.emulator.requests.all().filter((request) => request.path.includes('customerlist'));
    assert.deepEqual(reports, []);
  });

  it('are hashed with a key only, and with none that can be guessed', async () => {
    for (const key of [undefined, 'short', '$' + '{NOT_SET_ANYWHERE}']) {
      const flow = await fixture.open([node({ personal: 'hash' })], { credentials: { hashKey: key } });
      const { error } = await flow.ask('customers');
      assert.equal(error?.code, 'CONNECTION_INVALID', String(key));
      assert.match(error!.message, /hash|NOT_SET_ANYWHERE/);
    }
    assert.equal(fixture.emulator.requests.count, 0);
    const flow = await fixture.open([node({ personal: 'mask' })]);
    assert.equal((await flow.ask('customers')).error, undefined);
  });

  it('of one name end the run before anything leaves', async () => {
    const { messages, error } = await asked({ list: [{ name: 'CustomerLastName', as: 'CustomerID' }] });
    assert.deepEqual([messages.length, error?.code], [0, 'NODE_INVALID']);
    assert.match(error!.message, /Two columns would be called "CustomerID"/);
  });

  it('make the table of Records to SQL', async () => {
    const columns = { list: ['CustomerID', { name: 'Email', as: 'mail', personal: 'hash' }], others: 'drop' };
    const sql = {
      id: 'sql',
      type: 'dataconnect-records-to-sql',
      database: 'postgresql',
      table: 'who',
      key: ['CustomerID'],
    };
    const flow = await fixture.open([{ ...node(columns), wires: [['sql']] }, sql], withKey);
    const { messages, error } = await flow.ask('customers');
    assert.equal(error, undefined, error?.message);
    const text = JSON.stringify(messages);
    assert.match(text, /mail[^,]{1,12}(VARCHAR|TEXT)/i);
    assert.doesNotMatch(text, /@|LastName/);
  });
});
