import assert from 'node:assert/strict';
import { Turns } from '../../nodes/extract/turns';
import { BackPressure, type FlowChoice } from '../../nodes/runtime/flow/back-pressure';
import { FlowTicks } from '../../nodes/runtime/flow/flow-ticks';
import { VirtualClock } from '../client/virtual-clock';
import { keeper, TinyFlow } from './tiny-flow';

const turns = new Turns();

describe('the patience with a flow', () => {
  let clock: VirtualClock;
  let overdue: string[][];
  let waiting: string[][];
  let controller: AbortController;
  beforeEach(() => {
    clock = new VirtualClock();
    overdue = [];
    waiting = [];
    controller = new AbortController();
  });

  const pressureOn = (flow: TinyFlow, choice: FlowChoice = { wait: 'auto', seconds: 30, stopOnFailure: false }) =>
    new BackPressure(flow.tracker, flow.source, new FlowTicks(), {
      turns,
      choice,
      signal: controller.signal,
      endpoint: 'Stores',
      perTurn: 1,
      send: flow.send,
      onWaiting: (names) => waiting.push(names),
      onOverdue: (names) => overdue.push(names),
      clock,
    });

  /** Milliseconds of the virtual clock until the next message may go out, in steps of a quarter of a second. */
  async function timeFor(sending: Promise<unknown>, event?: { at: number; action: () => void }): Promise<number> {
    let over = false;
    void sending.then(() => {
      over = true;
    });
    const begun = clock.now();
    for (;;) {
      for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
      if (over) return clock.now() - begun;
      clock.pass(250);
      if (clock.now() - begun === event?.at) event.action();
    }
  }

  it('ends after the set time, and the node is named once', async () => {
    const flow = new TinyFlow([keeper('Table'), keeper('')]);
    const pressure = pressureOn(flow);
    assert.equal(await timeFor(pressure.send({ _msgid: 'a' })), 30_000);
    assert.deepEqual(overdue, [['Table', 'keeper']]);
    await timeFor(pressure.send({ _msgid: 'b' }));
    assert.equal(overdue.length, 1);
    pressure.close();
  });

  it('costs a run twice the set time in all when a node never completes anything', async () => {
    const pressure = pressureOn(new TinyFlow([keeper('Table')]));
    let total = 0;
    for (let index = 0; index < 40; index++) total += await timeFor(pressure.send({ _msgid: `${index}` }));
    assert.ok(total > 59_000 && total < 30_000 * 2 + 40 * 250, `${total}`);
    pressure.close();
  });

  it('is whole again once the node has completed something', async () => {
    const table = keeper('Table');
    const flow = new TinyFlow([table]);
    const pressure = pressureOn(flow);
    const first = { _msgid: 'a' };
    await timeFor(pressure.send(first));
    flow.complete(table, first);
    assert.equal(await timeFor(pressure.send({ _msgid: 'b' })), 30_000);
    pressure.close();
  });

  it('with a slow node is not shortened by another that never completes', async () => {
    const slow = keeper('Slow');
    const flow = new TinyFlow([keeper('Never'), slow]);
    const pressure = pressureOn(flow);
    const first = { _msgid: 'a' };
    const sending = pressure.send(first);
    flow.complete(slow, first);
    await timeFor(sending);
    const second = { _msgid: 'b' };
    const took = await timeFor(pressure.send(second), { at: 25_000, action: () => flow.complete(slow, second) });
    assert.equal(took, 25_000);
    pressure.close();
  });

  it('has no end where the person chose to wait, and says so every second', async () => {
    const table = keeper('Table');
    const flow = new TinyFlow([table]);
    const pressure = pressureOn(flow, { wait: 'always', seconds: 30, stopOnFailure: false });
    const msg = { _msgid: 'a' };
    const sending = pressure.send(msg);
    clock.pass(3_600_000);
    assert.deepEqual(overdue, []);
    assert.equal(waiting.length, 3600);
    assert.deepEqual(waiting[0], ['Table']);
    flow.complete(table, msg);
    await sending;
    pressure.close();
  });

  it('ends at once when the run is stopped, and nothing is left behind', async () => {
    const flow = new TinyFlow([keeper('Table')]);
    const pressure = pressureOn(flow);
    const sending = pressure.send({ _msgid: 'a' });
    assert.ok(flow.hooked);
    controller.abort('a message asked for it');
    await assert.rejects(sending, { code: 'CANCELLED', message: /a message asked for it/ });
    await assert.rejects(pressure.send({ _msgid: 'b' }), { code: 'CANCELLED' });
    await assert.rejects(pressure.sendLast({ _msgid: 'c' }), { code: 'CANCELLED' });
    pressure.close();
    assert.equal(clock.timers, 0);
    assert.ok(!flow.hooked);
  });

  it('shares one set of hooks among all runs', async () => {
    const table = keeper('Table');
    const flow = new TinyFlow([table]);
    const [one, other] = [pressureOn(flow), pressureOn(flow)];
    const [first, second] = [{ _msgid: 'a' }, { _msgid: 'b' }];
    const sending = [one.send(first), other.send(second)];
    flow.complete(table, first);
    await sending[0];
    one.close();
    assert.ok(flow.hooked);
    flow.complete(table, second);
    await sending[1];
    other.close();
    assert.ok(!flow.hooked);
  });
});
