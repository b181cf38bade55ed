/** The node of the check-up, for a schedule: a message in, one with everything that was found out. */
import { randomUUID } from 'node:crypto';
import type { NodeAPI, NodeMessage } from 'node-red';
import { Stop } from '../../client/waiting/cancellation';
import { DataConnectError, plainFacts } from '../../errors';
import { type FieldProblem, type Problem, sentencesOf } from '../../parameters/problem';
import { cleanError, redacted } from '../../secrets/clean-error';
import { inNode, labelled } from '../../stored/field-labels';
import { readStoredCheckUp, type StoredCheckUp } from '../../stored/stored-check-up';
import { findConnection, requireConnection } from '../connection/connection';
import type { RepeatingNode } from '../endpoint-node';
import { asDataConnectError } from '../failure-text';
import { isTick } from '../flow/flow-ticks';
import type { DataConnectMessage } from '../messages/message-writer';
import { RunReport } from '../messages/run-report';
import { nodeLabel } from '../node-label';
import { RunState } from '../progress/run-state';
import { repeatCheckUp } from '../repeat-run';
import type { SharedParts } from '../shared-parts';
import { sayWith, type Translate, translateError, translator } from '../translate';
import { storedConfig, storedId, withoutVariableValues } from '../variable-values';
import { checkUpConnection } from './check-up-connection';
import { CheckUpStatus } from './check-up-status';
import { type SaidReport, sayReport } from './check-up-words';

type InputMessage = DataConnectMessage & { cancel?: unknown };

/** What the book has of one. */
interface NotedCheckUp {
  report: RunReport;
  state: RunState;
}

export class CheckUpNode {
  readonly #connectionId: string;
  /** What is wrong with what the node stores. */
  readonly #faults: readonly Problem[];
  readonly #translate: Translate;
  readonly #status: CheckUpStatus;
  readonly #stops = new Set<Stop>();
  /** Of all check-ups so far: one at a time is polite. */
  #last: Promise<void> = Promise.resolve();
  #closed = false;

