/** One run of a node, told to all who want to know of it: status line, second output, sidebar, and its own message. */
import type { NodeMessage } from 'node-red';
import type { DataConnectError, Phrase } from '../errors';
import { redacted } from '../secrets/clean-error';
import { type Connection, requireConnection } from './connection/connection';
import { endsWithFlow } from './flow/back-pressure';
import { runIncremental } from './incremental/incremental-run';
import { type MessageRun, type RunMessage, type RunningNode, runMessage } from './message-run';
import { MessageWriter } from './messages/message-writer';
import { nodeLabel } from './node-label';
import type { NodeRuns, StoppableRun } from './node-runs';
import { keptParams } from './progress/kept-params';
import { ProgressMessages } from './progress/progress-messages';
import { type RunNews, RunState, type RunYield } from './progress/run-state';
import type { RunEnd, StatusLine } from './progress/status-line';
import { inWords, saidOf } from './said-errors';
import type { SharedParts } from './shared-parts';
import type { Translate } from './translate';

/** A message that orders something of a node. */
export type OrderMessage = RunMessage & {
  /** What is to become of the cursor. */
  incremental?: unknown;
  params?: unknown;
  /** What is to become of an order whose windows are shared. */
  work?: unknown;
};

/** What runs have of their node. */
export interface ToldNode {
  readonly origin: RunningNode;
  readonly translate: Translate;
  readonly status: StatusLine;
  readonly runs: NodeRuns;
  readonly shared: SharedParts;
  readonly connection: Connection | undefined;
  /** Nothing is told any more. */
  readonly isClosed: boolean;
  /** @throws DataConnectError `NODE_INVALID` */
  requireReadable(): void;
  /** Nodes before this one do not wait for it to complete the message. */
  letGo(msg: OrderMessage): void;
}

/** Sends a message on: one for each output, where they are several. */
export type SendOn = (msg: NodeMessage | Array<NodeMessage | null>) => void;

export class ToldRun {
  readonly #state = new RunState();
  readonly #messages: ProgressMessages | undefined;
  /** What is left of it is done for nobody. */
  #isOver = false;

  constructor(
    readonly node: ToldNode,
    readonly msg: OrderMessage,
    readonly run: StoppableRun,
    readonly send: SendOn,
    readonly work?: (job: MessageRun) => Promise<RunYield>,
  ) {
    const { progress } = node.origin.settings;
    this.#messages = progress ? new ProgressMessages(run.report, (out) => send([null, out])) : undefined;
  }

  /** Never rejects. Resolves with the error to report, if any. */
  async carryOut(): Promise<Error | undefined> {
    const { node, msg } = this;
    const { report } = this.run;
    const { RED, settings, say } = node.origin;
    const writer = new MessageWriter(RED, msg, report.id, settings, this.#isOneOfMany);
    node.status.begin();
    this.#noteBegin();
    try {
      const outcome = await this.#work(writer);
      writer.end(report.endFacts());
      const end = this.#unconfirmedEnd ?? outcome;
      this.#end(end);
      node.shared.book.end(report.id, end.kind);
      return undefined;
    } catch (thrown) {
      const more = this.#saidOfHandedOn;
      const error = inWords(thrown, node.translate, more.map(say));
      const { cleaned, facts } = saidOf(error, report, say, node.connection?.redactor);
      writer.failure(facts);
      const end = failedEnd(error);
      this.#end(end);
      node.shared.book.end(report.id, node.isClosed ? 'cut' : end.kind, cleaned, more);
      return cleaned;
    }
  }

  /** Settles when the run has ended, which may be before its work has. */
  async #work(writer: MessageWriter): Promise<RunYield> {
    const { node, run, send } = this;
    const { origin } = node;
    node.requireReadable();
    const connection = requireConnection(origin.RED, origin.settings.connection);
    return new Promise<RunYield>((resolve, reject) => {
      const endEarly = (error: DataConnectError) => {
        node.runs.leave(run, this.#untilSettled(work));
        reject(error);
      };
      const told = { onProgress: this.#onProgress, onOverdue: this.#warnOfOverdue, endEarly };
      const job = { origin, connection, signal: run.stop, report: run.report, writer, send, ...told };
      const work = connection.during(this.#workOf(job));
      work.then(resolve, reject);
    });
  }

  #workOf(job: MessageRun): Promise<RunYield> {
    if (this.work) return this.work(job);
    return this.#isIncremental ? runIncremental(job, this.msg) : runMessage(job, this.msg);
  }

  get #isIncremental(): boolean {
    return this.node.origin.settings.incremental.mode !== 'off';
  }

  /** More is sent with the message than one run. */
  get #isOneOfMany(): boolean {
    return this.#isIncremental || this.work !== undefined;
  }

