import assert from 'node:assert/strict';
import { ProcessWork } from '../../nodes/work/process-work';
import { VirtualClock } from '../client/virtual-clock';
import { keepsTheContractOfWork } from '../contracts/work-queue';

const turn = () => new Promise(setImmediate);
const failing = async () => {
  throw new Error('no');
};

describe('a queue of windows', () => {
  describe('of one process', () => {
    keepsTheContractOfWork(async (count) => {
      const work = new ProcessWork();
      return { queues: Array.from({ length: count }, () => work) };
    });
  });
});

describe('the windows of one process', () => {
  it('are tried again after twice the time with each failure, and then are dead', async () => {
    const clock = new VirtualClock();
    const work = new ProcessWork(clock);
    const at: number[] = [];
    await work.add('job', [{ id: 'a', data: 1 }], { attempts: 4, backOff: 5000 });
    work.take('job', 1, () => {
      at.push(clock.now());
      return failing();
    });
    for (let second = 0; second < 60; second++) {
      await turn();
      clock.pass(1000);
    }
    const [first] = at;
    assert.deepEqual(
      at.map((each) => each - first!),
      [0, 5000, 15_000, 35_000],
    );
    assert.equal((await work.progress('job')).dead, 1);
    assert.equal(clock.timers, 0);
  });

  it('that wait to be tried again keep nobody waiting', async () => {
    const clock = new VirtualClock();
    const work = new ProcessWork(clock);
    const seen: string[] = [];
    await work.add(
      'job',
      [
        { id: 'a', data: 1 },
        { id: 'b', data: 2 },
      ],
      { attempts: 2, backOff: 5000 },
    );
    work.take('job', 1, async ({ id }) => {
      seen.push(id);
      if (id === 'a') await failing();
    });
    await turn();
    assert.deepEqual(seen, ['a', 'b']);
    assert.deepEqual(await work.progress('job'), { waiting: 1, active: 0, done: 1, dead: 0, expected: 2 });
  });

  it('leave no timer behind when their job is cancelled', async () => {
    const clock = new VirtualClock();
    const work = new ProcessWork(clock);
    await work.add('job', [{ id: 'a', data: 1 }], { attempts: 2, backOff: 5000 });
    work.take('job', 1, failing);
    await turn();
    assert.equal(clock.timers, 1);
    await work.cancel('job');
    assert.equal(clock.timers, 0);
  });

  it('go to whoever has the least of them', async () => {
    const work = new ProcessWork();
    const has = [0, 0];
    has.forEach((_, index) => {
      work.take('job', 3, () => {
        has[index]! += 1;
        return new Promise(() => {});
      });
    });
    await work.add(
      'job',
      [1, 2, 3, 4].map((data) => ({ id: String(data), data })),
      { attempts: 1, backOff: 1 },
    );
    await turn();
    assert.deepEqual(has, [2, 2]);
  });

  it('fail in what way they like: an error thrown at once, or none', async () => {
    const work = new ProcessWork();
    await work.add(
      'job',
      ['a', 'b'].map((id) => ({ id, data: id })),
      { attempts: 1, backOff: 1 },
    );
    work.take('job', 1, ({ id }) => {
      if (id === 'a') throw new Error('at once');
      return Promise.reject('only a text');
    });
    await turn();
    assert.deepEqual(
      (await work.dead('job')).map(({ error }) => error),
      [
        { code: undefined, message: 'at once' },
        { code: undefined, message: 'only a text' },
      ],
    );
  });
});
