/** The lists of the account that were asked for lately, by dialogs and by runs. */
import { createHash, randomBytes } from 'node:crypto';
import { SharedLists } from './shared-lists';

export interface ListAnswer {
  values: Array<{ value: string; label: string; parent?: string }>;
  /** ISO date-time. */
  fetchedAt: string;
}

/**
 * Of each deployed connection its own, so that a changed connection starts anew and none sees the values of another;
 * those of forms are told apart by what stands in the form.
 */
export class AccountLists {
  readonly #ofConnection = new WeakMap<object, SharedLists<ListAnswer>>();
  readonly #ofNewForms = new SharedLists<ListAnswer>();
  /** What names a form must not give away what stands in it, to nobody who looks at this process later. */
  readonly #salt = randomBytes(16);

  /** @param connection that is deployed; undefined for forms of one that is not yet */
  of(connection: object | undefined): SharedLists<ListAnswer> {
    if (!connection) return this.#ofNewForms;
    const lists = this.#ofConnection.get(connection) ?? new SharedLists<ListAnswer>();
    this.#ofConnection.set(connection, lists);
    return lists;
  }

  nameOfForm(values: unknown): string {
    return createHash('sha256').update(this.#salt).update(JSON.stringify(values)).digest('base64');
  }
}
