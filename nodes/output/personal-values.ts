/** Personal data on their way out: masked, or hashed so that equal values stay equal and nobody can look them up. */
import { createHmac } from 'node:crypto';
import type { Treatment } from '../parameters/column-choice';
import type { Value } from '../record';

/** What stands for a masked value. */
export const PERSONAL_MASK = '***';

/** Hexadecimal digits: 128 bits, so that two values have one hash by no chance that counts. */
export const HASH_LENGTH = 32;

/** A company has so many employees and stores at most; customers come a few times each. */
const MOST_REMEMBERED = 10_000;

export class PersonalValues {
  /** The same names come again and again. */
  readonly #hashes = new Map<string, string>();

  /** @param key of the hashes; a run that hashes has one */
  constructor(readonly key: string) {}

  /** Null and blank texts stay: that nothing is known of somebody is nothing to hide. */
  treat(value: Value, treatment: Treatment): Value {
    if (treatment === 'keep' || value === null) return value;
    const text = textOf(value);
    if (text === '') return value;
    return treatment === 'mask' ? PERSONAL_MASK : this.#hash(text);
  }

  #hash(text: string): string {
    const known = this.#hashes.get(text);
    if (known !== undefined) return known;
    const hash = createHmac('sha256', this.key).update(text).digest('hex').slice(0, HASH_LENGTH);
    if (this.#hashes.size >= MOST_REMEMBERED) this.#hashes.clear();
    this.#hashes.set(text, hash);
    return hash;
  }
}

/** A number in Json and its digits in Csv are equal, and so are texts that only differ by what nobody sees. */
function textOf(value: Value): string {
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).normalize('NFC').trim();
}
