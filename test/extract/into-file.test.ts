import assert from 'node:assert/strict';
import { responses } from '../../nodes/catalogue/shared-parameters';
import type { DataConnectClient } from '../../nodes/client/client';
import { DataConnectError } from '../../nodes/errors';
import { makePlan } from '../../nodes/extract/make-plan';
import { run } from '../../nodes/extract/run';
import type { RunOrder } from '../../nodes/extract/run-order';
import { RunFacts } from '../../nodes/extract/run-progress';
import { answer } from '../client/scripted-server';
import { settingsFor, TestBed } from '../client/settings-for';
import { type Emulator, startEmulator } from '../emulator';
import { runIntoFile, scratchFolder } from './file-run';
import { clientFor, orderFor, runAgainst, shared } from './run-against';

const QUARTER = {
  StartDate: '2026-01-15',
  StopDate: '2026-04-14',
  SearchMethod: 3,
  ManufacturerID: -1,
  CategoryNumber: 10,
  ReportPart: 1,
};

describe('an answer that goes to a file', () => {
  const folder = scratchFolder();
  let emulator: Emulator;
  let client: DataConnectClient;
  before(async () => {
    emulator = await startEmulator();
    client = clientFor(emulator);
  });
  afterEach(() => {
    emulator.dials.reset();
    emulator.requests.clear();
  });
  after(async () => {
    await client.close();
    await emulator.close();
  });

  async function whole(order: RunOrder) {
    const ran = await runIntoFile(client, order, folder);
    if (ran.error) throw ran.error;
    assert.deepEqual(ran.left, []);
    return { ...ran, bytes: ran.bytes! };
  }

  /** The same answer as one body. */
  async function body(order: RunOrder): Promise<Buffer> {
    const { plan } = makePlan({ ...order, choice: { ...order.choice, output: { kind: 'buffer' } } });
    const signal = new AbortController().signal;
    const result = await run(plan, client, { shared, signal, facts: new RunFacts(), take: () => {} });
    assert.equal(result.kind, 'body');
    return (result as Extract<typeof result, { kind: 'body' }>).body;
  }

  for (const { value: Response } of responses.filter((each) => !each.value.endsWith('.Email'))) {
    it(`is there byte for byte: ${Response}`, async () => {
      emulator.dials.set({ rows: { availability: { count: 3000 } } });
      const order = orderFor('availability', { Response });
      const { bytes, rows, facts } = await whole(order);
      if (Response !== 'Excel') assert.ok(bytes.equals(await body(order)));
      assert.equal(rows, Response === 'Excel' ? undefined : 3000);
      assert.equal(facts.records, rows ?? 0);
    });
  }

  describe('and is larger than the row limit', () => {
    for (const csvLineEnd of ['crlf', 'lf', 'cr'] as const) {
      for (const byteOrderMark of [false, true]) {
        it(`is put together from its parts as Csv with ${csvLineEnd}${byteOrderMark ? ' and a mark' : ''}`, async () => {
          emulator.dials.set({ csvLineEnd, byteOrderMark });
          const order = orderFor('product-detail', { ...QUARTER, Response: 'Csv' });
          const expected = await body(order);
          emulator.dials.set({ rowLimit: 300 });
          const { bytes, rows, facts } = await whole(order);
          assert.ok(facts.refused > 0);
          assert.equal(bytes.toString(), expected.toString());
          const { records } = await runAgainst(client, orderFor('product-detail', QUARTER));
          assert.equal(rows, records.length);
        });
      }
    }

    it('is put together where nothing names the columns', async () => {
      const order = orderFor('product-detail', { ...QUARTER, Response: 'Csv', 'CSV.Headers': false });
      const expected = await body(order);
      emulator.dials.set({ rowLimit: 300 });
      assert.equal((await whole(order)).bytes.toString(), expected.toString());
    });

    it('is an error that says so in every other form', async () => {
      emulator.dials.set({ rowLimit: 300 });
      for (const Response of ['Json', 'Xml', 'Excel']) {
        const { error, bytes, left } = await runIntoFile(
          client,
          orderFor('product-detail', { ...QUARTER, Response }),
          folder,
        );
        assert.ok(error instanceof DataConnectError && error.code === 'TOO_MANY_ROWS');
        assert.match(error.message, /Only Csv is put together/);
        assert.deepEqual([bytes, left], [undefined, []]);
      }
    });
  });

  it('is whole where the connection breaks in the middle and the request is made again', async () => {
    emulator.dials.set({ rows: { availability: { count: 3000 } }, compression: 'none' });
    const order = orderFor('availability', { Response: 'Csv' });
    const expected = await body(order);
    emulator.dials.set({ faults: [{ fault: { kind: 'reset', at: 'mid-body', afterBytes: 200_000 }, times: 1 }] });
    const { bytes, facts, rows } = await whole(order);
    assert.equal(facts.retries, 1);
    assert.equal(rows, 3000);
    assert.ok(bytes.equals(expected));
  });
});

