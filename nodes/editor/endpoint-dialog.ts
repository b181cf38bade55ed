/** The dialog of every endpoint node and of the request node. */
import { sharedParametersOf } from '../catalogue/shared-parameters';
import { faultOf, shown } from '../stored/field';
import { ColumnsTab } from './columns-tab';
import { DialogContext } from './dialog-context';
import { isIdle, responseOf, writeDraft } from './draft';
import { button, passFocus } from './element';
import { faultRow, keepMissing, ownRow } from './form-row';
import { IncrementalTab } from './incremental-tab';
import { OutputTab } from './output-tab';
import { ParametersTab } from './parameters-tab';
import { PreviewTab } from './preview-tab';
import { type EditorNode, textWhereOther, widget } from './red';
import { RequestTab } from './request-tab';
import { ResponseTab } from './response-tab';
import { addTabs } from './tabs';
import { catalogueText, problemText } from './words';

/** Node-RED opens one dialog of a flow node at a time. */
let open:
  | { node: EditorNode; context: DialogContext; responseBefore: string | undefined; columns?: ColumnsTab }
  | undefined;

/** Node-RED's `oneditprepare`: the form holds the fields of name and connection, filled by Node-RED. */
export function openDialog(this: EditorNode): void {
  const form = document.getElementById('dialog-form');
  const connection = document.getElementById('node-input-connection');
  const name = document.getElementById('node-input-name');
  if (!form || !connection || !name) return;
  const context = new DialogContext(this, connection instanceof HTMLSelectElement ? connection : undefined);
  open = { node: this, context, responseBefore: responseOf(context.draft.params) };
  textWhereOther(this, ['name', 'connection']);
  keepMissing(connection, this.connection);
  form.classList.add('dataconnect-form');
  widget(form).on('remove', () => context.close());
  form.append(
    ownRow(context.words('dialog.connection'), connection).element,
    ownRow(context.words('dialog.name'), name).element,
  );
  name.setAttribute(
    'placeholder',
    context.endpoint ? catalogueText(context.words, context.endpoint.label) : context.words('dialog.request-label'),
  );
  connection.addEventListener('change', () => context.changed());
  form.append(...unreadableRows(context));
  const parameters = context.endpoint ? new ParametersTab(context) : new RequestTab(context);
  const columns = new ColumnsTab(context);
  open.columns = columns;
  addTabs(form, [
    { id: 'dataconnect-parameters', label: context.words('dialog.tab-parameters'), content: parameters },
    { id: 'dataconnect-response', label: context.words('dialog.tab-response'), content: new ResponseTab(context) },
    { id: 'dataconnect-output', label: context.words('dialog.tab-output'), content: new OutputTab(context) },
    ...incrementalTabs(context),
    { id: 'dataconnect-columns', label: context.words('dialog.tab-columns'), content: columns },
    { id: 'dataconnect-preview', label: context.words('dialog.tab-preview'), content: new PreviewTab(context) },
  ]);
  context.changed();
}

/** Of an endpoint that has a way to go on, or a node that says so. */
function incrementalTabs(context: DialogContext): Array<Parameters<typeof addTabs>[1][number]> {
  const { endpoint, draft, words } = context;
  if (!endpoint?.ways.length && Object.keys(draft.incremental).length === 0) return [];
  const label = words('dialog.tab-incremental');
  return [{ id: 'dataconnect-incremental', label, content: new IncrementalTab(context) }];
}

/** What stands in the place of settings and is none: said above all tabs, for it has no field of its own. */
function unreadableRows(context: DialogContext): HTMLElement[] {
  const { draft, words } = context;
  if (draft.fault) return [faultRow(problemText(draft.fault, words))];
  return [...draft.unreadable].map(([group, stored]) => {
    const row = faultRow(problemText(faultOf(group, 'field-not-a-group', { value: shown(stored) }), words));
    const reset = () => {
      draft.unreadable.delete(group);
      const name = document.getElementById('node-input-name');
      if (name) passFocus(row, name);
      row.remove();
      context.changed();
    };
    row.append(button(words('dialog.reset'), 'undo', reset));
    return row;
  });
}

/** Node-RED's `oneditsave`. */
export function saveDialog(this: EditorNode): void {
  if (open?.node !== this) return;
  const { context, responseBefore, columns } = open;
  open = undefined;
  const { params } = context.draft;
  if (responseOf(params) !== responseBefore) dropIdle(context);
  columns?.done();
  writeDraft(this, context.draft);
}

/** Another response was chosen: what has no effect on it is not kept where nobody sees it. */
function dropIdle({ draft, endpoint }: DialogContext): void {
  const idle = sharedParametersOf(endpoint).filter((parameter) => isIdle(parameter, draft.params));
  for (const { name } of idle) draft.params.delete(name);
}
