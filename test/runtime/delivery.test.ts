import assert from 'node:assert/strict';
import { Delivery } from '../../nodes/runtime/flow/delivery';
import { NEXT_MESSAGE } from '../../nodes/runtime/flow/delivery-rules';
import { keeper, TinyFlow } from './tiny-flow';

describe('a delivery of several messages', () => {
  const table = keeper('Table');
  let flow: TinyFlow;
  let delivery: Delivery;
  let moves: number;
  let unhook: () => void;
  const messages = ['a', 'b', 'c'].map((_msgid) => ({ _msgid }));
  beforeEach(() => {
    flow = new TinyFlow([table]);
    moves = 0;
    const owner = {
      node: flow.source,
      ticksCome: false,
      places: new Set<string>(),
      onCompleted: () => {},
      onMoved: () => moves++,
    };
    delivery = new Delivery(owner, NEXT_MESSAGE);
    unhook = flow.tracker.open();
    for (const msg of messages) {
      flow.tracker.follow(msg, delivery);
      flow.send(msg);
    }
  });
  afterEach(() => unhook());

  it('is over when all of them are completed', () => {
    for (const msg of messages) {
      assert.deepEqual(delivery.verdict, { kind: 'overdue', nodes: [table] });
      flow.complete(table, msg);
    }
    assert.deepEqual(delivery.verdict, { kind: 'completed' });
  });

  it('is failed when one of them is', () => {
    for (const [index, msg] of messages.entries()) flow.complete(table, msg, index === 1 && new Error('no room'));
    assert.deepEqual(delivery.verdict, { kind: 'failed', nodes: [table] });
  });

  it('may have one of them that was sent on from another of them', () => {
    flow.tracker.follow({ _msgid: 'a' }, delivery);
    for (const msg of messages) flow.complete(table, msg);
    assert.deepEqual(delivery.verdict, { kind: 'completed' });
    assert.ok(moves > 0);
  });
});
