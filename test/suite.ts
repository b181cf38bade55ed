/**
 * One suite in a process of its own, started by run.ts, which chooses the Node and the Node-RED it runs on. Reports
 * to its parent how many tests passed, and which failed or were skipped: at each failure and at the end.
 */
import './plain-exports';
import { inspect } from 'node:util';
import Mocha from 'mocha';
import { recordErrors, recordMadeErrors } from './secrets/record-errors';

export interface SuiteOrder {
  files: string[];
  /** Only tests whose full title holds this text. */
  grep: string | undefined;
  /** Milliseconds one test may take. */
  timeout: number;
}

export interface FailedTest {
  /** Full title of the test or of the hook. */
  title: string;
  /** File and line below `test`, where they are known. */
  place?: string;
  /** Of any length and number of lines. */
  error: string;
}

export interface SuiteReport {
  passed: number;
  failed: FailedTest[];
  /** Full titles. */
  skipped: string[];
}

/** A suite that is still alive this many milliseconds after its last test holds a socket or a timer it should not. */
const GRACE = 10_000;

async function main(): Promise<void> {
  const order = JSON.parse(process.argv[2]!) as SuiteOrder;
  recordErrors();
  const mocha = new Mocha({ timeout: order.timeout, fgrep: order.grep, forbidOnly: true, reporter: 'spec' });
  for (const file of order.files) mocha.addFile(file);
  await mocha.loadFilesAsync();

  const report: SuiteReport = { passed: 0, failed: [], skipped: [] };
  const runner = mocha.run(() => tell(endSoon));
  const tell = (then = () => {}) => {
    report.passed = runner.stats?.passes ?? 0;
    process.send!(report, then);
  };
  runner.on('test end', recordMadeErrors);
  runner.on('fail', (test, error) => {
    report.failed.push(failedTest(test, error));
    // At once: the process may not live to its end.
    tell();
  });
  runner.on('pending', (test) => report.skipped.push(test.fullTitle()));
}

function failedTest(test: Mocha.Runnable, error: unknown): FailedTest {
  const trace = error instanceof Error ? (error.stack ?? '') : '';
  const [place] = /\btest\/\S+\.test\.ts:\d+/.exec(trace) ?? /\btest\/\S+\.test\.ts/.exec(test.file ?? '') ?? [];
  return { title: test.fullTitle(), place, error: error instanceof Error ? error.message : inspect(error) };
}

/** Lets the process end by itself, and counts it as a failure when it does not. */
function endSoon(): void {
  setTimeout(() => {
    console.error(
      `The tests are over, but something keeps their process alive: ${process.getActiveResourcesInfo().join(', ')}.`,
    );
    process.exit(1);
  }, GRACE).unref();
}

void main();
