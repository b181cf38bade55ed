/** What the Parameters tab has a row for: a parameter, or several that one control says together. */
import { rangesOf } from '../catalogue/roles';
import type { Parameter } from '../catalogue/schema';
import type { DialogContext } from './dialog-context';
import { ParameterField } from './parameter-field';
import { joinedLabels, ParameterGroup } from './parameter-group';
import { PeriodControl } from './period-control';
import { storesFilters, storesParameters } from './stores';
import { StoresControl } from './stores-control';
import { catalogueText, parameterLabel } from './words';

export interface ParameterEntry {
  /** The name of its first parameter. */
  key: string;
  parameters: readonly Parameter[];
  label: string;
  /** Shown on hover where it can be added. */
  title: string;
  required: boolean;
  /** Has a row as long as this is so, whether anything is set or not. */
  isAsked(): boolean;
  /** @param onRemove left out for a row that cannot be removed */
  makeRow(onRemove: (() => void) | undefined): ParameterRow;
}

export type ParameterRow = Pick<ParameterField, 'element' | 'activate' | 'refresh' | 'focus'>;

/** In the order of the parameters, a control at the place of its first one. */
export function parameterEntries(parameters: readonly Parameter[], context: DialogContext): ParameterEntry[] {
  const together = [...periodEntries(parameters, context), ...storesEntry(parameters, context)];
  return parameters.flatMap((parameter): ParameterEntry[] => {
    const entry = together.find((each) => each.parameters.includes(parameter));
    if (!entry) return [singleEntry(parameter, context)];
    const first = parameters.find((each) => entry.parameters.includes(each));
    return first === parameter ? [entry] : [];
  });
}

/** A parameter with a row of its own. */
export function singleEntry(parameter: Parameter, context: DialogContext): ParameterEntry {
  const required = parameter.required === true;
  return {
    key: parameter.name,
    parameters: [parameter],
    label: parameterLabel(context.words, parameter),
    title: catalogueText(context.words, parameter.description),
    required,
    isAsked: () => context.asks(parameter),
    makeRow: (onRemove) => new ParameterField({ parameter, context, ...(onRemove && { onRemove }) }),
  };
}

/** One for each pair of dates; of several pairs each is called by its dates. */
function periodEntries(parameters: readonly Parameter[], context: DialogContext): ParameterEntry[] {
  const named = new Map(parameters.map((each) => [each.name, each]));
  const ranges = rangesOf(parameters);
  return ranges.map((range) => {
    const [start, stop] = [named.get(range.start)!, named.get(range.stop)!];
    const labels = joinedLabels(context, [start, stop]);
    const period = context.words('dialog.period');
    const label = ranges.length === 1 ? period : `${period} (${labels})`;
    const required = start.required === true || stop.required === true;
    return {
      key: start.name,
      parameters: [start, stop],
      label,
      title: labels,
      required,
      isAsked: () => context.asks(start) || context.asks(stop),
      makeRow: (onRemove) => {
        const control = new PeriodControl(label, { start, stop }, context);
        return new ParameterGroup({ label, parameters: [start, stop], context, control, onRemove });
      },
    };
  });
}

/** Every report can be narrowed, so nobody has to look for it. */
function storesEntry(parameters: readonly Parameter[], context: DialogContext): ParameterEntry[] {
  const filters = storesFilters(parameters);
  const [first, ...others] = storesParameters(filters);
  if (!first) return [];
  const members = [first, ...others];
  const label = context.words('dialog.stores');
  return [
    {
      key: first.name,
      parameters: members,
      label,
      title: joinedLabels(context, members),
      required: members.some(({ required }) => required === true),
      isAsked: () => members.some((each) => context.counts(each)),
      makeRow: () =>
        new ParameterGroup({ label, parameters: members, context, control: new StoresControl(filters, context) }),
    },
  ];
}
