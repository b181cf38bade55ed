import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DataConnectError } from '../../nodes/errors';
import type { AskedService } from '../../nodes/runtime/connection/asked-service';
import { RunReport } from '../../nodes/runtime/messages/run-report';
import { keptParams } from '../../nodes/runtime/progress/kept-params';
import { RunBook } from '../../nodes/runtime/progress/run-book';
import { RunState } from '../../nodes/runtime/progress/run-state';
import { Redactor } from '../../nodes/secrets/redact';
import { VirtualClock } from '../client/virtual-clock';

const NOON = Date.UTC(2026, 2, 1, 12);

const C1 = { connection: 'c1', practice: false };

describe('the runs that people see', () => {
  let clock: VirtualClock;
  let book: RunBook;
  beforeEach(() => {
    clock = new VirtualClock();
    book = newBook();
  });
  const newBook = () => new RunBook(clock, () => NOON + clock.now());

  function begin(
    id: string,
    more: { connection?: string; practice?: boolean; params?: Record<string, unknown>; asked?: AskedService } = {},
    into = book,
  ) {
    const report = new RunReport(id, 'list-stores');
    const state = new RunState(() => clock.now());
    let cancelled = 0;
    const node = { node: 'n1', place: 'n1', type: 'dataconnect-list-stores', name: 'Stores' };
    into.begin({
      begin: { id, ...node, connection: 'c1', dryRun: false, practice: false, ...more },
      report,
      state,
      cancel: () => cancelled++,
    });
    return { report, state, cancelled: () => cancelled };
  }
  const done = (id: string, into = book) => {
    begin(id, {}, into);
    into.end(id, 'records');
  };
  const idsOf = (runs: ReadonlyArray<{ id: string }>) => runs.map(({ id }) => id);

  it('are at work with how far they are, and then ended with what they gave', async () => {
    const { report, state } = begin('a');
    state.note({ kind: 'queued', place: 3 });
    const { live } = await book.view(undefined);
    assert.deepEqual([live[0]?.state, live[0]?.phase], ['running', { kind: 'queued', place: 3 }]);
    report.facts.records = 7;
    clock.pass(2500);
    book.end('a', 'records');
    const { live: none, ended } = await book.view(undefined);
    assert.deepEqual(none, []);
    const { state: end, records, duration, begun } = ended[0]!;
    assert.deepEqual([end, records, duration, begun], ['records', 7, 2500, NOON + 1000]);
    assert.deepEqual([book.totals.runs, book.totals.records, book.totals.ends], [1, 7, { records: 1 }]);
  });

  it('are told once to a reader who says what it has seen, whole to any other', async () => {
    done('a');
    const first = await book.view(undefined);
    assert.deepEqual([first.whole, idsOf(first.ended)], [true, ['a']]);
    done('b');
    const second = await book.view(first.mark);
    assert.deepEqual([second.whole, idsOf(second.ended)], [false, ['b']]);
    assert.deepEqual((await book.view(second.mark)).ended, []);
    for (const mark of ['', 'x.1', `${first.mark}x`, { a: 1 }, newBook()]) {
      const { whole, ended } = await book.view(mark);
      assert.deepEqual([whole, idsOf(ended)], [true, ['a', 'b']], String(mark));
    }
  });

  it('are bounded: the oldest that ended are forgotten, and not all at work are shown', async () => {
    for (let run = 0; run < 130; run++) done(`run ${run}`);
    for (let run = 0; run < 60; run++) begin(`live ${run}`);
    const { ended, live, more } = await book.view(undefined);
    assert.deepEqual([ended.length, ended[0]?.id, ended.at(-1)?.id], [100, 'run 30', 'run 129']);
    assert.deepEqual([live.length, more], [50, 10]);
  });

  it('are stopped one by one', () => {
    const [first, second] = [begin('a'), begin('b')];
    assert.equal(book.cancel('b'), true);
    assert.deepEqual([first.cancelled(), second.cancelled()], [0, 1]);
    book.end('b', 'cancelled');
    assert.equal(book.cancel('b'), false);
    assert.equal(book.cancel('nobody'), false);
  });

  it('say of a connection when it last worked, and why it last did not', () => {
    done('a');
    clock.pass(1000);
    const fail = (id: string, error: DataConnectError) => {
      begin(id);
      book.end(id, 'failed', error);
    };
    fail('b', new DataConnectError('AUTH_FAILED', { step: 'password' }));
    clock.pass(1000);
    fail('c', new DataConnectError('PARAMETER_INVALID', { endpoint: 'Stores' }));
    fail('d', new DataConnectError('FLOW_FAILED', {}));
    fail('e', new DataConnectError('NOT_FOUND', { path: '/typo' }));
    const { succeeded, failed } = book.healthOf(C1);
    // The flow failed with what the service had answered.
    assert.deepEqual([succeeded, failed?.at, failed?.code], [NOON + 3000, NOON + 2000, 'AUTH_FAILED']);
    assert.deepEqual(book.healthOf({ ...C1, connection: 'other' }), {});
  });

  it('of practice say nothing of a service, nor of a service anything of practice', () => {
    const inPractice = { ...C1, practice: true };
    done('real');
    assert.equal(book.healthOf(inPractice).succeeded, undefined);
    begin('invented', { practice: true });
    book.end('invented', 'failed', new DataConnectError('NETWORK', { host: 'h', path: '/p' }));
    assert.deepEqual(book.healthOf(C1), {});
    assert.equal(book.healthOf(inPractice).failed?.code, 'NETWORK');
    assert.equal(book.healthOf(inPractice).succeeded, undefined);
    done('real again');
    assert.deepEqual(Object.keys(book.healthOf(C1)), ['succeeded']);
  });

  describe('in a file', () => {
    let folder: string;
    let file: string;
    const complaints: unknown[] = [];
    beforeEach(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'dataconnect-runs-'));
      file = path.join(folder, 'runs.json');
      complaints.length = 0;
      book.keepIn(file, (error) => complaints.push(error));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));
    const reopen = () => {
      const next = newBook();
      next.keepIn(file, (error) => complaints.push(error));
      return next;
    };

    it('outlive Node-RED, and those it ended in are cut', async () => {
      const params = { Response: 'Json' };
      begin('a', { params });
      book.end('a', 'failed', new DataConnectError('NETWORK', { host: 'h', path: '/p' }));
      begin('b');
      await book.save();
      assert.deepEqual(readdirSync(folder), ['runs.json']);
      const next = reopen();
      const { ended } = await next.view(undefined);
      assert.deepEqual(
        ended.map(({ id, state, error }) => [id, state, error?.code]),
        [
          ['a', 'failed', 'NETWORK'],
          ['b', 'cut', undefined],
        ],
      );
      assert.deepEqual((await next.ended('a'))?.params, params);
      assert.equal('params' in ended[0]!, false);
      assert.equal(next.healthOf(C1).failed?.code, 'NETWORK');
    });

    it('keep whom they asked, for the next run only', async () => {
      const asked = { service: 'dataconnect.test', account: '1a2b3' };
      Object.defineProperty(begin('a', { asked }).report, 'path', { value: '/lists/stores' });
      book.end('a', 'records');
      await book.save();
      const next = reopen();
      assert.deepEqual((await next.ended('a'))?.asked, { ...asked, path: '/lists/stores' });
      assert.equal('asked' in (await next.view(undefined)).ended[0]!, false);
    });

    it('keep that they were of practice', async () => {
      begin('invented', { practice: true });
      book.end('invented', 'failed', new DataConnectError('NETWORK', { host: 'h', path: '/p' }));
      await book.save();
      const next = reopen();
      const { ended } = await next.view(undefined);
      assert.equal(ended[0]?.practice, true);
      assert.deepEqual(next.healthOf(C1), {});
      assert.equal(next.healthOf({ ...C1, practice: true }).failed?.code, 'NETWORK');
    });

    it('are not lost by a run that begins before the file was read', async () => {
      done('a');
      await book.save();
      const next = reopen();
      done('b', next);
      await next.save();
      assert.deepEqual(idsOf((await reopen().view(undefined)).ended), ['a', 'b']);
    });

    it('are written seldom, however many there are, and at once for what closes', async () => {
      await book.view(undefined);
      for (let run = 0; run < 50; run++) {
        done(`run ${run}`);
        clock.pass(100);
      }
      assert.deepEqual(readdirSync(folder), []);
      assert.equal(clock.timers, 1);
      await book.save();
      assert.equal(JSON.parse(readFileSync(file, 'utf8')).runs.length, 50);
      assert.equal(clock.timers, 0);
    });

    it('are written by themselves in the end', async () => {
      done('a');
      await book.view(undefined);
      clock.pass(10_000);
      while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 2));
      assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')).runs.length, 1);
    });

    it('are still seen where the folder cannot be written to, which is said once', async () => {
      rmSync(folder, { recursive: true });
      for (const id of ['a', 'b']) {
        done(id);
        await book.save();
      }
      assert.deepEqual(
        complaints.map((error) => (error as NodeJS.ErrnoException).code),
        ['ENOENT'],
      );
      assert.deepEqual(idsOf((await book.view(undefined)).ended), ['a', 'b']);
    });

    it('are not read from what is no list of runs, and harm nothing', async () => {
      const sound = { id: 'a', node: 'n', place: 'n', type: 't', name: '', connection: '', state: 'records' };
      const odd = [null, 7, [], {}, { ...sound, state: 'toString' }, { ...sound, id: 7 }, { ...sound, begun: 'x' }];
      for (const text of ['', '{', 'null', '[]', '{"runs":7}', JSON.stringify({ runs: odd, connections: [{}] })]) {
        writeFileSync(file, text);
        const { ended } = await reopen().view(undefined);
        assert.deepEqual(idsOf(ended), text.includes('toString') ? ['a'] : [], text);
      }
    });
  });
});

