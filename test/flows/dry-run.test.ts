import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endpointById, endpoints, responses } from '../../nodes/catalogue';
import type { LoggedRequest } from '../emulator/request-log';
import { exampleNode } from './example-parameters';
import { FlowFixture } from './flow-fixture';
import type { FlowNode, OpenFlow } from './node-red';

interface DryRun {
  parameters: Record<string, string>;
  requests: Array<{ method: string; url: string; headers: Record<string, string>; body?: string; window?: string }>;
  file?: string;
  warnings: string[];
  unknown: string[];
}

/** What of a request must be the same before and after it was sent. */
interface Sent {
  method: string;
  path: string;
  query: Array<[string, string]>;
  body: string;
  headers: Record<string, unknown>;
}

const MAIL = { 'Email.To': 'analyst@shop.test' };
const usable = endpoints.filter((each) => each.path !== null);
const availability = endpointById('availability')!;
/** The company of the emulator's account. */
const OWN_COMPANY = 42;

/** What an example leaves to the account is looked up by a run alone, so it is given here. */
const ofAllEndpoints = usable.map((endpoint) => {
  const ids = endpoint.parameters.filter(({ preset }) => preset && 'account' in preset);
  const idOf = ({ name, example }: (typeof ids)[number]) => (/^companyid$/i.test(name) ? OWN_COMPANY : (example ?? 1));
  return exampleNode(endpoint, Object.fromEntries(ids.map((each) => [each.name, String(idOf(each))])));
});
/** One in each response and by each way to ask. */
const ofAllKinds: FlowNode[] = [
  ...responses.flatMap(({ value: Response }) =>
    [{ method: 'GET' }, { method: 'POST', body: 'form' }, { method: 'POST', body: 'json' }].map((sending) => {
      const more = {
        Response,
        QuantityMin: '3',
        ProductNames: 'Étui 20% & "co"',
        ...(Response.endsWith('.Email') ? MAIL : {}),
      };
      return { ...exampleNode(availability, more), id: `${Response} ${Object.values(sending).join(' ')}`, sending };
    }),
  ),
  {
    id: 'any request',
    type: 'dataconnect-request',
    path: '/lists/Stores',
    params: { CompanyID: { type: 'fixed', value: '43' }, Odd: { type: 'fixed', value: 'a b' } },
  },
];

