/** The node between records and a database node: one message in, one message with the SQL of its records out. */
import type { NodeAPI, NodeMessage } from 'node-red';
import { DataConnectError, plainFacts } from '../../errors';
import { boundsOf } from '../../output/sql/period-bounds';
import { recordsInvalid } from '../../output/sql/records-invalid';
import type { SqlPeriod } from '../../output/sql/sql-order';
import { writeSql } from '../../output/sql/write-sql';
import { type Problem, sentencesOf } from '../../parameters/problem';
import { inSql, labelled } from '../../stored/field-labels';
import { databaseNodeTypes, readStoredSql, type SqlSettings, type StoredSql } from '../../stored/stored-sql';
import { asDataConnectError, failureText } from '../failure-text';
import type { DeliveryTracker } from '../flow/delivery-tracker';
import type { FlowNode } from '../flow/flow-node';
import { isTick, sendTicks, speakTicks } from '../flow/flow-ticks';
import type { DataConnectMessage } from '../messages/message-writer';
import { nodeLabel } from '../node-label';
import { sayWith, type Translate, translateError, translator } from '../translate';
import { storedConfig, withoutVariableValues } from '../variable-values';
import { columnsIn, periodIn, recordsIn } from './batch-message';
import type { SeenRuns } from './seen-runs';
import { SqlStatus } from './sql-status';

const DATABASE_TYPES: ReadonlySet<string> = new Set(Object.values(databaseNodeTypes));

export class RecordsToSqlNode {
  readonly #settings: SqlSettings;
  /** What is wrong with what the node stores. */
  readonly #faults: readonly Problem[];
  readonly #translate: Translate;
  readonly #status: SqlStatus;

  /**
   * @param seen what the node knew of runs before a deploy made it anew
   * @param tracker of the Node-RED it is in
   */
  constructor(
    readonly RED: NodeAPI,
    readonly node: FlowNode,
    stored: StoredSql,
    readonly seen: SeenRuns,
    readonly tracker: DeliveryTracker,
  ) {
    const faults: Problem[] = [];
    this.#settings = readStoredSql(stored, faults as Parameters<typeof readStoredSql>[1]);
    this.#faults = faults.length > 0 ? withoutVariableValues(faults, storedConfig(RED, node)) : [];
    this.#translate = translator(RED);
    this.#status = new SqlStatus((status) => node.status(status), this.#translate);
    if (this.#faults.length > 0) this.#status.failed('NODE_INVALID');
    speakTicks(node);
    node.on('input', (msg, send, done) => {
      // A throwing handler would leave whoever waits for `done` waiting.
      try {
        this.#onInput(msg, send, done);
      } catch (fault) {
        node.error(failureText(fault), msg);
      }
    });
    node.on('close', () => this.#status.close());
  }

  #onInput(msg: DataConnectMessage, send: (msg: NodeMessage) => void, done: (error?: Error) => void): void {
    if (isTick(msg)) {
      sendTicks(this.RED, this.node);
      // Not `done`: a Complete node would take it for a batch.
      this.tracker.letGo(this.node, msg);
      return;
    }
    const error = this.#write(msg);
    if (error === undefined) send(msg);
    // Where the node behind sends ticks, they say when it is ready; what failed never reaches it.
    if (error !== undefined || !this.#ticksFollow) sendTicks(this.RED, this.node);
    done(error);
  }

  get #ticksFollow(): boolean {
    return this.#behind.some(({ tickProvider }) => tickProvider === true);
  }

  /** The nodes wired to it; one that is disabled is none. */
  get #behind(): FlowNode[] {
    return (this.node.wires ?? []).flat().flatMap((id) => (this.RED.nodes.getNode(id) as FlowNode | null) ?? []);
  }

  /** Makes the message one for the database node. @returns why it cannot be; the message is then as it came */
  #write(msg: DataConnectMessage): DataConnectError | undefined {
    try {
      this.#requireReadable();
      this.#requireItsDatabase();
      const records = recordsIn(msg, this.#settings.table);
      const period = periodIn(msg, this.#settings);
      const first = this.seen.isFirst(msg, period);
      this.#requireLatest(msg, period, first);
      const { set, unset } = writeSql(this.#settings, { records, columns: columnsIn(msg), first, period });
      this.#note(msg, period, first);
      for (const name of unset) delete msg[name as keyof typeof msg];
      Object.assign(msg, set);
      this.#status.written(records.length, first);
      return undefined;
    } catch (thrown) {
      return this.#failure(thrown, msg);
    }
  }

  /** The SQL of another database is none to a database node: some run nothing at all then, and report no error. */
  #requireItsDatabase(): void {
    const { database, table } = this.#settings;
    const found = this.#behind.map(({ type }) => type).filter((type) => DATABASE_TYPES.has(type));
    const [other] = found;
    if (other === undefined || found.includes(databaseNodeTypes[database])) return;
    throw recordsInvalid(table, { phrase: 'sql-other-node', facts: { node: other } });
  }

  /** Two runs at once that replace the same period: the one that began last counts, and the other one fails. */
  #requireLatest(msg: DataConnectMessage, period: SqlPeriod | undefined, first: boolean): void {
    const { write, table } = this.#settings;
    if (write !== 'replace' || first || !this.seen.isOvertaken(msg, period)) return;
    throw recordsInvalid(table, { phrase: 'sql-overtaken' });
  }

  #note(msg: DataConnectMessage, period: SqlPeriod | undefined, first: boolean): void {
    const { write, table } = this.#settings;
    this.seen.note(msg, period);
    if (write === 'replace' && first) this.seen.noteReplacement(msg, period, period && boundsOf(table, period));
  }

  #failure(thrown: unknown, msg: DataConnectMessage): DataConnectError {
    const error = asDataConnectError(thrown);
    error.message = translateError(error, this.#translate);
    const facts = { code: error.code, ...plainFacts(error.facts, sayWith(this.#translate)) };
    msg.dataconnect = { ...msg.dataconnect, error: facts };
    this.#status.failed(error.code);
    return error;
  }

  /** A field that cannot be read might have named another table: nothing is written. */
  #requireReadable(): void {
    if (this.#faults.length === 0) return;
    const { node } = this;
    const label = nodeLabel(node, this.#translate('sql.label') ?? node.id);
    throw new DataConnectError('NODE_INVALID', { node: label, problems: sentencesOf(labelled(this.#faults, inSql)) });
  }
}
