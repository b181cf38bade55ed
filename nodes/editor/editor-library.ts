/**
 * What the registrations in the sets' html refer to. Everything here is called by Node-RED with a node as `this`, or
 * while a type is registered.
 */
import { connectionSteps, migrate } from '../stored/migrations';
import {
  type ConnectionFieldName,
  configNodeNames,
  connectionFieldNames,
  connectionFields,
  credentialFields,
} from '../stored/stored-connection';
import { endpointOf } from './catalogue';
import { checkConnection, checkOutput, checkParams, checkPath, type Validity } from './check-node';
import { openCheckUpDialog } from './check-up-dialog';
import { openConfirmDialog } from './confirm-dialog';
import { openConnectionDialog, saveConnectionDialog } from './connection-dialog';
import { connectionProblem, readConnectionValues, versionProblem } from './connection-values';
import { provideBeginnings } from './dropped-node';
import { openDialog, saveDialog } from './endpoint-dialog';
import { translateExampleTabs } from './example-tabs';
import { addWordsToPalette, listenToSearches } from './found-by-words';
import { labelHelpWhenIdle } from './labelled-help';
import { provideQuickAdd } from './quick-add-action';
import type { EditorNode } from './red';
import { provideSidebar } from './sidebar/sidebar-tab';
import { checkSql } from './sql/check-sql';
import { openSqlDialog, saveSqlDialog } from './sql/sql-dialog';
import { catalogueText, type Words, wordOr, wordsOf } from './words';

const CONNECTION = 'dataconnect-connection';
const CLUSTER = connectionFields.cluster.nodeType;

/** A node has the definition's type; the palette asks the definition itself. */
type Labelled = Pick<EditorNode, 'type'> & { _?: EditorNode['_def']['_'] };

/**
 * To be called once per page: each type of ours gets its form when it is registered, instead of in its set's html, what
 * its nodes begin with, and the words by which it is found.
 */
export function prepareTypes(): void {
  const forms: HTMLElement[] = [];
  listenToSearches();
  translateExampleTabs();
  RED.events.on('registry:node-type-added', (type) => {
    // The type of the package for several Node-RED has a form of its own.
    if (!type.startsWith('dataconnect-') || type === CLUSTER) return;
    provideBeginnings(type);
    labelHelpWhenIdle(type);
    if (type === CONNECTION) provideActions();
    // All at once, after the last type that is registered now: Node-RED lays the page out for every label in between.
    if (forms.length === 0) {
      queueMicrotask(() => {
        document.body.append(...forms.splice(0));
        addWordsToPalette();
      });
    }
    forms.push(templateOf(type));
  });
}

/** In the words of the connection, whose set has them. */
function provideActions(): void {
  const words: Words = (key, facts) => RED.nodes.getType(CONNECTION)?._?.(key, facts) ?? key;
  provideSidebar(words);
  provideQuickAdd(words);
}

/** What Node-RED fills before the dialog is built: the same for all endpoint nodes. */
function templateOf(type: string): HTMLElement {
  const template = document.createElement('script');
  template.type = 'text/html';
  template.dataset.templateName = type;
  template.textContent = formOf[type] ?? endpointForm;
  return template;
}

const nameField = '<input type="text" id="node-input-name">';
const endpointForm = `<input type="text" id="node-input-connection">${nameField}`;

const connectionForm = [
  ...['name', ...configNodeNames].map((name) => [name, 'text']),
  ...Object.entries(credentialFields).map(([name, { type }]) => [name, type]),
]
  .map(([name, type]) => `<input type="${type}" id="node-config-input-${name}">`)
  .join('');

/** Of the types that are no endpoint's. */
const formOf: Readonly<Record<string, string>> = {
  [CONNECTION]: connectionForm,
  'dataconnect-records-to-sql': nameField,
  'dataconnect-confirm': `<select id="node-input-outcome"></select>${nameField}`,
};

