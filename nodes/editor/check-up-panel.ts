/**
 * The check-up in the dialog of a connection: says what would be asked, asks it with the values as they stand in the form,
 * shows each answer with its evidence as it comes, and writes what was found into the form.
 */

import type { Facts } from '../errors';
import { type ConnectionFieldName, connectionFields } from '../stored/stored-connection';
import { dialogForm } from './connection-form';
import type { ConnectionValues } from './connection-values';
import { button, element, iconOf, passFocus, setBusy } from './element';
import { practiceMark } from './practice-mark';
import { requestLines, requestRuntime } from './runtime-request';
import type { ConnectionTestOptions } from './test-button';
import type { Words } from './words';

/** Twenty questions, each of which may take a while, in milliseconds. */
const PATIENCE = 1_500_000;

export interface CheckUpOptions extends ConnectionTestOptions {
  /** Takes settings into the form. */
  use: (settings: Partial<ConnectionValues>) => void;
}

/** A text as it is, or the key of a sentence and what fills it. */
type Part = string | { key: string; facts: Facts };

interface Announced {
  question: string;
  title: Part;
  sends: string[];
}

interface Finding {
  question: string;
  outcome: 'found' | 'unknown';
  says: Part[];
  evidence: Array<{ sent: string; came: Part[] }>;
}

interface Report {
  requests: number;
  stopped?: { text: string };
  settings: Partial<ConnectionValues>;
  /** The answers are those of the practice service. */
  practice?: true;
}

/** What a line of the answer may be. */
interface Line {
  finding?: Finding;
  report?: Report;
  /** Why there is no report. */
  text?: string;
}

export class CheckUpPanel {
  readonly button: HTMLButtonElement;
  readonly element = element('div', { class: 'dataconnect-check-up' });
  readonly #options: CheckUpOptions;
  readonly #words: Words;
  readonly #list = element('ol', { class: 'dataconnect-questions' });
  readonly #verdict = element('div', { role: 'status', 'aria-live': 'polite' });
  readonly #rows = new Map<string, HTMLElement>();
  #running: AbortController | undefined;

