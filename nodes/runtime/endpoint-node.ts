/** The one class behind every endpoint node and the request node. */
import { randomUUID } from 'node:crypto';
import type { Node, NodeAPI } from 'node-red';
import type { Endpoint } from '../catalogue/schema';
import { Stop } from '../client/waiting/cancellation';
import { DataConnectError } from '../errors';
import { titleOf } from '../extract/run-order';
import { type Problem, sentencesOf } from '../parameters/problem';
import { inNode, labelled } from '../stored/field-labels';
import type { StoredNode } from '../stored/stored-node';
import { type Connection, findConnection } from './connection/connection';
import { failureText } from './failure-text';
import { caughtErrorIn } from './flow/caught-error';
import { FlowTicks, isTick, sendTicks, speakTicks } from './flow/flow-ticks';
import { goingOnNode } from './incremental/going-on-node';
import { steerByMessage } from './incremental/steer-by-message';
import type { RunningNode } from './message-run';
import { RunReport } from './messages/run-report';
import { readEndpointNode } from './node-config';
import { nodeLabel } from './node-label';
import { NodeRuns, type StoppableRun } from './node-runs';
import { PlanMemory } from './plan-memory';
import { watchCluster } from './progress/cluster-watch';
import { describeCutRuns } from './progress/cut-runs';
import type { NotedRun } from './progress/noted-run';
import { StatusLine } from './progress/status-line';
import { type Confirmed, type Repetition, repeatRun } from './repeat-run';
import { inWords, saidOf } from './said-errors';
import type { SharedParts } from './shared-parts';
import { type OrderMessage, type SendOn, type ToldNode, ToldRun } from './told-run';
import { sayWith, type Translate, translator } from './translate';
import { storedConfig, storedId, withoutVariableValues } from './variable-values';
import { cannotShare } from './work/read-work';
import { SharedNode } from './work/shared-node';

type Done = (error?: Error) => void;
type InputMessage = OrderMessage & { cancel?: unknown };

/** A node that can be given a run once more. */
export type RepeatingNode = Node & {
  /** @throws DataConnectError, as the run would before it sends anything */
  repeatRun?: (run: NotedRun, confirmed: Confirmed) => Promise<Repetition>;
};

export class EndpointNode implements ToldNode {
  readonly origin: RunningNode;
  /** What is wrong with what the node stores. */
  readonly #faults: readonly Problem[];
  readonly translate: Translate;
  readonly status: StatusLine;
  readonly runs: NodeRuns;
  isClosed = false;
  /** Of a node whose windows several Node-RED share. */
  readonly #shared: SharedNode | undefined;
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
    this.translate = translator(RED);
    this.origin = {
      RED,
      node,
      place: storedId(node),
      endpoint,
      settings,
      title: titleOf({ endpoint, choice: settings }),
      say: sayWith(this.translate),
      ticks: new FlowTicks(),
      memory: new PlanMemory(),
    };
    this.runs = new NodeRuns(this.origin.title);
    this.status = new StatusLine((status) => node.status(status), this.translate);
    this.status.isPractice = this.connection?.isPractice === true;
    node.repeatRun = async (run, confirmed) => {
      this.requireReadable();
      return repeatRun(this.origin, run, confirmed);
    };
    speakTicks(node);
    node.on('input', (msg, send, done) => this.#onInput(msg as InputMessage, send, done));
    node.on('close', (removed: boolean, done: () => void) => this.#onClose(removed, done));
    this.#shared = this.#sharedNode();
    this.#showStandingFault();
    if (this.#shared) {
      node.on('close', shared.sharing.add(node.id, this.#shared));
      this.#shared.start();
    }
  }

  /** Where nobody shares them, its windows are its own, whatever is chosen. */
  #sharedNode(): SharedNode | undefined {
    const { connection } = this;
    const cluster = connection?.isUsable ? connection.cluster : undefined;
    if (this.origin.settings.share === 'off' || !connection || !cluster) return undefined;
    return new SharedNode(this, connection, cluster);
  }

  /** What every message will fail by is under the node from the start. */
  #showStandingFault(): void {
    if (this.#faults.length > 0) this.status.fault('node-invalid');
    else if (!this.connection) this.status.fault('connection-missing');
    else if (!this.connection.isUsable) this.status.fault('connection-invalid');
    else this.status.idle();
    this.#watchCluster();
    if (!this.#isIncremental || this.#faults.length > 0) return;
    this.origin.node.on('close', this.shared.goingOn.add(this.origin.node.id, goingOnNode(this.origin)));
    this.#trying = this.#tryCursor().catch((error: unknown) => this.#showCursorFault(error));
  }

  /** Flows start without it, and their runs wait. */
  #watchCluster(): void {
    const connection = this.connection;
    if (this.#faults.length > 0 || !connection?.isUsable || !connection.cluster) return;
    this.origin.node.on(
      'close',
      watchCluster(connection.cluster, (isAway) => this.status.cluster(isAway)),
    );
  }

  /** Whether what the flow confirms can be kept is known before it is asked for. */
  async #tryCursor(): Promise<void> {
    const { RED, node, settings } = this.origin;
    const cursors = this.shared.cursorsOf(RED, this.connection?.cluster);
    await cursors.tryToWrite({ node: node.id, connection: settings.connection });
  }

  #showCursorFault(thrown: unknown): void {
    if (this.isClosed) return;
    const error = inWords(thrown, this.translate);
    this.status.fault('cursor-not-kept', { code: String(error.facts.code ?? error.code) });
    this.origin.node.warn(error.message);
  }

  get #isIncremental(): boolean {
    return this.origin.settings.incremental.mode !== 'off';
  }

