/** How a run is cut into windows, what it waits for between its messages, and who hears how far it is. */
import { flowProblem, windowsProblem } from './check-node';
import type { DialogContext } from './dialog-context';
import { FLOW_SECONDS, type FlowWait, flowWaits, setOrClear, type Windows, windowKinds } from './draft';
import { element } from './element';
import { checkboxRow, formRow, numberInput, select } from './form-row';
import type { SettingRows } from './setting-rows';

/** @param mayHaveRecords false where the answer goes out as it came, which is always one window */
export function windowsRow(rows: SettingRows, mayHaveRecords: () => boolean): HTMLElement {
  const { context } = rows;
  const { words, draft } = context;
  const choices = windowKinds.map((value) => ({ value, label: words(`dialog.windows-${value}`) }));
  const set = (kind: Windows['kind']) =>
    rows.change(() => {
      setOrClear(draft.windows, 'kind', kind, 'auto');
      if (!isCalendar(draft.windows)) delete draft.windows.count;
    });
  const count = numberInput(draft.windows.count, 1, (value) =>
    rows.change(() => setOrClear(draft.windows, 'count', value, 1)),
  );
  count.setAttribute('aria-label', words('dialog.windows-count'));
  const unit = element('span', { class: 'dataconnect-affix', text: words('dialog.windows-count') });
  const row = formRow(words('dialog.windows'), select(choices, draft.windows.kind ?? 'auto', set), {
    behind: [count, unit],
  });
  rows.onRefresh(() => {
    for (const part of [count, unit]) part.hidden = !isCalendar(draft.windows);
    const problem = windowsProblem(draft.windows, words);
    if (problem) row.note(problem, 'wrong');
    else row.note(windowsNote(context));
  });
  return rows.shownWhen(row, () => hasRange(context) && mayHaveRecords());
}

function isCalendar({ kind }: Windows): boolean {
  return kind === 'day' || kind === 'week' || kind === 'month';
}

/** The request node may ask for anything, so for a range of dates too. */
function hasRange({ endpoint, draft }: DialogContext): boolean {
  if (endpoint) return endpoint.range !== undefined;
  return draft.windows.kind !== undefined || (draft.params.has('StartDate') && draft.params.has('StopDate'));
}

/** Totals over a range change their meaning when the range is cut; whoever cuts them should know. */
function windowsNote({ endpoint, draft, words }: DialogContext): string {
  const { kind = 'auto' } = draft.windows;
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
  const choices = flowWaits.map((value) => ({ value, label: words(`dialog.flow-${value}`) }));
  const set = (wait: FlowWait['wait']) =>
    rows.change(() => {
      setOrClear(draft.flow, 'wait', wait, 'auto');
      if (wait !== 'auto') delete draft.flow.seconds;
    });
  const wait = formRow(words('dialog.flow'), select(choices, draft.flow.wait ?? 'auto', set));
  const seconds = numberInput(draft.flow.seconds, FLOW_SECONDS, (value) =>
    rows.change(() => setOrClear(draft.flow, 'seconds', value, FLOW_SECONDS)),
  );
  const limit = formRow(words('dialog.flow-limit'), seconds, { unit: words('dialog.flow-seconds') });
  rows.onRefresh(() => limit.note(flowProblem(draft.flow, words) ?? '', 'wrong'));
  return [
    rows.shownWhen(wait, isInPieces),
    rows.shownWhen(limit, () => isInPieces() && (draft.flow.wait ?? 'auto') === 'auto'),
  ];
}

export function progressRow(rows: SettingRows): HTMLElement {
  const { words, draft } = rows.context;
  const row = checkboxRow(words('dialog.progress'), draft.output.progress === true, (isSet) =>
    rows.change(() => setOrClear(draft.output, 'progress', isSet, false)),
  );
  row.note(words('dialog.progress-note'));
  return row.element;
}
