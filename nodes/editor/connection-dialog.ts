/** The dialog of the connection node. */
import { cleanText } from '../parameters/clean-text';
import { isEnvironmentText } from '../stored/environment-text';
import { CREDENTIALS_OF, type CredentialName, signInKind } from '../stored/sign-in-kinds';
import {
  type ConnectionFieldName,
  configNodeNames,
  connectionFieldNames,
  connectionFields,
  connectionSections,
  credentialFields,
  KEPT_SECRET,
  problemOfHashKey,
  signInNames,
} from '../stored/stored-connection';
import { CheckUpPanel } from './check-up-panel';
import {
  type ConnectionValues,
  connectionProblem,
  credentialProblem,
  readConnectionValues,
  versionProblem,
  writeConnectionValues,
} from './connection-values';
import { button, element } from './element';
import { faultRow, keepMissing, ownRow, type Row } from './form-row';
import { newHashKey } from './hash-key';
import { practiceMark } from './practice-mark';
import { type EditorNode, textWhereOther, widget } from './red';
import { SettingRows } from './setting-rows';
import { connectionTest } from './test-button';
import { problemText, type Words, wordOr, wordsOf } from './words';

let open: { node: EditorNode; values: ConnectionValues } | undefined;

/** Node-RED's `oneditprepare`: the form holds name, credentials and the choices of config nodes, filled by Node-RED. */
export function openConnectionDialog(this: EditorNode): void {
  const form = document.getElementById('node-config-dialog-edit-form');
  if (!form) return;
  const absent = configNodeNames.filter((name) => this[name] === undefined);
  textWhereOther(this, ['name', ...configNodeNames]);
  blankWhereAbsent(this.credentials);
  for (const name of configNodeNames) keepMissing(document.getElementById(`node-config-input-${name}`), this[name]);
  widget(form).on('remove', () => leaveOut(this, absent));
  form.classList.add('dataconnect-form', 'dataconnect-wide-form');
  const dialog = new ConnectionDialog(this, wordsOf(this));
  open = { node: this, values: dialog.values };
  dialog.build(form);
}

/** Node-RED's `oneditsave`; name, credentials and config nodes are saved by Node-RED. */
export function saveConnectionDialog(this: EditorNode): void {
  if (open?.node !== this) return;
  writeConnectionValues(this, open.values);
  open = undefined;
}

/** What an earlier version did not store is not there after a look either. */
function leaveOut(node: EditorNode, absent: readonly string[]): void {
  for (const name of absent) if (node[name] === '') delete node[name];
}

/** Node-RED takes the blank field of a credential that it does not have for a change. */
function blankWhereAbsent(credentials: EditorNode['credentials']): void {
  if (!credentials) return;
  for (const [name, { type }] of Object.entries(credentialFields)) {
    for (const each of [credentials, credentials._]) {
      if (!each) continue;
      if (type === 'password') each[`has_${name}`] ??= false;
      else each[name] = String(each[name] ?? '');
    }
  }
}

class ConnectionDialog {
  readonly values: ConnectionValues;
  readonly #words: Words;
  readonly #id: string;
  readonly #fault: string | undefined;
  readonly #rows: SettingRows<ConnectionFieldName>;
  readonly #controls = new Map<string, HTMLInputElement | HTMLSelectElement>();

