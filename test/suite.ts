/**
 * One suite in a process of its own, started by run.ts, which chooses the Node and the Node-RED it runs on. Reports
 * the number of passed, failed and skipped tests to its parent.
 */
import Mocha from 'mocha';
import { recordErrors, recordMadeErrors } from './secrets/record-errors';

export interface SuiteOrder {
  files: string[];
  /** Only tests whose full title holds this text. */
  grep: string | undefined;
  /** Milliseconds one test may take. */
  timeout: number;
}

export interface SuiteReport {
  passed: number;
  failed: number;
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

  const report: SuiteReport = { passed: 0, failed: 0, skipped: [] };
  const runner = mocha.run((failures) => {
    report.passed = runner.stats?.passes ?? 0;
    report.failed = failures;
    process.send!(report, endSoon);
  });
  runner.on('test end', recordMadeErrors);
  runner.on('pending', (test) => report.skipped.push(test.fullTitle()));
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