  /** What became of a window that was open when its run ended. Never rejects. */
  async #untilSettled(work: Promise<unknown>): Promise<void> {
    const { node } = this;
    const end = await work.then(
      () => ({ kind: 'confirmed-late' }) as const,
      (thrown) => this.#lateFailure(thrown),
    );
    if (!node.isClosed && !(end.kind === 'cancelled' && node.runs.active.length > 0)) node.status.afterwards(end);
  }

  /** The message of the run has its error already. */
  #lateFailure(thrown: unknown): RunEnd {
    const { isClosed, connection, origin, translate } = this.node;
    const error = inWords(thrown, translate);
    const isNews = !['CANCELLED', 'FLOW_FAILED', 'UNCONFIRMED'].includes(error.code);
    if (isNews && !isClosed) origin.node.warn(connection?.redactor.redact(error.message) ?? error.message);
    return failedEnd(error);
  }

  #noteBegin(): void {
    const { node, msg } = this;
    const { stop, report } = this.run;
    const { origin, connection } = node;
    const redactor = connection?.redactor;
    const begin = {
      id: report.id,
      node: origin.node.id,
      place: origin.place,
      type: origin.node.type,
      name: nodeLabel(origin.node, ''),
      connection: origin.settings.connection,
      dryRun: msg.dryRun === true,
      practice: report.isPractice,
      asked: connection?.asked,
      ...(this.work ? { notKept: 'shared' as const } : keptParams(msg.params, redactor)),
    };
    const cancel = () => stop.stop(node.runs.cancelled('person'));
    const state = this.#state;
    node.shared.book.begin({ begin: redactor ? redacted(begin, redactor) : begin, report, state, cancel });
  }

  readonly #onProgress = (news: RunNews): void => {
    const { node } = this;
    if (node.isClosed || this.#isOver) return;
    // Whoever waits for this message may hold the slot that is queued for.
    if (news.kind === 'queued') node.letGo(this.msg);
    this.#state.note(news);
    node.status.progress(this.#state);
    this.#messages?.progress(this.#state);
  };

  readonly #warnOfOverdue = (nodes: readonly string[]): void => {
    const { origin, translate } = this.node;
    const facts = { nodes: nodes.join(', '), seconds: origin.settings.flow.seconds };
    this.run.report.warn(translate('status.went-on', facts) ?? 'went-on');
  };

  #end(how: RunEnd): void {
    this.#isOver = true;
    this.#messages?.close();
    if (this.node.isClosed) return;
    this.node.status.end(how);
    this.#messages?.end(this.#state, how);
  }

  /**
   * How a run ends that ends with the flow, and of which the flow has something still. An incremental one ends well only
   * where all of its windows are confirmed.
   */
  get #unconfirmedEnd(): RunEnd | undefined {
    if (this.#isIncremental) return undefined;
    const { settings, say } = this.node.origin;
    const { overdueAt } = this.run.report.handedOn;
    if (!overdueAt || !endsWithFlow(settings.flow)) return undefined;
    return { kind: 'unconfirmed', nodes: overdueAt.length > 0 ? overdueAt : [say({ phrase: 'flow-node-unknown' })] };
  }

  /** Whoever reads that a run failed must know that a table may have a part of it. */
  get #saidOfHandedOn(): Phrase[] {
    const { batches } = this.run.report.handedOn;
    return batches === 0 ? [] : [{ phrase: 'handed-on-before', facts: { batches } }];
  }
}

function failedEnd({ code, facts: { reason } }: DataConnectError): RunEnd {
  if (code === 'CANCELLED') return { kind: 'cancelled' };
  const isSaid = code === 'UNCONFIRMED' && typeof reason === 'object' && 'phrase' in reason;
  return { kind: 'failed', code, ...(isSaid && { reason }) };
}
