/** How a fixed value of a parameter is entered: which choices, which helper behind the value, which hint. */
import { isCompany, isDate } from '../catalogue/roles';
import type { Parameter } from '../catalogue/schema';
import { type ChoicePanelOptions, openChoicePanel } from './choice-panel';
import type { Choice } from './choice-tree';
import { openDatePanel } from './date-panel';
import { datePreview } from './date-preview';
import type { DialogContext } from './dialog-context';
import type { InputType } from './red';
import { catalogueText, type Words } from './words';

export interface FixedInputOptions {
  parameter: Parameter;
  context: DialogContext;
  /** The value when the dialog opened; kept among the choices where it is none of them. */
  stored: string;
  /** The whole field, below which a panel opens. */
  anchor: HTMLElement;
  current: () => string;
  set: (value: string) => void;
}

/** The `fixed` type of a parameter's typed input: choices, a panel behind the value, or plain text. */
export function fixedInput(options: FixedInputOptions): InputType {
  const { parameter, context, stored } = options;
  const open = (choices: ChoicePanelOptions['choices'], multiple: boolean) => pickFrom(choices, multiple, options);
  const base = { value: 'fixed', label: context.words('dialog.fixed') };
  if (isDate(parameter)) {
    return { ...base, icon: 'fa fa-calendar-o', expand: withIcon('fa-calendar', () => pickDate(options)) };
  }
  if (parameter.lookup) {
    const fromService = () => open(context.lookups.choices(parameter, context.draft.params), parameter.list === true);
    return { ...base, icon: iconOf(parameter), expand: withIcon('fa-search', fromService) };
  }
  if (parameter.list && parameter.choices) {
    const pickSeveral = () => open(choicesOf(parameter, context.words), true);
    return { ...base, icon: iconOf(parameter), expand: withIcon('fa-list-ul', pickSeveral) };
  }
  const choices = singleChoices(parameter, context.words);
  if (!choices) return { ...base, icon: iconOf(parameter) };
  return { ...base, icon: iconOf(parameter), options: withStored(choices, parameter.default, stored, context.words) };
}

/** The `account` type of a parameter whose values a list knows: words, and a button to pick another instead. */
export function accountInput(options: FixedInputOptions): InputType {
  const { parameter, context } = options;
  const words = context.words(isCompany(parameter.name) ? 'dialog.preset-own-company' : 'dialog.preset-first');
  const pick = () => pickFrom(context.lookups.choices(parameter, context.draft.params), false, options);
  return {
    value: 'account',
    label: context.words('dialog.preset-account'),
    icon: 'fa fa-building-o',
    valueLabel: (container) => container.text(words),
    ...(parameter.lookup && { expand: withIcon('fa-search', pick) }),
  };
}

function withIcon(icon: string, open: () => void): InputType['expand'] {
  return Object.assign(open, { icon });
}

function iconOf({ type, choices }: Parameter): string {
  if (choices) return 'fa fa-list-ul';
  if (type === 'boolean') return 'red/images/typedInput/bool.svg';
  return type === 'string' ? 'red/images/typedInput/az.svg' : 'red/images/typedInput/09.svg';
}

function singleChoices(parameter: Parameter, words: Words): Choice[] | undefined {
  if (parameter.choices) return choicesOf(parameter, words);
  if (parameter.type !== 'boolean') return undefined;
  return ['true', 'false'].map((value) => ({ value, label: words(`dialog.${value}`) }));
}

function choicesOf({ choices = [] }: Parameter, words: Words): Choice[] {
  return choices.map((choice) => {
    const value = String(choice.value);
    const label = choice.label === undefined ? value : catalogueText(words, choice.label);
    return { value, label, detail: label === value ? undefined : value };
  });
}

/** A typed input shows the first choice for a value it does not know: what is stored, and blank, must be choices. */
function withStored(
  choices: Choice[],
  byDefault: Parameter['default'],
  stored: string,
  words: Words,
): NonNullable<InputType['options']> {
  const shown = choices.map(({ value, label, detail }) => ({ value, label: detail ? `${label} (${detail})` : label }));
  const defaultLabel = choices.find(({ value }) => value === String(byDefault))?.label;
  const blank = {
    value: '',
    label: defaultLabel ? words('dialog.hint-default', { value: defaultLabel }) : words('dialog.choose'),
  };
  const isKnown = stored === '' || choices.some(({ value }) => value === stored);
  return [blank, ...shown, ...(isKnown ? [] : [{ value: stored, label: stored }])];
}

function pickDate({ parameter, context, anchor, set }: FixedInputOptions): void {
  const withTime = parameter.format === 'date-time';
  openDatePanel({
    anchor,
    opener: openerIn(anchor),
    words: context.words,
    withTime,
    preview: (text) => datePreview(parameter, text, context.zone()),
    onPick: set,
  });
}

function pickFrom(
  choices: ChoicePanelOptions['choices'],
  multiple: boolean,
  { context, anchor, current, set }: FixedInputOptions,
): void {
  const selected = current()
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
  const onPick = (values: string[]) => set(values.join(','));
  openChoicePanel({ anchor, opener: openerIn(anchor), words: context.words, choices, multiple, selected, onPick });
}

function openerIn(anchor: HTMLElement): HTMLElement {
  return anchor.querySelector<HTMLElement>('.red-ui-typedInput-option-expand') ?? anchor;
}

/** What a value looks like, shown while the field is blank. */
export function placeholderOf(parameter: Parameter, words: Words): string {
  if (parameter.format === 'date') return words('dialog.hint-date');
  if (parameter.format === 'date-time') return words('dialog.hint-date-time');
  if (parameter.default !== undefined) return words('dialog.hint-default', { value: String(parameter.default) });
  if (parameter.format === 'guid') return 'a183f1a9-c58f-426a-930a-9a6357db52ed';
  if (parameter.example !== undefined) return words('dialog.hint-example', { value: String(parameter.example) });
  if (parameter.list) return words(parameter.type === 'integer' ? 'dialog.hint-integers' : 'dialog.hint-list');
  return words(`dialog.hint-${parameter.type}`);
}
