/** What the log says of runs that a deploy or the end of Node-RED cuts: nobody else can be told by a node that closes. */
import type { RunReport } from '../messages/run-report';
import type { Translate } from '../translate';

export interface ActiveRun {
  readonly report: Pick<RunReport, 'id' | 'facts'>;
  /** Messages that went out to the flow. */
  handedOn: number;
}

/** @returns a line for each run that had begun, and one for all that waited */
export function describeCutRuns(runs: readonly ActiveRun[], endpoint: string, translate: Translate): string[] {
  const begun = runs.filter(({ report, handedOn }) => report.facts.requests > 0 || handedOn > 0);
  const lines = begun.map(({ report, handedOn }) => {
    const facts = { endpoint, run: report.id, records: report.facts.records, messages: handedOn };
    return translate('status.run-cut', facts) ?? `CANCELLED ${JSON.stringify(facts)}`;
  });
  const waiting = runs.length - begun.length;
  if (waiting === 0) return lines;
  const facts = { endpoint, count: waiting };
  return [...lines, translate('status.runs-dropped', facts) ?? `CANCELLED ${JSON.stringify(facts)}`];
}
