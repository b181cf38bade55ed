/** The runs of a node that goes on from what the flow confirmed. */
import type { MessageRun, RunMessage } from '../message-run';
import type { RunYield } from '../progress/run-state';
import { runChanges } from './changes-run';
import { runNew } from './new-run';

/**
 * Carries out one message's run of an incremental node.
 * @throws DataConnectError, the one to report: also where the flow did not confirm what it was sent
 */
export function runIncremental(job: MessageRun, msg: RunMessage): Promise<RunYield> {
  return job.origin.settings.incremental.mode === 'changes' ? runChanges(job, msg) : runNew(job, msg);
}
