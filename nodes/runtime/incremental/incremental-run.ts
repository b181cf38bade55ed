/** The runs of a node that goes on from what the flow confirmed. */
import { warningsOf } from '../foreseen-run';
import { flowPressure, type MessageRun, type RunMessage } from '../message-run';
import type { RunYield } from '../progress/run-state';
import { runChanges } from './changes-run';
import { runNew } from './new-run';
import { foreseeNext, nextWindows } from './next-windows';

/**
 * Carries out one message's run of an incremental node.
 * @throws DataConnectError, the one to report: also where the flow did not confirm what it was sent
 */
export function runIncremental(job: MessageRun, msg: RunMessage): Promise<RunYield> {
  if (msg.dryRun === true) return tellOnly(job, msg);
  job.report.countSent();
  return job.origin.settings.incremental.mode === 'changes' ? runChanges(job, msg) : runNew(job, msg);
}

/** One message with what the next run would ask for, and nothing else. */
async function tellOnly(job: MessageRun, msg: RunMessage): Promise<RunYield> {
  const { origin, connection, writer, report } = job;
  const next = await nextWindows(job, msg, { sends: false });
  const foreseen = foreseeNext(job, next, origin.say, report.id);
  const [first] = next.planned;
  if (first) report.setPlan(first.plan, warningsOf(first, origin.say), connection.redactor);
  report.isDryRun = true;
  report.confirm = { nothingOf: origin.node.id };
  report.incremental = next.position;
  const flow = flowPressure(job);
  try {
    await flow.sendLast(writer.body(foreseen, undefined, report.messageFacts()));
  } finally {
    flow.close();
  }
  return { kind: 'dry-run', requests: foreseen.requests.length };
}
