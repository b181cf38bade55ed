/** What the sidebar shows: diagnostics, connections; queues, shared work and cursors where there are any, runs now and lately. */
import type { CursorView } from '../../incremental/windows/cursor-view';
import type { ListedOrder } from '../../work/listed-order';
import { element } from '../element';
import type { Words } from '../words';
import { ConnectionRow } from './connection-row';
import { CursorRow, type CursorRowOptions } from './cursor-row';
import { diagnosticsPart } from './diagnostics-part';
import { LiveRuns, type Shown } from './live-runs';
import { nodeLink } from './node-link';
import { OrderRow } from './order-row';
import { QueueRow } from './queue-row';
import { Rows } from './rows';
import { RunRow } from './run-row';
import type { ConnectionHealth, Queue, Run } from './runs-news';

export class SidebarPanel {
  readonly #live: LiveRuns;
  readonly #fault = element('p', { class: 'dataconnect-run-error', role: 'status' });
  readonly #connections: Rows<ConnectionHealth>;
  readonly #queues: Rows<Queue>;
  readonly #runs: Rows<Run>;
  readonly #more = element('p', { class: 'dataconnect-line' });
  readonly #cursors: Rows<CursorView>;
  readonly #orders: Rows<ListedOrder>;
  readonly #queuePart: HTMLElement;
  readonly #orderPart: HTMLElement;
  readonly #cursorPart: HTMLElement;
  readonly #noConnection: HTMLElement;
  readonly #noRun: HTMLElement;
  #shown: Shown = { live: [], more: 0, ended: [], queues: [], connections: [], cursors: [], orders: [] };

  constructor(
    root: HTMLElement,
    readonly words: Words,
  ) {
    this.#live = new LiveRuns(
      words,
      (shown) => this.#show(shown),
      (text) => {
        this.#fault.textContent = text;
      },
    );
    const rowOptions = { words, done: () => this.#live.again() };
    const cursorOptions: CursorRowOptions = {
      ...rowOptions,
      title: (cursor, say) => nodeLink(cursor, words, say),
      isWhichTitle: false,
      hindrance: () => '',
    };
    const runOf = (id: string | undefined) => this.#shown.live.find((run) => run.id === id);
    this.#connections = new Rows<ConnectionHealth>(
      words('sidebar.connections'),
      idOf,
      (item) => new ConnectionRow(item, words),
    );
    const keyOf = ({ host, company, elsewhere }: Queue) => `${host} ${company} ${elsewhere !== undefined}`;
    this.#queues = new Rows(words('sidebar.queues'), keyOf, () => new QueueRow(words, runOf));
    this.#runs = new Rows<Run>(words('sidebar.runs'), idOf, (item) => new RunRow(item, rowOptions));
    this.#cursors = new Rows<CursorView>(words('sidebar.cursors'), idOf, (item) => new CursorRow(item, cursorOptions));
    this.#orders = new Rows<ListedOrder>(words('sidebar.orders'), idOf, (item) => new OrderRow(item, rowOptions));
    this.#noConnection = element('p', { class: 'dataconnect-line', text: words('sidebar.no-connection') });
    this.#noRun = element('p', { class: 'dataconnect-line', text: words('sidebar.no-run') });
    this.#queuePart = part(words('sidebar.queues'), this.#queues.element);
    this.#queuePart.hidden = true;
    this.#cursorPart = part(words('sidebar.cursors'), this.#cursors.element);
    this.#cursorPart.hidden = true;
    this.#orderPart = part(words('sidebar.orders'), this.#orders.element);
    this.#orderPart.hidden = true;
    root.append(
      diagnosticsPart(words),
      this.#fault,
      part(words('sidebar.connections'), this.#noConnection, this.#connections.element),
      this.#queuePart,
      this.#orderPart,
      this.#cursorPart,
      part(words('sidebar.runs'), this.#noRun, this.#more, this.#runs.element),
    );
  }

  /** Asks the server while it is seen, and does not while it is not. */
  setSeen(isSeen: boolean): void {
    if (isSeen) this.#live.start();
    else this.#live.stop();
  }

  #show(shown: Shown): void {
    this.#shown = shown;
    const { live, more, ended, queues, connections, cursors, orders } = shown;
    this.#fault.textContent = '';
    this.#connections.show(connections);
    this.#queues.show(queues);
    this.#cursors.show(cursors);
    this.#orders.show(orders);
    this.#runs.show([...live, ...ended]);
    this.#more.textContent = more > 0 ? this.words('sidebar.more', { count: more }) : '';
    this.#queuePart.hidden = queues.length === 0;
    this.#cursorPart.hidden = cursors.length === 0;
    this.#orderPart.hidden = orders.length === 0;
    this.#noConnection.hidden = connections.length > 0;
    this.#noRun.hidden = live.length + ended.length > 0;
  }
}

function idOf({ id }: { id: string }): string {
  return id;
}

function part(title: string, ...content: HTMLElement[]): HTMLElement {
  return element('section', { 'aria-label': title }, element('h3', { text: title }), ...content);
}
