/** The browser side of the cluster node: what its registration (`build/cluster-page.ts`) names. */
import {
  type ClusterField,
  type ClusterProblem,
  clusterProblem,
  fieldText,
  isEnvironmentName,
  readAddress,
  type StoredCluster,
} from '../stored-cluster';
import { clusterTest } from './test-panel';

/** The part of Node-RED's editor that the dialog uses. */
export interface ClusterEditorNode extends StoredCluster {
  id: string;
  /** `_` is what the server has; of the password only whether there is one. */
  credentials?: Record<string, unknown> & { _?: Record<string, unknown> };
  _def: { _: Say };
}

export type Say = (key: string, facts?: Readonly<Record<string, string | number>>) => string;

/** Fields that are checked, and have a line beneath that says what is wrong or helps. */
const CHECKED = ['host', 'port', 'prefix', 'folder', 'database', 'wait', 'lease'] as const;

/** Node-RED's `validate` of a property: true, or what is wrong with it. */
export function validator(field: ClusterField) {
  return function validate(this: ClusterEditorNode, value: unknown): true | string {
    if (isEnvironmentName(value)) return true;
    const problem = clusterProblem(field, { ...this, [field]: value });
    return problem ? problemText(problem, this._def._) : true;
  };
}

/** Node-RED's `label` of a node. */
export function clusterLabel(this: ClusterEditorNode): string {
  const { name, host } = this;
  return String(name || host || this._def._('cluster.label'));
}

/** Node-RED's `paletteLabel`: what the type is called, here in the title of the dialog. */
export function clusterPaletteLabel(this: { _?: Say; type: string }): string {
  return this._?.('cluster.label') ?? this.type;
}

/** Node-RED's `oneditprepare`; it fills the fields and reads them. */
export function openCluster(this: ClusterEditorNode): void {
  const say: Say = (key, facts) => this._def._(key, facts);
  asShown(this);
  for (const name of CHECKED) {
    const input = inputOf(name);
    input.value = fieldText(name, this);
    input.addEventListener('input', () => note(name, say));
    note(name, say);
  }
  const host = inputOf('host');
  host.addEventListener('change', () => spread(host, say));
  const encrypted = inputOf('encrypted');
  encrypted.addEventListener('change', () => showTls(encrypted.checked));
  showTls(encrypted.checked);
  const place = document.querySelector('.dataconnect-cluster-test');
  if (place) clusterTest(place, this.id, inputOf, say);
}

/** A flow that was written by hand may lack something, or have a number: Node-RED would take what is shown for a change. */
function asShown(node: ClusterEditorNode): void {
  for (const name of CHECKED) node[name] = fieldText(name, node);
  node.name = String(node.name ?? '');
  node.tls = String(node.tls ?? '');
  node.encrypted = inputOf('encrypted').checked;
  for (const each of [node.credentials, node.credentials?._]) {
    if (!each) continue;
    each.username ??= '';
    each.has_password ??= false;
  }
}

export function inputOf(name: string): HTMLInputElement {
  return document.getElementById(`node-config-input-${name}`) as HTMLInputElement;
}

/** What is wrong, or else what helps, beneath a field. */
function note(field: (typeof CHECKED)[number], say: Say): void {
  const input = inputOf(field);
  const place = document.querySelector<HTMLElement>(`[data-note="${field}"]`);
  if (!place) return;
  const problem = isEnvironmentName(input.value) ? undefined : clusterProblem(field, { [field]: input.value });
  place.id = `dataconnect-cluster-note-${field}`;
  place.textContent = problem ? problemText(problem, say) : helpText(field, say);
  place.classList.toggle('dataconnect-cluster-wrong', problem !== undefined);
  input.setAttribute('aria-describedby', place.id);
  if (problem) input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
}

function helpText(field: string, say: Say): string {
  const key = `cluster.help-${field}`;
  const text = say(key);
  return text === key ? '' : text;
}

export function problemText({ field, key, facts }: ClusterProblem, say: Say): string {
  return say(`cluster.problem-${key}`, { ...facts, field: say(`cluster.${field}`) });
}

/** An address that was pasted has more than the host in it: a password would lie in the flow. */
function spread(host: HTMLInputElement, say: Say): void {
  const address = readAddress(host.value);
  if (!address) return;
  for (const [name, value] of Object.entries(address)) {
    const input = inputOf(name);
    if (input.type === 'checkbox') input.checked = value === 'true';
    else input.value = value;
  }
  for (const name of CHECKED) note(name, say);
  showTls(inputOf('encrypted').checked);
}

function showTls(isShown: boolean): void {
  const row = document.querySelector<HTMLElement>('[data-only="encrypted"]');
  if (row) row.hidden = !isShown;
}
