/** The period of a report: words for both ends of it, or a date for each, and what they stand for now. */
import { rangesOf } from '../catalogue/roles';
import type { ParameterValue } from '../stored/stored-node';
import { DateInput } from './date-input';
import { dateShown, dateStored } from './date-preview';
import type { DialogContext, FieldFinding } from './dialog-context';
import { element } from './element';
import { textInput, usesPointer } from './form-row';
import type { GroupControl } from './parameter-group';
import { isInstant, isTyped, readPeriod } from './period';
import { periodRemark } from './period-remark';
import { datesSent, type PeriodParameters, periodText } from './period-text';
import { isPreset, presetReason } from './preset-offer';
import { markField, ProblemNote } from './problem-note';

/** Offered in this order; any others can be typed. */
const offered = [
  ...['yesterday', 'today', 'last 7 days', 'last 30 days', 'this week', 'previous week'],
  ...['month to date', 'this month', 'previous month', 'year to date', 'previous year'],
];

/** What the choice offers beside words. No date is written so. */
const NONE = '';
const OTHER_WORDS = 'words';
const DATES = 'dates';

let controls = 0;

export class PeriodControl implements GroupControl {
  readonly element: HTMLElement;
  readonly #context: DialogContext;
  readonly #parameters: PeriodParameters;
  /** A run cuts the first period of an endpoint, where it cuts any. */
  readonly #isCut: boolean;
  readonly #choice: HTMLSelectElement;
  readonly #words: HTMLInputElement;
  readonly #from: DateInput;
  readonly #to: DateInput;
  readonly #dates: HTMLElement;
  readonly #note: ProblemNote;
  readonly #isByPointer: () => boolean;

