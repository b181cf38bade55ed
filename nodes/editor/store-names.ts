/**
 * The names of locations as lists of the account say them. They are kept until the page is loaded anew, for dialogs
 * that are opened later: to look them up for each that is opened would ask the service for what nobody may read.
 */
import type { Parameter } from '../catalogue/schema';
import type { Choice } from './choice-tree';
import type { DialogContext } from './dialog-context';

const known = new Map<string, ReadonlyMap<string, string>>();
let isListening = false;

/** Another account has other stores under the same ids. */
function forgetWithConnection(): void {
  if (isListening) return;
  isListening = true;
  RED.events.on('nodes:change', ({ type }) => {
    if (type === 'dataconnect-connection') known.clear();
  });
}

export class StoreNames {
  readonly #parameter: Parameter;
  readonly #context: DialogContext;
  /** Connection, list, and what the list depends on. */
  readonly #key: string;

  /** @param parameter whose values are looked up */
  constructor(parameter: Parameter, context: DialogContext) {
    const { params } = context.draft;
    const { endpoint, from } = parameter.lookup ?? {};
    const depending = Object.values(from ?? {}).map((name) => params.get(name)?.value);
    this.#parameter = parameter;
    this.#context = context;
    this.#key = JSON.stringify([context.connectionId(), endpoint, depending]);
  }

  /** By id; undefined where the list was not looked up yet. */
  known(): ReadonlyMap<string, string> | undefined {
    return known.get(this.#key);
  }

  /** @throws Error with a text for the person */
  async fetch(): Promise<readonly Choice[]> {
    forgetWithConnection();
    const choices = await this.#context.lookups.choices(this.#parameter, this.#context.draft.params);
    known.set(this.#key, new Map(choices.map(({ value, label }) => [value, label])));
    return choices;
  }
}
