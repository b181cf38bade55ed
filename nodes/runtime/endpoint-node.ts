/** The one class behind every endpoint node and the request node. */
import { randomUUID } from 'node:crypto';
import type { Node, NodeAPI, NodeMessage } from 'node-red';
import type { Endpoint } from '../catalogue/schema';
import { Stop } from '../client/waiting/cancellation';
import { DataConnectError, type Phrase } from '../errors';
import { titleOf } from '../extract/run-order';
import { type Problem, sentencesOf } from '../parameters/problem';
import { cleanError, redacted } from '../secrets/clean-error';
import { inNode, labelled } from '../stored/field-labels';
import type { StoredNode } from '../stored/stored-node';
import { type Connection, findConnection, requireConnection } from './connection/connection';
import { asDataConnectError, failureText } from './failure-text';
import { endsWithFlow } from './flow/back-pressure';
import { type CaughtError, caughtErrorIn } from './flow/caught-error';
import { FlowTicks, isTick, sendTicks, speakTicks } from './flow/flow-ticks';
import { goingOnNode } from './incremental/going-on-node';
import { runIncremental } from './incremental/incremental-run';
import { steerCursor } from './incremental/steer-cursor';
import { type RunningNode, runMessage } from './message-run';
import { type DataConnectMessage, MessageWriter } from './messages/message-writer';
import { RunReport } from './messages/run-report';
import { readEndpointNode } from './node-config';
import { labelsOf, nodeLabel } from './node-label';
import { PlanMemory } from './plan-memory';
import { type ActiveRun, describeCutRuns } from './progress/cut-runs';
import { keptParams } from './progress/kept-params';
import type { NotedRun } from './progress/noted-run';
import { ProgressMessages } from './progress/progress-messages';
import { type RunNews, RunState } from './progress/run-state';
import { type RunEnd, StatusLine } from './progress/status-line';
import { type Confirmed, type Repetition, repeatRun } from './repeat-run';
import type { SharedParts } from './shared-parts';
import { sayWith, type Translate, translateError, translator } from './translate';
import { storedConfig, storedId, withoutVariableValues } from './variable-values';

type Send = (msg: NodeMessage | Array<NodeMessage | null>) => void;
type Done = (error?: Error) => void;
type InputMessage = DataConnectMessage & {
  cancel?: unknown;
  dryRun?: unknown;
  /** What is to become of the cursor. */
  incremental?: unknown;
  params?: unknown;
};

/** A node that can be given a run once more. */
export type RepeatingNode = Node & {
  /** @throws DataConnectError, as the run would before it sends anything */
  repeatRun?: (run: NotedRun, confirmed: Confirmed) => Promise<Repetition>;
};

type StoppableRun = ActiveRun & { readonly stop: Stop; readonly report: RunReport };

export class EndpointNode {
  readonly #origin: RunningNode;
  /** What is wrong with what the node stores. */
  readonly #faults: readonly Problem[];
  readonly #translate: Translate;
  readonly #status: StatusLine;
  /** Each until the promise of its end settles. */
  readonly #active = new Map<StoppableRun, Promise<void>>();
  #closed = false;
  /** Whether its cursor can be kept is tried until this settles. */
  #trying: Promise<void> = Promise.resolve();

