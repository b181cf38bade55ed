/** Builds the messages of one run (docs/messages.md, Messages out). */
import type { NodeAPI, NodeMessage, NodeMessageInFlow } from 'node-red';
import type { FinishedBatch } from '../../extract/run-options';
import type { ColumnInfo } from '../../record';
import type { NodeSettings } from '../../stored/stored-node';
import { endsWithFlow } from '../flow/back-pressure';
import { putInto } from './output-property';

/** What our nodes set on a message beside the payload. */
export type DataConnectMessage = NodeMessageInFlow & {
  complete?: unknown;
  statusCode?: number;
  filename?: string;
  columns?: ColumnInfo[];
  dataconnect?: Record<string, unknown>;
};

/** Facts as they are when a message goes out. */
export interface MessageFacts {
  statusCode: number | undefined;
  dataconnect: Record<string, unknown>;
}

export class MessageWriter {
  readonly #parts: NodeMessageInFlow['parts'];

  /**
   * @param run id of the run, and of the sequence its messages are
   * @param isOneOfMany whether other sequences are made of the input message, too: then none of them ends with it
   */
  constructor(
    readonly RED: NodeAPI,
    readonly input: DataConnectMessage,
    readonly run: string,
    readonly output: NodeSettings['output'] & Pick<NodeSettings, 'flow' | 'incremental'>,
    readonly isOneOfMany = false,
  ) {
    this.#parts = input.parts;
  }

  /**
   * The message for a batch. The last one is the input message itself, the others are copies of it. Where the run ends
   * with the flow, the last one is a copy, too: Complete and Catch nodes get the input message behind it, and what the
   * flow made of the last one is not theirs.
   */
  batch(batch: FinishedBatch, facts: MessageFacts): DataConnectMessage {
    const { mode, batchSize, incremental } = this.output;
    const msg = batch.last ? this.#lastMessage() : this.#copyOfInput();
    this.#describe(msg, facts);
    msg.columns = batch.columns.map((column) => ({ ...column }));
    // What changed in a list comes in a message of each kind.
    if (incremental.mode === 'changes') tellLast(msg, batch.last);
    if (mode === 'all') return this.#put(msg, batch.records);
    this.#number(msg, batch, mode === 'each' ? 1 : batchSize);
    // An empty result has no record to give: its one message says so with an empty list.
    return this.#put(msg, mode === 'each' && batch.records.length > 0 ? batch.records[0] : batch.records);
  }

  /** The message for a body that is passed on as it came. */
  body(value: unknown, filename: string | undefined, facts: MessageFacts): DataConnectMessage {
    const msg = this.#lastMessage();
    this.#describe(msg, facts);
    if (filename !== undefined) msg.filename = filename;
    delete msg.columns;
    return this.#put(msg, value);
  }

  /** The input message, told how a run ended that the flow is done with. */
  end(facts: MessageFacts): void {
    if (this.isOneOfMany || endsWithFlow(this.output.flow)) this.#describe(this.input, facts);
  }

  /** The input message, told why nothing came of it; it is what a Catch node gets. */
  failure(dataconnect: Record<string, unknown>): void {
    this.input.dataconnect = dataconnect;
    if (this.#parts === undefined) delete this.input.parts;
    else this.input.parts = this.#parts;
  }

  /** Its id stays, by which the flow knows it. */
  #lastMessage(): DataConnectMessage {
    if (this.isOneOfMany) return this.#copyOfInput();
    return endsWithFlow(this.output.flow) ? { ...this.input } : this.input;
  }

  #describe(msg: DataConnectMessage, { statusCode, dataconnect }: MessageFacts): void {
    if (statusCode !== undefined) msg.statusCode = statusCode;
    // The name of another file would make a file or e-mail node take this answer for it.
    delete msg.filename;
    msg.dataconnect = dataconnect;
  }

  #number(msg: DataConnectMessage, { index, last }: FinishedBatch, size: number): void {
    const parts: Record<string, unknown> = { id: this.run, type: 'array', len: size, index };
    if (this.#parts !== undefined) parts.parts = this.#parts;
    if (last) parts.count = index + 1;
    msg.parts = parts as unknown as NonNullable<DataConnectMessage['parts']>;
    tellLast(msg, last);
  }

  #put(msg: DataConnectMessage, value: unknown): DataConnectMessage {
    putInto(this.RED, msg, this.output.property, value);
    return msg;
  }

  /**
   * What the data will replace is not copied: a large payload would be cloned once a batch for nothing. Each copy has
   * an id of its own, by which it is followed through the flow.
   */
  #copyOfInput(): DataConnectMessage {
    const { payload, ...rest } = this.input;
    const replaced = this.output.property === 'payload';
    const copied = (replaced ? rest : { payload, ...rest }) as NodeMessage;
    const copy = this.RED.util.cloneMessage(copied) as DataConnectMessage;
    copy._msgid = this.RED.util.generateId();
    return copy;
  }
}

function tellLast(msg: DataConnectMessage, last: boolean): void {
  if (last) msg.complete = true;
  else delete msg.complete;
}
