import assert from 'node:assert/strict';
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { FlowFixture } from './flow-fixture';
import { Keeper } from './keeper';
import type { FlowNode, Message } from './node-red';

const CORE = [
  'function/10-function.js',
  'function/15-change.js',
  'sequence/17-split.js',
  'sequence/19-batch.js',
  'parsers/70-CSV.js',
  'parsers/70-JSON.js',
];

const WEEK = { StartDate: '2026-03-01', StopDate: '2026-03-07', HideRebates: '-1' };
const inWeek = (count: number) => ({ rows: { 'sales-by-invoice': { count, from: '2026-03-01', to: '2026-03-08' } } });
/** Records of the report. */
const COUNT = 7;

const sales = (more: Partial<FlowNode>): FlowNode => ({
  id: 'node',
  type: 'dataconnect-sales-by-invoice',
  params: WEEK,
  flow: { wait: 'auto', seconds: 3600 },
  wires: [['sql']],
  ...more,
});

const sql = (more: Partial<FlowNode> = {}): FlowNode => ({
  id: 'sql',
  type: 'dataconnect-records-to-sql',
  version: 1,
  table: 'sales',
  write: 'replace',
  dateColumn: 'DateCreated',
  ...more,
});

const rowsOf = (msg: Message) => String(msg.topic).match(/^\(/gm)?.length ?? 0;
const deletes = (msg: Message) => /DELETE FROM/.test(String(msg.topic));

/** Enough turns of the event loop for every message that can go out to go out. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('Records to SQL behind other nodes', () => {
  const fixture = new FlowFixture();
  beforeEach(() => fixture.emulator.dials.set(inWeek(COUNT)));

  const chains: Record<string, FlowNode[]> = {
    'a report in one message': [sales({})],
    'a report in batches': [sales({ output: { mode: 'batches', batchSize: 3 } })],
    'a report record by record': [sales({ output: { mode: 'each' } })],
    'a Function node that adds a column': [
      sales({ wires: [['function']] }),
      {
        id: 'function',
        type: 'function',
        func: 'for (const record of msg.payload) record.Added = 1; return msg;',
        outputs: 1,
        timeout: 0,
        initialize: '',
        finalize: '',
        libs: [],
        wires: [['sql']],
      },
    ],
    'a Join node that puts batches together': [
      sales({ output: { mode: 'batches', batchSize: 3 }, wires: [['join']] }),
      { id: 'join', type: 'join', mode: 'auto', wires: [['sql']] },
    ],
    'a Split node that takes a report apart': [
      sales({ wires: [['split']] }),
      {
        id: 'split',
        type: 'split',
        splt: '\\n',
        spltType: 'str',
        arraySplt: 2,
        arraySpltType: 'len',
        wires: [['sql']],
      },
    ],
    'a Batch node that makes groups anew': [
      sales({ output: { mode: 'each' }, wires: [['batch']] }),
      { id: 'batch', type: 'batch', mode: 'count', count: 3, overlap: 0, allowEmptySequence: true, wires: [['sql']] },
    ],
    'a JSON node that reads the answer': [
      sales({ output: { mode: 'text' }, wires: [['json']] }),
      { id: 'json', type: 'json', property: 'payload', action: 'obj', pretty: false, wires: [['sql']] },
    ],
    'a CSV node that reads the answer': [
      sales({ output: { mode: 'text' }, params: { ...WEEK, Response: 'Csv' }, wires: [['csv']] }),
      {
        id: 'csv',
        type: 'csv',
        spec: 'rfc',
        sep: ',',
        hdrin: true,
        hdrout: 'none',
        multi: 'mult',
        ret: '\\n',
        temp: '',
        skip: '0',
        strings: true,
        include_empty_strings: true,
        include_null_values: true,
        wires: [['sql']],
      },
    ],
  };

  for (const [what, before] of Object.entries(chains)) {
    it(`writes every record once and deletes the period once behind ${what}`, async () => {
      const keeper = new Keeper();
      const flow = await fixture.open([...before, sql({ wires: [['keeper']] }), keeper.node()], {
        core: CORE,
        modules: [keeper.module],
      });
      const { outcome } = flow.give('node');
      let rows = 0;
      let deletions = 0;
      // The last group of a Batch node comes when it is full.
      const expected = what.includes('Batch') ? COUNT - (COUNT % 3) : COUNT;
      for (let at = 0; rows < expected; at++) {
        await keeper.has(at + 1);
        const { msg, done } = keeper.got[at]!;
        rows += rowsOf(msg);
        if (deletes(msg)) {
          deletions++;
          assert.equal(at, 0, 'not the first message deletes');
          assert.match(String(msg.topic), /DELETE FROM "sales" WHERE [^;]*'2026-03-01[^;]*'2026-03-07T23:59:59\.998'/);
        }
        done();
      }
      const { error } = await outcome;
      assert.equal(error, undefined, error?.message);
      assert.deepEqual([rows, deletions], [expected, 1]);
      if (what.includes('Function')) assert.match(String(keeper.got[0]!.msg.topic), /"Added"/);
    });
  }
});

describe('Records to SQL behind a CSV node', () => {
  const fixture = new FlowFixture();
  const answer = 'Id,"Store, name",Code,Amount,Note\n1,"O\'Neil, ""x""",A7,19.99,\n2,Oslo,B-1,-0.5,"two\nlines"\n';

  for (const spec of ['rfc', '']) {
    for (const multi of ['mult', 'one']) {
      const what = `${multi === 'one' ? 'that makes a message of each line' : ''} ${spec === '' ? 'of the former way' : ''}`;
      it(`takes names and types from the records ${what}`, async () => {
        const node = { id: 'csv', type: 'csv', spec, multi, sep: ',', hdrin: true, temp: '', skip: '0', strings: true };
        const keeper = new Keeper();
        const update = sql({ write: 'update', key: ['Id'], createTable: true, wires: [['keeper']] });
        const flow = await fixture.open([{ ...node, wires: [['sql']] }, update, keeper.node()], {
          core: CORE,
          modules: [keeper.module],
        });
        flow.give('csv', { payload: answer, columns: 'of,before' });
        await keeper.has(multi === 'one' ? 2 : 1);
        const texts = keeper.got.map(({ msg }) => String(msg.topic));
        assert.match(
          texts[0]!,
          /"Id" NUMERIC NOT NULL,\s+"Store, name" TEXT,\s+"Code" TEXT,\s+"Amount" NUMERIC,?[^;]*PRIMARY KEY/,
        );
        assert.match(texts[0]!, /\(1,'O''Neil, "x"','A7',19\.99/);
        assert.match(texts.at(-1)!, /\(2,'Oslo','B-1',-0\.5,'two\nlines'\)/);
      });
    }
  }
});

describe('the endpoint node before Records to SQL', () => {
  const fixture = new FlowFixture();
  beforeEach(() => fixture.emulator.dials.set(inWeek(50)));
  const batches = (more: Partial<FlowNode> = {}) => sales({ output: { mode: 'batches', batchSize: 10 }, ...more });

  it('waits until the node behind it has completed each batch', async () => {
    const keeper = new Keeper();
    const nodes = [batches(), sql({ wires: [['keeper']] }), keeper.node()];
    const { outcome } = (await fixture.open(nodes, { modules: [keeper.module] })).give('node');
    for (let count = 1; count <= 5; count++) {
      await keeper.has(count);
      await settle();
      assert.equal(keeper.got.length, count, 'a batch came before the last one was completed');
      keeper.got[count - 1]!.done();
    }
    assert.equal((await outcome).error, undefined);
  });

  it('does not wait for ticks of it, whatever other nodes send some', async () => {
    const keeper = new Keeper();
    let ticking: TickNode | undefined;
    const table = tickNode('table', (node, _msg, done) => {
      ticking = node;
      upstream(node, 'node').receive({ tick: true });
      done();
    });
    const nodes = [
      batches({ wires: [['sql', 'table']] }),
      sql({ wires: [['keeper']] }),
      keeper.node(),
      { id: 'table', type: 'table', wires: [] },
    ];
    const flow = await fixture.open(nodes, { modules: [keeper.module, table] });
    const upstream = (_: TickNode, id: string) => flow.node(id) as TickNode;
    const { outcome } = flow.give('node');
    await keeper.completeAll(0, 5);
    assert.equal((await outcome).error, undefined);
    assert.ok(ticking);
  });

  it('takes none of it for the tick of another node that it sends to', async () => {
    let got = 0;
    // As of older releases, which take no `done`: only the tick says that it is ready.
    const table = (RED: NodeAPI): void => {
      RED.nodes.registerType('table', function (this: TickNode, def: NodeDef) {
        RED.nodes.createNode(this, def);
        this.tickProvider = true;
        this.on('input', () => void got++);
      });
    };
    const nodes = [batches({ wires: [['table', 'sql']] }), sql(), { id: 'table', type: 'table', wires: [] }];
    const flow = await fixture.open(nodes, { modules: [table] });
    const { outcome } = flow.give('node');
    for (let count = 1; count <= 5; count++) {
      while (got < count) await settle();
      await settle();
      assert.equal(got, count, 'a batch came before the other node was ready for it');
      (flow.node('node') as TickNode).receive({ tick: true });
    }
    assert.equal((await outcome).error, undefined);
  });

  it('is told of a batch that no table can hold', async () => {
    const flow = await fixture.open([batches({ wires: [['sql']] }), sql({ write: 'update', key: ['NoSuchColumn'] })]);
    const caught: Message[] = [];
    flow.node('caught').on('input', (msg) => caught.push(msg as Message));
    await flow.ask('node');
    await settle();
    assert.equal((caught[0]!.error as { code: string }).code, 'RECORDS_INVALID');
  });
});

describe('Records to SQL before the node of another database', () => {
  const fixture = new FlowFixture();

  for (const [what, behind, code] of [
    ['sends nothing that the node would take without a word and not run', ['postgresql'], 'RECORDS_INVALID'],
    ['sends where its own is wired beside it', ['postgresql', 'sqlite'], undefined],
    ['sends to its own', ['sqlite'], undefined],
  ] as const) {
    it(what, async () => {
      const modules = behind.map((type) => tickNode(type, (_node, _msg, done) => done(), false));
      const nodes = behind.map((type) => ({ id: type, type, wires: [] }));
      const flow = await fixture.open([sql({ write: 'append', wires: [[...behind]] }), ...nodes], { modules });
      const { error } = await flow.ask('sql', { payload: [{ Id: 1 }] });
      assert.equal(error?.code, code);
      if (code) assert.match(error!.message, /"postgresql"/);
    });
  }
});

describe('ticks', () => {
  const fixture = new FlowFixture();

  /** Before ours: counts the ticks that come. */
  function queryNode(ticks: () => void) {
    return tickNode('query', (_node, msg, done) => {
      if (msg.tick) ticks();
      done();
    });
  }

  for (const [what, tickProvider, payload, expected] of [
    ['of the node behind it are passed on to the node before it', true, [{ Id: 1 }], 0],
    ['are sent by it where the node behind sends none', false, [{ Id: 1 }], 1],
    ['are sent by it for what it refuses, which the node behind never gets', true, 'text', 1],
  ] as const) {
    it(what, async () => {
      let ticks = 0;
      const table = tickNode('table', (_node, _msg, done) => done(), tickProvider);
      const nodes: FlowNode[] = [
        { id: 'query', type: 'query', wires: [['sql']] },
        sql({ write: 'append', wires: [['table']] }),
        { id: 'table', type: 'table', wires: [] },
      ];
      const flow = await fixture.open(nodes, { modules: [queryNode(() => ticks++), table] });
      await flow.ask('sql', { payload });
      assert.equal(ticks, expected);
      (flow.node('sql') as TickNode).receive({ tick: true });
      await settle();
      assert.equal(ticks, expected + 1);
    });
  }
});

