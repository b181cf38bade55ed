/**
 * The line under a node. Every status is a websocket message to every open editor: one a second tells how far a run
 * is, a few more how runs ended, and the last state always goes out.
 */
import type { NodeStatus } from 'node-red';
import { type Clock, systemClock } from '../../client/waiting/clock';
import type { Facts, Phrase } from '../../errors';
import type { Drift } from '../../output/column-watch';
import { sayWith, type Translate } from '../translate';
import type { RunState, RunYield } from './run-state';
import { Throttle } from './throttle';

/** Statuses a second of runs at work, and of all. */
const PER_SECOND = { working: 1, all: 5 };

type Look = Pick<NodeStatus, 'fill' | 'shape'>;

const WORKING: Look = { fill: 'blue', shape: 'dot' };
const WAITING: Look = { fill: 'blue', shape: 'ring' };
const DONE: Look = { fill: 'green', shape: 'dot' };
const STOPPED: Look = { fill: 'grey', shape: 'ring' };
const WARNED: Look = { fill: 'yellow', shape: 'ring' };
const FAILED: Look = { fill: 'red', shape: 'ring' };

export type RunEnd =
  | RunYield
  /** All went out, but these nodes did not say in time what became of it. */
  | { kind: 'unconfirmed'; nodes: readonly string[] }
  | { kind: 'cancelled' }
  /** `reason`: why the flow did not confirm a window. */
  | { kind: 'failed'; code: string; reason?: Phrase };

/** Reasons that are said under the node, instead of the code. */
const SAID_REASONS: readonly string[] = ['window-open', 'window-not-said', 'window-unproven', 'window-failed'];

export class StatusLine {
  /** Whether what runs give is invented: every text says so. */
  isPractice = false;
  #runs = 0;
  /** That runs need. */
  #isClusterAway = false;
  /** Of the run that had news last. */
  #state: RunState | undefined;
  /** What was said last, but for the cluster. */
  #last: () => NodeStatus = () => ({});
  readonly #throttle: Throttle<() => NodeStatus>;

  constructor(
    show: (status: NodeStatus) => void,
    readonly translate: Translate,
    clock: Clock = systemClock,
  ) {
    this.#throttle = new Throttle((describe) => show(this.#marked(describe())), clock);
  }

  /** Nothing new is requested while the cluster is away; what was said before is said again when it is back. */
  cluster(isAway: boolean): void {
    this.#isClusterAway = isAway;
    this.#throttle.offer(() => this.#now(), PER_SECOND.all);
  }

  begin(): void {
    this.#runs++;
    if (this.#isClusterAway) this.#throttle.offer(() => this.#now(), PER_SECOND.working);
  }

  /** @param state of the run that has news */
  progress(state: RunState): void {
    this.#state = state;
    this.#last = () => this.#describe(state);
    this.#throttle.offer(() => this.#now(), PER_SECOND.working);
  }

  end(end: RunEnd): void {
    this.#runs--;
    this.afterwards(end);
  }

  /** What became later of what a run had left open. */
  afterwards(end: RunEnd | { kind: 'confirmed-late' }): void {
    this.#state = undefined;
    this.#offer(() => this.#describeEnd(end), PER_SECOND.all);
  }

  /** A standing fault of the node, such as a missing connection. */
  fault(key: string, facts: Facts = {}): void {
    this.#offer(() => ({ ...FAILED, text: this.#text(key, facts) }), PER_SECOND.all);
  }

  /** The cursor was changed by a message. @param point undefined where nothing counts as confirmed */
  steered(paused: boolean, point: string | undefined): void {
    const text = () => {
      if (paused) return this.#text('paused', {});
      return point === undefined ? this.#text('begins-anew', {}) : this.#text('goes-on-from', { point });
    };
    this.#offer(() => ({ ...STOPPED, text: text() }), PER_SECOND.all);
  }

  /** How far an order is whose windows are shared. */
  shared(counts: { windows: number; done: number; dead: number }, hasEnded: boolean): void {
    const isWhole = hasEnded && counts.dead === 0;
    const key = isWhole ? 'shared-done' : counts.dead > 0 ? 'shared-dead' : 'shared-windows';
    const look = isWhole ? DONE : counts.dead > 0 ? WARNED : WORKING;
    this.#throttle.offer(() => ({ ...look, text: this.#text(key, counts) }), PER_SECOND.all);
  }

  /** The cluster does not answer. */
  sharedWaiting(): void {
    this.#throttle.offer(() => ({ ...WARNED, text: this.#text('shared-waiting', {}) }), PER_SECOND.all);
  }

  /** What there is to say of the node before its first run. */
  idle(): void {
    if (this.isPractice) this.#offer(() => ({ ...STOPPED, text: '' }), PER_SECOND.all);
  }

  close(): void {
    this.#throttle.stop();
  }

  #offer(describe: () => NodeStatus, perSecond: number): void {
    this.#last = describe;
    this.#throttle.offer(describe, perSecond);
  }

