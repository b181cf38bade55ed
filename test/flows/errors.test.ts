import assert from 'node:assert/strict';
import type { Fault } from '../emulator';
import { FlowFixture } from './flow-fixture';
import type { FlowNode, FlowOptions, Outcome } from './node-red';

const node = (more: Partial<FlowNode> = {}): FlowNode => ({ id: 'node', type: 'dataconnect-availability', ...more });

describe('when something goes wrong', () => {
  const fixture = new FlowFixture();

  async function ask(more: Partial<FlowNode> = {}, options: FlowOptions = {}): Promise<Outcome> {
    const connection = { retries: 0, ...options.connection };
    const flow = await fixture.open([node(more)], { ...options, connection });
    return flow.ask('node', { topic: 'kept' });
  }

  /** The one error of a run: caught once, nothing sent, nothing completed. */
  function assertFailed(outcome: Outcome, code: string, text?: RegExp): void {
    const { error, messages, completions, caught, statuses } = outcome;
    assert.equal(error?.code, code, error?.message);
    assert.deepEqual(messages, []);
    assert.equal(completions, 0);
    assert.equal(caught?.topic, 'kept');
    assert.equal((caught!.dataconnect as { error: { code: string } }).error.code, code);
    assert.equal(statuses.at(-1)?.fill, code === 'CANCELLED' ? 'grey' : 'red');
    assert.doesNotMatch(error.message, /__|undefined|DataConnectError/);
    if (text) assert.match(error.message, text);
  }

  const fault = (fault: Fault) => fixture.emulator.dials.addFault({ fault, path: '/availability' });

  const statuses: Array<[number, string]> = [
    [400, 'BAD_REQUEST'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [413, 'TOO_MANY_ROWS'],
    [429, 'RATE_LIMITED'],
    [500, 'SERVER_ERROR'],
    [502, 'SERVER_ERROR'],
    [503, 'SERVER_ERROR'],
    [504, 'SERVER_ERROR'],
    [418, 'UNEXPECTED_STATUS'],
  ];
  for (const [status, code] of statuses) {
    it(`status ${status} is ${code}, with the service's own words`, async () => {
      fault({ kind: 'status', status, message: 'The words of the service.' });
      assertFailed(await ask(), code, /The words of the service\./);
    });
  }

  const bodies: Array<[string, Fault, string[]]> = [
    ['an HTML page with status 200', { kind: 'page', status: 200 }, ['WRONG_CONTENT_TYPE']],
    ['an error object with status 200', { kind: 'error-object', message: 'Not today.' }, ['API_ERROR']],
    ['a body cut in the middle', { kind: 'body', cutAt: 0.5 }, ['TRUNCATED', 'MALFORMED']],
    ['a connection reset in the middle', { kind: 'reset', at: 'mid-body' }, ['NETWORK', 'TRUNCATED']],
    ['a connection reset before the end', { kind: 'reset', at: 'before-end' }, ['NETWORK', 'TRUNCATED']],
    ['a connection reset before any header', { kind: 'reset', at: 'before-headers' }, ['NETWORK']],
    ['a body longer than announced', { kind: 'content-length', by: 50 }, ['TRUNCATED', 'NETWORK']],
    ['compression that breaks off', { kind: 'encoding', how: 'truncated' }, ['TRUNCATED']],
    ['garbage behind the records', { kind: 'body', append: 'garbage' }, ['MALFORMED']],
    ['a redirect to another host', { kind: 'redirect', to: 'https://evil.test/' }, ['HOST_NOT_ALLOWED']],
  ];
  for (const [what, how, codes] of bodies) {
    for (const response of ['Json', 'JsonDataTable', 'Xml', 'XmlDataTable', 'Csv']) {
      // A line of Csv is a record wherever it ends.
      if (response === 'Csv' && /garbage|cut in the middle/.test(what)) continue;
      it(`${what} is ${codes.join(' or ')} (${response})`, async () => {
        fault(how);
        const outcome = await ask({ params: { Response: { type: 'fixed', value: response } } });
        assert.ok(codes.includes(outcome.error?.code ?? 'no error'), outcome.error?.code ?? 'no error');
        assertFailed(outcome, outcome.error!.code!);
      });
    }
  }

  it('a table with a DOCTYPE is refused', async () => {
    fault({ kind: 'body', prefix: '<!DOCTYPE x [<!ENTITY a "b">]>' });
    assertFailed(await ask({ params: { Response: { type: 'fixed', value: 'Xml' } } }), 'MALFORMED', /DOCTYPE/);
  });

  it('a wrong password is one error after one attempt', async () => {
    fixture.emulator.requests.clear();
    const outcome = await ask({}, { connection: { retries: 4 }, credentials: { password: 'not the password' } });
    assertFailed(outcome, 'AUTH_FAILED', /tried once only/);
    assert.equal(fixture.emulator.requests.all().filter(({ service }) => service === 'accounts').length, 1);
  });

  it('a user without an employee is told so', async () => {
    const outcome = await ask({}, { credentials: fixture.emulator.unmappedCredentials });
    assertFailed(outcome, 'FORBIDDEN', /not mapped to an RQ employee/);
  });

  it('a token that is refused again after signing in anew is an error, never a loop', async () => {
    fault({ kind: 'status', status: 401 });
    assertFailed(await ask({}, { connection: { retries: 4 } }), 'AUTH_FAILED');
    assert.equal(fixture.emulator.requests.to('/availability').length, 2);
  });

  it('an expired token is renewed without anyone noticing', async () => {
    fixture.emulator.dials.addFault({ fault: { kind: 'expire-token' }, path: '/availability', times: 1 });
    const { error, messages } = await ask();
    assert.equal(error, undefined);
    assert.equal(messages.length, 1);
  });

  it('a service that is busy for a while is asked again', async () => {
    fixture.emulator.dials.addFault({
      fault: { kind: 'status', status: 429, retryAfter: '0' },
      path: '/availability',
      times: 2,
    });
    const { error, messages } = await ask({}, { connection: { retries: 4 } });
    assert.equal(error, undefined, error?.message);
    assert.equal((messages[0]!.dataconnect as { retries: number }).retries, 2);
  });

  it('a mail that may have gone out is not sent twice', async () => {
    fault({ kind: 'reset', at: 'before-headers' });
    const params = {
      Response: { type: 'fixed', value: 'Csv.Email' },
      'Email.To': { type: 'fixed', value: 'a@shop.test' },
    };
    assertFailed(await ask({ params }, { connection: { retries: 4 } }), 'OUTCOME_UNKNOWN');
    assert.equal(fixture.emulator.requests.to('/availability').length, 1);
  });

  it('a service that is silent is left after the timeout of its phase', async () => {
    fault({ kind: 'stall', at: 'before-headers' });
    assertFailed(await ask({}, { connection: { firstByteTimeout: 0.2 } }), 'TIMEOUT');
    fixture.emulator.dials.reset();
    fault({ kind: 'stall', at: 'mid-body' });
    assertFailed(await ask({}, { connection: { idleTimeout: 0.2 } }), 'TIMEOUT');
  });

  it('a path the service does not know comes with advice', async () => {
    assertFailed(await ask({ path: '/no/such/path' }), 'NOT_FOUND', /\/no\/such\/path/);
  });

  it('a path that is only a guess says so when the service does not know it', async () => {
    fault({ kind: 'status', status: 404 });
    assertFailed(await ask(), 'NOT_FOUND', /not confirmed/);
  });

  it('a path with a query of its own is refused', async () => {
    assertFailed(await ask({ path: '/lists/stores?a=b' }), 'PARAMETER_INVALID');
    assert.deepEqual(fixture.emulator.requests.to('/lists/stores'), []);
  });

  it('a service that is not there is named', async () => {
    assertFailed(await ask({}, { connection: { serviceUrl: 'http://127.0.0.1:1' } }), 'NETWORK', /127\.0\.0\.1:1/);
  });

  it('a batch is not taken back, and the error says the rest is missing', async () => {
    fixture.emulator.dials.set({ rows: { availability: { count: 5000 } }, compression: 'none' });
    fault({ kind: 'reset', at: 'mid-body', afterBytes: 600_000 });
    const outcome = await ask({ output: { mode: 'batches', batchSize: 100 } }, { connection: { retries: 4 } });
    assert.ok(['NETWORK', 'TRUNCATED'].includes(outcome.error?.code ?? ''), outcome.error?.code);
    assert.ok(outcome.messages.length > 0);
    assert.ok(outcome.messages.every(({ complete }) => complete === undefined));
    assert.equal(fixture.emulator.requests.to('/availability').length, 1);
  });

  describe('with the connection', () => {
    it('that none was chosen, status and error say so', async () => {
      const flow = await fixture.open([node({ connection: '' })]);
      assertFailed(await flow.ask('node', { topic: 'kept' }), 'CONNECTION_MISSING', /[Cc]hoose a connection/);
    });

    it('that it is gone or disabled, the error names it', async () => {
      const flow = await fixture.open([node({ connection: 'abc123' })]);
      assertFailed(await flow.ask('node', { topic: 'kept' }), 'CONNECTION_MISSING', /abc123/);
    });

    it('that fields of it are empty or wrong, the error names them all', async () => {
      const outcome = await ask(
        {},
        { connection: { retries: 'many', timeZone: 'Mars/Crater' }, credentials: { password: '', clientSecret: '' } },
      );
      assertFailed(outcome, 'CONNECTION_INVALID', /Mars\/Crater.*retries.*password.*clientSecret/s);
    });

    for (const serviceUrl of ['http://dataconnect.iqmetrix.net', 'ftp://127.0.0.1', 'https://u:p@x.test', 'nonsense']) {
      it(`that its address is ${serviceUrl}`, async () => {
        assertFailed(await ask({}, { connection: { serviceUrl } }), 'CONNECTION_INVALID');
      });
    }
  });
});
