import assert from 'node:assert/strict';
import { FormConnections } from '../../nodes/runtime/admin/form-connections';
import { Connection } from '../../nodes/runtime/connection/connection';
import { readConnection } from '../../nodes/runtime/connection/connection-settings';
import { SharedParts } from '../../nodes/runtime/shared-parts';
import { fetchText } from '../client/settings-for';
import { VirtualClock } from '../client/virtual-clock';
import { type Emulator, startEmulator } from '../emulator';
import { until } from '../emulator-tests/ask';

const MINUTE = 60_000;

describe('the session of an open form', () => {
  let emulator: Emulator;
  let clock: VirtualClock;
  let forms: FormConnections;
  let made: Connection[];
  before(async () => {
    emulator = await startEmulator();
  });
  after(() => emulator.close());
  beforeEach(() => {
    clock = new VirtualClock();
    forms = new FormConnections(clock);
    made = [];
    emulator.requests.clear();
  });
  afterEach(() => Promise.all(made.map((connection) => connection.close())));

  function make(environment: 'custom' | 'practice'): Connection {
    const { serviceUrl, tokenUrl, credentials } = emulator;
    const stored = { environment, serviceUrl, tokenUrl };
    const read = readConnection(stored, credentials, { tls: undefined, proxy: { kind: 'none' } });
    assert.deepEqual(read.problems, []);
    const connection = new Connection({ ...read, label: 'Form' }, new SharedParts());
    made.push(connection);
    return connection;
  }

  /** @param values of the form; they decide nothing here but whether they are the same */
  function ask(values: string, { id = 'form', isTest = false } = {}) {
    const use = { id, madeOf: { values }, isTest };
    return forms.during(
      use,
      () => make('custom'),
      (connection) => fetchText(connection.client(), '/lists/stores'),
    );
  }
  const signIns = () => emulator.requests.all().filter(({ service }) => service === 'accounts').length;
  const isClosed = (connection: Connection) => {
    try {
      connection.client();
      return false;
    } catch {
      return true;
    }
  };

  it('goes on for ten questions, with no socket between them', async () => {
    for (let count = 0; count < 10; count++) await ask('same');
    assert.equal(signIns(), 1);
    assert.equal(made.length, 1);
    await until(() => emulator.sockets() === 0);
  });

  it('is one for all who ask at once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => ask('same')));
    assert.equal(signIns(), 1);
    assert.equal(clock.timers, 1);
  });

  it('is forgotten two minutes after the last question, and no timer is left', async () => {
    await ask('same');
    clock.pass(2 * MINUTE - 1);
    await ask('same');
    clock.pass(2 * MINUTE - 1);
    assert.equal(isClosed(made[0]!), false);
    clock.pass(1);
    assert.equal(isClosed(made[0]!), true);
    assert.equal(clock.timers, 0);
    await ask('same');
    assert.equal(signIns(), 2);
  });

  it('is forgotten after a quarter of an hour, however often somebody asks', async () => {
    for (let minute = 0; minute < 16; minute++) {
      await ask('same');
      clock.pass(MINUTE);
    }
    assert.equal(signIns(), 2);
    assert.equal(isClosed(made[0]!), true);
  });

  it('ends with the first other value, and with a test', async () => {
    await ask('same');
    await ask('other');
    assert.equal(isClosed(made[0]!), true);
    await ask('same');
    assert.equal(signIns(), 3);
    await ask('same', { isTest: true });
    assert.equal(signIns(), 4);
    await ask('same');
    assert.equal(signIns(), 4);
  });

  it('is closed under nobody who still works with it', async () => {
    emulator.dials.set({ hold: true });
    const working = ask('same');
    await until(() => emulator.requests.to('/lists/stores').length === 1);
    const other = ask('other');
    assert.equal(isClosed(made[0]!), false);
    emulator.dials.set({ hold: false });
    await Promise.all([working, other]);
    assert.equal(isClosed(made[0]!), true);
    assert.equal(isClosed(made[1]!), false);
  });

  it('is kept of twenty forms, and of no practice', async () => {
    for (let form = 0; form < 21; form++) await ask('same', { id: `form ${form}` });
    assert.deepEqual(
      made.map(isClosed),
      made.map((_, index) => index === 0),
    );
    const use = { id: 'form 20', madeOf: 'practice', isTest: false };
    await forms.during(use, () => make('practice'), Promise.resolve.bind(Promise));
    assert.equal(isClosed(made.at(-1)!), true);
  });
});