  /** @param label what the period is called, for readers */
  constructor(label: string, parameters: PeriodParameters, context: DialogContext) {
    const { words } = context;
    this.#context = context;
    this.#parameters = parameters;
    const [first] = rangesOf(context.endpoint?.parameters ?? []);
    this.#isCut = context.endpoint?.range !== undefined && first?.start === parameters.start.name;
    this.#choice = element('select', { 'aria-label': label, class: 'dataconnect-wide' });
    this.#choice.append(...[NONE, ...offered, OTHER_WORDS, DATES].map((value) => element('option', { value })));
    this.#choice.addEventListener('change', () => this.#choose(this.#choice.value));
    this.#isByPointer = usesPointer(this.#choice);
    const example = words('dialog.hint-example', { value: dateShown('last 2 weeks') });
    this.#words = textInput('', example, (text) => this.#write(dateStored(text), dateStored(text)));
    this.#words.classList.add('dataconnect-wide');
    this.#words.setAttribute('aria-label', words('dialog.period-words'));
    const take = () => this.#write(this.#from.get(), this.#to.get());
    this.#from = new DateInput(words('dialog.period-from'), parameters.start, context, take);
    this.#to = new DateInput(words('dialog.period-to'), parameters.stop, context, take);
    this.#dates = element('div', { class: 'dataconnect-dates' }, this.#from.element, this.#to.element);
    this.#note = new ProblemNote(`dataconnect-period-${++controls}-note`, (suggestion) => this.#correct(suggestion));
    const { element: note } = this.#note;
    for (const field of [this.#choice, this.#words]) field.setAttribute('aria-describedby', note.id);
    this.element = element('div', { class: 'dataconnect-period' }, this.#choice, this.#words, this.#dates, note);
  }

  canShow(): boolean {
    return this.#stored().every(isTyped);
  }

  load(): void {
    const [start, stop] = this.#stored();
    const period = readPeriod(start, stop) ?? { kind: 'none' };
    const text = period.kind === 'words' ? dateStored(period.text) : '';
    this.#choice.value = period.kind === 'dates' ? DATES : offered.includes(text) ? text : text ? OTHER_WORDS : NONE;
    this.#words.value = dateShown(text);
    this.#from.set(start?.value ?? '');
    this.#to.set(stop?.value ?? '');
    this.refresh();
  }

  refresh(): void {
    this.#words.hidden = this.#choice.value !== OTHER_WORDS;
    this.#dates.hidden = this.#choice.value !== DATES;
    for (const option of this.#choice.options) option.textContent = this.#labelOf(option.value);
    const { start, stop } = this.#parameters;
    const [first, last] = [start, stop].map(({ name }) => this.#context.problemOf(name));
    this.#note.show(first ?? last, this.#hint());
    this.#mark(first, last);
  }

  focus(): void {
    this.#choice.focus();
  }

  #mark(first: FieldFinding | undefined, last: FieldFinding | undefined): void {
    const { id } = this.#note.element;
    this.#from.mark(first, id);
    this.#to.mark(last, id);
    const both = this.#choice.value === DATES ? undefined : (first ?? last);
    for (const field of [this.#choice, this.#words]) markField(field, both);
  }

  #labelOf(value: string): string {
    const { words } = this.#context;
    if (value === NONE) return words(this.#parameters.start.required ? 'dialog.choose' : 'dialog.period-any');
    if (value === OTHER_WORDS) return words('dialog.period-other');
    if (value === DATES) return words('dialog.period-dates');
    const sent = this.#sent(value, value);
    return sent ? `${dateShown(value)} (${periodText(sent)})` : dateShown(value);
  }

  /** Why both ends are as they are in a node that was dropped. */
  #presetReason(): string {
    const { start, stop } = this.#parameters;
    const [from, to] = this.#stored();
    if (!from || !isPreset(start, from) || !isPreset(stop, to)) return '';
    return presetReason(start, from, this.#context.words);
  }

  /** The dates that go out, in the zone that they are meant in. */
  #hint(): string {
    const { words } = this.#context;
    const [from = '', to = ''] = this.#stored().map((stored) => stored?.value);
    const sent = this.#sent(from, to);
    if (!sent) return '';
    if (this.#choice.value === OTHER_WORDS && isInstant(from)) return words('dialog.period-instant');
    const period = periodText(sent, { weekday: 'short' });
    const means = words('dialog.period-means', { period, zone: this.#context.zone() });
    const remark = periodRemark(this.#context, sent, this.#isCut);
    return [`${means} ${remark}`.trim(), this.#presetReason()].filter(Boolean).join(' · ');
  }

  #sent(from: string, to: string): readonly [string, string] | undefined {
    return datesSent(this.#parameters, from, to, this.#context.zone());
  }

  #stored(): [ParameterValue | undefined, ParameterValue | undefined] {
    const { start, stop } = this.#parameters;
    const { params } = this.#context.draft;
    return [params.get(start.name), params.get(stop.name)];
  }

  #choose(value: string): void {
    const [from = '', to = ''] = this.#stored().map((stored) => stored?.value);
    if (value === OTHER_WORDS) this.#words.value = dateShown(from);
    else if (value === DATES) this.#writeOut(from, to);
    else this.#write(value, value);
    this.refresh();
    if (!this.#isByPointer()) return;
    if (value === OTHER_WORDS) this.#words.focus();
    if (value === DATES) this.#from.focus();
  }

  /** A person who goes on to dates begins with the days that the words stood for. */
  #writeOut(from: string, to: string): void {
    const [first, last] = this.#sent(from, to) ?? [];
    this.#from.set(first?.slice(0, 10) ?? from);
    this.#to.set(last?.slice(0, 10) ?? to);
    this.#write(this.#from.get(), this.#to.get());
  }

  /** A blank is not stored. */
  #write(from: string, to: string): void {
    const { start, stop } = this.#parameters;
    const { params } = this.#context.draft;
    for (const [{ name }, value] of [[start, from] as const, [stop, to] as const]) {
      if (value.trim() === '') params.delete(name);
      else params.set(name, { type: 'fixed', value });
    }
    this.#context.changed();
  }

  /** The date that was meant goes where the other one stands. */
  #correct(suggestion: string): void {
    const field = this.#choice.value === DATES ? this.#wrongDate() : undefined;
    if (field) field.set(suggestion);
    else this.#words.value = suggestion;
    if (field) this.#write(this.#from.get(), this.#to.get());
    else this.#write(dateStored(suggestion), dateStored(suggestion));
    (field ?? this.#words).focus();
  }

  #wrongDate(): DateInput {
    return this.#context.problemOf(this.#parameters.start.name)?.suggestion ? this.#from : this.#to;
  }
}
