/** Takes secrets out of decoded values, at any depth: by what is known to be secret, and by the names they stand under. */
import type { DataRecord, Value } from '../record';
import { isSecretValue, type NameKind, nameKind } from './finding/secret-names';
import { MASK_IN_DATA, type Redactor } from './redact';

/** An answer full of passwords must not make the redactor forget the tokens. */
const MOST_LEARNED = 8;

export class ValueMask {
  /** Values that were masked. */
  count = 0;
  /** Texts that stood under the name of a secret. */
  readonly named = new Set<string>();
  #learned = 0;

  /** @param declared names of columns that the catalogue says are secret, in lower case */
  constructor(
    readonly redactor: Redactor,
    readonly declared: ReadonlySet<string>,
  ) {}

  kindOf(name: string): NameKind {
    return this.declared.has(name.toLowerCase()) ? 'secret' : nameKind(name);
  }

  /** Remembers what stands under the name of a secret, before anything is let out: it may stand elsewhere as well. */
  learn(value: Value | undefined, kind: NameKind): void {
    if (typeof value === 'string') {
      if (isSecretValue(value, kind)) this.#remember(value);
    } else if (Array.isArray(value)) {
      for (const item of value) this.learn(item, kind);
    } else if (isObject(value)) {
      for (const [name, item] of Object.entries(value)) this.learn(item, stronger(kind, this.kindOf(name)));
    }
  }

  /** @returns the value without secrets; itself where it has none */
  mask(value: Value, kind: NameKind): Value {
    if (typeof value === 'string') return this.#maskText(value, kind);
    if (typeof value === 'number')
      return kind === 'secret' && isSecretValue(String(value), kind) ? this.#whole() : value;
    if (Array.isArray(value)) return value.map((item) => this.mask(item, kind));
    return isObject(value) ? this.maskMembers(value, kind) : value;
  }

  /** The same for the members of an object, names included. */
  maskMembers(object: DataRecord, kind: NameKind): DataRecord {
    const masked: DataRecord = {};
    for (const [name, value] of Object.entries(object)) {
      const item = this.mask(value, stronger(kind, this.kindOf(name)));
      // An assignment to this name would set the prototype.
      if (name === '__proto__') Object.defineProperty(masked, name, { value: item, enumerable: true, writable: true });
      else masked[this.name(name)] = item;
    }
    return masked;
  }

  /** The name of a column, without secrets. */
  name(name: string): string {
    return this.redactor.redactName(name);
  }

  #maskText(text: string, kind: NameKind): string {
    if (kind !== 'plain' && isSecretValue(text, kind)) return this.#whole();
    const masked = this.redactor.redactData(text);
    if (masked !== text) this.count++;
    return masked;
  }

  #whole(): string {
    this.count++;
    return MASK_IN_DATA;
  }

  #remember(value: string): void {
    this.named.add(value);
    if (this.#learned >= MOST_LEARNED) return;
    this.#learned++;
    this.redactor.learn('found', value);
  }
}

function stronger(one: NameKind, other: NameKind): NameKind {
  if (one === 'secret' || other === 'secret') return 'secret';
  return one === 'maybe' ? one : other;
}

function isObject(value: Value | undefined): value is DataRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