describe('the parameters of a message', () => {
  const redactor = new Redactor(['s3cret-of-anna']);

  it('are kept for its run once more, unless a secret stands in them or they cannot be written down', () => {
    const params = { StartDate: '2026-03-01', Ids: [1, 2] };
    assert.deepEqual(keptParams(params, redactor), { params });
    assert.notEqual(keptParams(params, redactor).params, params);
    for (const none of [undefined, null, 'text', [1], {}]) assert.deepEqual(keptParams(none, redactor), {});
    for (const secret of [
      { Note: 'my s3cret-of-anna' },
      { deep: [{ x: 's3cret-of-anna' }] },
      { access_token: 'a1b2c3d4e5' },
    ])
      assert.deepEqual(keptParams(secret, redactor), { notKept: 'secret' });
    assert.deepEqual(keptParams(params, undefined), { notKept: 'secret' });
    assert.deepEqual(keptParams({ Ids: 'x'.repeat(5000) }, redactor), { notKept: 'unwritable' });
    const circle: Record<string, unknown> = {};
    circle.circle = circle;
    for (const odd of [circle, { StartDate: new Date(0) }, { Ids: 1n }, { Ids: Number.NaN }])
      assert.deepEqual(keptParams(odd, redactor), { notKept: 'unwritable' });
  });
});
