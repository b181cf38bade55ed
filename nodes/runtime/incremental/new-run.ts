/**
 * A run that goes on from where the flow confirmed the one before: window by window, each asked for when the flow has
 * confirmed the last. What is not confirmed is asked for again by the next run.
 */
import type { Sender } from '../../extract/run-options';
import { cursorInFuture } from '../../incremental/cursor/cursor-failures';
import { stateInstant } from '../../incremental/cursor/cursor-state';
import { type AskedRange, Delivered, type DeliveredWindow } from '../../incremental/delivered/delivered';
import {
  cursorAfter,
  type DueWindow,
  dueWindows,
  endOf,
  type IncrementalOrder,
} from '../../incremental/windows/due-windows';
import { behindWords, clockWords, outsideWords } from '../../incremental/windows/next-run-words';
import { presentTime } from '../../incremental/windows/present-time';
import { earlyGuard, windowGuard } from '../../incremental/windows/window-guard';
import type { RecordPiece } from '../../output/transform';
import { DAY } from '../../parameters/date-axis';
import { warningsOf } from '../foreseen-run';
import { carryOut, clientFor, type MessageRun, type RunMessage } from '../message-run';
import { planOf } from '../plan-message';
import type { RunYield } from '../progress/run-state';
import { atCursor, type CursorJob } from './at-cursor';
import { DeliveredSieve } from './delivered-sieve';
import { sendNothing } from './empty-result';
import { sendFollowed, type WindowConfirmed } from './followed-sending';
import { askedFor, type IncrementalAsk, type RecordsBefore } from './incremental-ask';

/** @throws DataConnectError, the one to report: also where the flow did not confirm a window */
export async function runNew(job: MessageRun, msg: RunMessage): Promise<RunYield> {
  const ask = await askedFor(job, msg);
  return atCursor(job, ask.cursor, (run) => new IncrementalRun(run, ask).carryOut());
}

/** What became of a window that was confirmed. `behind`: milliseconds that could be asked for behind it. */
interface WindowOver extends Pick<WindowConfirmed, 'isLate'> {
  behind: number;
}

class IncrementalRun {
  readonly #client: Sender;
  #delivered: Delivered | undefined;
  /** Records of windows that are over which were delivered before. */
  #known = 0;

  constructor(
    readonly job: CursorJob,
    readonly ask: IncrementalAsk,
  ) {
    this.#client = clientFor(job.connection, job.report.id);
  }

