/** The one class behind every endpoint node and the request node. */
import { randomUUID } from 'node:crypto';
import type { Node, NodeAPI, NodeMessage } from 'node-red';
import type { Endpoint } from '../catalogue/schema';
import { Stop } from '../client/waiting/cancellation';
import { DataConnectError, type Phrase } from '../errors';
import { titleOf } from '../extract/run-order';
import { type Problem, sentencesOf } from '../parameters/problem';
import { redacted } from '../secrets/clean-error';
import { inNode, labelled } from '../stored/field-labels';
import type { StoredNode } from '../stored/stored-node';
import { type Connection, findConnection, requireConnection } from './connection/connection';
import { failureText } from './failure-text';
import { endsWithFlow } from './flow/back-pressure';
import { caughtErrorIn } from './flow/caught-error';
import { FlowTicks, isTick, sendTicks, speakTicks } from './flow/flow-ticks';
import { goingOnNode } from './incremental/going-on-node';
import { runIncremental } from './incremental/incremental-run';
import { steerCursor } from './incremental/steer-cursor';
import { type RunningNode, runMessage } from './message-run';
import { type DataConnectMessage, MessageWriter } from './messages/message-writer';
import { RunReport } from './messages/run-report';
import { readEndpointNode } from './node-config';
import { nodeLabel } from './node-label';
import { NodeRuns, type StoppableRun } from './node-runs';
import { PlanMemory } from './plan-memory';
import { describeCutRuns } from './progress/cut-runs';
import { keptParams } from './progress/kept-params';
import type { NotedRun } from './progress/noted-run';
import { ProgressMessages } from './progress/progress-messages';
import { type RunNews, RunState, type RunYield } from './progress/run-state';
import { type RunEnd, StatusLine } from './progress/status-line';
import { type Confirmed, type Repetition, repeatRun } from './repeat-run';
import { cleaned, inWords } from './said-errors';
import type { SharedParts } from './shared-parts';
import { sayWith, type Translate, translator } from './translate';
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

