/**
 * An endpoint node whose windows several instances share. A message is an order; each instance looks where the orders
 * are, plans on where it is time, and takes windows: a run of its own each, done when its flow confirmed it.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { onAbort, Stop } from '../../client/waiting/cancellation';
import { backgroundClock } from '../../client/waiting/clock';
import type { ClusterStore } from '../../cluster/cluster-store';
import { DataConnectError, isStoreError, ofStore } from '../../errors';
import { codeOf } from '../../files/file-failure';
import { cursorName } from '../../incremental/cursor/cursor-name';
import { nodeFields } from '../../stored/stored-node';
import type { OrderView } from '../../work/listed-order';
import type { TakenWindow, Taking } from '../../work/work-queue';
import { type Connection, requireConnection } from '../connection/connection';
import { failureText } from '../failure-text';
import { sendTicks } from '../flow/flow-ticks';
import { silenceOf } from '../incremental/cursor-ask';
import { type FollowAsk, sendFollowed } from '../incremental/followed-sending';
import { carryOut, clientFor, type MessageRun } from '../message-run';
import { RunReport } from '../messages/run-report';
import { nodeLabel } from '../node-label';
import type { StoppableRun } from '../node-runs';
import type { RunYield } from '../progress/run-state';
import { StatusLine } from '../progress/status-line';
import { inWords, saidOf } from '../said-errors';
import { type OrderMessage, type ToldNode, ToldRun } from '../told-run';
import { OrderFile } from './order-file';
import { viewOf } from './order-view';
import { orderOf, planOfWindow, windowsAt } from './ordered-windows';
import { readWork } from './read-work';
import { SharedOrders } from './shared-orders';
import type { SharingNode } from './sharing-nodes';
import { workSettings } from './work-settings';
import type { WindowData, WorkOrder } from './work-state';

/** Windows that an instance works on at once: with more, the first one there would take them all. */
const AT_ONCE = 2;
/** Milliseconds between two looks at the orders: while there is one, and while there is none. */
const PAUSE = { busy: 1000, idle: 3000 };
/** Milliseconds in which what is under way is given back to an engine that may be out of reach. */
const GIVEN_BACK_WITHIN = 5000;
/** Minutes after which a window that the flow still has counts as never ending: as in a node that goes on. */
const ALARM = nodeFields['incremental.alarm'].byDefault;
/** What of the store of cursors is the orders' own. */
const PARTITION = { ' shared': 'windows' };
/** Why the store of all ends something. */
const ON_REQUEST = { phrase: 'cancelled-on-request' } as const;

export class SharedNode implements SharingNode {
  readonly place: string;
  readonly type: string;
  readonly name: string;
  readonly connection: string;
  readonly orders: SharedOrders;
  readonly #file: OrderFile | undefined;
  readonly #cluster: ClusterStore;
  /** Runs of windows say nothing under the node: how far the order is stands there. */
  readonly #quiet: ToldNode;
  #taking: { order: string; taking: Taking } | undefined;
  #isStopped = false;
  #wake = () => {};
  /** What is shown under the node. */
  #shown = '';
  #told = '';

