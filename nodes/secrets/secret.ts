/**
 * Something that must not be seen: it shows in no log, in no JSON and to no debugger's look at an object, only to whoever
 * asks for it.
 */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }
}