describe('a dry run', () => {
  const fixture = new FlowFixture();

  async function foreseen(flow: OpenFlow, id: string, msg: object = {}): Promise<DryRun> {
    const before = fixture.emulator.requests.count;
    const { messages, error, completions } = await flow.ask(id, { ...msg, dryRun: true });
    assert.equal(error, undefined, error?.message);
    assert.equal(fixture.emulator.requests.count, before, `${id}: something was sent`);
    assert.equal(messages.length, 1);
    assert.equal(completions, 1);
    return messages[0]!.payload as DryRun;
  }

  /** What the service got of one real run; sign-ins are the accounts service's. */
  async function real(flow: OpenFlow, id: string, msg: object = {}): Promise<LoggedRequest[]> {
    const before = fixture.emulator.requests.count;
    const { error } = await flow.ask(id, { ...msg });
    assert.equal(error, undefined, `${id}: ${error?.message}`);
    return fixture.emulator.requests.all().filter(({ number, service }) => number > before && service === 'service');
  }

  async function assertSame(flow: OpenFlow, id: string): Promise<DryRun> {
    const dry = await foreseen(flow, id);
    const sent = await real(flow, id);
    assert.deepEqual(dry.requests.map(ofDryRun).sort(byQuery), sent.map(ofLog).sort(byQuery), id);
    return dry;
  }

  describe('says of every kind of request what the service then gets, byte by byte', () => {
    for (const [signIn, connection, nodes] of [
      ['password', {}, [...ofAllEndpoints, ...ofAllKinds]],
      ['token', { authentication: 'token' }, ofAllKinds],
      ['basic', { authentication: 'basic', companyId: '43' }, ofAllKinds],
    ] as const) {
      it(`signed in by ${signIn}`, async () => {
        const flow = await fixture.open([...nodes], { connection });
        for (const { id } of nodes) await assertSame(flow, id);
      }).timeout(120_000);
    }

    it('not signed in', async () => {
      const flow = await fixture.open([exampleNode(endpointById('version')!)], {
        connection: { authentication: 'none' },
      });
      const { requests, unknown } = await assertSame(flow, 'version');
      assert.equal(requests[0]!.headers.authorization, undefined);
      assert.deepEqual(unknown, []);
    });
  });

  describe('of a range that is cut', () => {
    const june = { StartDate: '2026-06-01', StopDate: '2026-06-10' };
    const invoices = (more: object) => ({ ...exampleNode(endpointById('invoice-history')!, june), ...more });

    it('names each window, by day', async () => {
      const flow = await fixture.open([invoices({ windows: { kind: 'day' } })]);
      await real(flow, 'invoice-history');
      const { requests } = await assertSame(flow, 'invoice-history');
      assert.equal(requests.length, 10);
      assert.match(requests[1]!.window!, /^2026-06-02/);
    });

    it('knows how the service took it the last time', async () => {
      const byDate = endpoints.find(({ range, recordDate, path: known }) => known && range && recordDate)!;
      fixture.emulator.dials.set({
        rows: { [byDate.id]: { count: 400, from: '2026-06-01', to: '2026-06-11' } },
        rowLimit: 150,
      });
      const node = exampleNode(byDate, { [byDate.range!.start]: '2026-06-01', [byDate.range!.stop]: '2026-06-10' });
      const flow = await fixture.open([node]);
      const first = await foreseen(flow, byDate.id);
      assert.equal(first.requests.length, 1);
      assert.match(first.unknown.join(' '), /too many rows is cut into smaller ones/);
      await real(flow, byDate.id);
      assert.ok((await assertSame(flow, byDate.id)).requests.length > 1);
    });

    it('is one request where the answer goes on as text', async () => {
      const flow = await fixture.open([invoices({ windows: { kind: 'day' }, output: { mode: 'text' } })]);
      const { requests } = await assertSame(flow, 'invoice-history');
      assert.equal(requests.length, 1);
    });
  });

  it('says what only a run will know, asks for no token and no preferred endpoint, and shows no secret', async () => {
    const sales = exampleNode(endpointById('invoice-history')!, { StartDate: 'yesterday', StopDate: 'yesterday' });
    const flow = await fixture.open([sales], { connection: { preferredEndpoint: true } });
    const { requests, unknown, parameters } = await foreseen(flow, 'invoice-history');
    assert.equal(requests[0]!.headers.authorization, 'Bearer ***');
    assert.match(unknown.join('\n'), /POST http:.*\/oauth2\/token\.\n.*prefers.*\n.*cookies.*\nDates in words/);
    assert.match(parameters.StartDate!, /^\d{4}-\d\d-\d\d/);
    assert.equal(fixture.emulator.requests.count, 0);
  });

  it('puts it into the property for the data, and says in its facts that nothing was sent', async () => {
    const node = { ...exampleNode(availability), output: { property: 'plan.today', mode: 'batches' } };
    const flow = await fixture.open([node]);
    const { messages, statuses } = await flow.ask('availability', { dryRun: true, topic: 'kept', payload: 7 });
    const msg = messages[0]!;
    assert.equal((msg.plan as { today: DryRun }).today.requests.length, 1);
    assert.equal(msg.payload, 7);
    assert.equal(msg.topic, 'kept');
    const facts = msg.dataconnect as Record<string, unknown>;
    assert.equal(facts.dryRun, true);
    assert.equal(facts.requests, 0);
    assert.equal((statuses.at(-1) as { text: string }).text, 'dry-run');
  });

  it('fails as the run would that sends nothing either', async () => {
    const flow = await fixture.open([exampleNode(availability)]);
    const dry = await flow.ask('availability', { dryRun: true, params: { QuantityMin: 'many' } });
    const run = await flow.ask('availability', { params: { QuantityMin: 'many' } });
    assert.equal(dry.error?.code, 'PARAMETER_INVALID');
    assert.equal(dry.error.message, run.error?.message);
    assert.equal(fixture.emulator.requests.count, 0);
  });

  it('names what "send anyway" overrules', async () => {
    const flow = await fixture.open([{ ...exampleNode(availability), sending: { anyway: true } }]);
    const { warnings, requests } = await foreseen(flow, 'availability', { params: { QuantityMin: 'many' } });
    assert.match(warnings.join(' '), /QuantityMin/);
    assert.match(requests[0]!.url, /QuantityMin=many/);
  });

  it('names the file that would be written, and makes none', async () => {
    const fileFolder = mkdtempSync(path.join(tmpdir(), 'dataconnect-dry-run-'));
    try {
      const output = { mode: 'file', file: 'stock/{report}' };
      const flow = await fixture.open([{ ...exampleNode(availability, { Response: 'Csv' }), output }], {
        connection: { fileFolder },
      });
      const { file } = await foreseen(flow, 'availability');
      assert.deepEqual(readdirSync(fileFolder), []);
      const { messages } = await flow.ask('availability');
      assert.equal((messages[0]!.payload as { path: string }).path, file);
      assert.ok(existsSync(file!));
    } finally {
      rmSync(fileFolder, { recursive: true });
    }
  });
});

function ofDryRun({ method, url, headers, body = '' }: DryRun['requests'][number]): Sent {
  const { pathname, searchParams } = new URL(url);
  return { method, path: pathname, query: [...searchParams], body, headers };
}

/** What lets in is masked as in a dry run: the scheme and the names of the cookies stay. */
function ofLog({ method, path: arrived, query, body, headers }: LoggedRequest): Sent {
  const masked: Record<string, unknown> = { ...headers };
  if (headers.authorization) masked.authorization = headers.authorization.replace(/ .*/, ' ***');
  if (headers.cookie) masked.cookie = headers.cookie.replace(/=[^;]*/g, '=***');
  return { method, path: arrived, query: [...query], body, headers: masked };
}

function byQuery(one: Sent, other: Sent): number {
  return JSON.stringify(one.query) < JSON.stringify(other.query) ? -1 : 1;
}
