/** What any queue of windows must do: that of one process, and those that instances share. */
import assert from 'node:assert/strict';
import type { SharedWindow, TakenWindow, Taking, WorkQueue } from '../../nodes/work/work-queue';
import { Gate, type Harm, until } from './until';

/** Instances of a queue: they share what they keep, and nothing else. Made anew for each test. */
export interface WorkQueues extends Partial<Harm<WorkQueue>> {
  queues: WorkQueue[];
}

const ONCE = { attempts: 1, backOff: 1 };
const OFTEN = { attempts: 3, backOff: 20 };

/** Names that a store is tempted to take for something else. */
const ODD = ['7', '0', '-1', 'a:b:c', 'a', 'A', ' ', 'ä/ö?', '__proto__', '{x}', '漢字 🙂', 'x'.repeat(200)];

const windows = (count: number, from = 1): SharedWindow[] =>
  Array.from({ length: count }, (_, index) => ({ id: `w${index + from}`, data: { day: index + from } }));

/**
 * @param make so many instances, which may be one and the same where there is one process
 * @param can what can be done to them
 */
export function keepsTheContractOfWork(
  make: (count: number) => Promise<WorkQueues>,
  can: readonly (keyof Harm<WorkQueue>)[] = [],
): void {
  let queues: WorkQueue[];
  let harm: Partial<Harm<WorkQueue>>;
  let one: WorkQueue;
  let other: WorkQueue;
  let takings: Taking[];
  let job: string;
  let count = 0;

  beforeEach(async () => {
    const made = await make(3);
    ({ queues } = made);
    harm = made;
    [one, other] = queues as [WorkQueue, WorkQueue];
    takings = [];
    job = `job ${count++}`;
  });
  afterEach(async () => {
    await Promise.all(takings.map((taking) => taking.stop()));
  });

  const take = (
    queue: WorkQueue,
    handle: (window: TakenWindow) => Promise<void>,
    { atOnce = 1, of = job }: { atOnce?: number; of?: string } = {},
  ): Taking => {
    const taking = queue.take(of, atOnce, handle);
    takings.push(taking);
    return taking;
  };
  const isDone = async (expected: number, of = job) =>
    until(`${expected} that are done`, async () => (await one.progress(of)).done === expected);
  const counts = async (queue = one) => {
    const { waiting, active, done, dead, expected } = await queue.progress(job);
    return [waiting, active, done, dead, expected];
  };

  it('knows nothing of a job that nobody added to', async () => {
    assert.deepEqual(await one.progress(job), { waiting: 0, active: 0, done: 0, dead: 0, expected: 0 });
    assert.deepEqual(await one.dead(job), []);
    assert.equal(await one.retryDead(job), 0);
    await one.cancel(job);
  });

  it('hands out what was added, in its order, as it was added', async () => {
    const seen: unknown[] = [];
    assert.deepEqual(await one.add(job, windows(5), ONCE), { added: 5 });
    take(other, async ({ id, data, attempt }) => void seen.push({ id, data, attempt }));
    await isDone(5);
    assert.deepEqual(
      seen,
      windows(5).map((window) => ({ ...window, attempt: 1 })),
    );
  });

  it('hands out what is added later', async () => {
    const seen: string[] = [];
    take(other, async ({ id }) => void seen.push(id));
    await one.add(job, windows(1), ONCE);
    await isDone(1);
    await one.add(job, windows(2, 2), ONCE);
    await isDone(3);
    assert.deepEqual(seen, ['w1', 'w2', 'w3']);
  });

  it('adds an id once, whatever became of it', async () => {
    assert.deepEqual(await one.add(job, windows(2), ONCE), { added: 2 });
    assert.deepEqual(await other.add(job, [{ id: 'w1', data: 'another' }, ...windows(1, 3)], OFTEN), { added: 1 });
    const seen: unknown[] = [];
    take(one, async ({ id, data }) => {
      seen.push(data);
      if (id === 'w2') throw new Error('no');
    });
    await until('the end', async () => (await counts()).join() === '0,0,2,1,3');
    assert.deepEqual(await other.add(job, windows(3), ONCE), { added: 0 });
    assert.deepEqual(await counts(), [0, 0, 2, 1, 3]);
    assert.deepEqual(seen, [{ day: 1 }, { day: 2 }, { day: 3 }]);
  });

  it('gives who adds the same twice in one go one of it', async () => {
    assert.deepEqual(await one.add(job, [...windows(2), ...windows(1)], ONCE), { added: 2 });
    assert.deepEqual(await counts(), [2, 0, 0, 0, 2]);
  });

  it('adds an id once when several instances add it at the same time', async () => {
    const added = await Promise.all(queues.map((queue) => queue.add(job, windows(40), ONCE)));
    assert.equal(
      added.reduce((sum, each) => sum + each.added, 0),
      40,
    );
    assert.deepEqual(await counts(), [40, 0, 0, 0, 40]);
  });

  it('takes any text for an id, and for a job', async () => {
    const seen: string[] = [];
    await one.add(
      job,
      ODD.map((id) => ({ id, data: id })),
      ONCE,
    );
    take(other, async ({ id, data }) => {
      assert.equal(data, id);
      seen.push(id);
    });
    await isDone(ODD.length);
    assert.deepEqual(seen.sort(), [...ODD].sort());
    const jobs = ODD.map((name) => `${job} ${name}`);
    for (const of of jobs) await one.add(of, windows(1), ONCE);
    for (const of of jobs) {
      take(other, async () => {}, { of });
      await isDone(1, of);
    }
  });

  it('keeps what JSON can say, and not who else changes it', async () => {
    const data = { text: 'ü\u2028"', none: null, list: [1, 2.5, [true]], deep: { from: '2026-01-01' } };
    const kept = structuredClone(data);
    await one.add(job, [{ id: 'w', data }], ONCE);
    data.list.push(9);
    let seen: unknown;
    take(other, async (window) => {
      seen = window.data;
    });
    await isDone(1);
    assert.deepEqual(seen, kept);
  });

  it('shares the windows out: each in one hand, so many at once in each', async () => {
    const seen: string[] = [];
    const active = queues.map(() => 0);
    let most = 0;
    queues.forEach((queue, index) => {
      const handle = async ({ id }: TakenWindow) => {
        active[index]! += 1;
        most = Math.max(most, active[index]!);
        seen.push(id);
        // Long enough for a store that is far away to hand out another one.
        await new Promise((resolve) => setTimeout(resolve, 20));
        active[index]! -= 1;
      };
      take(queue, handle, { atOnce: 2 });
    });
    await one.add(job, windows(60), ONCE);
    await isDone(60);
    assert.equal(most, 2);
    assert.deepEqual(
      seen.sort(),
      windows(60)
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('counts where the windows are', async () => {
    const gate = new Gate();
    await one.add(job, windows(4), ONCE);
    take(one, async ({ id }) => {
      if (id === 'w1') throw new Error('no');
      if (id === 'w3') await gate.passed;
    });
    await until('the third', async () => (await counts(other)).join() === '1,1,1,1,4');
    gate.open();
    await until('the end', async () => (await counts(other)).join() === '0,0,3,1,4');
  });

  it('tries a window that failed again, later each time', async () => {
    const tried: number[] = [];
    const at: number[] = [];
    await one.add(job, windows(1), { attempts: 3, backOff: 50 });
    take(other, async ({ attempt }) => {
      tried.push(attempt);
      at.push(performance.now());
      if (attempt < 3) throw new Error('not yet');
    });
    await isDone(1);
    assert.deepEqual(tried, [1, 2, 3]);
    const [first, second, third] = at as [number, number, number];
    // Timers of systems are early by some milliseconds.
    assert.ok(second - first > 40 && third - second > 90, at.join(' '));
  });

  it('lists what it gave up, with the words of the failure, and tries it again when it is asked to', async () => {
    const failure = Object.assign(new Error('the table "sales" is not there'), { code: 'FLOW_FAILED' });
    let isMended = false;
    await one.add(job, windows(2), { attempts: 2, backOff: 5 });
    take(other, async ({ id }) => {
      if (isMended) return;
      throw id === 'w1' ? failure : new Error('no');
    });
    await until('both given up', async () => (await one.progress(job)).dead === 2);
    const dead = await other.dead(job);
    assert.deepEqual(
      dead.sort((left, right) => left.id.localeCompare(right.id)),
      [
        { id: 'w1', data: { day: 1 }, attempts: 2, error: { code: 'FLOW_FAILED', message: failure.message } },
        { id: 'w2', data: { day: 2 }, attempts: 2, error: { code: undefined, message: 'no' } },
      ],
    );
    isMended = true;
    assert.equal(await one.retryDead(job), 2);
    await isDone(2);
    assert.deepEqual(await one.dead(job), []);
    assert.deepEqual(await counts(), [0, 0, 2, 0, 2]);
  });

  it('gives a window that is asked for again as many attempts as a new one', async () => {
    const tried: number[] = [];
    await one.add(job, windows(1), { attempts: 2, backOff: 5 });
    take(one, async ({ attempt }) => {
      tried.push(attempt);
      throw new Error('no');
    });
    await until('the first end', async () => (await one.progress(job)).dead === 1);
    await one.retryDead(job);
    await until('the second end', async () => tried.length === 4 && (await one.progress(job)).dead === 1);
    assert.deepEqual(tried, [1, 2, 1, 2]);
  });

  it('takes no more when it is stopped, and waits for what is under way', async () => {
    const gate = new Gate();
    const seen: string[] = [];
    await one.add(job, windows(3), ONCE);
    const taking = take(one, async ({ id }) => {
      seen.push(id);
      await gate.passed;
    });
    await until('the first', () => seen.length === 1);
    let isStopped = false;
    const stopped = taking.stop().then(() => {
      isStopped = true;
    });
    await one.progress(job);
    assert.equal(isStopped, false);
    gate.open();
    await stopped;
    await taking.stop();
    await until('the first done', async () => (await counts(other)).join() === '2,0,1,0,3');
    assert.deepEqual(seen, ['w1']);
    take(other, async () => {});
    await isDone(3);
  });

  it('gives back what fails behind a stop, and counts no attempt', async () => {
    const gate = new Gate();
    await one.add(job, windows(1), ONCE);
    let isTaken = false;
    const taking = take(one, async () => {
      isTaken = true;
      await gate.passed;
      throw new Error('stopped');
    });
    await until('the window', () => isTaken);
    const stopped = taking.stop();
    gate.open();
    await stopped;
    take(other, async () => {});
    await isDone(1);
    assert.deepEqual(await one.dead(job), []);
  });

  it('forgets a job that is cancelled, and whoever has a window of it is told', async () => {
    const gate = new Gate();
    const seen: TakenWindow[] = [];
    await one.add(job, windows(4), OFTEN);
    take(one, async (window) => {
      if (window.id === 'w1') return;
      seen.push(window);
      await gate.passed;
      throw new Error('too late to be heard');
    });
    await until('the second', () => seen.length === 1);
    await other.cancel(job);
    await until('the loss', () => seen[0]!.lost.aborted);
    assert.equal(seen[0]!.lost.reason.code, 'CANCELLED');
    assert.deepEqual(await counts(), [0, 0, 0, 0, 0]);
    gate.open();
    assert.deepEqual(await one.add(job, windows(1), OFTEN), { added: 1 });
    await isDone(1);
    assert.deepEqual(await counts(other), [0, 0, 1, 0, 1]);
    assert.equal(seen.length, 1);
  });

  it('keeps jobs apart', async () => {
    const [first, second] = [`${job} a`, `${job} b`];
    await one.add(first, windows(2), ONCE);
    await one.add(second, windows(3), ONCE);
    const seen: string[] = [];
    take(one, async ({ id }) => void seen.push(id), { of: first });
    await isDone(2, first);
    assert.equal((await other.progress(second)).waiting, 3);
    await one.cancel(first);
    assert.equal((await other.progress(second)).expected, 3);
    assert.deepEqual(seen, ['w1', 'w2']);
  });

  if (can.includes('kill'))
    it('hands out again what an instance had that is gone', async () => {
      const seen: number[] = [];
      await one.add(job, windows(2), ONCE);
      let isTaken = false;
      one.take(job, 1, () => {
        isTaken = true;
        return new Promise(() => {});
      });
      await until('a window', () => isTaken);
      await harm.kill!(one);
      one = other;
      take(other, async ({ attempt }) => void seen.push(attempt));
      await isDone(2);
      assert.deepEqual(seen.sort(), [1, 2]);
    });

  if (can.includes('cutOff'))
    it('tells who cannot renew a window, and hands it out again', async () => {
      const gate = new Gate();
      const seen: TakenWindow[] = [];
      await one.add(job, windows(1), ONCE);
      take(one, async (window) => {
        seen.push(window);
        if (seen.length === 1) await gate.passed;
      });
      await until('the window', () => seen.length === 1);
      await harm.cutOff!();
      await until('the loss', () => seen[0]!.lost.aborted);
      assert.equal(seen[0]!.lost.reason.code, 'LEASE_LOST');
      gate.open();
      await harm.connect!();
      await isDone(1);
      assert.deepEqual(
        seen.map(({ attempt }) => attempt),
        [1, 2],
      );
    });
}
