/** The live values of a field, read from DataConnect through the node's connection, once per dialog and request. */
import type { Parameter } from '../catalogue/schema';
import type { ParameterValue } from '../stored/stored-node';
import type { Choice } from './choice-tree';
import { undeployedForm } from './connection-form';
import type { EditorNode } from './red';
import { requestRuntime } from './runtime-request';
import type { Words } from './words';

/** How long a person waits for a list, in milliseconds; the field takes free text meanwhile. */
const PATIENCE = 60_000;

interface LookupAnswer {
  values: Array<{ value: string; label: string; parent?: string }>;
}

export class Lookups {
  readonly #fetched = new Map<string, Promise<Choice[]>>();
  /** Words for values that were among those fetched, by the column they are of. */
  readonly #labels = new Map<string, string>();

  /** @param signal aborted when the dialog is closed */
  constructor(
    readonly connection: () => EditorNode | null,
    readonly words: Words,
    readonly signal: AbortSignal,
  ) {}

  /**
   * @param params the values set in the dialog; some lists depend on them
   * @throws Error with a text for the person
   */
  async choices(parameter: Parameter, params: ReadonlyMap<string, ParameterValue>): Promise<Choice[]> {
    const connection = this.connection();
    if (!connection) throw new Error(this.words('dialog.lookup-no-connection'));
    if (connection.d) throw new Error(this.words('dialog.connection-disabled'));
    const url = this.#urlOf(connection, parameter, params);
    const form = undeployedForm(connection);
    const key = JSON.stringify([url, form]);
    const known = this.#fetched.get(key);
    if (known) return known;
    const fetched = this.#fetch(url, form).then((choices) => this.#remember(parameter, choices));
    this.#fetched.set(key, fetched);
    // What failed is asked again the next time the list is opened.
    fetched.catch(() => this.#fetched.delete(key));
    return fetched;
  }

  /** What a value is called, where a list was fetched that has it; undefined where nothing else than the value is known. */
  labelOf({ lookup }: Parameter, value: string): string | undefined {
    const label = lookup && this.#labels.get(`${lookup.endpoint} ${lookup.value} ${value}`);
    return label === value ? undefined : label;
  }

  #remember({ lookup }: Parameter, choices: Choice[]): Choice[] {
    for (const { value, label } of choices) this.#labels.set(`${lookup?.endpoint} ${lookup?.value} ${value}`, label);
    return choices;
  }

  #urlOf({ id }: EditorNode, { lookup }: Parameter, params: ReadonlyMap<string, ParameterValue>): string {
    const query = Object.entries(lookup?.from ?? {}).map(([listParameter, own]) => {
      const value = params.get(own);
      if (value && value.type !== 'fixed') throw new Error(this.words('dialog.lookup-not-fixed', { name: own }));
      if (!value?.value) throw new Error(this.words('dialog.lookup-needs', { name: own }));
      return [listParameter, value.value];
    });
    const path = `dataconnect/connections/${encodeURIComponent(id)}/lookups/${encodeURIComponent(lookup?.endpoint ?? '')}`;
    return `${path}?${new URLSearchParams([['column', lookup?.value ?? ''], ...query])}`;
  }

  async #fetch(url: string, form: object | undefined): Promise<Choice[]> {
    const { signal } = this;
    const method = form ? 'POST' : 'GET';
    const answer = await requestRuntime({ method, url, body: form, timeout: PATIENCE, signal }, this.words);
    if (hasFailed(answer)) throw new Error(answer.text);
    if (!hasValues(answer)) throw new Error(this.words('dialog.lookup-unreadable'));
    return answer.values.map((each) => ({ ...each, detail: each.label === each.value ? undefined : each.value }));
  }
}

function hasFailed(answer: unknown): answer is { text: string } {
  return typeof answer === 'object' && answer !== null && (answer as { kind?: unknown }).kind === 'failed';
}

function hasValues(answer: unknown): answer is LookupAnswer {
  return typeof answer === 'object' && answer !== null && Array.isArray((answer as LookupAnswer).values);
}
