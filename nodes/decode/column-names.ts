/**
 * Keys for the columns of an answer. Any name is a good key except three kinds: one already taken (a report may have
 * two columns of a name), the empty one, and `__proto__`, which Node-RED's cloneMessage would turn into a prototype.
 */

/** Whether the name can be the key as it is, provided no other column has it. */
export function isPlainName(name: string): boolean {
  return name !== '' && name !== '__proto__';
}

/**
 * Gives keys that nobody has: the name itself; `Name_2`, `Name_3` … when taken; `Column4` for the fourth column without
 * a name; `__proto___` for `__proto__`. Remembers how far it came with each name, so that thousands of one name are not
 * counted from 2 every time.
 */
export class FreeKeys {
  readonly #nextNumber = new Map<string, number>();

  /**
   * @param position of the column, from 1
   * @param before how many columns of the name come before it
   * @param isTaken whether a column has the key; a taken key stays taken
   */
  keyFor(name: string, position: number, before: number, isTaken: (key: string) => boolean): string {
    const wanted = wantedKey(name, position);
    if (!isTaken(wanted)) return wanted;
    let number = Math.max(2, before + 1, this.#nextNumber.get(wanted) ?? 0);
    while (isTaken(`${wanted}_${number}`)) number++;
    this.#nextNumber.set(wanted, number + 1);
    return `${wanted}_${number}`;
  }
}

function wantedKey(name: string, position: number): string {
  if (name === '') return `Column${position}`;
  return name === '__proto__' ? '__proto___' : name;
}

/** Keys for names that belong together, in order. A name that can stay as it is goes before one that must change. */
export function uniqueKeys(names: readonly string[]): string[] {
  const reserved = new Set(names.filter(isPlainName));
  const taken = new Set<string>();
  const times = new Map<string, number>();
  const free = new FreeKeys();
  return names.map((name, index) => {
    const before = times.get(name) ?? 0;
    times.set(name, before + 1);
    if (before === 0 && reserved.has(name)) return name;
    const key = free.keyFor(name, index + 1, before, (candidate) => reserved.has(candidate) || taken.has(candidate));
    taken.add(key);
    return key;
  });
}
