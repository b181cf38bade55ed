/** Asks the server for the runs again and again, but only while somebody looks: nothing is sent to a sidebar that is not seen. */
import type { CursorView } from '../../incremental/windows/cursor-view';
import type { ListedOrder } from '../../work/listed-order';
import { AskingAgain } from '../asking-again';
import { requestRuntime } from '../runtime-request';
import type { Words } from '../words';
import { cursorsIn } from './cursors-news';
import { ordersIn } from './orders-news';
import { isRunsNews, type Run, type RunsNews } from './runs-news';

/** Milliseconds between an answer and the next question: while something is at work, and while nothing is. */
const PAUSE = { busy: 1000, idle: 3000 };
/** For which an answer is waited. */
const PATIENCE = 20_000;
/** Runs that have ended and are shown, as many as the server keeps. */
const MOST = 100;

/** All there is to show. */
export interface Shown extends Pick<RunsNews, 'live' | 'more' | 'queues' | 'connections'> {
  /** The latest first. */
  ended: Run[];
  cursors: CursorView[];
  orders: ListedOrder[];
}

export class LiveRuns {
  readonly #ended = new Map<string, Run>();
  readonly #asking = new AskingAgain(async (signal) => ((await this.#ask(signal)) ? PAUSE.busy : PAUSE.idle));
  #mark = '';

  /** @param fault told in words when nothing comes */
  constructor(
    readonly words: Words,
    readonly show: (shown: Shown) => void,
    readonly fault: (text: string) => void,
  ) {}

  start(): void {
    this.#asking.start();
  }

  stop(): void {
    this.#asking.stop();
  }

  /** Asks now: a person has done something. */
  again(): void {
    this.#asking.again();
  }

  async #ask(signal: AbortSignal): Promise<boolean> {
    try {
      const url = `dataconnect/runs?since=${encodeURIComponent(this.#mark)}`;
      const ask = (what: string) => requestRuntime({ method: 'GET', url: what, timeout: PATIENCE, signal }, this.words);
      const questions = [url, 'dataconnect/cursors', 'dataconnect/work'];
      const [answer, cursors, work] = await Promise.all(questions.map(ask));
      if (signal.aborted) return false;
      if (!isRunsNews(answer)) throw new Error(this.words('sidebar.unreadable'));
      const orders = ordersIn(work);
      this.#take(answer, cursorsIn(cursors), orders);
      if (orders.some(({ hasEnded }) => !hasEnded)) return true;
      return answer.live.length + answer.queues.length > 0;
    } catch (error) {
      if (!signal.aborted) this.fault(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  #take(
    { mark, whole, ended, live, more, queues, connections }: RunsNews,
    cursors: CursorView[],
    orders: ListedOrder[],
  ): void {
    this.#mark = mark;
    if (whole) this.#ended.clear();
    for (const run of ended) this.#ended.set(run.id, run);
    const latest = [...this.#ended.values()].sort((one, other) => other.begun - one.begun);
    for (const { id } of latest.splice(MOST)) this.#ended.delete(id);
    this.show({ live: [...live].reverse(), more, ended: latest, queues, connections, cursors, orders });
  }
}
