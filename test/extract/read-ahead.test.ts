import assert from 'node:assert/strict';
import { DataConnectError } from '../../nodes/errors';
import type { FinishedBatch } from '../../nodes/extract/run-options';
import { type Emulator, startEmulator } from '../emulator';
import { clientFor, type OrderChanges, orderFor, type Ran, runAgainst } from './run-against';

const SIZE = 1500;
const BATCHES = 5;

/** Far behind the end of the first batch, and before that of the second: of the records and of the bytes of all. */
const BREAK = { share: 0.38, bytes: 800_000 };

/** A phase that a test lets pass has no end by itself. */
const PATIENT = { connect: 60_000, firstByte: 600_000, idle: 600_000, total: 0 };

/** Works on each batch until the test says that it is done. */
class Sink {
  readonly got: FinishedBatch[] = [];
  #settle: Array<{ resolve: () => void; reject: (error: unknown) => void }> = [];
  #changed = () => {};

  readonly take = (batch: FinishedBatch): Promise<void> => {
    this.got.push(batch);
    this.#changed();
    return new Promise((resolve, reject) => this.#settle.push({ resolve, reject }));
  };

  async has(count: number): Promise<void> {
    while (this.got.length < count)
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
  }

  done(index: number): void {
    this.#settle[index]!.resolve();
  }

  fail(index: number, error: unknown): void {
    this.#settle[index]!.reject(error);
  }

  async doneWithAll(from: number, count: number): Promise<void> {
    for (let index = from; index < count; index++) {
      await this.has(index + 1);
      this.done(index);
    }
  }
}

describe('while the flow works on a batch', () => {
  let emulator: Emulator;
  let sink: Sink;
  let stop: AbortController;
  before(async () => {
    emulator = await startEmulator();
  });
  after(() => emulator.close());
  beforeEach(() => {
    emulator.dials.reset();
    emulator.requests.clear();
    emulator.dials.set({ rows: { availability: { count: BATCHES * SIZE } }, compression: 'none' });
    sink = new Sink();
    stop = new AbortController();
  });

  /** Of batches that are worked on until the test says otherwise. */
  function start(changes: OrderChanges = {}, id = 'availability', given: Record<string, unknown> = {}) {
    let read = 0;
    /** The most that came in one piece: a piece is read as a whole. */
    let largest = 0;
    let isOver = false;
    let told = () => {};
    let waiting = () => {};
    const waits = new Promise<void>((resolve) => {
      waiting = resolve;
    });
    const order = orderFor(id, given, { output: { kind: 'batches', size: SIZE }, ...changes });
    const ended = runAgainst(clientFor(emulator, { timeouts: PATIENT }), order, {
      take: sink.take,
      signal: stop.signal,
      onProgress: (news) => {
        if (news.kind === 'retrying') waiting();
        if (news.kind !== 'records') return;
        largest = Math.max(largest, news.records - read);
        read = news.records;
        told();
      },
    }).finally(() => {
      isOver = true;
      told();
    });
    return {
      ended,
      /** Resolves when it waits before another attempt. */
      waits,
      get isOver() {
        return isOver;
      },
      get read() {
        return read;
      },
      get largest() {
        return largest;
      },
      /** Resolves when more than so many records were read, or the run is over. */
      async hasRead(records: number): Promise<void> {
        while (read <= records && !isOver)
          await new Promise<void>((resolve) => {
            told = resolve;
          });
      },
    };
  }

  /** As long as another run of as many records takes: time enough for whatever can happen to happen. */
  async function meanwhile(): Promise<void> {
    const { error } = await runAgainst(clientFor(emulator), orderFor('availability', {}));
    assert.equal(error, undefined);
  }

  const codeOf = ({ error }: Ran) => (error as { code?: string } | undefined)?.code;
  const flowFailed = () =>
    new DataConnectError('FLOW_FAILED', { endpoint: 'x', batch: 1, nodes: 'Table', completed: '' });

  it('the next one is read, and no more', async () => {
    const run = start();
    for (let count = 1; count <= 2; count++) {
      await sink.has(count);
      // What is behind the next one shows that it is whole.
      await run.hasRead((count + 1) * SIZE);
      assert.ok(run.read > (count + 1) * SIZE, `only ${run.read} records were read`);
      await meanwhile();
      assert.equal(sink.got.length, count, 'a batch came before the last one was taken');
      assert.ok(run.read <= (count + 1) * SIZE + run.largest, `${run.read} records were read for batch ${count}`);
      sink.done(count - 1);
    }
    await sink.doneWithAll(2, BATCHES);
    const { error, facts } = await run.ended;
    assert.equal(error, undefined);
    assert.equal(facts.records, BATCHES * SIZE);
    assert.deepEqual(
      sink.got.map(({ records }) => records.length),
      Array(BATCHES).fill(SIZE),
    );
  });

  it('the run goes on to its end, and is not over before the last batch was taken', async () => {
    emulator.dials.set({ rows: { availability: { count: 2 * SIZE } } });
    const run = start();
    await sink.has(1);
    sink.done(0);
    await sink.has(2);
    await meanwhile();
    assert.ok(!run.isOver);
    sink.done(1);
    assert.equal((await run.ended).error, undefined);
  });

  it('what breaks the reading is told when the flow is done with it, and no other batch comes', async () => {
    emulator.dials.set({ faults: [{ fault: { kind: 'body', cutAt: BREAK.share }, times: 1 }] });
    const run = start();
    await sink.has(1);
    await meanwhile();
    const before = sink.got.length;
    assert.ok(!run.isOver, 'the end came while the flow had a batch');
    assert.equal(before, 1);
    sink.done(0);
    await meanwhile();
    assert.ok(run.isOver);
    assert.equal(codeOf(await run.ended), 'TRUNCATED');
    assert.equal(sink.got.length, before);
  });

  it('its failure comes before what breaks the reading behind it', async () => {
    emulator.dials.set({ faults: [{ fault: { kind: 'body', cutAt: BREAK.share }, times: 1 }] });
    const run = start();
    await sink.has(1);
    await meanwhile();
    sink.fail(0, flowFailed());
    assert.equal(codeOf(await run.ended), 'FLOW_FAILED');
  });

  for (const [name, cause, end] of [
    ['a failure of the flow', () => sink.fail(0, flowFailed()), 'FLOW_FAILED'],
    [
      'a cancellation',
      () => {
        stop.abort();
        sink.fail(0, new DataConnectError('CANCELLED', { endpoint: 'x', reason: 'told' }));
      },
      'CANCELLED',
    ],
  ] as const) {
    it(`${name} ends a reading that goes on, with its request`, async () => {
      emulator.dials.set({ faults: [{ fault: { kind: 'stall', at: 'mid-body', afterBytes: BREAK.bytes }, times: 1 }] });
      const run = start();
      await sink.has(1);
      await meanwhile();
      cause();
      assert.equal(codeOf(await run.ended), end);
      assert.equal(sink.got.length, 1);
      while (emulator.requests.all().some(({ closed }) => !closed))
        await new Promise((resolve) => setImmediate(resolve));
    });

    it(`${name} ends a run that has the next one ready, and that one does not come`, async () => {
      const run = start();
      await sink.has(1);
      await run.hasRead(2 * SIZE);
      cause();
      assert.equal(codeOf(await run.ended), end);
      await meanwhile();
      assert.equal(sink.got.length, 1);
    });
  }

  it('its failure ends a wait before another attempt, and the error names its window', async () => {
    const lines = { SearchMethod: 3, ManufacturerID: -1, CategoryNumber: 10, ReportPart: 1 };
    const days = { ...lines, StartDate: '2026-03-01', StopDate: '2026-03-04' };
    emulator.dials.set({
      rows: { 'product-detail': { count: 200, from: days.StartDate, to: '2026-03-05' } },
      faults: [
        { fault: { kind: 'status', status: 503, retryAfter: '250' }, path: '*ProductDetail*', skip: 2, times: 1 },
      ],
    });
    const windows = { kind: 'calendar', unit: 'day', count: 1 } as const;
    const run = start({ windows, requestsAtOnce: 1 }, 'product-detail', days);
    await run.waits;
    assert.equal(sink.got.length, 1);
    sink.fail(0, flowFailed());
    const ended = await run.ended;
    assert.equal(codeOf(ended), 'FLOW_FAILED');
    assert.match(String((ended.error as DataConnectError).facts.incompleteWindow), /^2026-03-01/);
  });
});