  constructor(options: CheckUpOptions) {
    this.#options = options;
    this.#words = options.words;
    this.button = button(this.#words('check-up.open'), 'stethoscope', () => void this.#open());
    this.button.dataset.action = 'check-up';
    this.element.hidden = true;
  }

  /** Takes back what is being asked. */
  close(): void {
    this.#running?.abort();
    passFocus(this.element, this.button);
    this.element.hidden = true;
    setBusy(this.button, false);
  }

  /** Says what would be sent; nothing is, before a person wants it. */
  async #open(): Promise<void> {
    setBusy(this.button, true);
    this.element.hidden = false;
    try {
      const url = 'dataconnect/check-up';
      const { questions, most } = (await requestRuntime({ method: 'GET', url, timeout: PATIENCE }, this.#words)) as {
        questions: Announced[];
        most: number;
      };
      this.#announce(questions, most);
    } catch (error) {
      this.element.replaceChildren(sentence('failed', messageOf(error)));
      setBusy(this.button, false);
    }
  }

  #announce(questions: readonly Announced[], most: number): void {
    const start = button(this.#words('check-up.start'), 'play', () => {
      passFocus(start, this.#list);
      start.remove();
      void this.#ask();
    });
    start.dataset.action = 'ask';
    const leave = button(this.#words('check-up.close'), 'times', () => this.close());
    this.#list.setAttribute('aria-label', this.#words('check-up.open'));
    // It scrolls, also by keyboard.
    this.#list.tabIndex = 0;
    this.#list.replaceChildren(...questions.map((each) => this.#row(each)));
    this.#verdict.replaceChildren();
    this.element.replaceChildren(
      element('p', {
        class: 'dataconnect-note',
        text: this.#words('check-up.intro', { count: questions.length, most }),
      }),
      this.#list,
      this.#verdict,
      element('div', { class: 'dataconnect-buttons' }, start, ' ', leave),
    );
    start.focus();
  }

  #row({ question, title, sends }: Announced): HTMLElement {
    const answer = element('div', { class: 'dataconnect-answer' }, ...sends.map((each) => code(each)));
    const row = element('li', {}, element('span', { class: 'dataconnect-question', text: this.#say(title) }), answer);
    this.#rows.set(question, row);
    return row;
  }

  async #ask(): Promise<void> {
    const { id, values, field } = this.#options;
    const running = new AbortController();
    this.#running = running;
    const busy = element(
      'p',
      { class: 'dataconnect-busy' },
      iconOf('spinner fa-pulse'),
      ` ${this.#words('check-up.asking')}`,
    );
    this.#verdict.replaceChildren(busy);
    const url = `dataconnect/connections/${encodeURIComponent(id)}/check-up`;
    const body = dialogForm(values, field);
    const onLine = (line: unknown) => this.#take(line as Line);
    try {
      await requestLines({ method: 'POST', url, body, timeout: PATIENCE, signal: running.signal }, onLine, this.#words);
    } catch (error) {
      if (!running.signal.aborted) this.#verdict.replaceChildren(sentence('failed', messageOf(error)));
    }
    setBusy(this.button, false);
    this.element.scrollIntoView({ block: 'nearest' });
  }

  #take({ finding, report, text }: Line): void {
    if (finding) this.#showFinding(finding);
    else if (report) this.#showReport(report);
    else this.#verdict.replaceChildren(sentence('failed', text ?? ''));
  }

  #say = (part: Part): string => (typeof part === 'string' ? part : this.#words(`check-up.${part.key}`, part.facts));

  #showFinding({ question, outcome, says, evidence }: Finding): void {
    const row = this.#rows.get(question);
    const answer = row?.querySelector('.dataconnect-answer');
    const summary = element('summary', { text: this.#words('check-up.evidence') });
    const lines = evidence.map(({ sent, came }) => code(`${sent}: ${came.map(this.#say).join(', ')}`));
    const proof = element('details', {}, summary, ...lines);
    const text = says.map(this.#say).join(' ');
    answer?.replaceChildren(sentence(outcome, text), ...(evidence.length > 0 ? [proof] : []));
    if (row) this.#list.scrollTop = row.offsetTop + row.offsetHeight - this.#list.offsetTop - this.#list.clientHeight;
  }

  #showReport({ requests, stopped, settings, practice }: Report): void {
    const { values } = this.#options;
    const early = stopped ? [sentence('warning', stopped.text)] : [];
    if (practice) {
      this.#verdict.replaceChildren(...early, practiceMark(this.#words('check-up.practice', { requests })));
      return;
    }
    const names = (Object.keys(settings) as ConnectionFieldName[]).filter((name) => settings[name] !== values[name]);
    const said = names.length > 0 ? 'check-up.differ' : 'check-up.same';
    const differing = names.map((name) => element('li', { text: this.#change(name, settings[name]!) }));
    const use = button(this.#words('check-up.use'), 'check', () => {
      this.#options.use(Object.fromEntries(names.map((name) => [name, settings[name]!])));
      passFocus(use, this.#list);
      use.replaceWith(element('span', { text: this.#words('check-up.used') }));
    });
    use.dataset.action = 'use-settings';
    this.#verdict.replaceChildren(
      ...early,
      element('p', { class: 'dataconnect-verdict', text: this.#words(said, { requests }) }),
      ...(names.length > 0 ? [element('ul', {}, ...differing), use] : []),
    );
  }

  /** `Stop date: includes its whole day → ends before it` */
  #change(name: ConnectionFieldName, found: string): string {
    const before = this.#options.values[name];
    return `${this.#words(`connection.${name}`)}: ${this.#valueText(name, before)} → ${this.#valueText(name, found)}`;
  }

  #valueText(name: ConnectionFieldName, value: string): string {
    const { kind } = connectionFields[name];
    if (kind === 'flag') return this.#words(value === 'true' ? 'check-up.on' : 'check-up.off');
    if (kind === 'choice') return this.#words(`connection.${name}-${value}`);
    return value || this.#words('check-up.blank');
  }
}

const icons: Readonly<Record<string, string>> = {
  found: 'check',
  unknown: 'question',
  warning: 'exclamation-triangle',
};

const looks: Readonly<Record<string, string>> = { found: 'ok', unknown: 'skipped', warning: 'warning' };

function sentence(state: 'found' | 'unknown' | 'warning' | 'failed', text: string): HTMLElement {
  const look = `dataconnect-layer-${looks[state] ?? 'failed'}`;
  return element('p', { class: `dataconnect-said ${look}` }, iconOf(icons[state] ?? 'times'), ` ${text}`);
}

function code(text: string): HTMLElement {
  return element('code', { text });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
