import assert from 'node:assert/strict';
import { endpointById } from '../../nodes/catalogue';
import { recordOutput, recordSecret } from '../secrets/transcript';
import { AdminServer } from './admin-server';
import { exampleNode } from './example-parameters';
import { FlowFixture } from './flow-fixture';
import type { FlowNode, FlowOptions } from './node-red';

interface Run {
  id: string;
  node: string;
  name: string;
  state: string;
  begun: number;
  records: number;
  phase?: { kind: string; place?: number };
  period?: { from: string; before: string };
  error?: { code: string; text: string };
  why?: string;
}

interface Request {
  path: string;
  run?: string;
}

interface Answer {
  mark: string;
  live: Run[];
  ended: Run[];
  queues: Array<{ company: string; most: number; active: Request[]; waiting: Request[] }>;
  connections: Array<{ id: string; name: string; succeeded?: number; failed?: { code: string; text: string } }>;
}

interface Again {
  kind: string;
  reason?: string;
  asks?: Array<{ reason: string; facts: object }>;
}

const fixed = (value: string) => ({ type: 'fixed', value });

const stores: FlowNode = { id: 'stores', type: 'dataconnect-list-stores', name: 'All stores' };
const dates = { StartDate: '2026-03-01', StopDate: '2026-03-02' };
const sales: FlowNode = { ...exampleNode(endpointById('sales-by-invoice')!, dates), id: 'sales' };
const traffic: FlowNode = {
  id: 'traffic',
  type: 'dataconnect-import-traffic-count',
  params: {
    StoreID: fixed('1'),
    StartDate: fixed('2026-03-01T10:00:00'),
    StopDate: fixed('2026-03-01T11:00:00'),
    TrafficCount: fixed('3'),
  },
  sending: { anyway: true },
};
const mail: FlowNode = {
  id: 'mail',
  type: 'dataconnect-list-stores',
  params: { Response: fixed('Csv.Email'), 'Email.To': fixed('a@shop.test') },
};

