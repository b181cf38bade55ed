/** The one class behind every endpoint node and the request node. */
import { randomUUID } from 'node:crypto';
import type { Node, NodeAPI, NodeMessage } from 'node-red';
import type { Endpoint } from '../catalogue/schema';
import { DataConnectError } from '../errors';
import { type Connection, findConnection } from './connection';
import { asDataConnectError, messageOptions, type RunOutcome, runMessage } from './message-run';
import { type DataConnectMessage, MessageWriter } from './message-writer';
import { type EndpointNodeSettings, readEndpointNode, type StoredEndpointNode } from './node-config';
import { RunReport } from './run-report';
import { StatusLine } from './status-line';
import { problemWriter, type Translate, translateError, translator } from './translate';

type Send = (msg: NodeMessage) => void;
type Done = (error?: Error) => void;
type InputMessage = DataConnectMessage & { cancel?: unknown };

export class EndpointNode {
  readonly #settings: EndpointNodeSettings;
  readonly #translate: Translate;
  readonly #status: StatusLine;
  readonly #active = new Set<AbortController>();
  #closed = false;

  /** @param endpoint the catalogue's entry; undefined for the request node */
  constructor(
    readonly RED: NodeAPI,
    readonly node: Node,
    readonly endpoint: Endpoint | undefined,
    stored: StoredEndpointNode,
  ) {
    this.#settings = readEndpointNode(stored);
    this.#translate = translator(RED);
    this.#status = new StatusLine((status) => node.status(status), this.#translate);
    node.on('input', (msg, send, done) => this.#onInput(msg as InputMessage, send, done));
    node.on('close', (done: () => void) => this.#onClose(done));
    if (!this.#connection) this.#status.fault('connection-missing');
  }

  get #title(): string {
    return this.endpoint?.title ?? this.#settings.path;
  }

  get #connection(): Connection | undefined {
    return findConnection(this.RED, this.#settings.connection);
  }

  #onInput(msg: InputMessage, send: Send, done: Done): void {
    if (msg.cancel === true) {
      this.#cancelAll('message');
      done();
      return;
    }
    const controller = new AbortController();
    this.#active.add(controller);
    // A rejected input handler would end the whole Node-RED process: both ends are taken here.
    void this.#carryOut(msg, controller.signal, (out) => this.#closed || send(out)).then((error) => {
      this.#active.delete(controller);
      if (!this.#closed) done(error);
    });
  }

  /** Never rejects. Resolves with the error to report, if any. */
  async #carryOut(msg: InputMessage, signal: AbortSignal, send: Send): Promise<Error | undefined> {
    const report = new RunReport(randomUUID(), this.endpoint?.id ?? 'request');
    const writer = new MessageWriter(this.RED, msg, messageOptions(this.#settings, report.id));
    this.#status.begin();
    try {
      const outcome = await runMessage(
        { ...this.#job(), connection: this.#requireConnection(), signal, report, writer, send },
        msg,
      );
      this.#succeeded(outcome);
      return undefined;
    } catch (thrown) {
      const error = asDataConnectError(thrown);
      writer.failure(report.failure(error));
      this.#failed(error);
      error.message = translateError(error, this.#translate);
      return error;
    }
  }

  #job() {
    return {
      RED: this.RED,
      node: this.node,
      endpoint: this.endpoint,
      title: this.#title,
      settings: this.#settings,
      writeProblem: problemWriter(this.#translate),
      onProgress: (progress: Parameters<StatusLine['progress']>[0]) => this.#closed || this.#status.progress(progress),
    };
  }

  #requireConnection(): Connection {
    const connection = this.#connection;
    if (connection) return connection;
    const reason = this.#settings.connection ? 'connection-disabled' : 'connection-not-chosen';
    throw new DataConnectError('CONNECTION_MISSING', {
      reason: this.#translate(`status.${reason}`, { id: this.#settings.connection }) ?? '',
    });
  }

  #succeeded(outcome: RunOutcome): void {
    if (this.#closed) return;
    this.#status.end(outcome.kind === 'records' ? { kind: 'done', rows: outcome.rows } : { kind: 'sent' });
  }

  #failed(error: DataConnectError): void {
    if (this.#closed) return;
    this.#status.end(error.code === 'CANCELLED' ? { kind: 'cancelled' } : { kind: 'failed', code: error.code });
  }

  #cancelAll(reason: 'message' | 'close'): void {
    const text = this.#translate(`status.cancelled-by-${reason}`) ?? reason;
    for (const controller of this.#active) controller.abort(text);
  }

  #onClose(done: () => void): void {
    this.#closed = true;
    this.#status.close();
    this.#cancelAll('close');
    done();
  }
}
