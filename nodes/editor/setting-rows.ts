/** Rows of settings, of a node or of a connection: what each looks like follows from what is stored of it. */
import { cleanText } from '../parameters/clean-text';
import { translateDate } from '../parameters/date-expression';
import { type DateLanguage, dateLanguage } from '../parameters/date-words';
import { translateDuration } from '../parameters/duration';
import { isEnvironmentText } from '../stored/environment-text';
import { isNumeric, type Setting } from '../stored/field';
import { nameListText, namesOf } from '../stored/name-list';
import { element } from './element';
import { type Around, checkboxRow, formRow, type Row, select, textInput } from './form-row';
import { type Words, wordOr } from './words';

/** The settings that rows show and change. */
export interface SettingSource<Name extends string> {
  words: Words;
  fields: Readonly<Record<Name, Setting>>;
  /** Key of the setting's label. Those of its choices, its note and its hint begin with it. */
  key(name: Name): string;
  /** As it stands in the flow, where anything may stand; undefined where nothing does. */
  stored(name: Name): unknown;
  /** Changes the setting and tells all of the dialog. @param value undefined where a person left it blank */
  set(name: Name, value: unknown): void;
  problemOf(name: Name): string | undefined;
  /** False where what else the dialog holds leaves the setting without a meaning. */
  applies(name: Name): boolean;
}

export interface RowOptions extends Around {
  /** What is said of the setting where it is right, in place of its note. */
  note?: () => string;
  /** What else can be wrong with it. */
  problem?: () => string | undefined;
}

export class SettingRows<Name extends string> {
  readonly #refreshers: Array<() => void> = [];

  constructor(readonly source: SettingSource<Name>) {}

  refresh(): void {
    for (const refresh of this.#refreshers) refresh();
  }

  /** `listener` is called at every refresh. */
  onRefresh(listener: () => void): void {
    this.#refreshers.push(listener);
  }

  /** Shown where its setting has a meaning, or is wrong. */
  row(name: Name, options: RowOptions = {}): Row {
    const { source } = this;
    const row = this.#rowOf(name, options);
    const own = wordOr(source.words, `${source.key(name)}-note`, '');
    this.onRefresh(() => {
      const problem = source.problemOf(name) ?? options.problem?.();
      row.note(problem ?? this.#variable(name) ?? options.note?.() ?? own, problem === undefined ? 'hint' : 'wrong');
      row.element.hidden = !this.isUsed(name) && !row.isWrong();
    });
    return row;
  }

  /** False where the choice beside a setting leaves it without a meaning; a variable may give it one. */
  isUsed(name: Name): boolean {
    const { fields, applies } = this.source;
    const { usedWith } = fields[name];
    if (!usedWith) return applies(name);
    const beside = usedWith.setting as Name;
    const { choices } = fields[beside] as { choices: readonly unknown[] };
    const choice = this.#storedOrDefault(beside);
    const isOther = choices.includes(choice) && !usedWith.values.some((value) => value === choice);
    return !isOther && applies(name) && this.isUsed(beside);
  }

  /** The field of a number that stands in the row of another setting, and the words behind it. */
  numberWithin(name: Name): HTMLElement[] {
    const unit = this.#unit(name);
    const input = this.#control(name);
    input.setAttribute('aria-label', unit ?? '');
    const parts = [input, element('span', { class: 'dataconnect-affix', text: unit })];
    this.onRefresh(() => {
      for (const part of parts) part.hidden = !this.isUsed(name) && this.source.problemOf(name) === undefined;
    });
    return parts;
  }

  #rowOf(name: Name, around: Around): Row {
    const { words, fields, key, set } = this.source;
    const label = words(key(name));
    if (fields[name].kind !== 'flag') {
      return formRow(label, this.#control(name), { unit: this.#unit(name), ...around });
    }
    const reading = fields[name].read(this.source.stored(name));
    const isSet = reading.kind === 'value' && reading.value === true;
    return checkboxRow(label, isSet, (checked) => set(name, checked));
  }

  #control(name: Name): HTMLElement {
    const { words, fields, key, stored, set } = this.source;
    const field = fields[name];
    if (field.kind === 'choice') {
      const choices = field.choices.map((value) => ({ value, label: words(`${key(name)}-${value}`) }));
      return select(choices, this.#storedOrDefault(name), (value) => set(name, value));
    }
    const given = stored(name) === undefined ? '' : stored(name);
    if (field.kind === 'date') return wordsInput(given, field.byDefault, translateDate, (text) => set(name, text));
    if (field.kind === 'duration') return wordsInput(given, '', translateDuration, (text) => set(name, text));
    const hint = field.example ?? wordOr(words, `${key(name)}-hint`, String(field.byDefault));
    if (field.kind === 'names') return namesInput(given, hint, (names) => set(name, names));
    if (field.kind !== 'number') return textInput(given, hint, (text) => set(name, cleanText(text)));
    // What is no number is kept as it was typed, for the check to refuse.
    const setNumber = (typed: string) => set(name, isNumeric(typed) ? Number(typed) : typed.trim() || undefined);
    const input = textInput(given, hint, setNumber);
    input.inputMode = 'numeric';
    input.classList.add('dataconnect-short');
    return input;
  }

  #unit(name: Name): string | undefined {
    const field = this.source.fields[name];
    const [file] = this.source.key(name).split('.');
    return field.kind === 'number' ? this.source.words(`${file}.${field.unit}`) : undefined;
  }

  #storedOrDefault(name: Name): unknown {
    const stored = this.source.stored(name);
    return stored === undefined ? this.source.fields[name].byDefault : stored;
  }

  /** A box that is ticked or not cannot show what is neither: the variable that will say it. */
  #variable(name: Name): string | undefined {
    const stored = this.source.stored(name);
    return this.source.fields[name].kind === 'flag' && isEnvironmentText(stored) ? String(stored) : undefined;
  }
}

/** Words are stored in English, and shown in the language of the editor. @param given as it is stored */
function wordsInput(
  given: unknown,
  byDefault: string,
  translate: (text: string, language: DateLanguage) => string,
  onInput: (text: string) => void,
): HTMLInputElement {
  const language = dateLanguage(RED.i18n.lang());
  const text = typeof given === 'string' ? translate(given, language) : given;
  return textInput(text, translate(byDefault, language), (typed) => onInput(translate(cleanText(typed), 'en')));
}

/** @param given a list, or as it stands in a flow written by hand */
function namesInput(given: unknown, hint: string, onInput: (names: unknown) => void): HTMLInputElement {
  const isList = Array.isArray(given) && given.every((name) => typeof name === 'string');
  const variableOr = (text: string) => (isEnvironmentText(cleanText(text)) ? cleanText(text) : namesOf(text));
  return textInput(isList ? nameListText(given) : given, hint, (text) => onInput(variableOr(text)));
}
