/** What the log says of runs that a deploy or the end of Node-RED cuts: nobody else can be told by a node that closes. */
import type { RunReport } from '../messages/run-report';
import type { Translate } from '../translate';

/** A run that has not ended. */
export interface ActiveRun {
  readonly report: Pick<RunReport, 'id' | 'facts' | 'handedOn'>;
}

/** @returns a line for each run that had begun, and one for all that waited */
export function describeCutRuns(runs: readonly ActiveRun[], endpoint: string, translate: Translate): string[] {
  const begun = runs.filter(({ report }) => report.facts.requests > 0 || report.handedOn.batches > 0);
  const lines = begun.map(({ report }) => {
    const facts = { endpoint, run: report.id, records: report.facts.records, messages: report.handedOn.batches };
    return translate('status.run-cut', facts) ?? `CANCELLED ${JSON.stringify(facts)}`;
  });
  const waiting = runs.length - begun.length;
  if (waiting === 0) return lines;
  const facts = { endpoint, count: waiting };
  return [...lines, translate('status.runs-dropped', facts) ?? `CANCELLED ${JSON.stringify(facts)}`];
}
