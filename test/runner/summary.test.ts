import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runSuite, type SuiteResult } from '../run-suite';
import { summaryOf } from '../summary';

/** What continuous integration shows of a log. */
const SHOWN = 25;

describe('the end of npm test', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dataconnect-failing-'));
    mkdirSync(path.join(folder, 'test'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('names each test and hook that failed, with its place and what it complained of', async () => {
    const shown = summaryOf([await suiteOf(FAILING)]).slice(-SHOWN);
    assert.deepEqual(
      shown
        .slice(shown.findIndex((line) => line.startsWith('skipped')))
        .map((line) => line.replace(/ For async.*/, '')),
      [
        'skipped: failing: a report is left out',
        'failed: failing: a report has its rows (test/case.test.ts:5)',
        '    Expected values to be strictly deep-equal:',
        '    +   2',
        '    -   3',
        'failed: failing: a report comes in time (test/case.test.ts)',
        '    Timeout of 1ms exceeded.',
        'failed: failing: a database "before all" hook: startServer for "has a table" (test/case.test.ts:14)',
        '    no server',
        '    its log: line 0',
        '    its log: line 1',
        '',
        '1 passed, 3 failed, 1 skipped',
      ],
    );
  });

  it('says why a suite could not begin', async () => {
    const shown = summaryOf([await suiteOf("throw new TypeError('no such table');\n")]).slice(-4);
    assert.deepEqual(shown, [
      'failed: failing: The process of this suite ended with status 1.',
      '    TypeError: no such table',
      '',
      '0 passed, 1 failed',
    ]);
  });

  it('has what failed in a suite whose process was killed', async () => {
    const shown = summaryOf([await suiteOf(KILLED)]).slice(-6);
    assert.deepEqual(shown, [
      'failed: failing: a report is not there (test/case.test.ts:3)',
      '    no report',
      'failed: failing: The process of this suite ended with SIGKILL.',
      '    It said nothing.',
      '',
      '1 passed, 2 failed',
    ]);
  });

  it('has the names when there is no room for the errors, and counts those that find none', () => {
    assert.deepEqual(namesIn(summaryOf([failedTests(18)])), { names: 18, more: undefined });
    assert.deepEqual(namesIn(summaryOf([failedTests(40)])), { names: 17, more: '... and 23 more, above' });
    assert.equal(summaryOf([failedTests(40)]).at(-1), '0 passed, 40 failed');
  });

  it('is not long in coming: what a module of ours exports is not behind getters', async () => {
    writeFileSync(path.join(folder, 'test', 'quote.ts'), 'export const QUOTE = 34;\n');
    const { passed, failed } = await suiteOf(PLAIN_EXPORTS);
    assert.deepEqual({ passed, failed }, { passed: 1, failed: [] });
  });

  async function suiteOf(text: string): Promise<SuiteResult> {
    const file = path.join(folder, 'test', 'case.test.ts');
    writeFileSync(file, text);
    const runtime = async () => ({ node: process.execPath, home: folder });
    const suite = { name: 'failing', line: 'code' as const, files: () => [file], runtime, timeout: 20_000 };
    return runSuite(suite, { files: [file], grep: undefined, timeout: 20_000 }, folder, {
      print: () => {},
      end: () => {},
    });
  }
});

const FAILING = `import assert from 'node:assert/strict';

describe('a report', () => {
  it('is there', () => {});
  it('has its rows', () => assert.deepEqual([1, 2], [1, 3]));
  it('comes in time', function () {
    this.timeout(1);
    return new Promise(() => {});
  });
  it.skip('is left out', () => {});
});
describe('a database', () => {
  before(function startServer() {
    throw new Error(['no server', ...Array.from({ length: 100 }, (_, index) => 'its log: line ' + index)].join('\\n'));
  });
  it('has a table', () => {});
});
`;

const KILLED = `describe('a report', () => {
  it('is there', () => {});
  it('is not there', () => Promise.reject(new Error('no report')));
  it('is never looked for', () => process.kill(process.pid, 'SIGKILL'));
});
`;

const PLAIN_EXPORTS = `import assert from 'node:assert/strict';
import * as exported from './quote';

it('is plain', () => {
  assert.equal(exported.QUOTE, 34);
  assert.deepEqual(Object.getOwnPropertyDescriptor(require('./quote'), 'QUOTE')?.value, 34);
});
`;

function failedTests(count: number): SuiteResult {
  const failed = Array.from({ length: count }, (_, index) => ({ title: `test ${index}`, error: 'why\nand\nhow' }));
  return { name: 'unit', passed: 0, failed, skipped: [], seconds: 1 };
}

function namesIn(lines: string[]): { names: number; more: string | undefined } {
  const names = lines.filter((line) => line.startsWith('failed: unit: test ')).length;
  return { names, more: lines.find((line) => line.startsWith('...')) };
}
