/** A run in the list: what it is, how it is, and what a person can do about it. */
import type { Facts } from '../../errors';
import { element, iconOf } from '../element';
import { requestRuntime } from '../runtime-request';
import type { Words } from '../words';
import { momentText } from './moments';
import { nodeLink } from './node-link';
import type { ListedRow } from './rows';
import { lookOf, RUNNING, runText } from './run-text';
import type { Run } from './runs-news';
import { smallButton } from './small-button';

/** Milliseconds: a node may look a parameter up before it says whether it runs. */
const PATIENCE = 60_000;

/** Why a person is asked, or nothing was started. */
interface Reason {
  reason: string;
  facts?: Facts;
}

/** What the server says to *Run again*: read tolerantly. */
type AnswerOfAgain = Partial<Reason & { kind: string; asks: Reason[]; text: string }>;

export interface RunRowOptions {
  words: Words;
  /** Called when a person has started or stopped something. */
  done: () => void;
}

export class RunRow implements ListedRow<Run> {
  readonly element: HTMLElement;
  readonly #icon = iconOf('spinner');
  readonly #when = element('span', { class: 'dataconnect-when' });
  readonly #practice: HTMLElement;
  readonly #line = element('div', { class: 'dataconnect-line' });
  readonly #error = element('div', { class: 'dataconnect-run-error' });
  readonly #actions = element('div', { class: 'dataconnect-actions' });
  /** What came of the button. */
  readonly #note = element('div', { class: 'dataconnect-run-note', role: 'status' });
  #isRunning: boolean | undefined;

  constructor(
    readonly run: Run,
    readonly options: RunRowOptions,
  ) {
    const { words } = options;
    this.#practice = element('span', { class: 'dataconnect-badge', text: words('status.practice') });
    const link = nodeLink(run, words, (text) => this.#say(text));
    const head = element('div', { class: 'dataconnect-head' }, this.#icon, link, this.#practice, this.#when);
    this.element = element(
      'li',
      { class: 'dataconnect-entry' },
      head,
      this.#line,
      this.#error,
      this.#actions,
      this.#note,
    );
  }

  update(run: Run): void {
    const { words } = this.options;
    const [icon, look] = lookOf(run);
    const isRunning = run.state === RUNNING;
    this.element.dataset.look = look;
    this.element.dataset.state = run.state;
    this.#icon.className = `fa fa-${icon}${look === 'running' ? ' fa-pulse' : ''}`;
    this.#when.textContent = momentText(run.begun);
    this.#practice.hidden = !run.practice;
    this.#line.textContent = runText(run, words);
    this.#error.textContent = run.state === 'failed' ? (run.error?.text ?? '') : '';
    if (this.#isRunning !== isRunning) this.#offer(isRunning ? this.#stopButton() : this.#againButton());
    this.#isRunning = isRunning;
  }

  /** The new button has the focus of the one before it. */
  #offer(...buttons: HTMLButtonElement[]): void {
    const hadFocus = this.#actions.contains(document.activeElement);
    this.#actions.replaceChildren(...buttons.flatMap((each) => [each, ' ']));
    if (hadFocus) buttons[0]?.focus();
  }

  #stopButton(): HTMLButtonElement {
    const { words } = this.options;
    return smallButton(
      words('sidebar.stop'),
      'stop',
      async () => {
        const { stopped } = (await this.#ask('cancel', {})) as { stopped?: boolean };
        this.#say(stopped ? '' : words('sidebar.not-running'));
      },
      (error) => this.#say(error),
    );
  }

  #againButton(): HTMLButtonElement {
    const again = () => this.#again([]);
    return smallButton(this.options.words('sidebar.again'), 'repeat', again, (error) => this.#say(error));
  }

  /** @param confirmed what a person was asked about and said yes to */
  async #again(confirmed: readonly string[]): Promise<void> {
    this.#answerAgain(await this.#ask('again', { confirmed }));
  }

  #answerAgain(answer: unknown): void {
    const { words } = this.options;
    const { kind, asks, reason, facts, text } = answer as AnswerOfAgain;
    if (kind === 'started') this.#say(words('sidebar.started'));
    else if (kind === 'refused') this.#say(words(`sidebar.refused-${reason}`, facts));
    else if (kind === 'confirm' && asks) this.#confirm(asks);
    else this.#say(text ?? words('sidebar.unreadable'));
  }

  #confirm(asks: readonly Reason[]): void {
    const { words } = this.options;
    const leave = () => this.#offer(this.#againButton());
    const yes = smallButton(
      words('sidebar.again-confirmed'),
      'repeat',
      async () => {
        leave();
        await this.#again(asks.map(({ reason }) => reason));
      },
      (error) => this.#say(error),
    );
    const no = smallButton(
      words('sidebar.leave'),
      'times',
      async () => {
        leave();
        this.#say('');
      },
      () => undefined,
    );
    this.#say(asks.map(({ reason, facts }) => words(`sidebar.confirm-${reason}`, facts)).join(' '));
    this.#offer(no, yes);
  }

  async #ask(what: 'cancel' | 'again', body: object): Promise<unknown> {
    const url = `dataconnect/runs/${encodeURIComponent(this.run.id)}/${what}`;
    const answer = await requestRuntime({ method: 'POST', url, body, timeout: PATIENCE }, this.options.words);
    this.options.done();
    return answer;
  }

  #say(text: string): void {
    this.#note.textContent = text;
  }
}