describe('a tick for Records to SQL', () => {
  const fixture = new FlowFixture();

  it('is what nodes on both sides of it may count on', async () => {
    const { tickConsumer, tickProvider } = (await fixture.open([sql()])).node('sql') as TickNode;
    assert.deepEqual({ tickConsumer, tickProvider }, { tickConsumer: true, tickProvider: true });
  });

  it('is no batch: a Complete node on it does not fire', async () => {
    const flow = await fixture.open([sql({ write: 'append' })], { completing: ['sql'] });
    let [completed, caught] = [0, 0];
    flow.node('completed').on('input', () => completed++);
    flow.node('caught').on('input', () => caught++);
    (flow.node('sql') as TickNode).receive({ tick: true });
    await settle();
    assert.deepEqual({ completed, caught }, { completed: 0, caught: 0 });
    await flow.ask('sql', { payload: [{ Id: 1 }] });
    await settle();
    assert.equal(completed, 1);
  });

  it('holds no run up that the tick is of, as where a Change node makes one of a batch', async () => {
    fixture.emulator.dials.set(inWeek(10));
    const nodes: FlowNode[] = [
      sales({ output: { mode: 'batches', batchSize: 5 }, flow: { wait: 'auto', seconds: 3600 }, wires: [['tick']] }),
      {
        ...{ id: 'tick', type: 'change', wires: [['sql']] },
        rules: [
          ...['payload', 'parts'].map((p) => ({ t: 'delete', p, pt: 'msg' })),
          { t: 'set', p: 'tick', pt: 'msg', to: 'true', tot: 'bool' },
        ],
      },
      sql({ write: 'append' }),
    ];
    const flow = await fixture.open(nodes, { core: ['function/15-change.js'], completing: ['node', 'sql'] });
    let completed = 0;
    flow.node('completed').on('input', () => completed++);
    const { error } = await flow.ask('node');
    assert.equal(error, undefined, error?.message);
    await settle();
    assert.equal(completed, 1, 'the node that sent it is the only one');
  });
});

type TickNode = Node & { tickConsumer?: boolean; tickProvider?: boolean; receive(msg: object): void };

function tickNode(
  type: string,
  take: (node: TickNode, msg: Message, done: (error?: Error) => void) => void,
  tickProvider = true,
) {
  return (RED: NodeAPI): void => {
    RED.nodes.registerType(type, function (this: TickNode, def: NodeDef) {
      RED.nodes.createNode(this, def);
      this.tickConsumer = true;
      this.tickProvider = tickProvider;
      this.on('input', (msg, _send, done) => take(this, msg as Message, done));
    });
  };
}
