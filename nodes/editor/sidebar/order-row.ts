/** An order whose windows several Node-RED share: how far it is, what was given up, and what a person can do about it. */

import type { ListedOrder } from '../../work/listed-order';
import { element, iconOf } from '../element';
import { requestRuntime } from '../runtime-request';
import type { Words } from '../words';
import { momentText } from './moments';
import { nodeLink } from './node-link';
import type { ListedRow } from './rows';
import { smallButton } from './small-button';

/** Milliseconds: the cluster may be out of reach for as long as its node waits. */
const PATIENCE = 90_000;

export interface OrderRowOptions {
  words: Words;
  /** Called when a person has changed something. */
  done: () => void;
}

export class OrderRow implements ListedRow<ListedOrder> {
  readonly element: HTMLElement;
  readonly #icon = iconOf('tasks');
  readonly #done = element('div');
  readonly #bar = element('div', { class: 'dataconnect-order-bar', role: 'progressbar' }, this.#done);
  readonly #line = element('div', { class: 'dataconnect-line' });
  readonly #failures = element('ul', { class: 'dataconnect-queue' });
  readonly #retry: HTMLButtonElement;
  readonly #cancel: HTMLButtonElement;
  /** What came of the button. */
  readonly #note = element('div', { class: 'dataconnect-run-note', role: 'status' });
  #order: ListedOrder;

  constructor(
    order: ListedOrder,
    readonly options: OrderRowOptions,
  ) {
    const { words } = options;
    this.#order = order;
    const say = (text: string) => {
      this.#note.textContent = text;
    };
    this.#retry = smallButton(words('sidebar.order-retry'), 'repeat', () => this.#steer('retry'), say);
    this.#cancel = smallButton(words('sidebar.order-cancel'), 'stop', () => this.#steer('cancel'), say);
    const when = element('span', { class: 'dataconnect-when', text: momentText(order.begun) });
    this.#bar.setAttribute('aria-label', words('sidebar.orders'));
    this.element = element(
      'li',
      { class: 'dataconnect-entry' },
      element('div', { class: 'dataconnect-head' }, this.#icon, nodeLink(order, words, say), when),
      this.#bar,
      this.#line,
      this.#failures,
      element('div', { class: 'dataconnect-actions' }, this.#retry, ' ', this.#cancel),
      this.#note,
    );
  }

  update(order: ListedOrder): void {
    this.#order = order;
    const { windows, done, active, dead, hasEnded, lost, failures } = order;
    const { words } = this.options;
    this.element.dataset.look = dead > 0 ? 'warned' : hasEnded ? 'done' : 'running';
    this.#bar.setAttribute('aria-valuemax', String(windows));
    this.#bar.setAttribute('aria-valuenow', String(done));
    this.#done.style.width = `${(100 * done) / Math.max(windows, 1)}%`;
    const parts = [
      order.called,
      words(dead > 0 ? 'status.shared-dead' : 'status.shared-windows', { done, windows, dead }),
      active > 0 ? words('sidebar.order-active', { active }) : '',
      lost ? words('sidebar.order-lost', { windows: lost.windows, when: momentText(lost.at) }) : '',
    ];
    this.#line.textContent = parts.filter((part) => part !== '').join(' · ');
    this.#failures.replaceChildren(
      ...failures.map((each) => element('li', { class: 'dataconnect-run-error', text: failureText(each) })),
    );
    this.#retry.hidden = dead === 0;
    this.#cancel.hidden = hasEnded && dead === 0;
  }

  async #steer(wanted: 'retry' | 'cancel'): Promise<void> {
    const { words, done } = this.options;
    const { node, id } = this.#order;
    const request = { method: 'POST', url: 'dataconnect/work/steer', timeout: PATIENCE } as const;
    const answer = await requestRuntime({ ...request, body: { node, order: id, wanted } }, words);
    const { kind, text } = answer as { kind?: string; text?: string };
    this.#note.textContent = kind === 'failed' ? (text ?? '') : kind === 'gone' ? words('sidebar.node-gone') : '';
    done();
  }
}

function failureText({ window, text }: ListedOrder['failures'][number]): string {
  return window === '' ? text : `${window}: ${text}`;
}
