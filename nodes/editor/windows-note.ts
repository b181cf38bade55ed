/** What the Output tab says of the windows of a run. */
import { isByDate, usualRange } from '../catalogue/roles';
import type { DialogContext } from './dialog-context';
import { settingsOf } from './draft';

/** The request node may ask for anything, so for a range of dates too. */
export function hasRange({ endpoint, draft }: DialogContext): boolean {
  if (endpoint) return endpoint.range !== undefined;
  return draft.windows.kind !== undefined || Object.values(usualRange).every((name) => draft.params.has(name));
}

/** Totals over a range change their meaning when the range is cut; whoever cuts them should know. */
export function windowsNote({ endpoint, draft, words }: DialogContext): string {
  const { kind } = settingsOf(draft).windows;
  if (kind === 'none') return '';
  const textOf = (name: string) => {
    const given = draft.params.get(name);
    return given?.type === 'fixed' ? given.value : undefined;
  };
  if (endpoint?.range && isByDate(endpoint.range, textOf)) return '';
  return words(kind === 'auto' ? 'dialog.windows-auto-totals' : 'dialog.windows-totals');
}