  /** @param shared with whatever else sends requests */
  constructor(
    readonly RED: NodeAPI,
    readonly node: RepeatingNode,
    stored: StoredCheckUp,
    readonly shared: SharedParts,
  ) {
    const faults: FieldProblem[] = [];
    this.#connectionId = readStoredCheckUp(stored, faults).connection;
    this.#faults = faults.length > 0 ? withoutVariableValues(faults, storedConfig(RED, node)) : [];
    this.#translate = translator(RED);
    this.#status = new CheckUpStatus((status) => node.status(status), this.#translate);
    if (faults.length > 0) this.#status.failed('NODE_INVALID');
    else if (!findConnection(RED, this.#connectionId)) this.#status.failed('CONNECTION_MISSING');
    node.repeatRun = async (run, confirmed) =>
      repeatCheckUp(node, requireConnection(RED, this.#connectionId), run, confirmed);
    node.on('input', (msg, send, done) => this.#onInput(msg as InputMessage, send, done));
    node.on('close', (done: () => void) => this.#onClose(done));
  }

  #onInput(msg: InputMessage, send: (msg: NodeMessage) => void, done: (error?: Error) => void): void {
    if (msg.cancel === true || isTick(msg)) {
      if (msg.cancel === true) this.#stopAll('message');
      // Not `done`: a Complete node would take it for a check-up that ended well.
      this.shared.trackerOf(this.RED).letGo(this.node, msg);
      return;
    }
    const stop = new Stop();
    this.#stops.add(stop);
    const run = this.#noteBegin(stop);
    this.#last = this.#last.then(async () => {
      const error = await this.#carryOut(msg, stop, run);
      this.#stops.delete(stop);
      if (this.#closed) return;
      if (!error) send(msg);
      done(error);
    });
  }

  /** Never rejects. @returns why the message is as it came but for the error's facts */
  async #carryOut(msg: InputMessage, stop: Stop, { report: noted, state }: NotedCheckUp): Promise<Error | undefined> {
    const run = { endpoint: noted.endpoint, run: noted.id };
    const begun = performance.now();
    this.#status.begin();
    state.note({ kind: 'sending' });
    try {
      this.#requireReadable();
      const connection = requireConnection(this.RED, this.#connectionId);
      const report = await connection.during(checkUpConnection(connection, stop, () => this.#status.found()));
      const said = redacted(sayReport(report, connection, this.#translate), connection.redactor);
      const facts = { host: connection.asked.service, ...(connection.isPractice && { practice: true }) };
      Object.assign(msg, { payload: { ...facts, checkedAt: new Date().toISOString(), ...said } });
      const duration = Math.round(performance.now() - begun);
      msg.dataconnect = { ...run, ...facts, requests: report.requests, duration };
      this.#showEnd(said);
      noted.facts.requests = report.requests;
      const { stopped } = report;
      this.#noteEnd(noted, stopped && cleanError(stopped, connection.redactor));
      return undefined;
    } catch (thrown) {
      const error = this.#failure(thrown, msg, run);
      this.#noteEnd(noted, error);
      return error;
    }
  }

  /** In the book of all runs, from which it is stopped and done again. */
  #noteBegin(stop: Stop): NotedCheckUp {
    const { node, RED } = this;
    const report = new RunReport(randomUUID(), 'check-up');
    const state = new RunState();
    const connection = findConnection(RED, this.#connectionId);
    const begin = {
      ...{ id: report.id, node: node.id, place: storedId(node), type: node.type, name: nodeLabel(node, '') },
      ...{ connection: this.#connectionId, dryRun: false, practice: connection?.isPractice === true },
      asked: connection?.asked,
    };
    const cancel = () => stop.stop(this.#cancelled('person'));
    const clean = connection ? redacted(begin, connection.redactor) : begin;
    this.shared.book.begin({ begin: clean, report, state, cancel });
    return { report, state };
  }

  #noteEnd({ id }: RunReport, error: DataConnectError | undefined): void {
    if (this.#closed) this.shared.book.end(id, 'cut', error);
    else if (error) this.shared.book.end(id, error.code === 'CANCELLED' ? 'cancelled' : 'failed', error);
    else this.shared.book.end(id, 'checked');
  }

  #requireReadable(): void {
    if (this.#faults.length === 0) return;
    const label = nodeLabel(this.node, this.#translate('check-up.label') ?? this.node.id);
    throw new DataConnectError('NODE_INVALID', { node: label, problems: sentencesOf(labelled(this.#faults, inNode)) });
  }

  #showEnd({ findings, stopped }: SaidReport): void {
    const found = findings.filter(({ outcome }) => outcome === 'found').length;
    this.#status.end({ found, open: findings.length - found, code: stopped?.code });
  }

  #failure(thrown: unknown, msg: InputMessage, run: object): DataConnectError {
    const error = asDataConnectError(thrown);
    error.message = translateError(error, this.#translate);
    const redactor = findConnection(this.RED, this.#connectionId)?.redactor;
    const facts = { code: error.code, ...plainFacts(error.facts, sayWith(this.#translate)) };
    msg.dataconnect = { ...run, error: redactor ? redacted(facts, redactor) : facts };
    this.#status.failed(error.code);
    return redactor ? cleanError(error, redactor) : error;
  }

  #stopAll(by: 'message' | 'close'): void {
    for (const stop of this.#stops) stop.stop(this.#cancelled(by));
  }

  #cancelled(by: 'message' | 'close' | 'person'): DataConnectError {
    const endpoint = this.#translate('check-up.label') ?? 'check-up';
    return new DataConnectError('CANCELLED', { endpoint, reason: { phrase: `cancelled-by-${by}` } as const });
  }

  #onClose(done: () => void): void {
    this.#closed = true;
    this.#status.close();
    this.#stopAll('close');
    void this.#last.then(() => this.shared.book.save()).then(() => done());
  }
}
