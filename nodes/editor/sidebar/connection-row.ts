/** A connection, and whether the service answers it. */
import { element, iconOf } from '../element';
import { deployedTest } from '../test-button';
import { type Words, wordOr } from '../words';
import { momentText } from './moments';
import { nodeLink } from './node-link';
import type { ListedRow } from './rows';
import type { ConnectionHealth } from './runs-news';

const LOOKS = { done: 'check-circle', warned: 'clock-o', failed: 'times-circle', unknown: 'circle-o' } as const;

export class ConnectionRow implements ListedRow<ConnectionHealth> {
  readonly element: HTMLElement;
  readonly #icon = iconOf(LOOKS.unknown);
  readonly #environment = element('span', { class: 'dataconnect-when' });
  readonly #lines = element('div');

  constructor(
    { id, name }: ConnectionHealth,
    readonly words: Words,
  ) {
    const note = element('div', { class: 'dataconnect-run-note', role: 'status' });
    const linked = { place: id, type: 'dataconnect-connection', name };
    const link = nodeLink(linked, words, (text) => {
      note.textContent = text;
    });
    const head = element('div', { class: 'dataconnect-head' }, this.#icon, link, this.#environment);
    this.element = element('li', { class: 'dataconnect-entry' }, head, this.#lines, deployedTest(id, words), note);
  }

  update(connection: ConnectionHealth): void {
    const { words } = this;
    const { environment, problem, cluster, succeeded, failed } = connection;
    const look = lookOf(connection);
    this.element.dataset.look = look;
    this.#icon.className = `fa fa-${LOOKS[look]}`;
    this.#environment.textContent = wordOr(words, `connection.environment-${environment}`, environment);
    const lines = [
      succeeded === undefined ? '' : words('sidebar.worked', { when: momentText(succeeded) }),
      failed ? words('sidebar.failed', { when: momentText(failed.at), text: failed.text }) : '',
    ].filter((line) => line !== '');
    const isNew = lines.length === 0 && problem === undefined;
    this.#lines.replaceChildren(
      ...(problem === undefined ? [] : [element('div', { class: 'dataconnect-run-error', text: problem })]),
      ...(cluster ? [element('div', { class: 'dataconnect-line', text: this.#clusterText(cluster) })] : []),
      ...(isNew ? [words('sidebar.not-used')] : lines).map((text) =>
        element('div', { class: 'dataconnect-line', text }),
      ),
    );
  }

  #clusterText({ name, state }: NonNullable<ConnectionHealth['cluster']>): string {
    const said = wordOr(this.words, `sidebar.cluster-${state}`, state);
    return this.words('sidebar.cluster', { name, state: said });
  }
}

/** By what was heard last. */
function lookOf({ problem, cluster, succeeded, failed }: ConnectionHealth): keyof typeof LOOKS {
  if (problem !== undefined) return 'failed';
  if (cluster && cluster.state !== 'ready') return 'warned';
  if (failed && (succeeded === undefined || failed.at > succeeded)) return 'failed';
  return succeeded === undefined ? 'unknown' : 'done';
}