  constructor(
    readonly node: ToldNode,
    used: Connection,
    cluster: ClusterStore,
  ) {
    const { origin } = node;
    this.place = origin.place;
    this.type = origin.node.type;
    this.name = nodeLabel(origin.node, origin.title);
    this.connection = origin.settings.connection;
    const name = cursorName({ node: origin.node.id, connection: origin.settings.connection, partition: PARTITION });
    this.#cluster = cluster;
    this.#file = this.#fileFor(name);
    this.#quiet = quiet(node);
    this.orders = new SharedOrders({
      work: cluster.work,
      cursors: cluster.cursors,
      name,
      retry: workSettings(origin.RED),
      ...(this.#file && { copy: this.#file }),
      windowsAt: (order, positions) => windowsAt(origin, used, order, positions),
      onLost: (order, windows) => this.#tellLost(order, windows),
      onEnd: (order) => this.#tellEnd(order),
    });
  }

  start(): void {
    void this.#lookAgainAndAgain();
  }

  /** What is under way must have been told to stop. Never rejects. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake();
    const stopped = this.#taking?.taking.stop();
    await Promise.race([stopped, pause(GIVEN_BACK_WITHIN)]);
    await this.#file?.save();
  }

  /** A message that orders something. Never rejects. Resolves with the error to report, if any. */
  async onMessage(msg: OrderMessage, report: RunReport, stop: Stop): Promise<Error | undefined> {
    const { node } = this;
    const { origin } = node;
    try {
      node.requireReadable();
      const connection = requireConnection(origin.RED, origin.settings.connection);
      const work = await connection.during(this.#carryOut(connection, msg, stop));
      this.#wake();
      msg.dataconnect = { endpoint: report.endpoint, work };
      return undefined;
    } catch (thrown) {
      const error = ofStore(thrown, origin.title, ON_REQUEST);
      const said = saidOf(inWords(error, node.translate), report, origin.say, node.connection?.redactor);
      msg.dataconnect = said.facts;
      return said.cleaned;
    }
  }

  /** Where the orders are, with the windows that were given up. */
  async view(): Promise<OrderView[]> {
    return Promise.all(this.orders.orders.map((order) => viewOf(this.orders, order)));
  }

  /** A person asks for it. @returns how many windows, or orders */
  async steer(kind: 'retry' | 'cancel', order: string | undefined): Promise<number> {
    try {
      const count = await this.orders[kind](order, pause);
      this.#wake();
      return count;
    } catch (error) {
      throw ofStore(error, this.node.origin.title, ON_REQUEST);
    }
  }

  async #carryOut(connection: Connection, msg: OrderMessage, stop: Stop): Promise<Record<string, unknown>> {
    const { origin } = this.node;
    const wanted = readWork(msg.work, origin.title);
    const wait = (milliseconds: number) => pauseUnless(stop, milliseconds);
    if (wanted.kind === 'retry') return { retried: await this.orders.retry(undefined, wait) };
    if (wanted.kind === 'cancel') return { cancelled: await this.orders.cancel(undefined, wait) };
    const asked = await orderOf(origin, connection, msg, wanted, stop);
    const { order, isNew } = await this.orders.accept(asked, wait);
    return { order: calledBy(order), windows: order.windows, isNew, isDone: order.ended !== undefined };
  }

  async #lookAgainAndAgain(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.orders.step();
        this.#told = '';
      } catch (error) {
        this.#tellFault(error);
      }
      if (this.#isStopped) return;
      this.#takeCurrent();
      this.#showCounts();
      await new Promise<void>((resolve) => {
        const forget = backgroundClock.after(this.orders.current ? PAUSE.busy : PAUSE.idle, resolve);
        this.#wake = () => {
          forget();
          resolve();
        };
      });
    }
  }

  #takeCurrent(): void {
    const order = this.orders.current;
    if (this.#taking?.order === order?.id) return;
    void this.#taking?.taking.stop();
    this.#taking = order && {
      order: order.id,
      taking: this.#cluster.work.take(this.orders.jobOf(order), AT_ONCE, (window) => this.#onWindow(order, window)),
    };
  }

  /** Resolves when the flow has confirmed it. */
  async #onWindow(order: WorkOrder, taken: TakenWindow): Promise<void> {
    const { origin, runs } = this.node;
    const data = taken.data as WindowData;
    if (this.orders.isDone(order.id, data.position)) return;
    const report = new RunReport(randomUUID(), origin.endpoint?.id ?? 'request');
    report.isPractice = this.node.status.isPractice;
    const { position, text } = data;
    const { attempt } = taken;
    report.work = {
      order: calledBy(order),
      window: position + 1,
      windows: order.windows,
      attempt,
      ...(text && { text }),
    };
    const run: StoppableRun = { stop: new Stop(), report };
    const forget = onAbort(taken.lost, () => run.stop.stop(lostBy(taken, origin.title)));
    const msg = { _msgid: origin.RED.util.generateId() } as OrderMessage;
    const send = (out: Parameters<typeof origin.node.send>[0]) => {
      if (!this.#isStopped) origin.node.send(out);
    };
    const work = (job: MessageRun) => this.#sendWindow(job, order, data);
    const ended = new ToldRun(this.#quiet, msg, run, send, work).carryOut().finally(() => {
      forget();
      runs.end(run);
    });
    runs.begin(run, ended.then(noValue, noValue));
    const error = await ended;
    if (!this.#isStopped) sendTicks(origin.RED, origin.node);
    if (error) throw error;
    // Soon, so that the end of the order is not found a second later.
    if (this.orders.counts && this.orders.counts.active <= 1) this.#wake();
  }

  async #sendWindow(job: MessageRun, order: WorkOrder, data: WindowData): Promise<RunYield> {
    const { origin, connection, report } = job;
    const plan = planOfWindow(origin, connection, order, data);
    report.setPlan(plan, [], connection.redactor);
    report.countSent();
    const client = clientFor(connection, report.id);
    const place = { number: 1, point: undefined };
    await sendFollowed(job, this.#ask, place, (each, flow) => carryOut(each, plan, client, flow));
    this.orders.noteDone(order.id, data.position);
    return { kind: 'records', records: report.records, drift: report.drift };
  }

  get #ask(): FollowAsk {
    const { origin } = this.node;
    const { share } = origin.settings;
    return {
      confirmedBy: 'flow',
      alarm: ALARM,
      patience: { open: ALARM * 60_000, silence: silenceOf(origin) },
      confirms: (end) => {
        if (end.state === 'confirmed') return end.by;
        return end.state === 'unproven' && share === 'count-unproven' ? 'unproven' : undefined;
      },
    };
  }

  #fileFor(name: string): OrderFile | undefined {
    const { RED } = this.node.origin;
    const { userDir } = RED.settings;
    if (!userDir) return undefined;
    const file = path.join(userDir, 'dataconnect', `${name}.work`);
    return new OrderFile(file, (error) => {
      const facts = { file, code: codeOf(error) ?? failureText(error) };
      this.node.origin.node.warn(this.node.translate('status.work-not-kept', facts) ?? JSON.stringify(facts));
    });
  }

  #showCounts(): void {
    const { orders, node } = this;
    const order = orders.current ?? orders.orders.at(-1);
    if (this.#told !== '' || !order) return;
    const dead = order.ended?.dead ?? orders.counts?.dead ?? 0;
    const { windows } = order;
    const done = order.ended ? windows - dead : (orders.counts?.done ?? 0);
    const counts = { windows, done, dead };
    const text = JSON.stringify([counts, order.ended]);
    if (text === this.#shown) return;
    this.#shown = text;
    node.status.shared(counts, order.ended !== undefined);
  }

  #tellLost(order: WorkOrder, missing: number): void {
    const facts = { job: this.node.origin.title, missing, expected: order.windows };
    this.node.origin.node.warn(inWords(new DataConnectError('CLUSTER_DATA_LOST', facts), this.node.translate).message);
  }

  /** Once, on one of the instances: to the second output, and to Catch nodes where windows were given up. */
  #tellEnd(order: WorkOrder): void {
    const { origin, isClosed } = this.node;
    if (isClosed) return;
    const { dead } = order.ended!;
    const { windows } = order;
    const work = { order: calledBy(order), windows, done: windows - dead, dead };
    const dataconnect = { endpoint: origin.endpoint?.id ?? 'request', state: dead > 0 ? 'given-up' : 'done', work };
    if (origin.settings.progress) origin.node.send([null, { dataconnect }] as never);
    if (dead === 0) return;
    const facts = { endpoint: origin.title, dead, windows };
    const error = inWords(new DataConnectError('WINDOWS_GIVEN_UP', facts), this.node.translate);
    origin.node.error(error, { dataconnect: { ...dataconnect, error: { code: error.code, ...facts } } } as never);
  }

  /** Once for each kind: it goes on by itself. */
  #tellFault(thrown: unknown): void {
    if (this.#isStopped) return;
    const { node } = this;
    const error = inWords(ofStore(thrown, node.origin.title, ON_REQUEST), node.translate);
    this.#shown = '';
    if (this.#told === error.message) return;
    this.#told = error.message;
    node.status.sharedWaiting();
    node.origin.node.warn(node.connection?.redactor.redact(error.message) ?? error.message);
  }
}

function quiet(node: ToldNode): ToldNode {
  return {
    origin: node.origin,
    translate: node.translate,
    status: new StatusLine(() => {}, node.translate),
    runs: node.runs,
    shared: node.shared,
    get connection() {
      return node.connection;
    },
    get isClosed() {
      return node.isClosed;
    },
    requireReadable: () => node.requireReadable(),
    letGo: () => {},
  };
}

/** What people know it by. */
function calledBy({ id, name = id }: WorkOrder): string {
  return name;
}

function lostBy({ lost: { reason } }: TakenWindow, endpoint: string): unknown {
  if (isStoreError(reason)) return ofStore(reason, endpoint, ON_REQUEST);
  return new DataConnectError('LEASE_LOST', { endpoint }, { cause: reason });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void backgroundClock.after(milliseconds, resolve));
}

async function pauseUnless(stop: Stop, milliseconds: number): Promise<void> {
  await pause(milliseconds);
  if (stop.aborted) throw stop.reason;
}

function noValue(): void {}
