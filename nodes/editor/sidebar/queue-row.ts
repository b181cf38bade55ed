/** The queue before a company's database: who has the slots, and who waits in which order. */
import { element } from '../element';
import type { Words } from '../words';
import { durationText } from './moments';
import { linkedName } from './node-link';
import type { ListedRow } from './rows';
import type { Queue, QueuedRequest, Run } from './runs-news';

export class QueueRow implements ListedRow<Queue> {
  readonly element = element('li', { class: 'dataconnect-entry' });

  /** @param runOf the run of an id, if it is shown */
  constructor(
    readonly words: Words,
    readonly runOf: (id: string | undefined) => Run | undefined,
  ) {}

  update({ host, company, most, pausedFor, elsewhere, active, waiting }: Queue): void {
    const { words } = this;
    const title = company === '' ? host : words('sidebar.queue-of', { host, company });
    const slots = words('sidebar.slots', { taken: active.length, most });
    const others = elsewhere === undefined ? '' : words('sidebar.elsewhere', { count: elsewhere });
    const pause = pausedFor > 0 ? words('sidebar.paused', { time: durationText(pausedFor) }) : '';
    const entries = [
      ...active.map((request) => words('sidebar.has-slot', this.#factsOf(request))),
      ...waiting.map((request, index) => words('sidebar.waits', { place: index + 1, ...this.#factsOf(request) })),
    ];
    this.element.dataset.look = pausedFor > 0 ? 'warned' : 'running';
    this.element.replaceChildren(
      element('div', { class: 'dataconnect-head' }, element('strong', { text: title })),
      element('div', {
        class: 'dataconnect-line',
        text: [slots, others, pause].filter((part) => part !== '').join(' · '),
      }),
      element('ul', { class: 'dataconnect-queue' }, ...entries.map((text) => element('li', { text }))),
    );
  }

  #factsOf({ run, path, time }: QueuedRequest): { name: string; time: string } {
    const known = this.runOf(run);
    return { name: known ? linkedName(known) : path, time: durationText(time) };
  }
}
