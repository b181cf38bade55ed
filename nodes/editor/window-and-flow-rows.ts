/** Rows of the Output tab: how a run is cut into windows, and what it waits for between its messages. */
import { usualRange } from '../catalogue/roles';
import type { DialogContext } from './dialog-context';
import { mayBe, settingsOf } from './draft';
import { element } from './element';
import type { SettingRows } from './setting-rows';

/** @param mayHaveRecords false where the answer goes out as it came, which is always one window */
export function windowsRow(rows: SettingRows, mayHaveRecords: () => boolean): HTMLElement {
  const { context } = rows;
  const { words, draft } = context;
  const isCalendar = () => mayBe(draft, 'windows.kind', ['day', 'week', 'month']);
  const count = rows.numberInput('windows.count');
  count.setAttribute('aria-label', words('dialog.windows-count'));
  const unit = element('span', { class: 'dataconnect-affix', text: words('dialog.windows-count') });
  const note = () => windowsNote(context);
  const row = rows.choice('windows.kind', 'windows', note, { behind: [count, unit] });
  rows.onRefresh(() => {
    const wrongCount = rows.problemOf('windows.count');
    if (wrongCount) row.note(wrongCount, 'wrong');
    for (const part of [count, unit]) part.hidden = !isCalendar() && wrongCount === undefined;
  });
  return rows.shownWhen(row, () => hasRange(context) && mayHaveRecords());
}

/** The request node may ask for anything, so for a range of dates too. */
function hasRange({ endpoint, draft }: DialogContext): boolean {
  if (endpoint) return endpoint.range !== undefined;
  return draft.windows.kind !== undefined || Object.values(usualRange).every((name) => draft.params.has(name));
}

/** Totals over a range change their meaning when the range is cut; whoever cuts them should know. */
function windowsNote({ endpoint, draft, words }: DialogContext): string {
  const { kind } = settingsOf(draft).windows;
  if (kind === 'none') return '';
  const isOtherwise = endpoint?.range?.unless?.some(([name, value]) => {
    const given = draft.params.get(name);
    return given?.type === 'fixed' && given.value === value;
  });
  const byDate = endpoint?.range?.byDate === true;
  if (isOtherwise ? !byDate : byDate) return '';
  return words(kind === 'auto' ? 'dialog.windows-auto-totals' : 'dialog.windows-totals');
}

/** @param isInPieces true where the node sends more than one message for a run */
export function flowRows(rows: SettingRows, isInPieces: () => boolean): HTMLElement[] {
  const { words, draft } = rows.context;
  const wait = rows.choice('flow.wait', 'flow');
  const limit = rows.number('flow.seconds', words('dialog.flow-seconds'));
  return [
    rows.shownWhen(wait, isInPieces),
    rows.shownWhen(limit, () => isInPieces() && mayBe(draft, 'flow.wait', ['auto'])),
  ];
}
