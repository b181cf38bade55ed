import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { FlowFixture } from './flow-fixture';
import type { FlowNode, Message } from './node-red';

/** In the order in which a table gets them. */
const records = [
  { Id: 1, Store: "O'Neil's" },
  { Id: 2, Store: null },
];

const sqlNode = (more: object = {}): FlowNode => ({
  id: 'sql',
  type: 'dataconnect-records-to-sql',
  version: 1,
  database: 'sqlite',
  table: 'sales',
  write: 'update',
  key: ['Id'],
  ...more,
});

const replacing = { write: 'replace', key: [], dateColumn: 'Day' };
const march = { from: '2026-03-01T00:00:00.000', before: '2026-03-08T00:00:00.000' };

const textOf = (msg: Message) => String(msg.topic ?? msg.query);
const deletions = (messages: Message[]) => messages.map((msg) => /DELETE FROM[^;]*/.exec(textOf(msg))?.[0] ?? '-');

describe('Records to SQL', () => {
  const fixture = new FlowFixture();

  it('makes one message of SQL from one of records, and passes the rest on', async () => {
    const flow = await fixture.open([sqlNode()]);
    const parts = { id: 'run', type: 'array', index: 2, count: 3, len: 2 };
    const dataconnect = { run: 'r', endpoint: 'stores' };
    const given = { payload: records, parts, complete: true, dataconnect, mine: 'kept' };
    const { messages, error, completions } = await flow.ask('sql', given);
    assert.equal(error, undefined);
    assert.equal(completions, 1);
    const [msg] = messages as [Message];
    assert.match(textOf(msg), /^CREATE TABLE IF NOT EXISTS "sales"[\s\S]*'O''Neil''s'[\s\S]*ON CONFLICT \("Id"\)/);
    assert.deepEqual([msg.payload, msg.parts, msg.complete, msg.mine], [[], parts, true, 'kept']);
    assert.deepEqual(msg.dataconnect, dataconnect);
  });

  it('takes one record as well as many', async () => {
    const flow = await fixture.open([sqlNode()]);
    const one = await flow.ask('sql', { payload: records[0] });
    const many = await flow.ask('sql', { payload: records.slice(0, 1) });
    assert.equal(textOf(one.messages[0]!), textOf(many.messages[0]!));
  });

  for (const [database, property] of [
    ['sqlite', 'topic'],
    ['postgresql', 'query'],
    ['mysql', 'topic'],
    ['sqlserver', 'query'],
  ] as const) {
    it(`leaves nothing in the message that the node of ${database} would take for its own`, async () => {
      const flow = await fixture.open([sqlNode({ database })]);
      const others = { params: [1], queryParameters: { a: 1 }, queryParams: [{ name: 'x' }], topic: 't', query: 'q' };
      const { messages } = await flow.ask('sql', { payload: records, ...others, extension: 'x.so', tick: true });
      const [msg] = messages as [Message];
      assert.match(String(msg[property]), /INSERT INTO|MERGE INTO/);
      if (database === 'postgresql') {
        assert.deepEqual([msg.params, msg.queryParameters, msg.tick], [undefined, undefined, undefined]);
      }
      if (database === 'sqlite') assert.equal(msg.extension, undefined);
      if (database === 'sqlserver')
        assert.deepEqual(
          (msg.queryParams as Array<{ name: string }>).map(({ name }) => name),
          ['rows'],
        );
    });
  }

  it('creates the table for an empty batch, and writes no row', async () => {
    const flow = await fixture.open([sqlNode()]);
    const columns = [{ name: 'Id', type: 'integer', source: 'catalogue' }];
    const { messages } = await flow.ask('sql', { payload: [], columns });
    assert.match(textOf(messages[0]!), /CREATE TABLE/);
    assert.doesNotMatch(textOf(messages[0]!), /INSERT/);
  });

  it('takes names and types from the records where msg.columns has none that it knows', async () => {
    const flow = await fixture.open([sqlNode()]);
    const { messages } = await flow.ask('sql', { payload: records });
    const expected = textOf(messages[0]!);
    for (const columns of [
      ...['Id,Store', '', null, 5, true, {}, { Id: 'integer' }, [], ['Id', 'Store'], ['Id', null], [['Id']]],
      ...[[{ name: 'Id' }], [{ name: 'Id', type: 'int4' }], [{ name: 5, type: 'integer' }], [{ type: 'integer' }]],
      [{ name: 'Id', type: 'string', source: 'data' }, 'Store'],
    ]) {
      const { messages, error } = await flow.ask('sql', { payload: records, columns });
      assert.deepEqual([error, textOf(messages[0]!)], [undefined, expected], JSON.stringify(columns));
    }
  });

  describe('given what is no record', () => {
    for (const [what, payload, said] of [
      ['a text', 'a,b\n1,2', /string/],
      ['a Buffer', Buffer.from('x'), /Buffer/],
      ['a number', 5, /number/],
      ['nothing', undefined, /undefined/],
      ['null', null, /null/],
      ['a list with a text in it', [records[0], 'x'], /item 2 .*string/],
      ['a list of lists', [[1, 2]], /item 1 .*array/],
    ] as const) {
      it(`says so of ${what}, and sends nothing`, async () => {
        const flow = await fixture.open([sqlNode()]);
        const { messages, error, caught, completions } = await flow.ask('sql', { payload });
        assert.deepEqual([messages.length, completions, error?.code], [0, 0, 'RECORDS_INVALID']);
        assert.match(error!.message, said);
        assert.deepEqual((caught!.dataconnect as { error: { code: string } }).error.code, 'RECORDS_INVALID');
      });
    }
  });

  it('names the column of a record that no table can hold, and leaves the message as it came', async () => {
    const flow = await fixture.open([sqlNode()]);
    const { error, caught, messages } = await flow.ask('sql', { payload: [{ Id: 1 }, { Id: null }], topic: 'mine' });
    assert.equal(messages.length, 0);
    assert.match(error!.message, /"Id"/);
    assert.deepEqual([caught!.topic, caught!.payload], ['mine', [{ Id: 1 }, { Id: null }]]);
  });

  it('cannot run without a table, and says so from the start', async () => {
    const flow = await fixture.open([sqlNode({ table: '' })]);
    const { error, messages } = await flow.ask('sql', { payload: records });
    assert.deepEqual([error!.code, messages.length], ['NODE_INVALID', 0]);
    assert.match(error!.message, /table is empty/);
  });

  describe('replacing the period', () => {
    const dated = (id: number, day = 3) => ({ Id: id, Day: `2026-03-0${day}` });
    const partsOf = (id: string, index: number, outer?: object) => {
      return { id: named(id), index, type: 'array', ...(outer && { parts: outer }) };
    };

    async function deletedBy(...given: Array<Record<string, unknown>>): Promise<string[]> {
      const flow = await fixture.open([sqlNode(replacing)]);
      const messages: Message[] = [];
      for (const msg of given) {
        const outcome = await flow.ask('sql', { payload: [dated(1)], ...msg });
        assert.equal(outcome.error, undefined, outcome.error?.message);
        messages.push(...outcome.messages);
      }
      return deletions(messages);
    }

    const within = (from: string, before: string) => {
      const day = `strftime('%Y-%m-%dT%H:%M:%f', "Day")`;
      return `DELETE FROM "sales" WHERE ${day} >= '${from}' AND ${day} < '${before}'`;
    };
    const whole = within(march.from, march.before);
    // A run of its own in each test: what a node knows of runs outlives its deploys.
    let tests = 0;
    beforeEach(() => tests++);
    const named = (name: string) => `${name} of test ${tests}`;
    const run = (name: string, period: object = march) => ({ dataconnect: { run: named(name), period } });

    it('deletes with the first batch of a run alone', async () => {
      const batch = (index: number) => ({ ...run('a'), parts: partsOf('a', index) });
      assert.deepEqual(await deletedBy(batch(0), batch(1), batch(2)), [whole, '-', '-']);
    });

    it('takes no more of a run whose period another run has begun to replace since', async () => {
      const flow = await fixture.open([sqlNode(replacing)]);
      const batch = (name: string, index: number) => ({
        ...run(name),
        parts: partsOf(name, index),
        payload: [dated(1)],
      });
      const answers = [];
      for (const each of [batch('a', 0), batch('b', 0), batch('a', 1), batch('b', 1)]) {
        const { messages, error } = await flow.ask('sql', each);
        answers.push(error ? error.code : deletions(messages)[0]);
      }
      assert.deepEqual(answers, [whole, whole, 'RECORDS_INVALID', '-']);
    });

    it('lets runs of other periods mix', async () => {
      const second = { from: '2026-03-08T00:00:00.000', before: '2026-03-09' };
      const batch = (name: string, index: number, period: typeof march) => ({
        ...run(name, period),
        parts: partsOf(name, index),
        payload: [{ Id: index, Day: `${period.from.slice(0, 10)}` }],
      });
      const mixed = [batch('a', 0, march), batch('b', 0, second), batch('a', 1, march), batch('b', 1, second)];
      assert.deepEqual(await deletedBy(...mixed), [whole, within(second.from, '2026-03-09T00:00:00.000'), '-', '-']);
    });

    it('deletes with the first one that comes, where a node in between dropped the first', async () => {
      const batch = (index: number) => ({ ...run('a'), parts: partsOf('a', index) });
      assert.deepEqual(await deletedBy(batch(3), batch(1)), [whole, '-']);
    });

    it('deletes once for a run that a Split or Batch node cut anew', async () => {
      const cut = (group: string) => ({ ...run('a'), parts: partsOf(group, 0) });
      assert.deepEqual(await deletedBy(cut('x'), cut('y')), [whole, '-']);
    });

    it('deletes once for several runs that one split message asked for the same period', async () => {
      const store = (name: string, index: number) => ({
        ...run(name),
        parts: partsOf(name, 0, partsOf('stores', index)),
      });
      assert.deepEqual(await deletedBy(store('a', 0), store('b', 1)), [whole, '-']);
    });

    it('deletes each period for several runs that one split message asked for different ones', async () => {
      const april = { from: '2026-04-01', before: '2026-05-01T10:30:00.500' };
      const month = (name: string, index: number, period: typeof march) => ({
        ...run(name, period),
        parts: partsOf(name, 0, partsOf('months', index)),
        payload: [{ Id: index, Day: `${period.from.slice(0, 7)}-03` }],
      });
      assert.deepEqual(await deletedBy(month('a', 0, march), month('b', 1, april)), [
        whole,
        within('2026-04-01T00:00:00.000', '2026-05-01T10:30:00.500'),
      ]);
    });

    it('deletes with every message that stands alone', async () => {
      const alone = { dataconnect: { period: march } };
      assert.deepEqual(await deletedBy(alone, alone), [whole, whole]);
    });

    it('does not delete for a batch that was refused, but with the next one', async () => {
      const flow = await fixture.open([sqlNode(replacing)]);
      const batch = (index: number, payload: unknown) => ({ ...run('a'), parts: partsOf('a', index), payload });
      const refused = await flow.ask('sql', batch(0, [{ ...dated(1), Nested: { a: 1 } }]));
      assert.equal(refused.error?.code, 'RECORDS_INVALID');
      const next = await flow.ask('sql', batch(1, [dated(2)]));
      assert.deepEqual(deletions(next.messages), [whole]);
    });

    it('does not delete again in a run that goes on over a deploy', async () => {
      const flow = await fixture.open([sqlNode(replacing)]);
      const batch = (index: number) => ({ ...run('a'), parts: partsOf('a', index), payload: [dated(index)] });
      await flow.ask('sql', batch(0));
      await flow.redeploy('nodes', { sql: { name: 'renamed' } });
      assert.deepEqual(deletions((await flow.ask('sql', batch(1))).messages), ['-']);
    });

    for (const [what, dataconnect, said] of [
      ['says no period', {}, /which period/],
      ['says one without an end', { period: { from: '2026-03-01' } }, /2026-03-01T00:00:00/],
      ['has a record outside of it', { period: { from: '2026-03-05', before: '2026-03-06' } }, /record 1 .*"Day"/],
      ['says one that is SQL', { period: { from: "'; DROP TABLE x --", before: '2026-03-02' } }, /2026-03-01/],
    ] as const) {
      it(`refuses a message that ${what}`, async () => {
        const flow = await fixture.open([sqlNode(replacing)]);
        const { error, messages } = await flow.ask('sql', { payload: [dated(1)], dataconnect });
        assert.deepEqual([error?.code, messages.length], ['RECORDS_INVALID', 0]);
        assert.match(error!.message, said);
      });
    }

    it('empties the whole table where no date column is chosen', async () => {
      const flow = await fixture.open([sqlNode({ ...replacing, dateColumn: '' })]);
      const { messages } = await flow.ask('sql', { payload: records });
      assert.deepEqual(deletions(messages), ['DELETE FROM "sales"']);
    });
  });

  it('tells rows and batches of the run under the node, and the last error', async () => {
    const flow = await fixture.open([sqlNode()]);
    const { statuses } = await flow.ask('sql', { payload: records });
    assert.deepEqual(statuses.at(-1), { fill: 'green', shape: 'dot', text: '2' });
  });

  it('holds no records, whoever keeps its messages', async () => {
    const flow = await fixture.open([sqlNode({ database: 'postgresql' })]);
    const kept: Message[] = [];
    const held: Array<WeakRef<object>> = [];
    for (let batch = 0; batch < 50; batch++) {
      const payload = [{ Id: batch, Store: `store ${batch}` }];
      held.push(new WeakRef(payload[0]!));
      kept.push(...(await flow.ask('sql', { payload, parts: { id: 'run', index: batch } })).messages);
    }
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    await new Promise((resolve) => setTimeout(resolve));
    collect();
    assert.equal(kept.length, 50);
    assert.ok(held.filter((each) => each.deref() !== undefined).length <= 1);
  });
});
