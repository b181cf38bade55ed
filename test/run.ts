/**
 * `npm test`: every suite in a process of its own, then a search for secrets in all they said. Some go on beside the
 * others (`line` in suites.ts); what these print comes at the end of each.
 *
 *   npm test -- --only unit               suites whose name begins so (several: --only unit,browser)
 *   npm test -- --grep "wrong password"   tests whose full title holds the text
 *   npm test -- client/slots              test files whose path holds the text
 *
 * Ends with the failed tests and their errors; the last line is `N passed, N failed`, with `, N skipped` where a test
 * was skipped.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PrintedLater, printNow } from './printing';
import { runSuite, type SuiteResult } from './run-suite';
import { searchTranscripts } from './secrets/search';
import type { SuiteOrder } from './suite';
import { type Suite, suites } from './suites';
import { summaryOf } from './summary';

interface Choice {
  only: string[];
  grep: string | undefined;
  /** Parts of paths. */
  files: string[];
}

async function main(): Promise<void> {
  const choice = readChoice();
  const transcripts = mkdtempSync(path.join(tmpdir(), 'dataconnect-transcripts-'));
  try {
    const results = await runAll(choice, transcripts);
    results.push(searchForSecrets(transcripts, results));
    for (const line of summaryOf(results)) console.log(line);
    process.exitCode = results.some(({ failed }) => failed.length > 0) ? 1 : 0;
  } finally {
    rmSync(transcripts, { recursive: true });
  }
}

function readChoice(): Choice {
  const { values, positionals } = parseArgs({
    options: { only: { type: 'string' }, grep: { type: 'string' } },
    allowPositionals: true,
  });
  return { only: values.only?.split(',') ?? [''], grep: values.grep, files: positionals };
}

interface Planned {
  suite: Suite;
  order: SuiteOrder;
}

async function runAll(choice: Choice, transcripts: string): Promise<SuiteResult[]> {
  const planned = plan(choice);
  if (planned.length === 0)
    throw new Error(`No suite or file of that name. The suites: ${suites.map(({ name }) => name).join(', ')}.`);
  // What must be compiled is compiled beside the first suites; a failure is told when its suite begins.
  for (const { suite } of planned) suite.runtime().catch(() => {});
  const lines = [...new Set(planned.map(({ suite }) => suite.line))].map((line) =>
    planned.filter(({ suite }) => suite.line === line),
  );
  const results = await Promise.all(lines.map((line, index) => runInOrder(line, transcripts, index === 0)));
  return results.flat();
}

function plan({ only, grep, files: parts }: Choice): Planned[] {
  const chosen = suites.filter(({ name }) => only.some((start) => name.startsWith(start)));
  const planned = chosen.map((suite) => {
    const files = suite.files().filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));
    return { suite, order: { files, grep, timeout: suite.timeout } };
  });
  return planned.filter(({ order }) => parts.length === 0 || order.files.length > 0);
}

async function runInOrder(line: Planned[], transcripts: string, live: boolean): Promise<SuiteResult[]> {
  const results: SuiteResult[] = [];
  for (const { suite, order } of line) {
    results.push(await runSuite(suite, order, transcripts, live ? printNow : new PrintedLater()));
  }
  return results;
}

/** Counts as one test: all that the suites saw, and all that they printed, holds none of the secrets they used. */
function searchForSecrets(transcripts: string, results: SuiteResult[]): SuiteResult {
  const begun = performance.now();
  const { leaks, secrets, searched } = searchTranscripts(transcripts);
  const failed = leaks.map(({ transcript, form, context }) => ({
    title: `A secret (${form}) is in ${transcript}`,
    error: context,
  }));
  const amounts = [...searched].map(([kind, characters]) => `${kind} ${Math.ceil(characters / 1024)} kB`);
  console.log(`Searched for ${secrets} secrets in: ${amounts.join(', ')}.`);
  const blind = results.some(({ name }) => name.startsWith('flows')) && (secrets === 0 || !searched.has('message'));
  if (blind)
    failed.push({ title: 'The search proves nothing', error: 'The flow tests recorded no secret or message.' });
  return {
    name: 'secrets',
    passed: failed.length === 0 ? 1 : 0,
    failed,
    skipped: [],
    seconds: (performance.now() - begun) / 1000,
  };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
});