  async carryOut(): Promise<RunYield> {
    const { job, ask } = this;
    const { session } = job;
    if (session.state?.paused) return sendNothing(job, { ...this.#position, reason: 'paused' });
    const order = ask.orderFrom(session.state, Date.now());
    const due = dueWindows(order);
    if (due.kind === 'in-future') throw cursorInFuture(stateInstant(due.cursor), stateInstant(order.now), order.zone);
    if (due.kind === 'nothing')
      return sendNothing(job, { ...this.#position, reason: due.reason, next: stateInstant(due.due) });
    this.#delivered = ask.known && (await this.#openDelivered(ask.known));
    let left = due.behind;
    for (const [index, window] of due.windows.entries()) {
      if (due.windows.length > 1) job.onProgress({ kind: 'window', number: index + 1, known: due.windows.length });
      const { isLate, behind } = await this.#oneWindow(window, index, order);
      left = behind;
      // Nothing is left either where our clock ran ahead, and the windows behind have not happened yet.
      if (isLate || behind === 0) break;
    }
    const { records, drift } = job.report;
    const isAllKnown = records === 0 && this.#known > 0;
    const standing = left > 0 ? behindWords(left) : isAllKnown && 'nothing-new';
    return { kind: 'records', records, drift, ...(standing && { standing }) };
  }

  async #openDelivered({ rows }: RecordsBefore): Promise<Delivered> {
    const { ask } = this;
    const { session, report, origin } = this.job;
    const leaves = rows === 'new' ? 'new' : 'all';
    const asked = { files: ask.cursor.files, key: ask.key, leaves } as const;
    if (await session.filesAreHere()) {
      return Delivered.open({ ...asked, state: session.state, journals: await session.journals() });
    }
    if (session.state) report.warn(origin.say({ phrase: 'known-elsewhere' }));
    return Delivered.open({ ...asked, state: undefined, journals: [] });
  }

  async #oneWindow(window: DueWindow, index: number, order: IncrementalOrder): Promise<WindowOver> {
    const { job, ask } = this;
    const { report, session } = job;
    const { records: before } = report;
    const delivered = this.#delivered?.begin(askedRange(window, order), session.generation);
    const sieve = ask.known && delivered && sieveOf(ask.known, delivered, window, order);
    if (sieve) report.alreadyDelivered = () => this.#known + sieve.known;
    try {
      const { by: confirmedBy, isLate } = await this.#sendWindow(window, index, order, sieve);
      const end = endOf({ ...order, now: Math.min(order.now, this.#now(index)) });
      const confirmation = {
        ...ask.confirmation(),
        grain: order.grain,
        confirmedTo: stateInstant(cursorAfter(order.cursor, window, end)),
        confirmedBy,
        rows: report.records - before,
        known: [],
      };
      await session.confirm(confirmation, delivered && (() => delivered.save()));
      delivered?.confirmed();
      const behind = Math.max(0, end - window.to);
      report.incremental = { ...report.incremental, ...this.#position, behind };
      return { isLate, behind };
    } finally {
      this.#note(sieve);
      await delivered?.close();
    }
  }

  #note(sieve: DeliveredSieve | undefined): void {
    if (!sieve) return;
    this.#known += sieve.known;
    this.job.report.alreadyDelivered = () => this.#known;
  }

  /** The earlier of two clocks; a person hears of it where they differ. */
  #now(index: number): number {
    const { report, origin } = this.job;
    const { answered } = report.facts;
    const ago = answered && performance.now() - answered.at;
    const time = presentTime(Date.now(), answered && { date: answered.date, ago: ago! });
    const words = clockWords(time);
    if (words && index === 0) report.warn(origin.say(words));
    return time.now;
  }

  async #sendWindow(
    window: DueWindow,
    index: number,
    order: IncrementalOrder,
    sieve: DeliveredSieve | undefined,
  ): Promise<WindowConfirmed> {
    const { job, ask } = this;
    const { origin, report, connection } = job;
    const planned = planOf(origin, connection, ask.valuesFor(window));
    report.setPlan(planned.plan, index === 0 ? warningsOf(planned, origin.say) : [], connection.redactor);
    const behind = endOf(order) - window.to;
    report.incremental = { ...this.#position, from: stateInstant(window.from), to: stateInstant(window.to), behind };
    const onRead = this.#guard(window, order);
    const place = { number: index + 1, point: job.session.state?.confirmedTo };
    return sendFollowed(job, ask, place, (each, flow) =>
      carryOut(each, planned.plan, this.#client, flow, { onRead, sieve }),
    );
  }

  /** Tells once of records that are not of the window: the service may overlook the time of day. */
  #guard(window: DueWindow, order: IncrementalOrder): ((piece: RecordPiece) => void) | undefined {
    const { job, ask } = this;
    const { column } = ask;
    if (column === undefined) return undefined;
    const isOutside = windowGuard(window, order);
    let isTold = false;
    return ({ records }) => {
      if (isTold || !records.some((record) => isOutside(String(record[column] ?? '')))) return;
      isTold = true;
      job.report.warn(job.origin.say(outsideWords()));
    };
  }

  get #position(): Record<string, unknown> {
    const { state } = this.job.session;
    return state?.confirmedTo === undefined ? {} : { confirmedTo: state.confirmedTo };
  }
}

function sieveOf(
  { rows, column }: RecordsBefore,
  delivered: DeliveredWindow,
  window: DueWindow,
  order: IncrementalOrder,
): DeliveredSieve {
  const isEarly = earlyGuard(window, order);
  return new DeliveredSieve(delivered, rows, (record) => isEarly(String(record[column] ?? '')));
}

/** What may come early, where nobody knows what the service takes the end for, is a day or a second more. */
function askedRange({ from, to }: DueWindow, { stopDate, grain }: IncrementalOrder): AskedRange {
  const early = stopDate === 'unknown' ? to + (grain === 'day' ? DAY : SECOND) : undefined;
  return {
    from: stateInstant(from),
    to: stateInstant(to),
    ...(early !== undefined && { earlyTo: stateInstant(early) }),
  };
}

const SECOND = 1000;