  /**
   * @param endpoint the catalogue's entry; undefined for the request node
   * @param shared has the book in which its runs are noted
   */
  constructor(
    RED: NodeAPI,
    node: RepeatingNode,
    endpoint: Endpoint | undefined,
    stored: StoredNode,
    readonly shared: SharedParts,
  ) {
    const { settings, faults } = readEndpointNode(stored);
    this.#faults = faults.length > 0 ? withoutVariableValues(faults, storedConfig(RED, node)) : [];
    this.#translate = translator(RED);
    this.#origin = {
      RED,
      node,
      place: storedId(node),
      endpoint,
      settings,
      title: titleOf({ endpoint, choice: settings }),
      say: sayWith(this.#translate),
      ticks: new FlowTicks(),
      memory: new PlanMemory(),
    };
    this.#status = new StatusLine((status) => node.status(status), this.#translate);
    this.#status.isPractice = this.#connection?.isPractice === true;
    node.repeatRun = async (run, confirmed) => {
      this.#requireReadable();
      return repeatRun(this.#origin, run, confirmed);
    };
    speakTicks(node);
    node.on('input', (msg, send, done) => this.#onInput(msg as InputMessage, send, done));
    node.on('close', (removed: boolean, done: () => void) => this.#onClose(removed, done));
    this.#showStandingFault();
  }

  /** What every message will fail by is under the node from the start. */
  #showStandingFault(): void {
    if (this.#faults.length > 0) this.#status.fault('node-invalid');
    else if (!this.#connection) this.#status.fault('connection-missing');
    else if (!this.#connection.isUsable) this.#status.fault('connection-invalid');
    else this.#status.idle();
    if (!this.#isIncremental || this.#faults.length > 0) return;
    this.#origin.node.on('close', this.shared.goingOn.add(this.#origin.place, goingOnNode(this.#origin)));
    this.#trying = this.#tryCursor().catch((error: unknown) => this.#showCursorFault(error));
  }

  /** Whether what the flow confirms can be kept is known before it is asked for. */
  async #tryCursor(): Promise<void> {
    const { RED, place, settings } = this.#origin;
    await this.shared.cursorsOf(RED).tryToWrite({ node: place, connection: settings.connection });
  }

  #showCursorFault(thrown: unknown): void {
    if (this.#closed) return;
    const error = this.#inWords(thrown);
    this.#status.fault('cursor-not-kept', { code: String(error.facts.code ?? error.code) });
    this.#origin.node.warn(error.message);
  }

  get #isIncremental(): boolean {
    return this.#origin.settings.incremental.mode !== 'off';
  }

  get #connection(): Connection | undefined {
    const { RED, settings } = this.#origin;
    return findConnection(RED, settings.connection);
  }

  #onInput(msg: InputMessage, send: Send, done: Done): void {
    if (msg.cancel === true || isTick(msg)) {
      if (msg.cancel === true) this.#stopByMessage(msg);
      else this.#origin.ticks.receive();
      // Not `done`: a Complete node would take it for a run that ended well.
      this.#letGo(msg);
      return;
    }
    if (this.#confirms(msg)) {
      done();
      return;
    }
    const report = this.#newReport();
    if (msg.incremental !== undefined) {
      void this.#steer(msg, report).then((error) => {
        if (!this.#closed) done(error);
      });
      return;
    }
    const run: StoppableRun = { stop: new Stop(), report };
    const sendOn: Send = (out) => {
      if (!this.#closed) send(out);
    };
    // A rejected input handler would end the whole Node-RED process: both ends are taken here.
    const ended = this.#carryOut(msg, run, sendOn)
      .then((error) => {
        this.#active.delete(run);
        if (this.#closed) return;
        sendTicks(this.#origin.RED, this.#origin.node);
        done(error);
      })
      .catch((fault: unknown) => this.#origin.node.error(failureText(fault), msg));
    this.#active.set(run, ended);
  }

  #newReport(): RunReport {
    const report = new RunReport(randomUUID(), this.#origin.endpoint?.id ?? 'request');
    report.isPractice = this.#status.isPractice;
    return report;
  }

  /** Changes where the node goes on from. Never rejects. Resolves with the error to report, if any. */
  async #steer(msg: InputMessage, report: RunReport): Promise<Error | undefined> {
    const origin = this.#origin;
    try {
      this.#requireReadable();
      const connection = requireConnection(origin.RED, origin.settings.connection);
      const job = { origin, connection, report, signal: new Stop() };
      const { did, state, point } = await connection.during(steerCursor(job, msg, msg.incremental));
      const { confirmedTo, paused = false } = state;
      const incremental = { did, paused, ...(confirmedTo !== undefined && { confirmedTo }) };
      msg.dataconnect = { endpoint: report.endpoint, incremental };
      this.#status.steered(paused, point);
      return undefined;
    } catch (thrown) {
      const error = this.#inWords(thrown);
      const { cleaned, facts } = this.#cleaned(error, report);
      msg.dataconnect = facts;
      return cleaned;
    }
  }

  /** A message of one of its windows comes back to the node: a word on that window, and no order for a run. */
  #confirms(msg: InputMessage): boolean {
    const confirmations = this.#connection?.shared.confirmations;
    if (!confirmations?.isAwaitedBy(this.#origin.node, msg)) return false;
    confirmations.decide(msg);
    return true;
  }

  /** Never rejects. Resolves with the error to report, if any. */
  async #carryOut(msg: InputMessage, { stop, report }: StoppableRun, send: Send): Promise<Error | undefined> {
    const { RED, settings, say } = this.#origin;
    const writer = new MessageWriter(RED, msg, report.id, settings, this.#isIncremental);
    const teller = this.#tellerOf(msg, report, send);
    this.#status.begin();
    this.#noteBegin(msg, { stop, report }, teller.state);
    try {
      this.#requireReadable();
      const connection = requireConnection(this.#origin.RED, this.#origin.settings.connection);
      const onProgress = teller.news;
      const onOverdue = (nodes: string[]) => this.#warnOfOverdue(nodes, report);
      const job = { origin: this.#origin, connection, signal: stop, report, writer, send, onProgress, onOverdue };
      const outcome = await connection.during(this.#isIncremental ? runIncremental(job, msg) : runMessage(job, msg));
      writer.end(report.endFacts());
      const end = this.#unconfirmedEnd(report) ?? outcome;
      teller.end(end);
      this.shared.book.end(report.id, end.kind);
      return undefined;
    } catch (thrown) {
      const more = this.#saidOfHandedOn(report);
      const error = this.#inWords(thrown, more.map(say));
      const { cleaned, facts } = this.#cleaned(error, report);
      writer.failure(facts);
      const end = failedEnd(error);
      teller.end(end);
      this.shared.book.end(report.id, this.#closed ? 'cut' : end.kind, cleaned, more);
      return cleaned;
    }
  }

  #inWords(thrown: unknown, more: readonly string[] = []): DataConnectError {
    const error = asDataConnectError(thrown);
    error.message = [translateError(error, this.#translate), ...more].join(' ');
    return error;
  }

  /** What goes out of an error, free of secrets. */
  #cleaned(error: DataConnectError, report: RunReport): { cleaned: DataConnectError; facts: Record<string, unknown> } {
    const redactor = this.#connection?.redactor;
    const facts = report.failure(error, this.#origin.say);
    return redactor
      ? { cleaned: cleanError(error, redactor), facts: redacted(facts, redactor) }
      : { cleaned: error, facts };
  }

  #noteBegin(msg: InputMessage, { stop, report }: StoppableRun, state: RunState): void {
    const { node, settings } = this.#origin;
    const connection = this.#connection;
    const redactor = connection?.redactor;
    const begin = {
      id: report.id,
      node: node.id,
      place: this.#origin.place,
      type: node.type,
      name: nodeLabel(node, ''),
      connection: settings.connection,
      dryRun: msg.dryRun === true,
      practice: report.isPractice,
      asked: connection?.asked,
      ...keptParams(msg.params, redactor),
    };
    const cancel = () => stop.stop(this.#cancelled('person'));
    this.shared.book.begin({ begin: redactor ? redacted(begin, redactor) : begin, report, state, cancel });
  }

  /** How a run ends that ends with the flow, and of which the flow has something still. */
  #unconfirmedEnd({ handedOn: { overdueAt } }: RunReport): RunEnd | undefined {
    const { settings, say } = this.#origin;
    if (!overdueAt || !endsWithFlow(settings.flow)) return undefined;
    return { kind: 'unconfirmed', nodes: overdueAt.length > 0 ? overdueAt : [say({ phrase: 'flow-node-unknown' })] };
  }

  /** Whoever reads that a run failed must know that a table may have a part of it. */
  #saidOfHandedOn({ handedOn: { batches } }: RunReport): Phrase[] {
    return batches === 0 ? [] : [{ phrase: 'handed-on-before', facts: { batches } }];
  }

  #warnOfOverdue(nodes: readonly string[], report: RunReport): void {
    const facts = { nodes: nodes.join(', '), seconds: this.#origin.settings.flow.seconds };
    report.warn(this.#translate('status.went-on', facts) ?? 'went-on');
  }

  /** What tells people about one run: the status line, and the messages of the second output. */
  #tellerOf(msg: InputMessage, report: RunReport, send: Send) {
    const state = new RunState();
    const messages = this.#origin.settings.progress
      ? new ProgressMessages(report, (out) => send([null, out]))
      : undefined;
    const news = (piece: RunNews) => {
      if (this.#closed) return;
      // Whoever waits for this message may hold the slot that is queued for.
      if (piece.kind === 'queued') this.#letGo(msg);
      state.note(piece);
      this.#status.progress(state);
      messages?.progress(state);
    };
    const end = (how: RunEnd) => {
      messages?.close();
      if (this.#closed) return;
      this.#status.end(how);
      messages?.end(state, how);
    };
    return { state, news, end };
  }

  /** Nodes before this one do not wait for it to complete the message. */
  #letGo(msg: InputMessage): void {
    const { RED, node } = this.#origin;
    this.#connection?.shared.trackerOf(RED).letGo(node, msg);
  }

  /** A field that cannot be read might have asked for less: nothing is sent. */
  #requireReadable(): void {
    if (this.#faults.length === 0) return;
    const { node, title } = this.#origin;
    const problems = sentencesOf(labelled(this.#faults, inNode));
    throw new DataConnectError('NODE_INVALID', { node: nodeLabel(node, title || node.id), problems });
  }

  /** A Catch node says by it that the flow failed with a message of a run; anybody else wants all runs to stop. */
  #stopByMessage(msg: InputMessage): void {
    const caught = caughtErrorIn(msg);
    if (!caught) this.#cancelAll('message');
    else if (caught.node.id !== this.#origin.node.id) this.#failBy(caught);
    // An error of this node is the end of a run: there is none to stop.
  }

  #failBy({ node, run, batch }: CaughtError): void {
    const runs = [...this.#active.keys()];
    const named = runs.filter(({ report }) => report.id === run);
    for (const { stop, report } of named.length > 0 ? named : runs) {
      report.handedOn.fail(labelsOf([node]), batch);
      stop.stop(report.handedOn.error(this.#origin.title));
    }
  }

  #cancelAll(reason: 'message' | 'close'): void {
    for (const { stop } of this.#active.keys()) stop.stop(this.#cancelled(reason));
  }

  #cancelled(by: 'message' | 'close' | 'person'): DataConnectError {
    const facts = { endpoint: this.#origin.title, reason: { phrase: `cancelled-by-${by}` } as const };
    return new DataConnectError('CANCELLED', facts);
  }

  #onClose(removed: boolean, done: () => void): void {
    this.#closed = true;
    this.#status.close();
    const { node, title } = this.#origin;
    for (const line of describeCutRuns([...this.#active.keys()], title, this.#translate)) node.warn(line);
    this.#cancelAll('close');
    void Promise.allSettled([...this.#active.values(), this.#trying])
      .then(() => (removed ? this.#forget() : undefined))
      .then(() => this.shared.book.save())
      .then(() => done());
  }

  /** What is kept of it besides the flow. One that is disabled is removed, too, and goes on from its cursor one day. */
  async #forget(): Promise<void> {
    const { RED, node, place } = this.#origin;
    await this.shared.columnMemoryOf(RED).forget(place);
    if (storedConfig(RED, node) !== undefined) return;
    try {
      await this.shared.cursorsOf(RED).forget(place);
    } catch (fault) {
      node.warn(failureText(fault));
    }
  }
}

function failedEnd({ code, facts: { reason } }: DataConnectError): RunEnd {
  if (code === 'CANCELLED') return { kind: 'cancelled' };
  const isSaid = code === 'UNCONFIRMED' && typeof reason === 'object' && 'phrase' in reason;
  return { kind: 'failed', code, ...(isSaid && { reason }) };
}
