/** The flow hears that there is nothing: no request was sent, and nothing is to be confirmed. */
import { flowPressure, type MessageRun } from '../message-run';
import type { RunYield } from '../progress/run-state';

/** @param facts for `msg.dataconnect.incremental`; `reason` is why */
export async function sendNothing(
  job: MessageRun,
  facts: Record<string, unknown> & { reason: string },
): Promise<RunYield> {
  const { report, writer } = job;
  report.incremental = facts;
  report.confirm = { nothingOf: job.origin.node.id };
  const flow = flowPressure(job);
  try {
    const empty = { records: [], columns: [], index: 0, last: true, windows: [] };
    await flow.sendLast(writer.batch(empty, report.messageFacts()));
  } finally {
    flow.close();
  }
  return { kind: 'records', records: 0, standing: isResting(facts.reason) ? facts.reason : 'nothing-new' };
}

function isResting(reason: string): reason is 'paused' | 'runs-elsewhere' {
  return reason === 'paused' || reason === 'runs-elsewhere';
}