const REQUEST = 'dataconnect-request';

function paletteLabel(this: Labelled): string {
  const words = this._;
  const endpoint = endpointOf(this);
  if (!endpoint) return words?.('dialog.request-label') ?? this.type;
  return words ? catalogueText(words, endpoint.label) : endpoint.label;
}

function label(this: EditorNode): string {
  const { name, path, type, _def } = this;
  if (typeof name === 'string' && name) return name;
  // All that tells one request node from another.
  if (type === REQUEST && typeof path === 'string' && path) return path;
  return paletteLabel.call({ type, _: _def._ });
}

function labelStyle(this: EditorNode): string {
  return this.name ? 'node_label_italic' : '';
}

function outputLabels(this: EditorNode, place: number): string {
  return wordsOf(this)(place === 0 ? 'dialog.port-answer' : 'dialog.port-progress');
}

function connectionPaletteLabel(this: Labelled): string {
  return this._?.('connection.label') ?? this.type;
}

function connectionLabel(this: EditorNode): string {
  const words = wordsOf(this);
  const stored = readConnectionValues(this).environment;
  const environment = wordOr(words, `connection.environment-${stored}`, stored);
  const { name } = this;
  if (typeof name !== 'string' || !name) return words('connection.unnamed', { environment });
  return stored === 'practice' ? words('connection.practice-named', { name }) : name;
}

function sqlPaletteLabel(this: Labelled): string {
  return this._?.('sql.label') ?? this.type;
}

/** What it writes to, where it has no name. */
function sqlLabel(this: EditorNode): string {
  const words = wordsOf(this);
  const { name, table } = this;
  if (typeof name === 'string' && name) return name;
  return typeof table === 'string' && table ? words('sql.to-table', { table }) : words('sql.label');
}

function sqlOutputLabel(this: EditorNode): string {
  return wordsOf(this)('sql.port');
}

function checkUpPaletteLabel(this: Labelled): string {
  return this._?.('check-up.label') ?? this.type;
}

function checkUpLabel(this: EditorNode): string {
  return typeof this.name === 'string' && this.name ? this.name : wordsOf(this)('check-up.label');
}

function confirmPaletteLabel(this: Labelled): string {
  return this._?.('confirm.label') ?? this.type;
}

/** What it says, where it has no name. */
function confirmLabel(this: EditorNode): string {
  const words = wordsOf(this);
  if (typeof this.name === 'string' && this.name) return this.name;
  return this.outcome === 'failed' ? words('confirm.label-failed') : words('confirm.label');
}

function connectionCheck(field: ConnectionFieldName) {
  return function check(this: EditorNode, value: unknown, _options: object): Validity {
    const stored = migrate({ ...this, [field]: value }, connectionSteps, []);
    return (stored && connectionProblem(field, stored, wordsOf(this))) ?? true;
  };
}

function checkVersion(this: EditorNode, version: unknown, _options: object): Validity {
  return versionProblem(version, wordsOf(this)) ?? true;
}

export const editorLibrary = {
  paletteLabel,
  label,
  labelStyle,
  outputLabels,
  connection: checkConnection,
  params: checkParams,
  path: checkPath,
  output: checkOutput,
  oneditprepare: openDialog,
  oneditsave: saveDialog,
  connectionPaletteLabel,
  connectionLabel,
  ...Object.fromEntries(connectionFieldNames.map((name) => [name, connectionCheck(name)])),
  version: checkVersion,
  openConnection: openConnectionDialog,
  saveConnection: saveConnectionDialog,
  checkSql,
  sqlPaletteLabel,
  sqlLabel,
  sqlOutputLabel,
  openSql: openSqlDialog,
  saveSql: saveSqlDialog,
  checkUpPaletteLabel,
  checkUpLabel,
  openCheckUp: openCheckUpDialog,
  confirmPaletteLabel,
  confirmLabel,
  openConfirm: openConfirmDialog,
};
