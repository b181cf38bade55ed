import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DateTime } from 'luxon';
import { COMPANIES, type Fault } from '../emulator';
import { scratchFolder } from '../extract/file-run';
import { FlowFixture } from './flow-fixture';
import type { FlowNode, FlowOptions, Outcome } from './node-red';

const fixed = (value: string) => ({ type: 'fixed', value });

/** All files below a folder, hidden ones too. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

describe('a node that sends on to a file', () => {
  const fixture = new FlowFixture();
  const scratch = scratchFolder();
  let folder: string;
  let count = 0;
  beforeEach(() => {
    folder = path.join(scratch, String(count++));
    mkdirSync(folder);
    rows(50);
  });

  const rows = (number: number) => fixture.emulator.dials.set({ rows: { availability: { count: number } } });
  const node = (file: string, more: Record<string, unknown> = {}, params: Record<string, unknown> = {}): FlowNode => ({
    id: 'node',
    type: 'dataconnect-availability',
    params: { Response: fixed('Csv'), ...params },
    output: { mode: 'file', file, ...more },
  });

  async function open(nodes: FlowNode[], connection: Record<string, unknown> = {}, options: FlowOptions = {}) {
    return fixture.open(nodes, { ...options, connection: { fileFolder: folder, ...connection } });
  }

  async function ask(opened: FlowNode, msg: Record<string, unknown> = {}, connection: Record<string, unknown> = {}) {
    const flow = await open([opened], connection);
    return flow.ask('node', msg);
  }

  async function written(
    opened: FlowNode,
    msg: Record<string, unknown> = {},
    connection: Record<string, unknown> = {},
  ) {
    const { messages, error } = await ask(opened, msg, connection);
    assert.equal(error, undefined, error?.message);
    assert.equal(messages.length, 1);
    return messages[0]! as unknown as { payload: { path: string; bytes: number; rows?: number }; filename: string };
  }

  /** Nothing was asked of the service, and nothing is there. */
  function assertRefused({ error, messages }: Outcome, code: string, text: RegExp): void {
    assert.equal(error?.code, code, error?.message);
    assert.match(error!.message, text);
    assert.deepEqual(messages, []);
  }

  const asked = () => fixture.emulator.requests.all().filter(({ service }) => service === 'service').length;

  describe('says so in one message', () => {
    it('with path, bytes and rows, and everything else that came in', async () => {
      const msg = await written(node('stock'), { topic: 'kept', filename: '/etc/passwd', columns: 'old' });
      const file = path.join(folder, 'stock.csv');
      assert.deepEqual(msg.payload, { path: file, bytes: statSync(file).size, rows: 50 });
      assert.equal(msg.filename, file);
      const { topic, columns, dataconnect } = msg as unknown as Record<string, unknown>;
      assert.deepEqual([topic, columns], ['kept', undefined]);
      assert.equal((dataconnect as { records: number }).records, 50);
      assert.deepEqual(filesBelow(folder), ['stock.csv']);
    });

    it('that the core node reads the file by', async () => {
      const reading = { id: 'read', type: 'file in', filename: 'filename', filenameType: 'msg', format: 'utf8' };
      const flow = await open([node('stock'), reading], {}, { core: ['storage/10-file.js'] });
      const [msg] = (await flow.ask('node')).messages;
      const [read] = (await flow.ask('read', { filename: msg!.filename })).messages;
      assert.equal(read!.payload, readFileSync(path.join(folder, 'stock.csv'), 'utf8'));
    });

    it('and in its status', async () => {
      const { statuses } = await ask(node('stock'));
      assert.match(String(statuses.at(-1)!.text), /file/);
    });
  });

  describe('names the file', () => {
    it('by report, company, range and run, in folders that it makes', async () => {
      const pattern = '{company}/{report}/{start} {stop}/{date} {run}';
      const companyId = String(COMPANIES[1].id);
      const range = { StartDate: fixed('2026-03-01'), StopDate: fixed('2026-03-31T12:30') };
      const product = { SearchMethod: fixed('3'), ManufacturerID: fixed('-1'), CategoryNumber: fixed('10') };
      const params = { ...range, ...product, ReportPart: fixed('1') };
      const opened = { ...node(pattern, {}, params), type: 'dataconnect-product-detail' };
      const zone = 'Pacific/Kiritimati';
      const { payload } = await written(opened, {}, { companyId, timeZone: zone });
      const [company, report, days, name] = path.relative(folder, payload.path).split(path.sep);
      assert.deepEqual([company, days], [companyId, '2026-03-01 2026-03-31 12-30-00']);
      assert.ok(report!.length > 3);
      const today = DateTime.now().setZone(zone).toISODate();
      assert.match(name!, new RegExp(`^${today} [0-9a-f-]{36}\\.csv$`));
    });

    it('below a folder that the environment names', async () => {
      process.env.DATACONNECT_TEST_FOLDER = folder;
      try {
        const { payload } = await written(node('stock'), {}, { fileFolder: '$' + '{DATACONNECT_TEST_FOLDER}' });
        assert.equal(payload.path, path.join(folder, 'stock.csv'));
      } finally {
        delete process.env.DATACONNECT_TEST_FOLDER;
      }
    });

    it('never outside of the allowed folder, whatever a message brings', async () => {
      const flow = await open([node('{start}/{stop}')]);
      for (const hostile of [
        '../../out',
        '/etc/x',
        'C:\\x',
        '..\\..\\out',
        'CON',
        'a/b',
        '...',
        '~',
        'NUL.txt',
        'x:y',
      ]) {
        const params = { StartDate: hostile, StopDate: hostile };
        const { messages, error } = await flow.ask('node', { params, file: hostile, filename: hostile });
        assert.ok(error || messages.length === 1);
      }
      assert.deepEqual(
        readdirSync(scratch).filter((name) => !/^\d+$/.test(name)),
        [],
      );
    });
  });

  describe('refuses before anything is asked for', () => {
    const refusals: Array<[what: string, make: () => FlowNode, connection: () => object, code: string, text: RegExp]> =
      [
        ['where no folder is allowed', () => node('x'), () => ({ fileFolder: '' }), 'FILE_FAILED', /allows no folder/],
        [
          'where the allowed folder is not there',
          () => node('x'),
          () => ({ fileFolder: path.join(folder, 'gone') }),
          'FILE_FAILED',
          /does not exist: create it/,
        ],
        [
          'a folder that is no whole path',
          () => node('x'),
          () => ({ fileFolder: 'out' }),
          'CONNECTION_INVALID',
          /whole path/,
        ],
        ['a place it does not know', () => node('{reprot}'), () => ({}), 'NODE_INVALID', /Did you mean \{?report/],
        ['a way up', () => node('../x'), () => ({}), 'NODE_INVALID', /allowed folder/],
        ['a whole path', () => node('/etc/x'), () => ({}), 'NODE_INVALID', /allowed folder/],
        ['a backslash', () => node('..\\x'), () => ({}), 'NODE_INVALID', /character/],
        ['a stream of Windows', () => node('x:y'), () => ({}), 'NODE_INVALID', /character/],
        [
          'a place for which nothing is known',
          () => node('{company}'),
          () => ({}),
          'PARAMETER_INVALID',
          /nothing is known/,
        ],
        ['a name that is too long', () => node('x'.repeat(200)), () => ({}), 'NODE_INVALID', /longer than 120/],
        ['one filled too long', () => node('{report}'.repeat(12)), () => ({}), 'PARAMETER_INVALID', /longer than 120/],
      ];
    for (const [what, make, connection, code, text] of refusals) {
      it(what, async () => {
        const flow = await open([make()], { companyId: '', ...connection() });
        assertRefused(await flow.ask('node'), code, text);
        assert.equal(asked(), 0);
        assert.deepEqual(filesBelow(folder), []);
      });
    }

    it('a link below the allowed folder, wherever it leads', async () => {
      mkdirSync(path.join(scratch, 'elsewhere'), { recursive: true });
      symlinkSync(path.join(scratch, 'elsewhere'), path.join(folder, 'sub'));
      assertRefused(await ask(node('sub/x')), 'FILE_FAILED', /it is a link/);
      assert.deepEqual([asked(), readdirSync(path.join(scratch, 'elsewhere'))], [0, []]);
      rmSync(path.join(scratch, 'elsewhere'), { recursive: true });
    });

    it('a file where a folder is needed, and a folder where a file is', async () => {
      writeFileSync(path.join(folder, 'sub'), '');
      assertRefused(await ask(node('sub/x')), 'FILE_FAILED', /a file where a folder is needed/);
      mkdirSync(path.join(folder, 'x.csv'));
      assertRefused(await ask(node('x')), 'FILE_FAILED', /there is a folder of that name/);
      assert.equal(asked(), 0);
    });

    it('a folder into which it may not write', async function () {
      if (process.platform !== 'linux') this.skip();
      // Root as well may make nothing here.
      assertRefused(await ask(node('x'), {}, { fileFolder: '/sys/fs' }), 'FILE_FAILED', /may not write there \(E/);
      assert.equal(asked(), 0);
    });
  });

  describe('where a file of that name is there', () => {
    it('replaces it in one step, with its permissions, and never through a link', async () => {
      const file = path.join(folder, 'x.csv');
      const target = path.join(folder, 'target');
      writeFileSync(file, 'old');
      chmodSync(file, 0o640);
      const flow = await open([node('x')]);
      await flow.ask('node');
      assert.equal(statSync(file).mode & 0o777, 0o640);
      assert.notEqual(readFileSync(file, 'utf8'), 'old');
      rmSync(file);
      writeFileSync(target, 'old');
      symlinkSync(target, file);
      await flow.ask('node');
      assert.equal(readFileSync(target, 'utf8'), 'old');
      assert.ok(readFileSync(file, 'utf8').length > 100);
    });

    it('keeps it and numbers the new ones, also those that end at once', async () => {
      const flow = await open([node('x', { exists: 'number' })]);
      const all = await Promise.all([1, 2, 3, 4].map(() => flow.ask('node')));
      const names = all.map(({ messages }) => path.basename((messages[0]!.payload as { path: string }).path));
      assert.deepEqual(names.sort(), ['x (2).csv', 'x (3).csv', 'x (4).csv', 'x.csv']);
      assert.deepEqual(filesBelow(folder), names);
    });

    it('stops with an error where that was chosen, and asks for nothing', async () => {
      writeFileSync(path.join(folder, 'x.csv'), 'old');
      assertRefused(await ask(node('x', { exists: 'error' })), 'FILE_FAILED', /one of that name already/);
      assert.equal(asked(), 0);
      assert.equal(readFileSync(path.join(folder, 'x.csv'), 'utf8'), 'old');
    });

    it('lets one of two at once have the name', async () => {
      const flow = await open([node('x', { exists: 'error' })]);
      const [one, other] = await Promise.all([flow.ask('node'), flow.ask('node')]);
      const failed = [one, other].filter(({ error }) => error);
      assert.deepEqual(
        failed.map(({ error }) => error!.code),
        ['FILE_FAILED'],
      );
      assert.deepEqual(filesBelow(folder), ['x.csv']);
    });

    it('takes one that differs in upper and lower case for the same', async () => {
      writeFileSync(path.join(folder, 'X.CSV'), 'old');
      assertRefused(await ask(node('x')), 'FILE_FAILED', /upper and lower case/);
      const { payload } = await written(node('x', { exists: 'number' }));
      assert.equal(path.basename(payload.path), 'x (2).csv');
    });
  });

  describe('leaves nothing', () => {
    const stalls = () =>
      fixture.emulator.dials.set({
        rows: { availability: { count: 5000 } },
        faults: [{ fault: { kind: 'stall', at: 'mid-body', afterBytes: 300_000 } }],
        compression: 'none',
      });
    const isWriting = async () => {
      while (!filesBelow(folder).some((name) => statSync(path.join(folder, name)).size > 0)) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };

    it('of a run that is stopped by a message, and writes nothing more', async () => {
      stalls();
      const flow = await open([node('x')]);
      const { outcome } = flow.give('node');
      await isWriting();
      flow.node('node').receive({ cancel: true } as never);
      assert.equal((await outcome).error?.code, 'CANCELLED');
      assert.deepEqual(filesBelow(folder), []);
    });

    it('of a run that a deploy cuts', async () => {
      stalls();
      const flow = await open([node('x')]);
      flow.give('node');
      await isWriting();
      await flow.redeploy('full');
      assert.deepEqual(filesBelow(folder), []);
    });

    const disguises: Fault[] = [
      { kind: 'page', status: 200 },
      { kind: 'error-object' },
      { kind: 'empty', status: 200 },
      { kind: 'disguise', contentType: 'text/csv', body: 'Execution Timeout Expired. The server is not responding.' },
    ];
    for (const fault of disguises) {
      it(`of what comes in place of the report: ${fault.kind}`, async () => {
        fixture.emulator.dials.set({ faults: [{ fault }] });
        const { messages, error } = await ask(node('x'));
        assert.match(error!.code!, /API_ERROR|WRONG_CONTENT_TYPE/);
        assert.deepEqual([messages, filesBelow(folder)], [[], []]);
      });
    }

    it('on a full disk', async function () {
      const disk = path.join(folder, 'disk');
      mkdirSync(disk);
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], { stdio: 'ignore' });
      } catch {
        this.skip();
      }
      try {
        rows(5000);
        const outcome = await ask(node('x'), {}, { fileFolder: disk });
        assertRefused(outcome, 'FILE_FAILED', /the disk is full \(ENOSPC\)/);
        assert.deepEqual(filesBelow(disk), []);
      } finally {
        execFileSync('umount', [disk]);
      }
    });
  });
});