describe('the runs of all nodes', () => {
  const fixture = new FlowFixture();
  const admin = new AdminServer();

  async function get<Body>(path: string): Promise<Body> {
    const answer = await fetch(`${admin.url}/dataconnect/${path}`);
    const body = await answer.json();
    recordOutput('admin', body);
    return body as Body;
  }
  let before = '';
  /** What has happened since the test began: the process remembers the runs of other tests. */
  const look = () => get<Answer>(`runs?since=${before}`);
  beforeEach(async () => {
    before = '';
    // Without nodes of ours nothing answers.
    await fixture.open([stores]);
    before = (await look()).mark;
  });
  async function ends(count: number): Promise<Run[]> {
    let ended: Run[] = [];
    while (ended.length < count) ({ ended } = await look());
    return ended;
  }
  const post = <Body>(path: string, body: object = {}) => admin.post<Body>(`runs/${path}`, body);

  it('are seen while they are at work, with the queue, and stopped one by one', async () => {
    const flow = await fixture.open([stores, sales], { connection: { requestsAtOnce: 1 } });
    fixture.emulator.dials.set({ hold: true });
    const first = flow.give('sales');
    let seen = await look();
    while (seen.live[0]?.phase?.kind !== 'sending') seen = await look();
    const second = flow.give('sales');
    while (!seen.live.some(({ phase }) => phase?.kind === 'queued')) seen = await look();
    const [sending, queued] = seen.live;
    assert.match(sending!.period!.from, /^2026-03-01/);
    assert.equal(queued?.phase?.place, 1);
    const [queue] = seen.queues;
    assert.equal(queue?.most, 1);
    assert.deepEqual(
      [queue?.active, queue?.waiting].map((side) => side?.map(({ run }) => run)),
      [[sending?.id], [queued?.id]],
    );

    assert.deepEqual((await post(`${queued!.id}/cancel`)).body, { stopped: true });
    const stopped = await second.outcome;
    assert.equal(stopped.error?.code, 'CANCELLED');
    assert.match(stopped.error.message, /someone asked for it in the sidebar/);
    assert.deepEqual(
      (await look()).live.map(({ id }) => id),
      [sending!.id],
    );
    fixture.emulator.dials.set({ hold: false });
    assert.ok((await first.outcome).messages.length > 0);
    const { live, ended, queues } = await look();
    assert.deepEqual([live, queues], [[], []]);
    assert.deepEqual(
      ended.map(({ id, state }) => [id, state]),
      [
        [queued!.id, 'cancelled'],
        [sending!.id, 'records'],
      ],
    );
    assert.deepEqual((await post(`${sending!.id}/cancel`)).body, { stopped: false });
  });

  it('say why they wait for another attempt', async () => {
    const flow = await fixture.open([stores]);
    fixture.emulator.dials.set({ faults: [{ fault: { kind: 'status', status: 503 }, times: 1 }] });
    const ongoing = flow.give('stores');
    let seen = await look();
    while (seen.live[0]?.phase?.kind !== 'retrying') seen = await look();
    assert.match(seen.live[0].why ?? '', /503/);
    await post(`${seen.live[0].id}/cancel`);
    await ongoing.outcome;
  });

  it('run again with what their message brought', async () => {
    const { StartDate, ...others } = sales.params as Record<string, object>;
    const flow = await fixture.open([{ ...sales, name: 'By day', params: others }]);
    await flow.ask('sales', { params: { StartDate: '2026-03-01' } });
    const [run] = (await look()).ended;
    assert.deepEqual([run?.name, run?.state], ['By day', 'records']);
    fixture.emulator.requests.clear();
    assert.deepEqual((await post(`${run!.id}/again`)).body, { kind: 'started' });
    const again = (await ends(2))[1];
    assert.deepEqual([again?.node, again?.state, again?.records], ['sales', 'records', run?.records]);
    assert.match(fixture.emulator.requests.all()[0]!.query.get('StartDate')!, /^2026-03-01/);
  });

  for (const [node, effect] of [
    [mail, 'mail'],
    [traffic, 'changes'],
  ] as const) {
    it(`run again only when a person says so where they do something: ${effect}`, async () => {
      const flow = await fixture.open([node]);
      await flow.ask(node.id);
      const [run] = (await look()).ended;
      fixture.emulator.requests.clear();
      const asks = { kind: 'confirm', asks: [{ reason: effect, facts: {} }] };
      assert.deepEqual((await post(`${run!.id}/again`)).body, asks);
      assert.deepEqual((await post(`${run!.id}/again`, { confirmed: ['other-path'] })).body, asks);
      assert.deepEqual(fixture.emulator.requests.all(), []);
      assert.deepEqual((await post(`${run!.id}/again`, { confirmed: [effect] })).body, { kind: 'started' });
      await ends(2);
    });
  }

  it('are check-ups as well, which are stopped and done again from there', async () => {
    const flow = await fixture.open([stores, { id: 'checking', type: 'dataconnect-check-up', name: 'Look' }]);
    fixture.emulator.dials.set({ hold: true });
    const asked = flow.give('checking');
    while (fixture.emulator.requests.all().length === 0) await look();
    const [live] = (await look()).live;
    assert.deepEqual([live?.name, live?.phase?.kind], ['Look', 'sending']);
    assert.deepEqual((await post(`${live!.id}/cancel`)).body, { stopped: true });
    assert.match((await asked.outcome).error?.message ?? '', /in the sidebar/);
    fixture.emulator.dials.set({ hold: false });
    assert.deepEqual((await post(`${live!.id}/again`)).body, { kind: 'started' });
    const [stopped, checked] = await ends(2);
    assert.deepEqual([stopped?.state, checked?.state], ['cancelled', 'checked']);
    assert.equal(checked?.node, 'checking');
  });

  it('of a dry run send nothing again', async () => {
    const flow = await fixture.open([mail]);
    await flow.ask('mail', { dryRun: true });
    const [run] = (await look()).ended;
    assert.equal(run?.state, 'dry-run');
    assert.deepEqual((await post(`${run!.id}/again`)).body, { kind: 'started' });
    assert.equal((await ends(2))[1]?.state, 'dry-run');
    assert.deepEqual(fixture.emulator.requests.all(), []);
  });

  describe('when the connection is another since', () => {
    const practice = { environment: 'practice', serviceUrl: '', tokenUrl: '' };
    const host = () => new URL(fixture.emulator.serviceUrl).host;
    /** A run that is over, then another connection; what comes of the button, without and with a yes to everything. */
    async function againAfter(
      earlier: FlowOptions,
      after: FlowOptions,
      { node = stores, params = {} }: { node?: FlowNode; params?: object } = {},
    ) {
      const flow = await fixture.open([stores], earlier);
      before = (await look()).mark;
      await flow.ask('stores', { params });
      const [run] = (await look()).ended;
      assert.equal(run?.state, 'records');
      await fixture.open([node], after);
      fixture.emulator.requests.clear();
      const { body } = await post<Again>(`${run!.id}/again`);
      assert.deepEqual(fixture.emulator.requests.all(), []);
      const confirmed = (body.asks ?? []).map(({ reason }) => reason);
      const { body: confirming } = await post<Again>(`${run!.id}/again`, { confirmed });
      if (confirming.kind === 'started') await ends(2);
      return { ...body, confirming: confirming.kind };
    }

    it('from practice to a service do not run again', async () => {
      const invented = await againAfter({ connection: practice }, {});
      assert.deepEqual(invented, {
        kind: 'refused',
        reason: 'practice',
        facts: { host: host() },
        confirming: 'refused',
      });
      assert.deepEqual(fixture.emulator.requests.all(), []);
    });

    it('from a service to practice do not run again', async () => {
      const real = await againAfter({}, { connection: practice });
      assert.deepEqual(real, { kind: 'refused', reason: 'service', facts: { host: host() }, confirming: 'refused' });
    });

    for (const [what, after, reason] of [
      ['another host', { connection: { serviceUrl: 'https://dataconnect.invalid', retries: 0 } }, 'other-service'],
      ['another user', { credentials: { username: 'jane@KENTEL' } }, 'other-account'],
      ['another company', { connection: { companyId: '7' } }, 'other-account'],
    ] as const) {
      it(`to ${what} run again only when a person says so`, async () => {
        const { kind, asks, confirming } = await againAfter({}, after);
        assert.deepEqual([kind, asks?.map((ask) => ask.reason), confirming], ['confirm', [reason], 'started']);
        assert.doesNotMatch(JSON.stringify(asks), /jane/);
      });
    }

    it('in nothing that says who asks whom run again unasked', async () => {
      const after = { connection: { retries: 0 }, credentials: { password: 'another', clientSecret: 'another' } };
      assert.equal((await againAfter({}, after)).kind, 'started');
    });

    it('keep what was meant for one path from another, unless a person says so', async () => {
      const other = { ...stores, path: '/lists/StoresOfOld' };
      const params = { Response: 'Json' };
      const { kind, asks, confirming } = await againAfter({}, {}, { node: other, params });
      const facts = { before: endpointById('list-stores')!.path, now: other.path };
      assert.deepEqual([kind, asks, confirming], ['confirm', [{ reason: 'other-path', facts }], 'started']);
      const spelt = { ...stores, path: endpointById('list-stores')!.path!.toUpperCase() };
      assert.equal((await againAfter({}, {}, { node: spelt, params })).kind, 'started');
      assert.equal((await againAfter({}, {}, { node: other })).kind, 'started');
    });
  });

  it('do not run again where it would be another run, or there is no node', async () => {
    const secret = fixture.emulator.credentials.password;
    const reading = { ...stores, id: 'reading', params: { CompanyID: { type: 'msg', value: 'company' } } };
    const flow = await fixture.open([stores, reading]);
    // Not by what notes messages: it would find the secret in this one.
    flow.node('stores').receive({ params: { CompanyID: secret } } as never);
    await ends(1);
    await flow.ask('reading', { company: '7' });
    const [hidden, other] = await ends(2);
    fixture.emulator.requests.clear();
    const refused = (reason: string) => ({ kind: 'refused', reason });
    assert.deepEqual((await post(`${hidden!.id}/again`)).body, refused('secret'));
    assert.deepEqual((await post(`${other!.id}/again`)).body, refused('message'));
    assert.deepEqual((await post('nobody/again')).body, refused('gone'));
    await fixture.open([stores]);
    assert.deepEqual((await post(`${other!.id}/again`)).body, refused('gone'));
    assert.deepEqual(fixture.emulator.requests.all(), []);
  });

  it('say how their connection is, and so does a test of it', async () => {
    const flow = await fixture.open([stores]);
    await flow.ask('stores');
    const health = async () => (await look()).connections.find(({ id }) => id === 'connection')!;
    const { name, succeeded } = await health();
    assert.equal(name, 'Emulator');
    assert.ok(succeeded! > Date.now() - 60_000);
    await fixture.open([stores], { credentials: { password: 'wrong' } });
    const { body } = await admin.post<{ ok: boolean }>('connections/connection/try', {});
    assert.equal(body.ok, false);
    assert.match((await health()).failed!.text, /refused/);
    const none = await admin.post<{ code: string }>('connections/nobody/try', {});
    assert.equal(none.body.code, 'CONNECTION_MISSING');
  });

  it('are told for a report of a fault without any secret', async () => {
    const { password, clientSecret } = fixture.emulator.credentials;
    const name = `Stores ${password}`;
    recordSecret(password);
    const flow = await fixture.open([{ ...stores, name }], { connection: { timeZone: 'Europe/Madrid' } });
    for (const params of [{ CompanyID: `${clientSecret} and ${password}` }, { Nonsense: password }])
      flow.node('stores').receive({ params } as never);
    await ends(2);
    const { kind, text } = await get<{ kind: string; text: string }>('diagnostics');
    assert.equal(kind, 'text');
    const told = JSON.parse(text);
    assert.match(told.versions.package, /^\d/);
    assert.equal(told.connections[0].settings.timeZone, 'Europe/Madrid');
    assert.equal(told.nodes['dataconnect-list-stores'], 1);
    assert.ok(told.counters.runs >= 2 && told.counters.ends.PARAMETER_INVALID >= 1);
    assert.equal(told.failures[0].error.code, 'PARAMETER_INVALID');
    for (const secret of [password, clientSecret]) {
      assert.ok(!text.includes(secret));
      assert.ok(!JSON.stringify(await look()).includes(secret));
    }
  });
});
