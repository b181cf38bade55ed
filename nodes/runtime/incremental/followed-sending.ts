/** One window on its way: what is sent, followed until the flow is done with it. */
import type { DataConnectError } from '../../errors';
import type { CursorState } from '../../incremental/cursor/cursor-state';
import type { BackPressure } from '../flow/back-pressure';
import { FollowedWindow, type WindowEnd } from '../flow/followed-window';
import { flowPressure, type MessageRun } from '../message-run';
import { MessageWriter } from '../messages/message-writer';
import type { CursorJob } from './at-cursor';
import type { CursorAsk } from './cursor-ask';
import { attemptNotConfirmed, notConfirmed } from './not-confirmed';

export interface WindowPlace {
  /** In the run, from 1: the messages of a window are a sequence of their own. */
  number: number;
  /** That stays where the window is not confirmed, ISO; undefined before the first. */
  point: string | undefined;
}

/** By whose word a window counts as confirmed, and which cursor it moves, where it moves one. */
export interface FollowAsk extends Pick<CursorAsk, 'confirmedBy' | 'patience' | 'alarm' | 'confirms'> {
  cursor?: Pick<CursorAsk['cursor'], 'name'>;
}

type FollowedJob = MessageRun & Partial<Pick<CursorJob, 'letGo'>>;

/** By whose word a window is confirmed. `isLate`: behind the alarm, when its run had ended already. */
export interface WindowConfirmed {
  by: CursorState['confirmedBy'];
  isLate: boolean;
}

/**
 * A window that is open for too long ends its run, which takes no other one then, whether the flow has its last message
 * or one before, for which the others wait. Whatever the flow still does with its messages counts all the same, and the
 * others follow: until then none is sent a second time, and need not be where all goes well.
 * @param send sends all messages of the window, by the job that it is given
 * @throws what `send` throws; DataConnectError `UNCONFIRMED`, or when the run is stopped
 */
export async function sendFollowed(
  job: FollowedJob,
  ask: FollowAsk,
  place: WindowPlace,
  send: (job: MessageRun, flow: BackPressure) => Promise<unknown>,
): Promise<WindowConfirmed> {
  const { origin, report, connection } = job;
  const { RED, node, settings, title } = origin;
  const { shared } = connection;
  const followed = new FollowedWindow(shared.trackerOf(RED), node, { confirmedBy: ask.confirmedBy });
  const { cursor } = ask;
  const open = cursor && shared.confirmations.add(followed, cursor.name);
  const writer = new MessageWriter(RED, job.writer.input, `${report.id}.${place.number}`, settings, true);
  const unconfirmed = (end: WindowEnd): DataConnectError =>
    cursor ? notConfirmed(end, place.point, connection.terms.zone, ask) : attemptNotConfirmed(end, ask);
  let isLate = false;
  const ring = (nodes: string[]): void => {
    if (isLate) return;
    isLate = true;
    if (open && job.letGo) open.letGo = job.letGo;
    job.endEarly(unconfirmed({ state: 'open', nodes }));
  };
  const { open: after, silence } = ask.patience;
  const flow = flowPressure(job, { window: followed, ...(after !== undefined && { alarm: { after, ring } }) });
  const ifEmpty = ask.confirmedBy === 'hand' ? { ifEmpty: { nothingOf: node.id } } : {};
  if (cursor) report.confirm = { window: followed.id, isLast: false, index: 0, ...ifEmpty };
  try {
    await send({ ...job, writer }, flow);
    // Nothing was delivered that could fail, and a flow need not know of it.
    if (report.hasNothing) return { by: 'flow', isLate };
    let end = await followed.end(isLate ? { silence } : ask.patience, job.signal, title);
    if (end.state === 'open') {
      ring(end.nodes);
      end = await followed.end({ silence }, job.signal, title);
    }
    const by = ask.confirms(end);
    if (by === undefined) throw unconfirmed(end);
    return { by, isLate };
  } finally {
    report.confirm = undefined;
    if (open && cursor) shared.confirmations.remove(open, cursor.name);
    followed.close();
    flow.close();
  }
}