  #now(): NodeStatus {
    const isAtRest = !this.#state || this.#runs === 0 || ['starting', 'queued'].includes(this.#state.phase.kind);
    return this.#isClusterAway && isAtRest ? { ...WARNED, text: this.#text('waiting-for-cluster', {}) } : this.#last();
  }

  #describe(state: RunState): NodeStatus {
    const { look, text } = this.#describePhase(state);
    const { window } = state;
    const parts = window ? [this.#text('window', window), text] : [text];
    const others = this.#runs > 1 ? ` (+${this.#runs - 1})` : '';
    return { ...look, text: parts.join(', ') + others };
  }

  #describePhase({ phase, records, recordsPerSecond }: RunState): { look: Look; text: string } {
    switch (phase.kind) {
      case 'queued':
        return { look: WAITING, text: this.#text('queued', { place: phase.place }) };
      case 'starting':
      case 'signing-in':
        return { look: WORKING, text: this.#text('signing-in', {}) };
      case 'sending':
        return { look: WORKING, text: this.#text('sending', {}) };
      case 'receiving':
        return { look: WORKING, text: this.#receiving(records, recordsPerSecond) };
      case 'writing':
        return { look: WORKING, text: this.#text('writing', { kilobytes: Math.ceil(phase.bytes / 1000) }) };
      case 'waiting-for-flow':
        return { look: WAITING, text: this.#text('waiting-for-flow', { nodes: phase.nodes.join(', ') }) };
      case 'retrying': {
        const { delay, attempt, why } = phase;
        const facts = { seconds: Math.ceil(delay / 1000), attempt, why };
        return { look: WARNED, text: this.#text('retry', facts).replace(/\.$/, '') };
      }
    }
  }

  /** Nothing was read yet: that there are no records is only known at the end. */
  #receiving(records: number, rate: number | undefined): string {
    if (records === 0) return this.#text('reading', {});
    if (rate === undefined) return this.#text(records === 1 ? 'receiving-one' : 'receiving', { records });
    return this.#text(records === 1 ? 'receiving-rate-one' : 'receiving-rate', { records, rate });
  }

  #ended(records: number): string {
    if (records === 0) return this.#text('empty', {});
    return this.#text(records === 1 ? 'done-one' : 'done', { records });
  }

  #describeEnd(end: RunEnd | { kind: 'confirmed-late' }): NodeStatus {
    switch (end.kind) {
      case 'records':
        return this.#describeRecords(end);
      case 'body':
      case 'file':
        return { ...DONE, text: this.#text(end.kind, { kilobytes: Math.ceil(end.bytes / 1000) }) };
      case 'mailed':
        return { ...DONE, text: this.#text(this.isPractice ? 'practice-mailed' : 'mailed', {}) };
      case 'dry-run':
        return { ...STOPPED, text: this.#text('dry-run', { requests: end.requests }) };
      case 'unconfirmed':
        return { ...WARNED, text: this.#text('unconfirmed', { nodes: end.nodes.join(', ') }) };
      case 'confirmed-late':
        return { ...DONE, text: this.#text('confirmed-late', {}) };
      case 'cancelled':
        return { ...STOPPED, text: this.#text('cancelled', {}) };
      case 'failed':
        return { ...FAILED, text: this.#failed(end) };
    }
  }

  #describeRecords({ records, drift, standing }: RunYield & { kind: 'records' }): NodeStatus {
    if (standing === 'paused' || standing === 'runs-elsewhere') return { ...STOPPED, text: this.#text(standing, {}) };
    if (standing === 'nothing-new') return { ...DONE, text: this.#text(standing, {}) };
    const behind = standing ? `, ${sayWith(this.translate)(standing)}` : '';
    if (!drift) return { ...DONE, text: this.#ended(records) + behind };
    return { ...WARNED, text: this.#text('drift', { records, ...countsOf(drift) }) + behind };
  }

  #failed({ code, reason }: RunEnd & { kind: 'failed' }): string {
    if (reason && SAID_REASONS.includes(reason.phrase)) return this.#text(reason.phrase, reason.facts ?? {});
    return this.#text('failed', { code });
  }

  #marked(status: NodeStatus): NodeStatus {
    if (!this.isPractice) return status;
    const mark = this.#text('practice', {});
    return { ...status, text: status.text ? `${status.text} – ${mark}` : mark };
  }

  #text(key: string, facts: Facts): string {
    return this.translate(`status.${key}`, facts) ?? key;
  }
}

function countsOf({ new: added, gone, changed }: Drift): Record<string, number> {
  return { new: added.length, gone: gone.length, changed: changed.length };
}