  get connection(): Connection | undefined {
    const { RED, settings } = this.origin;
    return findConnection(RED, settings.connection);
  }

  #onInput(msg: InputMessage, send: SendOn, done: Done): void {
    if (msg.cancel === true || isTick(msg)) {
      if (msg.cancel === true) this.#stopByMessage(msg);
      else this.origin.ticks.receive();
      // Not `done`: a Complete node would take it for a run that ended well.
      this.letGo(msg);
      return;
    }
    if (this.#confirms(msg)) {
      done();
      return;
    }
    const report = new RunReport(randomUUID(), this.origin.endpoint?.id ?? 'request');
    report.isPractice = this.status.isPractice;
    if (msg.incremental !== undefined) {
      void steerByMessage(this, msg, report).then((error) => {
        if (!this.isClosed) done(error);
      });
      return;
    }
    const run: StoppableRun = { stop: new Stop(), report };
    if ((this.#shared && msg.dryRun !== true) || msg.work !== undefined) {
      const ordered = this.#shared ? this.#shared.onMessage(msg, report, run.stop) : this.#refuseWork(msg, report);
      this.runs.begin(
        run,
        ordered.then((error) => {
          this.runs.end(run);
          if (!this.isClosed) done(error);
        }),
      );
      return;
    }
    const sendOn: SendOn = (out) => {
      if (!this.isClosed) send(out);
    };
    // A rejected input handler would end the whole Node-RED process: both ends are taken here.
    const ended = new ToldRun(this, msg, run, sendOn)
      .carryOut()
      .then((error) => {
        this.runs.end(run);
        if (this.isClosed) return;
        sendTicks(this.origin.RED, this.origin.node);
        done(error);
      })
      .catch((fault: unknown) => this.origin.node.error(failureText(fault), msg));
    this.runs.begin(run, ended);
  }

  /** What is meant for shared windows would start a run for all of them. */
  async #refuseWork(msg: InputMessage, report: RunReport): Promise<Error> {
    const { say, title } = this.origin;
    const error = inWords(cannotShare(title, 'work-off'), this.translate);
    const said = saidOf(error, report, say, this.connection?.redactor);
    msg.dataconnect = said.facts;
    return said.cleaned;
  }

  /** A message of one of its windows comes back to the node: a word on that window, and no order for a run. */
  #confirms(msg: InputMessage): boolean {
    const { node, settings } = this.origin;
    const { mode, confirm } = settings.incremental;
    const { confirmations } = this.shared;
    if (mode === 'off' || confirm !== 'hand' || !confirmations.isAwaitedBy(node, msg)) return false;
    confirmations.decide(msg);
    return true;
  }

  /** Nodes before this one do not wait for it to complete the message. */
  letGo(msg: OrderMessage): void {
    const { RED, node } = this.origin;
    this.connection?.shared.trackerOf(RED).letGo(node, msg);
  }

  /** A field that cannot be read might have asked for less: nothing is sent. */
  requireReadable(): void {
    if (this.#faults.length === 0) return;
    const { node, title } = this.origin;
    const problems = sentencesOf(labelled(this.#faults, inNode));
    throw new DataConnectError('NODE_INVALID', { node: nodeLabel(node, title || node.id), problems });
  }

  /** A Catch node says by it that the flow failed with a message of a run; anybody else wants all runs to stop. */
  #stopByMessage(msg: InputMessage): void {
    const caught = caughtErrorIn(msg);
    if (!caught) this.runs.cancel('message');
    else if (caught.node.id !== this.origin.node.id) this.runs.failBy(caught);
    // An error of this node is the end of a run: there is none to stop.
  }

  #onClose(removed: boolean, done: () => void): void {
    this.isClosed = true;
    this.status.close();
    const { RED, node, place, title } = this.origin;
    for (const line of describeCutRuns(this.runs.active, title, this.translate)) node.warn(line);
    const givenBack = this.#shared?.stop();
    this.runs.cancel('close');
    void Promise.all([this.runs.settled(), this.#trying, givenBack])
      .then(() => (removed ? this.shared.columnMemoryOf(RED).forget(place) : undefined))
      .then(() => this.shared.book.save())
      .then(() => done());
  }
}
