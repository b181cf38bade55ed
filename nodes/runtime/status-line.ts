/**
 * The line under a node. Every status is a websocket message to every open editor, so the counting ones go out at
 * most once a second, and the last state always does.
 */
import type { NodeStatus } from 'node-red';
import type { RunProgress } from '../extract/run-progress';
import type { Translate } from './translate';

/** Milliseconds between two counting statuses. */
const PACE = 1000;

type Look = Pick<NodeStatus, 'fill' | 'shape'>;

const WORKING: Look = { fill: 'blue', shape: 'dot' };
const WAITING: Look = { fill: 'blue', shape: 'ring' };
const DONE: Look = { fill: 'green', shape: 'dot' };
const STOPPED: Look = { fill: 'grey', shape: 'ring' };
const WARNED: Look = { fill: 'yellow', shape: 'ring' };
const FAILED: Look = { fill: 'red', shape: 'ring' };

export type RunEnd =
  | { kind: 'done'; rows: number }
  | { kind: 'sent' }
  | { kind: 'cancelled' }
  | { kind: 'failed'; code: string };

export class StatusLine {
  #runs = 0;
  #lastKind: string | undefined;
  #pending: NodeStatus | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly show: (status: NodeStatus) => void,
    readonly translate: Translate,
  ) {}

  begin(): void {
    this.#runs++;
  }

  progress(progress: RunProgress): void {
    const status = this.#describe(progress);
    const isCounting = progress.kind === this.#lastKind;
    this.#lastKind = progress.kind;
    if (isCounting) this.#showSoon(status);
    else this.#showNow(status);
  }

  end(end: RunEnd): void {
    this.#runs--;
    this.#lastKind = undefined;
    this.#showNow(this.#describeEnd(end));
  }

  /** A standing fault of the node, such as a missing connection. */
  fault(key: string): void {
    this.#showNow({ ...FAILED, text: this.#text(key, {}) });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending = undefined;
  }

  #describe(progress: RunProgress): NodeStatus {
    const others = this.#runs > 1 ? ` (+${this.#runs - 1})` : '';
    switch (progress.kind) {
      case 'queued':
        return { ...WAITING, text: this.#text('queued', { place: progress.place }) + others };
      case 'signing-in':
        return { ...WORKING, text: this.#text('signing-in', {}) + others };
      case 'sending':
        return { ...WORKING, text: this.#text('sending', {}) + others };
      case 'receiving':
        return { ...WORKING, text: this.#text('receiving', { rows: 0 }) + others };
      case 'records':
        return { ...WORKING, text: this.#text('receiving', { rows: progress.rows }) + others };
      case 'window':
        return { ...WORKING, text: this.#text('window', { number: progress.number, known: progress.known }) + others };
      case 'retrying': {
        const facts = { seconds: Math.ceil(progress.delay / 1000), attempt: progress.attempt };
        return { ...WARNED, text: this.#text('retry', facts) + others };
      }
    }
  }

  #describeEnd(end: RunEnd): NodeStatus {
    switch (end.kind) {
      case 'done':
        return { ...DONE, text: this.#text(end.rows === 0 ? 'empty' : 'done', { rows: end.rows }) };
      case 'sent':
        return { ...DONE, text: this.#text('sent', {}) };
      case 'cancelled':
        return { ...STOPPED, text: this.#text('cancelled', {}) };
      case 'failed':
        return { ...FAILED, text: this.#text('failed', { code: end.code }) };
    }
  }

  #text(key: string, facts: Record<string, string | number>): string {
    return this.translate(`status.${key}`, facts) ?? key;
  }

  #showNow(status: NodeStatus): void {
    this.close();
    this.show(status);
    this.#timer = setTimeout(() => this.#showPending(), PACE).unref();
  }

  #showSoon(status: NodeStatus): void {
    this.#pending = status;
    if (!this.#timer) this.#showNow(status);
  }

  #showPending(): void {
    this.#timer = undefined;
    const status = this.#pending;
    this.#pending = undefined;
    if (status) this.#showNow(status);
  }
}
