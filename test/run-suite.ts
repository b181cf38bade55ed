/** Runs one suite in a process of its own and shows what it prints. */
import { fork } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import type { Printing } from './printing';
import { TRANSCRIPT_DIRECTORY } from './secrets/transcript';
import type { SuiteOrder, SuiteReport } from './suite';
import type { Suite } from './suites';

export interface SuiteResult extends SuiteReport {
  name: string;
  seconds: number;
}

/** A suite that takes longer is stuck. */
const LONGEST_SUITE = 20 * 60_000;
/** Characters kept of what a process says on its standard error, in case it ends with it. */
const LONGEST_COMPLAINT = 10_000;

/**
 * A suite that ends without a report, holds no test or does not end by itself counts as a failed test.
 * @param transcripts directory for what the suite and its process print
 * @param out where people see it
 */
export async function runSuite(
  suite: Suite,
  order: SuiteOrder,
  transcripts: string,
  out: Printing,
): Promise<SuiteResult> {
  const begun = performance.now();
  const result = (report: SuiteReport): SuiteResult => ({
    ...report,
    name: suite.name,
    seconds: (performance.now() - begun) / 1000,
  });
  out.print(`\n=== ${suite.name} ===\n`);
  try {
    if (order.files.length > 0) return result(await runInProcess(suite, order, transcripts, out));
    return result({ passed: 0, failed: [{ title: 'has test files', error: 'There are none.' }], skipped: [] });
  } finally {
    out.end();
  }
}

async function runInProcess(suite: Suite, order: SuiteOrder, transcripts: string, out: Printing): Promise<SuiteReport> {
  const { node, home } = await suite.runtime();
  const child = fork(path.join(__dirname, 'suite.ts'), [JSON.stringify(order)], {
    execPath: node,
    execArgv: ['--import', 'tsx'],
    cwd: path.dirname(__dirname),
    env: {
      ...process.env,
      NODE_RED_HOME: home,
      [TRANSCRIPT_DIRECTORY]: transcripts,
      FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const printed = createWriteStream(path.join(transcripts, `${suite.name}.console.out`));
  for (const from of [child.stdout!, child.stderr!]) {
    from.on('data', (text: Buffer) => {
      out.print(text);
      printed.write(text);
    });
  }
  let complaint = '';
  child.stderr!.on('data', (text: Buffer) => {
    complaint = (complaint + text).slice(-LONGEST_COMPLAINT);
  });
  let report: SuiteReport | undefined;
  child.on('message', (message) => {
    report = message as SuiteReport;
  });
  const stuck = setTimeout(() => child.kill('SIGKILL'), LONGEST_SUITE);
  const [status, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.on('error', reject).on('close', (...end) => resolve(end));
  });
  clearTimeout(stuck);
  await finished(printed.end());
  if (report && status === 0) return report;
  const end = `The process of this suite ended with ${signal ?? `status ${status}`}.`;
  out.print(`${end}\n`);
  const { passed, failed, skipped } = report ?? { passed: 0, failed: [], skipped: [] };
  return { passed, failed: [...failed, { title: end, error: whyIn(complaint) }], skipped };
}

/** The line of Node's last words that names the error; without one, the last line. */
function whyIn(complaint: string): string {
  const lines = complaint.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /^(\w*Error|\[?Error)\b.*:/.test(line)) ?? lines.at(-1) ?? 'It said nothing.';
}