export class EndpointNode {
  readonly #origin: RunningNode;
  /** What is wrong with what the node stores. */
  readonly #faults: readonly Problem[];
  readonly #translate: Translate;
  readonly #status: StatusLine;
  readonly #runs: NodeRuns;
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
    this.#runs = new NodeRuns(this.#origin.title);
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
    this.#origin.node.on('close', this.shared.goingOn.add(this.#origin.node.id, goingOnNode(this.#origin)));
    this.#trying = this.#tryCursor().catch((error: unknown) => this.#showCursorFault(error));
  }

  /** Whether what the flow confirms can be kept is known before it is asked for. */
  async #tryCursor(): Promise<void> {
    const { RED, node, settings } = this.#origin;
    await this.shared.cursorsOf(RED).tryToWrite({ node: node.id, connection: settings.connection });
  }

  #showCursorFault(thrown: unknown): void {
    if (this.#closed) return;
    const error = inWords(thrown, this.#translate);
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
        this.#runs.end(run);
        if (this.#closed) return;
        sendTicks(this.#origin.RED, this.#origin.node);
        done(error);
      })
      .catch((fault: unknown) => this.#origin.node.error(failureText(fault), msg));
    this.#runs.begin(run, ended);
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
      const said = this.#said(inWords(thrown, this.#translate), report);
      msg.dataconnect = said.facts;
      return said.cleaned;
    }
  }

  /** A message of one of its windows comes back to the node: a word on that window, and no order for a run. */
  #confirms(msg: InputMessage): boolean {
    const { node, settings } = this.#origin;
    const { mode, confirm } = settings.incremental;
    const { confirmations } = this.shared;
    if (mode === 'off' || confirm !== 'hand' || !confirmations.isAwaitedBy(node, msg)) return false;
    confirmations.decide(msg);
    return true;
  }

  /** Never rejects. Resolves with the error to report, if any. */
  async #carryOut(msg: InputMessage, run: StoppableRun, send: Send): Promise<Error | undefined> {
    const { stop, report } = run;
    const { RED, settings, say } = this.#origin;
    const writer = new MessageWriter(RED, msg, report.id, settings, this.#isIncremental);
    const teller = this.#tellerOf(msg, report, send);
    this.#status.begin();
    this.#noteBegin(msg, run, teller.state);
    try {
      this.#requireReadable();
      const connection = requireConnection(this.#origin.RED, this.#origin.settings.connection);
      const onProgress = teller.news;
      const onOverdue = (nodes: string[]) => this.#warnOfOverdue(nodes, report);
      const outcome = await new Promise<RunYield>((resolve, reject) => {
        const endEarly = (error: DataConnectError) => {
          this.#runs.leave(run, this.#untilSettled(work));
          reject(error);
        };
        const told = { onProgress, onOverdue, endEarly };
        const job = { origin: this.#origin, connection, signal: stop, report, writer, send, ...told };
        const work = connection.during(this.#isIncremental ? runIncremental(job, msg) : runMessage(job, msg));
        work.then(resolve, reject);
      });
      writer.end(report.endFacts());
      const end = this.#unconfirmedEnd(report) ?? outcome;
      teller.end(end);
      this.shared.book.end(report.id, end.kind);
      return undefined;
    } catch (thrown) {
      const more = this.#saidOfHandedOn(report);
      const error = inWords(thrown, this.#translate, more.map(say));
      const { cleaned, facts } = this.#said(error, report);
      writer.failure(facts);
      const end = failedEnd(error);
      teller.end(end);
      this.shared.book.end(report.id, this.#closed ? 'cut' : end.kind, cleaned, more);
      return cleaned;
    }
  }

  /** What became of a window that was open when its run ended. Never rejects. */
  async #untilSettled(work: Promise<unknown>): Promise<void> {
    const end = await work.then(
      () => ({ kind: 'confirmed-late' }) as const,
      (thrown) => this.#lateFailure(thrown),
    );
    if (!this.#closed && !(end.kind === 'cancelled' && this.#runs.active.length > 0)) this.#status.afterwards(end);
  }

  /** The message of the run has its error already. */
  #lateFailure(thrown: unknown): RunEnd {
    const error = inWords(thrown, this.#translate);
    const redactor = this.#connection?.redactor;
    const isNews = !['CANCELLED', 'FLOW_FAILED', 'UNCONFIRMED'].includes(error.code);
    if (isNews && !this.#closed) this.#origin.node.warn(redactor?.redact(error.message) ?? error.message);
    return failedEnd(error);
  }

  /** What goes out of an error. */
  #said(error: DataConnectError, report: RunReport): ReturnType<typeof cleaned> {
    return cleaned(error, report, this.#origin.say, this.#connection?.redactor);
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
    const cancel = () => stop.stop(this.#runs.cancelled('person'));
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
    if (!caught) this.#runs.cancel('message');
    else if (caught.node.id !== this.#origin.node.id) this.#runs.failBy(caught);
    // An error of this node is the end of a run: there is none to stop.
  }

  #onClose(removed: boolean, done: () => void): void {
    this.#closed = true;
    this.#status.close();
    const { RED, node, place, title } = this.#origin;
    for (const line of describeCutRuns(this.#runs.active, title, this.#translate)) node.warn(line);
    this.#runs.cancel('close');
    void Promise.all([this.#runs.settled(), this.#trying])
      .then(() => (removed ? this.shared.columnMemoryOf(RED).forget(place) : undefined))
      .then(() => this.shared.book.save())
      .then(() => done());
  }
}

function failedEnd({ code, facts: { reason } }: DataConnectError): RunEnd {
  if (code === 'CANCELLED') return { kind: 'cancelled' };
  const isSaid = code === 'UNCONFIRMED' && typeof reason === 'object' && 'phrase' in reason;
  return { kind: 'failed', code, ...(isSaid && { reason }) };
}
