/** One window on its way: what is sent, followed until the flow is done with it. */

import type { BackPressure } from '../flow/back-pressure';
import { FollowedWindow, type WindowEnd } from '../flow/followed-window';
import { flowPressure, type MessageRun } from '../message-run';
import { MessageWriter } from '../messages/message-writer';
import type { CursorAsk } from './cursor-ask';

/**
 * @param place of the window in the run, from 1: its messages are a sequence of their own
 * @param send sends all of its messages, by the job that it is given
 * @throws what `send` throws; DataConnectError when the run is stopped
 */
export async function sendFollowed(
  job: MessageRun,
  ask: CursorAsk,
  place: number,
  send: (job: MessageRun, flow: BackPressure) => Promise<unknown>,
): Promise<WindowEnd> {
  const { origin, report, connection } = job;
  const { RED, node, settings, title } = origin;
  const { shared } = connection;
  const followed = new FollowedWindow(shared.trackerOf(RED), node, { confirmedBy: ask.confirmedBy });
  const forget = shared.confirmations.add(followed, ask.cursor.name);
  const writer = new MessageWriter(RED, job.writer.input, `${report.id}.${place}`, settings, true);
  const flow = flowPressure(job, followed);
  report.confirm = { window: followed.id, isLast: false, index: 0 };
  try {
    await send({ ...job, writer }, flow);
    return await followed.end(ask.patience, job.signal, title);
  } finally {
    report.confirm = undefined;
    forget();
    followed.close();
    flow.close();
  }
}
