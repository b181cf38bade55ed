/**
 * A run that goes on from where the flow confirmed the one before: window by window, each asked for when the flow has
 * confirmed the last. What is not confirmed is asked for again by the next run.
 */
import { onAbort, Stop } from '../../client/waiting/cancellation';
import type { Sender } from '../../extract/run-options';
import { cursorInFuture, cursorMoved } from '../../incremental/cursor/cursor-failures';
import { CursorSession } from '../../incremental/cursor/cursor-session';
import {
  cursorAfter,
  type DueWindow,
  dueWindows,
  endOf,
  type IncrementalOrder,
} from '../../incremental/windows/due-windows';
import { presentTime } from '../../incremental/windows/present-time';
import { windowGuard } from '../../incremental/windows/window-guard';
import type { RecordPiece, Transform } from '../../output/transform';
import { FollowedWindow, type WindowEnd } from '../flow/followed-window';
import { warningsOf } from '../foreseen-run';
import { carryOut, clientFor, flowPressure, type MessageRun, type RunMessage } from '../message-run';
import { MessageWriter } from '../messages/message-writer';
import { nodeLabel } from '../node-label';
import { planOf } from '../plan-message';
import type { RunYield } from '../progress/run-state';
import { askedFor, type IncrementalAsk } from './incremental-ask';
import { notConfirmed } from './not-confirmed';

/**
 * Carries out one message's run of an incremental node.
 * @throws DataConnectError, the one to report: also where the flow did not confirm a window
 */
export async function runIncremental(job: MessageRun, msg: RunMessage): Promise<RunYield> {
  const ask = await askedFor(job, msg);
  const session = await CursorSession.open(ask.cursor);
  const signal = new Stop(job.signal);
  const forget = onAbort(session.lost, () => signal.stop(cursorMoved()));
  try {
    return await new IncrementalRun({ ...job, signal }, ask, session).carryOut();
  } finally {
    forget();
    signal.end();
    await session.release();
  }
}

class IncrementalRun {
  readonly #client: Sender;

  constructor(
    readonly job: MessageRun,
    readonly ask: IncrementalAsk,
    readonly session: CursorSession,
  ) {
    this.#client = clientFor(job.connection, job.report.id);
  }

  async carryOut(): Promise<RunYield> {
    const { job, session, ask } = this;
    if (session.state?.paused) return this.#nothing({ reason: 'paused' });
    const order = ask.orderFrom(session.state, Date.now());
    const due = dueWindows(order);
    if (due.kind === 'in-future') throw cursorInFuture(iso(due.cursor), iso(order.now), order.zone);
    if (due.kind === 'nothing') return this.#nothing({ reason: due.reason, next: iso(due.due) });
    for (const [index, window] of due.windows.entries()) {
      if (due.windows.length > 1) job.onProgress({ kind: 'window', number: index + 1, known: due.windows.length });
      await this.#oneWindow(window, index, order);
    }
    return { kind: 'records', records: job.report.facts.records, drift: job.report.drift };
  }

  /** The flow hears that there is nothing: no request was sent. */
  async #nothing(facts: Record<string, unknown>): Promise<RunYield> {
    const { job } = this;
    const { report, writer } = job;
    report.incremental = { ...this.#position, ...facts };
    const flow = flowPressure(job);
    try {
      const empty = { records: [], columns: [], index: 0, last: true, windows: [] };
      await flow.sendLast(writer.batch(empty, report.messageFacts()));
    } finally {
      flow.close();
    }
    return { kind: 'records', records: 0 };
  }

  async #oneWindow(window: DueWindow, index: number, order: IncrementalOrder): Promise<void> {
    const { job, ask, session } = this;
    const { report } = job;
    const before = report.facts.records;
    const end = await this.#sendWindow(window, index, order);
    const confirmedBy = ask.confirms(end);
    if (confirmedBy === undefined) throw notConfirmed(end, session.state?.confirmedTo, order.zone, ask.alarm);
    const answered = report.facts.answered;
    const { now, ahead } = presentTime(
      Date.now(),
      answered && { date: answered.date, ago: performance.now() - answered.at },
    );
    if (ahead !== undefined && index === 0) {
      const minutes = Math.round(ahead / 60_000);
      report.warn(job.origin.say({ phrase: 'clock-differs', facts: { minutes } }));
    }
    await session.confirm({
      ...ask.owner,
      name: nodeLabel(job.origin.node, job.origin.title),
      host: report.facts.host ?? ask.host,
      endpoint: report.endpoint,
      partition: ask.partition,
      zone: order.zone,
      grain: order.grain,
      confirmedTo: iso(cursorAfter(order.cursor, window, endOf({ ...order, now }))),
      confirmedAt: iso(Date.now()),
      confirmedBy,
      rows: report.facts.records - before,
      run: report.id,
      known: [],
    });
    report.incremental = { ...report.incremental, ...this.#position };
  }

  async #sendWindow(window: DueWindow, index: number, order: IncrementalOrder): Promise<WindowEnd> {
    const { job, ask } = this;
    const { origin, report, connection } = job;
    const planned = planOf(origin, connection, ask.valuesFor(window));
    report.setPlan(planned.plan, index === 0 ? warningsOf(planned, origin.say) : [], connection.redactor);
    const tracker = connection.shared.trackerOf(origin.RED);
    const followed = new FollowedWindow(tracker, origin.node, { confirmedBy: ask.confirmedBy });
    const forget = connection.shared.confirmations.add(followed);
    const writer = new MessageWriter(origin.RED, job.writer.input, `${report.id}.${index + 1}`, origin.settings, true);
    const flow = flowPressure(job, followed);
    const behind = endOf(order) - window.to;
    report.incremental = { ...this.#position, from: iso(window.from), to: iso(window.to), behind };
    report.confirm = { window: followed.id, isLast: false, index: 0 };
    try {
      const guard = this.#guard(window, order);
      await carryOut({ ...job, writer }, planned.plan, this.#client, flow, { before: guard });
      return await followed.end(ask.patience, job.signal, origin.title);
    } finally {
      report.confirm = undefined;
      forget();
      followed.close();
      flow.close();
    }
  }

  /** Tells once of records that are not of the window: the service may overlook the time of day. */
  #guard(window: DueWindow, order: IncrementalOrder): Transform[] {
    const { job, ask } = this;
    const { column } = ask;
    if (column === undefined) return [];
    const isOutside = windowGuard(window, order);
    let isTold = false;
    const apply = (piece: RecordPiece): RecordPiece => {
      const stray = isTold ? undefined : piece.records.find((record) => isOutside(String(record[column] ?? '')));
      if (stray) {
        isTold = true;
        job.report.warn(job.origin.say({ phrase: 'outside-window', facts: { column } }));
      }
      return piece;
    };
    return [{ apply }];
  }

  get #position(): Record<string, unknown> {
    const { state } = this.session;
    return state?.confirmedTo === undefined ? {} : { confirmedTo: state.confirmedTo };
  }
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
