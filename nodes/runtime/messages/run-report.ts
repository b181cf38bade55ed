/** What `msg.dataconnect` says of a run: facts only, and never a secret. */
import { type DataConnectError, plainFacts, type Say } from '../../errors';
import type { Batch, RunPlan } from '../../extract/run-plan';
import { RunFacts } from '../../extract/run-progress';
import { windowsInWords } from '../../extract/window';
import type { Drift } from '../../output/column-watch';
import { type Period, periodOf } from '../../parameters/date-axis';
import { redacted } from '../../secrets/clean-error';
import type { Redactor } from '../../secrets/redact';
import { HandedOn } from '../flow/handed-on';
import { type Confirmable, confirmId } from './confirm-id';
import type { MessageFacts } from './message-writer';

export class RunReport {
  readonly facts = new RunFacts();
  readonly handedOn = new HandedOn();
  /** Milliseconds spent waiting for the flow. */
  waitedForFlow = 0;
  /** How the columns differ from those that were expected; undefined where they do not. */
  drift: Drift | undefined;
  /** Nothing was sent: the message says what would be. */
  isDryRun = false;
  /** The records are invented. */
  isPractice = false;
  /** Where an incremental run stands, for `msg.dataconnect.incremental`. */
  incremental: Record<string, unknown> | undefined;
  /** Which window of which order this is, for `msg.dataconnect.work`. */
  work: Record<string, unknown> | undefined;
  /** What happened to the records of a message since the flow confirmed the last answer. */
  change: 'added' | 'changed' | 'removed' | undefined;
  /** For whoever confirms by hand. `ifEmpty`: what is said instead of a window that turns out to have no record. */
  confirm: (Confirmable & { ifEmpty?: Confirmable }) | undefined;
  /** Records of the answers that the flow confirmed before, as they are known by now; undefined where nobody looks for such. */
  alreadyDelivered: (() => number) | undefined;
  /** Records in messages so far, of a run that need not send all that it got. */
  #sending: number | undefined;
  /** Free of secrets: a person may have put one there. */
  #sent: { path?: string; parameters?: Record<string, string> } = {};
  #period: Period | undefined;
  /** Of the first window, where the run has one after another. */
  #begins: string | undefined;
  #warnings: string[] = [];
  readonly #begun = performance.now();

  /**
   * @param id the run's unique name
   * @param endpoint the endpoint's id, or `request`
   */
  constructor(
    readonly id: string,
    readonly endpoint: string,
  ) {}

  /** @param warnings problems that "send anyway" overruled, in words */
  setPlan({ request, windows: { axis } }: RunPlan, warnings: string[], redactor: Redactor): void {
    const { path, parameters } = request;
    this.#sent = redacted({ path, parameters: Object.fromEntries(parameters) }, redactor);
    this.#period = axis && periodOf(axis);
    this.#begins ??= this.#period?.from;
    this.#warnings = [...redacted(warnings, redactor), ...this.#warnings];
  }

  /** Where the records of the whole run lie; undefined where it is not known, or not yet. */
  get period(): Period | undefined {
    return this.#period && { ...this.#period, from: this.#begins ?? this.#period.from };
  }

  /** Free of secrets; undefined where it is not known yet. */
  get path(): string | undefined {
    return this.#sent.path;
  }

  /** What it got and what it sends are two things from now on: it counts what it sends. */
  countSent(): void {
    this.#sending ??= 0;
  }

  /** That went out in messages; of a run that sends all that it gets, those decoded so far. */
  get records(): number {
    return this.#sending ?? this.facts.records;
  }

  /** Whether the window at hand turned out to have nothing for anybody to confirm. */
  get hasNothing(): boolean {
    return this.confirm !== undefined && 'nothingOf' in this.confirm;
  }

  /** The next message is that batch, of the window that is confirmed where one is. */
  beginBatch({ index, last, records }: Pick<Batch<unknown>, 'index' | 'last' | 'records'>): void {
    if (this.#sending !== undefined) this.#sending += records.length;
    if (!this.confirm || 'nothingOf' in this.confirm) return;
    const { ifEmpty } = this.confirm;
    const isEmpty = index === 0 && last && records.length === 0;
    this.confirm = isEmpty && ifEmpty ? ifEmpty : { ...this.confirm, isLast: last, index };
  }

  /** @param warning in words */
  warn(warning: string): void {
    this.#warnings = [...this.#warnings, warning];
  }

  /** @param windows that the records of the message are of; none where the run has one only */
  messageFacts(windows: readonly string[] = []): MessageFacts {
    const dataconnect = this.#describe();
    if (windows.length > 0) dataconnect.window = windowsInWords(windows);
    return { statusCode: this.facts.statusCode, dataconnect };
  }

  /** As they are when the run is over: what became of all that was handed on is known. */
  endFacts(): MessageFacts {
    return { statusCode: this.facts.statusCode, dataconnect: this.#describeEnd() };
  }

  /** Nobody who gets it confirms or fails a window by it: the flow may have that still. */
  failure(error: DataConnectError, say: Say): Record<string, unknown> {
    const { confirm: _window, ...described } = this.#describeEnd();
    return { ...described, error: { code: error.code, ...plainFacts(error.facts, say) } };
  }

  #describeEnd(): Record<string, unknown> {
    const flow = this.handedOn.batches > 0 ? { flow: this.handedOn.describe() } : {};
    return { ...this.#describe(), ...flow };
  }

  /** All times in milliseconds. */
  #describe(): Record<string, unknown> {
    const { host, masked, bytes, requests, retries, queuedFor, window, windows, refused } = this.facts;
    const described: Record<string, unknown> = { endpoint: this.endpoint, run: this.id, ...this.#sent };
    if (this.isDryRun) described.dryRun = true;
    if (this.isPractice) described.practice = true;
    if (host) described.host = host;
    if (this.#period) described.period = { ...this.#period };
    if (this.incremental) described.incremental = this.incremental;
    if (this.work) described.work = this.work;
    if (this.change) described.change = this.change;
    if (this.confirm) described.confirm = confirmId(this.confirm);
    if (window) described.window = window;
    if (windows > 1) described.windows = windows;
    if (refused > 0) described.refused = refused;
    described.records = this.records;
    if (this.alreadyDelivered) described.alreadyDelivered = this.alreadyDelivered();
    if (masked > 0) described.masked = masked;
    if (this.drift) described.drift = this.drift;
    described.bytes = bytes;
    described.requests = requests;
    described.retries = retries;
    described.queuedFor = Math.round(queuedFor);
    if (this.waitedForFlow > 0) described.waitedForFlow = Math.round(this.waitedForFlow);
    described.duration = Math.round(performance.now() - this.#begun);
    if (this.#warnings.length > 0) described.warnings = this.#warnings;
    return described;
  }
}