describe('a report in windows that goes to a file', () => {
  const folder = scratchFolder();
  const bed = new TestBed();
  afterEach(() => bed.close());

  /** @param answers of the months, in their order */
  async function joined(answers: readonly Buffer[], more: Record<string, unknown> = {}) {
    const server = await bed.server(({ query }, socket) => {
      const month = Number(query.get('StartDate')!.slice(5, 7));
      socket.write(answer(200, answers[month - 1]!, { 'content-type': 'text/csv' }));
    });
    const given = { StartDate: '2026-01-01', StopDate: `2026-0${answers.length}-28`, Response: 'Csv', ...more };
    const changes = {
      endpoint: undefined,
      path: '/x',
      windows: { kind: 'calendar', unit: 'month', count: 1 },
    } as const;
    const settings = settingsFor(server.url, { requestsAtOnce: 1 });
    const ran = await runIntoFile(bed.client(settings), orderFor('', given, { ...changes, requestsAtOnce: 1 }), folder);
    const { error } = ran;
    return { ...ran, text: ran.bytes?.toString(), code: error instanceof DataConnectError ? error.code : undefined };
  }
  const text = (...parts: string[]) => parts.map((part) => Buffer.from(part));

  it('has one header line, and one line end between its parts', async () => {
    const {
      text: file,
      rows,
      error,
    } = await joined(text('A,B\r\n1,2', 'A,B\r\n', 'A,B\r\n3,"4\r\n"\r\n', 'A,B\r\n5,6\r\n'));
    assert.equal(error, undefined);
    assert.equal(file, 'A,B\r\n1,2\r\n3,"4\r\n"\r\n5,6\r\n');
    assert.equal(rows, 3);
  });

  it('takes the line end of the first rows where the first part had none', async () => {
    assert.equal((await joined(text('A,B', 'A,B\r\n1,2\r\n'))).text, 'A,B\r\n1,2\r\n');
  });

  for (const [what, parts] of [
    ['another column', text('A,B\n1,2\n', 'A,C\n1,2\n')],
    ['a column more', text('A,B\n1,2\n', 'A,B,C\n1,2,3\n')],
    ['another line end', text('A,B\n1,2\n', 'A,B\r\n1,2\r\n')],
    ['another delimiter', text('A,B\n1,2\n', 'sep=;\nA;B\n1;2\n')],
    [
      'a charset whose parts cannot follow each other',
      ['A,B\n1,2\n', 'A,B\n3,4\n'].map((part) => Buffer.from(`\ufeff${part}`, 'utf16le')),
    ],
  ] as const) {
    it(`fails and leaves nothing where a part has ${what}`, async () => {
      const { code, error, text: file, left } = await joined(parts);
      assert.equal(code, 'FILE_FAILED');
      assert.match(String(error), /2026-02-01.* has other columns, or is written otherwise/);
      assert.deepEqual([file, left], [undefined, []]);
    });
  }

  it('keeps its charset, byte for byte, where there is one part', async () => {
    const bytes = Buffer.from('\ufeffA,B\né,2\n', 'utf16le');
    const { bytes: file, rows } = await joined([bytes]);
    assert.ok(file!.equals(bytes));
    assert.equal(rows, 1);
  });
});
