import assert from 'node:assert/strict';
import { DateTime } from 'luxon';
import { endpointById } from '../../nodes/catalogue';
import { exampleNode } from './example-parameters';
import { FlowFixture } from './flow-fixture';
import type { FlowNode, FlowOptions, Message, Outcome } from './node-red';

const availability = (more: Partial<FlowNode> = {}): FlowNode => ({
  id: 'node',
  type: 'dataconnect-availability',
  ...more,
});

const fixed = (value: string) => ({ type: 'fixed', value });

describe('the messages of a node', () => {
  const fixture = new FlowFixture();

  async function ask(node: FlowNode, msg: Record<string, unknown> = {}, options: FlowOptions = {}): Promise<Outcome> {
    const flow = await fixture.open([node], options);
    return flow.ask('node', msg);
  }

  async function only(node: FlowNode, msg: Record<string, unknown> = {}): Promise<Message> {
    const { messages, error } = await ask(node, msg);
    assert.equal(error, undefined, error?.message);
    assert.equal(messages.length, 1);
    return messages[0]!;
  }

  const threeRows = () => fixture.emulator.dials.set({ rows: { availability: { count: 3 } } });
  const rows = (count: number) => fixture.emulator.dials.set({ rows: { availability: { count } } });

  describe('with all records in one', () => {
    it('has the records, the columns and the facts of the run', async () => {
      threeRows();
      const msg = await only(availability());
      const records = msg.payload as Array<Record<string, unknown>>;
      assert.equal(records.length, 3);
      assert.equal(typeof records[0]!.ProductSKU, 'string');
      assert.equal(typeof records[0]!.Quantity, 'number');
      assert.equal(msg.statusCode, 200);
      const columns = msg.columns as Array<{ name: string; type: string; source: string }>;
      assert.deepEqual(
        columns.find(({ name }) => name === 'Quantity'),
        { name: 'Quantity', type: 'integer', source: 'catalogue' },
      );
      const facts = msg.dataconnect as Record<string, unknown>;
      assert.equal(facts.endpoint, 'availability');
      assert.equal(facts.records, 3);
      assert.equal(facts.requests, 1);
      assert.deepEqual(facts.parameters, { Response: 'Json' });
      assert.ok(Number(facts.bytes) > 100);
    });

    it('keeps everything else of the message that came in', async () => {
      threeRows();
      const parts = { id: 'x', index: 1, count: 2 };
      const msg = await only(availability(), { topic: 'stock', parts, req: { deep: [1] }, payload: 'replaced' });
      assert.equal(msg.topic, 'stock');
      assert.deepEqual(msg.parts, parts);
      assert.deepEqual(msg.req, { deep: [1] });
      assert.equal(msg.headers, undefined);
    });

    it('puts them where the node says', async () => {
      threeRows();
      const msg = await only(availability({ output: { property: 'data.stock' } }), { payload: 'kept' });
      assert.equal((msg.data as { stock: object[] }).stock.length, 3);
      assert.equal(msg.payload, 'kept');
    });

    it('is an empty list when there are none', async () => {
      rows(0);
      assert.deepEqual((await only(availability())).payload, []);
    });
  });

  describe('in batches', () => {
    const inBatches = (size: number) => availability({ output: { mode: 'batches', batchSize: size } });

    it('says of each which window its records are of', async () => {
      const node: FlowNode = {
        id: 'node',
        type: 'dataconnect-sales-by-invoice',
        params: {
          StartDate: fixed('2026-03-03'),
          StopDate: fixed('2026-03-05'),
          HideRebates: fixed('-1'),
        },
        output: { mode: 'batches', batchSize: 20 },
        windows: { kind: 'day', count: 1 },
      };
      const { messages, error } = await ask(node);
      assert.equal(error, undefined, error?.message);
      const days = messages.map(({ payload, dataconnect }) => {
        const days = new Set((payload as Array<{ DateCreated: string }>).map((each) => each.DateCreated.slice(0, 10)));
        assert.deepEqual([...days], [String((dataconnect as { window: string }).window).slice(0, 10)]);
        return [...days][0];
      });
      assert.deepEqual([...new Set(days)], ['2026-03-03', '2026-03-04', '2026-03-05']);
    });

    it('counts them as Join and Batch nodes expect', async () => {
      rows(25);
      const parts = { id: 'outer', index: 0, count: 1 };
      const { messages } = await ask(inBatches(10), { parts, topic: 'stock' });
      const seen = messages.map((msg) => msg.parts as Record<string, unknown>);
      assert.deepEqual(
        messages.map(({ payload }) => (payload as object[]).length),
        [10, 10, 5],
      );
      assert.deepEqual(
        seen.map(({ index }) => index),
        [0, 1, 2],
      );
      assert.deepEqual(
        seen.map(({ count }) => count),
        [undefined, undefined, 3],
      );
      assert.deepEqual(
        messages.map(({ complete }) => complete),
        [undefined, undefined, true],
      );
      assert.ok(seen.every(({ id, type, len }) => id === seen[0]!.id && type === 'array' && len === 10));
      assert.ok(seen.every((each) => JSON.stringify(each.parts) === JSON.stringify(parts)));
      assert.ok(messages.every(({ topic }) => topic === 'stock'));
    });

    it('shares nothing between them', async () => {
      rows(25);
      const { messages } = await ask(inBatches(10), { mine: { list: [1] } });
      assert.notEqual(messages[0]!.mine, messages[1]!.mine);
      assert.notEqual(messages[0]!.columns, messages[1]!.columns);
    });

    it('is put together again by a Join node', async () => {
      rows(25);
      const flow = await fixture.open(
        [
          { ...inBatches(10), wires: [['join']] },
          {
            id: 'join',
            type: 'join',
            mode: 'auto',
            build: 'object',
            accumulate: 'false',
            joiner: '\\n',
            joinerType: 'str',
          },
        ],
        { core: ['sequence/17-split.js'] },
      );
      const joined = await flow.ask('node');
      assert.equal((joined.messages[0]!.payload as object[]).length, 25);
    });

    it('is one empty and complete batch when there is no record', async () => {
      rows(0);
      const msg = await only(inBatches(10));
      assert.deepEqual(msg.payload, []);
      assert.equal(msg.complete, true);
      assert.equal((msg.parts as { count: number }).count, 1);
    });

    it('has the last batch full when the records divide evenly', async () => {
      rows(20);
      const { messages } = await ask(inBatches(10));
      assert.deepEqual(
        messages.map(({ payload }) => (payload as object[]).length),
        [10, 10],
      );
      assert.equal(messages[1]!.complete, true);
    });
  });

  describe('with one record each', () => {
    it('has the record as payload', async () => {
      threeRows();
      const { messages } = await ask(availability({ output: { mode: 'each' } }));
      assert.equal(messages.length, 3);
      assert.equal(typeof (messages[2]!.payload as { ProductSKU: string }).ProductSKU, 'string');
      assert.equal((messages[2]!.parts as { count: number }).count, 3);
      assert.equal(messages[2]!.complete, true);
    });
  });

  describe('as received', () => {
    it('is the text of the service', async () => {
      threeRows();
      const msg = await only(
        availability({ params: { Response: fixed('Csv'), Filename: fixed('Stock') }, output: { mode: 'text' } }),
      );
      assert.match(String(msg.payload), /^CatalogItemID,ProductLibraryID,.*\r\n/);
      assert.match(String(msg.filename), /^Stock.*\.csv$/);
    });

    it('is the bytes of the service', async () => {
      threeRows();
      const msg = await only(availability({ params: { Response: fixed('Xml') }, output: { mode: 'buffer' } }));
      assert.ok(Buffer.isBuffer(msg.payload));
      assert.match(msg.payload.toString(), /<Table>/);
      assert.match(String(msg.filename), /\.xml$/);
    });

    const namedByTheService = (name: string) =>
      fixture.emulator.dials.addFault({
        fault: { kind: 'header', name: 'Content-Disposition', value: `attachment; filename="${name}"`, instead: true },
        path: '/availability',
      });

    for (const [response, name] of [
      ['Csv', 'settings.csv'],
      ['Xml', 'settings.xml'],
      ['XmlDataTable', 'settings.xml'],
      ['Excel', 'settings.xlsx'],
    ] as const) {
      for (const mode of ['text', 'buffer']) {
        it(`has the file name of a ${response}, whatever program the service calls it (${mode})`, async () => {
          threeRows();
          namedByTheService('../../settings.js');
          const msg = await only(availability({ params: { Response: fixed(response) }, output: { mode } }));
          assert.equal(msg.filename, name);
        });
      }
    }

    it('has an ending that the person asked for when it is one of a text', async () => {
      for (const [asked, name] of [
        ['txt', 'stock.txt'],
        ['js', 'stock.csv'],
        ['../x', 'stock.csv'],
      ] as const) {
        threeRows();
        namedByTheService('stock.html');
        const params = { Response: fixed('Csv'), 'CSV.FileExtension': { type: 'msg', value: 'ending' } };
        const msg = await only(availability({ params, output: { mode: 'text' } }), { ending: asked });
        assert.equal(msg.filename, name);
      }
    });

    it('has a harmless name when it is made up, too', async () => {
      for (const [asked, name] of [
        ['../settings.js', /^settings\.csv$/],
        ['COM¹', /^_COM¹\.csv$/],
        ['. .', /^Product-availability-\d{4}-\d\d-\d\d\.csv$/],
      ] as const) {
        threeRows();
        namedByTheService('/');
        const params = { Response: fixed('Csv'), Filename: { type: 'msg', value: 'called' } };
        const msg = await only(availability({ params, output: { mode: 'buffer' } }), { called: asked });
        assert.match(String(msg.filename), name);
      }
    });

    it('does not keep the file name and the columns of a node before', async () => {
      threeRows();
      namedByTheService('settings.js');
      const before = { filename: '/data/settings.js', columns: [{ name: 'Old' }] };
      const text = await only(availability({ output: { mode: 'text' } }), before);
      assert.ok(!('filename' in text) && !('columns' in text));
      for (const mode of ['all', 'batches', 'each']) {
        const { messages } = await ask(availability({ output: { mode } }), before);
        assert.ok(messages.length > 0 && messages.every((msg) => !('filename' in msg)));
      }
    });

    it('says under the node how much came, and only of a mail that it was sent', async () => {
      const said = async (params: Record<string, unknown>, mode: string) => {
        const { statuses, error } = await ask(availability({ params, output: { mode } }));
        assert.equal(error, undefined, error?.message);
        return String(statuses.at(-1)?.text);
      };
      for (const mode of ['text', 'buffer']) {
        for (const response of ['Csv', 'Excel']) {
          assert.match(await said({ Response: fixed(response) }, mode), /kB received|^body$/);
        }
      }
      const mail = { Response: fixed('Csv.Email'), 'Email.To': fixed('a@shop.test') };
      assert.match(await said(mail, 'text'), /e-mail|^mailed$/);
    });

    it('has no file name for Json, which is no file', async () => {
      threeRows();
      const msg = await only(availability({ output: { mode: 'text' } }));
      assert.equal(msg.filename, undefined);
      assert.equal(JSON.parse(String(msg.payload)).length, 3);
    });
  });

  describe('with dates', () => {
    const invoices = (output: object): FlowNode => ({
      ...exampleNode(endpointById('invoice-history')!),
      id: 'node',
      output,
    });

    it('keeps them as the text they were', async () => {
      const [record] = (await only(invoices({}))).payload as Array<Record<string, unknown>>;
      assert.match(String(record!.DateCreated), /^2026-03-\d\dT/);
    });

    it('makes them Date objects when asked, in the declared zone', async () => {
      const { messages } = await ask(invoices({}), {}, { connection: { timeZone: 'America/Chicago' } });
      const [text] = messages[0]!.payload as Array<{ DateCreated: string }>;
      const asked = await ask(invoices({ dates: 'date' }), {}, { connection: { timeZone: 'America/Chicago' } });
      const [record] = asked.messages[0]!.payload as Array<{ DateCreated: unknown }>;
      assert.deepEqual(
        record!.DateCreated,
        DateTime.fromISO(text!.DateCreated, { zone: 'America/Chicago' }).toJSDate(),
      );
    });

    it('keeps them as text when no zone is declared, because nobody knows the instant', async () => {
      const [record] = (await only(invoices({ dates: 'date' }))).payload as Array<Record<string, unknown>>;
      assert.equal(typeof record!.DateCreated, 'string');
    });
  });

  describe('of a session', () => {
    for (const response of ['Json', 'JsonDataTable', 'Xml', 'XmlDataTable', 'Csv', 'Excel']) {
      for (const mode of ['all', 'text', 'buffer']) {
        it(`does not hold the live token (${response}, ${mode})`, async () => {
          const node = {
            id: 'node',
            type: 'dataconnect-session',
            params: { Response: fixed(response) },
            output: { mode },
          };
          const { payload } = await only(node);
          const text = Buffer.isBuffer(payload) ? await unpacked(payload) : JSON.stringify(payload);
          assert.match(text, /\*{8}/);
          const tokens = fixture.emulator.requests
            .all()
            .flatMap(({ headers }) => headers.authorization?.replace('Bearer ', '') ?? []);
          assert.ok(tokens.length > 0);
          for (const token of tokens) assert.ok(!text.includes(token), 'the token is in it');
        });
      }
    }
  });
});

/** The text of a body; of a workbook, that of all its parts. */
async function unpacked(body: Buffer): Promise<string> {
  if (body.subarray(0, 2).toString() !== 'PK') return body.toString();
  const { strFromU8, unzipSync } = await import('fflate');
  return Object.values(unzipSync(body))
    .map((part) => strFromU8(part))
    .join('\n');
}
