/** The table of a connection's limits, with the labels of its dialog and the defaults of the run time. */
import words from '../../locales/en-US/connection.json';
import { PASSING_STATUS } from '../../nodes/client/failures/retry';
import { LIMITS, type Limit } from '../../nodes/stored/connection-limits';
import { cell, tableOf } from './markdown';

const meaning: Record<Limit, string> = {
  requestsAtOnce: 'Requests active at the same time, per service and company, over all flows. More wait in a queue.',
  retries: `Further attempts after a failure that may pass by itself: ${passing()}, a lost connection.`,
  connectTimeout: 'Seconds until the connection to the host stands.',
  firstByteTimeout: 'Seconds until the answer begins; a report is made before its first byte comes.',
  idleTimeout: 'Seconds between two pieces of an answer.',
  totalTimeout: 'Seconds for one request in all.',
};

export function limitsTable(): string {
  const limits = Object.keys(LIMITS) as Limit[];
  return tableOf(
    ['Limit', 'Default', 'What it bounds'],
    limits.map((limit) => [cell(words[limit]), String(LIMITS[limit].byDefault), meaning[limit]]),
  );
}

/** `502 to 504` where three or more follow one another. */
function passing(): string {
  const runs: number[][] = [];
  for (const status of [...PASSING_STATUS].sort()) {
    const last = runs.at(-1);
    if (last?.at(-1) === status - 1) last.push(status);
    else runs.push([status]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]} to ${run.at(-1)}` : run.join(', '))).join(', ');
}
