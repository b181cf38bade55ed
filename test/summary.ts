/** The end of `npm test`: a table of the suites, what was skipped, what failed and why, and the sum. */
import type { SuiteResult } from './run-suite';
import type { FailedTest } from './suite';

/** Whoever sees only the last 25 lines of a log can name what failed. */
const LINES_FOR_FAILURES = 18;
const LINES_OF_ERROR = 3;
const LONGEST_LINE = 240;
/** What Node's assertions say before two values that differ. */
const LEGEND = '+ actual - expected';

/** @returns lines; the last is `N passed, N failed` or `N passed, N failed, N skipped` */
export function summaryOf(results: SuiteResult[]): string[] {
  const skipped = results.flatMap((result) => result.skipped.map((title) => `skipped: ${result.name}: ${title}`));
  const failed = results.flatMap((result) => result.failed.map((test) => told(result.name, test)));
  const passed = results.reduce((total, result) => total + result.passed, 0);
  const tail = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  return [
    ...table(results),
    ...skipped,
    ...asManyAsFit(failed),
    '',
    `${passed} passed, ${failed.length} failed${tail}`,
  ];
}

function table(results: SuiteResult[]): string[] {
  const rows = results.map(({ name, passed, failed, skipped, seconds }) => {
    const counts = [String(passed).padStart(8), String(failed.length).padStart(8), String(skipped.length).padStart(9)];
    return `${name.padEnd(14)}${counts.join('')}${seconds.toFixed(1).padStart(9)}`;
  });
  return ['', 'suite           passed  failed  skipped  seconds', ...rows];
}

/** As much of their errors as there is room for, else their names, else the first names. */
function asManyAsFit(failed: ToldTest[]): string[] {
  for (let lines = LINES_OF_ERROR; lines >= 0; lines--) {
    const told = failed.flatMap(({ name, error }) => [name, ...error.slice(0, lines)]);
    if (told.length <= LINES_FOR_FAILURES) return told;
  }
  const shown = failed.slice(0, LINES_FOR_FAILURES - 1).map(({ name }) => name);
  return [...shown, `... and ${failed.length - shown.length} more, above`];
}

interface ToldTest {
  name: string;
  /** Lines, the most telling first. */
  error: string[];
}

function told(suite: string, { title, place, error }: FailedTest): ToldTest {
  const lines = error.split('\n').filter((line) => line.trim() !== '' && line !== LEGEND);
  const [first, ...others] = lines.map((line) => `    ${line}`.slice(0, LONGEST_LINE));
  const differences = others.filter((line) => /^ {4}[+-]/.test(line));
  return {
    name: `failed: ${suite}: ${title}${place ? ` (${place})` : ''}`.replace(/\s+/g, ' '),
    error: first === undefined ? [] : [first, ...(differences.length > 0 ? differences : others)],
  };
}
