/** A message with `msg.incremental`: what becomes of it, whether the cursor was changed or not. */
import { Stop } from '../../client/waiting/cancellation';
import { requireConnection } from '../connection/connection';
import type { RunReport } from '../messages/run-report';
import { inWords, saidOf } from '../said-errors';
import type { OrderMessage, ToldNode } from '../told-run';
import { steerCursor } from './steer-cursor';

/** Changes where a node goes on from. Never rejects. Resolves with the error to report, if any. */
export async function steerByMessage(node: ToldNode, msg: OrderMessage, report: RunReport): Promise<Error | undefined> {
  const { origin, translate, status } = node;
  try {
    node.requireReadable();
    const connection = requireConnection(origin.RED, origin.settings.connection);
    const job = { origin, connection, report, signal: new Stop() };
    const { did, state, point } = await connection.during(steerCursor(job, msg, msg.incremental));
    const { confirmedTo, paused = false } = state;
    const incremental = { did, paused, ...(confirmedTo !== undefined && { confirmedTo }) };
    msg.dataconnect = { endpoint: report.endpoint, incremental };
    status.steered(paused, point);
    return undefined;
  } catch (thrown) {
    const said = saidOf(inWords(thrown, translate), report, origin.say, node.connection?.redactor);
    msg.dataconnect = said.facts;
    return said.cleaned;
  }
}