  constructor(node: EditorNode, words: Words) {
    this.values = readConnectionValues(node);
    this.#words = words;
    this.#id = node.id;
    this.#fault = versionProblem(node.version, words);
    this.#rows = new SettingRows({
      words,
      fields: connectionFields,
      key: (name) => `connection.${name}`,
      stored: (name) => this.values[name],
      set: (name, value = '') => {
        this.values[name] = String(value);
        this.#rows.refresh();
      },
      problemOf: (name) => connectionProblem(name, this.values, words),
      applies: () => true,
    });
  }

  build(form: HTMLElement): void {
    const [address, signIn, data, network, limits] = connectionSections.map((section) =>
      connectionFieldNames
        .filter((name) => connectionFields[name].section === section)
        .map((name) => (configNodeNames.includes(name) ? this.#configNode(name) : this.#setting(name).element)),
    );
    const options = { id: this.#id, values: this.values, field: fieldValue, words: this.#words };
    const checkUp = new CheckUpPanel({ ...options, use: (settings) => this.#use(settings) });
    widget(form).on('remove', () => checkUp.close());
    this.#onOtherWorld(() => checkUp.close());
    const summary = element('summary', { class: 'dataconnect-title', text: this.#words('connection.limits') });
    if (this.#fault) form.append(faultRow(this.#fault));
    form.append(
      this.#own('name').element,
      ...address!,
      this.#practiceBanner(),
      this.#notInPractice(this.#title('sign-in')),
      ...signIn!,
      ...signInNames.map((name) => this.#credential(name)),
      connectionTest(options, checkUp.button),
      checkUp.element,
      this.#title('data'),
      ...data!,
      this.#hashKey(),
      this.#notInPractice(this.#title('network')),
      ...network!,
      element('details', { class: 'dataconnect-limits' }, summary, ...limits!),
    );
    this.#rows.refresh();
  }

  /** Writes settings into the values, and shows them in their fields. */
  #use(settings: Partial<ConnectionValues>): void {
    for (const [name, value] of Object.entries(settings)) {
      this.values[name as ConnectionFieldName] = value;
      const control = this.#controls.get(name);
      if (control instanceof HTMLInputElement && control.type === 'checkbox') control.checked = value === 'true';
      else if (control) control.value = value;
    }
    this.#rows.refresh();
  }

  #title(key: string): HTMLElement {
    return element('h4', { class: 'dataconnect-title', text: this.#words(`connection.${key}`) });
  }

  get #isPractice(): boolean {
    return this.values.environment === 'practice';
  }

  /** What has no meaning where no service is asked. */
  #notInPractice(shown: HTMLElement): HTMLElement {
    this.#rows.onRefresh(() => {
      shown.hidden = this.#isPractice;
    });
    return shown;
  }

  /** Whenever practice begins or ends: what was found out there says nothing of here. */
  #onOtherWorld(leave: () => void): void {
    let wasPractice = this.#isPractice;
    this.#rows.onRefresh(() => {
      if (wasPractice !== this.#isPractice) leave();
      wasPractice = this.#isPractice;
    });
  }

  #practiceBanner(): HTMLElement {
    const banner = practiceMark(this.#words('connection.practice-banner'));
    this.#rows.onRefresh(() => {
      banner.hidden = !this.#isPractice;
    });
    return banner;
  }

  #configNode(name: ConnectionFieldName): HTMLElement {
    const row = this.#own(name);
    row.note(wordOr(this.#words, `connection.${name}-note`, ''));
    if (isOffered(name, this.values[name])) return this.#notInPractice(row.element);
    row.element.hidden = true;
    return row.element;
  }

  /** A row around a field that Node-RED made and fills. */
  #own(name: string): Row {
    const field = document.getElementById(`node-config-input-${name}`)!;
    field.setAttribute('placeholder', wordOr(this.#words, `connection.${name}-hint`, ''));
    return ownRow(this.#words(`connection.${name}`), field);
  }

  #credential(name: CredentialName): HTMLElement {
    const row = this.#own(name);
    const input = row.element.querySelector('input')!;
    input.autocomplete = 'new-password';
    input.addEventListener('input', () => this.#rows.refresh());
    const isSecret = credentialFields[name].type === 'password';
    // On leaving the field, which Done makes a person do; what was not touched stays as it is stored.
    const clean = () => {
      input.value = cleanText(input.value);
      this.#rows.refresh();
    };
    if (!isSecret) input.addEventListener('change', clean);
    this.#rows.onRefresh(() => {
      // Where the environment will say how to sign in, any of them may be needed.
      const kind = signInKind(this.values.authentication);
      const needed: readonly string[] | undefined = this.#isPractice ? [] : kind && CREDENTIALS_OF[kind];
      row.element.hidden = needed?.includes(name) === false;
      const problem = needed?.includes(name) ? credentialProblem(kind, name, input.value, this.#words) : undefined;
      const hasSpace = isSecret && input.value !== cleanText(input.value);
      if (problem) row.note(problem, 'wrong');
      else row.note(hasSpace ? this.#words('connection.secret-space') : '', 'warning');
    });
    return row.element;
  }

  #hashKey(): HTMLElement {
    const input = document.getElementById('node-config-input-hashKey') as HTMLInputElement;
    input.autocomplete = 'new-password';
    const make = button(this.#words('connection.hashKey-make'), 'key', () => {
      input.value = newHashKey();
      input.dispatchEvent(new Event('change'));
      this.#rows.refresh();
    });
    const row = ownRow(this.#words('connection.hashKey'), input);
    input.setAttribute('placeholder', this.#words('connection.hashKey-hint'));
    input.after(make);
    input.addEventListener('input', () => this.#rows.refresh());
    this.#rows.onRefresh(() => {
      const isOwn = input.value !== '' && input.value !== KEPT_SECRET && !isEnvironmentText(input.value);
      const problem = isOwn ? problemOfHashKey(input.value.trim()) : undefined;
      const note = this.#words('connection.hashKey-note');
      row.note(
        problem ? problemText(problem, this.#words, this.#words('connection.hashKey')) : note,
        problem ? 'wrong' : 'hint',
      );
    });
    return row.element;
  }

  #setting(name: ConnectionFieldName): Row {
    const row = this.#rows.row(name);
    const control = row.element.querySelector<HTMLInputElement | HTMLSelectElement>('input, select');
    if (control) this.#controls.set(name, control);
    const input = row.element.querySelector('input');
    if (input) input.dataset.field = name;
    if (input && name === 'timeZone') offerZones(input);
    return row;
  }
}

/** The type of another package is offered where that is there, and shown where it is missing. */
function isOffered(name: ConnectionFieldName, stored: string): boolean {
  const field = connectionFields[name];
  return field.kind !== 'node' || stored !== '' || RED.nodes.getType(field.nodeType) !== undefined;
}

function offerZones(input: HTMLInputElement): void {
  const list = element('datalist', { id: 'dataconnect-time-zones' });
  list.append(...Intl.supportedValuesOf('timeZone').map((zone) => element('option', { value: zone })));
  input.setAttribute('list', list.id);
  input.after(list);
}

/** The value of a field that Node-RED fills; a config node that is not chosen is blank. */
function fieldValue(name: string): string {
  const field = document.getElementById(`node-config-input-${name}`);
  const value = field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value : '';
  return value === '_ADD_' ? '' : value;
}
