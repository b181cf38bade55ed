import assert from 'node:assert/strict';
import english from '../../locales/en-US/check-up.json';
import { endForPeople } from '../emulator';
import { recordOutput } from '../secrets/transcript';
import { FlowFixture } from './flow-fixture';
import { connectionNode, helper, type Message } from './node-red';

interface Payload {
  host: string;
  findings: Array<{ question: string; title: string; outcome: string; text: string; evidence: string[] }>;
  settings: Record<string, string>;
  changes: Record<string, string>;
  complete: boolean;
  stopped?: { code: string; text: string };
  requests: number;
}

describe('the check-up in a flow', () => {
  const fixture = new FlowFixture({ worldEnd: endForPeople(Date.now()) });
  const node = { id: 'node', type: 'dataconnect-check-up' };
  const payloadOf = ({ payload }: Message) => payload as Payload;

  it('sends one message with what it found, the evidence, and what the connection has otherwise', async () => {
    fixture.emulator.dials.set({ stopDate: 'exclusive', paths: { availability: '/inventory/availability' } });
    const connection = { timeZone: 'UTC', paths: 'version=/ping' };
    const flow = await fixture.open([node], { connection });
    const { messages, error, completions, statuses } = await flow.ask('node', { topic: 'kept' });
    assert.equal(error, undefined, error?.message);
    assert.deepEqual([messages.length, completions, messages[0]!.topic], [1, 1, 'kept']);
    const { findings, settings, changes, complete, host } = payloadOf(messages[0]!);
    assert.equal(complete, true);
    assert.equal(host, new URL(fixture.emulator.serviceUrl).host);
    assert.equal(settings.stopDate, 'exclusive');
    assert.deepEqual(changes, {
      stopDate: 'exclusive',
      paths: 'version=/ping, availability=/inventory/availability',
    });
    const { text, evidence } = findings.find(({ question }) => question === 'stop-date')!;
    assert.match(text, /^StopDate is left out: a range that stops at the sale of/);
    assert.match(
      evidence.at(-1)!,
      /^GET \/reports\/SalesByInvoiceReport\?StartDate=.*: 200, application\/json, .*the sale is in it$/,
    );
    assert.match(statuses.at(-1)!.text ?? '', /^\d+ answered, \d+ open$/);
    const { dataconnect } = messages[0]! as { dataconnect: Record<string, unknown> };
    assert.equal(dataconnect.endpoint, 'check-up');
    assert.equal(dataconnect.requests, payloadOf(messages[0]!).requests);
  });

  it('says of a stop what it was, and sends what it found by then', async () => {
    fixture.emulator.dials.addFault({ fault: { kind: 'status', status: 429 }, path: '/ping' });
    const flow = await fixture.open([node]);
    const { messages, error, statuses } = await flow.ask('node');
    assert.equal(error, undefined);
    const { complete, stopped, findings } = payloadOf(messages[0]!);
    assert.deepEqual([complete, stopped?.code], [false, 'RATE_LIMITED']);
    assert.ok(findings.some(({ outcome }) => outcome === 'found'));
    assert.match(statuses.at(-1)!.text ?? '', /RATE_LIMITED$/);
  });

  it('fails where nothing was answered, with the facts on the message', async () => {
    const flow = await fixture.open([node], { credentials: { password: 'wrong-password-of-the-check-up' } });
    const { messages, error, caught } = await flow.ask('node');
    assert.deepEqual(messages, []);
    assert.equal(error?.code, 'AUTH_FAILED');
    assert.equal((caught!.dataconnect as { error: { code: string } }).error.code, 'AUTH_FAILED');
  });

  it('fails without a connection, and says so under the node', async () => {
    const flow = await fixture.open([{ ...node, connection: 'gone' }]);
    const { error, statuses } = await flow.ask('node');
    assert.equal(error?.code, 'CONNECTION_MISSING');
    assert.match(statuses.at(-1)!.text ?? '', /CONNECTION_MISSING/);
  });

  it('is stopped by a message, and by a deploy, and leaves nothing open', async () => {
    fixture.emulator.dials.set({ hold: true });
    const flow = await fixture.open([node]);
    const asked = flow.give('node');
    while (fixture.emulator.admission.active(42) === 0) await new Promise((resolve) => setImmediate(resolve));
    flow.give('node', { cancel: true });
    assert.equal((await asked.outcome).error?.code, 'CANCELLED');
    void flow.give('node').outcome.catch(() => undefined);
    while (fixture.emulator.admission.active(42) === 0) await new Promise((resolve) => setImmediate(resolve));
    await flow.redeploy('nodes', { node: { name: 'other' }, connection: { name: 'other' } });
    while (fixture.emulator.admission.active(42) > 0) await new Promise((resolve) => setImmediate(resolve));
  });

  it('takes one message after another', async () => {
    const flow = await fixture.open([node]);
    fixture.emulator.admission.resetMaximum();
    const both = await Promise.all([flow.ask('node'), flow.ask('node')]);
    assert.deepEqual(
      both.map(({ error }) => error),
      [undefined, undefined],
    );
    assert.equal(fixture.emulator.admission.maximum, 1);
  });

  it('names settings by which all nodes on the connection run, unless they say otherwise', async () => {
    fixture.emulator.dials.set({ postBody: 'json', paths: { availability: '/inventory/availability' } });
    const sending = { method: 'POST' };
    const nodes = [
      { id: 'stock', type: 'dataconnect-availability', sending },
      { id: 'by-form', type: 'dataconnect-list-locations', sending: { ...sending, body: 'form' } },
      { id: 'elsewhere', type: 'dataconnect-availability', path: '/availability' },
    ];
    const before = await (await fixture.open([...nodes, node])).ask('node');
    const { settings } = payloadOf(before.messages[0]!);
    const flow = await fixture.open(nodes, { connection: settings });
    const { error, messages } = await flow.ask('stock');
    assert.equal(error, undefined, error?.message);
    assert.ok((messages[0]!.payload as unknown[]).length > 0);
    assert.equal(fixture.emulator.requests.last()!.headers['content-type'], 'application/json');
    assert.equal((await flow.ask('by-form', { params: { LocationType: 'Store' } })).error?.code, 'BAD_REQUEST');
    assert.equal((await flow.ask('elsewhere')).error?.code, 'NOT_FOUND');
  });

  describe('for the dialog of the connection', () => {
    it('announces every question, with what it sends', async () => {
      await fixture.open([node]);
      const { body } = await helper.request().get('/dataconnect/check-up');
      assert.equal(body.most, 20);
      assert.ok(body.questions.length > 10);
      for (const { title, sends } of body.questions) assert.ok(title.key in english && sends.length > 0, title.key);
      assert.deepEqual(fixture.emulator.requests.all(), []);
    });

    async function ask(form: object, id = 'connection') {
      const { text } = await helper
        .request()
        .post(`/dataconnect/connections/${id}/check-up`)
        .buffer(true)
        .parse(asText as never)
        .send(form);
      recordOutput('admin', text);
      return text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    }

    /** The test client keeps only the texts of types that it knows. */
    function asText(response: unknown, done: (error: null, text: string) => void): void {
      const stream = response as NodeJS.ReadableStream & { text?: string };
      let text = '';
      stream.on('data', (piece: Buffer) => {
        text += piece.toString();
      });
      stream.on('end', () => {
        stream.text = text;
        done(null, text);
      });
    }

    it('tells each finding as it comes, and the settings in the end, of a form that is not deployed', async () => {
      fixture.emulator.dials.set({ postBody: 'json' });
      await fixture.open([node]);
      const form = { ...connectionNode(fixture.emulator), credentials: fixture.emulator.credentials };
      const lines = await ask(form, 'never-deployed');
      const report = lines.at(-1)!.report as Payload;
      assert.equal(report.settings.postBody, 'json');
      assert.ok(lines.slice(0, -1).every(({ finding }) => finding !== undefined));
      assert.equal(lines.length - 1, (await helper.request().get('/dataconnect/check-up')).body.questions.length);
    });

    it('says in words why it cannot ask', async () => {
      await fixture.open([node]);
      const [only, ...others] = await ask({ ...connectionNode(fixture.emulator), retries: 'many', credentials: {} });
      assert.deepEqual(others, []);
      assert.equal(only!.code, 'CONNECTION_INVALID');
      assert.match(String(only!.text), /retries/);
    });
  });
});
