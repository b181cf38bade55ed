import assert from 'node:assert/strict';
import { Turns } from '../../nodes/extract/turns';

const loopTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('turns of the event loop', () => {
  let now = 0;
  let turns: Turns;

  beforeEach(() => {
    now = 0;
    turns = new Turns(() => now);
  });

  it('are given at once while the present one has time left', () => {
    assert.equal(turns.take(), undefined);
    now = 1;
    assert.equal(turns.take(), undefined);
  });

  it('must be waited for when the present one is used up', async () => {
    turns.take();
    now = 10;
    const waiting = turns.take();
    assert.ok(waiting);
    await waiting;
  });

  it('are given again at once after a quiet turn', async () => {
    turns.take();
    now = 10;
    await turns.take();
    await loopTurn();
    await loopTurn();
    now = 20;
    assert.equal(turns.take(), undefined);
  });

  it('go to one waiting run each, in the order they came', async () => {
    turns.take();
    now = 10;
    const order: string[] = [];
    const run = async (name: string) => {
      for (let piece = 1; piece <= 2; piece++) {
        await turns.next();
        order.push(`${name}${piece}`);
      }
    };
    const count = async () => {
      for (let turn = 1; turn <= 4; turn++) {
        await loopTurn();
        order.push('|');
      }
    };
    await Promise.all([run('a'), run('b'), count()]);
    assert.deepEqual(order.join(''), 'a1|b1|a2|b2|');
  });

  it('let nobody who comes later pass those who wait', async () => {
    turns.take();
    now = 10;
    const first = turns.next();
    now = 0;
    assert.ok(turns.take(), 'the second must wait behind the first');
    await first;
  });
});
