/** The dialog of the connection node. */

import { cleanText } from '../parameters/clean-text';
import type { FieldProblem } from '../parameters/problem';
import { LIMITS, type Limit } from '../stored/connection-limits';
import { isEnvironmentText } from '../stored/environment-text';
import { readField } from '../stored/field';
import {
  CREDENTIALS_OF,
  type CredentialName,
  SIGN_IN_KINDS,
  type SignInKind,
  signInKind,
  unsendable,
} from '../stored/sign-in-kinds';
import { type ConnectionFieldName, credentialFields, environments, stopDates } from '../stored/stored-connection';
import { faultText } from './check-node';
import {
  type ConnectionValues,
  connectionProblem,
  readConnectionValues,
  writeConnectionValues,
} from './connection-values';
import { element } from './element';
import { boxOf, checkboxRow, formRow, keepMissing, type Row, select, textInput } from './form-row';
import { type EditorNode, textWhereOther } from './red';
import { connectionTest, credentials } from './test-button';
import { type Words, wordsOf } from './words';

let open: { node: EditorNode; values: ConnectionValues } | undefined;

/** Node-RED's `oneditprepare`: the form holds name, credentials and the choices of config nodes, filled by Node-RED. */
export function openConnectionDialog(this: EditorNode): void {
  const form = document.getElementById('node-config-dialog-edit-form');
  if (!form) return;
  textWhereOther(this, ['name', 'tls', 'proxy']);
  blankWhereAbsent(this.credentials);
  for (const name of ['tls', 'proxy']) keepMissing(document.getElementById(`node-config-input-${name}`), this[name]);
  form.classList.add('dataconnect-form');
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

/** Node-RED takes the blank field of a credential that it does not have for a change. */
function blankWhereAbsent(credentials: EditorNode['credentials']): void {
  if (!credentials) return;
  for (const [name, { isSecret }] of Object.entries(credentialFields)) {
    for (const each of [credentials, credentials._]) {
      if (!each) continue;
      if (isSecret) each[`has_${name}`] ??= false;
      else each[name] = String(each[name] ?? '');
    }
  }
}

class ConnectionDialog {
  readonly values: ConnectionValues;
  readonly #words: Words;
  readonly #id: string;
  readonly #refreshers: Array<() => void> = [];

  constructor(node: EditorNode, words: Words) {
    this.values = readConnectionValues(node);
    this.#words = words;
    this.#id = node.id;
  }

  build(form: HTMLElement): void {
    const test = connectionTest({ id: this.#id, values: this.values, field: fieldValue, words: this.#words });
    form.append(
      this.#own('name').element,
      this.#choice('environment', environments).element,
      ...this.#whenCustom(this.#text('serviceUrl', 'https://dataconnect.example.net')),
      ...this.#whenCustom(this.#text('tokenUrl', 'https://accounts.example.net/v1')),
      this.#title('sign-in'),
      this.#choice('authentication', SIGN_IN_KINDS).element,
      ...credentials.map((name) => this.#credential(name)),
      test,
      this.#title('data'),
      this.#text('companyId', this.#words('connection.company-hint')).element,
      this.#timeZone(),
      this.#choice('stopDate', stopDates).element,
      this.#title('network'),
      this.#own('tls').element,
      this.#own('proxy').element,
      this.#preferredEndpoint(),
      this.#limits(),
    );
    this.#refresh();
  }

  #refresh(): void {
    for (const refresh of this.#refreshers) refresh();
  }

  #title(key: string): HTMLElement {
    return element('h4', { class: 'dataconnect-title', text: this.#words(`connection.${key}`) });
  }

  /** A row around a field that Node-RED made and fills. */
  #own(name: string): Row {
    const input = document.getElementById(`node-config-input-${name}`)!;
    const box = boxOf(input);
    if (box === input) input.setAttribute('placeholder', wordOrBlank(this.#words, `connection.${name}-hint`));
    const row = formRow(this.#words(`connection.${name}`), box);
    row.element.querySelector('label')?.setAttribute('for', input.id);
    return row;
  }

  #credential(name: CredentialName): HTMLElement {
    const row = this.#own(name);
    const input = row.element.querySelector('input')!;
    input.autocomplete = 'new-password';
    input.addEventListener('input', () => this.#refresh());
    const { isSecret } = credentialFields[name];
    // On leaving the field, which Done makes a person do; what was not touched stays as it is stored.
    if (!isSecret) input.addEventListener('change', () => this.#clean(input));
    this.#refreshers.push(() => {
      // Where the environment will say how to sign in, any of them may be needed.
      const kind = signInKind(this.values.authentication);
      const needed: readonly string[] | undefined = kind && CREDENTIALS_OF[kind];
      row.element.hidden = needed?.includes(name) === false;
      const problem = needed?.includes(name) ? this.#credentialProblem(kind, name, input.value) : undefined;
      const hasSpace = isSecret && input.value !== cleanText(input.value);
      if (problem) row.note(problem, 'wrong');
      else row.note(hasSpace ? this.#words('connection.secret-space') : '', 'warning');
    });
    return row.element;
  }

  #clean(input: HTMLInputElement): void {
    input.value = cleanText(input.value);
    this.#refresh();
  }

  #credentialProblem(kind: SignInKind | undefined, name: CredentialName, value: string): string | undefined {
    if (value === '') return this.#words('connection.credential-required');
    if (isEnvironmentText(value)) return undefined;
    const faults: FieldProblem[] = [];
    readField(name, credentialFields[name].field, value, faults);
    if (faults[0]) return faultText(faults[0], this.#words, this.#words(`connection.${name}`));
    const phrase = kind && unsendable(kind, name, value);
    return phrase && this.#words(`phrases.${phrase}`);
  }

  #choice(field: 'environment' | 'authentication' | 'stopDate', values: readonly string[]): Row {
    const choices = values.map((value) => ({ value, label: this.#words(`connection.${field}-${value}`) }));
    const set = (value: string) => {
      this.values[field] = value;
      this.#refresh();
    };
    const row = formRow(this.#words(`connection.${field}`), select(choices, this.values[field], set));
    this.#refreshers.push(() => {
      const problem = connectionProblem(field, this.values, this.#words);
      row.note(problem ?? wordOrBlank(this.#words, `connection.${field}-note`), problem ? 'wrong' : 'hint');
    });
    return row;
  }

  #text(field: ConnectionFieldName, placeholder: string, unit?: string): Row {
    const input = textInput(this.values[field], placeholder, (value) => {
      this.values[field] = cleanText(value);
      this.#refresh();
    });
    input.dataset.field = field;
    const row = formRow(this.#words(`connection.${field}`), input, { unit });
    this.#refreshers.push(() => row.note(connectionProblem(field, this.values, this.#words) ?? '', 'wrong'));
    return row;
  }

  #whenCustom(row: Row): HTMLElement[] {
    this.#refreshers.push(() => {
      const { environment } = this.values;
      row.element.hidden = environment === 'production' || environment === 'rc';
    });
    return [row.element];
  }

  #timeZone(): HTMLElement {
    const row = this.#text('timeZone', this.#words('connection.zone-hint'));
    const list = element('datalist', { id: 'dataconnect-time-zones' });
    list.append(...Intl.supportedValuesOf('timeZone').map((zone) => element('option', { value: zone })));
    row.element.querySelector('input')?.setAttribute('list', list.id);
    row.element.append(list);
    return row.element;
  }

  #preferredEndpoint(): HTMLElement {
    const { preferredEndpoint } = this.values;
    const row = checkboxRow(this.#words('connection.preferredEndpoint'), preferredEndpoint === 'true', (isUsed) => {
      this.values.preferredEndpoint = String(isUsed);
      this.#refresh();
    });
    this.#refreshers.push(() => {
      const { preferredEndpoint: value } = this.values;
      const problem = connectionProblem('preferredEndpoint', this.values, this.#words);
      // A box cannot show a variable.
      const note = isEnvironmentText(value) ? value : this.#words('connection.preferredEndpoint-note');
      row.note(problem ?? note, problem ? 'wrong' : 'hint');
    });
    return row.element;
  }

  #limits(): HTMLElement {
    const rows = (Object.keys(LIMITS) as Limit[]).map((limit) => {
      const { unit, byDefault } = LIMITS[limit];
      const row = this.#text(limit, String(byDefault), this.#words(`connection.${unit}`));
      const input = row.element.querySelector('input')!;
      input.classList.add('dataconnect-short');
      input.inputMode = 'numeric';
      return row.element;
    });
    const summary = element('summary', { class: 'dataconnect-title', text: this.#words('connection.limits') });
    return element('details', { class: 'dataconnect-limits' }, summary, ...rows);
  }
}

/** The value of a field that Node-RED fills; a config node that is not chosen is blank. */
function fieldValue(name: string): string {
  const field = document.getElementById(`node-config-input-${name}`);
  const value = field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value : '';
  return value === '_ADD_' ? '' : value;
}

function wordOrBlank(words: Words, key: string): string {
  const text = words(key);
  return text === key ? '' : text;
}
